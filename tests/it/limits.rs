//! What one may ask for, and how one is told that it was too much; what is ordinary is never too much.

use std::ffi::OsStr;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite;

use crate::harness::{Answer, Client, PASSWORD, TestBox};

/// Another machine, as far as the box can tell.
const ELSEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

/// A box that is open for registration, with these limits.
fn limited(limits: &[(&str, &str)]) -> TestBox {
    let names: Vec<String> = limits.iter().map(|(name, _)| format!("NEKO_LIMITS_{name}")).collect();
    let variables: Vec<(&str, &OsStr)> =
        names.iter().map(String::as_str).zip(limits.iter().map(|(_, value)| OsStr::new(value))).collect();
    TestBox::start_in(Arc::new(tempfile::tempdir().unwrap()), &["--open-registration"], &variables)
}

async fn log_in(client: &Client, username: &str, password: &str) -> Answer {
    client.post("/api/auth/login", &json!({"username": username, "password": password})).await
}

/// How many seconds to wait, of an answer that must say so.
fn retry_after(answer: &Answer) -> u64 {
    assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::TOO_MANY_REQUESTS, "rate-limited"));
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn who_guesses_waits_and_nobody_else_does() {
    let neko = limited(&[("LOG_IN_FREE_TRIES", "3")]);
    neko.user("ada").await;
    neko.user("bob").await;
    let (guesser, elsewhere) = (neko.stranger(), neko.stranger_at(ELSEWHERE));
    for _ in 0..3 {
        assert_eq!(log_in(&guesser, "ada", "a wrong password").await.problem(), "bad-credentials");
    }
    // an account that does not exist is delayed just the same: nothing tells the two apart
    for login in ["ada", "nobody"] {
        guess_until_delayed(&guesser, login, 4).await;
        assert!(retry_after(&log_in(&guesser, &login.to_uppercase(), PASSWORD).await) >= 2, "{login}");
        log_in(&elsewhere, "ada", PASSWORD).await.expect(StatusCode::OK);
        log_in(&guesser, "bob", PASSWORD).await.expect(StatusCode::OK);
    }
}

/// Guesses until the delay has grown to so many seconds.
async fn guess_until_delayed(guesser: &Client, login: &str, seconds: u64) {
    let mut longest = 0;
    while longest < seconds {
        let answer = log_in(guesser, login, "a wrong password").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            let wait = retry_after(&answer);
            assert!(wait <= 2 * longest.max(1), "it doubles, and no more");
            longest = longest.max(wait);
            tokio::time::sleep(Duration::from_millis(50)).await;
        } else {
            assert_eq!(answer.problem(), "bad-credentials");
        }
    }
}

