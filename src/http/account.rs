//! `/api/setup` and `/api/auth`: accounts and sessions.

use axum::body::HttpBody as _;
use axum::extract::{Extension, FromRef, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, RequestExt, Router};

use super::body::Body;
use super::caller::{self, Caller, Member, RequestOrigin};
use super::problem::ApiError;
use super::{Api, Reached};
use crate::auth::accounts::AccountError;
use crate::auth::session::{Granted, SessionError};
use crate::domain::id::SessionId;
use crate::protocol::api::{
    LoginRequest, RefreshRequest, RegisterRequest, SessionAnswer, SetupRequest, UpdateMeRequest, UserAnswer,
};
use crate::protocol::error::{ErrorCode, Problem};

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/setup", post(set_up))
        .route("/auth/register", post(register))
        .route("/auth/login", post(log_in))
        .route("/auth/refresh", post(refresh))
        .route("/auth/logout", post(log_out))
        .route("/auth/me", get(me).patch(update_me))
}

/// Makes the first admin by the one-time link, and says how the box is to be.
#[utoipa::path(post, path = "/api/setup", tag = "accounts", request_body = SetupRequest, responses(
    (status = 201, body = SessionAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem)))]
pub(super) async fn set_up(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<SetupRequest>,
) -> Result<Response, ApiError> {
    api.limiter.registration(reached.peer.ip())?;
    // before the account is made: a wish that can't be leaves nothing behind
    let settings = api.store.settings().get()?.changed(request.settings)?;
    let granted = api.accounts.set_up(&request.setup_token, request.account, &origin).await?;
    api.store.settings().update(settings).await?;
    Ok(session(StatusCode::CREATED, granted))
}

/// Makes a plain account where registration is open.
#[utoipa::path(post, path = "/api/auth/register", tag = "accounts", request_body = RegisterRequest, responses(
    (status = 201, body = SessionAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem)))]
pub(super) async fn register(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<RegisterRequest>,
) -> Result<Response, ApiError> {
    api.limiter.registration(reached.peer.ip())?;
    Ok(session(StatusCode::CREATED, api.accounts.register(request, &origin).await?))
}

/// Logs in by username or e-mail address.
#[utoipa::path(post, path = "/api/auth/login", tag = "accounts", request_body = LoginRequest, responses(
    (status = 200, body = SessionAnswer), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 429, body = Problem)))]
pub(super) async fn log_in(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<LoginRequest>,
) -> Result<Response, ApiError> {
    let attempt = api.limiter.log_in(reached.peer.ip(), &request.username)?;
    match api.accounts.log_in(request, &origin).await {
        Ok(granted) => {
            attempt.succeeded();
            Ok(session(StatusCode::OK, granted))
        }
        Err(error @ AccountError::BadCredentials) => Err(error.into()),
        Err(error) => {
            attempt.was_not_tried();
            Err(error.into())
        }
    }
}

/// Renews the session by the refresh cookie or the token in the body.
#[utoipa::path(post, path = "/api/auth/refresh", tag = "accounts", request_body = RefreshRequest, responses(
    (status = 200, body = SessionAnswer), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn refresh(
    State(api): State<Api>,
    RequestOrigin(origin): RequestOrigin,
    request: Request,
) -> Result<Response, ApiError> {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    // some programs name the type of a body that they don't send
    let has_body = headers.contains_key(header::CONTENT_TYPE) && !request.body().is_end_stream();
    let token =
        if has_body { request.extract::<Body<RefreshRequest>, _>().await?.0.refresh_token } else { None };
    let token = match (token, caller::refresh_cookie(&headers)) {
        (Some(token), _) => token,
        (None, Some(token)) => {
            caller::require_own_origin(&headers, &uri)?;
            token
        }
        (None, None) => {
            return Err(ApiError::new(ErrorCode::Unauthenticated, "there is no refresh token; log in"));
        }
    };
    match api.accounts.refresh(&token, &origin).await {
        Ok(granted) => Ok(session(StatusCode::OK, granted)),
        // the browser need not try again with cookies that are good for nothing
        Err(error @ SessionError::Ended) => {
            Ok((AppendHeaders(caller::cleared_cookies()), ApiError::from(error)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends the session, its sockets and its relay allocations. Without a session there is nothing to end.
#[utoipa::path(post, path = "/api/auth/logout", tag = "accounts", responses(
    (status = 204), (status = 403, body = Problem)))]
pub(super) async fn log_out(
    State(api): State<Api>,
    RequestOrigin(origin): RequestOrigin,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, ApiError> {
    let cookie = caller::access_cookie(&headers);
    let refresh = caller::refresh_cookie(&headers);
    if caller::bearer(&headers).is_none() && (cookie.is_some() || refresh.is_some()) {
        caller::require_own_origin(&headers, &uri)?;
    }
    let access = caller::bearer(&headers).map(ToOwned::to_owned).or(cookie);
    let recognised = access.and_then(|token| api.sessions.recognise(&token).ok());
    let session_id: Option<SessionId> = match recognised {
        Some(principal) => Some(principal.session_id),
        // the access token may have expired while the session lives on
        None => refresh.map(|token| api.sessions.holder_of(&token)).transpose()?.flatten(),
    };
    if let Some(session_id) = session_id {
        api.accounts.log_out(&session_id, &origin).await?;
    }
    let cookies = AppendHeaders(caller::cleared_cookies());
    Ok((StatusCode::NO_CONTENT, cookies).into_response())
}

/// Whose session it is.
#[utoipa::path(get, path = "/api/auth/me", tag = "accounts", responses(
    (status = 200, body = UserAnswer), (status = 401, body = Problem)))]
pub(super) async fn me(Caller(principal): Caller) -> Json<UserAnswer> {
    Json(UserAnswer { user: principal.user })
}

/// Changes one's own account.
#[utoipa::path(patch, path = "/api/auth/me", tag = "accounts", request_body = UpdateMeRequest, responses(
    (status = 200, body = UserAnswer), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem), (status = 409, body = Problem)))]
pub(super) async fn update_me(
    State(api): State<Api>,
    Member(principal): Member,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<UpdateMeRequest>,
) -> Result<Json<UserAnswer>, ApiError> {
    Ok(Json(UserAnswer { user: api.accounts.update(&principal, request, &origin).await? }))
}

/// The answer to whatever begins or renews a session.
pub(super) fn session(status: StatusCode, granted: Granted) -> Response {
    let cookies = AppendHeaders(caller::session_cookies(&granted));
    let answer = SessionAnswer {
        user: granted.user,
        access_token: granted.access_token,
        expires_in: granted.expires_in.as_secs(),
    };
    (status, cookies, Json(answer)).into_response()
}

impl FromRef<Api> for crate::auth::session::Sessions {
    fn from_ref(api: &Api) -> Self {
        api.sessions.clone()
    }
}

impl FromRef<Api> for crate::limiter::Limiter {
    fn from_ref(api: &Api) -> Self {
        api.limiter.clone()
    }
}
