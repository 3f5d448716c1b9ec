//! What is done to servers by those who wish them ill: dribbling, holding on, swelling, splitting. It costs them their
//! connection, and nobody else anything.

use std::ffi::OsStr;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Answer, Client, PATIENCE, TestBox};

/// A box that has no patience.
fn impatient(more: &[(&str, &str)]) -> TestBox {
    let mut variables: Vec<(&str, &OsStr)> = vec![
        ("NEKO_LIMITS_TLS_HANDSHAKE_TIMEOUT_SECONDS", OsStr::new("1")),
        ("NEKO_LIMITS_HEADER_READ_TIMEOUT_SECONDS", OsStr::new("1")),
        ("NEKO_LIMITS_BODY_READ_TIMEOUT_SECONDS", OsStr::new("1")),
    ];
    variables.extend(more.iter().map(|(name, value)| (*name, OsStr::new(*value))));
    TestBox::start_in(Arc::new(tempfile::tempdir().unwrap()), &["--open-registration"], &variables)
}

/// All that comes until the box ends the connection.
async fn rest(stream: &mut TlsStream<TcpStream>) -> Vec<u8> {
    let mut answer = Vec::new();
    let ended = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an end in time");
    // an end without TLS's own goodbye is an end
    let _: io::Result<usize> = ended;
    answer
}

/// Sends bytes one by one, for as long as the box takes them.
async fn dribble(stream: TlsStream<TcpStream>, bytes: &[u8]) {
    let (mut read, mut write) = tokio::io::split(stream);
    let dribbling = async {
        for byte in bytes.iter().cycle() {
            write.write_all(&[*byte]).await?;
            write.flush().await?;
            sleep(Duration::from_millis(20)).await;
        }
        io::Result::Ok(())
    };
    let mut answer = Vec::new();
    let ended = async {
        tokio::select! {
            _ = dribbling => {}
            _ = read.read_to_end(&mut answer) => {}
        }
    };
    timeout(PATIENCE, ended).await.expect("the box lets go in time");
}

#[tokio::test]
async fn who_never_finishes_a_request_is_let_go() {
    let neko = impatient(&[]);
    let stranger = neko.stranger();
    // nothing after the handshake
    assert!(rest(&mut stranger.tls().await).await.is_empty());
    for dawdler in [
        &b"GET / HTTP/1.1\r\nhost: box\r\nx-more: yes\r\n"[..],
        b"POST /api/auth/login HTTP/1.1\r\n",
        // HTTP/2's preface, and what might become it
        b"PRI * HTTP/2.0\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let mut stream = stranger.tls().await;
        stream.write_all(dawdler).await.unwrap();
        let _ = rest(&mut stream).await;
        // one byte at a time gains nothing
        dribble(stranger.tls().await, dawdler).await;
    }
    stranger.get("/api/health").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let neko = impatient(&[]);
    let mut stream = neko.stranger().tls().await;
    let head = "POST /api/auth/login HTTP/1.1\r\nhost: box\r\ncontent-type: application/json\r\ncontent-length: 60\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(b"{\"username\":").await.unwrap();
    let answer = String::from_utf8(rest(&mut stream).await).unwrap();
    assert!(answer.starts_with("HTTP/1.1 429 ") && answer.contains("\"too-slow\""), "{answer}");
}

