//! Many writers at once, and commits that fail, on the real engine behind a gate that a test can close.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Waker};
use std::thread;

use bson::{Document, doc};
use neko::store::engine::{Change, Engine, EngineError, Visit, VisitAll};
use neko::store::{Case, CollectionSpec, Database, IndexSpec, StoreError, UserError, wait};

use super::Open;
use super::harness::Kept;
use super::repositories::account;

const THINGS: [CollectionSpec; 1] = [CollectionSpec {
    name: "things",
    indexes: &[IndexSpec { field: "name", unique: true, case: Case::Sensitive }],
}];

pub(crate) fn a_unique_name_goes_to_one_of_four_threads(open: Open) {
    let kept = Kept::new(open);
    let users = kept.open().users();
    let accepted: usize = thread::scope(|scope| {
        let contestants: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let attempts = (0..200).map(|i| wait(users.insert(account(&format!("name{i}")))));
                    attempts
                        .filter(|result| match result {
                            Ok(()) => true,
                            Err(UserError::UsernameTaken) => false,
                            Err(other) => panic!("{other}"),
                        })
                        .count()
                })
            })
            .collect();
        contestants.into_iter().map(|contestant| contestant.join().unwrap()).sum()
    });
    assert_eq!((accepted, users.count()), (200, Ok(200)));
    drop(users);
    assert_eq!(kept.open().users().count(), Ok(200));
}

pub(crate) fn every_acknowledged_push_is_kept(open: Open) {
    let kept = Kept::new(open);
    {
        let store = kept.open();
        let database = store.database();
        let made: Result<(), StoreError> =
            wait(database.write(|store| store.insert("participations", doc! {"_id": "log"})));
        made.unwrap();
        thread::scope(|scope| {
            for writer in 0..8 {
                scope.spawn(move || {
                    for i in 0..50 {
                        let push = doc! {"$push": {"entries": writer * 50 + i}, "$inc": {"count": 1}};
                        let pushed: Result<_, StoreError> =
                            wait(database.write(move |store| {
                                store.update("participations", doc! {"_id": "log"}, &push)
                            }));
                        assert!(pushed.unwrap().is_some());
                    }
                });
            }
        });
    }
    let log = kept.open().database().find_one("participations", doc! {"_id": "log"}).unwrap().unwrap();
    let entries = log.get_array("entries").unwrap();
    let distinct: BTreeSet<_> = entries.iter().filter_map(bson::Bson::as_i32).collect();
    assert_eq!((entries.len(), distinct.len(), log.get_i32("count").unwrap()), (400, 400, 400));
}

/// The real engine behind a gate.
struct Gated {
    engine: Box<dyn Engine>,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    changed: Condvar,
    // commits that wait at the gate
    waiting: Mutex<usize>,
    arrived: Condvar,
    fault: AtomicU8,
}

const NO_FAULT: u8 = 0;
const FAIL: u8 = 1;
const FAIL_AFTER_WRITING: u8 = 2;

impl Gate {
    fn close(&self) -> Closed<'_> {
        *self.closed.lock().unwrap() = true;
        Closed(self)
    }

    fn wait_for_a_commit(&self) {
        let waiting = self.waiting.lock().unwrap();
        drop(self.arrived.wait_while(waiting, |waiting| *waiting == 0).unwrap());
    }

    /// The next commit fails, before or after it was written.
    fn fail_next(&self, fault: u8) {
        self.fault.store(fault, Ordering::SeqCst);
    }
}

/// A closed gate. It opens also when a check fails before it: nobody is to wait at it for ever.
struct Closed<'g>(&'g Gate);

impl Drop for Closed<'_> {
    fn drop(&mut self) {
        *self.0.closed.lock().unwrap() = false;
        self.0.changed.notify_all();
    }
}

