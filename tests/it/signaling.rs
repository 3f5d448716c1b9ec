//! The signaling socket: who hears what.

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::harness::{PASSWORD, TestBox};

#[tokio::test]
async fn two_meet_see_each_other_talk_and_part() {
    let neko = TestBox::start(&["--open-registration"]);
    let (ada, bob) = (neko.user("ada").await, neko.user("bob").await);
    let room = ada.room(&json!({"name": "Meeting"})).await;

    let mut a = ada.join(&room).await;
    assert_eq!(a.joined["room"]["name"], "Meeting");
    assert!(a.joined["room"]["accessToken"].is_string(), "the owner may hand out the invite");
    assert_eq!(a.joined["participants"], json!([]));
    assert_eq!(a.joined["mode"], "mesh");
    let own = &a.joined["self"];
    assert_eq!((&own["connectionId"], &own["userId"]), (&json!(a.id), &ada.user["id"]));
    assert_eq!(own["media"], json!({"audio": false, "video": false, "screen": false}));

    let mut b = bob.connect().await;
    b.send(&json!({"type": "join-room", "roomId": room["roomId"], "id": "j1"})).await;
    assert_eq!(b.expect_error("access-denied").await["replyTo"], "j1");
    b.send(&json!({"type": "join-room", "roomId": room["roomId"], "accessToken": room["accessToken"]})).await;
    b.joined = b.expect("room-joined").await;
    assert_eq!(b.joined["participants"][0], a.joined["self"]);
    assert!(b.joined["room"].get("accessToken").is_none(), "the invite is its owner's");
    assert_eq!(a.expect("user-joined").await["participant"], b.joined["self"]);

    // those in the room offer to the one who came
    a.send(&json!({"type": "offer", "to": b.id, "sdp": "v=0\r\no=- ünï"})).await;
    assert_eq!(b.expect("offer").await, json!({"type": "offer", "from": a.id, "sdp": "v=0\r\no=- ünï"}));
    b.send(&json!({"type": "answer", "to": a.id, "sdp": "v=0"})).await;
    assert_eq!(a.expect("answer").await, json!({"type": "answer", "from": b.id, "sdp": "v=0"}));
    for candidate in
        [json!({"candidate": "candidate:1 1 udp 1 192.168.0.2 5 typ host", "sdpMid": "0"}), Value::Null]
    {
        a.send(&json!({"type": "ice-candidate", "to": b.id, "candidate": candidate})).await;
        assert_eq!(b.expect("ice-candidate").await["candidate"], candidate);
    }

    a.send(&json!({"type": "media-state", "audio": true, "video": true, "screen": false})).await;
    let state = b.expect("media-state").await;
    assert_eq!(
        (&state["from"], &state["audio"], &state["screen"]),
        (&json!(a.id), &json!(true), &json!(false))
    );

    b.send(&json!({"type": "chat-message", "text": "  <b>hello</b> & 'hi'  "})).await;
    let bobs = (json!(b.id), &bob.user["id"]);
    for socket in [&mut a, &mut b] {
        let line = socket.expect("chat-message").await;
        assert_eq!((&line["text"], &line["displayName"]), (&json!("<b>hello</b> & 'hi'"), &json!("bob")));
        assert!(line["messageId"].is_string() && line["sentAt"].is_string());
        assert_eq!((&line["from"], &line["userId"]), (&bobs.0, bobs.1));
    }

    b.send(&json!({"type": "leave-room"})).await;
    let left = a.expect("user-left").await;
    assert_eq!((&left["connectionId"], &left["reason"]), (&json!(b.id), &json!("left")));
    b.send(&json!({"type": "leave-room"})).await;
    b.expect_error("not-in-room").await;
    b.send(&json!({"type": "join-room", "roomId": room["roomId"], "accessToken": room["accessToken"]})).await;
    b.expect("room-joined").await;
    a.expect("user-joined").await;
    let id = b.id.clone();
    b.vanish();
    let left = a.expect("user-left").await;
    assert_eq!((&left["connectionId"], &left["reason"]), (&json!(id), &json!("disconnected")));
}

