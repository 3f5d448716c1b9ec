//! Another engine, behind the cargo feature `polodb`: a directory (mode 0700) with a PoloDB database in it.
//!
//! PoloDB's indexes, filters and transactions beside each other were found to lose and to invent results. So it is
//! asked for three things alone: a document by its `_id`, all documents of a collection by ascending `_id`, and a
//! transaction, one at a time, whose commit is one synced record in the log of RocksDB below. A document of ours is
//! `{_id: its id as hexadecimal digits, bytes}` there. What PoloDB passes over is found out here:
//!
//! - To its cursors, what can't be read is not there. So every collection ends with a document of its own, and a scan
//!   that did not come to it is damage; and what was not found is looked for again by an insert that is taken back,
//!   which does report it.
//! - Below it, what follows a damaged record in the log is dropped. So commits are numbered, in the database and, once
//!   they are synced, in the file `synced` beside it: fewer in the database means that some are lost.
//! - After a write that failed there is no other until it is opened anew. That is done here, once there is room for it.

mod synced;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use nix::fcntl::posix_fallocate;
use polodb_core::bson::spec::BinarySubtype;
use polodb_core::bson::{Binary, Document, doc};
use polodb_core::{ClientCursor, CollectionT, Database, Transaction};

use super::{Change, Engine, EngineError, Visit, VisitAll};
use crate::secret::sync_directory_of;
use synced::Synced;

/// PoloDB's own directory.
const DATABASE: &str = "db";

/// The `_id` of each collection's last document: behind all hexadecimal digits.
const END: &str = "~";

/// The collection with the number of the latest commit, and its only document.
const COMMITS: &str = "_commits";
const LATEST: &str = "latest";

/// What opening writes beside the documents of the log, in bytes.
const OPENING_BYTES: u64 = 256 << 10;

/// A PoloDB database.
pub struct PolodbEngine {
    directory: PathBuf,
    synced: Synced,
    // none where it could not be opened anew
    database: RwLock<Option<Database>>,
    // held by whoever writes; and, shared, by whoever takes a look at several places as of one moment
    progress: RwLock<Progress>,
}

struct Progress {
    /// The number of the latest commit.
    commits: u64,
    /// Collections of which it is known that they have their last document.
    ended: BTreeSet<&'static str>,
    health: Health,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    /// A write failed: the database takes none until it is opened anew.
    Failed,
    /// A write that had failed, and was read as not there, was there after all when the database was opened anew.
    Contradicted,
}

impl PolodbEngine {
    /// Opens the database in `directory`, or makes both.
    pub fn open(directory: &Path) -> Result<Self, EngineError> {
        Self::open_or_create(directory).map_err(|failure| failure.at(directory))
    }

    /// Removes what [`PolodbEngine::open`] makes; the directory too, unless there is something else in it.
    ///
    /// # Errors
    /// As the file system reports.
    pub fn remove(directory: &Path) -> io::Result<()> {
        fs::remove_dir_all(directory.join(DATABASE))?;
        fs::remove_file(directory.join(synced::NAME))?;
        // it may be a disk of its own
        let _ = fs::remove_dir(directory);
        Ok(())
    }

    fn open_or_create(directory: &Path) -> Result<Self, Failure> {
        let synced = Synced::open(directory)?;
        let (database, commits) = open_database(directory, &synced)?;
        Ok(Self {
            directory: directory.to_owned(),
            synced,
            database: RwLock::new(Some(database)),
            progress: RwLock::new(Progress { commits, ended: BTreeSet::new(), health: Health::Good }),
        })
    }

    /// Runs `work` on the database beside whoever else uses it.
    fn with<T>(&self, work: impl FnOnce(&Database) -> Result<T, Failure>) -> Result<T, EngineError> {
        loop {
            let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = &*database else {
                drop(database);
                self.reopen(false)?;
                continue;
            };
            return guarded(|| work(open)).map_err(|failure| failure.at(&self.directory));
        }
    }

