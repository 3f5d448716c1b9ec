//! Files that were damaged, while the box runs and before it starts: the database, the settings in their file, the settings
//! in the database.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use bson::doc;
use neko::store::{Store, StoreError, wait};
use reqwest::StatusCode;
use serde_json::json;

use super::{CHEAP_HASHES, Call, finding, start};
use crate::command_line::{failure, run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_its_database_damaged_calls_go_on_and_what_to_do_is_said() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let mut neko = start(data.clone(), &CHEAP_HASHES);
    let mut call = Call::begin(&neko, "ada").await;
    overwrite(&data.path().join("neko.redb"));
    let refused = call.host.post("/api/rooms", &json!({"name": "One more"})).await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (500, "store-damaged"));
    assert!(refused.json()["detail"].as_str().unwrap().contains("backup"), "{refused}");
    call.goes_on().await;
    neko.wait_for_log(&["neko.redb", "damaged", "restore a backup"]);
    assert_damaged(data.path());
    neko.signal("TERM");
    assert!(neko.wait().success(), "{}", neko.log());

    let refused = failure(&run(data.path(), &["serve", "--listen", "127.0.0.1:0"]), 1);
    assert!(
        ["neko.redb", "damaged", "restore a backup"].iter().all(|part| refused.contains(part)),
        "{refused}"
    );
    assert_damaged(data.path());
}

/// Every page but the first, in place, as a faulty disk would.
fn overwrite(path: &Path) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    for page in 1..length / 4096 {
        file.write_all_at(&[0xa5; 4096], page * 4096).unwrap();
    }
}

fn assert_damaged(data: &Path) {
    let finding = finding(data, "store-damaged");
    assert_eq!(finding["level"], "broken");
    assert!(finding["cure"].as_str().unwrap().contains("backup"), "{finding}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_settings_file_that_breaks_changes_nothing_until_the_next_start_which_says_where() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let path = data.path().join("neko.toml");
    let neko = start(data.clone(), &CHEAP_HASHES);
    let admin = neko.admin().await;
    let mut call = Call::begin(&neko, "ada").await;
    fs::write(&path, "[limits]\nmax-conections = 5\n").unwrap();
    call.goes_on().await;
    call.is_joined().await;
    let refused = admin.get("/api/admin/settings").await;
    let parts = ["neko.toml", "max-conections", "max-connections"];
    assert!(parts.iter().all(|part| refused.text.contains(part)), "{refused}");
    neko.stop();

    let refused = failure(&run(data.path(), &["serve"]), 2);
    assert!(parts.iter().all(|part| refused.contains(part)), "{refused}");
    fs::write(&path, "[limits]\nmax-connections = 500\n").unwrap();
    let neko = start(data, &CHEAP_HASHES);
    neko.returning(call.host.token).get("/api/auth/me").await.expect(StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_settings_in_the_database_are_told_and_end_no_call() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let neko = start(data.clone(), &CHEAP_HASHES);
    neko.admin().await.patch("/api/settings", &json!({"boxName": "School"})).await.expect(StatusCode::OK);
    let call = Call::begin(&neko, "ada").await;
    neko.stop();
    // as another program would leave them: whole, but nothing that this one wrote
    let store = Store::open(&data.path().join("neko.redb"), &mut |_| Ok(())).unwrap();
    let damage = doc! {"$set": {"roomCreation": 7}};
    let written: Result<_, StoreError> =
        wait(store.database().write(move |store| store.update("settings", doc! {"_id": "box"}, &damage)));
    assert!(written.unwrap().is_some());
    drop(store);
    assert_damaged(data.path());
    let neko = start(data.clone(), &CHEAP_HASHES);
    let refused = neko.stranger().get("/api/config").await;
    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (500, "store-damaged"));
    neko.wait_for_log(&["the document box of settings is damaged", "restore a backup"]);
    // who is in has what they came for
    let ada = neko.returning(call.host.token);
    let mut call =
        Call { a: ada.join(&call.room).await, b: ada.join(&call.room).await, room: call.room, host: ada };
    call.a.expect("user-joined").await;
    call.goes_on().await;
    assert_damaged(data.path());
}