#[tokio::test]
async fn those_who_come_later_read_what_was_said() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Talk"})).await;
    let mut a = ada.join(&room).await;
    assert_eq!(a.joined["chat"], json!([]));
    a.send(&json!({"type": "chat-message", "text": "first"})).await;
    let mut line = a.expect("chat-message").await;
    line.as_object_mut().unwrap().remove("type");
    let b = ada.join(&room).await;
    assert_eq!(b.joined["chat"], json!([line]));
}

#[tokio::test]
async fn a_relay_never_reaches_another_room() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let (here, there) = (ada.room(&json!({"name": "Here"})).await, ada.room(&json!({"name": "There"})).await);
    let (mut a, mut b, mut c) = (ada.join(&here).await, ada.join(&here).await, ada.join(&there).await);
    a.expect("user-joined").await;
    let mut outside = ada.connect().await;
    for kind in ["offer", "answer"] {
        a.send(&json!({"type": kind, "to": c.id, "sdp": "v=0", "id": "x"})).await;
        assert_eq!(a.expect_error("peer-not-found").await["replyTo"], "x");
        outside.send(&json!({"type": kind, "to": a.id, "sdp": "v=0"})).await;
        outside.expect_error("not-in-room").await;
    }
    a.send(&json!({"type": "ice-candidate", "to": a.id, "candidate": null})).await;
    a.expect_error("peer-not-found").await;
    c.send(&json!({"type": "chat-message", "text": "there"})).await;
    c.expect("chat-message").await;
    for socket in [&mut a, &mut b, &mut c, &mut outside] {
        socket.expect_silence().await;
    }
}

#[tokio::test]
async fn a_room_takes_as_many_as_it_may() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Pair", "maxParticipants": 2})).await;
    let (mut a, b) = (ada.join(&room).await, ada.join(&room).await);
    a.expect("user-joined").await;
    let mut c = ada.connect().await;
    let join = json!({"type": "join-room", "roomId": room["roomId"]});
    c.send(&join).await;
    c.expect_error("room-full").await;
    a.send(&join).await;
    a.expect_error("already-in-room").await;
    b.vanish();
    a.expect("user-left").await;
    c.send(&join).await;
    c.expect("room-joined").await;
    c.send(&json!({"type": "join-room", "roomId": "nowhere"})).await;
    c.expect_error("already-in-room").await;
    let mut d = ada.connect().await;
    d.send(&json!({"type": "join-room", "roomId": "no where/../"})).await;
    d.expect_error("room-not-found").await;
}

#[tokio::test]
async fn many_join_one_room_at_once_and_never_more_than_it_takes() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Rush", "maxParticipants": 5})).await;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (ada, room) = (ada.clone(), room.clone());
        tasks.spawn(async move {
            let mut socket = ada.connect().await;
            socket.send(&json!({"type": "join-room", "roomId": room["roomId"]})).await;
            let answer = loop {
                let answer = socket.next().await;
                if answer["type"] != "user-joined" {
                    break answer;
                }
            };
            (answer["type"].as_str().unwrap().to_owned(), socket)
        });
    }
    let all = tasks.join_all().await;
    assert_eq!(all.iter().filter(|(kind, _)| kind == "room-joined").count(), 5);
}

#[tokio::test]
async fn there_is_no_socket_without_a_session() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let token = ada.token.clone().unwrap();
    let forged = format!("{}x", &token[..token.len() - 1]);
    for headers in [
        vec![],
        vec![("authorization", "Bearer nonsense".to_owned())],
        vec![("authorization", format!("Bearer {forged}"))],
        vec![("sec-websocket-protocol", "neko.v1, bearer.nonsense".to_owned())],
        vec![("cookie", "__Host-neko-access=nonsense".to_owned())],
    ] {
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match ada.open_socket(&headers).await {
            Err(tungstenite::Error::Http(response)) => {
                assert_eq!(response.status(), StatusCode::UNAUTHORIZED.as_u16());
            }
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("let in with {headers:?}"),
        }
    }
}

