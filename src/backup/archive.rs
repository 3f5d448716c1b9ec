//! The backups that the box makes by itself, every night, and how many of them it keeps.
//!
//! Deciding when one is due is pure; making one blocks and belongs on a thread of its own. A box that is switched
//! off at night makes the one it missed once it has been up for a while.

use std::cmp::Reverse;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::writer::UNFINISHED;
use super::{BackupError, Made, Source, check_passphrase, make, make_temporary, temporary};
use crate::clock::{Clock, Timestamp};
use crate::config::{Config, TimeOfDay};
use crate::protocol::admin::{BackupFile, BackupOutcome, BackupsAnswer};
use crate::secret::SecretString;
use crate::store::Store;

/// How long the box is up before it makes a backup that was missed.
const SETTLING: Duration = Duration::from_mins(10);

/// How long after a failure the next try comes.
const RETRY: Duration = Duration::from_hours(1);

const PREFIX: &str = "neko-";
const PLAIN: &str = ".backup";
const ENCRYPTED: &str = ".backup.age";

/// When and where backups are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Where they go.
    pub directory: PathBuf,
    /// At which time of the day, by the machine's time zone; none: never.
    pub at: Option<TimeOfDay>,
    /// How many are kept, at least one.
    pub keep: usize,
    /// A file with the passphrase in its first line, if they are to be encrypted.
    pub passphrase_file: Option<PathBuf>,
}

impl From<&Config> for Schedule {
    fn from(config: &Config) -> Self {
        let file = &config.backup.passphrase_file;
        Self {
            directory: config.data_dir.join(&config.backup.directory),
            at: config.backup.automatic.then_some(config.backup.at),
            keep: config.backup.keep,
            passphrase_file: Some(config.data_dir.join(file)).filter(|_| !file.as_os_str().is_empty()),
        }
    }
}

impl Schedule {
    /// The backups that are there, the newest first.
    ///
    /// # Errors
    /// As the file system reports; a directory that is not there yet holds none.
    pub fn kept(&self) -> io::Result<Vec<Kept>> {
        kept(&self.directory)
    }
}

/// A backup that lies in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The file's name.
    pub name: String,
    /// When it was made, by its name.
    pub at: Timestamp,
    /// How large it is.
    pub bytes: u64,
    /// Whether it takes a passphrase.
    pub encrypted: bool,
}

impl Kept {
    fn shown(self) -> BackupFile {
        let Self { name, at, bytes, encrypted } = self;
        BackupFile { name, at, bytes, encrypted }
    }
}

/// How the latest automatic backup went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// When.
    pub at: Timestamp,
    /// The backup, or why there is none.
    pub result: Result<Kept, String>,
}

impl Outcome {
    fn shown(self) -> BackupOutcome {
        let Self { at, result } = self;
        match result {
            Ok(kept) => BackupOutcome { at, backup: Some(kept.shown()), error: None },
            Err(error) => BackupOutcome { at, backup: None, error: Some(error) },
        }
    }
}

/// The box's backups. Cheap to clone.
#[derive(Clone)]
pub struct Archive(Arc<Inner>);

struct Inner {
    clock: Clock,
    started: Timestamp,
    store: Store,
    data_dir: PathBuf,
    schedule: Schedule,
    last: Mutex<Option<Outcome>>,
}

impl Archive {
    /// Backups of `store` and the files in `data_dir`.
    pub fn new(clock: Clock, store: Store, data_dir: &Path, schedule: Schedule) -> Self {
        let (started, data_dir) = (clock.now(), data_dir.to_owned());
        Self(Arc::new(Inner { clock, started, store, data_dir, schedule, last: Mutex::default() }))
    }

    /// When and where.
    pub fn schedule(&self) -> &Schedule {
        &self.0.schedule
    }

    /// How the latest automatic one since the start went.
    pub fn last(&self) -> Option<Outcome> {
        self.last_outcome().clone()
    }

