//! `/api/admin`: what those who run the box see and change; and the other way to set one up.

pub(super) mod audit;
pub(super) mod backup;
pub(super) mod rooms;
pub(super) mod settings;
pub(super) mod users;

use axum::Router;

use super::Api;

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .merge(users::routes())
        .merge(rooms::routes())
        .merge(audit::routes())
        .merge(backup::routes())
        .merge(settings::routes())
}
