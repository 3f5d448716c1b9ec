//! One socket of the crowd: gets in, takes a seat, and hands on what it hears.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::tls::client_config;

pub(crate) type Stream = WebSocketStream<TlsStream<TcpStream>>;

/// The way in to one server.
#[derive(Clone)]
pub(crate) struct Door {
    address: SocketAddr,
    tls: TlsConnector,
    token: String,
}

/// A socket that has a seat.
pub(crate) struct Seated {
    pub(crate) stream: Stream,
    pub(crate) connection_id: String,
    pub(crate) resume_token: String,
    /// From `join-room` to `room-joined`.
    pub(crate) took: Duration,
}

impl Door {
    pub(crate) fn new(address: SocketAddr, token: String) -> Self {
        let mut config = client_config();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // every handshake is a whole one, with every server
        config.resumption = Resumption::disabled();
        Self { address, tls: Arc::new(config).into(), token }
    }

    /// Connects and takes a seat in `room`: the one that `resume_token` is good for, where the server knows of such.
    #[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
    pub(crate) async fn enter(&self, room: &str, resume_token: Option<&str>) -> Result<Seated, Error> {
        let mut stream = self.connect().await?;
        let greeting = next_text(&mut stream).await?;
        let join =
            json!({"type": "join-room", "roomId": room, "resumable": true, "resumeToken": resume_token});
        let asked = Instant::now();
        stream.send(Message::text(join.to_string())).await?;
        let answer: Value = loop {
            let answer = next_text(&mut stream).await?;
            if answer.contains(r#""type":"room-joined""#) {
                break serde_json::from_str(&answer).unwrap();
            }
            if answer.contains(r#""type":"error""#) {
                return Err(Error::Io(std::io::Error::other(answer.to_string())));
            }
        };
        let took = asked.elapsed();
        let greeting: Value = serde_json::from_str(&greeting).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let connection_id = text(&answer["self"]["connectionId"]);
        Ok(Seated { stream, connection_id, resume_token: text(&greeting["resumeToken"]), took })
    }

    async fn connect(&self) -> Result<Stream, Error> {
        let tcp = TcpStream::connect(self.address).await?;
        tcp.set_nodelay(true)?;
        let name = ServerName::try_from("localhost").unwrap();
        let tls = self.tls.connect(name, tcp).await?;
        let mut request = format!("wss://{}/ws", self.address).into_client_request()?;
        let protocols = format!("neko.v1, bearer.{}", self.token);
        request.headers_mut().insert("sec-websocket-protocol", protocols.parse().unwrap());
        let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(0);
        Ok(client_async_with_config(request, tls, Some(config)).await?.0)
    }
}

/// The next text frame; whatever else comes is left to the library.
async fn next_text(stream: &mut Stream) -> Result<Utf8Bytes, Error> {
    loop {
        match stream.next().await {
            Some(Ok(Message::Text(text))) => return Ok(text),
            Some(Ok(Message::Close(_))) | None => return Err(Error::ConnectionClosed),
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(error),
        }
    }
}
