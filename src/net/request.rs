//! One HTTP/1.1 request over a stream of its own, for what the box asks of others on the local network.

use std::io;

use http::header::HOST;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Request, Response, Uri};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// The host of `authority` as names are looked up: an IPv6 address without its brackets.
pub fn host(authority: &Authority) -> String {
    authority.host().trim_start_matches('[').trim_end_matches(']').to_owned()
}

/// Sends `request`, whose URI names the host, over `stream`, and waits for the answer's beginning.
///
/// # Errors
/// When the other side does not speak HTTP or goes away.
pub async fn send_over<B>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    mut request: Request<B>,
) -> io::Result<Response<Incoming>>
where
    B: Body<Error: std::error::Error + Send + Sync + 'static, Data: Send> + Send + 'static,
{
    let authority = request.uri().authority().map(Authority::as_str).unwrap_or_default();
    let named = HeaderValue::try_from(authority).map_err(io::Error::other)?;
    request.headers_mut().insert(HOST, named);
    let path = request.uri().path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::from(path);
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // ends with the answer, which says what went wrong with it
    tokio::spawn(connection);
    sender.send_request(request).await.map_err(io::Error::other)
}