impl Engine for Gated {
    fn get(&self, collection: &str, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, EngineError> {
        self.engine.get(collection, ids)
    }

    fn scan(&self, collection: &str, visit: &mut Visit<'_>) -> Result<(), EngineError> {
        self.engine.scan(collection, visit)
    }

    fn snapshot(&self, collections: &[&str], visit: &mut VisitAll<'_>) -> Result<(), EngineError> {
        self.engine.snapshot(collections, visit)
    }

    fn write(&self, batch: &[Change]) -> Result<(), EngineError> {
        *self.gate.waiting.lock().unwrap() += 1;
        self.gate.arrived.notify_all();
        let closed = self.gate.closed.lock().unwrap();
        drop(self.gate.changed.wait_while(closed, |closed| *closed).unwrap());
        *self.gate.waiting.lock().unwrap() -= 1;
        let fault = self.gate.fault.swap(NO_FAULT, Ordering::SeqCst);
        if fault != FAIL {
            self.engine.write(batch)?;
        }
        if fault == NO_FAULT { Ok(()) } else { Err(EngineError::DiskFull { path: "gate".into() }) }
    }

    fn check(&self) -> Result<(), EngineError> {
        self.engine.check()
    }
}

/// Things with unique names, behind a gate.
struct Things {
    database: Database,
    gate: Arc<Gate>,
    _dir: tempfile::TempDir,
}

impl Things {
    fn new(open: Open) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let gate = Arc::<Gate>::default();
        let engine = Gated { engine: open(&dir.path().join("store")).unwrap(), gate: Arc::clone(&gate) };
        let database = Database::open(Box::new(engine), &THINGS, 1).unwrap();
        Self { database, gate, _dir: dir }
    }

    fn insert(&self, id: i32, name: &str) -> Result<(), StoreError> {
        let document = doc! {"_id": id, "name": name};
        wait(self.database.write(move |store| store.insert("things", document)))
    }

    fn rename(&self, id: i32, name: &str) -> Result<(), StoreError> {
        let update = doc! {"$set": {"name": name}};
        wait(self.database.write(move |store| {
            store.update("things", doc! {"_id": id}, &update).map(|updated| assert!(updated.is_some()))
        }))
    }

    fn named(&self, name: &str) -> Vec<i32> {
        let found: Vec<Document> = self.database.find("things", doc! {"name": name}).unwrap();
        found.iter().map(|thing| thing.get_i32("_id").unwrap()).collect()
    }
}

/// A write that is in the queue once it was polled.
type Queued<'t> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + 't>>;

fn taken() -> StoreError {
    StoreError::Duplicate { collection: "things", field: "name" }
}

pub(crate) fn a_failing_write_leaves_its_neighbours_alone(open: Open) {
    let things = Things::new(open);
    things.insert(0, "zero").unwrap();
    // one commit stands at the gate while the others queue up behind it, so that they make one batch
    let results: Vec<Result<(), StoreError>> = thread::scope(|scope| {
        let closed = things.gate.close();
        let first = scope.spawn(|| things.insert(1, "one"));
        things.gate.wait_for_a_commit();
        let mut queued = Vec::new();
        let mut futures: Vec<Queued<'_>> = vec![
            Box::pin(things.database.write(|store| store.insert("things", doc! {"_id": 2, "name": "two"}))),
            Box::pin(things.database.write(|store| store.insert("things", doc! {"_id": 3, "name": "zero"}))),
            Box::pin(things.database.write(|store| {
                store.insert("things", doc! {"_id": 4, "name": "four"})?;
                store.update("things", doc! {"_id": 0}, &doc! {"$set": {"name": "taken over"}})?;
                store.update("things", doc! {"_id": 4}, &doc! {"$bad": {}}).map(drop)
            })),
            Box::pin(things.database.write(|_| panic!("a fault in a write"))),
            Box::pin(things.database.write(|store| store.insert("things", doc! {"_id": 5, "name": "two"}))),
            Box::pin(things.database.write(|store| store.insert("things", doc! {"_id": 6, "name": "four"}))),
        ];
        let mut context = Context::from_waker(Waker::noop());
        for future in &mut futures {
            assert!(future.as_mut().poll(&mut context).is_pending());
        }
        drop(closed);
        queued.push(first.join().unwrap());
        queued.extend(futures.into_iter().map(wait));
        queued
    });
    assert_eq!(results[..3], [Ok(()), Ok(()), Err(taken())]);
    assert!(matches!(results[3], Err(StoreError::Update(_))));
    assert_eq!(results[4..], [Err(StoreError::Abandoned), Err(taken()), Ok(())]);
    assert_eq!(things.database.count("things", &doc! {}), Ok(4));
    let found = ["zero", "one", "two", "four", "taken over"].map(|name| things.named(name));
    assert_eq!(found, [vec![0], vec![1], vec![2], vec![6], vec![]]);
}

