//! Where the settings come from, kept so that they can be read again, explained, and changed in the file.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Value;
use toml_edit::{DocumentMut, Item, Table, TableLike};

use super::explain::about;
use super::layers::{self, ConfigError, Layers, Origin, is_setting};
use super::{Config, FILE_NAME, GlobalArgs, SYSTEM_FILE, other_file};
use crate::secret::write_private;

/// The setting by which the settings file is found.
const DATA_DIR: &str = "data-dir";

/// The sources: flags, environment, and where the file is.
#[derive(Clone, Debug)]
pub struct Sources {
    args: GlobalArgs,
    environment: Vec<(String, String)>,
}

/// What the sources say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// All of them.
    pub config: Config,
    /// The file that changes are written to; there need be none yet.
    pub file: PathBuf,
    /// One after another, by key.
    pub all: Vec<Setting>,
}

/// One setting, explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its dotted name.
    pub key: String,
    /// What it is.
    pub value: Value,
    /// What it is unless said otherwise.
    pub default: Value,
    /// Who says so.
    pub origin: Origin,
    /// What it is for.
    pub description: &'static str,
    /// Whether it may be changed over the API.
    pub changeable: bool,
}

/// From where settings are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A page: where a wrong value would leave no way back in, nothing is changed.
    Page,
    /// The machine itself, where there is another way.
    Machine,
}

/// Why settings were not changed; none was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// It can't be changed this way.
    #[error("{key} can't be changed here; edit {} on the machine", file.display())]
    NotChangeable {
        /// Which.
        key: String,
        /// Where it can.
        file: PathBuf,
    },
    /// What is said elsewhere goes before the file.
    #[error("{key} is set by the {by}, which goes before the settings file; change it there")]
    Fixed {
        /// Which.
        key: String,
        /// Where it is set.
        by: String,
    },
    /// The file is found by it.
    #[error("{0} leads to the settings file, which can't say it itself; use the flag or the environment")]
    LeadsHere(String),
    /// The new settings make no sense.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The file can't be written.
    #[error("can't write {}: {source}", path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Sources {
    /// Of a command line and an environment.
    pub fn new(args: GlobalArgs, environment: impl IntoIterator<Item = (String, String)>) -> Self {
        let environment = environment.into_iter().filter(|(name, _)| is_setting(name)).collect();
        Self { args, environment }
    }

    /// What they say now: flags over environment over files over defaults. The files are `neko.toml` in the data
    /// directory, where changes are written, over the one that `--config` or else `NEKO_CONFIG` names; an installed
    /// box has one without being told.
    ///
    /// # Errors
    /// When a file can't be read, or when a key is unknown or a value makes no sense in any of the sources.
    pub fn read(&self) -> Result<Settings, ConfigError> {
        self.read_with(None)
    }

    /// Changes settings in the data directory's file, which keeps its comments and its order, and is made where there is
    /// none; with no value a setting is left to the other sources. They count from the next start on.
    ///
    /// # Errors
    /// [`ChangeError`]; nothing is changed then.
    pub fn change(
        &self,
        changes: &BTreeMap<String, Option<Value>>,
        reach: Reach,
    ) -> Result<Settings, ChangeError> {
        let before = self.read()?;
        if changes.is_empty() {
            return Ok(before);
        }
        for key in changes.keys() {
            let Some(setting) = before.all.iter().find(|setting| setting.key == *key) else {
                match Layers::new().unknown(key, &before.file) {
                    Some(error) => return Err(error.into()),
                    None => continue,
                }
            };
            if !setting.changeable && reach == Reach::Page {
                return Err(ChangeError::NotChangeable { key: key.clone(), file: before.file });
            }
            if matches!(setting.origin, Origin::Environment | Origin::Flag) {
                return Err(ChangeError::Fixed { key: key.clone(), by: setting.origin.to_string() });
            }
            if key == DATA_DIR {
                return Err(ChangeError::LeadsHere(key.clone()));
            }
        }
        let path = &before.file;
        let old = if path.exists() { read(path)? } else { String::new() };
        let new = edited(&old, changes);
        let after = self.read_with(Some(&new))?;
        let unwritable = |source| ChangeError::Unwritable { path: path.clone(), source };
        write(path, &new).map_err(unwritable)?;
        Ok(after)
    }

    /// What `text`, as in the environment, says that the setting `key` is; a change tells whether it can be that.
    pub fn value(key: &str, text: &str) -> Value {
        Layers::new().value(key, text)
    }

    /// As [`Sources::read`], with `text` in the place of what is in the file in the data directory.
    fn read_with(&self, text: Option<&str>) -> Result<Settings, ConfigError> {
        let mut layers = Layers::new();
        let (environment, named) = layers.environment(self.environment.iter().cloned())?;
        let flags = Layers::flags(&self.args);
        // where its file lies is for the other sources to say: it can't say so itself
        let told = data_dir(flags.iter().chain(&environment));
        let named = self.args.config.clone().or(named);
        let other = other_file(named, told.as_deref(), Path::new(SYSTEM_FILE));
        let other = other.map(|path| layers.file(&path, &read(&path)?)).transpose()?.unwrap_or_default();
        let own = told.or_else(|| data_dir(&other)).unwrap_or(Config::default().data_dir).join(FILE_NAME);
        layers.apply(other)?;
        let text = match text {
            Some(text) => text.to_owned(),
            None if own.exists() => read(&own)?,
            None => String::new(),
        };
        let settings = layers.file(&own, &text)?;
        layers.apply(settings)?;
        layers.apply(environment)?;
        layers.apply(flags)?;
        let config = layers.checked()?;
        let all = layers.states().map(|(key, value, default, origin)| {
            let about = about(key);
            Setting {
                key: key.to_owned(),
                value,
                default: default.clone(),
                origin,
                description: about.map_or("", |about| about.text),
                changeable: about.is_some_and(|about| about.changeable),
            }
        });
        Ok(Settings { config, file: own, all: all.collect() })
    }
}

