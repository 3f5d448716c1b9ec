//! What keeps browsers, connections and logs safe whoever asks.

use std::process::{Command, Stdio};

use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, TestBox};

#[tokio::test]
async fn every_answer_tells_browsers_what_the_page_may_do() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    for path in ["/", "/room/abc", "/api/config", "/api/no-such-call", "/api/rooms", "/metrics"] {
        let answer = stranger.get(path).await;
        for (name, part) in [
            ("content-security-policy", "default-src 'none'"),
            ("content-security-policy", "script-src 'self';"),
            ("content-security-policy", "frame-ancestors 'none'"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("permissions-policy", "geolocation=()"),
        ] {
            let value = answer.headers.get(name).map(|value| value.to_str().unwrap());
            assert!(value.is_some_and(|value| value.contains(part)), "{path}: {name}: {value:?}");
        }
        assert!(answer.headers.contains_key("cache-control") || path == "/metrics", "{path}: {answer}");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

#[tokio::test]
async fn only_modern_tls_is_spoken() {
    let neko = TestBox::start(&[]);
    let address = neko.address().to_string();
    let speaks = |options: &[&str]| {
        let mut client = Command::new("openssl");
        client.args(["s_client", "-connect", &address]).args(options);
        client.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    };
    for modern in [
        &["-tls1_3"][..],
        &["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"],
        &["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"],
    ] {
        assert!(speaks(modern), "{modern:?}");
    }
    for old in [
        &["-tls1", "-cipher", "ALL:@SECLEVEL=0"][..],
        &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
        &["-tls1_2", "-cipher", "AES128-SHA:@SECLEVEL=0"],
        &["-tls1_2", "-cipher", "AES128-GCM-SHA256:@SECLEVEL=0"],
        &["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"],
        &["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0"],
    ] {
        assert!(!speaks(old), "{old:?}");
    }
}

#[tokio::test]
async fn nobody_writes_lines_of_their_own_into_the_log() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let line = "x\nINJECTED \u{1b}[31mline";
    ada.post("/api/auth/login", &json!({"username": line, "password": line})).await;
    ada.post("/api/rooms", &json!({"name": line})).await;
    ada.post("/api/client-errors", &json!({"message": line, "path": line})).await;
    ada.get("/api/rooms/%0aINJECTED%1b%5b31m").await;
    Answer::of(ada.request(Method::GET, "/api/config").header("x-correlation-id", "a INJECTED")).await;
    let mut socket = ada.connect().await;
    socket.send(&json!({"type": line, "id": line})).await;
    socket.expect_error("unknown-type").await;
    socket.send(&json!({"type": "join-room", "roomId": line})).await;
    socket.expect_error("room-not-found").await;
    let log = neko.log();
    assert!(log.contains("asked") && !log.contains("\nINJECTED") && !log.contains('\u{1b}'), "{log}");
}
