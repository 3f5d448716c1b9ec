//! The measure of what the sockets themselves cost: TLS, WebSocket, and as little as it takes to say the same messages. No
//! accounts, rules, limits or store; whoever comes is let in.

use std::collections::HashMap;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{SinkExt, StreamExt};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

/// The argument that makes the bench this server, before its certificate and its key.
pub(crate) const MODE: &str = "bare";

type Peers = HashMap<String, UnboundedSender<Utf8Bytes>>;

#[derive(Default)]
struct State {
    last: AtomicU64,
    rooms: Mutex<HashMap<String, Peers>>,
}

pub(crate) fn serve(certificate: &Path, key: &Path) {
    let certificate = CertificateDer::from_pem_file(certificate).unwrap();
    let key = PrivateKeyDer::from_pem_file(key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(accept_all(Arc::new(config).into()));
}

async fn accept_all(tls: TlsAcceptor) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    socket.listen(4096).unwrap();
    socket.set_nonblocking(true).unwrap();
    let listener = tokio::net::TcpListener::from_std(TcpListener::from(socket)).unwrap();
    println!("ready {}", listener.local_addr().unwrap().port());
    let state = Arc::new(State::default());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, state) = (tls.clone(), Arc::clone(&state));
        tokio::spawn(async move {
            // boxed: what the handshakes need must not stay with the socket
            if let Some(socket) = Box::pin(establish(tls, stream)).await {
                state.converse(socket).await;
            }
        });
    }
}

async fn establish(tls: TlsAcceptor, stream: TcpStream) -> Option<WebSocketStream<TlsStream<TcpStream>>> {
    stream.set_nodelay(true).ok()?;
    let stream = tls.accept(stream).await.ok()?;
    // the library's default of 128 KiB would be most of what a socket costs
    let config = WebSocketConfig::default().read_buffer_size(8 * 1024).write_buffer_size(8 * 1024);
    accept_hdr_async_with_config(stream, choose_subprotocol, Some(config)).await.ok()
}

#[expect(clippy::result_large_err, clippy::unnecessary_wraps, reason = "the library asks for it so")]
fn choose_subprotocol(_: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    response.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("neko.v1"));
    Ok(response)
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Join {
    JoinRoom { room_id: String },
}

/// Everything that is said in a room.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    to: Option<&'a str>,
    #[serde(borrow)]
    sdp: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

impl State {
    async fn converse(&self, mut socket: WebSocketStream<TlsStream<TcpStream>>) {
        let id = format!("{:022}", self.last.fetch_add(1, Ordering::Relaxed));
        let (outbox, mut due) = unbounded_channel::<Utf8Bytes>();
        let hello = json!({"type": "connected", "connectionId": id, "resumeToken": id});
        let _ = outbox.send(hello.to_string().into());
        let mut room = None;
        loop {
            let open = tokio::select! {
                Some(text) = due.recv() => {
                    let mut open = socket.feed(Message::Text(text)).await.is_ok();
                    while let Ok(text) = due.try_recv() {
                        open &= socket.feed(Message::Text(text)).await.is_ok();
                    }
                    open && socket.flush().await.is_ok()
                }
                frame = socket.next() => match frame {
                    Some(Ok(Message::Text(text))) => {
                        match &room {
                            None => room = self.join(&id, &text, &outbox),
                            Some(room) => self.pass_on(room, &id, &text),
                        }
                        true
                    }
                    Some(Ok(_)) => true,
                    Some(Err(_)) | None => false,
                }
            };
            if !open {
                break;
            }
        }
        if let Some(room) = room {
            self.leave(&room, &id);
        }
    }

    fn join(&self, id: &str, text: &str, outbox: &UnboundedSender<Utf8Bytes>) -> Option<String> {
        let Join::JoinRoom { room_id } = serde_json::from_str(text).ok()?;
        let participant =
            json!({"connectionId": id, "media": {"audio": false, "video": false, "screen": false}});
        let mut rooms = self.rooms();
        let peers = rooms.entry(room_id.clone()).or_default();
        let others: Vec<&String> = peers.keys().collect();
        let answer = json!({"type": "room-joined", "self": participant, "participants": others});
        let _ = outbox.send(answer.to_string().into());
        tell(peers, &json!({"type": "user-joined", "participant": participant}).to_string());
        peers.insert(id.to_owned(), outbox.clone());
        Some(room_id)
    }

    fn pass_on(&self, room: &str, id: &str, text: &str) {
        let Ok(Said { kind, to, sdp, text }) = serde_json::from_str(text) else { return };
        let rooms = self.rooms();
        let Some(peers) = rooms.get(room) else { return };
        match (to, sdp, text) {
            (Some(to), Some(sdp), _) => {
                if let Some(outbox) = peers.get(to) {
                    let message = format!(r#"{{"type":"{kind}","from":"{id}","sdp":{sdp}}}"#);
                    let _ = outbox.send(message.into());
                }
            }
            (_, _, Some(text)) => tell(peers, &format!(r#"{{"type":"{kind}","from":"{id}","text":{text}}}"#)),
            _ => {}
        }
    }

    fn leave(&self, room: &str, id: &str) {
        let mut rooms = self.rooms();
        let Some(peers) = rooms.get_mut(room) else { return };
        peers.remove(id);
        tell(peers, &json!({"type": "user-left", "connectionId": id}).to_string());
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<String, Peers>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell(peers: &Peers, message: &str) {
    let message = Utf8Bytes::from(message);
    for outbox in peers.values() {
        let _ = outbox.send(message.clone());
    }
}
