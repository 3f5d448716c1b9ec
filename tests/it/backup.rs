//! Backups by the real binary: made in a storm, moved to another machine, refused, interrupted, made by themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bson::{Bson, Document, doc, oid::ObjectId};
use neko::backup::{Item, Reader};
use neko::clock::Clock;
use neko::store::{FillError, Store};
use reqwest::StatusCode;
use serde_json::json;
use tempfile::TempDir;

use crate::command_line::{failure, run, text};
use crate::harness::{Client, PASSWORD, TestBox, location, neko};

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn back_up(data: &Path, file: &Path) {
    done(&run(data, &["backup", path(file)]));
}

/// A data directory that `restore` filled; the harness is told that it has an admin.
fn restored(file: &Path, args: &[&str]) -> Arc<TempDir> {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let args = [&["restore", path(file)], args].concat();
    done(&run(data.path(), &args));
    fs::write(data.path().join("set-up-link-seen"), "").unwrap();
    data
}

/// The documents of a backup by collection.
fn documents(file: &Path) -> BTreeMap<String, Vec<Document>> {
    let mut reader = Reader::open(File::open(file).unwrap(), None).unwrap();
    let mut all: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    while let Some(item) = reader.next_item().unwrap() {
        if let Item::Document { collection, document } = item {
            all.entry(collection).or_default().push(document);
        }
    }
    all
}

const ROUNDS: usize = 20;
const WRITERS: usize = 4;

/// Makes one room after another, each in the order of its number, and says how far it is.
async fn storm(
    client: Client,
    writer: usize,
    acknowledged: Arc<[AtomicUsize; WRITERS]>,
    over: Arc<AtomicBool>,
) {
    for number in 0.. {
        if over.load(Ordering::SeqCst) {
            return;
        }
        let room = client.room(&json!({"name": format!("{writer} {number}"), "isPublic": true})).await;
        let path = format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
        if number % 3 == 0 {
            let socket = client.join(&room).await;
            client.patch(&path, &json!({"description": "changed"})).await.expect(StatusCode::OK);
            drop(socket);
        }
        if number % 5 == 4 {
            client.delete(&path).await.expect(StatusCode::OK);
        }
        acknowledged[writer].store(number + 1, Ordering::SeqCst);
    }
}