    /// When the next one is due; it may be past. None where none are to be made.
    pub fn due(&self) -> Option<Timestamp> {
        let failed = self.last().filter(|outcome| outcome.result.is_err()).map(|outcome| outcome.at);
        if let (Some(failed), Some(_)) = (failed, self.0.schedule.at) {
            return Some(failed.plus(RETRY));
        }
        // a directory that can't be read is told about when the backup fails
        let newest = self.0.schedule.kept().ok().and_then(|kept| Some(kept.first()?.at));
        let clock = &self.0.clock;
        let next = |after, second| clock.next_local(after, second);
        Some(due(self.0.schedule.at?.second_of_day(), newest, self.0.started, clock.now(), next))
    }

    /// When and where, how the last one went and which there are, as the API shows it. Blocks.
    pub fn shown(&self) -> BackupsAnswer {
        let Schedule { directory, at, keep, passphrase_file } = self.schedule();
        // a directory that can't be read is what the outcome tells of
        let kept = self.schedule().kept().unwrap_or_default();
        BackupsAnswer {
            directory: directory.display().to_string(),
            at: at.map(|at| at.to_string()),
            keep: *keep,
            encrypted: passphrase_file.is_some(),
            next: self.due(),
            last: self.last().map(Outcome::shown),
            backups: kept.into_iter().map(Kept::shown).collect(),
        }
    }

    /// Makes one by the schedule, and deletes the oldest beyond those that are kept. Blocks.
    pub fn make(&self) -> Outcome {
        let at = self.0.clock.now();
        let result = self.try_make(at).map_err(|error| error.to_string());
        let outcome = Outcome { at, result };
        *self.last_outcome() = Some(outcome.clone());
        outcome
    }

    /// Makes one in a file of no name, for whoever asked for it. Blocks.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn make_temporary(&self, passphrase: Option<&SecretString>) -> Result<(Made, File), BackupError> {
        make_temporary(&self.source(), passphrase, &self.0.data_dir)
    }

    /// A file of no name for a backup that comes from elsewhere.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn temporary(&self) -> Result<File, BackupError> {
        temporary(&self.0.data_dir)
    }

    /// Makes one in the file `path`, for whoever asked for it. Blocks.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn make_in(&self, path: &Path, passphrase: Option<&SecretString>) -> Result<Made, BackupError> {
        make(&self.source(), passphrase, path)
    }

    fn try_make(&self, at: Timestamp) -> Result<Kept, BackupError> {
        let Schedule { directory, keep, passphrase_file, .. } = &self.0.schedule;
        let passphrase = passphrase_file.as_deref().map(read_passphrase).transpose()?;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)
            .map_err(BackupError::at(directory))?;
        remove_unfinished(directory).map_err(BackupError::at(directory))?;
        let name = file_name(at, passphrase.is_some());
        let made = make(&self.source(), passphrase.as_ref(), &directory.join(&name))?;
        let beyond = kept(directory).map_err(BackupError::at(directory))?;
        // by a clock that was wrong the newest may look the oldest
        for old in beyond.into_iter().filter(|old| old.name != name).skip(keep.saturating_sub(1)) {
            let path = directory.join(&old.name);
            fs::remove_file(&path).map_err(BackupError::at(&path))?;
        }
        Ok(Kept { name, at, bytes: made.bytes, encrypted: passphrase.is_some() })
    }

    fn source(&self) -> Source<'_> {
        let snapshot = self.0.store.database().snapshot();
        Source { snapshot, data_dir: &self.0.data_dir, now: self.0.clock.now() }
    }

    fn last_outcome(&self) -> std::sync::MutexGuard<'_, Option<Outcome>> {
        // replaced whole: never half changed
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The name of a backup made at `at`.
pub fn file_name(at: Timestamp, encrypted: bool) -> String {
    let at = Timestamp::from_millis(at.as_secs() * 1000).to_string().replace(':', "-");
    format!("{PREFIX}{at}{}", if encrypted { ENCRYPTED } else { PLAIN })
}

