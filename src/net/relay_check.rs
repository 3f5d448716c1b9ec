//! Does the relay work? Asks it as a browser would, over UDP, TCP and TLS, at the box's own address.
//!
//! Each try allocates, permits its own relayed address and sends a payload there, which must come back by the same
//! way: so it goes through the sockets, the credentials, the certificate and the relay, and needs nobody else. What
//! a firewall between the box and its clients does is beyond it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use stun::attributes::{
    ATTR_DATA, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS,
};
use stun::error_code::ErrorCodeAttribute;
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_INDICATION, CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, Getter, METHOD_ALLOCATE,
    METHOD_CREATE_PERMISSION, METHOD_DATA, METHOD_REFRESH, METHOD_SEND, Message, MessageType, Method, Setter,
};
use stun::textattrs::TextAttribute;
use stun::xoraddr::XorMappedAddress;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;

use super::whereabouts::Whereabouts;
use crate::clock::Clock;
use crate::domain::id::{SessionId, UserId};
use crate::turn::{Credentials, IceCredential, Transport};

/// How long one transport may take, and how long its credential is good for.
const PATIENCE: Duration = Duration::from_secs(3);
const CREDENTIAL_LIFETIME: Duration = Duration::from_mins(1);

/// Asks one relay. Cheap to clone.
#[derive(Clone)]
pub struct RelayCheck {
    credentials: Credentials,
    clock: Clock,
    udp: Option<SocketAddr>,
    tcp: Option<SocketAddr>,
    tls: Arc<ClientConfig>,
    whereabouts: watch::Receiver<Arc<Whereabouts>>,
}

/// What came of asking over one transport.
#[derive(Debug)]
pub struct Checked {
    /// How the relay was asked.
    pub transport: Transport,
    /// Why it did not work, if it didn't.
    pub failure: Option<CheckError>,
}

/// What stands in the way.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// No socket listens for this transport.
    #[error("the box does not listen for it")]
    NotBound,
    /// The box can't be reached, by its own address.
    #[error("the box can't reach its own port: {0}; look for a firewall on the box itself")]
    Unreachable(std::io::Error),
    /// TLS does not come about.
    #[error("the TLS handshake failed: {0}; look at the certificate with `neko cert show`")]
    Tls(std::io::Error),
    /// The relay closed the connection.
    #[error("the relay closed the connection while it was to {step}: {source}")]
    Closed {
        /// What was being done.
        step: Step,
        /// What the system said.
        source: std::io::Error,
    },
    /// No answer.
    #[error("no answer came within {} seconds", PATIENCE.as_secs())]
    Silence,
    /// The relay refused.
    #[error("the relay would not {step}: error {code}")]
    Refused {
        /// What was being done.
        step: Step,
        /// The error code (RFC 8656 section 19).
        code: u16,
    },
    /// The answer makes no sense.
    #[error("the answer to the wish to {0} makes no sense")]
    Nonsense(Step),
}

/// A part of the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An allocation.
    Allocate,
    /// A permission.
    Permit,
    /// A payload there and back.
    Echo,
    /// The end of the allocation.
    Release,
}

impl RelayCheck {
    /// A check of the relay that listens at `udp` and `tcp`, of each the first, with a certificate that `tls` trusts; on
    /// a wildcard at the best address of `whereabouts`.
    pub fn new(
        credentials: Credentials,
        clock: Clock,
        udp: &[SocketAddr],
        tcp: &[SocketAddr],
        tls: Arc<ClientConfig>,
        whereabouts: watch::Receiver<Arc<Whereabouts>>,
    ) -> Self {
        Self { credentials, clock, udp: udp.first().copied(), tcp: tcp.first().copied(), tls, whereabouts }
    }

    /// Tries each transport. Takes up to some seconds.
    pub async fn run(&self) -> Vec<Checked> {
        let mut results = Vec::new();
        for transport in Transport::ALL {
            let outcome = tokio::time::timeout(PATIENCE, Box::pin(self.ask(transport))).await;
            let failure = outcome.unwrap_or(Err(CheckError::Silence)).err();
            results.push(Checked { transport, failure });
        }
        results
    }