/// The data directory that these settings name.
fn data_dir<'s>(settings: impl IntoIterator<Item = &'s layers::Setting>) -> Option<PathBuf> {
    let told = settings.into_iter().find(|setting| setting.key == DATA_DIR)?;
    told.value.as_str().map(PathBuf::from)
}

fn read(path: &Path) -> Result<String, ConfigError> {
    fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

/// A settings file with `changes` in it.
fn edited(text: &str, changes: &BTreeMap<String, Option<Value>>) -> String {
    let (heading, text) = split_heading(text);
    // one that is no TOML was refused when it was read
    let mut document: DocumentMut = text.parse().unwrap_or_default();
    for (key, value) in changes {
        let (section, name) = key.split_once('.').map_or((None, key.as_str()), |(s, name)| (Some(s), name));
        let table: Option<&mut dyn TableLike> = match section {
            None => Some(document.as_table_mut()),
            // there is nothing to take out of a section that is not there
            Some(section) if value.is_none() => document.get_mut(section).and_then(Item::as_table_like_mut),
            Some(section) => {
                document.entry(section).or_insert_with(|| Item::Table(Table::new())).as_table_like_mut()
            }
        };
        // what is no section there was refused when it was read
        let Some(table) = table else { continue };
        let Some(value) = value else {
            table.remove(name);
            continue;
        };
        let mut value: toml_edit::Value = value.to_string().parse().expect("what TOML writes it reads");
        if let Some(old) = table.get_mut(name).and_then(Item::as_value_mut) {
            // a comment behind it stays
            *value.decor_mut() = old.decor().clone();
            *old = value;
        } else {
            table.insert(name, Item::Value(value));
        }
    }
    let document = document.to_string();
    let is_apart = heading.lines().last().is_none_or(|line| line.trim().is_empty());
    let gap = if is_apart || document.is_empty() { "" } else { "\n" };
    format!("{heading}{gap}{document}")
}

/// The comments that a file begins with, as far as they are for no setting and no section: those before an empty line.
/// A setting that is written before the first section must not come before them.
fn split_heading(text: &str) -> (&str, &str) {
    let (mut heading, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            return text.split_at(heading);
        }
        at += line.len();
        if content.is_empty() {
            heading = at;
        }
    }
    (text, "")
}

/// Writes the file whole or not at all, readable to whom it was before.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let permissions = fs::metadata(path).map(|metadata| metadata.permissions());
    write_private(path, text.as_bytes())?;
    match permissions {
        Ok(permissions) => fs::set_permissions(path, permissions),
        Err(_) => Ok(()),
    }
}
