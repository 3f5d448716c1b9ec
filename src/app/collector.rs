//! The way of the log to a collector on the local network, where the settings name one: OTLP over HTTP, as JSON.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{LogExporter, Protocol, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::logs::SdkLoggerProvider;
use tokio::net::TcpStream;
use tokio::runtime::{self, Runtime};
use tracing::{info, warn};

use crate::net::request::{host, send_over};

/// What this module's own log lines are known by.
pub(super) const TARGET: &str = module_path!();

/// How long a collector may take for one batch.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of its answer.
const ANSWER_BYTES: usize = 64 * 1024;

/// Hands log records to the collector at `endpoint`; none where that is empty.
pub(super) fn provider(endpoint: &str) -> Result<Option<SdkLoggerProvider>> {
    if endpoint.is_empty() {
        return Ok(None);
    }
    let exporter = LogExporter::builder()
        .with_http()
        .with_http_client(Client::new()?)
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(format!("{}/v1/logs", endpoint.trim_end_matches('/')))
        .build()
        .context("can't send the log to log.otlp-endpoint")?;
    let resource = Resource::builder()
        .with_service_name("neko")
        .with_attribute(opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(Some(SdkLoggerProvider::builder().with_resource(resource).with_batch_exporter(exporter).build()))
}

/// One connection a batch. Batches come from a thread of their own, which has no runtime and may wait.
#[derive(Debug)]
struct Client {
    runtime: Runtime,
    away: AtomicBool,
}

impl Client {
    fn new() -> Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { runtime, away: AtomicBool::new(false) })
    }

    /// Tells of the first failure, and of the end of them.
    fn tell(&self, sent: &Result<Response<Bytes>, HttpError>) {
        let problem = match sent {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(format!("it answered {}", answer.status())),
            Err(error) => Some(error.to_string()),
        };
        match (problem, self.away.load(Ordering::Relaxed)) {
            (Some(problem), false) => {
                self.away.store(true, Ordering::Relaxed);
                warn!(%problem, "the collector does not take the log; what it misses is here alone");
            }
            (None, true) => {
                self.away.store(false, Ordering::Relaxed);
                info!("the collector takes the log again");
            }
            _ => {}
        }
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sending = async { tokio::time::timeout(PATIENCE, send(request)).await };
        let sent = self.runtime.block_on(sending).map_err(HttpError::from).flatten();
        self.tell(&sent);
        sent
    }
}

async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
    let authority = request.uri().authority().ok_or("a host in log.otlp-endpoint")?;
    let stream = TcpStream::connect((host(authority), authority.port_u16().unwrap_or(80))).await?;
    let (parts, body) = send_over(stream, request.map(Full::new)).await?.into_parts();
    let body = Limited::new(body, ANSWER_BYTES).collect().await?.to_bytes();
    Ok(Response::from_parts(parts, body))
}