/// That what a backup holds is of one moment: of each writer's rooms all up to one, those that were acknowledged
/// before it began among them.
fn is_of_one_moment(
    all: &BTreeMap<String, Vec<Document>>,
    before: &[usize; WRITERS],
    after: &[usize; WRITERS],
) {
    let users: BTreeSet<ObjectId> =
        all["users"].iter().map(|user| user.get_object_id("_id").unwrap()).collect();
    let mut rooms = vec![BTreeSet::new(); WRITERS];
    let mut ids = BTreeSet::new();
    for room in &all["rooms"] {
        assert!(users.contains(&room.get_object_id("createdBy").unwrap()), "{room}");
        assert!(
            ids.insert(room.get_str("roomId").unwrap()) && ids.insert(room.get_str("accessToken").unwrap())
        );
        let present = room.get_array("participants").unwrap().iter();
        let present = present.filter(|stay| stay.as_document().unwrap()["leftAt"] == Bson::Null).count();
        assert_eq!(room.get_i32("currentParticipants").unwrap(), i32::try_from(present).unwrap(), "{room}");
        assert_eq!(room.get_bool("isActive").unwrap(), room["closedAt"] == Bson::Null, "{room}");
        let (writer, number) = room.get_str("name").unwrap().split_once(' ').unwrap();
        rooms[writer.parse::<usize>().unwrap()].insert(number.parse::<usize>().unwrap());
    }
    for (writer, numbers) in rooms.iter().enumerate() {
        assert_eq!(numbers.last().map_or(0, |last| last + 1), numbers.len(), "writer {writer}: {numbers:?}");
        let (least, most) = (before[writer], after[writer] + 1);
        assert!((least..=most).contains(&numbers.len()), "{} of {least} to {most}", numbers.len());
        // the last of them may be half way: made, not yet closed
        for room in all["rooms"].iter().filter(|room| room.get_bool("isActive").unwrap()) {
            let (of, number) = room.get_str("name").unwrap().split_once(' ').unwrap();
            let number: usize = number.parse().unwrap();
            assert!(of != writer.to_string() || number % 5 != 4 || number >= least, "{room}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_in_a_storm_of_writes_are_each_of_one_moment() {
    let neko = TestBox::start(&["--open-registration"]);
    let acknowledged = Arc::new(<[AtomicUsize; WRITERS]>::default());
    let over = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let client = neko.user(&format!("writer{writer}")).await;
        writers.push(tokio::spawn(storm(client, writer, acknowledged.clone(), over.clone())));
    }
    let progress = || std::array::from_fn(|writer| acknowledged[writer].load(Ordering::SeqCst));
    let dir = tempfile::tempdir().unwrap();
    for round in 0..ROUNDS {
        let file = dir.path().join(format!("{round}.backup"));
        let before = progress();
        let made = tokio::task::spawn_blocking({
            let (data, file) = (neko.data.clone(), file.clone());
            move || back_up(data.path(), &file)
        });
        made.await.unwrap();
        let after = progress();
        is_of_one_moment(&documents(&file), &before, &after);
    }
    over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    drop(neko);
    for round in 0..ROUNDS {
        let file = dir.path().join(format!("{round}.backup"));
        let data = restored(&file, &[]);
        // opens, which verifies every document, number and unique field
        let store = Store::open(location(data.path()), &mut |_| Ok(())).unwrap();
        assert_eq!(store.rooms().all().unwrap().len(), documents(&file)["rooms"].len());
    }
}

#[tokio::test]
async fn a_box_moves_to_another_machine_in_one_step() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Staff room"})).await;
    let _in_a_call = ada.join(&room).await;
    fs::write(neko.data.path().join("neko.toml"), "# ours\n[turn]\nrealm = \"school\"\n").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("box.backup.age");
    let output = neko_with_passphrase(neko.data.path(), &["backup", path(&file)], "a few random words");
    assert!(done(&output).contains("users 2"), "{}", text(&output.stdout));
    let ca = fs::read(neko.data.path().join("tls/ca.pem")).unwrap();
    drop(neko);

    let missing = tempfile::tempdir().unwrap();
    let refused = failure(&run(missing.path(), &["restore", path(&file)]), 1);
    assert!(refused.contains("passphrase is needed") || refused.contains("no passphrase"), "{refused}");
    let wrong = neko_with_passphrase(missing.path(), &["restore", path(&file)], "another passphrase");
    assert!(failure(&wrong, 1).contains("not that of the backup"));
    assert_eq!(fs::read_dir(missing.path()).unwrap().count(), 0, "nothing is left of a refused restore");

    let data = Arc::new(missing);
    let output = neko_with_passphrase(data.path(), &["restore", path(&file)], "a few random words");
    assert!(done(&output).contains("rooms 1"));
    fs::write(data.path().join("set-up-link-seen"), "").unwrap();
    assert_eq!(fs::read(data.path().join("tls/ca.pem")).unwrap(), ca);
    assert!(fs::read_to_string(data.path().join("neko.toml")).unwrap().starts_with("# ours\n"));
    let neko = TestBox::start_on(data, &[]);
    // trusts the same authority, is still logged in, and the password is the same
    let back = neko.returning(ada.token.clone());
    assert_eq!(back.get("/api/auth/me").await.expect(StatusCode::OK)["user"]["username"], "ada");
    let login = json!({"username": "root", "password": PASSWORD});
    let login = neko.stranger().post("/api/auth/login", &login).await.expect(StatusCode::OK);
    assert_eq!(login["user"]["id"], admin.user["id"]);
    let shown = back.get(&format!("/api/rooms/{}", room["roomId"].as_str().unwrap())).await.json();
    assert_eq!(
        (&shown["room"]["accessToken"], &shown["room"]["currentParticipants"]),
        (&room["accessToken"], &json!(0))
    );
    back.join(&room).await;
}

fn neko_with_passphrase(data: &Path, args: &[&str], passphrase: &str) -> Output {
    neko(data).args(args).env("NEKO_PASSPHRASE", passphrase).output().unwrap()
}

#[tokio::test]
async fn what_cannot_be_backed_up_or_restored_says_why_in_one_line() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nowhere");
    let file = dir.path().join("box.backup");
    assert!(failure(&run(&nowhere, &["backup", path(&file)]), 1).contains("there is no box in"));
    assert!(!nowhere.exists() && !file.exists());

    let neko = TestBox::start(&[]);
    neko.admin().await;
    let unwritable = dir.path().join("no/such/box.backup");
    assert!(failure(&run(neko.data.path(), &["backup", path(&unwritable)]), 1).contains("no/such"));
    let short = neko_with_passphrase(neko.data.path(), &["backup", path(&file)], "short");
    assert!(failure(&short, 1).contains("at least 10 characters"));
    back_up(neko.data.path(), &file);
    let running = failure(&run(neko.data.path(), &["restore", path(&file)]), 1);
    assert!(running.contains("not empty") && running.contains("--data-dir"), "{running}");

    let whole = fs::read(&file).unwrap();
    let place = dir.path().join("place");
    let mut damaged = whole.clone();
    let at = whole.windows(11).position(|window| window == b"root@box.la").unwrap();
    damaged[at] ^= 4;
    for (bytes, part) in [
        (&damaged[..], "the collection users after 0 documents"),
        (&whole[..whole.len() - 9], "ends too early"),
        (&b"neko-backup 7\n"[..], "newer neko (format 7"),
        (&b"%PDF-1.7"[..], "no backup of a neko"),
        (&b""[..], "no backup of a neko"),
    ] {
        let other = dir.path().join("other.backup");
        fs::write(&other, bytes).unwrap();
        let refused = failure(&run(&place, &["restore", path(&other)]), 1);
        assert!(refused.contains(part), "{refused}");
        assert!(!place.exists(), "{refused}");
    }
    assert!(failure(&run(&place, &["restore", path(&dir.path().join("none"))]), 1).contains("can't read"));
}