    async fn ask(&self, transport: Transport) -> Result<(), CheckError> {
        let bound = if transport == Transport::Udp { self.udp } else { self.tcp };
        let server = self.own_address(bound.ok_or(CheckError::NotBound)?);
        let connection = match transport {
            Transport::Udp => {
                let any = if server.is_ipv4() {
                    IpAddr::from(Ipv4Addr::UNSPECIFIED)
                } else {
                    Ipv6Addr::UNSPECIFIED.into()
                };
                let socket = UdpSocket::bind((any, 0)).await.map_err(CheckError::Unreachable)?;
                socket.connect(server).await.map_err(CheckError::Unreachable)?;
                Connection::Datagrams(socket)
            }
            Transport::Tcp => Connection::Stream(Box::new(connect(server).await?)),
            Transport::Tls => {
                let connector = TlsConnector::from(Arc::clone(&self.tls));
                let stream = connector.connect(ServerName::from(server.ip()), connect(server).await?).await;
                Connection::Stream(Box::new(stream.map_err(CheckError::Tls)?))
            }
        };
        let session: SessionId = "relay-check".parse().expect("letters and a hyphen are a session's id");
        let expires = self.clock.now().plus(CREDENTIAL_LIFETIME);
        let credential = self.credentials.issue(UserId::generate(), &session, expires);
        let mut client = Client { connection, credential, realm: String::new(), nonce: Vec::new() };
        client.check(server).await
    }

    /// The address by which to reach what is bound there: itself, or if that is any, one of the box's own.
    fn own_address(&self, bound: SocketAddr) -> SocketAddr {
        if !bound.ip().is_unspecified() {
            return bound;
        }
        let addresses = self.whereabouts.borrow().addresses();
        let own = addresses.into_iter().find(|ip| ip.is_ipv4() && !ip.is_loopback());
        SocketAddr::new(own.unwrap_or(Ipv4Addr::LOCALHOST.into()), bound.port())
    }
}

