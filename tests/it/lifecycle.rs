//! Start, stop and what is left behind.

use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::harness::{TestBox, location};

#[tokio::test]
async fn a_polite_stop_tells_everyone_and_ends_well() {
    let mut neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Last words"})).await;
    let mut socket = ada.join(&room).await;
    neko.signal("TERM");
    socket.expect_error("server-closing").await;
    assert_eq!(socket.expect_close().await, 1001);
    assert!(neko.wait().success());
    assert!(!neko.data.path().join("control.sock").exists());
}

#[tokio::test]
async fn a_relay_that_may_reach_loopback_is_warned_of() {
    for (args, warned) in [(&["--relay-allow-loopback"][..], true), (&[], false)] {
        let mut neko = TestBox::start(args);
        neko.signal("TERM");
        assert!(neko.wait().success());
        assert_eq!(neko.log().contains("for tests and benches alone"), warned, "{}", neko.log());
    }
}

#[tokio::test]
async fn a_second_signal_ends_a_stop_that_a_client_holds_up() {
    let mut neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    // never reads the close frame, so the polite step would take its time
    let socket = ada.connect().await;
    neko.signal("INT");
    neko.signal("INT");
    assert!(neko.wait().success());
    drop(socket);
}

#[tokio::test]
async fn a_crash_leaves_nobody_in_the_rooms() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Crash"})).await;
    let socket = ada.join(&room).await;
    neko.signal("KILL");
    let (data, token) = (neko.data.clone(), ada.token.clone());
    drop((neko, socket));
    let neko = TestBox::start_on(data, &[]);
    let ada = neko.returning(token);
    let shown = ada.get(&format!("/api/rooms/{}", room["roomId"].as_str().unwrap())).await.json();
    assert_eq!(
        (&shown["room"]["currentParticipants"], &shown["room"]["isActive"]),
        (&json!(0), &json!(true))
    );
}

#[tokio::test]
async fn what_the_box_keeps_is_its_owners_alone() {
    let neko = TestBox::start(&[]);
    let mode =
        |path: &str| std::fs::metadata(neko.data.path().join(path)).unwrap().permissions().mode() & 0o777;
    for private in ["signing.key", "tls/ca.key", "tls/server.key", "control.sock"] {
        assert_eq!(mode(private), 0o600, "{private}");
    }
    let store = std::fs::metadata(location(neko.data.path()).path()).unwrap();
    assert_eq!(store.permissions().mode() & 0o077, 0, "the store");
    assert_eq!(mode("tls"), 0o700);
}
