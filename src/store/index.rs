//! Indexes in memory: from a value at a path to the documents that may hold it.
//!
//! An index keeps hashes, not values, and may name documents that no longer hold a value, never too few: the
//! document itself always has the last word. So it stays small, needs no lock across a commit, and can't make a
//! search wrong.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};

use bson::{Bson, Document};

use super::path::{InvalidPath, Leaf, Path};
use super::value::{Case, key};

/// An engine's key, shared by all entries about one document.
pub(super) type Id = Arc<[u8]>;

/// What is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexSpec {
    /// The dotted path; through an array it indexes every element.
    pub field: &'static str,
    /// Whether no two documents may hold the same value there (a missing one counts as null).
    pub unique: bool,
    /// Whether strings that differ in case alone are the same value.
    pub case: Case,
}

/// One index of a collection.
pub(super) struct Index {
    spec: IndexSpec,
    path: Path,
    hasher: RandomState,
    entries: RwLock<BTreeSet<(u64, Id)>>,
}

impl Index {
    pub(super) fn new(spec: IndexSpec) -> Result<Self, InvalidPath> {
        let path = Path::parse(spec.field)?;
        Ok(Self { spec, path, hasher: RandomState::new(), entries: RwLock::default() })
    }

    pub(super) fn spec(&self) -> &IndexSpec {
        &self.spec
    }

    /// Whether it can answer an equality at `path` when strings are compared by `case`.
    pub(super) fn serves(&self, path: &Path, case: Case) -> bool {
        self.path == *path && (case == Case::Sensitive || self.spec.case == Case::Insensitive)
    }

    /// The keys of all values that a document has at the path.
    pub(super) fn keys(&self, document: &Document) -> BTreeSet<Vec<u8>> {
        let mut keys = BTreeSet::new();
        self.path.any(document, Leaf::Elements, |value| {
            keys.insert(self.key(value.unwrap_or(&Bson::Null)));
            false
        });
        keys
    }

    pub(super) fn key(&self, value: &Bson) -> Vec<u8> {
        key(value, self.spec.case)
    }

    pub(super) fn hash(&self, key: &[u8]) -> u64 {
        self.hasher.hash_one(key)
    }

    /// The documents that may hold a value with this hash.
    pub(super) fn candidates(&self, hash: u64) -> Vec<Id> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let first: (u64, Id) = (hash, Arc::from([].as_slice()));
        entries.range(first..).take_while(|(other, _)| *other == hash).map(|(_, id)| id.clone()).collect()
    }

    /// Adds entries of one document.
    pub(super) fn add(&self, hashes: impl IntoIterator<Item = u64>, id: &Id) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        entries.extend(hashes.into_iter().map(|hash| (hash, id.clone())));
    }

    /// Removes entries of one document.
    pub(super) fn remove(&self, hashes: impl IntoIterator<Item = u64>, id: &Id) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        for hash in hashes {
            entries.remove(&(hash, id.clone()));
        }
    }
}
