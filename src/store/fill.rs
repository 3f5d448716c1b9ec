//! Putting all documents of a backup or an import into a store that holds none, whole or not at all.
//!
//! Documents go to the engine directly, whatever their version; the indexes and the rest of what opening verifies
//! are verified once all are there. Until then the version record says that the store is unfinished, so that one
//! that was left half filled never opens; filling it again begins anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use bson::Document;

use super::census::{Census, META, Tally, record_id, tally_record};
use super::collection::CollectionSpec;
use super::database::Core;
use super::engine::{Change, Engine, EngineError};
use super::error::{OpenError, StoreError, list};
use super::record::{decode, encode, stored_checksum};
use super::schema::{RECORD_ID, Recorded, Schema, recorded, unfinished_record, version_record};
use super::value::{Case, key};
use super::verify::{Unique, verify};

/// How many documents are written at once, and how many bytes of them.
const BATCH: usize = 1_000;
const BATCH_BYTES: usize = 4 << 20;

/// Why a store was not filled; it holds nothing then, as before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// There are documents in it.
    #[error("the store is not empty: {0} holds documents")]
    NotEmpty(&'static str),
    /// The documents are of a version that this build does not know.
    #[error(
        "these documents were written by a newer neko (schema {found}, this one knows {known}); use that one"
    )]
    Newer {
        /// Their schema version.
        found: i64,
        /// The schema version of this build.
        known: i64,
    },
    /// Documents are not of the shape they should be.
    #[error("{0}")]
    Invalid(String),
    /// The store itself.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<EngineError> for FillError {
    fn from(error: EngineError) -> Self {
        Self::Store(error.into())
    }
}

/// Where the documents go.
pub struct Filler<'e> {
    engine: &'e dyn Engine,
    collections: &'e [CollectionSpec],
    tallies: BTreeMap<&'static str, Tally>,
    pending: Vec<Change>,
    pending_bytes: usize,
}

impl Filler<'_> {
    /// Puts a document into a collection.
    ///
    /// # Errors
    /// When there is no such collection, or the document is none that the store takes.
    pub fn put(&mut self, collection: &str, document: &Document) -> Result<(), FillError> {
        let spec = self.collections.iter().find(|spec| spec.name == collection);
        let name = spec.ok_or_else(|| StoreError::UnknownCollection(collection.to_owned()))?.name;
        let record = encode(name, document)?;
        self.tallies.entry(name).or_default().add(stored_checksum(&record.bytes));
        self.pending_bytes += record.bytes.len();
        self.pending.push(Change { collection: name, id: record.id, bytes: Some(record.bytes) });
        if self.pending.len() >= BATCH || self.pending_bytes >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), FillError> {
        self.engine.write(&self.pending)?;
        self.pending.clear();
        self.pending_bytes = 0;
        Ok(())
    }

    /// Writes what is left and the census of all.
    fn finish(mut self) -> Result<(), FillError> {
        for (name, tally) in std::mem::take(&mut self.tallies) {
            self.pending.push(tally_record(name, tally)?);
        }
        self.flush()
    }
}

/// What a document of a collection must be like, in this build's version.
pub(super) type Shape = fn(&str, &Document) -> Result<(), StoreError>;

/// Fills the store in `engine` with the documents of version `version` that `work` puts in. It must hold none; on
/// any error it holds none again.
///
/// # Errors
/// What `work` says, and [`FillError`].
pub(super) fn fill<E: From<FillError>>(
    engine: &Arc<dyn Engine>,
    version: i64,
    known: &Schema<'_>,
    shape: Shape,
    work: impl FnOnce(&mut Filler<'_>) -> Result<(), E>,
) -> Result<(), E> {
    begin(&**engine, version, known)?;
    let mut filler = Filler {
        engine: &**engine,
        collections: known.collections,
        tallies: BTreeMap::new(),
        pending: Vec::new(),
        pending_bytes: 0,
    };
    let outcome = work(&mut filler).and_then(|()| {
        filler.finish()?;
        let core = Core::new(Arc::clone(engine), known.collections).map_err(FillError::from)?;
        check(&core, if version == known.version { Some(shape) } else { None })?;
        Ok(end(&**engine, version)?)
    });
    if outcome.is_err() {
        // where this fails too, the record still says that the store is unfinished
        clear(&**engine, known.collections)?;
    }
    outcome
}

fn begin(engine: &dyn Engine, version: i64, known: &Schema<'_>) -> Result<(), FillError> {
    if version > known.version {
        return Err(FillError::Newer { found: version, known: known.version });
    }
    if recorded(engine)? == Recorded::Unfinished {
        clear(engine, known.collections)?;
    }
    for spec in known.collections {
        if !is_empty(engine, spec.name)? {
            return Err(FillError::NotEmpty(spec.name));
        }
    }
    Ok(engine.write(&[unfinished_record()?])?)
}

fn end(engine: &dyn Engine, version: i64) -> Result<(), FillError> {
    Ok(engine.write(&[version_record(version)?])?)
}

/// Verifies what was put in as opening would and, where it is of this build's version, the shape of each document.
fn check(core: &Core, shape: Option<Shape>) -> Result<(), FillError> {
    let unique = if shape.is_some() { Unique::Checked } else { Unique::Unchecked };
    verify(core, &Census::read(core)?, unique).map_err(|error| match error {
        OpenError::Damaged(findings) => FillError::Invalid(list(&findings)),
        OpenError::Engine(error) => error.into(),
        other => FillError::Invalid(other.to_string()),
    })?;
    let Some(shape) = shape else { return Ok(()) };
    for collection in &core.collections {
        let mut outcome = Ok(());
        core.engine.scan(collection.name, &mut |id, bytes| {
            outcome =
                decode(collection.name, id, bytes).and_then(|document| shape(collection.name, &document));
            outcome.is_ok()
        })?;
        outcome.map_err(|error| match error {
            StoreError::Damaged { collection, id, reason } => FillError::Invalid(format!(
                "the document {id} of {collection} is not as it should be: {reason}"
            )),
            other => other.into(),
        })?;
    }
    Ok(())
}

fn is_empty(engine: &dyn Engine, collection: &str) -> Result<bool, FillError> {
    let mut empty = true;
    engine.scan(collection, &mut |_, _| {
        empty = false;
        false
    })?;
    Ok(empty)
}

/// Deletes every document and then what the store says of them.
fn clear(engine: &dyn Engine, collections: &[CollectionSpec]) -> Result<(), FillError> {
    for spec in collections {
        loop {
            let mut batch = Vec::new();
            engine.scan(spec.name, &mut |id, _| {
                batch.push(Change { collection: spec.name, id: id.to_vec(), bytes: None });
                batch.len() < BATCH
            })?;
            if batch.is_empty() {
                break;
            }
            engine.write(&batch)?;
        }
    }
    let records = collections.iter().map(|spec| record_id(spec.name)).chain([RECORD_ID.to_owned()]);
    let gone =
        records.map(|id| Change { collection: META, id: key(&id.into(), Case::Sensitive), bytes: None });
    Ok(engine.write(&gone.collect::<Vec<_>>())?)
}
