//! The document store over any engine: opening it, which is also its integrity check, reading and writing.

use std::sync::Arc;

use bson::{Document, doc};

use super::census::{Census, META, Tally, meta_change, read_meta};
use super::collection::{Collection, CollectionSpec, Committed, Query, Source};
use super::engine::Engine;
use super::error::{OpenError, StoreError};
use super::index::Id;
use super::record::{decode, stored_checksum};
use super::transaction::Transaction;
use super::writer::{StoreMeter, Writer};

/// How many findings are collected before the search for more is given up.
const FINDINGS: usize = 100;

/// Collections of BSON documents.
///
/// Reads are done by the calling thread, wait for no write and see what is committed. Writes are done by one
/// thread, many to a commit.
pub struct Database {
    // before the core: the writer must have ended when the engine closes
    writer: Writer,
    core: Arc<Core>,
}

/// What reading and writing share.
pub(super) struct Core {
    pub(super) engine: Box<dyn Engine>,
    pub(super) collections: Vec<Collection>,
}

impl Core {
    /// A collection by its name, with its place in the list.
    pub(super) fn collection(&self, name: &str) -> Result<(usize, &Collection), StoreError> {
        let mut all = self.collections.iter().enumerate();
        all.find(|(_, collection)| collection.name == name)
            .ok_or_else(|| StoreError::UnknownCollection(name.to_owned()))
    }
}

impl Database {
    /// Opens the documents in `engine`, which must be of schema `version` or none yet: reads and verifies every
    /// one, builds the indexes, and refuses to open when anything is damaged, missing or there twice.
    pub fn open(
        engine: Box<dyn Engine>,
        collections: &[CollectionSpec],
        version: i64,
    ) -> Result<Self, OpenError> {
        let collections: Result<Vec<_>, _> = collections.iter().map(Collection::new).collect();
        let core = Arc::new(Core { engine, collections: collections.map_err(StoreError::from)? });
        let is_new = check_version(&core, version)?;
        let census = Census::read(&core)?;
        load(&core, &census)?;
        if is_new {
            if core.collections.iter().enumerate().any(|(place, _)| census.of(place) != Tally::default()) {
                return Err(OpenError::Damaged(vec!["its version record is missing".into()]));
            }
            let record = meta_change(&doc! {"_id": VERSION_ID, "version": version})?;
            core.engine.write(&[record])?;
        }
        let writer =
            Writer::start(Arc::clone(&core), census).map_err(|error| OpenError::Thread(error.to_string()))?;
        Ok(Self { writer, core })
    }

    /// The documents that a query finds.
    pub fn find(&self, collection: &str, query: impl Into<Query>) -> Result<Vec<Document>, StoreError> {
        let (_, collection) = self.core.collection(collection)?;
        collection.find(&Committed(&*self.core.engine), &query.into())
    }

    /// The first document that a query finds.
    pub fn find_one(
        &self,
        collection: &str,
        query: impl Into<Query>,
    ) -> Result<Option<Document>, StoreError> {
        Ok(self.find(collection, query.into().limit(1))?.pop())
    }

    /// How many documents a filter finds.
    pub fn count(&self, collection: &str, filter: &Document) -> Result<usize, StoreError> {
        let (_, collection) = self.core.collection(collection)?;
        collection.count(&Committed(&*self.core.engine), filter)
    }

    /// Runs `work` as one transaction: its changes are durable when this returns `Ok`, and there are none when
    /// it returns an error of `work`'s own. It runs even if the future is dropped once polled.
    ///
    /// `work` runs on the writer's thread and keeps all other writes waiting: it must not wait for anything.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(work).await
    }

    /// What writing cost so far.
    pub fn meter(&self) -> &StoreMeter {
        self.writer.meter()
    }

    /// Reads everything back: what the engine can verify, then every document.
    pub fn check(&self) -> Result<(), StoreError> {
        self.core.engine.check()?;
        let committed = Committed(&*self.core.engine);
        self.core.collections.iter().try_for_each(|collection| committed.scan(collection, &mut |_| true))
    }
}

const VERSION_ID: &str = "schema";

