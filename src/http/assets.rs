//! The web client, embedded: the smallest form the browser takes, cached as long as its name allows.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::problem::ApiError;
use crate::protocol::error::ErrorCode;

#[derive(RustEmbed)]
#[folder = "web-dist/"]
struct WebDist;

const PAGE: &str = "index.html";

/// What a path of the page's own gets: the file of that name, else the page, which routes by itself.
pub(super) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let detail = "this is a page: it can only be read";
        return ApiError::new(ErrorCode::MethodNotAllowed, detail).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let looks_like_a_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let name = if path.is_empty() || !looks_like_a_file { PAGE } else { path };
    match find(name, request.headers()) {
        Some(found) => found.into_response(name, request.headers()),
        None => ApiError::new(ErrorCode::NotFound, "there is no such file").into_response(),
    }
}

/// What the box is made of, and under which licences; none in a build without the web client.
pub fn licences() -> Option<Cow<'static, [u8]>> {
    WebDist::get("licences.txt").map(|file| file.data)
}

struct Found {
    file: EmbeddedFile,
    encoding: Option<&'static str>,
    content_type: HeaderValue,
    has_other_forms: bool,
}

fn find(name: &str, headers: &HeaderMap) -> Option<Found> {
    // the precompressed files are forms of a file, not files
    let has_form_of_its_own = |suffix: &str| name.ends_with(suffix);
    if has_form_of_its_own(".br") || has_form_of_its_own(".gz") {
        return None;
    }
    let plain = WebDist::get(name)?;
    let content_type = HeaderValue::from_str(plain.metadata.mimetype()).ok()?;
    let content_type = match content_type.to_str() {
        Ok(kind @ ("text/html" | "text/css" | "text/javascript" | "text/plain")) => {
            HeaderValue::from_str(&format!("{kind}; charset=utf-8")).ok()?
        }
        _ => content_type,
    };
    let forms = [("br", ".br"), ("gzip", ".gz")]
        .map(|(encoding, suffix)| (encoding, WebDist::get(&format!("{name}{suffix}"))));
    let has_other_forms = forms.iter().any(|(_, file)| file.is_some());
    for (encoding, file) in forms {
        if let Some(file) = file.filter(|_| accepts(headers, encoding)) {
            return Some(Found { file, encoding: Some(encoding), content_type, has_other_forms });
        }
    }
    Some(Found { file: plain, encoding: None, content_type, has_other_forms })
}

impl Found {
    fn into_response(self, name: &str, request: &HeaderMap) -> Response {
        let etag = etag(&self.file);
        let unchanged = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|known| matches!(known.trim(), "*") || known.trim().trim_start_matches("W/") == etag);
        let mut response =
            if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { self.file.data.into_response() };
        let headers = response.headers_mut();
        // a built file's name changes with its content; the others are asked for anew each time
        let lasting = name.starts_with("assets/");
        let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::CONTENT_TYPE, self.content_type);
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if let Some(encoding) = self.encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        if self.has_other_forms {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }
}

/// A strong validator: the content's own hash, so each form of a file has its own.
fn etag(file: &EmbeddedFile) -> String {
    use std::fmt::Write as _;
    let hash = file.metadata.sha256_hash();
    let mut tag = String::from("\"");
    for byte in &hash[..12] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// Whether the browser takes `encoding` (RFC 9110 section 12.5.3): named, and not with a weight of zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused = parts.any(|part| {
                part.strip_prefix("q=")
                    .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0))
            });
            named && !refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_form_that_the_browser_takes() {
        let accepts = |value: &'static str, encoding| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts(&headers, encoding)
        };
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
        assert!(!accepts("", "br"));
    }
}
