//! The store: accounts, rooms, log-ins and settings, kept through power cuts.
//!
//! Three layers. An [`engine`] keeps raw documents by id and is trusted with durability and atomic batches alone.
//! On it stands [`Database`]: BSON documents with MongoDB's filters, updates and indexes. On that stand the
//! repositories ([`Users`], [`Rooms`], [`Sessions`], [`Settings`]), which speak the domain's types, and which the
//! rest of Neko uses. Nothing outside knows an engine, nothing here knows a request or the time.
//!
//! Invariants: what was acknowledged survives; what is damaged is reported, never passed over; a unique field is
//! unique at every moment. Reads are done by the caller's thread and wait for no write; writes are futures that
//! need no runtime, so that code without one may [`wait`] for them.

pub mod engine;

mod census;
mod collection;
mod database;
mod error;
mod fields;
mod filter;
mod index;
mod path;
mod record;
mod rooms;
mod sessions;
mod settings;
mod stays;
mod transaction;
mod update;
mod users;
mod value;
mod writer;

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

pub use collection::{CollectionSpec, Query};
pub use database::Database;
pub use error::{OpenError, StoreError};
pub use filter::InvalidFilter;
pub use index::IndexSpec;
pub use path::InvalidPath;
pub use rooms::{RoomChange, RoomError, Rooms};
pub use sessions::{Rotation, Session, Sessions};
pub use settings::{BoxSettings, Settings};
pub use stays::{Presence, PresenceKind};
pub use transaction::Transaction;
pub use update::InvalidUpdate;
pub use users::{ProfileChange, UserError, Users};
pub use value::Case;
pub use writer::StoreMeter;

use engine::Engine;
use engine::redb::RedbEngine;

/// The version of the documents' shapes; a store of a newer one is refused.
const SCHEMA_VERSION: i64 = 1;

const COLLECTIONS: [CollectionSpec; 5] =
    [users::SPEC, rooms::SPEC, rooms::PARTICIPATIONS_SPEC, sessions::SPEC, settings::SPEC];

/// The open store. Clones share it; it closes with the last of them and their repositories.
#[derive(Clone)]
pub struct Store {
    database: Arc<Database>,
}

impl Store {
    /// Opens the store in the file at `path` by redb, or makes an empty one; reads and verifies all of it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::with_engine(Box::new(RedbEngine::open(path)?))
    }

    /// Opens the store that an engine holds.
    pub fn with_engine(engine: Box<dyn Engine>) -> Result<Self, OpenError> {
        Ok(Self { database: Arc::new(Database::open(engine, &COLLECTIONS, SCHEMA_VERSION)?) })
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

    /// The documents themselves, for what looks at all of them.
    pub fn database(&self) -> &Database {
        &self.database
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
