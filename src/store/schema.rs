//! Which version the documents' shapes have, and how older ones become newer.
//!
//! The version is one record of the store. A newer one than this build knows is refused, an older one is brought up
//! step by step when the store opens, each step with its new version in one commit. While a store is being filled
//! the record says so, and the store does not open.

use std::sync::Arc;

use bson::doc;

use super::census::{Census, META, meta_change, read_meta};
use super::collection::CollectionSpec;
use super::database::Core;
use super::engine::{Change, Engine};
use super::error::{OpenError, StoreError};
use super::transaction::{Batch, Transaction};

/// The shapes of the documents that a build knows.
#[derive(Clone, Copy)]
pub struct Schema<'s> {
    /// Their version, from 1.
    pub version: i64,
    /// The collections of that version.
    pub collections: &'s [CollectionSpec],
    /// The ways from older versions to it, one for each step.
    pub migrations: &'s [Migration],
}

/// How documents of one version become those of the next.
#[derive(Clone, Copy)]
pub struct Migration {
    /// The version it leads to, from the one before.
    pub to: i64,
    /// Changes what has to be changed. All of it is one commit.
    pub run: fn(&mut Transaction<'_>) -> Result<(), StoreError>,
}

/// What the version record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recorded {
    /// Nothing yet.
    Nothing,
    /// Documents are being put in, or were when the power went.
    Unfinished,
    /// Documents of this version.
    Version(i64),
}

/// The id of the version record.
pub(super) const RECORD_ID: &str = "schema";

/// Reads the version record.
pub(super) fn recorded(engine: &dyn Engine) -> Result<Recorded, StoreError> {
    let Some(record) = read_meta(engine, RECORD_ID)? else { return Ok(Recorded::Nothing) };
    if record.get_bool("unfinished").unwrap_or(false) {
        return Ok(Recorded::Unfinished);
    }
    record.get_i64("version").map(Recorded::Version).map_err(|error| StoreError::Damaged {
        collection: META,
        id: RECORD_ID.to_owned(),
        reason: error.to_string(),
    })
}

/// The change that records a version.
pub(super) fn version_record(version: i64) -> Result<Change, StoreError> {
    meta_change(&doc! {"_id": RECORD_ID, "version": version})
}

/// The change that records that documents are being put in.
pub(super) fn unfinished_record() -> Result<Change, StoreError> {
    meta_change(&doc! {"_id": RECORD_ID, "unfinished": true})
}

/// Brings documents of version `found` to that of `schema`; gives the census as it is then.
pub(super) fn migrate(
    core: &Arc<Core>,
    mut census: Census,
    found: i64,
    schema: &Schema<'_>,
) -> Result<Census, OpenError> {
    for to in found + 1..=schema.version {
        let Some(migration) = schema.migrations.iter().find(|migration| migration.to == to) else {
            return Err(OpenError::TooOld { found, known: schema.version });
        };
        census = step(core, &census, migration)
            .map_err(|error| OpenError::NotMigrated { to, reason: error.to_string() })?;
    }
    Ok(census)
}

fn step(core: &Arc<Core>, before: &Census, migration: &Migration) -> Result<Census, StoreError> {
    let mut batch = Batch::new(Arc::clone(core));
    (migration.run)(&mut Transaction::new(&mut batch))?;
    let (mut changes, deltas) = batch.changes();
    let census = before.after(&deltas);
    changes.extend(census.changes(before)?);
    changes.push(version_record(migration.to)?);
    core.engine.write(&changes)?;
    batch.settle();
    Ok(census)
}

#[cfg(test)]
mod tests {
    use bson::{Bson, Document};

    use super::*;
    use crate::store::engine::redb::RedbEngine;
    use crate::store::index::IndexSpec;
    use crate::store::{Case, Database, wait};

