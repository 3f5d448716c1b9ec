//! The API's description for programs, at `/api/openapi.json`, made from the handlers' own annotations.

use axum::response::IntoResponse;
use axum::{Json, http::header};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Content, ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::{account, admin, client_errors, network, relay, rooms, sessions, status};

#[derive(OpenApi)]
#[openapi(
    modifiers(&Problems),
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

/// What every call may be refused with, whatever it is about; and that a problem is of a type of its own.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            for operation in operations(item) {
                // by the limiter, which goes before all else
                let mut codes = vec!["429"];
                if path.starts_with("/api/admin/") {
                    codes.extend(["401", "403"]);
                }
                if matches!(&operation.request_body, Some(RefOr::T(body)) if body.content.contains_key(JSON))
                {
                    codes.extend(["400", "413", "415"]);
                }
                let responses = &mut operation.responses.responses;
                for code in codes {
                    responses.entry(code.to_owned()).or_insert_with(|| RefOr::T(problem()));
                }
                for response in responses.values_mut() {
                    if let RefOr::T(response) = response {
                        name_problem(response);
                    }
                }
            }
        }
    }
}

const JSON: &str = "application/json";

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn problem() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().content(JSON, content).build()
}

/// A problem comes as `application/problem+json`, which the handlers' annotations need not say each time.
fn name_problem(response: &mut Response) {
    let is_problem = |content: &RefOr<Content>| match content {
        RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) => {
            schema.ref_location.ends_with("/Problem")
        }
        _ => false,
    };
    if response.content.get(JSON).is_some_and(is_problem)
        && let Some(content) = response.content.shift_remove(JSON)
    {
        response.content.insert("application/problem+json".to_owned(), content);
    }
}

pub(super) async fn document() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-cache")], Json(Document::openapi()))
}
