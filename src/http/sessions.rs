//! `/api/auth/sessions` and `/api/auth/password-link`: where one is logged in, and the way in without a password.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use super::Api;
use super::account::session;
use super::body::Body;
use super::caller::{Member, RequestOrigin, actor};
use super::problem::ApiError;
use crate::auth::management::Which;
use crate::domain::audit::Actor;
use crate::domain::id::{SessionId, UserId};
use crate::protocol::admin::{PasswordLinkAnswer, PasswordLinkRequest, SessionsAnswer, SetPasswordRequest};
use crate::protocol::api::SessionAnswer;
use crate::protocol::error::{ErrorCode, Problem};
use crate::store::Session;

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/auth/sessions", get(list).delete(end_others))
        .route("/auth/sessions/{sessionId}", delete(end))
        .route("/auth/password-link", post(set_password))
        .route("/auth/password-link/look", post(look))
}

/// Where one is logged in.
#[utoipa::path(get, path = "/api/auth/sessions", tag = "accounts", responses(
    (status = 200, body = SessionsAnswer), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    Member(principal): Member,
) -> Result<Json<SessionsAnswer>, ApiError> {
    let sessions = api.accounts.sessions_of(principal.visitor.user_id)?;
    Ok(Json(answer(sessions, &principal.session_id)))
}

/// Logs out everywhere else.
#[utoipa::path(delete, path = "/api/auth/sessions", tag = "accounts", responses(
    (status = 204), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn end_others(
    State(api): State<Api>,
    Member(principal): Member,
    RequestOrigin(origin): RequestOrigin,
) -> Result<StatusCode, ApiError> {
    let which = Which::AllBut(Some(&principal.session_id));
    let by = actor(&principal, &origin);
    api.accounts.end_sessions(principal.visitor.user_id, which, by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/auth/sessions/{sessionId}", tag = "accounts",
    params(("sessionId" = String, Path)), responses(
    (status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn end(
    State(api): State<Api>,
    Member(principal): Member,
    RequestOrigin(origin): RequestOrigin,
    Path(session_id): Path<String>,
) -> Result<StatusCode, ApiError> {
    end_one(&api, principal.visitor.user_id, &session_id, actor(&principal, &origin)).await
}

/// Whose password a link sets, for the page that asks for it.
#[utoipa::path(post, path = "/api/auth/password-link/look", tag = "accounts", request_body = PasswordLinkRequest,
    responses((status = 200, body = PasswordLinkAnswer), (status = 410, body = Problem)))]
pub(super) async fn look(
    State(api): State<Api>,
    Body(request): Body<PasswordLinkRequest>,
) -> Result<Json<PasswordLinkAnswer>, ApiError> {
    let (account, expires_at) = api.accounts.look_at_link(&request.token)?;
    let (username, display_name) = (account.username.to_string(), account.display_name.to_string());
    Ok(Json(PasswordLinkAnswer { username, display_name, expires_at }))
}

/// Sets the password that a link is for, ends the account's other sessions, and logs in.
#[utoipa::path(post, path = "/api/auth/password-link", tag = "accounts", request_body = SetPasswordRequest,
    responses((status = 200, body = SessionAnswer), (status = 400, body = Problem), (status = 410, body = Problem),
    (status = 429, body = Problem)))]
pub(super) async fn set_password(
    State(api): State<Api>,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<SetPasswordRequest>,
) -> Result<Response, ApiError> {
    let accounts = &api.accounts;
    let granted = accounts.set_password_by_link(&request.token, request.password, &origin).await?;
    Ok(session(StatusCode::OK, granted))
}

/// Ends one session of a user's.
pub(super) async fn end_one(
    api: &Api,
    user_id: UserId,
    session_id: &str,
    by: Actor,
) -> Result<StatusCode, ApiError> {
    let missing = || ApiError::new(ErrorCode::NotFound, "there is no such session; it may have ended");
    let session_id: SessionId = session_id.parse().map_err(|_| missing())?;
    match api.accounts.end_sessions(user_id, Which::One(&session_id), by).await? {
        0 => Err(missing()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// Sessions as the API shows them to who asks from `current`.
pub(super) fn answer(sessions: Vec<Session>, current: &SessionId) -> SessionsAnswer {
    SessionsAnswer { sessions: sessions.into_iter().map(|session| session.shown(Some(current))).collect() }
}
