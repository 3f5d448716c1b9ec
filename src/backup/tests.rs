use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use bson::{Document, doc};
use tempfile::TempDir;

use super::frame::{FrameWriter, Kind};
use super::*;
use crate::domain::audit::Action;
use crate::secret::SecretString;
use crate::store::{FillError, Location, OpenError, Store, wait};

const COLLECTIONS: [&str; 5] = ["users", "rooms", "participations", "sessions", "settings"];

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn user(name: &str) -> Document {
    doc! {
        "_id": bson::oid::ObjectId::new(), "username": name, "email": format!("{name}@box.lan"), "password": "$argon2id$x",
        "displayName": name, "role": "user", "createdAt": bson::DateTime::from_millis(5), "lastLogin": null,
    }
}

/// A room that someone is in.
fn room(id: &str) -> Document {
    let person = bson::oid::ObjectId::new();
    doc! {
        "_id": bson::oid::ObjectId::new(), "roomId": id, "name": "Room", "description": "", "createdBy": person,
        "accessToken": format!("invite-{id}"), "isPublic": false, "maxParticipants": 6, "isActive": true,
        "participants": [{"userId": person, "connectionId": "c1", "joinedAt": bson::DateTime::from_millis(60_000),
            "leftAt": null, "duration": null}],
        "currentParticipants": 1, "createdAt": bson::DateTime::from_millis(5), "closedAt": null,
    }
}

/// A data directory with a little of everything in it.
struct TestBox {
    dir: TempDir,
    store: Store,
}

impl TestBox {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("tls")).unwrap();
        for name in FILES {
            fs::write(dir.path().join(name), format!("the {name}\n\n")).unwrap();
        }
        fs::write(dir.path().join("tls/server.key"), "not kept").unwrap();
        let store = Store::open(&dir.path().join("neko.redb"), &mut |_| Ok(())).unwrap();
        let filled: Result<(), StoreError> = wait(store.database().write(|store| {
            for name in ["ada", "bob", "eve"] {
                store.insert("users", user(name))?;
            }
            store.insert("rooms", room("lobby"))?;
            store.insert("settings", doc! {"_id": "box", "registrationOpen": true})
        }));
        filled.unwrap();
        Self { dir, store }
    }

    fn source(&self) -> Source<'_> {
        Source { snapshot: self.store.database().snapshot(), data_dir: self.dir.path(), now: moment(120) }
    }

    fn backup(&self, passphrase: Option<&SecretString>) -> Vec<u8> {
        let (made, mut file) = make_temporary(&self.source(), passphrase, self.dir.path()).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(made.bytes, bytes.len() as u64);
        bytes
    }
}

fn file_of(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn restore_to(
    bytes: &[u8],
    data_dir: &Path,
    passphrase: Option<&SecretString>,
) -> Result<Contents, RestoreError> {
    restore(
        &file_of(bytes),
        passphrase,
        &Place { data_dir, store: &Location::Redb(data_dir.join("neko.redb")), now: moment(200) },
    )
}

fn documents(store: &Store) -> Vec<Vec<Document>> {
    COLLECTIONS.map(|name| store.database().find(name, doc! {}).unwrap()).into()
}

#[test]
fn a_box_comes_back_whole_with_its_files_and_those_who_were_there_have_left() {
    let original = TestBox::new();
    for passphrase in [None, Some(SecretString::from("pässphrase of some length"))] {
        let bytes = original.backup(passphrase.as_ref());
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().join("deep/data");
        let contents = restore_to(&bytes, &place, passphrase.as_ref()).unwrap();
        assert_eq!(
            contents.documents,
            [("rooms".into(), 1), ("settings".into(), 1), ("users".into(), 3)].into()
        );
        assert_eq!(
            (contents.files, contents.header.created_at),
            (FILES.map(String::from).into(), moment(120))
        );

        let mode = |name: &str| fs::metadata(place.join(name)).unwrap().permissions().mode() & 0o777;
        for name in FILES {
            assert_eq!(fs::read_to_string(place.join(name)).unwrap(), format!("the {name}\n\n"));
            assert_eq!(mode(name), 0o600, "{name}");
        }
        assert_eq!((mode(""), mode("tls"), mode("neko.redb")), (0o700, 0o700, 0o600));
        assert!(!place.join("tls/server.key").exists());

        let store = Store::open(&place.join("neko.redb"), &mut |_| Ok(())).unwrap();
        let (mut before, after) = (documents(&original.store), documents(&store));
        let stay = before[1][0].get_array_mut("participants").unwrap()[0].as_document_mut().unwrap();
        stay.insert("leftAt", bson::DateTime::from_millis(120_000));
        stay.insert("duration", 60_i64);
        before[1][0].insert("currentParticipants", 0);
        assert_eq!(after, before);
        let (_, entry) = store.audit().page(None, 9).unwrap().pop().unwrap();
        let detail = Some("from the backup of 1970-01-01T00:02:00Z".to_owned());
        assert_eq!((entry.action, entry.at, entry.detail), (Action::Restored, moment(200), detail));
    }
}

#[test]
fn a_backup_is_its_owners_alone_and_an_encrypted_one_says_nothing() {
    let original = TestBox::new();
    let path = original.dir.path().join("kept.backup");
    make(&original.source(), None, &path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let bytes = original.backup(Some(&"a passphrase".into()));
    assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
    assert!(!bytes.windows(3).any(|window| window == b"ada"));
    let left: Vec<_> =
        fs::read_dir(original.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
}

#[test]
fn a_backup_that_was_damaged_anywhere_is_refused_and_leaves_nothing() {
    let original = TestBox::new();
    let bytes = original.backup(None);
    let place = tempfile::tempdir().unwrap();
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        let refused = check(&damaged[..], None).unwrap_err();
        assert!(!matches!(refused, BackupError::Read(_)), "byte {at}: {refused}");
        assert!(check(&bytes[..at], None).is_err(), "cut at {at}");
    }
    for at in [0, 13, 200, bytes.len() / 2, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x40;
        assert!(restore_to(&damaged, place.path(), None).is_err());
        assert!(restore_to(&bytes[..at], place.path(), None).is_err());
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0, "byte {at}");
    }
    let mut damaged = bytes.clone();
    let ada = bytes.windows(11).position(|window| window == b"ada@box.lan").unwrap();
    damaged[ada] ^= 1;
    let refused = check(&damaged[..], None).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the backup is damaged: the collection users after 0 documents: a checksum is wrong; use another one"
    );
    assert!(check(&[&bytes[..], b"more"].concat()[..], None).is_err());
}