/// Enough accounts that a restore takes a while.
const MANY: usize = 5_000;

/// A backup of many accounts, which takes a while to restore.
fn large_backup(dir: &Path) -> PathBuf {
    let data = dir.join("large");
    fs::create_dir(&data).unwrap();
    let filled: Result<(), FillError> = Store::fill(location(&data), 1, |filler| {
        (0..MANY).try_for_each(|number| {
            let name = format!("user{number}");
            let document = doc! {
                "_id": ObjectId::new(), "username": &name, "email": format!("{name}@box.lan"), "password": "$argon2id$x",
                "displayName": &name, "role": "user", "createdAt": bson::DateTime::from_millis(5), "lastLogin": null,
            };
            filler.put("users", &document)
        })
    });
    filled.unwrap();
    let file = dir.join("large.backup");
    back_up(&data, &file);
    file
}

#[test]
fn a_restore_that_is_killed_leaves_nothing_that_starts_half() {
    let dir = tempfile::tempdir().unwrap();
    let file = large_backup(dir.path());
    let mut interrupted = 0;
    for round in 0..5_u64 {
        let data = tempfile::tempdir().unwrap();
        let store = location(data.path());
        let size = || -> u64 {
            let paths = store.paths().unwrap_or_default();
            paths.iter().filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum()
        };
        let mut restoring = neko(data.path()).args(["restore", path(&file)]).spawn().unwrap();
        // killed once so much of it is there
        let enough = round * 300_000;
        while restoring.try_wait().unwrap().is_none() {
            if store.exists() && size() >= enough {
                restoring.kill().unwrap();
            }
        }
        let list = run(data.path(), &["user", "list"]);
        if list.status.success() {
            let count = text(&list.stdout).lines().count();
            assert!([0, MANY].contains(&count), "nothing or all, not {count}");
            continue;
        }
        interrupted += 1;
        let refused = failure(&list, 1);
        assert!(refused.contains("half filled"), "{refused}");
        assert!(failure(&run(data.path(), &["serve", "--listen", "127.0.0.1:0"]), 1).contains("half filled"));
        done(&run(data.path(), &["restore", path(&file)]));
        assert_eq!(done(&run(data.path(), &["user", "list"])).lines().count(), MANY);
    }
    assert!(interrupted > 0, "not one restore was interrupted");
}

