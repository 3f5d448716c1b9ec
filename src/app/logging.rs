//! Where the log goes and how it looks.

use std::io::{self, IsTerminal};

use anyhow::Result;
use opentelemetry_appender_tracing::layer::{OpenTelemetryTracingBridge, TracingSpanAttributes};
use opentelemetry_sdk::logs::SdkLoggerProvider;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt, registry};

use super::collector;
use crate::config::{Log, LogFormat};

/// The log while the process runs. What has not been sent to a collector yet is when this is dropped.
pub struct Logging(Option<SdkLoggerProvider>);

/// Sends the log of this process to standard error, as `log` says, and to a collector if it names one. The level is the
/// box's own; libraries speak from `warn` on.
///
/// # Errors
/// When nothing can be sent to the collector, whether it is there or not.
pub fn init_logging(log: &Log) -> Result<Logging> {
    let level = log.level.as_str();
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match log.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let provider = collector::provider(&log.otlp_endpoint)?;
    let sent = provider.as_ref().map(|provider| {
        OpenTelemetryTracingBridge::builder(provider)
            .with_tracing_span_attributes(TracingSpanAttributes::all())
            .build()
            // that the collector is away need not be told to the collector
            .with_filter(filter_fn(|metadata| metadata.target() != collector::TARGET))
    });
    registry().with(EnvFilter::new(format!("warn,neko={level}"))).with(lines).with(sent).init();
    Ok(Logging(provider))
}

impl Drop for Logging {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // one that is away has been told of
            let _ = provider.shutdown();
        }
    }
}
