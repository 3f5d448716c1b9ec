//! What is stored is changed behind the store's back: it says so, or it was nothing that matters.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use bson::{Document, doc};
use neko::domain::id::UserId;
use neko::store::engine::Change;
use neko::store::{
    BoxSettings, CollectionSpec, Database, OpenError, Presence, PresenceKind, Store, StoreError, wait,
};

use super::Open;
use super::harness::{Kept, open_store};
use super::repositories::{account, room, seconds};

const FLIPS: u64 = 64;

pub(crate) fn flipped_bytes_are_reported_or_harmless(open: Open) {
    let kept = Kept::new(open);
    let truth = {
        let store = kept.open();
        fill(&store);
        dump(&store)
    };
    flip_each_and_all(open, &kept.path(), &truth);
}

pub(crate) fn flipped_bytes_after_a_power_cut_are_reported_or_harmless(open: Open) {
    let kept = Kept::new(open);
    let store = kept.open();
    fill(&store);
    let truth = dump(&store);
    assert_eq!(store.database().check(), Ok(()));
    // as the disk is when the power goes: nothing was closed
    let cut = tempfile::tempdir().unwrap();
    copy(&kept.path(), &cut.path().join("store"));
    assert_eq!(dump(&open_store(open, &copied(cut.path(), "whole")).unwrap()), truth);
    flip_each_and_all(open, &cut.path().join("store"), &truth);
}

/// A copy of the store in `dir`, beside it.
fn copied(dir: &Path, name: &str) -> PathBuf {
    let to = dir.join(name);
    copy(&dir.join("store"), &to);
    to
}

pub(crate) fn bytes_flipped_under_a_running_store_are_reported_or_harmless(open: Open) {
    let kept = Kept::new(open);
    let document = |id: i32| doc! {"_id": id, "filling": format!("{id} ").repeat(6000)};
    let store = kept.open();
    // more than an engine keeps in memory of what it reads
    for first in (0..2000).step_by(100) {
        let written: Result<(), StoreError> = wait(store.database().write(move |store| {
            (first..first + 100).try_for_each(|id| store.insert("participations", document(id)))
        }));
        written.unwrap();
    }
    // and nothing of what it writes
    drop(store);
    let store = kept.open();
    let mut places = Places(0x0123_4567_89ab_cdef);
    for _ in 0..FLIPS {
        flip_byte(&kept.path(), places.next(), u64::MAX, places.next());
    }
    let mut reported = 0;
    for id in 0..2000 {
        match store.database().find_one("participations", doc! {"_id": id}) {
            Ok(found) => assert_eq!(found, Some(document(id))),
            Err(_) => reported += 1,
        }
    }
    assert!(reported > 0, "not one of {FLIPS} flipped bytes was noticed");
    assert!(store.database().check().is_err());
    // whatever it answers, it answers
    let _ = wait(store.users().insert(account("later")));
    drop(store);
    assert!(open_store(open, &kept.path()).is_err());
}

pub(crate) fn a_document_that_went_missing_is_noticed(open: Open) {
    let kept = Kept::new(open);
    fill(&kept.open());
    {
        let engine = open(&kept.path()).unwrap();
        let (id, _) = third_user(&*engine);
        engine.write(&[Change { collection: "users", id, bytes: None }]).unwrap();
    }
    let refused = open_store(open, &kept.path()).err().unwrap();
    assert_eq!(refused, OpenError::Damaged(vec!["users holds 39 documents, not the 40 written".into()]));
}

pub(crate) fn a_damaged_document_is_named(open: Open) {
    let kept = Kept::new(open);
    let user = {
        let store = kept.open();
        fill(&store);
        store.database().find("users", doc! {}).unwrap()[2].get_object_id("_id").unwrap().to_hex()
    };
    let (id, mut bytes) = {
        let engine = open(&kept.path()).unwrap();
        third_user(&*engine)
    };
    *bytes.last_mut().unwrap() ^= 1;
    open(&kept.path()).unwrap().write(&[Change { collection: "users", id, bytes: Some(bytes) }]).unwrap();
    let refused = open_store(open, &kept.path()).err().unwrap().to_string();
    assert!(refused.contains("users") && refused.contains(&user) && refused.contains("backup"), "{refused}");
}