/// Whether the store is new; an error when it is newer than this build.
fn check_version(core: &Core, known: i64) -> Result<bool, OpenError> {
    let Some(record) = read_meta(core, VERSION_ID)? else { return Ok(true) };
    match record.get_i64("version") {
        Ok(found) if found > known => Err(OpenError::Newer { found, known }),
        Ok(_) => Ok(false),
        Err(error) => Err(OpenError::Damaged(vec![format!("{VERSION_ID} of {META}: {error}")])),
    }
}

/// Reads every document once: verifies it, counts it, indexes it.
fn load(core: &Core, census: &Census) -> Result<(), OpenError> {
    let mut findings = Vec::new();
    for (place, collection) in core.collections.iter().enumerate() {
        let mut tally = Tally::default();
        let mut suspects = Vec::new();
        core.engine.scan(collection.name, &mut |id, bytes| {
            tally.add(stored_checksum(bytes));
            match decode(collection.name, id, bytes) {
                Ok(document) => suspects.extend(index(collection, &Id::from(id), &document)),
                Err(error) => findings.push(error.to_string()),
            }
            findings.len() < FINDINGS
        })?;
        if findings.is_empty() && tally != census.of(place) {
            let (expected, found) = (census.of(place).documents, tally.documents);
            findings.push(format!("{} holds {found} documents, not the {expected} written", collection.name));
        }
        if findings.is_empty() {
            findings.extend(duplicates(core, collection, &suspects)?);
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(OpenError::Damaged(findings)) }
}

/// A unique value that at least two documents seem to hold.
struct Suspect {
    index: usize,
    key: Vec<u8>,
}

fn index(collection: &Collection, id: &Id, document: &Document) -> Vec<Suspect> {
    let mut suspects = Vec::new();
    for (place, index) in collection.indexes.iter().enumerate() {
        for key in index.keys(document) {
            let hash = index.hash(&key);
            if index.spec().unique && !index.candidates(hash).is_empty() {
                suspects.push(Suspect { index: place, key });
            }
            index.add([hash], id);
        }
    }
    suspects
}

/// Those suspects that are no mere coincidence of hashes, as findings.
fn duplicates(core: &Core, collection: &Collection, suspects: &[Suspect]) -> Result<Vec<String>, StoreError> {
    let mut findings = Vec::new();
    for suspect in suspects {
        let index = &collection.indexes[suspect.index];
        let candidates = index.candidates(index.hash(&suspect.key));
        let documents = Committed(&*core.engine).load(collection, &candidates)?;
        if documents.iter().filter(|document| index.keys(document).contains(&suspect.key)).count() > 1 {
            findings.push(format!(
                "two documents of {} have the same {}",
                collection.name,
                index.spec().field
            ));
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use bson::Bson;

    use super::*;
    use crate::store::engine::redb::RedbEngine;
    use crate::store::index::IndexSpec;
    use crate::store::{Case, wait};

    const THINGS: CollectionSpec = CollectionSpec {
        name: "things",
        indexes: &[IndexSpec { field: "name", unique: false, case: Case::Sensitive }],
    };

    fn indexed(database: &Database, name: &str) -> usize {
        let index = &database.core.collections[0].indexes[0];
        index.candidates(index.hash(&index.key(&Bson::from(name)))).len()
    }

    #[test]
    fn outdated_index_entries_do_not_pile_up() {
        let dir = tempfile::tempdir().unwrap();
        let engine = RedbEngine::open(&dir.path().join("store")).unwrap();
        let database = Database::open(Box::new(engine), &[THINGS], 1).unwrap();
        let renamed: Result<(), StoreError> = wait(database.write(|store| {
            store.insert("things", doc! {"_id": 1, "name": "a"})?;
            store.update("things", doc! {"_id": 1}, &doc! {"$set": {"name": "b"}})?;
            store.insert("things", doc! {"_id": 2, "name": "a"})
        }));
        renamed.unwrap();
        assert_eq!((indexed(&database, "a"), indexed(&database, "b")), (1, 1));
        let refused: Result<(), StoreError> = wait(database.write(|store| {
            store.insert("things", doc! {"_id": 3, "name": "c"})?;
            store.insert("things", doc! {"_id": 1})
        }));
        assert!(refused.is_err());
        let deleted = wait(database.write(|store| store.delete("things", doc! {"name": "b"})));
        assert_eq!(deleted, Ok(1));
        assert_eq!(["a", "b", "c"].map(|name| indexed(&database, name)), [1, 0, 0]);
    }
}
