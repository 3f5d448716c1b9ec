//! What strangers may send: each a clear error, the socket and everyone else unharmed.

use reqwest::{Method, StatusCode};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Answer, PASSWORD, TestBox};

#[tokio::test]
async fn nonsense_on_the_socket_is_answered_and_the_socket_lives() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Robust"})).await;
    let (mut a, mut b) = (ada.join(&room).await, ada.join(&room).await);
    a.expect("user-joined").await;
    for (frame, code) in [
        ("", "bad-message"),
        ("nonsense", "bad-message"),
        ("[]", "bad-message"),
        (r#"["ping"]"#, "bad-message"),
        ("null", "bad-message"),
        ("{}", "bad-message"),
        ("{\"type\":\"chat-message\"", "bad-message"),
        (r#"{"type":null}"#, "bad-message"),
        (r#"{"type":"dance"}"#, "unknown-type"),
        (r#"{"type":"JOIN-ROOM"}"#, "unknown-type"),
        (r#"{"type":"offer","to":"x"}"#, "bad-message"),
        (r#"{"type":"offer","to":7,"sdp":""}"#, "bad-message"),
        (r#"{"type":"ice-candidate","to":"x","candidate":5}"#, "bad-message"),
        (r#"{"type":"media-state","audio":"yes"}"#, "bad-message"),
        (r#"{"type":"chat-message","text":""}"#, "bad-message"),
        (r#"{"type":"chat-message","text":["a"]}"#, "bad-message"),
    ] {
        a.send_text(frame).await;
        a.expect_error(code).await;
    }
    let long = "ä".repeat(2_000);
    a.send(&json!({"type": "chat-message", "text": long})).await;
    assert_eq!(a.expect("chat-message").await["text"], long);
    b.expect("chat-message").await;
    a.send(&json!({"type": "chat-message", "text": format!("{long}!")})).await;
    a.expect_error("bad-message").await;

    a.send(&json!({"type": "offer", "to": b.id, "sdp": "x".repeat(70_000)})).await;
    a.expect_error("too-large").await;
    a.send_frame(Message::binary(vec![0, 1, 2])).await;
    a.expect_error("bad-message").await;
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    a.send_text(&format!(r#"{{"type":"ice-candidate","to":"x","candidate":{{"a":{deep}}}}}"#)).await;
    a.expect("error").await;
    for socket in [&mut a, &mut b] {
        socket.expect_silence().await;
    }
    // far over the limit: the frame could only be refused once it was read, so the socket ends
    b.send(&json!({"type": "offer", "to": a.id, "sdp": "x".repeat(400_000)})).await;
    b.expect_error("too-large").await;
    assert_eq!(b.expect_close().await, 1009);
    a.expect("user-left").await;
    a.expect_silence().await;
}

#[tokio::test]
async fn nonsense_over_http_is_a_problem_that_says_what_to_do() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let raw = |body: &'static str, kind: &'static str| {
        Answer::of(ada.request(Method::POST, "/api/rooms").header("content-type", kind).body(body))
    };
    assert_eq!(raw("{", "application/json").await.problem(), "invalid-input");
    assert_eq!(raw("", "application/json").await.problem(), "invalid-input");
    assert_eq!(raw("[]", "application/json").await.problem(), "invalid-input");
    let plain = raw("{\"name\":\"a\"}", "text/plain").await;
    assert_eq!(
        (plain.status, plain.problem().as_str()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type")
    );
    let large = ada.post("/api/rooms", &json!({"name": "a", "description": "x".repeat(100_000)})).await;
    assert_eq!((large.status, large.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    let nowhere = ada.get("/api/nowhere").await;
    assert_eq!((nowhere.status, nowhere.problem().as_str()), (StatusCode::NOT_FOUND, "not-found"));
    let method = ada.delete("/api/auth/login").await;
    assert_eq!(
        (method.status, method.problem().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
    );
}

#[tokio::test]
async fn a_body_is_an_object_and_never_a_list_of_its_fields() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    for (path, list) in [
        ("/api/auth/me", json!(["Someone else"])),
        ("/api/auth/me", json!([null, null])),
        ("/api/auth/me", json!([])),
    ] {
        assert_eq!(ada.patch(path, &list).await.problem(), "invalid-input", "{list}");
    }
    assert_eq!(ada.get("/api/auth/me").await.json()["user"]["displayName"], "ada");
    let rooms = ada.post("/api/rooms", &json!(["A room", null, null, null])).await;
    assert_eq!(rooms.problem(), "invalid-input");
}

#[tokio::test]
async fn names_shaped_like_code_are_refused_or_harmless() {
    let neko = TestBox::start(&["--open-registration"]);
    let stranger = neko.stranger();
    for name in [
        "'; DROP TABLE users; --",
        "\" OR 1=1 --",
        "<script>alert(1)</script>",
        "a\u{0}b",
        "{\"$ne\":null}",
        "",
    ] {
        let body = json!({"username": name, "email": "x@box.lan", "password": PASSWORD});
        let refused = stranger.post("/api/auth/register", &body).await;
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (StatusCode::BAD_REQUEST, "invalid-input"),
            "{name}"
        );
        let body = json!({"username": name, "password": PASSWORD});
        assert_eq!(stranger.post("/api/auth/login", &body).await.problem(), "bad-credentials", "{name}");
    }
    let markup = json!({"username": "eve", "email": "eve@box.lan", "password": PASSWORD, "displayName": "<img src=x>"});
    assert_eq!(stranger.post("/api/auth/register", &markup).await.problem(), "invalid-input");
    let operator = json!({"username": {"$ne": null}, "password": {"$ne": null}});
    assert_eq!(stranger.post("/api/auth/login", &operator).await.problem(), "invalid-input");
    let quoted = json!({"username": "obrien", "email": "ob@box.lan", "password": PASSWORD, "displayName": "Zoë O'Brien; --"});
    let made = stranger.post("/api/auth/register", &quoted).await.expect(StatusCode::CREATED);
    assert_eq!(made["user"]["displayName"], "Zoë O'Brien; --");
    for password in ["short", &"x".repeat(257)] {
        let body = json!({"username": "ada", "email": "ada@box.lan", "password": password});
        assert_eq!(stranger.post("/api/auth/register", &body).await.problem(), "invalid-input");
    }
}

#[tokio::test]
async fn every_answer_has_a_correlation_id_and_keeps_a_harmless_one() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    let sent =
        Answer::of(stranger.request(Method::GET, "/api/health").header("x-correlation-id", "trace-1.a"))
            .await;
    assert_eq!(sent.headers["x-correlation-id"], "trace-1.a");
    let evil =
        Answer::of(stranger.request(Method::GET, "/api/nope").header("x-correlation-id", "a b<>")).await;
    assert_ne!(evil.headers["x-correlation-id"], "a b<>");
    evil.problem();
    for path in ["/", "/assets/none.js", "/api/auth/me"] {
        assert!(stranger.get(path).await.headers.contains_key("x-correlation-id"), "{path}");
    }
}
