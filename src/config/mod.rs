//! Settings: flags over `NEKO_*` environment over `neko.toml` over defaults.
//!
//! A section is a file with its own defaults and its own check. The names of all keys are read off
//! [`Config::default`], so that a key is written once, where its section is defined. Nothing here is global:
//! whoever wires the parts together hands each its section.
//!
//! Invariant: a [`Config`] that [`Config::load`] returned is complete and has passed every check.

mod auth;
mod backup;
mod flags;
mod layers;
mod limits;
mod log;
mod net;
mod turn;
mod values;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use auth::Auth;
pub use backup::Backup;
pub use flags::GlobalArgs;
pub use layers::ConfigError;
pub use limits::Limits;
pub use log::{Log, LogFormat, LogLevel};
pub use net::{InterfacePattern, Net};
pub use turn::Turn;
pub use values::{
    Days, Endpoint, HostName, Hours, InvalidValue, Minutes, PortRange, Seconds, Span, StoreUrl, TimeOfDay,
};

use layers::Layers;

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
            turn: Turn::default(),
            auth: Auth::default(),
            limits: Limits::default(),
            backup: Backup::default(),
        }
    }
}

impl Config {
    /// The settings in force: `args` over those variables of `env` that begin with `NEKO_` over the file over
    /// defaults. The file is `args.config`, else `NEKO_CONFIG`, else the one that `usual_file` finds.
    ///
    /// # Errors
    /// When the file can't be read, or when a key is unknown or a value makes no sense in any of the sources.
    pub fn load(
        args: &GlobalArgs,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut layers = Layers::new();
        let (environment, named) = layers.environment(env)?;
        let flags = Layers::flags(args);
        let path = args.config.clone().or(named).or_else(|| {
            // where the file lies is for flags and environment to say: it can't say so itself
            let told = flags.iter().chain(&environment).find(|setting| setting.key == "data-dir");
            let data_dir = told.and_then(|setting| setting.value.as_str()).map(PathBuf::from);
            usual_file(data_dir.as_deref(), Path::new(SYSTEM_FILE))
        });
        if let Some(path) = path {
            let text = fs::read_to_string(&path)
                .map_err(|source| ConfigError::Unreadable { path: path.clone(), source })?;
            let settings = layers.file(&path, &text)?;
            layers.apply(settings)?;
        }
        layers.apply(environment)?;
        layers.apply(flags)?;
        layers.checked()
    }

    /// The settings as a `neko.toml` that would bring them about, without anything secret.
    ///
    /// # Panics
    /// Never: what was read as UTF-8 text, numbers and booleans can be written as such.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("settings are text, numbers and booleans")
    }

    /// Where redb keeps the documents.
    pub fn store_path(&self) -> PathBuf {
        match &self.store {
            StoreUrl::Redb { file: Some(file) } => file.clone(),
            StoreUrl::Redb { file: None } => self.data_dir.join("neko.redb"),
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        if self.listen.is_empty() {
            return Err(Invalid::new("listen", "expected at least one address and port, such as [::]:8443"));
        }
        self.net.check().map_err(|invalid| invalid.within("net"))?;
        self.turn.check().map_err(|invalid| invalid.within("turn"))?;
        self.auth.check().map_err(|invalid| invalid.within("auth"))?;
        self.limits.check().map_err(|invalid| invalid.within("limits"))?;
        self.backup.check().map_err(|invalid| invalid.within("backup"))
    }
}

/// The settings file when none is named: the one in `data_dir`; where no directory is named either, the one in the
/// default directory, else `system`, so that the commands of an installed box find it.
fn usual_file(data_dir: Option<&Path>, system: &Path) -> Option<PathBuf> {
    let default = Config::default().data_dir;
    let own = data_dir.unwrap_or(&default).join(FILE_NAME);
    if own.exists() {
        return Some(own);
    }
    (data_dir.is_none() && system.exists()).then(|| system.to_owned())
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
