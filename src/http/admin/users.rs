//! `/api/admin/users`: accounts and their sessions, for those who run the box.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use crate::auth::accounts::AccountError;
use crate::auth::management::Which;
use crate::domain::account::{Account, Role};
use crate::domain::id::UserId;
use crate::http::Api;
use crate::http::body::{Body, Parameters, page_size};
use crate::http::caller::Admin;
use crate::http::problem::ApiError;
use crate::http::sessions;
use crate::protocol::admin::{
    CreateUserRequest, ListQuery, ManagedUserAnswer, ManagedUsersAnswer, SessionsAnswer, UpdateUserRequest,
};
use crate::protocol::api::RegisterRequest;
use crate::protocol::error::{ErrorCode, Problem};

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/admin/users", get(list).post(create))
        .route("/admin/users/{userId}", get(show).patch(update))
        .route("/admin/users/{userId}/password-link", post(offer_password))
        .route("/admin/users/{userId}/sessions", get(list_sessions).delete(end_sessions))
        .route("/admin/users/{userId}/sessions/{sessionId}", delete(end_session))
}

/// The accounts, those whose username, e-mail address or display name holds what is searched for.
#[utoipa::path(get, path = "/api/admin/users", tag = "admin", params(ListQuery), responses(
    (status = 200, body = ManagedUsersAnswer), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(in crate::http) async fn list(
    State(api): State<Api>,
    _: Admin,
    Parameters(query): Parameters<ListQuery>,
) -> Result<Json<ManagedUsersAnswer>, ApiError> {
    let users = api.store.users();
    // all of them are read: some thousands take some hundredths of a second
    let reading = tokio::task::spawn_blocking(move || {
        users.search(&query.search, query.offset, page_size(query.limit))
    });
    let (accounts, total) = reading.await.map_err(ApiError::internal)??;
    Ok(Json(ManagedUsersAnswer { users: accounts.iter().map(Account::managed).collect(), total }))
}

/// Makes an account: with a password, or with a link by which its holder sets one.
#[utoipa::path(post, path = "/api/admin/users", tag = "admin", request_body = CreateUserRequest, responses(
    (status = 201, body = ManagedUserAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem)))]
pub(in crate::http) async fn create(
    State(api): State<Api>,
    admin: Admin,
    Body(request): Body<CreateUserRequest>,
) -> Result<Response, ApiError> {
    let role = request.role.as_deref().map_or(Ok(Role::User), parse_role)?;
    let CreateUserRequest { username, email, display_name, password, .. } = request;
    let by_link = password.is_none();
    let account = RegisterRequest { username, email, password: password.unwrap_or_default(), display_name };
    let (account, password_link) = if by_link {
        let (account, link) = api.accounts.invite(account, role, admin.actor()).await?;
        (account, Some(link))
    } else {
        (api.accounts.create(account, role, admin.actor()).await?, None)
    };
    let answer = ManagedUserAnswer { user: account.managed(), password_link };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// One account.
#[utoipa::path(get, path = "/api/admin/users/{userId}", tag = "admin", params(("userId" = String, Path)), responses(
    (status = 200, body = ManagedUserAnswer), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn show(
    State(api): State<Api>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Json<ManagedUserAnswer>, ApiError> {
    Ok(answer(&api.accounts.by_id(parse_id(&id)?)?))
}

/// Gives someone another role, lets nobody in by the account, or lets them in again. Who is no admin any more and
/// who is disabled is logged out everywhere at once.
#[utoipa::path(patch, path = "/api/admin/users/{userId}", tag = "admin", params(("userId" = String, Path)),
    request_body = UpdateUserRequest, responses((status = 200, body = ManagedUserAnswer),
    (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem)))]
pub(in crate::http) async fn update(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
    Body(request): Body<UpdateUserRequest>,
) -> Result<Json<ManagedUserAnswer>, ApiError> {
    let id = parse_id(&id)?;
    let role = request.role.as_deref().map(parse_role).transpose()?;
    if let Some(role) = role {
        api.accounts.set_role(id, role, admin.actor()).await?;
    }
    if let Some(disabled) = request.disabled {
        api.accounts.set_disabled(id, disabled, admin.actor()).await?;
    }
    Ok(answer(&api.accounts.by_id(id)?))
}

/// Makes a link by which its holder sets the account's password, once. Until then the old one is good.
#[utoipa::path(post, path = "/api/admin/users/{userId}/password-link", tag = "admin",
    params(("userId" = String, Path)), responses((status = 200, body = ManagedUserAnswer),
    (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn offer_password(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<Json<ManagedUserAnswer>, ApiError> {
    let (account, link) = api.accounts.offer_password(parse_id(&id)?, admin.actor()).await?;
    Ok(Json(ManagedUserAnswer { user: account.managed(), password_link: Some(link) }))
}

/// Where someone is logged in.
#[utoipa::path(get, path = "/api/admin/users/{userId}/sessions", tag = "admin", params(("userId" = String, Path)),
    responses((status = 200, body = SessionsAnswer), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn list_sessions(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<Json<SessionsAnswer>, ApiError> {
    let sessions = api.accounts.sessions_of(parse_id(&id)?)?;
    Ok(Json(sessions::answer(sessions, &admin.principal.session_id)))
}

/// Logs someone out everywhere; an admin who does that to themselves stays logged in here.
#[utoipa::path(delete, path = "/api/admin/users/{userId}/sessions", tag = "admin", params(("userId" = String, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn end_sessions(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let which = Which::AllBut(Some(&admin.principal.session_id));
    api.accounts.end_sessions(parse_id(&id)?, which, admin.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one session of someone's.
#[utoipa::path(delete, path = "/api/admin/users/{userId}/sessions/{sessionId}", tag = "admin",
    params(("userId" = String, Path), ("sessionId" = String, Path)), responses((status = 204),
    (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn end_session(
    State(api): State<Api>,
    admin: Admin,
    Path((id, session_id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    sessions::end_one(&api, parse_id(&id)?, &session_id, admin.actor()).await
}

fn answer(account: &Account) -> Json<ManagedUserAnswer> {
    Json(ManagedUserAnswer { user: account.managed(), password_link: None })
}

/// A text that is no id is no user's.
fn parse_id(id: &str) -> Result<UserId, ApiError> {
    id.parse().map_err(|_| AccountError::NoSuchUser.into())
}

fn parse_role(role: &str) -> Result<Role, ApiError> {
    match role {
        "admin" => Ok(Role::Admin),
        "user" => Ok(Role::User),
        _ => Err(ApiError::new(ErrorCode::InvalidInput, "role is admin or user")),
    }
}
