//! The default engine: one redb file, mode 0600.
//!
//! redb refuses all work after its first failed read or write and wants to be opened anew; that is done here, so
//! that a full disk costs the writes that did not fit and no restart. On a disk that has become read-only it is opened
//! for reading alone (`Frozen`), until a write finds that the disk takes something again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::ops::Bound;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use redb::backends::FileBackend;
use redb::{
    Builder, CommitError, Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable,
    StorageBackend, StorageError, TableDefinition, TableError, TransactionError,
};

use super::frozen::Frozen;
use super::{Change, Engine, EngineError, Visit, VisitAll};
use crate::secret::sync_directory_of;

/// The pages kept in memory, in bytes; the operating system's cache holds the rest.
const CACHE_BYTES: usize = 0;

/// A redb database.
pub struct RedbEngine {
    path: PathBuf,
    state: RwLock<State>,
}

struct State {
    // none between a failure and the next use
    database: Option<Database>,
    // whether the database is open for reading alone
    frozen: bool,
    // how often it was closed: a failure closes the database that it happened in, not the one opened since
    generation: u64,
}

impl RedbEngine {
    /// Opens the file at `path`, or makes it; verifies every page of it.
    pub fn open(path: &Path) -> Result<Self, EngineError> {
        let database = open_or_create(path).map_err(|failure| failure.at(path))?;
        let state = State { database: Some(database), frozen: false, generation: 0 };
        Ok(Self { path: path.to_owned(), state: RwLock::new(state) })
    }

    /// Runs `work` on the database beside whoever else uses it.
    fn shared<T>(&self, work: impl FnOnce(&Database) -> Result<T, Failure>) -> Result<T, EngineError> {
        loop {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            let Some(database) = &state.database else {
                drop(state);
                self.exclusive(|_| Ok(()))?;
                continue;
            };
            let generation = state.generation;
            let result = guarded(|| work(database));
            drop(state);
            return result.map_err(|failure| {
                let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
                if state.generation == generation {
                    state.close();
                }
                failure.at(&self.path)
            });
        }
    }

    /// Runs `work` on the database while nobody else uses it, opening it anew where a failure closed it.
    fn exclusive<T>(&self, work: impl FnOnce(&mut Database) -> Result<T, Failure>) -> Result<T, EngineError> {
        self.state.write().unwrap_or_else(PoisonError::into_inner).run(&self.path, work)
    }

    /// Sees to it that a database which could only be read is one that can be written, if the disk lets it by now.
    fn thaw(&self) -> Result<(), EngineError> {
        if !self.state.read().unwrap_or_else(PoisonError::into_inner).frozen {
            return Ok(());
        }
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.frozen {
            state.close();
            state.run(&self.path, |_| Ok(()))?;
        }
        if state.frozen { Err(read_only(&self.path)) } else { Ok(()) }
    }

    /// Runs `work` on what is committed. It may be run a second time, alone and on a database opened anew: a write
    /// that fails for want of room takes the reads beside it along.
    fn read<T>(
        &self,
        mut work: impl FnMut(&ReadTransaction) -> Result<T, Failure>,
    ) -> Result<T, EngineError> {
        match self.shared(|database| work(&database.begin_read()?)) {
            Err(EngineError::Io { .. } | EngineError::ReadOnly { .. }) => {
                let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
                state.close();
                state.run(&self.path, |database| work(&database.begin_read()?))
            }
            done => done,
        }
    }
}

impl State {
    fn run<T>(
        &mut self,
        path: &Path,
        work: impl FnOnce(&mut Database) -> Result<T, Failure>,
    ) -> Result<T, EngineError> {
        let database = match self.database.take() {
            Some(database) => Ok(database),
            None => reopen(path).map(|(database, frozen)| {
                self.frozen = frozen;
                database
            }),
        };
        let result = database.and_then(|database| guarded(|| work(self.database.insert(database))));
        result.map_err(|failure| {
            self.close();
            failure.at(path)
        })
    }

    fn close(&mut self) {
        let database = self.database.take();
        self.frozen = false;
        self.generation += 1;
        // what it can't write any more is in its file as of the last commit
        let _ = guarded(|| {
            drop(database);
            Ok(())
        });
    }
}

impl Engine for RedbEngine {
    fn get(&self, collection: &str, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, EngineError> {
        self.read(|transaction| {
            let table = match transaction.open_table(table(collection)) {
                Ok(table) => table,
                Err(TableError::TableDoesNotExist(_)) => return Ok(vec![None; ids.len()]),
                Err(error) => return Err(error.into()),
            };
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.push(ReadableTable::get(&table, *id)?.map(|bytes| bytes.value().to_vec()));
            }
            Ok(found)
        })
    }

