//! Lays one source of settings over another, and knows for each value where it came from.
//!
//! All known keys, their types and their environment names are read off the defaults. Every setting is tried
//! as soon as it is laid on, so that an error names the one at fault.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::{Config, GlobalArgs};

/// What all variables that set something begin with.
const PREFIX: &str = "NEKO_";
/// Variables that are no settings: the file's name is handled here, the others by the commands that need them.
const FILE_VARIABLE: &str = "NEKO_CONFIG";
const OTHER_VARIABLES: [&str; 2] = ["NEKO_PASSPHRASE", "NEKO_PASSWORD"];

/// Why the settings were refused: which one, where it stands, and what would have been right.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there or was asked for, and can't be read.
    #[error("can't read the settings in {}: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{}, line {line}: {message}", path.display())]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where in it, from 1.
        line: usize,
        /// What the parser missed.
        message: String,
    },
    /// A name that no setting has.
    #[error("{place}: there is no setting `{name}`; did you mean `{nearest}`?")]
    Unknown {
        /// Environment, or file and line.
        place: String,
        /// As it was written.
        name: String,
        /// The known one most like it.
        nearest: String,
    },
    /// A value that its setting can't have.
    #[error("{place}: `{name}` is {value}: {problem}")]
    BadValue {
        /// Command line, environment, or file and line.
        place: String,
        /// As it is written there.
        name: String,
        /// As TOML.
        value: String,
        /// What was expected.
        problem: String,
    },
}

/// One value from one source.
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) value: Value,
    origin: Origin,
}

/// Who says what a setting is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody.
    Default,
    /// The settings file.
    File {
        /// Which.
        path: PathBuf,
        /// Where in it, from 1.
        line: usize,
    },
    /// A variable.
    Environment,
    /// A flag.
    Flag,
}

impl Origin {
    /// The kind of source as the API writes it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File { .. } => "file",
            Self::Environment => "environment",
            Self::Flag => "flag",
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("defaults"),
            Self::File { path, line } => write!(f, "{}, line {line}", path.display()),
            Self::Environment => f.write_str("environment"),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// The settings as far as they are laid over each other.
pub(super) struct Layers {
    /// Every key there is, dotted, with its default.
    defaults: BTreeMap<String, Value>,
    merged: Table,
    origins: BTreeMap<String, Origin>,
}

impl Layers {
    pub(super) fn new() -> Self {
        let merged = Table::try_from(Config::default()).expect("the defaults are TOML");
        let mut defaults = BTreeMap::new();
        flatten("", &merged, &mut |key, value| {
            defaults.insert(key, value.clone());
        });
        Self { defaults, merged, origins: BTreeMap::new() }
    }

    /// What `text` says that the setting `key` is; left a text where it can't be that, or where there is no such key.
    pub(super) fn value(&self, key: &str, text: &str) -> Value {
        self.defaults.get(key).map_or_else(|| text.into(), |default| from_text(text, default))
    }

    /// Why there is no setting `key`, if there is none; said of `place`.
    pub(super) fn unknown(&self, key: &str, place: &Path) -> Option<ConfigError> {
        (!self.defaults.contains_key(key)).then(|| ConfigError::Unknown {
            place: place.display().to_string(),
            name: key.to_owned(),
            nearest: nearest(key, self.defaults.keys()),
        })
    }

    /// Every key there is, dotted.
    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.defaults.keys().map(String::as_str)
    }