/// When a backup of this name was made, and whether it is encrypted; none for files of other names.
fn parse_name(name: &str) -> Option<(Timestamp, bool)> {
    let rest = name.strip_prefix(PREFIX)?;
    let (at, encrypted) = match rest.strip_suffix(ENCRYPTED) {
        Some(at) => (at, true),
        None => (rest.strip_suffix(PLAIN)?, false),
    };
    let (date, time) = at.split_once('T')?;
    Some((format!("{date}T{}", time.replace('-', ":")).parse().ok()?, encrypted))
}

/// Removes what a kill in the middle of a backup left.
fn remove_unfinished(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.strip_suffix(UNFINISHED).is_some_and(|name| parse_name(name).is_some()) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn kept(directory: &Path) -> io::Result<Vec<Kept>> {
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((at, encrypted)) = parse_name(&name) else { continue };
        all.push(Kept { name, at, bytes: entry.metadata()?.len(), encrypted });
    }
    all.sort_by_key(|kept| Reverse(kept.at));
    Ok(all)
}

/// When the next backup is due.
fn due(
    second_of_day: u32,
    newest: Option<Timestamp>,
    started: Timestamp,
    now: Timestamp,
    next_local: impl Fn(Timestamp, u32) -> Timestamp,
) -> Timestamp {
    // missed while the box was off
    let soon = started.plus(SETTLING).min(next_local(started, second_of_day));
    match newest {
        None => soon,
        // of a clock that was wrong
        Some(newest) if newest > now => next_local(now, second_of_day),
        Some(newest) => {
            Some(next_local(newest, second_of_day)).filter(|next| *next > started).unwrap_or(soon)
        }
    }
}

fn read_passphrase(path: &Path) -> Result<SecretString, BackupError> {
    let text = fs::read_to_string(path).map_err(BackupError::at(path))?;
    match text.lines().next() {
        Some(line) if check_passphrase(&line.into()).is_ok() => Ok(line.into()),
        _ => {
            let what = "its first line holds no passphrase of 10 characters or more";
            let source = io::Error::new(io::ErrorKind::InvalidData, what);
            Err(BackupError::Io { path: path.to_owned(), source })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn seconds(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// Days begin at the epoch's midnight.
    fn next_local(after: Timestamp, second: u32) -> Timestamp {
        let today = seconds(after.as_secs() - after.as_secs().rem_euclid(DAY) + i64::from(second));
        if today > after { today } else { today.plus(Duration::from_hours(24)) }
    }

    #[test]
    fn one_is_due_every_night_and_a_missed_one_soon_after_the_start() {
        let three = 3 * 3_600;
        let at = i64::from(three);
        let settled = |started: i64| started + 600;
        // newest, started, now -> due
        let table = [
            // running through the night
            (Some(at), 0, at + 1, DAY + at),
            (Some(at), 0, DAY + at + 5, DAY + at),
            // off at three: made once the box has been up for a while, or at three if that is sooner
            (Some(at), DAY + at + 3_600, DAY + at + 3_700, settled(DAY + at + 3_600)),
            (Some(at), 2 * DAY + at - 60, 2 * DAY + at - 50, 2 * DAY + at),
            // never yet
            (None, 100, 200, settled(100)),
            (None, at - 60, at - 50, at),
            // the clock was wrong when the newest was made
            (Some(99 * DAY), 0, 50, at),
        ];
        for (newest, started, now, expected) in table {
            let actual = due(three, newest.map(seconds), seconds(started), seconds(now), next_local);
            assert_eq!(actual, seconds(expected), "{newest:?} {started} {now}");
        }
    }

    #[test]
    fn a_name_says_when_and_others_are_left_alone() {
        let at = Timestamp::from_millis(1_795_489_445_678);
        for encrypted in [false, true] {
            assert_eq!(parse_name(&file_name(at, encrypted)), Some((seconds(1_795_489_445), encrypted)));
        }
        assert_eq!(file_name(at, false), "neko-2026-11-24T03-04-05Z.backup");
        for other in [
            "",
            "neko-.backup",
            "neko-2026.backup",
            "before-schema-2-2026-11-24T03-04-05Z.backup",
            "notes.txt",
        ] {
            assert_eq!(parse_name(other), None, "{other}");
        }
    }
}