#[tokio::test]
async fn each_address_and_each_user_has_a_share() {
    let neko = limited(&[
        ("REGISTRATIONS_PER_HOUR_PER_ADDRESS", "2"),
        ("LOG_INS_PER_MINUTE_PER_ADDRESS", "3"),
        ("NEW_ROOMS_PER_HOUR_PER_USER", "2"),
        ("API_CALLS_PER_MINUTE_PER_USER", "8"),
    ]);
    let (ada, bob) = (neko.user("ada").await, neko.user("bob").await);
    let (stranger, elsewhere) = (neko.stranger(), neko.stranger_at(ELSEWHERE));
    let third = json!({"username": "carol", "email": "carol@box.lan", "password": PASSWORD});
    assert!(retry_after(&stranger.post("/api/auth/register", &third).await) > 600);
    elsewhere.post("/api/auth/register", &third).await.expect(StatusCode::CREATED);

    for _ in 0..3 {
        log_in(&stranger, "ada", PASSWORD).await.expect(StatusCode::OK);
    }
    assert!(retry_after(&log_in(&stranger, "bob", PASSWORD).await) <= 20);
    log_in(&elsewhere, "bob", PASSWORD).await.expect(StatusCode::OK);

    ada.room(&json!({"name": "One"})).await;
    ada.room(&json!({"name": "Two"})).await;
    assert!(retry_after(&ada.post("/api/rooms", &json!({"name": "Three"})).await) > 60);
    bob.room(&json!({"name": "Three"})).await;

    let mut answers = Vec::new();
    for _ in 0..8 {
        answers.push(ada.get("/api/auth/me").await.status);
    }
    assert!(answers.contains(&StatusCode::TOO_MANY_REQUESTS), "{answers:?}");
    bob.get("/api/auth/me").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn an_address_can_not_ask_without_end_and_another_still_can() {
    let neko = limited(&[("API_CALLS_PER_MINUTE_PER_ADDRESS", "10")]);
    let (here, elsewhere) = (neko.stranger(), neko.stranger_at(ELSEWHERE));
    let mut last = here.get("/api/config").await;
    for _ in 0..10 {
        last = here.get("/api/config").await;
    }
    assert!(retry_after(&last) <= 6);
    elsewhere.get("/api/config").await.expect(StatusCode::OK);
    assert_eq!(here.get("/").await.status, StatusCode::OK, "the page itself always comes");
}

#[tokio::test]
async fn connections_and_sockets_are_bounded_by_address_and_by_user() {
    let neko = limited(&[("MAX_CONNECTIONS_PER_ADDRESS", "4"), ("MAX_CONNECTIONS_PER_USER", "2")]);
    let elsewhere = neko.stranger_at(ELSEWHERE);
    let ada = {
        let mut ada = elsewhere.clone();
        let body = json!({"username": "ada", "email": "ada@box.lan", "password": PASSWORD});
        ada.enter(&elsewhere.post("/api/auth/register", &body).await.expect(StatusCode::CREATED));
        ada
    };
    let mut sockets = [ada.connect().await, ada.connect().await];
    let bearer = format!("Bearer {}", ada.token.as_deref().unwrap());
    match ada.open_socket(&[("authorization", &bearer)]).await.err() {
        Some(tungstenite::Error::Http(refused)) => {
            assert_eq!(refused.status().as_u16(), 429);
            assert!(refused.headers().contains_key("retry-after"));
        }
        other => panic!("{other:?}"),
    }
    // the two sockets count, though HTTP is done with them
    let mut held = Vec::new();
    while let Ok(stream) = ada.try_tls().await {
        held.push(stream);
        assert!(held.len() <= 2, "more connections than an address may have");
    }
    elsewhere.get("/api/config").await.expect(StatusCode::OK);
    for socket in &mut sockets {
        socket.expect_silence().await;
    }
    drop(sockets);
    drop(held);
    while ada.try_tls().await.is_err() {}
}

#[tokio::test]
async fn messages_are_counted_by_kind_and_the_socket_lives() {
    let neko = limited(&[("CHAT_MESSAGES_PER_MINUTE", "3"), ("OTHER_MESSAGES_PER_MINUTE", "20")]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Talk"})).await;
    let (mut a, mut b) = (ada.join(&room).await, ada.join(&room).await);
    a.expect("user-joined").await;
    for _ in 0..3 {
        a.send(&json!({"type": "chat-message", "text": "on and on"})).await;
        a.expect("chat-message").await;
        b.expect("chat-message").await;
    }
    a.send(&json!({"type": "chat-message", "text": "and on", "id": "c4"})).await;
    assert_eq!(a.expect_error("rate-limited").await["replyTo"], "c4");
    for _ in 0..50 {
        a.send(&json!({"type": "ice-candidate", "to": b.id, "candidate": null})).await;
        b.expect("ice-candidate").await;
    }
    b.send(&json!({"type": "chat-message", "text": "my own share"})).await;
    assert_eq!(a.expect("chat-message").await["text"], "my own share");
    b.expect("chat-message").await;
    // what is no message counts as well
    for _ in 0..25 {
        a.send_text("nonsense").await;
    }
    let mut codes = Vec::new();
    for _ in 0..25 {
        codes.push(a.expect("error").await["code"].as_str().unwrap().to_owned());
    }
    assert!(codes.contains(&"bad-message".to_owned()), "{codes:?}");
    assert_eq!(codes.last().map(String::as_str), Some("rate-limited"));
    b.expect_silence().await;
}

#[tokio::test]
async fn joining_has_a_limit_for_the_user_and_one_for_the_room() {
    let neko = limited(&[("JOINS_PER_MINUTE_PER_USER", "4"), ("JOINS_PER_MINUTE_PER_ROOM", "3")]);
    let (ada, bob) = (neko.user("ada").await, neko.user("bob").await);
    let room = ada.room(&json!({"name": "Door", "isPublic": true})).await;
    let private = ada.room(&json!({"name": "Private"})).await;
    let mut b = bob.connect().await;
    let join = |room: &Value| json!({"type": "join-room", "roomId": room["roomId"]});
    for _ in 0..4 {
        b.send(&join(&private)).await;
        b.expect_error("access-denied").await;
    }
    b.send(&join(&private)).await;
    b.expect_error("rate-limited").await;
    // nobody who may not enter can use the room's own limit up
    let mut a = ada.join(&private).await;
    a.send(&json!({"type": "leave-room"})).await;
    for _ in 0..3 {
        a.send(&join(&room)).await;
        if a.next().await["type"] == "room-joined" {
            a.send(&json!({"type": "leave-room"})).await;
        }
    }
    a.send(&join(&room)).await;
    a.expect_error("rate-limited").await;
}

#[tokio::test]
async fn a_class_behind_one_address_logs_in_and_calls_under_the_usual_limits() {
    let neko = TestBox::start(&["--open-registration"]);
    let teacher = neko.user("teacher").await;
    let mut pupils = tokio::task::JoinSet::new();
    for pupil in 0..30 {
        let stranger = neko.stranger();
        pupils.spawn(async move {
            let name = format!("pupil{pupil}");
            let body = json!({"username": name, "email": format!("{name}@box.lan"), "password": PASSWORD});
            stranger.post("/api/auth/register", &body).await.expect(StatusCode::CREATED);
            // one in three mistypes once
            if pupil % 3 == 0 {
                assert_eq!(log_in(&stranger, &name, "a wrong password").await.problem(), "bad-credentials");
            }
            let mut client = stranger.clone();
            client.enter(&log_in(&stranger, &name, PASSWORD).await.expect(StatusCode::OK));
            for path in ["/api/config", "/api/auth/me", "/api/rooms", "/api/ice"] {
                client.get(path).await.expect(StatusCode::OK);
            }
            client
        });
    }
    let pupils = pupils.join_all().await;

    let room = teacher.room(&json!({"name": "Lesson", "isPublic": true, "maxParticipants": 10})).await;
    let mut seated: Vec<_> = Vec::new();
    for pupil in &pupils[..10] {
        seated.push(pupil.join(&room).await);
    }
    // each to each other: a description and as many candidates as a machine with several networks finds
    let ids: Vec<String> = seated.iter().map(|socket| socket.id.clone()).collect();
    let mut talks = tokio::task::JoinSet::new();
    for mut socket in seated {
        let peers: Vec<String> = ids.iter().filter(|id| **id != socket.id).cloned().collect();
        talks.spawn(async move {
            for peer in &peers {
                socket.send(&json!({"type": "offer", "to": peer, "sdp": "v=0".repeat(1_000)})).await;
                for candidate in 0..40 {
                    let candidate =
                        json!({"candidate": format!("candidate:{candidate} 1 udp 1 10.0.0.1 9 typ host")});
                    socket.send(&json!({"type": "ice-candidate", "to": peer, "candidate": candidate})).await;
                }
            }
            let mut heard = 0;
            while heard < 9 * 41 {
                let message = socket.next().await;
                assert_ne!(message["type"], "error", "{message}");
                heard += usize::from(message["type"] == "offer" || message["type"] == "ice-candidate");
            }
        });
    }
    talks.join_all().await;
}
