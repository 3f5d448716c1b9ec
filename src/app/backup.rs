//! The box in one file: joins the backup with the box that runs, or with the data directory of one that does not.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use tracing::{error, info};

use super::administration::{Done, Task};
use super::ownership::hand_to_owner;
use super::{Foundation, control, prepare_directory};
use crate::backup::{self, BackupError, Contents, Made, Place, Schedule, Source, Upload};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::audit::{Action, Actor};
use crate::secret::{ExposeSecret, SecretString};
use crate::store::{Snapshot, Store};

/// Makes a backup of the box in the file `path`, running or not.
///
/// # Errors
/// What went wrong, for the person at the command line.
pub fn back_up(config: &Config, passphrase: Option<&SecretString>, path: &Path) -> Result<Made> {
    if let Some(stream) = control::connect(config)? {
        let task = Task::Backup { passphrase: passphrase.map(|secret| secret.expose_secret().to_owned()) };
        let (done, bytes) = control::ask(stream, &task)?;
        return Ok(backup::keep(path, passphrase, |file| receive(&done, bytes, file))?);
    }
    let foundation = open_existing(config)?;
    Ok(foundation.archive.make_in(path, passphrase)?)
}

/// Restores a backup to the data directory, which must be empty.
///
/// # Errors
/// As above.
pub fn restore(config: &Config, passphrase: Option<&SecretString>, path: &Path) -> Result<Contents> {
    let file = File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    let place = Place { data_dir: &config.data_dir, store: &config.into(), now: Clock::system().now() };
    let restored = backup::restore(&file, passphrase, &place)?;
    hand_to_owner(&config.data_dir)?;
    Ok(restored)
}

/// Makes a box that has stopped, and was nobody's yet, the one that a backup holds.
///
/// # Errors
/// As above.
pub fn become_restored(config: &Config, upload: &Upload) -> Result<()> {
    let place = Place { data_dir: &config.data_dir, store: &config.into(), now: Clock::system().now() };
    let contents = backup::replace(upload, &place).context("can't restore the backup; the box is as new")?;
    info!(of = %contents.header.created_at, "restored a backup");
    Ok(())
}

/// Writes all documents of the box, running or not, as text into `directory`; says how many of which collection.
///
/// # Errors
/// As above.
pub fn export(config: &Config, directory: &Path) -> Result<BTreeMap<String, u64>> {
    let explain = || format!("can't write into {}", directory.display());
    DirBuilder::new().recursive(true).mode(0o700).create(directory).with_context(explain)?;
    let file = if let Some(stream) = control::connect(config)? {
        let (done, bytes) = control::ask(stream, &Task::Backup { passphrase: None })?;
        backup::keep_temporary(directory, None, |file| receive(&done, bytes, file))?.1
    } else {
        open_existing(config)?.archive.make_temporary(None)?.1
    };
    Ok(backup::export(file, directory)?)
}

/// Fills the empty store of the box, which must not run, from text in `directory`.
///
/// # Errors
/// As above.
pub fn import(config: &Config, directory: &Path) -> Result<BTreeMap<String, u64>> {
    prepare_directory(&config.data_dir)?;
    let imported = backup::import(directory, config)?;
    hand_to_owner(&config.data_dir)?;
    Ok(imported)
}

/// Makes a backup of documents that are about to become those of a newer schema.
pub(super) fn before_migration(
    config: &Config,
    snapshot: &Snapshot<'_>,
    clock: &Clock,
) -> Result<(), String> {
    let directory = Schedule::from(config).directory;
    let now = clock.now();
    let from = snapshot.schema();
    let path = directory.join(format!("schema-{from}-{}.backup", now.as_secs()));
    let source = Source { snapshot: *snapshot, data_dir: &config.data_dir, now };
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&directory)
        .map_err(|source| BackupError::Io { path: directory.clone(), source })
        .and_then(|()| backup::make(&source, None, &path));
    made.map_err(|error| error.to_string())?;
    info!(path = %path.display(), from, to = Store::SCHEMA_VERSION, "backed up before changing the documents");
    Ok(())
}

/// Makes the automatic backups as they come due, for as long as it is polled.
pub(super) async fn keep_backups(foundation: Arc<Foundation>) {
    let (archive, audit) = (&foundation.archive, foundation.accounts.audit());
    while let Some(due) = archive.due() {
        foundation.clock.reaches(due).await;
        let making = archive.clone();
        let Ok(outcome) = tokio::task::spawn_blocking(move || making.make()).await else { return };
        let (action, detail) = match outcome.result {
            Ok(kept) => {
                info!(name = kept.name, bytes = kept.bytes, "made a backup");
                (Action::BackupMade, kept.name)
            }
            Err(error) => {
                error!(error, "could not make a backup; trying again in an hour");
                (Action::BackupFailed, error)
            }
        };
        audit.note(Actor::BOX, action, None, Some(detail)).await;
    }
}

/// The box that does not run; one that never did is nothing to make a backup of.
fn open_existing(config: &Config) -> Result<Foundation> {
    if !config.store_path().exists() {
        bail!("there is no box in {}; name its directory with --data-dir", config.data_dir.display());
    }
    Foundation::open(config, Clock::system())
}

fn receive(done: &Done, bytes: impl Read, mut file: &File) -> Result<(), BackupError> {
    let Done::Backup(expected) = done else {
        return Err(BackupError::Read(io::Error::other("the running box answered something else")));
    };
    match io::copy(&mut bytes.take(*expected), &mut file) {
        Ok(received) if received == *expected => Ok(()),
        Ok(_) => Err(BackupError::Read(io::Error::other("the running box went away"))),
        Err(error) => Err(BackupError::Write(error)),
    }
}
