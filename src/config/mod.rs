//! Settings: flags over `NEKO_*` environment over `neko.toml` over defaults.
//!
//! A section is a file with its own defaults and its own check. The names of all keys are read off
//! [`Config::default`], so that a key is written once, where its section is defined. Nothing here is global:
//! whoever wires the parts together hands each its section.
//!
//! Invariant: a [`Config`] that [`Config::load`] returned is complete and has passed every check.

mod auth;
mod backup;
mod explain;
mod flags;
mod layers;
mod limits;
mod log;
mod net;
mod sources;
mod tls;
mod turn;
mod values;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use auth::Auth;
pub use backup::Backup;
pub use flags::GlobalArgs;
pub use layers::{ConfigError, Origin};
pub use limits::Limits;
pub use log::{Log, LogFormat, LogLevel};
pub use net::{InterfacePattern, Net};
pub use sources::{ChangeError, Reach, Setting, Settings, Sources};
pub use tls::Tls;
pub use turn::Turn;
pub use values::{
    Days, Endpoint, HostName, Hours, InvalidValue, Minutes, PortRange, Seconds, Span, StoreUrl, TimeOfDay,
};

/// The file looked for in the data directory when none is named.
pub const FILE_NAME: &str = "neko.toml";

/// The settings of a box that was installed as a package.
const SYSTEM_FILE: &str = "/etc/neko/neko.toml";

/// Every setting of the box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Where the box keeps all it knows; made at first start.
    pub data_dir: PathBuf,
    /// TCP addresses for everything: HTTPS, WebSocket, plain HTTP. `[::]` takes IPv4 too.
    pub listen: Vec<Endpoint>,
    /// TCP addresses, such as port 80, from where plain HTTP is led to the first of `listen`; as `listen` otherwise.
    pub http_listen: Vec<Endpoint>,
    /// UDP addresses for STUN and TURN; none means: as `listen`, and port 3478 beside it.
    pub udp_listen: Vec<Endpoint>,
    /// Names by which people reach the box, beside those it finds out by itself.
    pub hostname: Vec<HostName>,
    /// Where the documents are.
    pub store: StoreUrl,
    /// Whether anyone who reaches the box may make an account.
    pub open_registration: bool,
    /// What is logged, and how.
    pub log: Log,
    /// Networks, and being found in them.
    pub net: Net,
    /// Certificates from elsewhere.
    pub tls: Tls,
    /// The relay.
    pub turn: Turn,
    /// Passwords and sessions.
    pub auth: Auth,
    /// How much of anything one may ask for.
    pub limits: Limits,
    /// The backups that the box makes by itself.
    pub backup: Backup,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "data".into(),
            listen: vec![Endpoint::everywhere(8443)],
            http_listen: Vec::new(),
            udp_listen: Vec::new(),
            hostname: Vec::new(),
            store: StoreUrl::default(),
            open_registration: false,
            log: Log::default(),
            net: Net::default(),
            tls: Tls::default(),
            turn: Turn::default(),
            auth: Auth::default(),
            limits: Limits::default(),
            backup: Backup::default(),
        }
    }
}

impl Config {
    /// The settings in force, as [`Sources::read`] finds them.
    ///
    /// # Errors
    /// As there.
    pub fn load(
        args: &GlobalArgs,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        Ok(Sources::new(args.clone(), env).read()?.config)
    }

    /// The settings as a `neko.toml` that would bring them about, without anything secret.
    ///
    /// # Panics
    /// Never: what was read as UTF-8 text, numbers and booleans can be written as such.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("settings are text, numbers and booleans")
    }

    /// The file or the directory with the documents.
    pub fn store_path(&self) -> PathBuf {
        match &self.store {
            StoreUrl::Redb { file: Some(file) } => file.clone(),
            StoreUrl::Redb { file: None } => self.data_dir.join("neko.redb"),
            #[cfg(feature = "polodb")]
            StoreUrl::Polodb { directory } => directory.clone(),
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        if self.listen.is_empty() {
            return Err(Invalid::new("listen", "expected at least one address and port, such as [::]:8443"));
        }
        self.log.check().map_err(|invalid| invalid.within("log"))?;
        self.net.check().map_err(|invalid| invalid.within("net"))?;
        self.tls.check(&self.hostname).map_err(|invalid| invalid.within("tls"))?;
        self.turn.check().map_err(|invalid| invalid.within("turn"))?;
        self.auth.check().map_err(|invalid| invalid.within("auth"))?;
        self.limits.check().map_err(|invalid| invalid.within("limits"))?;
        self.backup.check().map_err(|invalid| invalid.within("backup"))
    }
}

/// The settings file beside the one in the data directory: the `named` one, else, where no data directory is named
/// and the default one has no file, that of an installed box, so that its commands find it.
fn other_file(named: Option<PathBuf>, data_dir: Option<&Path>, system: &Path) -> Option<PathBuf> {
    let is_installed = || data_dir.is_none() && !Config::default().data_dir.join(FILE_NAME).exists();
    named.or_else(|| (system.exists() && is_installed()).then(|| system.to_owned()))
}

/// A value that its section refuses although it has the right type.
#[derive(Debug)]
struct Invalid {
    key: String,
    problem: String,
}

impl Invalid {
    fn new(key: &str, problem: impl fmt::Display) -> Self {
        Self { key: key.to_owned(), problem: problem.to_string() }
    }

    fn within(self, section: &str) -> Self {
        Self { key: format!("{section}.{}", self.key), ..self }
    }
}

/// Refuses a number outside `least..=most`.
fn in_range<N: Copy + PartialOrd + fmt::Display>(
    key: &str,
    value: N,
    least: N,
    most: N,
) -> Result<(), Invalid> {
    if value >= least && value <= most {
        Ok(())
    } else {
        Err(Invalid::new(key, format_args!("expected {least} to {most}")))
    }
}

/// Refuses a number below `least`.
fn at_least<N: Copy + PartialOrd + fmt::Display>(key: &str, value: N, least: N) -> Result<(), Invalid> {
    if value >= least { Ok(()) } else { Err(Invalid::new(key, format_args!("expected at least {least}"))) }
}

#[cfg(test)]
mod tests;
