//! The box in one file: made while it runs, checked, and brought back on any machine.
//!
//! A backup holds every document as of one moment, as BSON and not as pages of an engine, and the few files that
//! make the box the one that people know: its certificate authority, the key that signs sessions, its settings.
//! Every frame has a checksum, every collection and the whole have a SHA-256, so that one that was damaged is
//! refused with the place named, before anything of it counts. `docs/backup.md` has the format. With a passphrase
//! the same is wrapped as a file of age's (<https://age-encryption.org/v1>).
//!
//! Invariants: a backup is either whole under its name or not there; a restore is either whole or leaves a store
//! that does not open; nothing here knows a request, and nothing is left readable to others.

mod archive;
mod export;
mod frame;
mod passphrase;
mod reader;
mod restore;
mod writer;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use archive::{Archive, Kept, Outcome, Schedule};
pub use export::{ExportError, export, import};
pub use reader::{Item, Reader, check};
pub use restore::{Place, RestoreError, restore};
pub use writer::{Made, Source, keep, keep_temporary, make, make_temporary};

use crate::clock::Timestamp;
use crate::store::{FillError, StoreError};

/// The files of the data directory that a backup holds, where they are there: settings, the key that signs access
/// tokens, the certificate authority. The server's own certificate is left out, for the next machine has other
/// addresses and gets one of its own.
pub const FILES: [&str; 4] = ["neko.toml", "signing.key", "tls/ca.pem", "tls/ca.key"];

/// The version of the file format, the first thing that a backup says.
const FORMAT: u32 = 1;

/// What a backup begins with; the format's number and a line feed follow.
const MAGIC: &[u8] = b"neko-backup ";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The version of the documents' shapes.
    pub schema: i64,
    /// The version of the neko that made it.
    pub neko: String,
    /// When it was made: all of it is as of then.
    pub created_at: Timestamp,
    /// The collections there were.
    pub collections: Vec<String>,
}

/// What is in a backup that was read to its end and found whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contents {
    /// What it says of itself.
    #[serde(flatten)]
    pub header: Header,
    /// How many documents there are of each collection; one that held none is left out.
    pub documents: BTreeMap<String, u64>,
    /// The files in it.
    pub files: Vec<String>,
}

/// Why a backup was not made or not read: what, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It begins like nothing that neko writes.
    #[error("this is no backup of a neko, or its first bytes are damaged")]
    NotABackup,
    /// Its format is newer than this build reads.
    #[error("the backup was made by a newer neko (format {found}, this one reads {FORMAT}); use that one")]
    NewerFormat {
        /// The format's number.
        found: u32,
    },
    /// It holds a file that this build does not know.
    #[error("the backup was made by a newer neko (it holds a file {0}); use that one")]
    UnknownFile(String),
    /// It is not what was written.
    #[error("the backup is damaged: {place}: {reason}; use another one")]
    Damaged {
        /// Where.
        place: String,
        /// What was found.
        reason: String,
    },
    /// It is encrypted, and there is no passphrase.
    #[error("the backup is encrypted; its passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("the passphrase is not that of the backup, or the first bytes of the backup are damaged")]
    WrongPassphrase,
    /// It asks for more memory than a box has.
    #[error("the backup is encrypted with a work factor of {0}, which this machine does not take")]
    TooCostly(u8),
    /// The file system refused.
    #[error("can't use {}: {source}", path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file could not be read.
    #[error("can't read the backup: {0}")]
    Read(io::Error),
    /// Where it goes took no more.
    #[error("can't write the backup: {0}")]
    Write(io::Error),
    /// The documents could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store did not take them.
    #[error(transparent)]
    Fill(#[from] FillError),
}

impl BackupError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }

    fn damaged(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Damaged { place: place.into(), reason: reason.into() }
    }
}

#[cfg(test)]
mod tests;
