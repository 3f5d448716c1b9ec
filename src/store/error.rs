//! Why the store could not open, read or write.

use super::engine::EngineError;
use super::filter::InvalidFilter;
use super::update::InvalidUpdate;

/// Why a read or a write failed. A write that failed changed nothing, unless the disk itself failed under it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The engine below, with what to do about it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A stored document is not what was written.
    #[error("the document {id} of {collection} is damaged ({reason}); stop neko and restore a backup")]
    Damaged {
        /// The collection it is in.
        collection: &'static str,
        /// Its `_id` as text.
        id: String,
        /// What was found.
        reason: String,
    },
    /// Documents have gone missing, or others have come.
    #[error("{collection} holds {found} documents, not the {written} written")]
    Incomplete {
        /// The collection.
        collection: &'static str,
        /// How many were written; the same number means that they are others.
        written: i64,
        /// How many are there.
        found: i64,
    },
    /// Another document has this value in a unique field.
    #[error("another document of {collection} has the same {field}")]
    Duplicate {
        /// The collection.
        collection: &'static str,
        /// The unique field.
        field: &'static str,
    },
    /// What was to be stored is no document the store takes.
    #[error("a document of {collection} can't be stored: {reason}")]
    InvalidDocument {
        /// The collection it was meant for.
        collection: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The filter makes no sense.
    #[error(transparent)]
    Filter(#[from] InvalidFilter),
    /// The update makes no sense, in itself or for this document.
    #[error(transparent)]
    Update(#[from] InvalidUpdate),
    /// No such collection was declared.
    #[error("there is no collection {0}")]
    UnknownCollection(String),
    /// The write was given up because neko stops, or because of a fault in its own code.
    #[error("the write was given up")]
    Abandoned,
}

/// Why the store refused to open: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The engine below.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// Documents are not what was written.
    #[error("the store is damaged: {}; restore a backup, or move the file away to start empty", list(.0))]
    Damaged(Vec<String>),
    /// A newer version of neko wrote it.
    #[error("the store was written by a newer neko (schema {found}, this one knows {known}); use that one")]
    Newer {
        /// The schema version in the store.
        found: i64,
        /// The schema version of this build.
        known: i64,
    },
    /// Documents of an older version, to which this build knows no way.
    #[error(
        "the store is of schema {found}, which this neko can't bring to {known}; start a version between once"
    )]
    TooOld {
        /// The schema version in the store.
        found: i64,
        /// The schema version of this build.
        known: i64,
    },
    /// A restore or an import did not come to its end.
    #[error("the store is half filled: a restore or import was interrupted; run it again")]
    Unfinished,
    /// An older store is changed only once there is a backup of it.
    #[error("the store is of an older schema and must be backed up before it is changed, but {0}")]
    NotBackedUp(String),
    /// Documents of an older version could not be changed; they are as before.
    #[error("the store can't be brought to schema {to}: {reason}; the version that wrote it still reads it")]
    NotMigrated {
        /// The version that was not reached.
        to: i64,
        /// Why not.
        reason: String,
    },
    /// The writer could not be started.
    #[error("can't start the store's writer: {0}")]
    Thread(String),
}

/// The findings one can read; how many more there are.
pub(super) fn list(findings: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = findings.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match findings.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Engine(error) => Self::Engine(error),
            other => Self::Damaged(vec![other.to_string()]),
        }
    }
}
