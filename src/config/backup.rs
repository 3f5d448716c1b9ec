//! `[backup]`: the backups that the box makes by itself.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::values::TimeOfDay;
use super::{Invalid, in_range};

/// The `[backup]` section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Backup {
    /// Whether the box makes a backup every day.
    pub automatic: bool,
    /// At what time, by the machine's time zone.
    pub at: TimeOfDay,
    /// How many of them are kept; older ones are deleted.
    pub keep: usize,
    /// Where they go: in the data directory, unless it begins with a slash.
    pub directory: PathBuf,
    /// A file whose first line is the passphrase they are encrypted with; none when empty. Where it is follows the
    /// same rule.
    pub passphrase_file: PathBuf,
}

impl Default for Backup {
    fn default() -> Self {
        Self {
            automatic: true,
            at: TimeOfDay::new(3, 0),
            keep: 14,
            directory: "backups".into(),
            passphrase_file: PathBuf::new(),
        }
    }
}

impl Backup {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.directory.as_os_str().is_empty() {
            return Err(Invalid::new(
                "directory",
                "expected a directory, such as \"backups\" or \"/mnt/usb\"",
            ));
        }
        in_range("keep", self.keep, 1, 10_000)
    }
}
