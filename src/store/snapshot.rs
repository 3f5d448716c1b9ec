//! All documents as of one moment, while others write: what a backup is made of.

use std::collections::BTreeMap;

use super::census::{META, Tally, record_id, tally_of};
use super::database::Core;
use super::error::StoreError;
use super::record::{body, decode, stored_checksum};

/// The way to all documents as of one moment: that of [`Snapshot::visit`].
#[derive(Clone, Copy)]
pub struct Snapshot<'d> {
    core: &'d Core,
    schema: i64,
}

impl<'d> Snapshot<'d> {
    pub(super) const fn new(core: &'d Core, schema: i64) -> Self {
        Self { core, schema }
    }

    /// The version of the documents' shapes.
    pub const fn schema(&self) -> i64 {
        self.schema
    }

    /// The names of the collections, in the order in which they are visited.
    pub fn collections(&self) -> impl Iterator<Item = &'static str> {
        self.core.collections.iter().map(|collection| collection.name)
    }

    /// Calls `visit` with the collection and the BSON of every document, by collection and then by ascending id. All
    /// were verified, one by one and at the end by their number: a store that lost something makes no snapshot.
    ///
    /// # Errors
    /// What `visit` says, which ends it, and [`StoreError`] of its own.
    pub fn visit<E: From<StoreError>>(
        &self,
        visit: &mut impl FnMut(&'static str, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut names = vec![META];
        names.extend(self.collections());
        let mut expected = BTreeMap::new();
        let mut found: BTreeMap<&str, Tally> =
            self.collections().map(|name| (name, Tally::default())).collect();
        let mut outcome = Ok(());
        self.core
            .engine
            .snapshot(&names, &mut |name, id, bytes| {
                let Some(name) = names.iter().copied().find(|known| *known == name) else { return true };
                outcome = (|| {
                    if let Some(tally) = found.get_mut(name) {
                        let body = body(name, id, bytes)?;
                        tally.add(stored_checksum(bytes));
                        return visit(name, body);
                    }
                    let record = decode(META, id, bytes)?;
                    if let Ok(id) = record.get_str("_id") {
                        expected.insert(id.to_owned(), record);
                    }
                    Ok(())
                })();
                outcome.is_ok()
            })
            .map_err(StoreError::from)?;
        outcome?;
        for (name, tally) in found {
            let expected = expected.get(&record_id(name)).map_or(Ok(Tally::default()), tally_of)?;
            if tally != expected {
                return Err(tally.differs(name, expected).into());
            }
        }
        Ok(())
    }
}
