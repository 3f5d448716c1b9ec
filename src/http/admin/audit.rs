//! `/api/admin/audit`: who did what.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};

use crate::http::Api;
use crate::http::body::{Parameters, page_size};
use crate::http::caller::Admin;
use crate::http::problem::ApiError;
use crate::protocol::admin::{AuditAnswer, AuditQuery};
use crate::protocol::error::Problem;

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/admin/audit", get(list))
}

/// The audit log: sign-ins, and what those who run the box changed.
#[utoipa::path(get, path = "/api/admin/audit", tag = "admin", params(AuditQuery), responses(
    (status = 200, body = AuditAnswer), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(in crate::http) async fn list(
    State(api): State<Api>,
    _: Admin,
    Parameters(query): Parameters<AuditQuery>,
) -> Result<Json<AuditAnswer>, ApiError> {
    Ok(Json(api.store.audit().shown(query.before, page_size(query.limit))?))
}