#[test]
fn an_encrypted_backup_that_was_damaged_or_is_opened_wrongly_is_refused() {
    let original = TestBox::new();
    let right = SecretString::from("right passphrase");
    let bytes = original.backup(Some(&right));
    assert!(matches!(check(&bytes[..], None), Err(BackupError::PassphraseNeeded)));
    assert!(matches!(check(&bytes[..], Some(&"wrong passphrase".into())), Err(BackupError::WrongPassphrase)));
    let header = bytes.windows(4).position(|window| window == b"\n---").unwrap();
    for at in [0, 25, header + 6, header + 60, header + 400, bytes.len() - 1] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(check(&damaged[..], Some(&right)).is_err(), "byte {at}");
    }
    for at in [bytes.len() - 1, bytes.len() - 300, header] {
        assert!(matches!(check(&bytes[..at], Some(&right)), Err(BackupError::Damaged { .. })), "cut at {at}");
    }
}

#[test]
fn other_files_and_newer_backups_say_what_they_are() {
    let text = |bytes: &[u8]| check(bytes, None).unwrap_err().to_string();
    for other in [
        &b""[..],
        b"PK\x03\x04",
        b"neko-backup",
        b"neko-backup x\n",
        b"neko-backup 0\n",
        b"SQLite format 3\0",
    ] {
        assert!(matches!(check(other, None), Err(BackupError::NotABackup)), "{other:?}");
    }
    assert!(text(b"neko-backup 2\nwhatever comes then").contains("newer neko (format 2, this one reads 1)"));

    let made = |schema: i64, extra: &[(Kind, &[u8])]| {
        let header =
            Header { schema, neko: "9.0.0".into(), created_at: moment(1), collections: vec!["users".into()] };
        let mut frames = FrameWriter::begin(Vec::new(), b"neko-backup 1\n").unwrap();
        frames.frame(Kind::Header, &serde_json::to_vec(&header).unwrap()).unwrap();
        for (kind, payload) in extra {
            frames.frame(*kind, payload).unwrap();
        }
        frames.end().unwrap()
    };
    assert!(text(&made(1, &[(Kind::File, b"tls/../../etc/passwd\nx")])).contains("newer neko"));
    assert!(text(&made(1, &[(Kind::Collection, b"rooms")])).contains("damaged"));
    assert!(text(&made(1, &[(Kind::Document, b"")])).contains("out of order"));
    let place = tempfile::tempdir().unwrap();
    let newer = restore_to(&made(2, &[]), place.path(), None).unwrap_err();
    assert!(newer.to_string().contains("newer neko (schema 2, this one knows 1)"), "{newer}");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn a_backup_is_restored_where_nothing_is_and_nowhere_else() {
    let original = TestBox::new();
    let bytes = original.backup(None);
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("lost+found")).unwrap();
    restore_to(&bytes, place.path(), None).unwrap();
    let again = restore_to(&bytes, place.path(), None).unwrap_err();
    assert!(matches!(again, RestoreError::NotEmpty { .. }), "{again}");
    assert!(fs::read_dir(place.path()).unwrap().count() > 3, "what is there stays");

    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("letter.txt"), "dear").unwrap();
    let refused = restore_to(&bytes, place.path(), None).unwrap_err().to_string();
    assert!(refused.contains("letter.txt") && refused.contains("--data-dir"), "{refused}");
    assert!(place.path().join("letter.txt").exists());
    // a store that lies elsewhere is not overwritten either
    let elsewhere = original.dir.path().join("neko.redb");
    let empty = tempfile::tempdir().unwrap();
    let refused = restore(
        &file_of(&bytes),
        None,
        &Place { data_dir: empty.path(), store: &Location::from(&elsewhere), now: moment(200) },
    );
    assert!(refused.is_err() && elsewhere.exists());
}

