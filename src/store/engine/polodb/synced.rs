//! The number of the latest synced commit, beside the database: what has fewer has lost some.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, FileExt, PermissionsExt};
use std::path::Path;

use super::Failure;
use crate::secret::{sync_directory_of, write_private};

/// The file's name.
pub(super) const NAME: &str = "synced";

/// How many commits were synced, in a file. It is written after each, to one of two blocks in turn: of a write that a
/// power cut tears, the other block is left.
pub(super) struct Synced(File);

const BLOCK: u64 = 4096;

impl Synced {
    /// Opens the file in `directory`, or makes both, and keeps out whoever else wants to.
    pub(super) fn open(directory: &Path) -> Result<Self, Failure> {
        let path = directory.join(NAME);
        if !path.try_exists()? {
            match DirBuilder::new().mode(0o700).create(directory) {
                Ok(()) => sync_directory_of(directory)?,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
            for entry in fs::read_dir(directory)? {
                // what a start that was cut short leaves, and what a disk of its own has
                let name = entry?.file_name();
                if name != "synced.new" && name != "lost+found" {
                    return Err(Failure::Other("there are other files in it, and no store".into()));
                }
            }
            write_private(&path, &record(0))?;
            sync_directory_of(&path)?;
        }
        // whoever made it: it holds password hashes
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Failure::Locked),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    pub(super) fn read(&self) -> Result<u64, Failure> {
        let blocks = [0, BLOCK].map(|at| {
            let mut bytes = [0; RECORD_BYTES];
            self.0.read_exact_at(&mut bytes, at).ok()?;
            let number = bytes.first_chunk().map(|number| u64::from_le_bytes(*number))?;
            (record(number) == bytes).then_some(number)
        });
        blocks.into_iter().flatten().max().ok_or_else(|| Failure::damaged("its file synced makes no sense"))
    }

    pub(super) fn write(&self, commits: u64) -> io::Result<()> {
        self.0.write_all_at(&record(commits), commits % 2 * BLOCK)?;
        self.0.sync_data()
    }
}

const RECORD_BYTES: usize = 12;

/// A number with its checksum.
fn record(number: u64) -> [u8; RECORD_BYTES] {
    let number = number.to_le_bytes();
    let checksum = crc32fast::hash(&number).to_le_bytes();
    let mut record = [0; RECORD_BYTES];
    record[..8].copy_from_slice(&number);
    record[8..].copy_from_slice(&checksum);
    record
}
