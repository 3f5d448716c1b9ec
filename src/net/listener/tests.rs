use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;

use super::*;
use crate::clock::Clock;
use crate::config::Config;
use crate::net::ca::Authority;
use crate::net::names::Names;
use crate::net::{sockets, tls};

/// A running listener that echoes what comes over TLS, and what a client needs to trust it.
struct Echo {
    address: SocketAddr,
    /// Where plain HTTP is led from to `address`.
    http_address: SocketAddr,
    connector: TlsConnector,
    stop: CancellationToken,
    running: JoinHandle<io::Result<()>>,
    /// Addresses of the client and of the box, for each connection served.
    served: mpsc::UnboundedReceiver<(SocketAddr, SocketAddr)>,
    most_at_once: Arc<AtomicUsize>,
    /// Connections that speak TURN.
    turn: mpsc::UnboundedReceiver<turn::ClientStream>,
}

impl Echo {
    fn start(limits: &Limits) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (config, connector, trust) = tls_pair(dir.path());
        let bound = sockets::bind(&[SocketAddr::from((Ipv4Addr::LOCALHOST, 0))], &[]).unwrap();
        let address = bound.tcp[0].local_addr().unwrap();
        let http = sockets::bind_http(&[SocketAddr::from((Ipv4Addr::LOCALHOST, 0))]);
        let http_address = http[0].local_addr().unwrap();
        let stop = CancellationToken::new();
        let (tell, served) = mpsc::unbounded_channel();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let most_at_once = most.clone();
        let (tell_turn, turn) = mpsc::unbounded_channel();
        let serve = move |incoming, peer, local, place| {
            let (now, most) = (now.clone(), most.clone());
            let stream = match incoming {
                Incoming::Https(stream) => {
                    tell.send((peer, local)).unwrap();
                    Some(stream)
                }
                Incoming::Turn(stream) => {
                    tell_turn.send(stream).unwrap();
                    None
                }
            };
            async move {
                let Some(stream) = stream else { return };
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let (mut read, mut write) = tokio::io::split(stream);
                let _ = tokio::io::copy(&mut read, &mut write).await;
                let _ = write.shutdown().await;
                drop(place);
                now.fetch_sub(1, Ordering::SeqCst);
            }
        };
        let limiter = Limiter::new(Clock::system(), limits);
        let listener = Listener::new(config, limits, limiter, trust, stop.clone());
        let running = tokio::spawn(listener.run(bound.tcp, http, serve));
        Self { address, http_address, connector, stop, running, served, most_at_once, turn }
    }

    async fn tcp(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn tls(&self) -> tokio_rustls::client::TlsStream<TcpStream> {
        let name = ServerName::from(self.address.ip());
        self.connector.connect(name, self.tcp().await).await.unwrap()
    }

    /// All that comes back for `bytes` until the connection is closed.
    async fn answer(&self, bytes: &[u8]) -> Vec<u8> {
        Self::answer_from(self.address, bytes).await
    }

    async fn answer_from(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        // closing with unread bytes resets the connection: that is closed too
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }
}

fn tls_pair(dir: &Path) -> (Arc<ServerConfig>, TlsConnector, TrustPage) {
    let names = Names::of_box(&[], None, &[]);
    let now = Clock::system().now();
    let authority = Authority::open(dir, now, &names).unwrap();
    let certificate = authority.server_certificate(now, &names).unwrap();
    let server = tls::server_config(tls::CertificateSlot::new(certificate.certified)).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes()).unwrap()).unwrap();
    let mut client = ClientConfig::builder_with_provider(tls::provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.alpn_protocols = vec![b"http/1.1".to_vec()];
    (server, TlsConnector::from(Arc::new(client)), TrustPage::new(&authority))
}

async fn echoes(stream: &mut tokio_rustls::client::TlsStream<TcpStream>) {
    stream.write_all(b"meow").await.unwrap();
    let mut back = [0; 4];
    stream.read_exact(&mut back).await.unwrap();
    assert_eq!(&back, b"meow");
}

fn defaults() -> Limits {
    Config::default().limits
}

#[tokio::test]
async fn tls_is_unwrapped_and_both_addresses_are_told() {
    let mut echo = Echo::start(&defaults());
    let mut stream = echo.tls().await;
    echoes(&mut stream).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    let (peer, local) = echo.served.recv().await.unwrap();
    assert_eq!((peer, local), (stream.get_ref().0.local_addr().unwrap(), echo.address));
}

#[tokio::test]
async fn plain_http_is_shown_the_way_to_https() {
    let echo = Echo::start(&defaults());
    let request = format!("GET /room/x HTTP/1.1\r\nHost: {}\r\n\r\n", echo.address);
    let answer = String::from_utf8(echo.answer(request.as_bytes()).await).unwrap();
    assert!(answer.starts_with("HTTP/1.1 308 Permanent Redirect\r\n"), "{answer}");
    assert!(answer.contains(&format!("\r\nlocation: https://{}/room/x\r\n", echo.address)), "{answer}");
}

#[tokio::test]
async fn the_port_for_plain_http_leads_to_the_port_for_https() {
    let echo = Echo::start(&defaults());
    let request = b"GET /login HTTP/1.1\r\nHost: neko.local\r\n\r\n";
    let answer = String::from_utf8(Echo::answer_from(echo.http_address, request).await).unwrap();
    let location = format!("\r\nlocation: https://neko.local:{}/login\r\n", echo.address.port());
    assert!(answer.starts_with("HTTP/1.1 308 ") && answer.contains(&location), "{answer}");
}

