//! Where the log goes and how it looks.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Sends the log of this process to standard error, as `log` says. The level is the box's own; libraries speak
/// from `warn` on.
pub fn init_logging(log: &Log) {
    let level = log.level.as_str();
    let filter = EnvFilter::new(format!("warn,neko={level}"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.format {
        LogFormat::Text => builder.with_ansi(io::stderr().is_terminal()).with_target(false).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
}
