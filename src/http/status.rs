//! What the box says of itself: health, what a page needs before anyone logs in, settings, ICE servers.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::body::Body;
use super::caller::{self, Admin, Caller};
use super::problem::ApiError;
use super::{Api, Reached};
use crate::protocol::api::{ConfigAnswer, HealthAnswer, IceAnswer, Settings, SettingsChange};
use crate::protocol::error::Problem;

/// The version of this build.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/health", get(health))
        .route("/config", get(config))
        .route("/settings", get(settings).patch(update_settings))
        .route("/ice", get(ice))
}

/// Whether the box is well.
#[utoipa::path(get, path = "/api/health", tag = "box", responses(
    (status = 200, body = HealthAnswer), (status = 503, body = HealthAnswer)))]
pub(super) async fn health(State(api): State<Api>) -> Response {
    let draining = api.is_draining();
    let status = if draining { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let uptime = api.clock.monotonic().saturating_duration_since(api.started);
    let answer = HealthAnswer {
        status: if draining { "draining" } else { "ok" }.to_owned(),
        version: VERSION.to_owned(),
        uptime_seconds: uptime.as_secs(),
    };
    (status, Json(answer)).into_response()
}

/// What a page needs to know before anyone logs in.
#[utoipa::path(get, path = "/api/config", tag = "box", responses((status = 200, body = ConfigAnswer)))]
pub(super) async fn config(
    State(api): State<Api>,
    headers: HeaderMap,
) -> Result<Json<ConfigAnswer>, ApiError> {
    Ok(Json(ConfigAnswer {
        settings: api.accounts.settings()?,
        setup_needed: api.accounts.is_setup_needed()?,
        has_session: caller::access_cookie(&headers).is_some(),
        version: VERSION.to_owned(),
    }))
}

/// The box's settings, for its admins.
#[utoipa::path(get, path = "/api/settings", tag = "box", responses(
    (status = 200, body = Settings), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn settings(State(api): State<Api>, _: Admin) -> Result<Json<Settings>, ApiError> {
    Ok(Json(api.accounts.settings()?))
}

/// Changes the box's settings.
#[utoipa::path(patch, path = "/api/settings", tag = "box", request_body = SettingsChange, responses(
    (status = 200, body = Settings), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn update_settings(
    State(api): State<Api>,
    admin: Admin,
    Body(request): Body<SettingsChange>,
) -> Result<Json<Settings>, ApiError> {
    Ok(Json(api.accounts.change_settings(request, admin.actor()).await?))
}

/// Where this client finds STUN and TURN, with credentials of its own.
#[utoipa::path(get, path = "/api/ice", tag = "calls", responses(
    (status = 200, body = IceAnswer), (status = 401, body = Problem)))]
pub(super) async fn ice(
    State(api): State<Api>,
    Caller(principal): Caller,
    Extension(reached): Extension<Reached>,
    uri: Uri,
    headers: HeaderMap,
) -> Json<IceAnswer> {
    let host = caller::host(&headers, &uri);
    let (user_id, session_id) = (principal.visitor.user_id, principal.session_id);
    let ice_servers = api.ice.servers(reached.local, host.as_deref(), user_id, &session_id, api.clock.now());
    Json(IceAnswer { ice_servers, ttl: api.ice.lifetime().as_secs() })
}
