//! How many documents each collection holds and the sum of their checksums, kept in `meta` by every commit.
//!
//! An engine may lose documents without a word. Counted at open against this, none goes missing unnoticed.

use std::collections::BTreeMap;

use bson::{Document, doc};

use super::database::Core;
use super::engine::{Change, Engine};
use super::error::StoreError;
use super::record::{decode, encode};
use super::transaction::Delta;
use super::value::{Case, key};

/// The collection of the store's own records.
pub(super) const META: &str = "meta";

/// The count and digest of every collection, in the order of the collections.
#[derive(Clone)]
pub(super) struct Census(Vec<(&'static str, Tally)>);

/// What one collection holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many documents.
    pub(super) documents: i64,
    /// The wrapping sum of their checksums.
    pub(super) digest: i64,
}

impl Tally {
    /// With one more document.
    pub(super) fn add(&mut self, checksum: u32) {
        self.documents += 1;
        self.digest = self.digest.wrapping_add(i64::from(checksum));
    }

    /// What to say of a collection that holds this in place of what was written.
    pub(super) fn differs(self, collection: &'static str, expected: Self) -> StoreError {
        let (written, found) = (expected.documents, self.documents);
        StoreError::Incomplete { collection, written, found }
    }
}

impl Census {
    /// What was last committed.
    pub(super) fn read(core: &Core) -> Result<Self, StoreError> {
        let tallies = core.collections.iter().map(|collection| {
            let record = read_meta(&*core.engine, &record_id(collection.name))?;
            Ok((collection.name, record.as_ref().map_or(Ok(Tally::default()), tally_of)?))
        });
        Ok(Self(tallies.collect::<Result<_, StoreError>>()?))
    }

    /// Whether no collection holds anything.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, tally)| *tally == Tally::default())
    }

    /// What it says of the collection at `place`.
    pub(super) fn of(&self, place: usize) -> Tally {
        self.0[place].1
    }

    /// What it will be once a batch is committed.
    pub(super) fn after(&self, deltas: &BTreeMap<usize, Delta>) -> Self {
        let mut next = self.clone();
        for (place, delta) in deltas {
            let tally = &mut next.0[*place].1;
            tally.documents += delta.documents;
            tally.digest = tally.digest.wrapping_add(delta.digest);
        }
        next
    }

    /// The records that differ from those of an earlier census.
    pub(super) fn changes(&self, before: &Self) -> Result<Vec<Change>, StoreError> {
        let differing = self.0.iter().zip(&before.0).filter(|(now, then)| now != then);
        differing.map(|((name, tally), _)| tally_record(name, *tally)).collect()
    }
}

/// The change that records a collection's tally.
pub(super) fn tally_record(collection: &str, tally: Tally) -> Result<Change, StoreError> {
    meta_change(&doc! {
        "_id": record_id(collection),
        "documents": tally.documents,
        "digest": tally.digest,
    })
}

/// The id of a collection's record.
pub(super) fn record_id(collection: &str) -> String {
    format!("census:{collection}")
}

/// What a collection's record says.
pub(super) fn tally_of(record: &Document) -> Result<Tally, StoreError> {
    let number = |field| {
        record.get_i64(field).map_err(|error| StoreError::Damaged {
            collection: META,
            id: record.get_str("_id").unwrap_or_default().to_owned(),
            reason: error.to_string(),
        })
    };
    Ok(Tally { documents: number("documents")?, digest: number("digest")? })
}

/// One of the store's own records.
pub(super) fn read_meta(engine: &dyn Engine, id: &str) -> Result<Option<Document>, StoreError> {
    let id = key(&id.into(), Case::Sensitive);
    let stored = engine.get(META, &[&id])?.pop().flatten();
    stored.map(|bytes| decode(META, &id, &bytes)).transpose()
}

/// The change that writes one of the store's own records.
pub(super) fn meta_change(record: &Document) -> Result<Change, StoreError> {
    let record = encode(META, record)?;
    Ok(Change { collection: META, id: record.id, bytes: Some(record.bytes) })
}