#[tokio::test]
async fn turn_is_handed_on_untouched_whether_in_tls_or_not() {
    use std::io::Read;
    let request = b"\x00\x03\x00\x00\x21\x12\xa4\x42abcdefghijkl";
    let mut echo = Echo::start(&defaults());

    let mut plain = echo.tcp().await;
    plain.write_all(request).await.unwrap();
    let handed = echo.turn.recv().await.unwrap();
    assert_eq!((handed.client, handed.server), (plain.local_addr().unwrap(), echo.address));
    assert!(handed.tls.is_none());
    let mut first = [0; 20];
    handed.socket.set_nonblocking(false).unwrap();
    (&handed.socket).read_exact(&mut first).unwrap();
    assert_eq!(&first, request);

    let mut config = echo.connector.config().as_ref().clone();
    config.alpn_protocols = vec![b"stun.turn".to_vec()];
    echo.connector = TlsConnector::from(Arc::new(config));
    let mut inside = echo.tls().await;
    assert_eq!(inside.get_ref().1.alpn_protocol(), Some(&b"stun.turn"[..]));
    inside.write_all(request).await.unwrap();
    inside.flush().await.unwrap();
    let mut handed = echo.turn.recv().await.unwrap();
    assert_eq!(handed.client, inside.get_ref().0.local_addr().unwrap());
    let mut first = [0; 20];
    handed.tls.as_mut().unwrap().reader().read_exact(&mut first).unwrap();
    assert_eq!(&first, request);
    assert!(echo.served.try_recv().is_err());
}

#[tokio::test]
async fn anything_else_is_closed_without_a_word_and_harms_nobody() {
    let echo = Echo::start(&defaults());
    let mut stream = echo.tls().await;
    for garbage in [&b"\xff\xff\xff"[..], b"\x17\x03\x03", b"\r\n\r\n", b"\x80\x2e\x01"] {
        assert_eq!(echo.answer(garbage).await, b"", "{garbage:?}");
    }
    echoes(&mut stream).await;
}

#[tokio::test]
async fn tls_1_1_is_refused() {
    let echo = Echo::start(&defaults());
    let mut hello = vec![0x16, 3, 1, 0, 57, 1, 0, 0, 53, 3, 2];
    hello.extend([7; 32]); // random
    hello.extend([0, 0, 4, 0xc0, 0x13, 0, 0x2f, 1, 0]); // no session, two suites, no compression
    hello.extend([0, 8, 0, 13, 0, 4, 0, 2, 4, 3]); // signature algorithms, so that the version alone is wrong
    let answer = echo.answer(&hello).await;
    // a fatal alert, protocol_version (RFC 8446, section 6)
    assert_eq!((answer[0], &answer[5..]), (0x15, &[2, 70][..]), "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn who_stays_silent_is_closed_in_time() {
    let echo = Echo::start(&defaults());
    let started = tokio::time::Instant::now();
    // nothing; the beginning of a TLS record; the beginning of a request; nothing after a TLS handshake, below
    for beginning in [&b""[..], b"\x16\x03\x01", b"GET / HT"] {
        assert_eq!(echo.answer(beginning).await, b"", "{beginning:?}");
    }
    let mut stream = echo.tls().await;
    assert_eq!(stream.read(&mut [0; 1]).await.unwrap_or(0), 0);
    let waited = started.elapsed();
    assert!(waited >= Duration::from_secs(40) && waited < Duration::from_secs(81), "{waited:?}");
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed_and_the_next_waits_its_turn() {
    let echo = Echo::start(&Limits { max_connections: 2, ..defaults() });
    let all = futures_util::future::join_all((0..8).map(|_| async {
        let mut stream = echo.tls().await;
        echoes(&mut stream).await;
    }));
    assert_eq!(all.await.len(), 8);
    let most = echo.most_at_once.load(Ordering::SeqCst);
    assert!((1..=2).contains(&most), "{most}");
}

#[tokio::test]
async fn stopping_lets_those_who_are_connected_finish_and_takes_no_one_new() {
    let mut echo = Echo::start(&defaults());
    let mut stream = echo.tls().await;
    let mut silent = echo.tcp().await;
    echoes(&mut stream).await;
    echo.served.recv().await.unwrap();
    echo.stop.cancel();
    // who has not said what they want by then is not waited for
    assert_eq!(silent.read(&mut [0; 1]).await.unwrap_or(0), 0);
    echoes(&mut stream).await;
    assert!(!echo.running.is_finished());
    drop(stream);
    echo.running.await.unwrap().unwrap();
    assert_eq!(TcpStream::connect(echo.address).await.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
}

#[test]
fn only_a_connection_that_failed_by_itself_is_passed_over_without_a_pause() {
    assert!(concerns_one_connection(&io::ErrorKind::ConnectionAborted.into()));
    for exhausted in [libc::EMFILE, libc::ENFILE, libc::ENOMEM, libc::ENOBUFS] {
        assert!(!concerns_one_connection(&io::Error::from_raw_os_error(exhausted)));
    }
}
