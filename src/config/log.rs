//! `[log]`: what is logged, and how.

use clap::ValueEnum;
use http::uri::Authority;
use serde::{Deserialize, Serialize};

use super::Invalid;

/// The `[log]` section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Log {
    /// For people or for programs.
    pub format: LogFormat,
    /// The least important line that is still written.
    pub level: LogLevel,
    /// An OpenTelemetry collector that the log is sent to as well, by OTLP over HTTP; empty for none.
    pub otlp_endpoint: String,
}

impl Log {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        let is_address = |rest: &str| rest.parse::<Authority>().is_ok_and(|host| !host.host().is_empty());
        let address = self.otlp_endpoint.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
        if self.otlp_endpoint.is_empty() || address.is_some_and(is_address) {
            return Ok(());
        }
        let expected = "expected http://HOST:PORT of a collector on the local network, or nothing";
        Err(Invalid::new("otlp-endpoint", expected))
    }
}

/// The shape of a log line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// A line that people read.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// How important a log line is, least talkative first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// What failed.
    Error,
    /// And what will, if nobody looks.
    Warn,
    /// And what happens: starts, stops, rooms.
    #[default]
    Info,
    /// And why.
    Debug,
    /// And every step.
    Trace,
}

impl LogLevel {
    /// The level as the configuration writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collector_is_named_by_a_plain_address_or_not_at_all() {
        let check = |endpoint: &str| Log { otlp_endpoint: endpoint.into(), ..Log::default() }.check();
        for good in ["", "http://10.0.0.5:4318", "http://collector.lan", "http://[fd00::5]:4318/"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["collector.lan", "https://collector.lan", "http://", "http://a b", "http://a/v1/logs"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
