//! Rooms over HTTP: made, found, changed, closed, and entered by guests.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Answer, TestBox};

#[tokio::test]
async fn a_room_is_made_with_what_was_asked_for_and_sensible_defaults() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Standup"})).await;
    assert_eq!((&room["name"], &room["description"]), (&json!("Standup"), &json!("")));
    assert_eq!((&room["isPublic"], &room["maxParticipants"]), (&json!(false), &json!(6)));
    assert_eq!((&room["isActive"], &room["currentParticipants"]), (&json!(true), &json!(0)));
    assert_eq!(room["createdBy"], ada.user["id"]);
    assert!(
        room["accessToken"].is_string() && room["createdAt"].is_string() && room.get("closedAt").is_none()
    );

    let body = json!({"name": "Lesson", "description": "Maths", "isPublic": true, "maxParticipants": 10});
    let room = ada.room(&body).await;
    for field in ["name", "description", "isPublic", "maxParticipants"] {
        assert_eq!(room[field], body[field]);
    }
    for bad in [
        json!({}),
        json!({"name": ""}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "<script>alert(1)</script>"}),
        json!({"name": 7}),
        json!({"name": "a", "maxParticipants": 1}),
        json!({"name": "a", "maxParticipants": 11}),
        json!({"name": "a", "maxParticipants": "six"}),
    ] {
        let refused = ada.post("/api/rooms", &bad).await;
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (StatusCode::BAD_REQUEST, "invalid-input"),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn everyone_finds_public_rooms_and_their_own() {
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada, bob) = (neko.admin().await, neko.user("ada").await, neko.user("bob").await);
    let private = ada.room(&json!({"name": "Private"})).await;
    let public = ada.room(&json!({"name": "Public", "isPublic": true})).await;
    let names = |rooms: serde_json::Value| {
        let mut names: Vec<String> = rooms["rooms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|room| room["name"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(ada.get("/api/rooms").await.json()), ["Private", "Public"]);
    assert_eq!(names(bob.get("/api/rooms").await.json()), ["Public"]);
    assert_eq!(neko.stranger().get("/api/rooms").await.problem(), "unauthenticated");

    let path = |room: &serde_json::Value| format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
    assert_eq!(bob.get(&path(&private)).await.problem(), "access-denied");
    let seen = bob.get(&path(&public)).await.expect(StatusCode::OK);
    assert!(seen["room"].get("accessToken").is_none(), "the invite is its owner's: {seen}");
    assert!(ada.get(&path(&public)).await.json()["room"]["accessToken"].is_string());
    assert!(admin.get(&path(&private)).await.json()["room"]["accessToken"].is_string());
    let with = |client: &crate::harness::Client, invite: &str| {
        Answer::of(client.request(Method::GET, &path(&private)).header("room-access-token", invite))
    };
    let invite = private["accessToken"].as_str().unwrap();
    for invited in [&bob, &neko.stranger()] {
        let seen = with(invited, invite).await.expect(StatusCode::OK);
        assert_eq!(seen["room"]["name"], "Private");
        assert!(seen["room"].get("accessToken").is_none());
        assert_eq!(with(invited, "guess").await.problem(), "access-denied");
    }
    assert_eq!(neko.stranger().get(&path(&private)).await.problem(), "unauthenticated");
    for nowhere in ["/api/rooms/nowhere", "/api/rooms/%00", "/api/rooms/'%20or%201=1"] {
        let missing = bob.get(nowhere).await;
        assert_eq!(
            (missing.status, missing.problem().as_str()),
            (StatusCode::NOT_FOUND, "room-not-found"),
            "{nowhere}"
        );
    }
}

#[tokio::test]
async fn a_room_is_its_owners_and_an_admins_to_change_and_close() {
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada, bob) = (neko.admin().await, neko.user("ada").await, neko.user("bob").await);
    let room = ada.room(&json!({"name": "Old", "isPublic": true})).await;
    let path = format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
    assert_eq!(bob.patch(&path, &json!({"name": "Mine"})).await.problem(), "access-denied");
    assert_eq!(bob.delete(&path).await.problem(), "access-denied");

    let changed =
        ada.patch(&path, &json!({"name": "New", "maxParticipants": 4})).await.expect(StatusCode::OK);
    assert_eq!((&changed["room"]["name"], &changed["room"]["maxParticipants"]), (&json!("New"), &json!(4)));
    assert_eq!(changed["room"]["isPublic"], true, "what is absent stays");
    assert_eq!(ada.patch(&path, &json!({"maxParticipants": 11})).await.problem(), "invalid-input");

    let mut socket = bob.join(&room).await;
    let closed = admin.delete(&path).await.expect(StatusCode::OK);
    assert_eq!(closed["room"]["isActive"], false);
    assert!(closed["room"]["closedAt"].is_string());
    socket.expect_error("room-closed").await;
    socket.send(&json!({"type": "chat-message", "text": "anyone?"})).await;
    socket.expect_error("not-in-room").await;
    socket.send(&json!({"type": "join-room", "roomId": room["roomId"]})).await;
    socket.expect_error("room-closed").await;
    assert!(ada.get("/api/rooms").await.json()["rooms"].as_array().unwrap().is_empty());
    assert_eq!(ada.patch(&path, &json!({"name": "Again"})).await.problem(), "room-closed");
    let guest = json!({"accessToken": room["accessToken"], "displayName": "Late"});
    assert_eq!(bob.post(&format!("{path}/guests"), &guest).await.problem(), "room-closed");
}

#[tokio::test]
async fn a_guest_comes_by_the_invite_and_is_good_for_that_room_alone() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Here"})).await;
    let other = ada.room(&json!({"name": "Elsewhere", "isPublic": true})).await;
    let path = format!("/api/rooms/{}/guests", room["roomId"].as_str().unwrap());
    let wrong = json!({"accessToken": "guess", "displayName": "Eve"});
    assert_eq!(neko.stranger().post(&path, &wrong).await.problem(), "access-denied");
    let unnamed = json!({"accessToken": room["accessToken"], "displayName": " "});
    assert_eq!(neko.stranger().post(&path, &unnamed).await.problem(), "invalid-input");

    let guest = neko.stranger().guest(&room, "Grandma").await;
    assert_eq!((&guest.user["role"], &guest.user["displayName"]), (&json!("guest"), &json!("Grandma")));
    assert_eq!(guest.get("/api/auth/me").await.json()["user"]["id"], guest.user["id"]);
    let seen = guest.get(&format!("/api/rooms/{}", room["roomId"].as_str().unwrap())).await;
    assert_eq!(seen.json()["room"]["name"], "Here");
    assert!(guest.get("/api/ice").await.json()["iceServers"].is_array());
    for refused in [
        guest.get("/api/rooms").await,
        guest.post("/api/rooms", &json!({"name": "Mine"})).await,
        guest.get(&format!("/api/rooms/{}", other["roomId"].as_str().unwrap())).await,
        guest.patch("/api/auth/me", &json!({"displayName": "Boss"})).await,
    ] {
        assert_eq!(refused.problem(), "access-denied");
    }
    let mut socket = guest.join(&room).await;
    assert_eq!(socket.joined["self"]["displayName"], "Grandma");
    socket.send(&json!({"type": "leave-room"})).await;
    let elsewhere =
        json!({"type": "join-room", "roomId": other["roomId"], "accessToken": other["accessToken"]});
    socket.send(&elsewhere).await;
    socket.expect_error("access-denied").await;
}

