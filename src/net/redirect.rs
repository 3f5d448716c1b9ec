//! What plain HTTP gets: how to trust the box, and for everything else the way to HTTPS, on the same port or on the one
//! for it. Nothing else is ever served in the clear.

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
}

impl PlainHttp {
    /// Answers one request on `stream`, which came to `local`, and closes it; within `patience`, or not at all. HTTPS
    /// is on the same port unless `https_port` says where.
    pub(super) async fn answer(
        &self,
        stream: TcpStream,
        local: SocketAddr,
        https_port: Option<u16>,
        patience: Duration,
    ) {
        let service = service_fn(|request| {
            std::future::ready(Ok::<_, Infallible>(self.respond(&request, local, https_port)))
        });
        let connection =
            http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service);
        // whoever speaks nonsense or stays silent gets no answer, and no line in the log
        let _ = tokio::time::timeout(patience, connection).await;
    }

    fn respond<B>(
        &self,
        request: &Request<B>,
        local: SocketAddr,
        https_port: Option<u16>,
    ) -> Response<Full<Bytes>> {
        let secure = secure_authority(request, local, https_port);
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let port = secure.port_u16().unwrap_or(443);
        let origin = || secure_origin(Some(&secure), SocketAddr::new(local.ip(), port));
        let trust = reads.then(|| self.trust.answer(request.uri(), request.headers(), &origin())).flatten();
        let mut response = trust.map_or_else(|| redirect(request, &secure), |found| found.map(Full::new));
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }
}

/// Where the same box speaks HTTPS, for a client that came by plain HTTP.
fn secure_authority<B>(request: &Request<B>, local: SocketAddr, https_port: Option<u16>) -> Authority {
    let named = request.uri().authority().cloned().or_else(|| host(request));
    let port = https_port.unwrap_or_else(|| local.port());
    let authority = match named {
        // one port for both: whoever came by another was led here by something that leads HTTPS here too
        Some(named) if https_port.is_none() && named.port().is_some() => return named,
        Some(named) if port == 443 => named.host().to_owned(),
        Some(named) => format!("{}:{port}", named.host()),
        None => SocketAddr::new(local.ip(), port).to_string(),
    };
    authority.parse().unwrap_or_else(|_| Authority::from_static("localhost"))
}

/// 308 keeps the method, so that a POST is not quietly turned into a GET.
fn redirect<B>(request: &Request<B>, secure: &Authority) -> Response<Full<Bytes>> {
    let path = request.uri().path_and_query().map(PathAndQuery::as_str).filter(|path| path.starts_with('/'));
    let path = path.unwrap_or("/");
    let mut response = Response::new(Full::default());
    match HeaderValue::try_from(format!("https://{secure}{path}")) {
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
            let response = redirect(&request, &secure_authority(&request, local, None));
            assert_eq!(response.status(), 308);
            assert_eq!(response.headers()[LOCATION], location, "{target} {host:?}");
        }
    }

    #[test]
    fn a_port_of_its_own_leads_to_the_one_for_https() {
        for (host, https_port, location) in [
            (Some("neko.local"), 443, "https://neko.local/x"),
            (Some("neko.local:8080"), 443, "https://neko.local/x"),
            (Some("[fd00::5]:8080"), 8443, "https://[fd00::5]:8443/x"),
            (None, 8443, "https://10.0.0.5:8443/x"),
        ] {
            let mut request = Request::builder().uri("/x");
            if let Some(host) = host {
                request = request.header(HOST, host);
            }
            let local = SocketAddr::new("10.0.0.5".parse().unwrap(), 8080);
            let request = request.body(()).unwrap();
            let response = redirect(&request, &secure_authority(&request, local, Some(https_port)));
            assert_eq!(response.headers()[LOCATION], location, "{host:?}");
        }
    }
}
