//! The store: accounts, rooms, log-ins, settings and the audit log, kept through power cuts.
//!
//! Three layers. An [`engine`] keeps raw documents by id and is trusted with durability and atomic batches alone.
//! On it stands [`Database`]: BSON documents with MongoDB's filters, updates and indexes. On that stand the
//! repositories ([`Users`], [`Rooms`], [`Sessions`], [`Settings`], [`Audit`]), which speak the domain's types, and which the
//! rest of Neko uses. Nothing outside knows an engine, nothing here knows a request or the time.
//!
//! Invariants: what was acknowledged survives; what is damaged is reported, never passed over; a unique field is
//! unique at every moment. Reads are done by the caller's thread and wait for no write; writes are futures that
//! need no runtime, so that code without one may [`wait`] for them.

pub mod engine;

mod audit;
mod census;
mod collection;
mod database;
mod error;
mod fields;
mod fill;
mod filter;
mod index;
mod location;
mod path;
mod record;
mod rooms;
mod schema;
mod sessions;
mod settings;
mod snapshot;
mod stays;
mod transaction;
mod update;
mod users;
mod value;
mod verify;
mod writer;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bson::Document;

pub use crate::domain::settings::BoxSettings;
pub use audit::{Audit, ENTRIES_KEPT};
pub use collection::{CollectionSpec, Query};
pub use database::{BeforeMigration, Database};
pub use error::{OpenError, StoreError};
pub use fill::{FillError, Filler};
pub use filter::InvalidFilter;
pub use index::IndexSpec;
pub use location::Location;
pub use path::InvalidPath;
pub use rooms::{RoomChange, RoomError, Rooms};
pub use schema::{Migration, Schema};
pub use sessions::{Rotation, Session, Sessions};
pub use settings::Settings;
pub use snapshot::Snapshot;
pub use stays::{Presence, PresenceKind};
pub use transaction::Transaction;
pub use update::InvalidUpdate;
pub use users::{ProfileChange, UserError, Users};
pub use value::Case;
pub use writer::StoreMeter;

use engine::Engine;

/// The shapes of the documents. What changes them in a way that an older build must not touch is a new version,
/// with a migration to it.
const SCHEMA: Schema<'static> = Schema {
    version: 1,
    collections: &[
        users::SPEC,
        rooms::SPEC,
        rooms::PARTICIPATIONS_SPEC,
        sessions::SPEC,
        settings::SPEC,
        audit::SPEC,
    ],
    migrations: &[],
};

/// The open store. Clones share it; it closes with the last of them and their repositories.
#[derive(Clone)]
pub struct Store {
    database: Arc<Database>,
    audited: audit::Latest,
}

impl Store {
    /// The version of the documents' shapes that this build writes.
    pub const SCHEMA_VERSION: i64 = SCHEMA.version;

    /// Opens the store at a location, or makes an empty one; reads and verifies all of it. One of an older version is
    /// brought up to date once `before` has made a backup.
    pub fn open(at: impl Into<Location>, before: &mut BeforeMigration<'_>) -> Result<Self, OpenError> {
        Self::with_engine(at.into().open()?, before)
    }

    /// Opens the store that an engine holds, as [`Store::open`] does.
    pub fn with_engine(engine: Box<dyn Engine>, before: &mut BeforeMigration<'_>) -> Result<Self, OpenError> {
        let database = Arc::new(Database::open_or_migrate(engine, &SCHEMA, before)?);
        Ok(Self { database, audited: audit::Latest::default() })
    }

    /// Fills the store at a location, which is made where there is none and must hold no document, with those that
    /// `work` puts in. They are of schema `version`, this build's or an older one; on any error the store
    /// holds none again.
    ///
    /// # Errors
    /// What `work` says, and [`FillError`].
    pub fn fill<E: From<FillError>>(
        at: impl Into<Location>,
        version: i64,
        work: impl FnOnce(&mut Filler<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        Self::fill_engine(at.into().open().map_err(FillError::from)?, version, work)
    }

    /// As [`Store::fill`], the store that an engine holds.
    ///
    /// # Errors
    /// As there.
    pub fn fill_engine<E: From<FillError>>(
        engine: Box<dyn Engine>,
        version: i64,
        work: impl FnOnce(&mut Filler<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        fill::fill(&engine.into(), version, &SCHEMA, shape, work)
    }

    /// Whether nothing at a location counts: a store in which nothing was ever put, or one that was left half filled.
    pub fn is_blank(at: impl Into<Location>) -> Result<bool, OpenError> {
        Ok(!matches!(schema::recorded(&*at.into().open()?)?, schema::Recorded::Version(_)))
    }

    /// Reads and verifies everything, and whether the settings, without which no page is shown, make sense.
    ///
    /// # Errors
    /// The first that is found.
    pub fn check(&self) -> Result<(), StoreError> {
        self.database.check()?;
        self.settings().get().map(drop)
    }

    /// The accounts.
    pub fn users(&self) -> Users {
        Users(Arc::clone(&self.database))
    }

    /// The rooms.
    pub fn rooms(&self) -> Rooms {
        Rooms(Arc::clone(&self.database))
    }

    /// The log-ins.
    pub fn sessions(&self) -> Sessions {
        Sessions(Arc::clone(&self.database))
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        Settings(Arc::clone(&self.database))
    }

    /// Who did what.
    pub fn audit(&self) -> Audit {
        Audit(Arc::clone(&self.database), Arc::clone(&self.audited))
    }

    /// The documents themselves, for what looks at all of them.
    pub fn database(&self) -> &Database {
        &self.database
    }
}

/// Whether a document is what the repository of its collection reads.
fn shape(collection: &str, document: &Document) -> Result<(), StoreError> {
    match collection {
        users::USERS => users::from_document(document).map(drop),
        rooms::ROOMS => rooms::from_document(document).map(drop),
        rooms::PARTICIPATIONS => rooms::participation(document).map(drop),
        sessions::SESSIONS => sessions::from_document(document).map(drop),
        settings::SETTINGS => settings::from_document(document).map(drop),
        audit::AUDIT => audit::from_document(document).map(drop),
        other => Err(StoreError::UnknownCollection(other.to_owned())),
    }
}

/// Waits for a write where there is no async runtime, as in a command.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
