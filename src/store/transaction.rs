//! Several reads and writes as one: all of it happens, or none.
//!
//! Transactions run one after the other on the writer's thread, each seeing what those before it did. Several of
//! them make a [`Batch`], which is committed as one; a transaction that fails takes back its own changes alone.
//!
//! Index entries are added as soon as a document changes and the outdated ones removed only after the commit: a
//! reader, who sees the committed documents, so finds each by its old values until the commit and by its new ones
//! from then on.

use std::collections::{BTreeMap, BTreeSet};
use std::slice;
use std::sync::Arc;

use bson::Document;
use bson::oid::ObjectId;

use super::collection::{Collection, Committed, Query, Source};
use super::database::Core;
use super::engine::Change;
use super::error::StoreError;
use super::index::Id;
use super::record::{Record, encode, stored_checksum};
use super::update::Update;

/// A view of the store in which changes can be made.
pub struct Transaction<'b> {
    batch: &'b mut Batch,
    // what each changed document was before, for taking it back
    undo: Vec<(Key, Option<Version>)>,
}

impl<'b> Transaction<'b> {
    pub(super) fn new(batch: &'b mut Batch) -> Self {
        Self { batch, undo: Vec::new() }
    }

    /// The documents that a query finds.
    pub fn find(&self, collection: &str, query: impl Into<Query>) -> Result<Vec<Document>, StoreError> {
        let (_, collection) = self.batch.core.collection(collection)?;
        collection.find(&*self.batch, &query.into())
    }

    /// The first document that a query finds.
    pub fn find_one(
        &self,
        collection: &str,
        query: impl Into<Query>,
    ) -> Result<Option<Document>, StoreError> {
        Ok(self.find(collection, query.into().limit(1))?.pop())
    }

    /// Adds a document; one without an `_id` gets an object id.
    pub fn insert(&mut self, collection: &str, mut document: Document) -> Result<(), StoreError> {
        if !document.contains_key("_id") {
            let fields = std::mem::take(&mut document);
            document.insert("_id", ObjectId::new());
            document.extend(fields);
        }
        let core = Arc::clone(&self.batch.core);
        let (place, collection) = core.collection(collection)?;
        let record = encode(collection.name, &document)?;
        let key = (place, Id::from(record.id.as_slice()));
        if self.batch.current(&key)?.is_some() {
            return Err(StoreError::Duplicate { collection: collection.name, field: "_id" });
        }
        self.put(key, Some((document, record)))
    }

    /// Applies an update to the first document that a filter finds; gives the updated document, or none when
    /// there is none.
    pub fn update(
        &mut self,
        collection: &str,
        filter: Document,
        update: &Document,
    ) -> Result<Option<Document>, StoreError> {
        let update = Update::parse(update)?;
        let Some(mut document) = self.find_one(collection, filter)? else { return Ok(None) };
        update.apply(&mut document)?;
        self.replace(collection, document.clone())?;
        Ok(Some(document))
    }

    /// Puts a document in the place of the one with the same `_id`, or beside the others where there is none.
    pub fn replace(&mut self, collection: &str, document: Document) -> Result<(), StoreError> {
        let core = Arc::clone(&self.batch.core);
        let (place, collection) = core.collection(collection)?;
        let record = encode(collection.name, &document)?;
        self.put((place, Id::from(record.id.as_slice())), Some((document, record)))
    }

    /// Deletes every document that a query finds; says how many.
    pub fn delete(&mut self, collection: &str, query: impl Into<Query>) -> Result<usize, StoreError> {
        let core = Arc::clone(&self.batch.core);
        let (place, collection) = core.collection(collection)?;
        let found = collection.find(&*self.batch, &query.into())?;
        for document in &found {
            let record = encode(collection.name, document)?;
            self.put((place, Id::from(record.id.as_slice())), None)?;
        }
        Ok(found.len())
    }