#[tokio::test]
async fn a_session_comes_as_header_cookie_or_subprotocol() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let bearer = format!("Bearer {}", ada.token.as_deref().unwrap());
    let mut by_header = ada.open_socket(&[("authorization", &bearer)]).await.unwrap();
    by_header.expect("connected").await;
    assert_eq!(by_header.protocol, None, "none was offered");

    let login = ada.post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD})).await;
    let cookie = login.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie =
        cookie.into_iter().find(|cookie| cookie.contains("access")).unwrap().split(';').next().unwrap();
    let headers = [("cookie", cookie), ("origin", neko.url.as_str()), ("sec-websocket-protocol", "neko.v1")];
    let mut by_cookie = ada.open_socket(&headers).await.unwrap();
    let greeting = by_cookie.expect("connected").await;
    assert_eq!(greeting["user"]["username"], "ada");
    assert!(greeting["resumeToken"].is_string());
    assert_eq!(by_cookie.protocol.as_deref(), Some("neko.v1"));
    let foreign = ada.open_socket(&[("cookie", cookie), ("origin", "https://evil.example")]).await;
    assert!(matches!(foreign, Err(tungstenite::Error::Http(response)) if response.status() == 403));

    let by_subprotocol = ada.connect().await;
    assert_eq!(by_subprotocol.protocol.as_deref(), Some("neko.v1"));
}

#[tokio::test]
async fn a_reader_that_never_reads_is_closed_and_the_others_go_on() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Slow"})).await;
    let (mut a, mut b) = (ada.join(&room).await, ada.join(&room).await);
    let slow = ada.join(&room).await;
    a.expect("user-joined").await;
    a.expect("user-joined").await;
    b.expect("user-joined").await;
    // more than the kernel's buffers and the outbox hold together
    let sdp = "x".repeat(60_000);
    let offer = Message::text(json!({"type": "offer", "to": slow.id, "sdp": sdp}).to_string());
    let mut closed = false;
    for _ in 0..2_000 {
        a.send_frame(offer.clone()).await;
        a.send(&json!({"type": "ping"})).await;
        let answer = a.next().await;
        if answer["type"] == "user-left" {
            assert_eq!(answer["connectionId"], slow.id);
            closed = true;
            break;
        }
        assert!(answer["type"] == "pong" || answer["code"] == "peer-not-found", "{answer}");
    }
    assert!(closed, "the slow reader is still there");
    assert_eq!(b.expect("user-left").await["connectionId"], slow.id);
    b.expect_silence().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_and_answers_no_ping_is_let_go() {
    let neko = TestBox::start(&["--open-registration"]);
    let data = neko.data.clone();
    drop(neko);
    std::fs::write(
        data.path().join("neko.toml"),
        "[limits]\nping-interval-seconds = 1\nping-timeout-seconds = 1\n",
    )
    .unwrap();
    let neko = TestBox::start_on(data, &["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Quiet"})).await;
    // reading answers pings by itself: the watcher does, the silent ones do not
    let mut watcher = ada.join(&room).await;
    let silent = ada.join(&room).await;
    watcher.expect("user-joined").await;
    assert_eq!(watcher.expect("user-left").await["connectionId"], silent.id);

    // one that asked for it comes back to its seat; nobody else may be there who would have to answer pings meanwhile
    watcher.vanish();
    let join = json!({"type": "join-room", "roomId": room["roomId"], "resumable": true});
    let mut asleep = ada.connect().await;
    asleep.send(&join).await;
    asleep.expect("room-joined").await;
    // its socket is closed when the box gives up waiting for the farewell, and not before
    assert_eq!(asleep.expect_end_unread().await, 4009);
    let mut awake = ada.connect().await;
    let mut resume = join;
    resume["resumeToken"] = json!(asleep.resume_token);
    awake.send(&resume).await;
    assert_eq!(awake.expect("room-joined").await["self"]["connectionId"], json!(asleep.id));
}

