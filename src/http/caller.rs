//! Who is calling: a session by `Authorization: Bearer` or by cookie, and from which page.

use std::time::Duration;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use cookie::{Cookie, SameSite};

use super::layers::CorrelationId;
use super::problem::ApiError;
use crate::auth::audit::Origin;
use crate::auth::session::{Granted, Principal, Sessions};
use crate::domain::account::Role;
use crate::domain::audit::Actor;
use crate::limiter::Limiter;
use crate::protocol::error::ErrorCode;

/// Carries the access token; `__Host-` binds it to this origin and to HTTPS.
const ACCESS_COOKIE: &str = "__Host-neko-access";

/// Carries the refresh token, to the authentication calls alone.
const REFRESH_COOKIE: &str = "__Secure-neko-refresh";
const REFRESH_PATH: &str = "/api/auth";

/// Someone with a session.
pub(super) struct Caller(pub(super) Principal);

/// Someone with an account: not a guest.
pub(super) struct Member(pub(super) Principal);

/// Someone who runs the box, and by which request.
pub(super) struct Admin {
    pub(super) principal: Principal,
    origin: Origin,
}

impl Admin {
    /// Who it is, for the audit log.
    pub(super) fn actor(&self) -> Actor {
        actor(&self.principal, &self.origin)
    }
}

/// Where a request comes from, as far as the audit log and the list of sessions say.
pub(super) struct RequestOrigin(pub(super) Origin);

/// The holder of a session, for the audit log.
pub(super) fn actor(principal: &Principal, origin: &Origin) -> Actor {
    let user = Some((principal.visitor.user_id, principal.user.username.clone()));
    Actor { user, ..origin.stranger() }
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    Sessions: FromRef<S>,
    Limiter: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let principal = recognise(parts, &Sessions::from_ref(state))?;
        Limiter::from_ref(state).api_call_by(principal.visitor.user_id)?;
        Ok(Self(principal))
    }
}

fn recognise(parts: &Parts, sessions: &Sessions) -> Result<Principal, ApiError> {
    if let Some(token) = bearer(&parts.headers) {
        return Ok(sessions.recognise(token)?);
    }
    let token = read_cookie(&parts.headers, ACCESS_COOKIE).ok_or_else(not_logged_in)?;
    if !parts.method.is_safe() {
        require_own_origin(&parts.headers, &parts.uri)?;
    }
    Ok(sessions.recognise(&token)?)
}

impl<S> FromRequestParts<S> for Member
where
    S: Send + Sync,
    Sessions: FromRef<S>,
    Limiter: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Caller(principal) = Caller::from_request_parts(parts, state).await?;
        if principal.visitor.role == Role::Guest {
            let detail = "a guest is good for one room alone; log in with an account for this";
            return Err(ApiError::new(ErrorCode::AccessDenied, detail));
        }
        Ok(Self(principal))
    }
}

impl<S> FromRequestParts<S> for Admin
where
    S: Send + Sync,
    Sessions: FromRef<S>,
    Limiter: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Caller(principal) = Caller::from_request_parts(parts, state).await?;
        let RequestOrigin(origin) = RequestOrigin::from_request_parts(parts, state).await?;
        match principal.visitor.role {
            Role::Admin => Ok(Self { principal, origin }),
            Role::User | Role::Guest => Err(ApiError::access_denied()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestOrigin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let correlation_id = parts.extensions.get::<CorrelationId>().map(|id| id.0.to_string());
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Ok(Self(Origin {
            correlation_id: correlation_id.unwrap_or_default(),
            user_agent: user_agent.map(ToOwned::to_owned),
        }))
    }
}

/// The token of `Authorization: Bearer`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// The access token that a browser's cookie carries.
pub(super) fn access_cookie(headers: &HeaderMap) -> Option<String> {
    read_cookie(headers, ACCESS_COOKIE)
}

/// The refresh token that a browser's cookie carries.
pub(super) fn refresh_cookie(headers: &HeaderMap) -> Option<String> {
    read_cookie(headers, REFRESH_COOKIE)
}

/// Refuses what another site's page had a browser send along with our cookie. Browsers say where a request that
/// changes something comes from; a program that is no browser says nothing, and nobody lends it a cookie.
pub(super) fn require_own_origin(headers: &HeaderMap, uri: &Uri) -> Result<(), ApiError> {
    let foreign = || {
        let detail = "a request with a session cookie must come from the box's own page";
        ApiError::new(ErrorCode::ForeignOrigin, detail)
    };
    if let Some(origin) = headers.get(header::ORIGIN) {
        let own = authority(headers, uri).map(|host| format!("https://{host}"));
        let same =
            origin.to_str().is_ok_and(|origin| own.is_some_and(|own| own.eq_ignore_ascii_case(origin)));
        return if same { Ok(()) } else { Err(foreign()) };
    }
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => Ok(()),
        Some(_) => Err(foreign()),
    }
}

