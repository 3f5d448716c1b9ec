//! The API's description for programs, at `/api/openapi.json`, made from the handlers' own annotations.

use axum::response::IntoResponse;
use axum::{Json, http::header};
use utoipa::OpenApi;

use super::{account, admin, client_errors, network, relay, rooms, sessions, status};

#[derive(OpenApi)]
#[openapi(
    info(title = "Neko", description = "The conferencing box's HTTP API. Errors are RFC 9457 problems."),
    paths(
        account::set_up,
        account::register,
        account::log_in,
        account::refresh,
        account::log_out,
        account::me,
        account::update_me,
        sessions::list,
        sessions::end_others,
        sessions::end,
        sessions::look,
        sessions::set_password,
        rooms::list,
        rooms::create,
        rooms::show,
        rooms::update,
        rooms::close,
        rooms::admit_guest,
        status::health,
        status::config,
        status::settings,
        status::update_settings,
        status::ice,
        network::check,
        network::network,
        network::renew_certificate,
        network::clock,
        network::set_clock,
        network::doctor,
        relay::list,
        relay::stop,
        relay::check,
        client_errors::report,
        client_errors::list,
        admin::users::list,
        admin::users::create,
        admin::users::show,
        admin::users::update,
        admin::users::offer_password,
        admin::users::list_sessions,
        admin::users::end_sessions,
        admin::users::end_session,
        admin::audit::list,
        admin::rooms::list,
        admin::rooms::show,
        admin::rooms::stays,
        admin::settings::list,
        admin::settings::change,
        admin::backup::make,
        admin::backup::list,
        admin::backup::restore,
    )
)]
struct Document;

pub(super) async fn document() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(Document::openapi()))
}
