//! Making a backup.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::frame::{FrameWriter, Kind, Tally};
use super::{BackupError, Contents, FILES, FORMAT, Header, MAGIC, check, passphrase};
use crate::clock::Timestamp;
use crate::secret::{SecretString, create_private, random_token, sync_directory_of};
use crate::store::Snapshot;

/// What the name of a file ends with until it is whole.
pub(super) const UNFINISHED: &str = ".new";

/// What a backup is made of.
#[derive(Clone, Copy)]
pub struct Source<'s> {
    /// The documents.
    pub snapshot: Snapshot<'s>,
    /// Where the files are.
    pub data_dir: &'s Path,
    /// The time.
    pub now: Timestamp,
}

/// A backup that was made and read back.
#[derive(Debug)]
pub struct Made {
    /// What is in it.
    pub contents: Contents,
    /// How large it is.
    pub bytes: u64,
}

/// Makes a backup in the file `path` (mode 0600), under a passphrase if one is given, and reads it back. Until all
/// of that was done there is no file of that name, or the one from before.
///
/// # Errors
/// [`BackupError`]; nothing is left behind then.
pub fn make(
    source: &Source<'_>,
    passphrase: Option<&SecretString>,
    path: &Path,
) -> Result<Made, BackupError> {
    keep(path, passphrase, |file| write_sealed(source, passphrase, file))
}

/// Keeps what `write` writes as the backup in the file `path`, as [`make`] does its own.
///
/// # Errors
/// [`BackupError`], `write`'s own among them; nothing is left behind then.
pub fn keep(
    path: &Path,
    passphrase: Option<&SecretString>,
    write: impl FnOnce(&File) -> Result<(), BackupError>,
) -> Result<Made, BackupError> {
    let unfinished = beside(path);
    let made = filled(&unfinished, passphrase, write).and_then(|(made, _)| {
        fs::rename(&unfinished, path).map_err(BackupError::at(path))?;
        sync_directory_of(path).map_err(BackupError::at(path))?;
        Ok(made)
    });
    if made.is_err() {
        // the error is what matters; there may be no such file
        let _ = fs::remove_file(&unfinished);
    }
    made
}

/// Makes a backup in a file of no name, in `directory`, and reads it back. It is gone once it is closed.
///
/// # Errors
/// [`BackupError`].
pub fn make_temporary(
    source: &Source<'_>,
    passphrase: Option<&SecretString>,
    directory: &Path,
) -> Result<(Made, File), BackupError> {
    keep_temporary(directory, passphrase, |file| write_sealed(source, passphrase, file))
}

/// Keeps what `write` writes as [`make_temporary`] does.
///
/// # Errors
/// [`BackupError`], `write`'s own among them.
pub fn keep_temporary(
    directory: &Path,
    passphrase: Option<&SecretString>,
    write: impl FnOnce(&File) -> Result<(), BackupError>,
) -> Result<(Made, File), BackupError> {
    let path = directory.join(format!(".backup-{}", random_token::<9>()));
    filled(&path, passphrase, |file| {
        // on the disk for as long as it is open, and no longer
        fs::remove_file(&path).map_err(BackupError::at(&path))?;
        write(file)
    })
}

/// The name that a file has until it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(UNFINISHED);
    path.with_file_name(name)
}

/// A file that was filled, synced and read back.
fn filled(
    path: &Path,
    passphrase: Option<&SecretString>,
    write: impl FnOnce(&File) -> Result<(), BackupError>,
) -> Result<(Made, File), BackupError> {
    let mut file = create_private(path).map_err(BackupError::at(path))?;
    write(&file)?;
    file.sync_all().map_err(BackupError::Write)?;
    let bytes = file.metadata().map_err(BackupError::Write)?.len();
    file.rewind().map_err(BackupError::Read)?;
    let contents = check(&file, passphrase)?;
    file.rewind().map_err(BackupError::Read)?;
    Ok((Made { contents, bytes }, file))
}

fn write_sealed(
    source: &Source<'_>,
    passphrase: Option<&SecretString>,
    file: &File,
) -> Result<(), BackupError> {
    let buffered = BufWriter::with_capacity(64 * 1024, file);
    let Some(passphrase) = passphrase else { return write(source, buffered).map(drop) };
    let sealed = passphrase::encrypt(buffered, passphrase).map_err(BackupError::Write)?;
    let sealed = write(source, sealed)?;
    sealed.finish().and_then(|mut out| out.flush()).map_err(BackupError::Write)
}

fn write<W: Write>(source: &Source<'_>, out: W) -> Result<W, BackupError> {
    let magic = [MAGIC, format!("{FORMAT}\n").as_bytes()].concat();
    let mut frames = FrameWriter::begin(out, &magic).map_err(BackupError::Write)?;
    let header = Header {
        schema: source.snapshot.schema(),
        neko: env!("CARGO_PKG_VERSION").to_owned(),
        created_at: source.now,
        collections: source.snapshot.collections().map(ToOwned::to_owned).collect(),
    };
    let header = serde_json::to_vec(&header).expect("a header has string keys and no failing parts");
    frames.frame(Kind::Header, &header).map_err(BackupError::Write)?;
    write_documents(source, &mut frames)?;
    for name in FILES {
        let path = source.data_dir.join(name);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(BackupError::at(&path))?,
        };
        let payload = [name.as_bytes(), b"\n", &bytes].concat();
        frames.frame(Kind::File, &payload).map_err(BackupError::Write)?;
    }
    frames.end().map_err(BackupError::Write)
}

fn write_documents<W: Write>(source: &Source<'_>, frames: &mut FrameWriter<W>) -> Result<(), BackupError> {
    let mut current: Option<(&str, Tally)> = None;
    source.snapshot.visit(&mut |name, bson| {
        if current.as_ref().is_none_or(|(open, _)| *open != name) {
            seal(frames, current.take())?;
            frames.frame(Kind::Collection, name.as_bytes()).map_err(BackupError::Write)?;
        }
        current.get_or_insert_with(|| (name, Tally::new())).1.add(bson);
        frames.frame(Kind::Document, bson).map_err(BackupError::Write)
    })?;
    seal(frames, current)
}

/// Ends a collection, if one was begun.
fn seal<W: Write>(frames: &mut FrameWriter<W>, collection: Option<(&str, Tally)>) -> Result<(), BackupError> {
    let Some((_, tally)) = collection else { return Ok(()) };
    frames.frame(Kind::Seal, &tally.seal()).map_err(BackupError::Write)
}
