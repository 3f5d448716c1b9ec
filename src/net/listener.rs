//! Takes TCP connections and finds out by their first bytes what they are: TLS is unwrapped, and what is inside it is
//! HTTP or TURN; plain TURN is handed on as it is; plain HTTP is shown how to trust
//! the box, and the way to HTTPS; anything else is closed.
//!
//! TURN is told by its first byte, inside TLS as outside of it: browsers offer no ALPN for it. A STUN message begins
//! with 0 to 3 (RFC 7983), a TLS record with 22, HTTP/1.1 and HTTP/2 with a letter. Looking takes nothing away, so
//! whoever serves the connection reads it from the start.
//!
//! Invariants: a client that stays silent or dawdles holds a place for a limited time; there are never more than
//! `limits.max-connections`, and from one address `limits.max-connections-per-address`; running out of file descriptors makes newcomers wait and ends nothing.

use std::io;
use std::net::{SocketAddr, TcpListener as BoundListener};
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::AsyncBufReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::OwnedSemaphorePermit;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use crate::config::Limits;
use crate::limiter::{Limit, Limiter};
use crate::net::places::Places;
use crate::net::redirect::PlainHttp;
use crate::net::trust::TrustPage;
use crate::turn;

pub use crate::net::places::Place;

/// How long to wait when the system has no file descriptor or memory for one more connection.
const EXHAUSTED_PAUSE: Duration = Duration::from_millis(100);

/// How long what was sent may stay unread by a client, before the system ends the connection.
#[cfg(target_os = "linux")]
const UNREAD: Duration = Duration::from_secs(30);

/// A connection that got through its TLS handshake.
pub type ClientStream = TlsStream<TcpStream>;

/// What a connection turned out to speak; its bytes are still to be read.
#[derive(Debug)]
pub enum Incoming {
    /// HTTP inside TLS.
    Https(Box<ClientStream>),
    /// STUN and TURN, inside TLS or without.
    Turn(turn::ClientStream),
}

/// Takes connections; made once, for all TCP sockets.
#[derive(Clone)]
pub struct Listener {
    tls: TlsAcceptor,
    handshake_timeout: Duration,
    header_timeout: Duration,
    places: Places,
    limiter: Limiter,
    connections: TaskTracker,
    plain_http: Arc<PlainHttp>,
    stop: CancellationToken,
}

impl Listener {
    /// A listener that speaks TLS as `tls` says, within `limits`, until `stop` is cancelled; over plain HTTP it shows
    /// `trust`.
    pub fn new(
        tls: Arc<ServerConfig>,
        limits: &Limits,
        limiter: Limiter,
        trust: TrustPage,
        stop: CancellationToken,
    ) -> Self {
        Self {
            tls: tls.into(),
            handshake_timeout: limits.tls_handshake_timeout_seconds.duration(),
            header_timeout: limits.header_read_timeout_seconds.duration(),
            places: Places::new(limits.max_connections, limits.max_connections_per_address),
            limiter,
            connections: TaskTracker::new(),
            plain_http: Arc::new(PlainHttp { trust }),
            stop,
        }
    }

