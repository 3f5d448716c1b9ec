//! What plain HTTP gets: how to trust the box, and for everything else the way to HTTPS on the same port. Nothing else is
//! ever served in the clear.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, HOST, LOCATION};
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::net::trust::{TrustPage, secure_origin};

/// Answers plain HTTP.
pub(super) struct PlainHttp {
    /// How to trust the box.
    pub(super) trust: TrustPage,
    /// The port that leads to HTTPS from port 80.
    pub(super) secure_port: Option<u16>,
}

impl PlainHttp {
    /// Answers one request on `stream`, which came to `local`, and closes it; within `patience`, or not at all.
    pub(super) async fn answer(&self, stream: TcpStream, local: SocketAddr, patience: Duration) {
        let local = match self.secure_port {
            Some(port) if local.port() == 80 => SocketAddr::new(local.ip(), port),
            _ => local,
        };
        let service =
            service_fn(|request| std::future::ready(Ok::<_, Infallible>(self.respond(&request, local))));
        let connection =
            http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service);
        // whoever speaks nonsense or stays silent gets no answer, and no line in the log
        let _ = tokio::time::timeout(patience, connection).await;
    }

    fn respond<B>(&self, request: &Request<B>, local: SocketAddr) -> Response<Full<Bytes>> {
        let authority = request.uri().authority().cloned().or_else(|| host(request));
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let secure = || secure_origin(authority.as_ref(), local);
        let trust = reads.then(|| self.trust.answer(request.uri(), request.headers(), &secure())).flatten();
        let mut response =
            trust.map_or_else(|| redirect(request, authority, local), |found| found.map(Full::new));
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }
}

/// 308 keeps the method, so that a POST is not quietly turned into a GET.
fn redirect<B>(
    request: &Request<B>,
    authority: Option<Authority>,
    local: SocketAddr,
) -> Response<Full<Bytes>> {
    let authority = match authority {
        Some(host) if host.port().is_some() || local.port() == 443 => host.to_string(),
        // the client came by port 80, from where something else leads here
        Some(host) => format!("{host}:{}", local.port()),
        None => local.to_string(),
    };
    let path = request.uri().path_and_query().map(PathAndQuery::as_str).filter(|path| path.starts_with('/'));
    let path = path.unwrap_or("/");
    let mut response = Response::new(Full::default());
    match HeaderValue::try_from(format!("https://{authority}{path}")) {
        Ok(location) => {
            *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
            response.headers_mut().insert(LOCATION, location);
        }
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

/// The `Host` header, if it is a host and perhaps a port.
fn host<B>(request: &Request<B>) -> Option<Authority> {
    let host: Authority = request.headers().get(HOST)?.to_str().ok()?.parse().ok()?;
    (!host.as_str().contains('@')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_to_the_same_place_by_https() {
        for (target, host, port, location) in [
            ("/", Some("neko.local:8443"), 8443, "https://neko.local:8443/"),
            ("/room/x?a=b", Some("192.168.1.5:8443"), 8443, "https://192.168.1.5:8443/room/x?a=b"),
            ("/", Some("[fd00::5]:8443"), 8443, "https://[fd00::5]:8443/"),
            ("/", Some("neko.local"), 8443, "https://neko.local:8443/"),
            ("/", Some("neko.local"), 443, "https://neko.local/"),
            ("/login", None, 8443, "https://10.0.0.5:8443/login"),
            ("/", Some("user@evil"), 8443, "https://10.0.0.5:8443/"),
            ("http://neko.lan:81/x", Some("other"), 8443, "https://neko.lan:81/x"),
            ("*", Some("neko.local:1"), 8443, "https://neko.local:1/"),
        ] {
            let mut request = Request::builder().uri(target);
            if let Some(host) = host {
                request = request.header(HOST, host);
            }
            let local = SocketAddr::new("10.0.0.5".parse().unwrap(), port);
            let request = request.body(()).unwrap();
            let authority = request.uri().authority().cloned().or_else(|| super::host(&request));
            let response = redirect(&request, authority, local);
            assert_eq!(response.status(), 308);
            assert_eq!(response.headers()[LOCATION], location, "{target} {host:?}");
        }
    }
}
