//! What happens to every request on its way in and out: correlation, headers that keep browsers safe, errors as
//! problems, and a panic that stays one request's.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{Extension, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::{Instrument, debug, info_span};

use super::problem::ApiError;
use super::{Api, Reached};
use crate::secret::random_token;

const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");

/// No script, style, font or connection but the box's own; nothing may frame it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What the log has all under that one request brings about.
#[derive(Clone)]
pub(super) struct CorrelationId(pub(super) Arc<str>);

/// Gives the request its correlation id, and the answer the same; turns errors and panics into problems.
pub(super) async fn correlate(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let id = request.headers().get(&CORRELATION_ID).and_then(valid_id).unwrap_or_else(random_token::<9>);
    request.extensions_mut().insert(CorrelationId(id.as_str().into()));
    let span = info_span!("request", correlation_id = id);
    let mut response = async {
        debug!(method = %request.method(), path = request.uri().path(), "asked");
        let outcome = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response =
            outcome.unwrap_or_else(|_| ApiError::internal("a handler panicked").into_response());
        if let Some(error) = response.extensions_mut().remove::<ApiError>() {
            // what the handler had set beside the error, such as cookies that are good for nothing
            let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
            api.meter.errors.note(error.code());
            response = error.into_problem(&id);
            for cookie in cookies {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
        }
        debug!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(CORRELATION_ID, value);
    }
    response
}

/// Measures how long each call takes, by its route.
pub(super) async fn measure(State(api): State<Api>, request: Request, next: Next) -> Response {
    let began = api.clock.monotonic();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let took = api.clock.monotonic().saturating_duration_since(began);
    api.meter.note(&method, route.as_ref().map(MatchedPath::as_str), response.status(), took);
    response
}

/// Tells browsers what the box's pages may do. No HSTS: on a name of the local network it would take away the
/// click through a warning that is the only way in until the box's CA is trusted.
pub(super) async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), \
             fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), geolocation=()",
        ),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Refuses an address that asks too often.
pub(super) async fn limit(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    api.limiter.api_call_from(reached.peer.ip())?;
    Ok(next.run(request).await)
}

/// Answers of the API are about one person at one moment: no cache may keep them.
pub(super) async fn never_cached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// An id that is safe in a log and a header: 1 to 64 of letters, digits, `.`, `_` and `-`.
fn valid_id(value: &HeaderValue) -> Option<String> {
    let text = value.to_str().ok()?;
    let plain = text.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-'));
    ((1..=64).contains(&text.len()) && plain).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_harmless_correlation_id_is_kept() {
        let id = |text: &str| valid_id(&HeaderValue::from_str(text).unwrap());
        assert_eq!(id("abc-1.2_3").as_deref(), Some("abc-1.2_3"));
        for bad in ["", "a b", "a\"b", "${jndi}", &"x".repeat(65)] {
            assert_eq!(id(bad), None, "{bad}");
        }
    }
}
