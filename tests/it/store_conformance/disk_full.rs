//! A disk that is really full: what did not fit is refused, what was there can be read, and with room again all
//! goes on, without a restart.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use bson::doc;
use neko::store::engine::EngineError;
use neko::store::{Store, StoreError, wait};

use super::Open;
use super::harness::{Kept, child_after, child_dir, open_store};

pub(crate) fn a_full_disk_costs_only_what_did_not_fit(open: Open) {
    let Some(disk) = SmallDisk::mount() else {
        // whoever may not mount still has limits of its own
        return a_file_at_its_size_limit_costs_only_what_did_not_fit(open);
    };
    let path = disk.path().join("store");
    let ballast = disk.path().join("ballast");
    fs::write(&ballast, vec![1; DISK_BYTES * 5 / 8]).unwrap();
    let kept = {
        let store = open_store(open, &path).unwrap();
        let mut kept = fill(&store, |_| {});
        fs::remove_file(&ballast).unwrap();
        for _ in 0..3 {
            insert(&store, kept).unwrap();
            kept += 1;
        }
        assert_eq!(count(&store), kept);
        kept
    };
    let store = open_store(open, &path).unwrap();
    assert_eq!(count(&store), kept);
}

pub(crate) fn a_full_disk_is_no_reason_not_to_start(open: Open) {
    let Some(disk) = SmallDisk::mount() else { return };
    let kept = fill_to_the_brim(open, &disk);
    let store = open_store(open, &disk.path().join("store")).unwrap();
    assert_eq!(count(&store), kept);
}

pub(crate) fn a_start_on_a_full_disk_costs_nothing(open: Open) {
    let Some(disk) = SmallDisk::mount() else { return };
    let (path, kept) = (disk.path().join("store"), fill_to_the_brim(open, &disk));
    for _ in 0..3 {
        match open_store(open, &path) {
            Ok(store) => assert_eq!(count(&store), kept),
            Err(error) => assert!(error.to_string().contains("free some space"), "{error}"),
        }
    }
    fs::remove_file(disk.path().join("ballast")).unwrap();
    let store = open_store(open, &path).unwrap();
    assert_eq!(count(&store), kept);
    insert(&store, kept).unwrap();
}

/// A store and nothing more on a disk; how many documents are in it.
fn fill_to_the_brim(open: Open, disk: &SmallDisk) -> i32 {
    let store = open_store(open, &disk.path().join("store")).unwrap();
    for id in 0..30 {
        insert(&store, id).unwrap();
    }
    fs::write(disk.path().join("ballast"), vec![1; DISK_BYTES]).unwrap_err();
    let mut kept = 30;
    while let Ok(()) = insert(&store, kept) {
        kept += 1;
    }
    kept
}

pub(crate) fn a_file_at_its_size_limit_costs_only_what_did_not_fit(open: Open) {
    if let Some(path) = child_dir() {
        let store = open_store(open, &path).unwrap();
        fill(&store, |id| {
            let mut out = io::stdout().lock();
            writeln!(out, "ack {id}").and_then(|()| out.flush()).unwrap();
        });
        return;
    }
    let dir = Kept::new(open);
    // without the signal the limit is an error like a full disk's
    let mut writer = child_after("trap '' XFSZ; ulimit -f 1024", &dir.path()).spawn().unwrap();
    let mut acknowledged = 0;
    for line in BufReader::new(writer.stdout.take().unwrap()).lines() {
        acknowledged += i32::from(line.unwrap().contains("ack "));
    }
    assert!(writer.wait().unwrap().success());
    assert!(acknowledged > 10, "only {acknowledged} were written");

    let store = dir.open();
    assert_eq!(count(&store), acknowledged);
    insert(&store, acknowledged).unwrap();
    assert_eq!(count(&store), acknowledged + 1);
}

/// Writes until there is no room and some more, while another thread reads all the time and never fails; how many
/// were written.
fn fill(store: &Store, acknowledged: impl Fn(i32)) -> i32 {
    thread::scope(|scope| {
        let (stop, stopped) = mpsc::channel::<()>();
        scope.spawn(move || {
            let mut before = 0;
            // until the writing ends, be it by a check that fails
            while stopped.try_recv() == Err(TryRecvError::Empty) {
                let now = count(store);
                assert!(now >= before, "{now} after {before}");
                before = now;
            }
        });
        let written = write_until_full(store, acknowledged);
        drop(stop);
        written
    })
}

/// Writes until so many in a row found no room: a failed one may still free some pages for the next.
fn write_until_full(store: &Store, acknowledged: impl Fn(i32)) -> i32 {
    let (mut written, mut refused) = (0, 0);
    while refused < 10 {
        match insert(store, written) {
            Ok(()) => {
                acknowledged(written);
                (written, refused) = (written + 1, 0);
            }
            Err(error) => {
                assert_full(&error);
                assert_eq!(count(store), written);
                refused += 1;
            }
        }
    }
    assert!(store.database().find_one("participations", doc! {"_id": 0}).unwrap().is_some());
    written
}

fn insert(store: &Store, id: i32) -> Result<(), StoreError> {
    let document = doc! {"_id": id, "filling": "x".repeat(16_000)};
    wait(store.database().write(move |store| store.insert("participations", document)))
}

fn count(store: &Store) -> i32 {
    store.database().count("participations", &doc! {}).unwrap().try_into().unwrap()
}

fn assert_full(error: &StoreError) {
    assert!(matches!(error, StoreError::Engine(EngineError::DiskFull { .. })), "{error:?}");
    assert!(error.to_string().contains("free some space"), "{error}");
}

const DISK_BYTES: usize = 4 << 20;

/// A file system of [`DISK_BYTES`].
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={DISK_BYTES}"), "tmpfs"]).arg(dir.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // lazily: a test that fails may still hold the store open
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
