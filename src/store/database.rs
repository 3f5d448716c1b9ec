//! The document store over any engine: opening it, which is also its integrity check, reading and writing.

use std::sync::Arc;

use bson::Document;

use super::census::Census;
use super::collection::{Collection, CollectionSpec, Committed, Query, Source};
use super::engine::Engine;
use super::error::{OpenError, StoreError};
use super::schema::{Recorded, Schema, migrate, recorded, version_record};
use super::snapshot::Snapshot;
use super::transaction::Transaction;
use super::verify::{Unique, verify};
use super::writer::{StoreMeter, Writer};

/// Makes a backup before older documents are changed; says why it could not.
pub type BeforeMigration<'a> = dyn FnMut(&Snapshot<'_>) -> Result<(), String> + 'a;

/// Collections of BSON documents.
///
/// Reads are done by the calling thread, wait for no write and see what is committed. Writes are done by one
/// thread, many to a commit.
pub struct Database {
    // before the core: the writer must have ended when the engine closes
    writer: Writer,
    core: Arc<Core>,
    schema: i64,
}

/// What reading and writing share.
pub(super) struct Core {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) collections: Vec<Collection>,
}

impl Core {
    /// The collections in `engine`, their indexes empty.
    pub(super) fn new(engine: Arc<dyn Engine>, collections: &[CollectionSpec]) -> Result<Self, StoreError> {
        let collections = collections.iter().map(Collection::new).collect::<Result<_, _>>()?;
        Ok(Self { engine, collections })
    }

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
        let schema = Schema { version, collections, migrations: &[] };
        Self::open_or_migrate(engine, &schema, &mut |_| Ok(()))
    }

    /// As [`Database::open`], but brings documents of an older version up to that of `schema`, once `before` has
    /// made a backup of them or found none to be needed; an error of its own says why there is none.
    pub fn open_or_migrate(
        engine: Box<dyn Engine>,
        schema: &Schema<'_>,
        before: &mut BeforeMigration<'_>,
    ) -> Result<Self, OpenError> {
        let mut core = Arc::new(Core::new(engine.into(), schema.collections)?);
        let recorded = recorded(&*core.engine)?;
        match recorded {
            Recorded::Unfinished => return Err(OpenError::Unfinished),
            Recorded::Version(found) if found > schema.version => {
                return Err(OpenError::Newer { found, known: schema.version });
            }
            Recorded::Version(found) if found < schema.version => {
                let census = Census::read(&core)?;
                verify(&core, &census, Unique::Unchecked)?;
                before(&Snapshot::new(&core, found)).map_err(OpenError::NotBackedUp)?;
                migrate(&core, census, found, schema)?;
                // with indexes of what there is now, not of what there was
                core = Arc::new(Core::new(Arc::clone(&core.engine), schema.collections)?);
            }
            Recorded::Version(_) | Recorded::Nothing => {}
        }
        let census = Census::read(&core)?;
        verify(&core, &census, Unique::Checked)?;
        if recorded == Recorded::Nothing {
            if !census.is_empty() {
                return Err(OpenError::Damaged(vec!["its version record is missing".into()]));
            }
            core.engine.write(&[version_record(schema.version)?])?;
        }
        let writer =
            Writer::start(Arc::clone(&core), census).map_err(|error| OpenError::Thread(error.to_string()))?;
        Ok(Self { writer, core, schema: schema.version })
    }

    /// All documents as of one moment.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::new(&self.core, self.schema)
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

#[cfg(test)]
mod tests {
    use bson::{Bson, doc};

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
