//! The log of a whole call holds no secret and, at `info`, nobody's address or name.

use serde_json::json;

use crate::harness::{PASSWORD, TestBox};

#[tokio::test]
async fn a_calls_log_tells_no_secret() {
    // the later flag wins
    let mut neko = TestBox::start(&["--open-registration", "--log-format", "json"]);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Confidential plans"})).await;
    let guest = neko.stranger().guest(&room, "Grandma Esmeralda").await;
    let (mut a, mut g) = (ada.join(&room).await, guest.join(&room).await);
    a.expect("user-joined").await;
    let sdp = "v=0 a=ice-pwd:verysecretpassword";
    a.send(&json!({"type": "offer", "to": g.id, "sdp": sdp})).await;
    g.expect("offer").await;
    g.send(&json!({"type": "chat-message", "text": "the launch code is 0000"})).await;
    g.expect("chat-message").await;
    a.send(&json!({"type": "dance"})).await;
    a.expect("chat-message").await;
    let error = a.expect_error("unknown-type").await;
    ada.post("/api/auth/login", &json!({"username": "ada", "password": "my wrong password"})).await.problem();
    neko.signal("TERM");
    assert!(neko.wait().success());

    let log = neko.log();
    assert!(log.lines().count() > 10, "{log}");
    for line in log.lines() {
        let entry: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(entry["level"].is_string() && entry["timestamp"].is_string(), "{line}");
    }
    assert!(log.contains(error["correlationId"].as_str().unwrap()), "the log has the error's id");
    let ice = a.joined["iceServers"][1]["credential"].as_str().unwrap_or("no credential").to_owned();
    for secret in [
        PASSWORD,
        "my wrong password",
        "verysecretpassword",
        "launch code",
        "Esmeralda",
        "Confidential plans",
        room["accessToken"].as_str().unwrap(),
        neko.setup_token.as_deref().unwrap(),
        ada.token.as_deref().unwrap(),
        guest.token.as_deref().unwrap(),
        admin.token.as_deref().unwrap(),
        &ice,
        "argon2id",
    ] {
        assert!(!log.contains(secret), "the log has {secret}");
    }
}