/// The name or address by which the client reached the box, as it says itself.
pub(super) fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    Some(authority(headers, uri)?.host().to_owned())
}

/// The name or address and port by which the client reached the box, as it says itself.
pub(super) fn authority(headers: &HeaderMap, uri: &Uri) -> Option<Authority> {
    let host = || headers.get(header::HOST)?.to_str().ok()?.parse().ok();
    uri.authority().cloned().or_else(host)
}

/// The cookies that carry a session, for `Set-Cookie`.
pub(super) fn session_cookies(granted: &Granted) -> Vec<(HeaderName, HeaderValue)> {
    let Some(refresh) = &granted.refresh else { return Vec::new() };
    let lifetime = refresh.persistent.then_some(refresh.lifetime);
    // the access token expires by itself; its cookie stays as long as the session may be renewed, so that a page
    // knows there is one
    set_cookie(&[
        access(granted.access_token.clone(), lifetime),
        refresh_token(refresh.token.clone(), lifetime),
    ])
}

/// The cookies that take a session away.
pub(super) fn cleared_cookies() -> Vec<(HeaderName, HeaderValue)> {
    set_cookie(&[
        access(String::new(), Some(Duration::ZERO)),
        refresh_token(String::new(), Some(Duration::ZERO)),
    ])
}

fn set_cookie(cookies: &[Cookie<'_>]) -> Vec<(HeaderName, HeaderValue)> {
    let values = cookies.iter().filter_map(|cookie| HeaderValue::from_str(&cookie.to_string()).ok());
    values.map(|value| (header::SET_COOKIE, value)).collect()
}

fn access(token: String, lifetime: Option<Duration>) -> Cookie<'static> {
    secured(ACCESS_COOKIE, token, "/", lifetime)
}

fn refresh_token(token: String, lifetime: Option<Duration>) -> Cookie<'static> {
    secured(REFRESH_COOKIE, token, REFRESH_PATH, lifetime)
}

fn secured(
    name: &'static str,
    value: String,
    path: &'static str,
    lifetime: Option<Duration>,
) -> Cookie<'static> {
    let cookie =
        Cookie::build((name, value)).path(path).http_only(true).secure(true).same_site(SameSite::Strict);
    match lifetime.and_then(|lifetime| lifetime.try_into().ok()) {
        Some(age) => cookie.max_age(age).build(),
        None => cookie.build(),
    }
}

fn read_cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

fn not_logged_in() -> ApiError {
    ApiError::new(ErrorCode::Unauthenticated, "log in first")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn only_the_boxs_own_pages_may_use_its_cookies() {
        let uri = Uri::from_static("/api/rooms");
        let own = |pairs: &[(&'static str, &str)]| require_own_origin(&headers(pairs), &uri).is_ok();
        assert!(own(&[("host", "box.local:8443"), ("origin", "https://box.local:8443")]));
        assert!(own(&[("host", "box.local:8443")]), "a program that is no browser");
        assert!(own(&[("host", "box.local"), ("sec-fetch-site", "same-origin")]));
        for foreign in [
            [("host", "box.local:8443"), ("origin", "https://evil.example")],
            [("host", "box.local:8443"), ("origin", "http://box.local:8443")],
            [("host", "box.local:8443"), ("origin", "https://box.local:9")],
            [("host", "box.local:8443"), ("origin", "null")],
            [("host", "box.local:8443"), ("sec-fetch-site", "cross-site")],
            [("host", "box.local:8443"), ("sec-fetch-site", "same-site")],
        ] {
            assert!(!own(&foreign), "{foreign:?}");
        }
        let http2 = Uri::from_static("https://box.local/api/rooms");
        assert!(require_own_origin(&headers(&[("origin", "https://box.local")]), &http2).is_ok());
    }

    #[test]
    fn cookies_are_for_the_browser_alone() {
        for (_, cookie) in cleared_cookies() {
            let text = cookie.to_str().unwrap().to_owned();
            assert!(
                text.contains("HttpOnly") && text.contains("Secure") && text.contains("SameSite=Strict"),
                "{text}"
            );
            assert!(text.contains("Max-Age=0"), "{text}");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers = headers(&[("cookie", "theme=dark; __Host-neko-access=abc.def; x=y")]);
        assert_eq!(access_cookie(&headers).as_deref(), Some("abc.def"));
        assert_eq!(refresh_cookie(&headers), None);
    }
}