    fn scan(&self, collection: &str, visit: &mut Visit<'_>) -> Result<(), EngineError> {
        // a second attempt goes on after what the visitor has seen
        let mut seen = Vec::new();
        let mut start = Bound::Unbounded;
        self.read(|transaction| {
            let table = match transaction.open_table(table(collection)) {
                Ok(table) => table,
                Err(TableError::TableDoesNotExist(_)) => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            for entry in table.range::<&[u8]>((start.map(|()| seen.as_slice()), Bound::Unbounded))? {
                let (id, bytes) = entry?;
                seen.clear();
                seen.extend_from_slice(id.value());
                start = Bound::Excluded(());
                if !visit(id.value(), bytes.value()) {
                    break;
                }
            }
            Ok(())
        })
    }

    fn snapshot(&self, collections: &[&str], visit: &mut VisitAll<'_>) -> Result<(), EngineError> {
        // no second attempt: it would see another moment
        self.shared(|database| {
            let transaction = database.begin_read()?;
            for collection in collections {
                let table = match transaction.open_table(table(collection)) {
                    Ok(table) => table,
                    Err(TableError::TableDoesNotExist(_)) => continue,
                    Err(error) => return Err(error.into()),
                };
                for entry in table.iter()? {
                    let (id, bytes) = entry?;
                    if !visit(collection, id.value(), bytes.value()) {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }

    fn write(&self, batch: &[Change]) -> Result<(), EngineError> {
        self.thaw()?;
        self.shared(|database| {
            let mut transaction = database.begin_write()?;
            // one more fsync, for which damage to the newest commit is found rather than taken for a
            // commit that a power cut left unfinished, and silently undone
            transaction.set_two_phase_commit(true);
            for change in batch {
                let mut table = transaction.open_table(table(change.collection))?;
                match &change.bytes {
                    Some(bytes) => drop(table.insert(change.id.as_slice(), bytes.as_slice())?),
                    None => drop(table.remove(change.id.as_slice())?),
                }
            }
            Ok(transaction.commit()?)
        })
    }

    fn check(&self) -> Result<(), EngineError> {
        if self.exclusive(|database| Ok(database.check_integrity()?))? {
            Ok(())
        } else {
            Err(damaged(&self.path, "redb found and repaired a fault"))
        }
    }
}

fn table(collection: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(collection)
}

/// Opens the database, making it where there is none.
fn open_or_create(path: &Path) -> Result<Database, Failure> {
    if path.try_exists()? {
        return open_verified(path, &mut OpenOptions::new());
    }
    // under another name until it is one: killed in between, nothing is left that looks damaged
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let unfinished = PathBuf::from(unfinished);
    let options = &mut OpenOptions::new();
    let database = open_verified(&unfinished, options.create(true).truncate(true).mode(0o600))?;
    fs::rename(&unfinished, path)?;
    // the new name itself must survive a power cut
    sync_directory_of(path)?;
    Ok(database)
}

/// Opens the database again, which must be there: an empty one in its place would be a silent loss. Says whether it is
/// open for reading alone.
fn reopen(path: &Path) -> Result<(Database, bool), Failure> {
    if fs::metadata(path)?.len() == 0 {
        return Err(Failure::Storage(StorageError::Corrupted("it is empty".into())));
    }
    match open_verified(path, &mut OpenOptions::new()) {
        Err(Failure::Storage(StorageError::Io(error))) if error.kind() == ErrorKind::ReadOnlyFilesystem => {
            Ok((verified(Frozen::new(File::open(path)?)?)?, true))
        }
        opened => Ok((opened?, false)),
    }
}

fn open_verified(path: &Path, options: &mut OpenOptions) -> Result<Database, Failure> {
    let file = options.read(true).write(true).open(path)?;
    // whoever made the file: it holds password hashes
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    verified(FileBackend::new(file)?)
}

fn verified(backend: impl StorageBackend) -> Result<Database, Failure> {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE_BYTES).set_check_integrity_on_open(true);
    guarded(|| Ok(builder.create_with_backend(backend)?))
}

/// Runs redb, which panics where it believes that no file can bring it: a damaged one can.
fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Failure::Storage(StorageError::Corrupted("its pages make no sense".into()))))
}

enum Failure {
    Locked,
    Format(u8),
    Storage(StorageError),
    Other(String),
}

impl Failure {
    fn at(self, path: &Path) -> EngineError {
        let name = path.display().to_string();
        match self {
            Self::Locked => EngineError::Locked { path: name },
            Self::Format(found) => EngineError::Format { path: name, found },
            Self::Storage(StorageError::Corrupted(reason)) => damaged(path, &reason),
            Self::Storage(StorageError::Io(error)) => io_error(path, &error),
            Self::Storage(error) => EngineError::Io { path: name, reason: error.to_string() },
            Self::Other(reason) => EngineError::Io { path: name, reason },
        }
    }
}

fn read_only(path: &Path) -> EngineError {
    EngineError::ReadOnly { path: path.display().to_string() }
}

fn damaged(path: &Path, reason: &str) -> EngineError {
    EngineError::Damaged { path: path.display().to_string(), reason: reason.to_owned() }
}

fn io_error(path: &Path, error: &io::Error) -> EngineError {
    let name = path.display().to_string();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            EngineError::DiskFull { path: name }
        }
        ErrorKind::ReadOnlyFilesystem => read_only(path),
        // redb's words for a file that never was its own
        ErrorKind::InvalidData => damaged(path, &error.to_string()),
        ErrorKind::UnexpectedEof => damaged(path, "it ends too early"),
        _ => EngineError::Io { path: name, reason: error.to_string() },
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Storage(StorageError::Io(error))
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => Self::Locked,
            DatabaseError::UpgradeRequired(found) => Self::Format(found),
            DatabaseError::Storage(error) => Self::Storage(error),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<TransactionError> for Failure {
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Storage(error) => Self::Storage(error),
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Storage(error) => Self::Storage(error),
            other => Self::Storage(StorageError::Corrupted(other.to_string())),
        }
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Storage(error) => Self::Storage(error),
            other => Self::Other(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(id: &[u8], bytes: &[u8]) -> Change {
        Change { collection: "things", id: id.to_vec(), bytes: Some(bytes.to_vec()) }
    }

    fn refusal(path: &Path) -> EngineError {
        RedbEngine::open(path).err().expect("it must not open")
    }

    #[test]
    fn documents_are_kept_in_the_order_of_their_ids_for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("neko.redb");
        {
            let engine = RedbEngine::open(&path).unwrap();
            assert_eq!(engine.get("things", &[b"a"]), Ok(vec![None]));
            engine.write(&[put(b"b", b"2"), put(b"a", b"1"), put(b"c", b"3")]).unwrap();
            let gone = Change { collection: "things", id: b"c".to_vec(), bytes: None };
            engine.write(&[gone, put(b"b", b"4")]).unwrap();
            assert_eq!(engine.check(), Ok(()));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let engine = RedbEngine::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(engine.get("things", &[b"c", b"b"]), Ok(vec![None, Some(b"4".to_vec())]));
        let mut seen = Vec::new();
        let visit = &mut |id: &[u8], bytes: &[u8]| {
            seen.push((id.to_vec(), bytes.to_vec()));
            true
        };
        engine.scan("things", visit).unwrap();
        assert_eq!(seen, [(b"a".to_vec(), b"1".to_vec()), (b"b".to_vec(), b"4".to_vec())]);
        assert_eq!(engine.scan("nothing", &mut |_, _| panic!("there is none")), Ok(()));
    }

    #[test]
    fn a_file_that_vanished_is_not_replaced_by_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("neko.redb");
        let engine = RedbEngine::open(&path).unwrap();
        engine.write(&[put(b"a", b"1")]).unwrap();
        engine.state.write().unwrap().close();
        fs::rename(&path, dir.path().join("away")).unwrap();
        assert!(matches!(engine.get("things", &[b"a"]), Err(EngineError::Io { .. })));
        fs::write(&path, "").unwrap();
        assert!(matches!(engine.write(&[put(b"b", b"2")]), Err(EngineError::Damaged { .. })));
        fs::rename(dir.path().join("away"), &path).unwrap();
        assert_eq!(engine.get("things", &[b"a"]), Ok(vec![Some(b"1".to_vec())]));
    }

    #[test]
    fn on_a_disk_that_is_read_only_for_a_while_all_can_be_read_and_nothing_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let run = |command: &str, args: &[&str]| {
            let done = std::process::Command::new(command).args(args).arg(dir.path()).output();
            done.is_ok_and(|done| done.status.success())
        };
        if !run("mount", &["-t", "tmpfs", "tmpfs"]) {
            return;
        }
        let path = dir.path().join("neko.redb");
        let engine = RedbEngine::open(&path).unwrap();
        engine.write(&[put(b"a", b"1")]).unwrap();
        // as after a failed write; a file that is open can't be taken away by a mere mount
        engine.state.write().unwrap().close();
        assert!(run("mount", &["-o", "remount,ro"]));
        for _ in 0..2 {
            assert_eq!(engine.get("things", &[b"a", b"b"]), Ok(vec![Some(b"1".to_vec()), None]));
            assert!(matches!(engine.write(&[put(b"b", b"2")]), Err(EngineError::ReadOnly { .. })));
        }
        assert_eq!(engine.check(), Ok(()));
        assert!(run("mount", &["-o", "remount,rw"]));
        assert_eq!(engine.get("things", &[b"b"]), Ok(vec![None]));
        engine.write(&[put(b"b", b"3")]).unwrap();
        drop(engine);
        let engine = RedbEngine::open(&path).unwrap();
        assert_eq!(engine.get("things", &[b"a", b"b"]), Ok(vec![Some(b"1".to_vec()), Some(b"3".to_vec())]));
        drop(engine);
        assert!(run("umount", &[]));
    }

    #[test]
    fn what_cannot_be_opened_says_why_and_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("neko.redb");
        let engine = RedbEngine::open(&path).unwrap();
        assert!(refusal(&path).to_string().ends_with("is in use by another neko; stop that one first"));
        drop(engine);

        let nowhere = dir.path().join("nowhere").join("neko.redb");
        assert!(refusal(&nowhere).to_string().contains("check that the directory exists"));
        assert!(matches!(refusal(dir.path()), EngineError::Io { .. }));

        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert!(matches!(refusal(&path), EngineError::Damaged { .. }), "{}", refusal(&path));
        fs::write(&path, "no database at all").unwrap();
        assert!(refusal(&path).to_string().contains("restore a backup"));
    }
}