    /// Opens the database anew after a write that failed, while nobody uses it. `was_read`: since then someone may
    /// have read what that write left, and rely on it.
    fn reopen(&self, was_read: bool) -> Result<(), EngineError> {
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        let mut progress = self.progress.write().unwrap_or_else(PoisonError::into_inner);
        if progress.health != Health::Failed {
            return Ok(());
        }
        let was_read = was_read && database.is_some();
        let opened = guarded(|| {
            if database.is_some() {
                // without room for another it stays as it is, and can be read
                has_room(&self.directory)?;
            }
            drop(database.take());
            open_database(&self.directory, &self.synced)
        });
        let (open, commits) = opened.map_err(|failure| failure.at(&self.directory))?;
        *database = Some(open);
        progress.health =
            if was_read && commits != progress.commits { Health::Contradicted } else { Health::Good };
        progress.commits = commits;
        Ok(())
    }

    /// Sees to it that a write is possible.
    fn prepare_to_write(&self) -> Result<(), EngineError> {
        let health = self.progress.read().unwrap_or_else(PoisonError::into_inner).health;
        match health {
            Health::Good => Ok(()),
            Health::Failed => self.reopen(true).and_then(|()| self.prepare_to_write()),
            Health::Contradicted => Err(Failure::Other(
                "a write that had failed is there after all: stop neko and start it again".into(),
            )
            .at(&self.directory)),
        }
    }

    /// That there is really nothing in a collection in which nothing was found.
    fn confirm_empty(&self, database: &Database, collection: &str) -> Result<(), Failure> {
        let _alone = self.progress.write().unwrap_or_else(PoisonError::into_inner);
        let transaction = database.start_transaction()?;
        if Rows::begin(&transaction, collection)?.has_row {
            // made since
            return Ok(());
        }
        confirm_absent(database, collection, END)
    }
}

impl Engine for PolodbEngine {
    fn get(&self, collection: &str, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, EngineError> {
        let keys: Vec<String> = ids.iter().map(|id| key_of(id)).collect();
        let find_all = |database: &Database| -> Result<Vec<_>, Failure> {
            let transaction = database.start_transaction()?;
            keys.iter().map(|key| find(&transaction, collection, key)).collect()
        };
        self.with(|database| {
            // each document is as of one moment by itself
            let moment =
                (keys.len() > 1).then(|| self.progress.read().unwrap_or_else(PoisonError::into_inner));
            let found = find_all(database)?;
            if found.iter().all(Option::is_some) {
                return Ok(found);
            }
            drop(moment);
            let _alone = self.progress.write().unwrap_or_else(PoisonError::into_inner);
            let found = find_all(database)?;
            for (key, _) in keys.iter().zip(&found).filter(|(_, found)| found.is_none()) {
                confirm_absent(database, collection, key)?;
            }
            Ok(found)
        })
    }

    fn scan(&self, collection: &str, visit: &mut Visit<'_>) -> Result<(), EngineError> {
        self.with(|database| {
            let transaction = database.start_transaction()?;
            match Rows::begin(&transaction, collection)?.visit(visit)? {
                Visited::All => Ok(()),
                Visited::Nothing => self.confirm_empty(database, collection),
            }
        })
    }

    fn snapshot(&self, collections: &[&str], visit: &mut VisitAll<'_>) -> Result<(), EngineError> {
        self.with(|database| {
            let transaction = database.start_transaction()?;
            let rows: Result<Vec<Rows>, Failure> = {
                // a cursor stays with what there was when it came to its first document
                let _moment = self.progress.read().unwrap_or_else(PoisonError::into_inner);
                collections.iter().map(|collection| Rows::begin(&transaction, collection)).collect()
            };
            for (collection, rows) in collections.iter().zip(rows?) {
                let mut goes_on = true;
                let visited = rows.visit(&mut |id, bytes| {
                    goes_on = visit(collection, id, bytes);
                    goes_on
                })?;
                match visited {
                    _ if !goes_on => break,
                    Visited::All => {}
                    Visited::Nothing => self.confirm_empty(database, collection)?,
                }
            }
            Ok(())
        })
    }

    fn write(&self, batch: &[Change]) -> Result<(), EngineError> {
        self.prepare_to_write()?;
        let written = self.with(|database| {
            let mut progress = self.progress.write().unwrap_or_else(PoisonError::into_inner);
            let number = progress.commits + 1;
            progress.health = Health::Failed;
            let begun = commit(database, batch, number, &progress.ended)?;
            self.synced.write(number)?;
            progress.commits = number;
            progress.ended.extend(begun);
            progress.health = Health::Good;
            Ok(())
        });
        if written.is_err() {
            // at once where that can be, so that whoever asks learns what became of it
            let _ = self.reopen(false);
        }
        written
    }

    fn check(&self) -> Result<(), EngineError> {
        self.with(|database| {
            let progress = self.progress.read().unwrap_or_else(PoisonError::into_inner);
            lost(commits_in(database)?, progress.commits)
        })
    }
}

/// The documents of a collection, by ascending id.
struct Rows {
    cursor: ClientCursor<Document>,
    has_row: bool,
}

/// What a visit came to.
enum Visited {
    /// The end, or as far as was wished.
    All,
    /// Nothing at all: there is no such collection, or it can't be read.
    Nothing,
}

impl Rows {
    /// They must be gone before the transaction is.
    fn begin(transaction: &Transaction, collection: &str) -> Result<Self, Failure> {
        let mut cursor = transaction.collection::<Document>(collection).find(doc! {}).run()?;
        let has_row = cursor.advance()?;
        Ok(Self { cursor, has_row })
    }

