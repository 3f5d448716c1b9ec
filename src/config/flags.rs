//! The settings that have a flag, as the command line takes them.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::Args;
use serde::{Serialize, Serializer};

use super::log::{LogFormat, LogLevel};
use super::values::{Endpoint, HostName, StoreUrl};

/// Flags that every command takes. What is serialized here is a setting under its dotted key; a flag that was not
/// given is left out.
#[derive(Args, Clone, Debug, Default, Serialize)]
#[command(next_help_heading = "Settings")]
#[serde(rename_all = "kebab-case")]
pub struct GlobalArgs {
    /// Settings file; neko.toml in the data directory, if there is one, goes before it [default: /etc/neko/neko.toml, where no data directory is named]
    #[arg(long, global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// Where the box keeps all it knows [default: data]
    #[arg(long, global = true, value_name = "DIR", value_parser = utf8_path)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,

    /// TCP address for everything: HTTPS, WebSocket, plain HTTP; may repeat [default: every address, port 8443]
    #[arg(long, global = true, value_name = "ADDR:PORT")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listen: Vec<Endpoint>,

    /// TCP address, such as `[::]:80`, from where plain HTTP is led to HTTPS; may repeat [default: none]
    #[arg(long, global = true, value_name = "ADDR:PORT")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub http_listen: Vec<Endpoint>,

    /// UDP address for STUN and TURN; may repeat [default: as --listen, and port 3478]
    #[arg(long, global = true, value_name = "ADDR:PORT")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub udp_listen: Vec<Endpoint>,

    /// Name by which people reach the box, for its certificate; may repeat
    #[arg(long, global = true, value_name = "NAME")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hostname: Vec<HostName>,

    /// Where the documents are: `redb`, `redb:FILE` or, where it is built in, `polodb:DIR` [default: redb, in the data directory]
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreUrl>,

    /// Let anyone who reaches the box make an account [default: false]
    #[arg(long, global = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_registration: Option<bool>,

    /// Let relayed traffic go to 127.0.0.0/8: for tests and benches alone [default: false]
    #[arg(long, global = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    #[serde(rename = "turn.allow-loopback", skip_serializing_if = "Option::is_none")]
    pub relay_allow_loopback: Option<bool>,

    /// Do not tell the box's name and addresses by multicast DNS (neko.local) [default: do]
    #[arg(long, global = true)]
    #[serde(rename = "net.mdns", serialize_with = "switched_off", skip_serializing_if = "is_not_given")]
    pub no_mdns: bool,

    /// Log lines for people or for programs [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    #[serde(rename = "log.format", skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,

    /// The least important log line that is still written [default: info]
    #[arg(long, global = true, value_name = "LEVEL")]
    #[serde(rename = "log.level", skip_serializing_if = "Option::is_none")]
    pub log_level: Option<LogLevel>,
}

/// A flag that turns a setting off, as that setting's value.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it serializes by reference")]
fn switched_off<S: Serializer>(flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(!flag)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes what it serializes by reference")]
fn is_not_given(flag: &bool) -> bool {
    !flag
}

/// A path that TOML can hold: clap refuses what is not UTF-8 before it calls this.
#[allow(clippy::unnecessary_wraps, reason = "clap wants a fallible parser")]
fn utf8_path(text: &str) -> Result<PathBuf, Infallible> {
    Ok(text.into())
}
