//! A process that writes, and says what was acknowledged, is killed at any moment: all of that must be there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::thread;

use bson::{Bson, doc};
use neko::domain::id::UserId;
use neko::store::{Presence, PresenceKind, ProfileChange, Store, StoreError, wait};

use super::Open;
use super::harness::{Kept, child, child_dir, open_store};
use super::repositories::{account, room, seconds};

const ROUNDS: usize = 10;

pub(crate) fn nothing_acknowledged_is_lost_when_killed_at_any_moment(open: Open) {
    if let Some(dir) = child_dir() {
        return write_until_killed(&open_store(open, &dir).unwrap());
    }
    let kept = Kept::new(open);
    {
        let store = kept.open();
        wait(store.rooms().insert(room("lobby", UserId::generate()))).unwrap();
        wait(store.users().insert(account("mover"))).unwrap();
        let log: Result<(), StoreError> =
            wait(store.database().write(|store| store.insert("participations", doc! {"_id": "log"})));
        log.unwrap();
    }
    let mut acknowledged = Acknowledged::default();
    for round in 0..ROUNDS {
        run_and_kill(&kept.path(), 3 + round * 37 % 101, &mut acknowledged);
        let store = kept.open();
        acknowledged.verify(&store);
        indexes_agree(&store);
        wait(store.rooms().end_open_stays(seconds(1_000_000))).unwrap();
    }
}

/// Starts the writer and kills it as soon as it has told of so many acknowledged writes.
fn run_and_kill(path: &Path, acks: usize, acknowledged: &mut Acknowledged) {
    let mut writer = child(path).spawn().unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut heard = 0;
    while heard < acks {
        let line = lines.next().expect("the writer writes until it is killed");
        heard += usize::from(acknowledged.note(&line));
    }
    writer.kill().unwrap();
    // what it had said before it died counts as well
    for line in lines {
        acknowledged.note(&line);
    }
    writer.wait().unwrap();
}

fn write_until_killed(store: &Store) {
    let run = std::process::id();
    let acknowledge = |what: String| {
        let mut out = io::stdout().lock();
        // the parent may be gone before we are
        if writeln!(out, "ack {what}").and_then(|()| out.flush()).is_err() {
            std::process::exit(1);
        }
    };
    let mover = store.users().by_login("mover").unwrap().unwrap().id;
    thread::scope(|scope| {
        for writer in 0..2 {
            scope.spawn(move || {
                for i in 0.. {
                    let name = format!("u{run}-{writer}-{i}");
                    wait(store.users().insert(account(&name))).unwrap();
                    acknowledge(format!("user {name}"));
                }
            });
        }
        scope.spawn(move || {
            for i in 0.. {
                let value = format!("{run}-{i}");
                let push = doc! {"$push": {"entries": &value}};
                let pushed: Result<_, StoreError> = wait(
                    store
                        .database()
                        .write(move |store| store.update("participations", doc! {"_id": "log"}, &push)),
                );
                assert!(pushed.unwrap().is_some());
                acknowledge(format!("push {value}"));
            }
        });
        scope.spawn(move || {
            for i in 0.. {
                let connection = format!("c{run}-{i}");
                for (kind, word) in [(PresenceKind::Joined, "joined"), (PresenceKind::Left, "left")] {
                    let event = Presence {
                        kind,
                        room_id: "lobby".parse().unwrap(),
                        user_id: mover,
                        connection_id: connection.parse().unwrap(),
                        at: seconds(i),
                    };
                    wait(store.rooms().record_presence(vec![event])).unwrap();
                    acknowledge(format!("{word} {connection}"));
                }
            }
        });
        scope.spawn(move || {
            for i in 0.. {
                let email = format!("{i}.{run}@moving.lan");
                let change = ProfileChange { email: Some(email.parse().unwrap()), ..Default::default() };
                wait(store.users().update_profile(mover, change)).unwrap();
                acknowledge(format!("email {i}.{run}"));
            }
        });
    });
}

/// What the writer was told is done.
#[derive(Default)]
struct Acknowledged {
    users: BTreeSet<String>,
    pushes: BTreeSet<String>,
    joined: BTreeSet<String>,
    left: BTreeSet<String>,
    // by process, the last address taken
    email: Option<(u64, String)>,
}

impl Acknowledged {
    fn note(&mut self, line: &str) -> bool {
        // the test runner writes the test's name before the first line
        let Some((_, what)) = line.split_once("ack ") else { return false };
        let (kind, value) = what.split_once(' ').unwrap();
        match kind {
            "user" => drop(self.users.insert(value.to_owned())),
            "push" => drop(self.pushes.insert(value.to_owned())),
            "joined" => drop(self.joined.insert(value.to_owned())),
            "left" => drop(self.left.insert(value.to_owned())),
            "email" => {
                let (count, run) = value.split_once('.').unwrap();
                self.email = Some((count.parse().unwrap(), run.to_owned()));
            }
            other => panic!("{other}"),
        }
        true
    }

    fn verify(&self, store: &Store) {
        for name in &self.users {
            assert!(store.users().by_login(name).unwrap().is_some(), "the account {name} is lost");
        }
        let log = store.database().find_one("participations", doc! {"_id": "log"}).unwrap().unwrap();
        let entries: Vec<&str> = log
            .get_array("entries")
            .map(|all| all.iter().filter_map(Bson::as_str).collect())
            .unwrap_or_default();
        let distinct: BTreeSet<&str> = entries.iter().copied().collect();
        assert_eq!(entries.len(), distinct.len(), "a push was done twice");
        for value in &self.pushes {
            assert!(distinct.contains(value.as_str()), "the push {value} is lost");
        }

        let mut stays = BTreeMap::new();
        for stay in &store.rooms().by_room_id(&"lobby".parse().unwrap()).unwrap().unwrap().participants {
            stays.insert(stay.connection_id.to_string(), stay.left_at.is_some());
        }
        for stay in store.database().find("participations", doc! {"roomId": "lobby"}).unwrap() {
            stays.insert(stay.get_str("connectionId").unwrap().to_owned(), true);
        }
        for connection in &self.joined {
            assert!(stays.contains_key(connection), "that {connection} joined is lost");
        }
        for connection in &self.left {
            assert_eq!(stays.get(connection), Some(&true), "that {connection} left is lost");
        }

        let email = store.users().by_login("mover").unwrap().unwrap().email.to_string();
        assert!(store.users().by_login(&email).unwrap().is_some());
        if let Some((acknowledged, run)) = &self.email {
            let (stored, rest) = email.split_once('.').unwrap();
            let stored: u64 = stored.parse().unwrap();
            // the next one may have been on its way
            assert!(
                rest.starts_with(run) && (stored == *acknowledged || stored == acknowledged + 1),
                "{email}"
            );
        }
    }
}

fn indexes_agree(store: &Store) {
    let users = store.users().list().unwrap();
    assert_eq!(users.len(), store.users().count().unwrap());
    for user in users {
        for login in [user.username.as_str(), user.email.as_str()] {
            assert_eq!(store.users().by_login(login).unwrap().map(|found| found.id), Some(user.id));
        }
    }
}