    fn visit(mut self, visit: &mut Visit<'_>) -> Result<Visited, Failure> {
        if !self.has_row {
            return Ok(Visited::Nothing);
        }
        while self.has_row {
            let document = self.cursor.deserialize_current()?;
            let key = document.get_str("_id").map_err(|_| Failure::damaged("a document has no id"))?;
            if key == END {
                return Ok(Visited::All);
            }
            let id = id_of(key).ok_or_else(|| Failure::damaged("a document has another kind of id"))?;
            if !visit(&id, bytes_of(&document)?) {
                return Ok(Visited::All);
            }
            self.has_row = self.cursor.advance()?;
        }
        Err(Failure::damaged("a collection has no end"))
    }
}

/// A document as the transaction sees it; none as well where it can't be read.
fn find(transaction: &Transaction, collection: &str, key: &str) -> Result<Option<Vec<u8>>, Failure> {
    let found = transaction.collection::<Document>(collection).find_one(doc! {"_id": key})?;
    found.map(|document| bytes_of(&document).map(<[u8]>::to_vec)).transpose()
}

/// That a document which was not found is not there, rather than unreadable. Nobody else may write meanwhile.
fn confirm_absent(database: &Database, collection: &str, key: &str) -> Result<(), Failure> {
    let transaction = database.start_transaction()?;
    let inserted = transaction.collection::<Document>(collection).insert_one(doc! {"_id": key});
    transaction.rollback()?;
    inserted?;
    Ok(())
}

/// Commits a batch under its number. Gives the collections that were given their last document.
fn commit(
    database: &Database,
    batch: &[Change],
    number: u64,
    ended: &BTreeSet<&'static str>,
) -> Result<Vec<&'static str>, Failure> {
    let transaction = database.start_transaction()?;
    let mut begun = Vec::new();
    for change in batch {
        if !ended.contains(change.collection) && !begun.contains(&change.collection) {
            match transaction.collection::<Document>(change.collection).insert_one(doc! {"_id": END}) {
                Ok(_) | Err(polodb_core::Error::DuplicateKey(_)) => begun.push(change.collection),
                Err(error) => return Err(error.into()),
            }
        }
        put(&transaction, change.collection, &key_of(&change.id), change.bytes.as_deref())?;
    }
    put(&transaction, COMMITS, LATEST, Some(&number.to_le_bytes()))?;
    transaction.commit()?;
    Ok(begun)
}

/// Puts or deletes a document.
fn put(transaction: &Transaction, collection: &str, key: &str, bytes: Option<&[u8]>) -> Result<(), Failure> {
    let collection = transaction.collection::<Document>(collection);
    let deleted = collection.delete_one(doc! {"_id": key})?.deleted_count;
    if let Some(bytes) = bytes {
        let bytes = Binary { subtype: BinarySubtype::Generic, bytes: bytes.to_vec() };
        collection.insert_one(doc! {"_id": key, "bytes": bytes})?;
    } else if deleted == 0 {
        // one that can't be read must not stay: inserting reports it
        collection.insert_one(doc! {"_id": key})?;
        collection.delete_one(doc! {"_id": key})?;
    }
    Ok(())
}

fn bytes_of(document: &Document) -> Result<&[u8], Failure> {
    let bytes = document.get_binary_generic("bytes");
    bytes.map(Vec::as_slice).map_err(|_| Failure::damaged("a document has no content"))
}

