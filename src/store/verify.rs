//! Reading every document once, which is the integrity check at open and builds the indexes.

use super::census::{Census, Tally};
use super::collection::{Collection, Committed, Source};
use super::database::Core;
use super::error::{OpenError, StoreError};
use super::index::Id;
use super::record::{decode, stored_checksum};
use bson::Document;

/// How many findings are collected before the search for more is given up.
const FINDINGS: usize = 100;

/// Whether unique values must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unique {
    /// They must.
    Checked,
    /// Documents of an older version may break what the present one asks for.
    Unchecked,
}

/// Reads every document once: verifies it, counts it, indexes it.
pub(super) fn verify(core: &Core, census: &Census, unique: Unique) -> Result<(), OpenError> {
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
            findings.push(tally.differs(collection.name, census.of(place)).to_string());
        }
        if findings.is_empty() && unique == Unique::Checked {
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
