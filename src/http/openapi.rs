//! The API's description for programs, at `/api/openapi.json`, made from the handlers' own annotations.

use axum::response::IntoResponse;
use axum::{Json, http::header};
use utoipa::OpenApi;

use super::{account, client_errors, network, relay, rooms, status};

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
        network::clock,
        network::set_clock,
        network::doctor,
        relay::list,
        relay::stop,
        relay::check,
        client_errors::report,
        client_errors::list,
    )
)]
struct Document;

pub(super) async fn document() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(Document::openapi()))
}
