//! The page about trust over HTTPS, and the socket by which it tells whether the device trusts the box.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::caller;
use super::problem::ApiError;
use super::{Api, Reached};
use crate::net::trust::secure_origin;
use crate::protocol::error::ErrorCode;

/// For how long a client may take to close its end.
const GOODBYE: Duration = Duration::from_secs(5);

/// A close frame of the server's with the status 1000 (RFC 6455, section 5.5.1).
const NORMAL_CLOSURE: [u8; 4] = [0x88, 2, 0x03, 0xe8];

/// One of the trust page's files.
pub(super) async fn answer(
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
pub(super) async fn greet(request: Request) -> Result<Response, ApiError> {
    let (mut parts, _) = request.into_parts();
    let upgrade = parts.extensions.remove::<OnUpgrade>();
    let handshake = axum::http::Request::from_parts(parts, ());
    let response = create_response_with_body(&handshake, || ()).map_err(|error| {
        ApiError::new(ErrorCode::BadMessage, format!("this is no WebSocket handshake: {error}"))
    })?;
    if let Some(upgrade) = upgrade {
        tokio::spawn(timeout(GOODBYE, say_goodbye(upgrade)));
    }
    Ok(response.map(|()| Body::empty()).into_response())
}

/// Closes as RFC 6455 has it, and waits for the answer: a socket that just ends Firefox takes for one that never opened.
async fn say_goodbye(upgrade: OnUpgrade) -> std::io::Result<()> {
    let upgraded = upgrade.await.map_err(std::io::Error::other)?;
    let mut socket = TokioIo::new(upgraded);
    socket.write_all(&NORMAL_CLOSURE).await?;
    socket.flush().await?;
    // what the client's own close is, or anything else: then it is over
    let _ended = socket.read(&mut [0; 16]).await?;
    Ok(())
}