    /// Takes back all changes.
    pub(super) fn roll_back(self) {
        for (key, before) in self.undo.into_iter().rev() {
            if let Some(entry) = self.batch.entries.get_mut(&key) {
                entry.current = before;
            }
        }
    }

    fn put(&mut self, key: Key, document: Option<(Document, Record)>) -> Result<(), StoreError> {
        self.batch.touch(&key)?;
        if let Some((document, _)) = &document {
            self.batch.index(&key, document)?;
        }
        let version = document.map(|(document, record)| Version { document, bytes: record.bytes });
        if let Some(entry) = self.batch.entries.get_mut(&key) {
            let before = std::mem::replace(&mut entry.current, version);
            self.undo.push((key, before));
        }
        Ok(())
    }
}

/// A document's collection, by its place in the list, and its id.
type Key = (usize, Id);

#[derive(Clone)]
struct Version {
    document: Document,
    bytes: Vec<u8>,
}

/// A document that a batch has touched.
struct Entry {
    committed: Option<Version>,
    current: Option<Version>,
    // every index entry the document has had since the batch began: which index, which hash
    indexed: BTreeSet<(usize, u64)>,
}

/// The changes that wait to be committed together.
pub(super) struct Batch {
    core: Arc<Core>,
    entries: BTreeMap<Key, Entry>,
}

/// How a batch changes a collection: by how many documents, and by how much the sum of their checksums.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Delta {
    pub(super) documents: i64,
    pub(super) digest: i64,
}

impl Batch {
    pub(super) fn new(core: Arc<Core>) -> Self {
        Self { core, entries: BTreeMap::new() }
    }

    /// What has to be written, and what it does to each collection.
    pub(super) fn changes(&self) -> (Vec<Change>, BTreeMap<usize, Delta>) {
        let mut changes = Vec::new();
        let mut deltas: BTreeMap<usize, Delta> = BTreeMap::new();
        for ((place, id), entry) in &self.entries {
            let before = entry.committed.as_ref().map(|version| &version.bytes);
            let after = entry.current.as_ref().map(|version| &version.bytes);
            if before == after {
                continue;
            }
            let delta = deltas.entry(*place).or_default();
            for (bytes, sign) in [(before, -1), (after, 1)] {
                if let Some(bytes) = bytes {
                    delta.documents += sign;
                    delta.digest =
                        delta.digest.wrapping_add(sign.wrapping_mul(i64::from(stored_checksum(bytes))));
                }
            }
            changes.push(Change {
                collection: self.core.collections[*place].name,
                id: id.to_vec(),
                bytes: after.cloned(),
            });
        }
        (changes, deltas)
    }

    /// After a commit: removes the index entries that no longer hold.
    pub(super) fn settle(self) {
        for ((place, id), entry) in &self.entries {
            let document = entry.current.as_ref().map(|version| &version.document);
            forget_outdated(&self.core.collections[*place], id, &entry.indexed, document);
        }
    }

    /// After a commit that failed, once the engine works again: the same, by what it really holds.
    pub(super) fn settle_by_engine(&self) -> Result<(), StoreError> {
        let committed = Committed(&*self.core.engine);
        for ((place, id), entry) in &self.entries {
            let collection = &self.core.collections[*place];
            let document = committed.load(collection, slice::from_ref(id))?.pop();
            forget_outdated(collection, id, &entry.indexed, document.as_ref());
        }
        Ok(())
    }

    fn current(&self, key: &Key) -> Result<Option<Document>, StoreError> {
        if let Some(entry) = self.entries.get(key) {
            return Ok(entry.current.as_ref().map(|version| version.document.clone()));
        }
        let collection = &self.core.collections[key.0];
        Ok(Committed(&*self.core.engine).load(collection, slice::from_ref(&key.1))?.pop())
    }