/// An id as PoloDB takes it: in the same order.
fn key_of(id: &[u8]) -> String {
    use std::fmt::Write as _;
    id.iter().fold(String::with_capacity(id.len() * 2), |mut key, byte| {
        // never fails: it's memory
        let _ = write!(key, "{byte:02x}");
        key
    })
}

fn id_of(key: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = key.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// Opens or makes the database; says how many commits there are in it, which must be all that were synced.
fn open_database(directory: &Path, synced: &Synced) -> Result<(Database, u64), Failure> {
    let path = directory.join(DATABASE);
    let expected = synced.read()?;
    // an empty one in its place would be a silent loss
    if expected > 0 && !path.join("CURRENT").try_exists()? {
        return Err(Failure::damaged("the database in it is gone"));
    }
    if path.to_str().is_none() {
        return Err(Failure::Other("PoloDB takes no path that is not UTF-8".into()));
    }
    let (database, commits) = guarded(|| {
        let database = Database::open_path(&path)?;
        let commits = commits_in(&database)?;
        Ok((database, commits))
    })?;
    // RocksDB sees to the names in its own directory
    sync_directory_of(&path)?;
    remove_old_logs(&path)?;
    lost(commits, expected)?;
    Ok((database, commits))
}

fn commits_in(database: &Database) -> Result<u64, Failure> {
    let transaction = database.start_transaction()?;
    let Some(bytes) = find(&transaction, COMMITS, LATEST)? else {
        drop(transaction);
        return confirm_absent(database, COMMITS, LATEST).map(|()| 0);
    };
    let bytes = bytes.try_into().map_err(|_| Failure::damaged("its commits have no number"))?;
    Ok(u64::from_le_bytes(bytes))
}

fn lost(found: u64, expected: u64) -> Result<(), Failure> {
    match expected.saturating_sub(found) {
        0 => Ok(()),
        lost => Err(Failure::Damaged(format!("its last {lost} of {expected} commits are missing"))),
    }
}

/// RocksDB begins another log of what it does at every start, and would keep a thousand.
fn remove_old_logs(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("LOG.old.") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether there is room for what opening anew writes: all that is in the log goes into a file of its own.
fn has_room(directory: &Path) -> io::Result<()> {
    let mut bytes = OPENING_BYTES;
    for entry in fs::read_dir(directory.join(DATABASE))? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "log") {
            bytes += entry.metadata()?.len();
        }
    }
    let path = directory.join("room");
    let room = File::create(&path)?;
    // nameless: given back however this ends
    fs::remove_file(&path)?;
    Ok(posix_fallocate(&room, 0, bytes.try_into().map_err(io::Error::other)?)?)
}

/// Runs PoloDB, which panics where it believes that no file can bring it: a damaged one can.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Failure::damaged("its content makes no sense")))
}

enum Failure {
    Locked,
    Full,
    Damaged(String),
    Other(String),
}

impl Failure {
    fn damaged(reason: &str) -> Self {
        Self::Damaged(reason.to_owned())
    }

    fn at(self, directory: &Path) -> EngineError {
        let path = directory.display().to_string();
        match self {
            Self::Locked => EngineError::Locked { path },
            Self::Full => EngineError::DiskFull { path },
            Self::Damaged(reason) => EngineError::Damaged { path, reason },
            Self::Other(reason) => EngineError::Io { path, reason },
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<polodb_core::Error> for Failure {
    fn from(error: polodb_core::Error) -> Self {
        match error {
            // all that RocksDB says comes as text
            polodb_core::Error::RocksDbErr(text) => {
                let says = |words: &[&str]| words.iter().any(|words| text.contains(words));
                if says(&["No space left on device", "Disk quota exceeded", "File too large"]) {
                    Self::Full
                } else if says(&["While lock file", "lock hold by current process"]) {
                    Self::Locked
                } else if says(&["Corruption"]) {
                    Self::Damaged(text)
                } else {
                    Self::Other(text)
                }
            }
            polodb_core::Error::DuplicateKey(_) => Self::damaged("a document can't be read"),
            polodb_core::Error::BsonErr(_) | polodb_core::Error::BsonDeErr(_) => {
                Self::Damaged(format!("a document makes no sense: {error}"))
            }
            other => Self::Other(other.to_string()),
        }
    }
}