#[test]
fn a_restore_that_was_interrupted_does_not_start_and_can_be_done_again() {
    let original = TestBox::new();
    let bytes = original.backup(None);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("neko.redb");
    // as a kill leaves it: the work never came to an end
    let never_ended = std::panic::catch_unwind(|| {
        let _ = Store::fill(&path, 1, |filler| -> Result<(), FillError> {
            filler.put("users", &user("half"))?;
            panic!("killed")
        });
    });
    assert!(never_ended.is_err());
    fs::write(place.path().join("signing.key"), "half").unwrap();
    let refused = Store::open(&path, &mut |_| Ok(())).err().unwrap();
    assert_eq!(refused, OpenError::Unfinished);
    restore_to(&bytes, place.path(), None).unwrap();
    let store = Store::open(&path, &mut |_| Ok(())).unwrap();
    assert_eq!(store.users().count(), Ok(3));
}

#[test]
fn what_the_store_would_not_take_is_refused_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("neko.redb");
    let fill = |documents: &[(&str, Document)]| {
        Store::fill(&path, 1, |filler| {
            documents.iter().try_for_each(|(name, document)| filler.put(name, document))
        })
    };
    let (ada, mut twin) = (user("ada"), user("ADA"));
    let twins = fill(&[("users", ada.clone()), ("users", twin.clone())]).unwrap_err();
    assert!(twins.to_string().contains("the same username"), "{twins}");
    twin.insert("_id", ada.get_object_id("_id").unwrap());
    assert!(fill(&[("users", ada.clone()), ("users", twin)]).is_err());
    let mut shapeless = user("eve");
    shapeless.remove("role");
    let shapeless = fill(&[("users", ada.clone()), ("users", shapeless)]).unwrap_err();
    assert!(shapeless.to_string().contains("its field role"), "{shapeless}");
    for number in [i64::MIN, -1, 0, (1 << 52) + 1, i64::MAX] {
        let at = bson::DateTime::from_millis(0);
        let entry = doc! {"_id": number, "at": at, "action": "restored", "via": "box"};
        let refused = fill(&[("audit", entry)]).unwrap_err().to_string();
        assert!(refused.contains("no entry has such a number"), "{number}: {refused}");
    }
    assert!(fill(&[("cats", doc! {"_id": 1})]).is_err());
    assert!(Store::open(&path, &mut |_| Ok(())).unwrap().users().list().unwrap().is_empty());
    fill(&[("users", ada)]).unwrap();
    assert_eq!(fill(&[("users", user("bob"))]), Err(FillError::NotEmpty("users")));
    assert_eq!(Store::open(&path, &mut |_| Ok(())).unwrap().users().count(), Ok(1));
}

#[test]
fn what_is_exported_can_be_imported_exactly() {
    let original = TestBox::new();
    let dir = tempfile::tempdir().unwrap();
    let exported = dir.path().join("out");
    let counts = export(&original.backup(None)[..], &exported).unwrap();
    assert_eq!((counts["users"], counts["sessions"]), (3, 0));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&exported), mode(&exported.join("users.ndjson"))), (0o700, 0o600));
    assert!(matches!(export(&original.backup(None)[..], &exported), Err(ExportError::NotEmpty(_))));

    let path = dir.path().join("store");
    import(&exported, &path).unwrap();
    {
        let store = Store::open(&path, &mut |_| Ok(())).unwrap();
        assert_eq!(documents(&store), documents(&original.store));
    }
    assert!(import(&exported, &path).unwrap_err().to_string().contains("not empty"));

    fs::write(exported.join("users.ndjson"), "\n{\"_id\": 1}\n{\"_id\": \n").unwrap();
    let other = dir.path().join("other");
    let refused = import(&exported, &other).unwrap_err().to_string();
    assert!(refused.contains("users.ndjson, line 3"), "{refused}");
    fs::write(exported.join("users.ndjson"), "").unwrap();
    fs::write(exported.join("cats.ndjson"), "{\"_id\": 1}\n").unwrap();
    assert!(import(&exported, &other).unwrap_err().to_string().contains("cats"));
    assert!(matches!(import(dir.path(), &other), Err(ExportError::NothingThere(_))));
    assert!(Store::open(&other, &mut |_| Ok(())).unwrap().users().list().unwrap().is_empty());
}