pub(crate) fn two_documents_with_one_unique_value_are_noticed(open: Open) {
    let kept = Kept::new(open);
    {
        let without_indexes = [CollectionSpec { name: "users", indexes: &[] }];
        let database = Database::open(open(&kept.path()).unwrap(), &without_indexes, 1).unwrap();
        let written: Result<(), StoreError> = wait(database.write(|store| {
            store.insert("users", doc! {"username": "ada", "email": "ada@school.lan"})?;
            store.insert("users", doc! {"username": "ADA", "email": "other@school.lan"})
        }));
        written.unwrap();
    }
    let refused = open_store(open, &kept.path()).err().unwrap();
    assert_eq!(refused, OpenError::Damaged(vec!["two documents of users have the same username".into()]));
}

pub(crate) fn a_newer_schema_is_refused(open: Open) {
    let kept = Kept::new(open);
    drop(Database::open(open(&kept.path()).unwrap(), &[], 2).unwrap());
    assert_eq!(open_store(open, &kept.path()).err(), Some(OpenError::Newer { found: 2, known: 1 }));
}

fn third_user(engine: &dyn neko::store::engine::Engine) -> (Vec<u8>, Vec<u8>) {
    let mut users = Vec::new();
    engine
        .scan("users", &mut |id, bytes| {
            users.push((id.to_vec(), bytes.to_vec()));
            true
        })
        .unwrap();
    users.swap_remove(2)
}

fn fill(store: &Store) {
    for i in 0..40 {
        wait(store.users().insert(account(&format!("user{i}")))).unwrap();
    }
    for i in 0..4 {
        let id = format!("room{i}");
        wait(store.rooms().insert(room(&id, UserId::generate()))).unwrap();
        let event = |kind, connection: i64| Presence {
            kind,
            room_id: id.parse().unwrap(),
            user_id: UserId::generate(),
            connection_id: format!("c{connection}").parse().unwrap(),
            at: seconds(connection),
        };
        let events = (0..230).flat_map(|c| [event(PresenceKind::Joined, c), event(PresenceKind::Left, c)]);
        wait(store.rooms().record_presence(events.collect())).unwrap();
    }
    wait(store.settings().update(BoxSettings { registration_open: true, ..BoxSettings::default() })).unwrap();
}

fn dump(store: &Store) -> Vec<Vec<Document>> {
    let collections = ["users", "rooms", "participations", "sessions", "settings"];
    collections.map(|collection| store.database().find(collection, doc! {}).unwrap()).into()
}

/// Opens copies of the store with one byte changed each, then one with all of them.
fn flip_each_and_all(open: Open, path: &Path, truth: &Vec<Vec<Document>>) {
    let mut reported = 0;
    let mut places = Places(0x9e37_79b9_7f4a_7c15);
    let all = tempfile::tempdir().unwrap();
    copy(path, &all.path().join("store"));
    for flip in 0..FLIPS {
        let one = tempfile::tempdir().unwrap();
        copy(path, &one.path().join("store"));
        let (place, mask) = (places.next(), places.next());
        // every other one in the first pages, where little is written and much depends on it
        let within = if flip % 2 == 0 { u64::MAX } else { 8192 };
        flip_byte(&one.path().join("store"), place, within, mask);
        flip_byte(&all.path().join("store"), place, within, mask);
        match open_store(open, &one.path().join("store")) {
            Err(_) => reported += 1,
            Ok(store) => assert_eq!(&dump(&store), truth, "flip {flip}: opened with other documents"),
        }
    }
    assert!(reported > 0, "not one of {FLIPS} flipped bytes was noticed");
    assert!(open_store(open, &all.path().join("store")).is_err());
}

/// A fixed sequence of numbers that look random (xorshift).
struct Places(u64);

impl Places {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Changes the byte at `place`, counted through all files of a store and wrapped at its end or at `within`.
fn flip_byte(path: &Path, place: u64, within: u64, mask: u64) {
    let files: Vec<(PathBuf, Vec<u8>)> =
        files(path).into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut place = usize::try_from(place % within.min(total as u64)).unwrap();
    for (file, mut bytes) in files {
        if let Some(byte) = bytes.get_mut(place) {
            // never by nothing
            *byte ^= u8::try_from(mask % 255).unwrap() + 1;
            // in place: the store may have the file open
            let target = fs::OpenOptions::new().write(true).open(file).unwrap();
            return target.write_all_at(&bytes[place..=place], place as u64).unwrap();
        }
        place -= bytes.len();
    }
}

/// The files of a store, be it one file or a directory of them, in a fixed order.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.iter().flat_map(|entry| files(entry)).collect()
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = if file == from { to.to_owned() } else { to.join(file.strip_prefix(from).unwrap()) };
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(file, target).unwrap();
    }
}
