//! The page about trust over HTTPS, and the socket by which it tells whether the device trusts the box.

use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::caller;
use super::problem::ApiError;
use super::{Api, Reached};
use crate::net::trust::secure_origin;
use crate::protocol::error::ErrorCode;

pub(super) fn routes() -> Router<Api> {
    [
        "/trust",
        "/trust/",
        "/trust/style.css",
        "/trust/check.js",
        "/trust/probe",
        "/ca.crt",
        "/ca.pem",
        "/neko.mobileconfig",
    ]
    .into_iter()
    .fold(Router::new(), |router, path| router.route(path, get(answer)))
    .route("/trust/socket", get(greet))
}

async fn answer(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let secure = secure_origin(caller::authority(&headers, &uri).as_ref(), reached.local);
    let found = api.trust.answer(&uri, &headers, &secure);
    let missing = || ApiError::new(ErrorCode::NotFound, "there is no such file");
    Ok(found.ok_or_else(missing)?.map(Body::from).into_response())
}

/// Opens a WebSocket for anyone and closes it at once: that it could be opened says that the certificate is trusted.
async fn greet(request: Request) -> Result<Response, ApiError> {
    let (parts, _) = request.into_parts();
    let handshake = axum::http::Request::from_parts(parts, ());
    let response = create_response_with_body(&handshake, || ()).map_err(|error| {
        ApiError::new(ErrorCode::BadMessage, format!("this is no WebSocket handshake: {error}"))
    })?;
    Ok(response.map(|()| Body::empty()).into_response())
}