    /// Takes connections on all `sockets` and hands each that speaks HTTPS or TURN to `serve`, with the client's address,
    /// the address of the box that the client used, and the place that it takes. The `http_sockets` are the same, but that plain HTTP is led from them
    /// to the port of the first of `sockets`. Returns when `stop` was cancelled and every connection has ended;
    /// to end them is up to `serve`.
    ///
    /// # Errors
    /// When a socket can't be used at all.
    pub async fn run<S, F>(
        self,
        sockets: Vec<BoundListener>,
        http_sockets: Vec<BoundListener>,
        serve: S,
    ) -> io::Result<()>
    where
        S: Fn(Incoming, SocketAddr, SocketAddr, Place) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let main_port = sockets.first().map(BoundListener::local_addr).transpose()?.map(|main| main.port());
        let with_ways =
            |sockets: Vec<BoundListener>, way| sockets.into_iter().map(move |socket| (socket, way));
        for (socket, https_port) in with_ways(sockets, None).chain(with_ways(http_sockets, main_port)) {
            let socket = TcpListener::from_std(socket)?;
            self.connections.spawn(self.clone().accept_all(socket, https_port, serve.clone()));
        }
        self.connections.close();
        self.connections.wait().await;
        Ok(())
    }

    async fn accept_all<S, F>(self, socket: TcpListener, https_port: Option<u16>, serve: S)
    where
        S: Fn(Incoming, SocketAddr, SocketAddr, Place) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let mut exhausted = false;
        while let Some((stream, peer, place)) =
            self.stop.run_until_cancelled(self.accept(&socket, &mut exhausted)).await
        {
            let (listener, serve) = (self.clone(), serve.clone());
            self.connections.spawn(async move {
                let Ok(local) = stream.local_addr() else { return };
                let local = canonical(local);
                let peer = canonical(peer);
                let Some(place) = listener.places.take(place, peer.ip()) else {
                    return listener.limiter.count(Limit::ConnectionsOfAddress);
                };
                // boxed: what the handshake needs must not stay with the connection for its whole life
                let established = Box::pin(listener.establish(stream, peer, local, https_port));
                let established = listener.stop.run_until_cancelled(established).await;
                if let Some(Some(incoming)) = established {
                    serve(incoming, peer, local, place).await;
                }
            });
        }
    }

    /// The next connection, once there is a place for it. Whether the system was `exhausted` is told when it begins, and
    /// once a connection comes in without a wait for it: not for each that gets the handle of one that went.
    async fn accept(
        &self,
        socket: &TcpListener,
        exhausted: &mut bool,
    ) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let place = self.places.free().await;
        let mut waited = false;
        loop {
            match socket.accept().await {
                Ok((stream, peer)) => {
                    if *exhausted && !waited {
                        *exhausted = false;
                        info!("connections are taken again");
                    }
                    return (stream, peer, place);
                }
                Err(error) if concerns_one_connection(&error) => {}
                Err(error) => {
                    if !*exhausted {
                        tell_exhausted(&error);
                    }
                    (*exhausted, waited) = (true, true);
                    tokio::time::sleep(EXHAUSTED_PAUSE).await;
                }
            }
        }
    }

    /// What the connection speaks, once it has said so in time.
    async fn establish(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        local: SocketAddr,
        https_port: Option<u16>,
    ) -> Option<Incoming> {
        let _ = stream.set_nodelay(true);
        #[cfg(target_os = "linux")]
        let _ = socket2::SockRef::from(&stream).set_tcp_user_timeout(Some(UNREAD));
        let mut first = [0];
        let read = tokio::time::timeout(self.handshake_timeout, stream.peek(&mut first)).await;
        let Ok(Ok(1)) = read else { return None };
        match Speech::of(first[0]) {
            Speech::Tls => {
                let handshake = tokio::time::timeout(self.handshake_timeout, self.tls.accept(stream));
                self.look_inside(handshake.await.ok()?.ok()?, peer, local).await
            }
            Speech::Turn => {
                let socket = stream.into_std().ok()?;
                Some(Incoming::Turn(turn::ClientStream { socket, tls: None, client: peer, server: local }))
            }
            Speech::Http => {
                self.plain_http.answer(stream, local, https_port, self.header_timeout).await;
                None
            }
            Speech::Unknown => None,
        }
    }

    async fn look_inside(
        &self,
        mut stream: ClientStream,
        peer: SocketAddr,
        local: SocketAddr,
    ) -> Option<Incoming> {
        let read = tokio::time::timeout(self.header_timeout, stream.fill_buf()).await;
        let first = *read.ok()?.ok()?.first()?;
        if Speech::of(first) != Speech::Turn {
            // a client of HTTP that speaks otherwise is told so in HTTP
            return Some(Incoming::Https(Box::new(stream)));
        }
        let (socket, tls) = stream.into_inner();
        let (socket, tls) = (socket.into_std().ok()?, Some(Box::new(tls)));
        Some(Incoming::Turn(turn::ClientStream { socket, tls, client: peer, server: local }))
    }
}

/// What a connection speaks, by its first byte.
#[derive(Debug, PartialEq, Eq)]
enum Speech {
    /// A handshake record (RFC 8446, section 5.1).
    Tls,
    /// A STUN message (RFC 7983, section 7).
    Turn,
    /// The first letter of a method.
    Http,
    /// Nothing that is spoken here.
    Unknown,
}

impl Speech {
    const fn of(first: u8) -> Self {
        match first {
            0x16 => Self::Tls,
            0..=3 => Self::Turn,
            b'A'..=b'Z' | b'a'..=b'z' => Self::Http,
            _ => Self::Unknown,
        }
    }
}

fn tell_exhausted(error: &io::Error) {
    if error.raw_os_error().is_some_and(|code| [libc::EMFILE, libc::ENFILE].contains(&code)) {
        warn!(
            %error,
            "no file handle is left for another connection: those who are connected go on, newcomers wait; raise \
             LimitNOFILE in the unit (or ulimit -n), or lower limits.max-connections"
        );
    } else {
        warn!(%error, "no connection can be taken: those who are connected go on, newcomers wait");
    }
}

/// Whether the next connection may well be fine: a client was gone before it was accepted.
fn concerns_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// An IPv4 client on an IPv6 socket is an IPv4 client.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(test)]
mod tests;