pub(crate) fn nobody_reads_what_is_not_committed(open: Open) {
    let things = Things::new(open);
    things.insert(1, "old").unwrap();
    thread::scope(|scope| {
        let closed = things.gate.close();
        let renaming = scope.spawn(|| things.rename(1, "new"));
        things.gate.wait_for_a_commit();
        assert_eq!((things.named("old"), things.named("new")), (vec![1], vec![]));
        drop(closed);
        renaming.join().unwrap().unwrap();
    });
    assert_eq!((things.named("old"), things.named("new")), (vec![], vec![1]));
}

pub(crate) fn a_failed_commit_fails_all_of_it_and_leaves_no_trace(open: Open) {
    let things = Things::new(open);
    things.insert(1, "one").unwrap();
    things.gate.fail_next(FAIL);
    let full = StoreError::Engine(EngineError::DiskFull { path: "gate".into() });
    let failed: Result<(), StoreError> = wait(things.database.write(|store| {
        store.insert("things", doc! {"_id": 2, "name": "two"})?;
        store.update("things", doc! {"_id": 1}, &doc! {"$set": {"name": "uno"}}).map(drop)
    }));
    assert_eq!(failed, Err(full));
    assert_eq!(["one", "uno", "two"].map(|name| things.named(name)), [vec![1], vec![], vec![]]);
    things.insert(3, "uno").unwrap();
    things.insert(4, "two").unwrap();
    assert_eq!(things.insert(5, "one"), Err(taken()));
    assert_eq!(things.database.count("things", &doc! {}), Ok(3));
}

pub(crate) fn a_commit_that_failed_too_late_is_taken_as_it_is(open: Open) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    {
        let gate = Arc::<Gate>::default();
        let engine = Gated { engine: open(&path).unwrap(), gate: Arc::clone(&gate) };
        let database = Database::open(Box::new(engine), &THINGS, 1).unwrap();
        let things = Things { database, gate, _dir: tempfile::tempdir().unwrap() };
        things.insert(1, "one").unwrap();
        things.gate.fail_next(FAIL_AFTER_WRITING);
        assert!(things.rename(1, "uno").is_err());
        assert_eq!(["one", "uno"].map(|name| things.named(name)), [vec![], vec![1]]);
        assert_eq!(things.insert(2, "uno"), Err(taken()));
        things.insert(3, "one").unwrap();
        things.gate.fail_next(FAIL_AFTER_WRITING);
        assert!(things.insert(4, "four").is_err());
        assert_eq!(things.insert(5, "four"), Err(taken()));
        things.insert(6, "six").unwrap();
    }
    // the census agrees with what is there, or this would not open
    let database = Database::open(open(&path).unwrap(), &THINGS, 1).unwrap();
    assert_eq!(database.count("things", &doc! {}), Ok(4));
}

pub(crate) fn a_snapshot_is_of_one_moment_while_others_write(open: Open) {
    let kept = Kept::new(open);
    let store = kept.open();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for writer in 0..2 {
            let (store, over) = (&store, &over);
            scope.spawn(move || {
                for number in 0.. {
                    if over.load(Ordering::SeqCst) {
                        break;
                    }
                    let id = format!("{writer}-{number}");
                    let pair: Result<(), StoreError> = wait(store.database().write(move |store| {
                        // one comes and, in the other collection, one comes; every third time both go
                        let document = doc! {"_id": &id};
                        store.insert("participations", document.clone())?;
                        store.insert("settings", document.clone())?;
                        if number % 3 == 0 {
                            store.delete("participations", document.clone())?;
                            store.delete("settings", document)?;
                        }
                        Ok(())
                    }));
                    pair.unwrap();
                }
            });
        }
        for _ in 0..50 {
            let mut seen = [BTreeSet::new(), BTreeSet::new()];
            let visited: Result<(), StoreError> =
                store.database().snapshot().visit(&mut |collection, bson| {
                    let id = Document::from_reader(bson).unwrap().get_str("_id").unwrap().to_owned();
                    assert!(seen[usize::from(collection == "settings")].insert(id));
                    Ok(())
                });
            visited.unwrap();
            assert_eq!(seen[0], seen[1]);
        }
        over.store(true, Ordering::SeqCst);
    });
}
