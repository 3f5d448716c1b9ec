//! Bringing a backup back: into a data directory that holds nothing, on any machine.
//!
//! The whole file is verified first. Then the documents go into a store that is marked unfinished until everything,
//! the files too, is on the disk: one that was interrupted does not start, and restoring again begins anew.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::path::{Path, PathBuf};

use super::writer::beside;
use super::{BackupError, Contents, FILES, Item, Reader, check};
use crate::clock::Timestamp;
use crate::domain::audit::{Action, Actor, Entry};
use crate::secret::{SecretString, sync_directory_of, write_private};
use crate::store::{FillError, Location, OpenError, Store, StoreError, wait};

/// Where a box is to live, and from when.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// Its data directory.
    pub data_dir: &'p Path,
    /// Its store, usually in there.
    pub store: &'p Location,
    /// The time, for the audit log.
    pub now: Timestamp,
}

/// Why a backup was not restored. What was there before is there still, and nothing else.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Something is there already.
    #[error(
        "{} is not empty (it holds {what}); a backup is restored into an empty data directory: move it away, or name \
         another with --data-dir",
        directory.display()
    )]
    NotEmpty {
        /// Which directory.
        directory: PathBuf,
        /// One of the things in it.
        what: String,
    },
    /// The backup itself.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The restored store does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The restored store can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Restores the backup in `file` to `place`. Who was in a room when it was made has left it then. Run as root, it
/// gives what it makes to whoever owns the directory.
///
/// # Errors
/// [`RestoreError`].
pub fn restore(
    file: &File,
    passphrase: Option<&SecretString>,
    place: &Place<'_>,
) -> Result<Contents, RestoreError> {
    let contents = verify(file, passphrase)?;
    let made_directory = prepare(place)?;
    let outcome = put_back(file, passphrase, place, &contents);
    if outcome.is_err() {
        take_away(place, made_directory);
    }
    outcome.map(|()| contents)
}

/// A backup that was sent to a box that is yet nobody's, and verified.
pub struct Upload {
    file: File,
    passphrase: Option<SecretString>,
}

impl Upload {
    /// Verifies the backup in `file`, and says what is in it.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn checked(file: File, passphrase: Option<SecretString>) -> Result<(Self, Contents), BackupError> {
        let contents = verify(&file, passphrase.as_ref())?;
        Ok((Self { file, passphrase }, contents))
    }
}

/// Restores a backup over a box that is stopped and yet nobody's: of its own it loses what the backup brings.
///
/// # Errors
/// [`RestoreError`]; the box is as new then.
pub fn replace(upload: &Upload, place: &Place<'_>) -> Result<Contents, RestoreError> {
    let Upload { file, passphrase } = upload;
    let contents = verify(file, passphrase.as_ref())?;
    place.store.remove().map_err(BackupError::at(place.store.path()))?;
    let outcome = put_back(file, passphrase.as_ref(), place, &contents);
    if outcome.is_err() {
        take_away(place, false);
    }
    outcome.map(|()| contents)
}

/// That a backup is whole, and not newer than this build.
fn verify(file: &File, passphrase: Option<&SecretString>) -> Result<Contents, BackupError> {
    let contents = check(rewound(file)?, passphrase)?;
    let (found, known) = (contents.header.schema, Store::SCHEMA_VERSION);
    if found > known { Err(FillError::Newer { found, known }.into()) } else { Ok(contents) }
}

fn put_back(
    file: &File,
    passphrase: Option<&SecretString>,
    place: &Place<'_>,
    contents: &Contents,
) -> Result<(), RestoreError> {
    let mut reader = Reader::open(rewound(file)?, passphrase)?;
    Store::fill(place.store, contents.header.schema, |filler| {
        let mut files = Vec::new();
        while let Some(item) = reader.next_item()? {
            match item {
                Item::Document { collection, document } => filler.put(&collection, &document)?,
                Item::File { name, bytes } => files.push((name, bytes)),
            }
        }
        for (name, bytes) in files {
            let path = place.data_dir.join(name);
            write_file(&path, &bytes).map_err(BackupError::at(&path))?;
        }
        hand_over(place).map_err(BackupError::at(place.data_dir))
    })?;
    // opening verifies it all once more; the backup is the backup if it is of an older schema
    let store = Store::open(place.store, &mut |_| Ok(()))?;
    let of = contents.header.created_at;
    wait(store.rooms().end_open_stays(of))?;
    let (actor, detail) = (Actor::BOX, Some(format!("from the backup of {of}")));
    let entry = Entry { at: place.now, action: Action::Restored, actor, subject: None, detail };
    wait(store.audit().append(entry))?;
    drop(store);
    // an engine with many files has made some since
    Ok(hand_over(place).map_err(BackupError::at(place.data_dir))?)
}

/// Makes the directory, or sees to it that nothing is in it but what an interrupted restore left. Says whether it
/// was made.
fn prepare(place: &Place<'_>) -> Result<bool, RestoreError> {
    let directory = place.data_dir;
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut builder = DirBuilder::new();
            builder.recursive(true).mode(0o700).create(directory).map_err(BackupError::at(directory))?;
            return Ok(true);
        }
        entries => entries.map_err(BackupError::at(directory))?,
    };
    // one that can't even be opened is in use, or someone may want it still
    let is_left_over = place.store.exists() && Store::is_blank(place.store).unwrap_or(false);
    let may_stay = |path: &Path| {
        // of a disk of its own
        path.ends_with("lost+found")
            || path == beside(place.store.path())
            || is_left_over
                && (path == place.store.path()
                    || FILES.iter().any(|name| directory.join(name).starts_with(path)))
    };
    let found = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>();
    let mut found = found.map_err(BackupError::at(directory))?;
    if place.store.exists() {
        found.push(place.store.path().to_owned());
    }
    match found.iter().find(|path| !may_stay(path)) {
        None => Ok(false),
        Some(path) => Err(RestoreError::NotEmpty {
            directory: path.parent().unwrap_or(directory).to_owned(),
            what: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        }),
    }
}

/// Leaves the place as it was.
fn take_away(place: &Place<'_>, made_directory: bool) {
    // whatever stays, it does not open: the store went first
    let _ = place.store.remove();
    let _ = fs::remove_file(beside(place.store.path()));
    for name in FILES {
        let path = place.data_dir.join(name);
        let _ = fs::remove_file(&path);
        if let Some(directory) = path.parent().filter(|directory| *directory != place.data_dir) {
            let _ = fs::remove_dir(directory);
        }
    }
    if made_directory {
        let _ = fs::remove_dir(place.data_dir);
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
        sync_directory_of(directory)?;
    }
    write_private(path, bytes)?;
    sync_directory_of(path)
}

/// What root made belongs to whoever owns the directory: the box runs as them.
fn hand_over(place: &Place<'_>) -> io::Result<()> {
    let owner = fs::metadata(place.data_dir)?;
    let made = FILES.iter().flat_map(|name| {
        let path = place.data_dir.join(name);
        [path.parent().map(Path::to_owned), Some(path)].into_iter().flatten()
    });
    for path in made.chain(place.store.paths()?) {
        match fs::metadata(&path) {
            Ok(own) if own.uid() != owner.uid() => chown(&path, Some(owner.uid()), Some(owner.gid()))?,
            _ => {}
        }
    }
    Ok(())
}

fn rewound(mut file: &File) -> Result<&File, BackupError> {
    io::Seek::rewind(&mut file).map_err(BackupError::Read)?;
    Ok(file)
}
