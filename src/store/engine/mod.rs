//! What the document layer asks of an embedded database: raw documents by id, and nothing else.
//!
//! An engine knows no BSON, no indexes and no filters; it is trusted with two things alone, durability and the
//! atomicity of a batch. That is little enough that engines whose own queries can't be relied on still serve.
//! A database with a query language of its own is no engine: it takes the place of the whole document layer.

mod frozen;
#[cfg(feature = "polodb")]
pub mod polodb;
pub mod redb;

/// One document put or deleted, as part of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The collection it is in; made when first written to.
    pub collection: &'static str,
    /// Which document.
    pub id: Vec<u8>,
    /// What it becomes; none deletes it.
    pub bytes: Option<Vec<u8>>,
}

/// What a scan calls for each document, with its id and bytes; `false` ends the scan.
pub type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> bool + 'a;

/// As [`Visit`], with the collection first.
pub type VisitAll<'a> = dyn FnMut(&str, &[u8], &[u8]) -> bool + 'a;

/// A durable place for documents by id.
///
/// Readers may run beside each other and beside one writer; they see what was committed before they began.
pub trait Engine: Send + Sync {
    /// The documents with these ids, in their order, all as of one moment; none where there is none.
    fn get(&self, collection: &str, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, EngineError>;

    /// Visits every document of a collection in the order of the ids' bytes, as of one moment.
    fn scan(&self, collection: &str, visit: &mut Visit<'_>) -> Result<(), EngineError>;

    /// Visits every document of each of these collections in turn, as [`Engine::scan`] does, all of it as of one
    /// moment. Until it returns, a write that fails keeps whoever comes after it waiting: `visit` should be quick.
    fn snapshot(&self, collections: &[&str], visit: &mut VisitAll<'_>) -> Result<(), EngineError>;

    /// Writes all changes or none. When it returns `Ok` they survive a power cut; when it fails, what is there
    /// is one of the two, and a following [`Engine::get`] tells which.
    fn write(&self, batch: &[Change]) -> Result<(), EngineError>;

    /// Reads back everything the engine itself can verify.
    fn check(&self) -> Result<(), EngineError>;
}

/// Why an engine could not do its work: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// Another process has it open.
    #[error("{path} is in use by another neko; stop that one first")]
    Locked {
        /// The database.
        path: String,
    },
    /// Its file format is not the one this build writes.
    #[error("{path} has file format {found}, which this neko can't read; use the version that wrote it")]
    Format {
        /// The database.
        path: String,
        /// The format's number.
        found: u8,
    },
    /// What is in the file is not what was written.
    #[error("{path} is damaged ({reason}); stop neko and restore a backup")]
    Damaged {
        /// The database.
        path: String,
        /// What was found.
        reason: String,
    },
    /// No room on the disk, or over a quota.
    #[error("no room left on the disk for {path}; free some space, nothing else needs to be done")]
    DiskFull {
        /// The database.
        path: String,
    },
    /// The disk takes nothing any more; what is on it can be read.
    #[error(
        "the disk can only be read, so {path} can't be written: the system stops writing to a disk that fails, such as \
         a worn-out memory card; check the disk, and restore a backup on a good one"
    )]
    ReadOnly {
        /// The database.
        path: String,
    },
    /// The operating system refused.
    #[error("can't read or write {path}: {reason}; check that the directory exists, its owner and the disk")]
    Io {
        /// The database.
        path: String,
        /// What the system said.
        reason: String,
    },
}