async fn connect(server: SocketAddr) -> Result<TcpStream, CheckError> {
    TcpStream::connect(server).await.map_err(CheckError::Unreachable)
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

enum Connection {
    Datagrams(UdpSocket),
    Stream(Box<dyn Duplex>),
}

struct Client {
    connection: Connection,
    credential: IceCredential,
    realm: String,
    nonce: Vec<u8>,
}

impl Client {
    async fn check(&mut self, server: SocketAddr) -> Result<(), CheckError> {
        let allocate = move |message: &mut Message| {
            message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
            if server.is_ipv6() {
                message.add(ATTR_REQUESTED_ADDRESS_FAMILY, &[2, 0, 0, 0]);
            }
        };
        let challenge = self.exchange(Step::Allocate, METHOD_ALLOCATE, &allocate).await?;
        self.nonce = challenge.get(ATTR_NONCE).map_err(|_| CheckError::Nonsense(Step::Allocate))?;
        let realm = TextAttribute::get_from_as(&challenge, ATTR_REALM);
        self.realm = realm.map_err(|_| CheckError::Nonsense(Step::Allocate))?.text;
        let answer = self.ask(Step::Allocate, METHOD_ALLOCATE, &allocate).await?;
        let mut relayed = XorMappedAddress::default();
        let read = relayed.get_from_as(&answer, ATTR_XOR_RELAYED_ADDRESS);
        read.map_err(|_| CheckError::Nonsense(Step::Allocate))?;
        let to_itself = |message: &mut Message| {
            // fails only for what is too long
            let _ = relayed.add_to_as(message, ATTR_XOR_PEER_ADDRESS);
        };
        self.ask(Step::Permit, METHOD_CREATE_PERMISSION, &to_itself).await?;

        let payload = b"is this relay at work?";
        let indication = message(MessageType::new(METHOD_SEND, CLASS_INDICATION), &|message| {
            to_itself(message);
            message.add(ATTR_DATA, payload);
        });
        self.send(Step::Echo, &indication).await?;
        let echo = self.receive(Step::Echo).await?;
        let came = echo.typ == MessageType::new(METHOD_DATA, CLASS_INDICATION)
            && echo.get(ATTR_DATA).is_ok_and(|data| data == payload);
        if !came {
            return Err(CheckError::Nonsense(Step::Echo));
        }
        let release = |message: &mut Message| message.add(ATTR_LIFETIME, &[0; 4]);
        self.ask(Step::Release, METHOD_REFRESH, &release).await?;
        Ok(())
    }

    async fn ask(
        &mut self,
        step: Step,
        method: Method,
        attributes: &(dyn Fn(&mut Message) + Sync),
    ) -> Result<Message, CheckError> {
        let (username, password) = (self.credential.username.clone(), self.credential.credential.clone());
        let (realm, nonce) = (self.realm.clone(), self.nonce.clone());
        let answer = self
            .exchange(step, method, &|message| {
                attributes(message);
                message.add(ATTR_USERNAME, username.as_bytes());
                message.add(ATTR_REALM, realm.as_bytes());
                message.add(ATTR_NONCE, &nonce);
                let (username, realm, password) = (username.clone(), realm.clone(), password.clone());
                let integrity = MessageIntegrity::new_long_term_integrity(username, realm, password);
                // fails only after a fingerprint
                let _ = integrity.add_to(message);
            })
            .await?;
        if answer.typ.class == CLASS_SUCCESS_RESPONSE {
            return Ok(answer);
        }
        let mut error = ErrorCodeAttribute::default();
        error.get_from(&answer).map_err(|_| CheckError::Nonsense(step))?;
        Err(CheckError::Refused { step, code: error.code.0 })
    }

    async fn exchange(
        &mut self,
        step: Step,
        method: Method,
        attributes: &(dyn Fn(&mut Message) + Sync),
    ) -> Result<Message, CheckError> {
        self.send(step, &message(MessageType::new(method, CLASS_REQUEST), attributes)).await?;
        self.receive(step).await
    }

    async fn send(&mut self, step: Step, bytes: &[u8]) -> Result<(), CheckError> {
        let sent = match &mut self.connection {
            Connection::Datagrams(socket) => socket.send(bytes).await.map(drop),
            Connection::Stream(stream) => match stream.write_all(bytes).await {
                Ok(()) => stream.flush().await,
                failed => failed,
            },
        };
        sent.map_err(|source| CheckError::Closed { step, source })
    }

    async fn receive(&mut self, step: Step) -> Result<Message, CheckError> {
        let mut raw = vec![0; 1024];
        let received = match &mut self.connection {
            Connection::Datagrams(socket) => socket.recv(&mut raw).await,
            Connection::Stream(stream) => read_message(stream, &mut raw).await,
        };
        raw.truncate(received.map_err(|source| CheckError::Closed { step, source })?);
        let mut message = Message { raw, ..Message::default() };
        message.decode().map_err(|_| CheckError::Nonsense(step))?;
        Ok(message)
    }
}

async fn read_message(stream: &mut Box<dyn Duplex>, raw: &mut [u8]) -> std::io::Result<usize> {
    const HEADER: usize = 20;
    stream.read_exact(&mut raw[..HEADER]).await?;
    let length = HEADER + usize::from(u16::from_be_bytes([raw[2], raw[3]]));
    let rest = raw.get_mut(HEADER..length).ok_or(std::io::ErrorKind::InvalidData)?;
    stream.read_exact(rest).await?;
    Ok(length)
}

fn message(kind: MessageType, attributes: &(dyn Fn(&mut Message) + Sync)) -> Vec<u8> {
    let mut message = Message::new();
    message.transaction_id.0 = crate::secret::random_bytes();
    message.set_type(kind);
    message.write_header();
    attributes(&mut message);
    message.raw
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allocate => "make an allocation",
            Self::Permit => "permit a peer",
            Self::Echo => "relay a payload",
            Self::Release => "end an allocation",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::names::Names;
    use crate::net::tls;
    use crate::turn::{Settings, start};

    #[tokio::test]
    async fn each_transport_is_judged_by_itself() {
        let clock = Clock::system();
        let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let udp = socket.local_addr().unwrap();
        let credentials = Credentials::random();
        let _relay = start(Settings::default(), vec![socket], credentials.clone(), clock.clone()).unwrap();
        // nobody listens there
        let tcp = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let names = Names::of_box(&[], None, &[]);
        let (_sender, whereabouts) = watch::channel(Arc::new(Whereabouts { interfaces: Vec::new(), names }));
        let check = |credentials, tcp: &[SocketAddr]| {
            let tls = tls::trusting(&[]).unwrap();
            RelayCheck::new(credentials, clock.clone(), &[udp], tcp, tls, whereabouts.clone())
        };
        let results = check(credentials, &[tcp]).run().await;
        assert!(results[0].failure.is_none(), "{:?}", results[0]);
        for result in &results[1..] {
            assert!(matches!(result.failure, Some(CheckError::Unreachable(_))), "{result:?}");
        }
        let results = check(Credentials::random(), &[]).run().await;
        let refused = CheckError::Refused { step: Step::Allocate, code: 401 }.to_string();
        assert_eq!(results[0].failure.as_ref().unwrap().to_string(), refused);
        assert_eq!(refused, "the relay would not make an allocation: error 401");
        assert!(matches!(results[1].failure, Some(CheckError::NotBound)));
    }
}
