//! The way to the directory: one HTTPS request a connection, trusting the directory's own authority and nobody else.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::net::request::{host, send_over};

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) struct DirectoryClient(TlsConnector);

impl DirectoryClient {
    pub(super) fn new(tls: Arc<ClientConfig>) -> Self {
        Self(TlsConnector::from(tls))
    }
}

impl HttpClient for DirectoryClient {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let connector = self.0.clone();
        Box::pin(async move {
            let answered = tokio::time::timeout(PATIENCE, send(connector, request)).await;
            answered.unwrap_or_else(|_| Err(other(io::Error::from(io::ErrorKind::TimedOut))))
        })
    }
}

async fn send(connector: TlsConnector, request: Request<BodyWrapper<Bytes>>) -> Result<BytesResponse, Error> {
    let authority = request.uri().authority().ok_or(Error::Str("a host in the directory's URL"))?;
    if request.uri().scheme_str() != Some("https") {
        return Err(Error::Str("https in the directory's URL"));
    }
    let host = host(authority);
    let name = ServerName::try_from(host.clone()).map_err(other)?;
    let tcp = TcpStream::connect((host, authority.port_u16().unwrap_or(443))).await.map_err(other)?;
    let tls = connector.connect(name, tcp).await.map_err(other)?;
    Ok(send_over(tls, request).await.map_err(other)?.into())
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(Box::new(error))
}
