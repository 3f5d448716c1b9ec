use std::os::unix::fs::PermissionsExt;

use super::*;

fn put(id: &[u8], bytes: &[u8]) -> Change {
    Change { collection: "things", id: id.to_vec(), bytes: Some(bytes.to_vec()) }
}

fn refusal(path: &Path) -> String {
    PolodbEngine::open(path).err().expect("it must not open").to_string()
}

#[test]
fn documents_are_kept_in_the_order_of_their_ids_for_their_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let gone = |id: &[u8]| Change { collection: "things", id: id.to_vec(), bytes: None };
    {
        let engine = PolodbEngine::open(&path).unwrap();
        assert_eq!(engine.get("things", &[b"a"]), Ok(vec![None]));
        engine.write(&[put(b"b", b"2"), put(b"a\0", b"1"), put(b"a", b"0"), put(b"\xff", b"3")]).unwrap();
        engine.write(&[gone(b"\xff"), put(b"b", b"4"), gone(b"never")]).unwrap();
        assert_eq!(engine.check(), Ok(()));
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let engine = PolodbEngine::open(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(engine.get("things", &[b"\xff", b"b"]), Ok(vec![None, Some(b"4".to_vec())]));
    let mut seen = Vec::new();
    let visit = &mut |id: &[u8], bytes: &[u8]| {
        seen.push((id.to_vec(), bytes.to_vec()));
        true
    };
    engine.scan("things", visit).unwrap();
    let expected = [("a", "0"), ("a\0", "1"), ("b", "4")];
    assert_eq!(seen, expected.map(|(id, bytes)| (id.into(), bytes.into())));
    assert_eq!(engine.scan("nothing", &mut |_, _| panic!("there is none")), Ok(()));
    drop(engine);
    PolodbEngine::remove(&path).unwrap();
    assert!(!path.exists());
}

#[test]
fn what_cannot_be_opened_says_why_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let engine = PolodbEngine::open(&path).unwrap();
    engine.write(&[put(b"a", b"1")]).unwrap();
    assert!(refusal(&path).ends_with("is in use by another neko; stop that one first"));
    drop(engine);

    assert!(refusal(&dir.path().join("nowhere/store")).contains("check that the directory exists"));
    assert!(refusal(dir.path()).contains("other files"));
    // an empty one is not put in its place
    fs::rename(path.join(DATABASE), dir.path().join("away")).unwrap();
    assert!(refusal(&path).contains("the database in it is gone"));
    fs::rename(dir.path().join("away"), path.join(DATABASE)).unwrap();
    assert!(PolodbEngine::open(&path).is_ok());
}

#[test]
fn commits_that_are_missing_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let engine = PolodbEngine::open(&dir.path().join("store")).unwrap();
    for id in [b"a", b"b", b"c"] {
        engine.write(&[put(id, b"1")]).unwrap();
    }
    // as a power cut leaves it, but for the end of the log
    let cut = dir.path().join("cut");
    fs::create_dir_all(cut.join(DATABASE)).unwrap();
    fs::copy(dir.path().join("store").join(synced::NAME), cut.join(synced::NAME)).unwrap();
    for entry in fs::read_dir(dir.path().join("store").join(DATABASE)).unwrap() {
        let (from, to) =
            (entry.as_ref().unwrap().path(), cut.join(DATABASE).join(entry.unwrap().file_name()));
        let mut bytes = fs::read(&from).unwrap();
        if from.extension().is_some_and(|extension| extension == "log") {
            bytes.pop();
        }
        fs::write(to, bytes).unwrap();
    }
    assert!(refusal(&cut).contains("its last 1 of 3 commits are missing"));
    assert!(refusal(&cut).contains("restore a backup"), "and again");
}

#[test]
fn a_write_that_was_given_up_and_is_there_after_all_is_not_built_on() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store");
    let engine = PolodbEngine::open(&path).unwrap();
    engine.write(&[put(b"a", b"1")]).unwrap();
    let fail = |commits| {
        let mut progress = engine.progress.write().unwrap();
        (progress.health, progress.commits) = (Health::Failed, commits);
    };
    // nobody has read what became of it
    fail(0);
    engine.reopen(false).unwrap();
    engine.write(&[put(b"b", b"2")]).unwrap();
    // it was read as not there
    fail(1);
    let refused = engine.write(&[put(b"c", b"3")]).unwrap_err();
    assert!(refused.to_string().contains("stop neko and start it again"), "{refused}");
    assert_eq!(engine.get("things", &[b"b"]), Ok(vec![Some(b"2".to_vec())]));
    drop(engine);
    PolodbEngine::open(&path).unwrap().write(&[put(b"c", b"3")]).unwrap();
}
