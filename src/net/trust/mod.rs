//! How a device comes to trust the box: the page with the steps, the box's CA in the forms that systems take, and a
//! place that only a device that trusts the box can reach.
//!
//! The same over plain HTTP and HTTPS: whoever does not trust the box yet must be able to read it. Nothing here is
//! secret, and nothing is kept of who asked.

mod page;
mod profile;
mod system;
mod words;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use bytes::Bytes;
use http::header::{
    ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    HeaderMap, HeaderName, USER_AGENT, VARY,
};
use http::uri::Authority;
use http::{HeaderValue, Response, StatusCode, Uri};
use ring::digest;

use crate::config::HostName;
use crate::net::ca;
use crate::net::certificate::{authority_shown, hexadecimal};
use crate::protocol::network::AuthorityShown;
use page::Page;
use system::System;

/// The client's own colours and sizes, and what this page makes of them.
const STYLE: &str = concat!(include_str!("../../../web/src/styles/tokens.css"), include_str!("style.css"));

/// Answers a request for one path, as [`TrustPage::answer`] has it.
type Answer = fn(&TrustPage, &Uri, &HeaderMap, &str) -> Response<Bytes>;

/// What there is, by path: the one list that plain HTTP and HTTPS go by.
const ANSWERS: [(&str, Answer); 8] = [
    ("/trust", TrustPage::page),
    ("/trust/", TrustPage::page),
    ("/trust/style.css", |_, _, _, _| file("text/css; charset=utf-8", STYLE)),
    ("/trust/check.js", |_, _, _, _| file("text/javascript; charset=utf-8", include_str!("check.js"))),
    ("/trust/probe", |_, _, _, _| probe()),
    ("/ca.crt", |page, _, _, _| file("application/x-x509-ca-cert", page.der.clone())),
    ("/ca.pem", |page, _, _, _| file("application/x-pem-file", page.pem.clone())),
    ("/neko.mobileconfig", |page, _, _, _| file("application/x-apple-aspen-config", page.profile.clone())),
];

/// Everything about trust in one box. Cheap to clone.
#[derive(Clone)]
pub struct TrustPage {
    pem: Bytes,
    der: Bytes,
    profile: Bytes,
    name: Arc<str>,
    sha256: Arc<str>,
    sha1: Arc<str>,
}

impl TrustPage {
    /// The page about `authority`.
    pub fn new(authority: &ca::Authority) -> Self {
        let der = authority.der();
        let AuthorityShown { name, fingerprint, .. } = authority_shown(der);
        Self {
            pem: Bytes::copy_from_slice(authority.pem().as_bytes()),
            der: Bytes::copy_from_slice(der),
            profile: profile::profile(der, &name).into(),
            name: name.into(),
            sha256: fingerprint.into(),
            sha1: hexadecimal(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der).as_ref()).into(),
        }
    }

    /// Every path that there is an answer for.
    pub fn paths() -> impl Iterator<Item = &'static str> {
        ANSWERS.into_iter().map(|(path, _)| path)
    }

    /// The answer to a request for `uri` by a visitor who reaches the box securely at `secure` (`https://HOST:PORT`,
    /// whose host is one of a name's or an address's letters alone); `None` for what is no part of this.
    pub fn answer(&self, uri: &Uri, headers: &HeaderMap, secure: &str) -> Option<Response<Bytes>> {
        let (_, answer) = ANSWERS.into_iter().find(|(path, _)| *path == uri.path())?;
        Some(answer(self, uri, headers, secure))
    }

    fn page(&self, uri: &Uri, headers: &HeaderMap, secure: &str) -> Response<Bytes> {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let chosen = |name| query(uri, name);
        let words = chosen("lang").and_then(words::language);
        let page = Page {
            words: words.unwrap_or_else(|| words::preferred(header(ACCEPT_LANGUAGE))),
            system: chosen("system")
                .and_then(System::by_key)
                .unwrap_or_else(|| System::of(header(USER_AGENT))),
            secure,
            authority_name: &self.name,
            sha256: &self.sha256,
            sha1: &self.sha1,
        };
        let mut response = file("text/html; charset=utf-8", page.html());
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src {secure} {socket}; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            socket = secure.replacen("https:", "wss:", 1),
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        response.headers_mut().insert(VARY, HeaderValue::from_static("accept-language, user-agent"));
        response
    }
}

/// `https://HOST:PORT` of a box that was reached at `local` and as `asked`: of a name or an address alone, whatever the
/// client wrote, so that it may stand in a page and a policy.
pub fn secure_origin(asked: Option<&Authority>, local: SocketAddr) -> String {
    let port = asked.and_then(Authority::port_u16).unwrap_or(local.port());
    let name = asked.map(Authority::host).filter(|host| {
        let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        address.parse::<IpAddr>().is_ok() || host.parse::<HostName>().is_ok()
    });
    let host = name.map_or_else(
        || match local.ip() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        },
        str::to_ascii_lowercase,
    );
    if port == 443 { format!("https://{host}") } else { format!("https://{host}:{port}") }
}

/// The value of `name` in the query. What this page takes needs no decoding.
fn query<'a>(uri: &'a Uri, name: &str) -> Option<&'a str> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Says nothing, to anyone: that it could be said is the message.
fn probe() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

fn file(content_type: &'static str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests;