#[tokio::test]
async fn every_night_a_backup_is_made_and_the_oldest_go() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let backups = data.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let older = [
        "neko-2026-01-01T03-00-00Z.backup",
        "neko-2026-01-02T03-00-00Z.backup.age",
        "neko-2026-01-03T03-00-00Z.backup",
    ];
    let others = ["by-hand.backup", "schema-1-5.backup"];
    for name in older.iter().chain(&others).chain(&["neko-2026-01-04T03-00-00Z.backup.new"]) {
        fs::write(backups.join(name), "").unwrap();
    }
    // in the box's own time zone, which the harness makes UTC
    let soon = (Clock::system().now().as_secs() + 4).rem_euclid(86_400);
    let soon = format!("{:02}:{:02}:{:02}", soon / 3_600, soon / 60 % 60, soon % 60);
    fs::write(data.path().join("neko.toml"), format!("[backup]\nat = \"{soon}\"\nkeep = 2\n")).unwrap();
    let neko = TestBox::start_on(data.clone(), &[]);
    neko.admin().await;
    neko.wait_for_log(&["made a backup", "neko-"]);

    let names: BTreeSet<String> = fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let made: Vec<&String> = names.iter().filter(|name| name.starts_with("neko-")).collect();
    assert_eq!((made.len(), made[0].as_str()), (2, older[2]), "{names:?}");
    assert!(others.iter().all(|name| names.contains(*name)), "{names:?}");
    let place = restored(&backups.join(made[1]), &[]);
    assert!(done(&run(place.path(), &["user", "list"])).starts_with("root\tadmin"));
}

#[tokio::test]
async fn what_is_exported_from_a_running_box_is_imported_exactly() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Räume \"& more\"", "description": "two\u{2028}lines"})).await;
    drop(ada.join(&room).await);
    let dir = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| dir.path().join(name));
    let said = done(&run(neko.data.path(), &["export", path(&first)]));
    assert!(said.contains("rooms 1") && said.contains("users 1"), "{said}");
    let line = fs::read_to_string(first.join("users.ndjson")).unwrap();
    let user: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&user["username"], &user["lastLogin"]["$date"].is_object()),
        (&json!("ada"), &true),
        "{line}"
    );
    assert!(user["_id"]["$oid"].is_string());
    assert!(failure(&run(neko.data.path(), &["export", path(&first)]), 1).contains("not empty"));
    assert!(failure(&run(neko.data.path(), &["import", path(&first)]), 1).contains("in use"));

    let data = Arc::new(tempfile::tempdir().unwrap());
    done(&run(data.path(), &["import", path(&first)]));
    done(&run(data.path(), &["export", path(&second)]));
    for name in ["users", "rooms", "participations", "sessions", "settings"] {
        let read = |dir: &Path| fs::read_to_string(dir.join(format!("{name}.ndjson"))).unwrap();
        assert_eq!(read(&first), read(&second), "{name}");
    }
    assert!(failure(&run(data.path(), &["import", path(&first)]), 1).contains("not empty"));
    let neko = TestBox::start_on(data, &["--open-registration"]);
    let login = json!({"username": "ada@box.lan", "password": PASSWORD});
    neko.stranger().post("/api/auth/login", &login).await.expect(StatusCode::OK);
}