    /// The settings among the variables of `env`, and the settings file if one is named there.
    /// An empty variable is no setting.
    pub(super) fn environment(
        &self,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(Vec<Setting>, Option<PathBuf>), ConfigError> {
        let keys: BTreeMap<String, &String> =
            self.defaults.keys().map(|key| (variable_name(key), key)).collect();
        let mut settings = Vec::new();
        let mut file = None;
        for (name, text) in env {
            if !is_setting(&name) {
                continue;
            }
            if name == FILE_VARIABLE {
                file = Some(text).filter(|text| !text.is_empty()).map(PathBuf::from);
                continue;
            }
            let Some(key) = keys.get(&name) else {
                let nearest = nearest(&name, keys.keys());
                return Err(ConfigError::Unknown { place: Origin::Environment.to_string(), name, nearest });
            };
            if !text.is_empty() {
                let value = from_text(&text, &self.defaults[*key]);
                settings.push(Setting { key: (*key).clone(), value, origin: Origin::Environment });
            }
        }
        Ok((settings, file))
    }

    /// The settings among the flags.
    pub(super) fn flags(args: &GlobalArgs) -> Vec<Setting> {
        let table = Table::try_from(args).expect("flags are TOML");
        table.into_iter().map(|(key, value)| Setting { key, value, origin: Origin::Flag }).collect()
    }

    /// The settings of the file at `path` with the content `text`.
    pub(super) fn file(&self, path: &Path, text: &str) -> Result<Vec<Setting>, ConfigError> {
        let place = |line| Origin::File { path: path.to_owned(), line };
        let document = DeTable::parse(text);
        let table = toml::from_str::<Table>(text);
        let (document, table) = match (document, table) {
            (Ok(document), Ok(table)) => (document, table),
            (Err(error), _) | (_, Err(error)) => {
                let line = line_at(text, error.span().map_or(0, |span| span.start));
                let message = error.message().to_owned();
                return Err(ConfigError::Syntax { path: path.to_owned(), line, message });
            }
        };
        // by its dotted key it would be another name for a setting that a change of that setting leaves where it is
        if let Some((name, at)) = quoted_name(document.get_ref()) {
            let nearest = nearest(name, self.defaults.keys());
            let place = place(line_at(text, at)).to_string();
            return Err(ConfigError::Unknown { place, name: format!("\"{name}\""), nearest });
        }
        let mut settings = Vec::new();
        flatten("", &table, &mut |key, value| {
            let line = line_at(text, position(document.get_ref(), &key).unwrap_or(0));
            settings.push(Setting { key, value: value.clone(), origin: place(line) });
        });
        match settings.iter().find(|setting| !self.defaults.contains_key(&setting.key)) {
            None => Ok(settings),
            Some(Setting { key, origin, .. }) => Err(ConfigError::Unknown {
                place: origin.to_string(),
                name: key.clone(),
                nearest: nearest(key, self.defaults.keys()),
            }),
        }
    }

    /// Lays `settings` over what is there.
    pub(super) fn apply(&mut self, settings: Vec<Setting>) -> Result<(), ConfigError> {
        for Setting { key, value, origin } in settings {
            *slot(&mut self.merged, &key) = value.clone();
            self.origins.insert(key.clone(), origin);
            let problem = wrong_type(&value, &self.defaults[&key]).map_or_else(
                || self.merged.clone().try_into::<Config>().err().map(|error| error.message().to_owned()),
                |problem| Some(problem.to_owned()),
            );
            if let Some(problem) = problem {
                return Err(self.bad_value(&key, problem));
            }
        }
        Ok(())
    }

    /// The outcome, when its parts fit together.
    pub(super) fn checked(&mut self) -> Result<Config, ConfigError> {
        let config: Config =
            self.merged.clone().try_into().expect("each setting was tried when it was applied");
        match config.check() {
            Ok(()) => Ok(config),
            Err(invalid) => Err(self.bad_value(&invalid.key, invalid.problem)),
        }
    }

    /// Every setting by key: its value, its default, and who says so.
    pub(super) fn states(&self) -> impl Iterator<Item = (&str, Value, &Value, Origin)> {
        self.defaults.iter().map(|(key, default)| {
            let value = value_at(&self.merged, key).unwrap_or(default).clone();
            let origin = self.origins.get(key).cloned().unwrap_or(Origin::Default);
            (key.as_str(), value, default, origin)
        })
    }

    fn bad_value(&mut self, key: &str, problem: String) -> ConfigError {
        let origin = self.origins.get(key).unwrap_or(&Origin::Default);
        let name = match origin {
            Origin::Environment => variable_name(key),
            Origin::Default | Origin::File { .. } | Origin::Flag => key.to_owned(),
        };
        let place = origin.to_string();
        ConfigError::BadValue { place, name, value: slot(&mut self.merged, key).to_string(), problem }
    }
}

/// Whether a variable of this name is a setting, or names the file with them.
pub(super) fn is_setting(name: &str) -> bool {
    name.starts_with(PREFIX) && !OTHER_VARIABLES.contains(&name)
}

/// The environment's name of the setting `key`.
pub(super) fn variable_name(key: &str) -> String {
    format!("{PREFIX}{}", key.replace(['.', '-'], "_").to_ascii_uppercase())
}

/// Calls `each` with every value of `table` that is no table itself, under its dotted key.
fn flatten(prefix: &str, table: &Table, each: &mut impl FnMut(String, &Value)) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Table(inner) if !inner.is_empty() => flatten(&key, inner, each),
            // an empty section sets nothing
            Value::Table(_) => {}
            _ => each(key, value),
        }
    }
}

