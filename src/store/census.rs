//! How many documents each collection holds and the sum of their checksums, kept in `meta` by every commit.
//!
//! An engine may lose documents without a word. Counted at open against this, none goes missing unnoticed.

use std::collections::BTreeMap;
use std::sync::Arc;

use bson::{Document, doc};

use super::database::Core;
use super::engine::Change;
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
}

impl Census {
    /// What was last committed.
    pub(super) fn read(core: &Arc<Core>) -> Result<Self, StoreError> {
        let tallies = core.collections.iter().map(|collection| {
            let tally = match read_meta(core, &record_id(collection.name))? {
                None => Tally::default(),
                Some(record) => {
                    let number = |field| {
                        record.get_i64(field).map_err(|error| StoreError::Damaged {
                            collection: META,
                            id: record_id(collection.name),
                            reason: error.to_string(),
                        })
                    };
                    Tally { documents: number("documents")?, digest: number("digest")? }
                }
            };
            Ok((collection.name, tally))
        });
        Ok(Self(tallies.collect::<Result<_, StoreError>>()?))
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
        differing
            .map(|((name, tally), _)| {
                meta_change(&doc! {
                    "_id": record_id(name),
                    "documents": tally.documents,
                    "digest": tally.digest,
                })
            })
            .collect()
    }
}

fn record_id(collection: &str) -> String {
    format!("census:{collection}")
}

/// One of the store's own records.
pub(super) fn read_meta(core: &Core, id: &str) -> Result<Option<Document>, StoreError> {
    let id = key(&id.into(), Case::Sensitive);
    let stored = core.engine.get(META, &[&id])?.pop().flatten();
    stored.map(|bytes| decode(META, &id, &bytes)).transpose()
}

/// The change that writes one of the store's own records.
pub(super) fn meta_change(record: &Document) -> Result<Change, StoreError> {
    let record = encode(META, record)?;
    Ok(Change { collection: META, id: record.id, bytes: Some(record.bytes) })
}