#[tokio::test]
async fn an_admin_downloads_a_backup_and_sees_those_that_are_kept() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let dir = tempfile::tempdir().unwrap();
    for (body, name) in [(json!({}), "plain"), (json!({"passphrase": "a few random words"}), "encrypted")] {
        let request = admin.request(reqwest::Method::POST, "/api/admin/backup").json(&body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.starts_with("attachment; filename=\"neko-2"), "{disposition}");
        assert_eq!(disposition.ends_with(".backup.age\""), name == "encrypted", "{disposition}");
        let length: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(bytes.len(), length);
        let file = dir.path().join(name);
        fs::write(&file, &bytes).unwrap();
        let data = tempfile::tempdir().unwrap();
        done(&neko_with_passphrase(data.path(), &["restore", path(&file)], "a few random words"));
        assert!(done(&run(data.path(), &["user", "list"])).starts_with("root\tadmin"));
    }
    let short = admin.post("/api/admin/backup", &json!({"passphrase": "short"})).await;
    assert_eq!((short.status, short.problem().as_str()), (StatusCode::BAD_REQUEST, "bad-backup"));
    let left: Vec<String> = fs::read_dir(neko.data.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("backup"))
        .collect();
    assert!(left.is_empty(), "{left:?}");

    let data = neko.stop();
    let backups = data.path().join("backups");
    fs::create_dir(&backups).unwrap();
    fs::write(backups.join("neko-2026-01-02T03-00-00Z.backup.age"), "12345").unwrap();
    let neko = TestBox::start_on(data, &[]);
    let kept = neko.returning(admin.token.clone()).get("/api/admin/backups").await.expect(StatusCode::OK);
    assert_eq!((&kept["at"], &kept["keep"], &kept["last"]), (&json!("03:00"), &json!(14), &json!(null)));
    assert_eq!((kept["directory"].as_str(), kept["next"].is_string()), (backups.to_str(), true));
    let expected = json!({"name": "neko-2026-01-02T03-00-00Z.backup.age", "at": "2026-01-02T03:00:00Z", "bytes": 5, "encrypted": true});
    assert_eq!(kept["backups"], json!([expected]));
}

fn percent(byte: u8) -> [char; 3] {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap();
    ['%', digit(byte >> 4), digit(byte & 15)]
}

#[tokio::test]
async fn a_new_box_becomes_the_one_in_a_backup_over_its_own_page() {
    let old = TestBox::start(&["--open-registration"]);
    let admin = old.admin().await;
    old.user("ada").await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("box.backup");
    let passphrase = "ein paar zufällige Wörter";
    done(&neko_with_passphrase(old.data.path(), &["backup", path(&file)], passphrase));
    let bytes = fs::read(&file).unwrap();
    let ca = fs::read(old.data.path().join("tls/ca.pem")).unwrap();
    drop(old);

    let mut neko = TestBox::start(&[]);
    let token = neko.setup_token.clone().unwrap();
    let stranger = neko.stranger();
    let send = async |token: &str, passphrase: &str, bytes: &[u8]| {
        let encoded: String = passphrase.bytes().flat_map(percent).collect();
        let request = stranger.request(reqwest::Method::POST, "/api/setup/restore");
        let request = request.header("setup-token", token).header("backup-passphrase", encoded);
        crate::harness::Answer::of(request.body(bytes.to_vec())).await
    };
    assert_eq!(send("guess", passphrase, &bytes).await.problem(), "access-denied");
    assert_eq!(send(&token, "another passphrase", &bytes).await.problem(), "wrong-passphrase");
    let newer = send(&token, "", b"neko-backup 2\nwhatever comes then").await;
    assert_eq!(newer.problem(), "newer-backup");
    let damaged = [&bytes[..bytes.len() - 1], b"x"].concat();
    let refused = send(&token, passphrase, &damaged).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("damaged"), "{refused}");
    assert_eq!(send(&token, passphrase, b"GIF89a").await.problem(), "bad-backup");
    assert_eq!(stranger.get("/api/config").await.json()["setupNeeded"], true);

    let accepted = send(&token, passphrase, &bytes).await.expect(StatusCode::ACCEPTED);
    assert_eq!(
        (&accepted["documents"]["users"], &accepted["version"]),
        (&json!(2), &json!(env!("CARGO_PKG_VERSION")))
    );
    neko.wait_for_log(&["restored a backup"]);
    neko.wait_until_ready_again();
    assert_eq!(fs::read(neko.data.path().join("tls/ca.pem")).unwrap(), ca);
    let back = neko.returning(admin.token.clone());
    assert_eq!(back.get("/api/auth/me").await.expect(StatusCode::OK)["user"]["username"], "root");
    let again = back.request(reqwest::Method::POST, "/api/setup/restore").header("setup-token", &token);
    assert_eq!(crate::harness::Answer::of(again.body(bytes)).await.problem(), "already-set-up");
    let log = back.get("/api/admin/audit?limit=1").await.expect(StatusCode::OK);
    assert_eq!(log["entries"][0]["action"], "restored");
}