/// The place of the dotted `key` in `table`.
fn slot<'a>(table: &'a mut Table, key: &str) -> &'a mut Value {
    match key.split_once('.') {
        None => table.entry(key).or_insert(Value::Boolean(false)),
        Some((section, rest)) => match table.entry(section).or_insert_with(|| Table::new().into()) {
            Value::Table(inner) => slot(inner, rest),
            value => value,
        },
    }
}

/// What stands at the dotted `key` in `table`.
fn value_at<'t>(table: &'t Table, key: &str) -> Option<&'t Value> {
    match key.split_once('.') {
        None => table.get(key),
        Some((section, rest)) => value_at(table.get(section)?.as_table()?, rest),
    }
}

/// A variable's text as the type that its setting has; left a text where it is not of that type.
fn from_text(text: &str, like: &Value) -> Value {
    let typed = match like {
        Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
        Value::Boolean(_) => match text.trim() {
            "true" | "1" => Some(Value::Boolean(true)),
            "false" | "0" => Some(Value::Boolean(false)),
            _ => None,
        },
        Value::Array(_) => Some(Value::Array(
            text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect(),
        )),
        _ => None,
    };
    typed.unwrap_or_else(|| text.into())
}

/// What was expected, when `value` has another type than `like`.
fn wrong_type(value: &Value, like: &Value) -> Option<&'static str> {
    match (like, value) {
        (Value::Integer(_), Value::Integer(number)) if *number < 0 => {
            Some("expected a whole number, not below 0")
        }
        _ if value.same_type(like) => None,
        (Value::Integer(_), _) => Some("expected a whole number"),
        (Value::Boolean(_), _) => Some("expected true or false"),
        (Value::Array(_), _) => Some("expected a list, such as [\"one\", \"two\"]"),
        _ => Some("expected a text in quotes"),
    }
}

/// The one of `known` most like `name`, compared as a whole and by what is left without the section.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> String {
    let bare = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |other: &String| {
        let whole = strsim::normalized_damerau_levenshtein(name, other);
        whole.max(strsim::normalized_damerau_levenshtein(&bare(name), &bare(other)))
    };
    known.max_by(|a, b| likeness(a).total_cmp(&likeness(b))).cloned().unwrap_or_default()
}

/// A name with a dot of its own, or an empty one, both of which only quotes make, and where it stands in bytes.
fn quoted_name<'t>(table: &'t DeTable<'_>) -> Option<(&'t str, usize)> {
    table.iter().find_map(|(name, value)| match value.get_ref() {
        _ if name.get_ref().is_empty() || name.get_ref().contains('.') => {
            Some((name.get_ref().as_ref(), name.span().start))
        }
        DeValue::Table(inner) => quoted_name(inner),
        _ => None,
    })
}

/// Where in the text the dotted `key` stands, in bytes.
fn position(table: &DeTable<'_>, key: &str) -> Option<usize> {
    let mut table = table;
    let mut found = None;
    for part in key.split('.') {
        let (name, value): (_, &Spanned<DeValue<'_>>) =
            table.iter().find(|(name, _)| name.get_ref().as_ref() == part)?;
        found = Some(name.span().start);
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => return found,
        }
    }
    found
}

fn line_at(text: &str, position: usize) -> usize {
    1 + text.bytes().take(position).filter(|byte| *byte == b'\n').count()
}