#[tokio::test]
async fn a_head_that_swells_is_refused() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    let swollen = stranger.request(Method::GET, "/api/health").header("x-filling", "x".repeat(40_000));
    // over HTTP/2 the stream may be ended instead
    if let Ok(answer) = swollen.send().await {
        assert_eq!(answer.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let mut stream = stranger.tls().await;
    let head = format!("GET /api/health HTTP/1.1\r\nhost: box\r\nx-filling: {}\r\n\r\n", "x".repeat(40_000));
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = String::from_utf8(rest(&mut stream).await).unwrap();
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    stranger.get("/api/health").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn a_compressed_body_is_refused_unread() {
    let neko = TestBox::start(&[]);
    for encoding in ["gzip", "br", "deflate, gzip"] {
        let request =
            neko.stranger().request(Method::POST, "/api/auth/login").header("content-encoding", encoding);
        let refused = Answer::of(request.header("content-type", "application/json").body("{}")).await;
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
        );
    }
}

/// A socket whose frames are made by hand.
struct RawSocket(TlsStream<TcpStream>);

/// Beginnings of frames: RFC 6455, section 5.2.
const TEXT: u8 = 0x1;
const CONTINUATION: u8 = 0x0;
const PING: u8 = 0x9;
const CLOSE: u8 = 0x8;
const FIN: u8 = 0x80;
const COMPRESSED: u8 = 0x40;

impl RawSocket {
    /// Upgrades with a compression on offer; that must not be taken up.
    async fn open(client: &Client) -> Self {
        let mut stream = client.tls().await;
        let token = client.token.as_deref().unwrap();
        let head = format!(
            "GET /ws HTTP/1.1\r\nhost: box\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nauthorization: Bearer {token}\r\n\
             sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        let answer = String::from_utf8(answer).unwrap().to_lowercase();
        assert!(answer.starts_with("http/1.1 101 "), "{answer}");
        assert!(!answer.contains("sec-websocket-extensions"), "{answer}");
        let mut socket = Self(stream);
        assert_eq!(socket.next().await.unwrap()["type"], "connected");
        socket
    }

    async fn send(&mut self, head: u8, payload: &[u8]) -> io::Result<()> {
        let mut frame = vec![head];
        match payload.len() {
            length @ ..126 => frame.push(0x80 | u8::try_from(length).unwrap()),
            length => {
                // 126, masked: two bytes of length follow
                frame.push(0xfe);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
        }
        // a mask of zeros changes nothing
        frame.extend([0; 4]);
        frame.extend(payload);
        self.0.write_all(&frame).await
    }

    /// The next message; the close code once the box closes.
    async fn next(&mut self) -> Result<Value, u16> {
        loop {
            let (kind, payload) = timeout(PATIENCE, self.frame()).await.expect("a frame in time").unwrap();
            match kind & 0xf {
                TEXT => return Ok(serde_json::from_slice(&payload).unwrap()),
                CLOSE => return Err(u16::from_be_bytes([payload[0], payload[1]])),
                _ => {}
            }
        }
    }

    async fn frame(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let kind = self.0.read_u8().await?;
        let length = match self.0.read_u8().await? {
            126 => usize::from(self.0.read_u16().await?),
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await?;
        Ok((kind, payload))
    }

    /// The close code, and the error before it.
    async fn end(mut self) -> (String, u16) {
        let mut code = String::new();
        loop {
            match self.next().await {
                Ok(message) if message["type"] == "error" => {
                    message["code"].as_str().unwrap().clone_into(&mut code);
                }
                Ok(_) => {}
                Err(closed) => return (code, closed),
            }
        }
    }
}

#[tokio::test]
async fn a_message_may_come_in_fragments_but_not_swell_by_them() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let mut socket = RawSocket::open(&ada).await;
    let ping = br#"{"type":"ping"}"#;
    socket.send(TEXT, &ping[..1]).await.unwrap();
    for byte in &ping[1..] {
        socket.send(CONTINUATION, &[*byte]).await.unwrap();
        socket.send(FIN | PING, b"between").await.unwrap();
    }
    socket.send(FIN | CONTINUATION, b"").await.unwrap();
    assert_eq!(socket.next().await.unwrap()["type"], "pong");

    socket.send(TEXT, b"\"").await.unwrap();
    let filling = vec![b'x'; 60_000];
    for _ in 0..5 {
        socket.send(CONTINUATION, &filling).await.unwrap();
    }
    assert_eq!(socket.end().await, ("too-large".to_owned(), 1009));
}

#[tokio::test]
async fn frames_that_break_the_protocol_end_the_socket_with_a_word() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let frames: [(u8, &[u8]); 5] = [
        (FIN | COMPRESSED | TEXT, b"\xaa\x56\x4a\x2d\x2a\xca\x2f\x02\x00"),
        (FIN | CONTINUATION, b"of nothing"),
        (FIN | 0x3, b"an unknown kind"),
        (PING, b"a fragment of a ping"),
        (FIN | TEXT, b"\xff\xfe is no text"),
    ];
    for (head, payload) in frames {
        let mut socket = RawSocket::open(&ada).await;
        socket.send(head, payload).await.unwrap();
        assert_eq!(socket.end().await, ("bad-message".to_owned(), 1002), "{head:x}");
    }
    let mut unmasked = RawSocket::open(&ada).await;
    unmasked.0.write_all(b"\x81\x02{}").await.unwrap();
    assert_eq!(unmasked.end().await, ("bad-message".to_owned(), 1002));
    ada.get("/api/health").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn fragments_without_end_delay_nobody() {
    let neko = impatient(&[("NEKO_LIMITS_KILOBYTES_PER_SECOND", "16")]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Calm"})).await;
    let (mut a, mut b) = (ada.join(&room).await, ada.join(&room).await);
    a.expect("user-joined").await;
    let flood = |mut socket: RawSocket| async move {
        socket.send(TEXT, b"\"").await.unwrap();
        // 42 kB, thousands of times: nothing but the beginnings of fragments
        let nothing = [CONTINUATION, 0x80, 0, 0, 0, 0].repeat(7_000);
        while socket.0.write_all(&nothing).await.is_ok() && socket.0.flush().await.is_ok() {}
    };
    let mut floods = tokio::task::JoinSet::new();
    for _ in 0..3 {
        floods.spawn(flood(RawSocket::open(&ada).await));
    }
    for round in 0..100 {
        a.send(&json!({"type": "offer", "to": b.id, "sdp": format!("v={round}")})).await;
        let heard = timeout(Duration::from_secs(5), b.expect("offer")).await.expect("no delay");
        assert_eq!(heard["sdp"], format!("v={round}"));
    }
    assert!(floods.try_join_next().is_none(), "they are at it still");
}

#[tokio::test]
async fn who_talks_and_never_listens_is_let_go_though_the_box_is_amid_a_frame() {
    let neko = impatient(&[
        ("NEKO_LIMITS_PING_INTERVAL_SECONDS", "1"),
        ("NEKO_LIMITS_PING_TIMEOUT_SECONDS", "1"),
        ("NEKO_LIMITS_OUTBOX_BYTES", "100000000"),
        ("NEKO_LIMITS_OUTBOX_MESSAGES", "100000"),
        ("NEKO_LIMITS_DESCRIPTIONS_PER_MINUTE", "0"),
        ("NEKO_LIMITS_OTHER_MESSAGES_PER_MINUTE", "0"),
        ("NEKO_LIMITS_KILOBYTES_PER_SECOND", "0"),
    ]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Deaf"})).await;
    let (mut listens, mut deaf) = (ada.join(&room).await, ada.join(&room).await);
    listens.expect("user-joined").await;
    // more than the buffers of the system hold, less than may wait
    let offer = json!({"type": "offer", "to": deaf.id, "sdp": "v=0".repeat(20_000)});
    for _ in 0..300 {
        listens.send(&offer).await;
    }
    let ping = json!({"type": "ping"}).to_string();
    let talk = async {
        while deaf.try_send_frame(Message::text(ping.as_str())).await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = talk => {}
        left = listens.expect("user-left") => assert_eq!(left["connectionId"], deaf.id),
    }
    let metrics = neko.stranger().get("/metrics").await.text;
    assert!(metrics.contains("neko_connections_closed_total{reason=\"silent\"} 1\n"), "{metrics}");
    listens.expect_silence().await;
}