#[tokio::test]
async fn a_guest_stays_as_long_as_the_room_unless_they_log_out() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "A long course"})).await;
    let (gus, eve) = (ada.guest(&room, "Gus").await, ada.guest(&room, "Eve").await);
    let mut socket = eve.join(&room).await;
    eve.post("/api/auth/logout", &Value::Null).await.expect(StatusCode::NO_CONTENT);
    socket.expect_error("session-ended").await;
    assert_eq!(eve.get("/api/auth/me").await.problem(), "unauthenticated");

    let (gus, eve, ada) = (gus.token, eve.token, ada.token);
    let neko = TestBox::start_on(neko.stop(), &[]);
    let (gus, eve, ada) = (neko.returning(gus), neko.returning(eve), neko.returning(ada));
    assert_eq!(gus.get("/api/auth/me").await.json()["user"]["displayName"], "Gus");
    assert_eq!(eve.get("/api/auth/me").await.problem(), "unauthenticated");
    let mut socket = gus.join(&room).await;
    ada.delete(&format!("/api/rooms/{}", room["roomId"].as_str().unwrap())).await.expect(StatusCode::OK);
    socket.expect_error("room-closed").await;
    socket.expect_error("session-ended").await;
    assert_eq!(gus.get("/api/auth/me").await.problem(), "unauthenticated");
}

#[tokio::test]
async fn those_present_are_counted_at_every_moment_and_kept_in_the_documents() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Counted"})).await;
    let path = format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
    let count = async || ada.get(&path).await.json()["room"]["currentParticipants"].as_u64().unwrap();
    let first = ada.join(&room).await;
    let mut second = ada.join(&room).await;
    assert_eq!(count().await, 2);
    first.vanish();
    second.expect("user-left").await;
    assert_eq!(count().await, 1);
}