    /// Makes sure that the batch has an entry for a document.
    fn touch(&mut self, key: &Key) -> Result<(), StoreError> {
        if self.entries.contains_key(key) {
            return Ok(());
        }
        let collection = &self.core.collections[key.0];
        let committed = match self.current(key)? {
            Some(document) => Some(Version { bytes: encode(collection.name, &document)?.bytes, document }),
            None => None,
        };
        let indexed = committed.as_ref().map(|version| entries_of(collection, &version.document));
        let entry = Entry { current: committed.clone(), committed, indexed: indexed.unwrap_or_default() };
        self.entries.insert(key.clone(), entry);
        Ok(())
    }

    /// Adds a document's index entries, unless it would break a unique one.
    fn index(&mut self, key: &Key, document: &Document) -> Result<(), StoreError> {
        let core = Arc::clone(&self.core);
        let collection = &core.collections[key.0];
        for index in collection.indexes.iter().filter(|index| index.spec().unique) {
            for value in index.keys(document) {
                let holds = |other: &Document| index.keys(other).contains(&value);
                for other in index.candidates(index.hash(&value)) {
                    if other != key.1 && self.current(&(key.0, other))?.is_some_and(|other| holds(&other)) {
                        let field = index.spec().field;
                        return Err(StoreError::Duplicate { collection: collection.name, field });
                    }
                }
            }
        }
        let entries = entries_of(collection, document);
        for (place, index) in collection.indexes.iter().enumerate() {
            let hashes = entries.iter().filter(|entry| entry.0 == place).map(|entry| entry.1);
            index.add(hashes, &key.1);
        }
        if let Some(entry) = self.entries.get_mut(key) {
            entry.indexed.extend(entries);
        }
        Ok(())
    }
}

impl Source for Batch {
    fn load(&self, collection: &Collection, ids: &[Id]) -> Result<Vec<Document>, StoreError> {
        let (place, _) = self.core.collection(collection.name)?;
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.current(&(place, id.clone()))?);
        }
        Ok(found)
    }

    fn scan(
        &self,
        collection: &Collection,
        visit: &mut dyn FnMut(Document) -> bool,
    ) -> Result<(), StoreError> {
        let (place, _) = self.core.collection(collection.name)?;
        let mut touched = self.entries.iter().filter(|((of, _), _)| *of == place).peekable();
        let mut goes_on = true;
        // both in the order of ids: what the batch has touched takes the place of what is committed
        let mut visit_touched_before = |id: Option<&[u8]>, visit: &mut dyn FnMut(Document) -> bool| {
            let mut replaced = false;
            while let Some(((_, own), entry)) =
                touched.next_if(|((_, own), _)| id.is_none_or(|id| **own <= *id))
            {
                replaced = id.is_some_and(|id| **own == *id);
                if let Some(version) = &entry.current
                    && !visit(version.document.clone())
                {
                    return (false, replaced);
                }
            }
            (true, replaced)
        };
        Committed(&*self.core.engine).scan_with_ids(collection, &mut |id, document| {
            let (on, replaced) = visit_touched_before(Some(id), visit);
            goes_on = on && (replaced || visit(document));
            goes_on
        })?;
        if goes_on {
            visit_touched_before(None, visit);
        }
        Ok(())
    }
}

fn entries_of(collection: &Collection, document: &Document) -> BTreeSet<(usize, u64)> {
    let of_index = |(place, index): (usize, &super::index::Index)| {
        index.keys(document).into_iter().map(|key| (place, index.hash(&key))).collect::<Vec<_>>()
    };
    collection.indexes.iter().enumerate().flat_map(of_index).collect()
}

fn forget_outdated(
    collection: &Collection,
    id: &Id,
    indexed: &BTreeSet<(usize, u64)>,
    document: Option<&Document>,
) {
    let valid = document.map(|document| entries_of(collection, document)).unwrap_or_default();
    for (place, hash) in indexed.difference(&valid) {
        collection.indexes[*place].remove([*hash], id);
    }
}