#[tokio::test]
async fn a_lost_socket_keeps_its_seat_for_whoever_holds_its_token() {
    let neko = TestBox::start(&["--open-registration"]);
    let (ada, bob) = (neko.user("ada").await, neko.user("bob").await);
    let room = ada.room(&json!({"name": "Tunnel", "isPublic": true})).await;
    let mut a = ada.join(&room).await;
    let join = json!({"type": "join-room", "roomId": room["roomId"], "resumable": true});
    let mut b = bob.connect().await;
    b.send(&join).await;
    let seat = b.expect("room-joined").await["self"].clone();
    a.expect("user-joined").await;
    let (id, token) = (b.id.clone(), b.resume_token.clone());
    b.vanish();
    neko.wait_for_log(&["lost", &id]);
    // what is said meanwhile waits, and nobody is told that he left
    a.send(&json!({"type": "offer", "to": id, "sdp": "v=0"})).await;
    a.send(&json!({"type": "chat-message", "text": "lost you"})).await;
    a.expect("chat-message").await;

    let stolen = json!({"type": "join-room", "roomId": room["roomId"], "resumeToken": token});
    let mut eve = ada.connect().await;
    eve.send(&stolen).await;
    let other = eve.expect("room-joined").await;
    assert_ne!(
        other["self"]["connectionId"], seat["connectionId"],
        "a token is good for its own session alone"
    );
    a.expect("user-joined").await;
    eve.send(&json!({"type": "leave-room"})).await;
    a.expect("user-left").await;

    let mut back = bob.connect().await;
    let resume =
        json!({"type": "join-room", "roomId": room["roomId"], "resumable": true, "resumeToken": token});
    back.send(&resume).await;
    let resumed = back.expect("room-joined").await;
    assert_eq!(resumed["self"], seat);
    assert_eq!(resumed["participants"].as_array().unwrap().len(), 1);
    assert_eq!(back.expect("offer").await["from"], a.id);
    assert_eq!(back.expect("chat-message").await["text"], "lost you");
    a.expect_silence().await;
    back.send(&json!({"type": "answer", "to": a.id, "sdp": "v=0"})).await;
    assert_eq!(a.expect("answer").await["from"], id, "the seat speaks under its own id");

    // a token is good once; the seat's is now the new connection's, even while that one still seems alive
    let mut twin = bob.connect().await;
    twin.send(&json!({"type": "join-room", "roomId": room["roomId"], "resumable": true, "resumeToken": back.resume_token})).await;
    assert_eq!(twin.expect("room-joined").await["self"]["connectionId"], json!(id));
    assert_eq!(back.expect_close().await, 4010);
    back.vanish();
    a.expect_silence().await;
    twin.send(&json!({"type": "leave-room"})).await;
    assert_eq!(a.expect("user-left").await["connectionId"], json!(id));
}

#[tokio::test]
async fn a_kept_seat_is_given_up_when_its_time_is_over_and_a_closed_one_at_once() {
    let neko = TestBox::start(&["--open-registration"]);
    let data = neko.data.clone();
    drop(neko);
    std::fs::write(data.path().join("neko.toml"), "[limits]\nseat-kept-seconds = 1\n").unwrap();
    let neko = TestBox::start_on(data, &["--open-registration"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Patience"})).await;
    let mut a = ada.join(&room).await;
    let join = json!({"type": "join-room", "roomId": room["roomId"], "resumable": true});
    for lost in [true, false] {
        let mut b = ada.connect().await;
        b.send(&join).await;
        b.expect("room-joined").await;
        a.expect("user-joined").await;
        let id = b.id.clone();
        if lost {
            b.vanish();
        } else {
            b.send_frame(Message::Close(None)).await;
        }
        let left = a.expect("user-left").await;
        assert_eq!((&left["connectionId"], &left["reason"]), (&json!(id), &json!("disconnected")));
    }
}

#[tokio::test]
async fn a_seat_that_was_kept_ends_with_its_session() {
    let neko = TestBox::start(&["--open-registration"]);
    let (ada, bob) = (neko.user("ada").await, neko.user("bob").await);
    let room = ada.room(&json!({"name": "Kept", "isPublic": true})).await;
    let mut watching = ada.join(&room).await;
    let mut lost = bob.connect().await;
    lost.send(&json!({"type": "join-room", "roomId": room["roomId"], "resumable": true})).await;
    lost.expect("room-joined").await;
    watching.expect("user-joined").await;
    lost.vanish();
    neko.wait_for_log(&["its seat is kept"]);
    bob.post("/api/auth/logout", &Value::Null).await.expect(StatusCode::NO_CONTENT);
    // the seat would be kept for longer than this waits
    watching.expect("user-left").await;
}
