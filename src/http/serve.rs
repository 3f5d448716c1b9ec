//! One HTTPS connection: HTTP/1.1 or HTTP/2, as the client chose.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use tracing::debug;

use super::Reached;
use crate::net::listener::{ClientStream, Place};

/// The most requests of one HTTP/2 connection at once.
const STREAMS: u32 = 64;

/// What a connection may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// How long until a whole request head has come.
    pub header_timeout: Duration,
    /// The most bytes of one.
    pub header_bytes: usize,
}

/// Answers requests on `stream` until the client is done, or `stop`: then the request at hand is finished first.
/// A client that sends no whole request head in time is let go. A socket that the connection becomes keeps its `place`.
pub async fn serve_connection(
    router: Router,
    stream: ClientStream,
    reached: Reached,
    place: Place,
    limits: ConnectionLimits,
    stop: CancellationToken,
) {
    let asked = Arc::new(AtomicBool::new(false));
    let service = hyper::service::service_fn({
        let asked = asked.clone();
        move |request: Request<Incoming>| {
            asked.store(true, Ordering::Relaxed);
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(reached);
            request.extensions_mut().insert(place.clone());
            router.clone().oneshot(request)
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    let timer = TokioTimer::new();
    builder
        .http1()
        .timer(timer.clone())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(limits.header_bytes);
    builder
        .http2()
        .timer(timer)
        .keep_alive_interval(Some(limits.header_timeout))
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX));
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // of HTTP/2, and before it is known which of the two it is, the library lets one take any time
    let dawdling = async {
        tokio::time::sleep(limits.header_timeout).await;
        if asked.load(Ordering::Relaxed) {
            std::future::pending::<()>().await;
        }
    };
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = dawdling => return debug!("a client asked for nothing"),
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        debug!(error, "a connection ended early");
    }
}