    const FIRST: Schema<'_> = Schema {
        version: 1,
        collections: &[CollectionSpec { name: "things", indexes: &[] }],
        migrations: &[],
    };

    /// Every thing gets a unique label, then the labels become longer.
    const THIRD: Schema<'_> = Schema {
        version: 3,
        collections: &[CollectionSpec {
            name: "things",
            indexes: &[IndexSpec { field: "label", unique: true, case: Case::Sensitive }],
        }],
        migrations: &[
            Migration { to: 2, run: |store| label(store, |thing| format!("thing {}", thing["_id"])) },
            Migration { to: 3, run: |store| label(store, |thing| format!("{}!", thing["label"])) },
        ],
    };

    fn label(store: &mut Transaction<'_>, make: impl Fn(&Document) -> String) -> Result<(), StoreError> {
        for mut thing in store.find("things", doc! {})? {
            thing.insert("label", make(&thing).replace('"', ""));
            store.replace("things", thing)?;
        }
        Ok(())
    }

    fn open(path: &std::path::Path, schema: &Schema<'_>) -> Result<Database, OpenError> {
        let engine = Box::new(RedbEngine::open(path)?);
        Database::open_or_migrate(engine, schema, &mut |_| Ok(()))
    }

    fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        let database = open(&path, &FIRST).unwrap();
        let things: Result<(), StoreError> =
            wait(database.write(|store| (1..=3).try_for_each(|id| store.insert("things", doc! {"_id": id}))));
        things.unwrap();
        (dir, path)
    }

    #[test]
    fn an_older_store_is_brought_up_step_by_step_after_a_backup_and_once() {
        let (_dir, path) = filled();
        let mut backups = Vec::new();
        for _ in 0..2 {
            let engine = Box::new(RedbEngine::open(&path).unwrap());
            let opened = Database::open_or_migrate(engine, &THIRD, &mut |snapshot| {
                let mut things = 0;
                snapshot
                    .visit(&mut |_, _| {
                        things += 1;
                        Ok::<(), StoreError>(())
                    })
                    .unwrap();
                backups.push((snapshot.schema(), things));
                Ok(())
            });
            let database = opened.unwrap();
            let labels: Vec<Bson> = database
                .find("things", doc! {})
                .unwrap()
                .into_iter()
                .map(|thing| thing["label"].clone())
                .collect();
            assert_eq!(labels, ["thing 1!", "thing 2!", "thing 3!"].map(Bson::from));
            assert_eq!(database.count("things", &doc! {"label": "thing 2!"}), Ok(1));
        }
        assert_eq!(backups, [(1, 3)], "one backup, of what was there before");
        assert_eq!(open(&path, &FIRST).err(), Some(OpenError::Newer { found: 3, known: 1 }));
    }

    #[test]
    fn without_a_backup_or_a_way_nothing_is_changed() {
        let (_dir, path) = filled();
        let engine = Box::new(RedbEngine::open(&path).unwrap());
        let refused = Database::open_or_migrate(engine, &THIRD, &mut |_| Err("the disk is full".into()));
        assert_eq!(refused.err(), Some(OpenError::NotBackedUp("the disk is full".into())));

        let failing = Migration { to: 3, run: |store| store.insert("things", doc! {"_id": 1}) };
        let half_way = [THIRD.migrations[0], failing];
        let refused = open(&path, &Schema { migrations: &half_way, ..THIRD }).err().unwrap();
        assert!(matches!(refused, OpenError::NotMigrated { to: 3, .. }), "{refused}");
        // the step before was whole, and the next build goes on from it
        assert_eq!(open(&path, &THIRD).unwrap().count("things", &doc! {"label": "thing 1!"}), Ok(1));

        let (_dir, path) = filled();
        let no_way = open(&path, &Schema { migrations: &[], ..THIRD }).err();
        assert_eq!(no_way, Some(OpenError::TooOld { found: 1, known: 3 }));
        assert_eq!(open(&path, &FIRST).unwrap().count("things", &doc! {}), Ok(3));
    }

    #[test]
    fn a_migration_that_breaks_a_unique_field_is_found_out() {
        let (_dir, path) = filled();
        let same: [Migration; 2] = [
            Migration { to: 2, run: |store| label(store, |_| "same".into()) },
            Migration { to: 3, run: |_| Ok(()) },
        ];
        let refused = open(&path, &Schema { migrations: &same, ..THIRD }).err();
        assert!(matches!(refused, Some(OpenError::NotMigrated { to: 2, .. })), "{refused:?}");
    }
}
