//! Accounts and sessions over HTTP.

use std::fs;

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::harness::{Answer, PASSWORD, TestBox};

#[tokio::test]
async fn the_first_admin_is_made_by_the_link_and_by_nothing_else() {
    let neko = TestBox::start(&["--open-registration"]);
    let stranger = neko.stranger();
    assert_eq!(stranger.get("/api/config").await.json()["setupNeeded"], true);
    let first = neko.user("early").await;
    assert_eq!(first.user["role"], "user", "the first to come is no admin");

    let account =
        json!({"setupToken": "guess", "username": "eve", "email": "eve@box.lan", "password": PASSWORD});
    assert_eq!(stranger.post("/api/setup", &account).await.problem(), "access-denied");

    let admin = neko.admin().await;
    assert_eq!(admin.user["role"], "admin");
    assert_eq!(stranger.get("/api/config").await.json()["setupNeeded"], false);
    let again = json!({"setupToken": neko.setup_token, "username": "two", "email": "two@box.lan", "password": PASSWORD});
    let again = stranger.post("/api/setup", &again).await;
    assert_eq!((again.status, again.problem().as_str()), (StatusCode::CONFLICT, "already-set-up"));
}

#[tokio::test]
async fn registration_is_closed_until_an_admin_opens_it() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    let account =
        json!({"username": "ada", "email": "ada@box.lan", "password": PASSWORD, "displayName": "Ada L."});
    let refused = stranger.post("/api/auth/register", &account).await;
    assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::FORBIDDEN, "registration-closed"));

    let admin = neko.admin().await;
    let open = json!({"registrationOpen": true});
    assert_eq!(stranger.patch("/api/settings", &open).await.problem(), "unauthenticated");
    admin.patch("/api/settings", &open).await.expect(StatusCode::OK);
    let made = stranger.post("/api/auth/register", &account).await.expect(StatusCode::CREATED);
    let user = &made["user"];
    assert_eq!(
        (&user["role"], &user["displayName"], &user["email"]),
        (&json!("user"), &json!("Ada L."), &json!("ada@box.lan"))
    );
    assert!(user.get("password").is_none() && made["expiresIn"].as_u64().is_some());

    for (twin, code) in [
        (json!({"username": "ADA", "email": "other@box.lan", "password": PASSWORD}), "username-taken"),
        (json!({"username": "ada2", "email": "Ada@Box.lan", "password": PASSWORD}), "email-taken"),
    ] {
        let refused = stranger.post("/api/auth/register", &twin).await;
        assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::CONFLICT, code));
    }
    let user = neko.user("grace").await;
    assert_eq!(user.patch("/api/settings", &open).await.problem(), "access-denied");
}

#[tokio::test]
async fn logging_in_takes_name_or_address_and_tells_no_stranger_who_exists() {
    let neko = TestBox::start(&["--open-registration"]);
    neko.user("ada").await;
    let mut client = neko.stranger();
    for login in ["ada", "ADA", "ada@box.lan"] {
        let body = json!({"username": login, "password": PASSWORD});
        client.enter(&client.post("/api/auth/login", &body).await.expect(StatusCode::OK));
        let me = client.get("/api/auth/me").await.expect(StatusCode::OK);
        assert_eq!(me["user"]["username"], "ada");
        assert!(me["user"]["lastLogin"].is_string());
    }
    let wrong =
        client.post("/api/auth/login", &json!({"username": "ada", "password": "wrong password"})).await;
    let nobody =
        client.post("/api/auth/login", &json!({"username": "nobody", "password": "wrong password"})).await;
    assert_eq!((wrong.status, wrong.problem()), (StatusCode::UNAUTHORIZED, "bad-credentials".to_owned()));
    assert_eq!(wrong.json()["detail"], nobody.json()["detail"]);
    assert_eq!(wrong.status, nobody.status);
}

#[tokio::test]
async fn a_session_ends_at_logging_out_with_its_token_and_its_socket() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let mut socket = ada.connect().await;
    let out = ada.post("/api/auth/logout", &json!({})).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    socket.expect_error("session-ended").await;
    assert_eq!(socket.expect_close().await, 4001);
    assert_eq!(ada.get("/api/auth/me").await.problem(), "unauthenticated");
}

#[tokio::test]
async fn cookies_carry_a_session_and_are_the_browsers_alone() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    neko.user("ada").await;
    let client = neko.stranger();
    let login = client.post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD})).await;
    let cookies: Vec<&str> =
        login.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 2);
    for cookie in &cookies {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Strict"),
            "{cookie}"
        );
    }
    let cookie = |name: &str| {
        let found = cookies.iter().find(|cookie| cookie.contains(name)).unwrap();
        found.split(';').next().unwrap().to_owned()
    };
    let (access, refresh) = (cookie("access"), cookie("refresh"));

    let with =
        |method: Method, path: &str, cookie: &str| client.request(method, path).header("cookie", cookie);
    let me = Answer::of(with(Method::GET, "/api/auth/me", &access)).await;
    assert_eq!(me.json()["user"]["username"], "ada");
    let room = json!({"name": "Ours"});
    let own = with(Method::POST, "/api/rooms", &access).header("origin", &neko.url).json(&room);
    assert_eq!(Answer::of(own).await.status, StatusCode::CREATED);
    let foreign =
        with(Method::POST, "/api/rooms", &access).header("origin", "https://evil.example").json(&room);
    assert_eq!(Answer::of(foreign).await.problem(), "foreign-origin");

    // as programs do that name a type for every request
    let refreshing =
        with(Method::POST, "/api/auth/refresh", &refresh).header("content-type", "application/json");
    let renewed = Answer::of(refreshing).await;
    assert_eq!(renewed.status, StatusCode::OK, "{renewed}");
    let next = renewed.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let next = next
        .into_iter()
        .find(|cookie| cookie.contains("refresh"))
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    assert_ne!(next, refresh);
    let reused = Answer::of(with(Method::POST, "/api/auth/refresh", &refresh)).await;
    assert_eq!((reused.status, reused.problem().as_str()), (StatusCode::UNAUTHORIZED, "unauthenticated"));
    let cleared = reused.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    assert_eq!(cleared.filter(|cookie| cookie.contains("Max-Age=0")).count(), 2, "{reused}");
    let family = Answer::of(with(Method::POST, "/api/auth/refresh", &next)).await;
    assert_eq!(family.problem(), "unauthenticated", "a reused token ends the family");
    let audit = admin.get("/api/admin/audit").await.json();
    let entry = &audit["entries"][0];
    assert_eq!(
        (&entry["action"], &entry["subject"]["name"]),
        (&json!("sessions-ended"), &json!("ada")),
        "{entry}"
    );
    assert_eq!(entry["detail"], "a used refresh token came again");
    let me = Answer::of(with(Method::GET, "/api/auth/me", &access)).await;
    assert_eq!(me.problem(), "unauthenticated");
}

// the id goes over the network in the clear, as part of the relay's user name
#[tokio::test]
async fn who_knows_a_sessions_id_alone_ends_nothing() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    let sessions = ada.get("/api/auth/sessions").await.json();
    let session = sessions["sessions"][0]["id"].as_str().unwrap();
    let stranger = neko.stranger();
    for secret in ["nonsense", "", "a.b", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAA"] {
        let token = format!("{session}.{secret}");
        let refused = stranger.post("/api/auth/refresh", &json!({"refreshToken": token})).await;
        assert_eq!(refused.problem(), "unauthenticated");
        let cookie = format!("__Secure-neko-refresh={token}");
        let log_out = stranger.request(Method::POST, "/api/auth/logout").header("cookie", cookie);
        let answer = Answer::of(log_out.header("origin", &neko.url)).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        ada.get("/api/auth/me").await.expect(StatusCode::OK);
    }
}

#[tokio::test]
async fn a_refresh_token_may_stand_in_the_body() {
    let neko = TestBox::start(&["--open-registration"]);
    neko.user("ada").await;
    let client = neko.stranger();
    let login = client
        .post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD, "rememberMe": true}))
        .await;
    let cookie = login.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie = cookie.into_iter().find(|cookie| cookie.contains("refresh")).unwrap();
    assert!(cookie.contains("Max-Age"), "a remembered session outlives the browser: {cookie}");
    let token = cookie.split(';').next().unwrap().split_once('=').unwrap().1;
    let renewed =
        client.post("/api/auth/refresh", &json!({"refreshToken": token})).await.expect(StatusCode::OK);
    assert_eq!(renewed["user"]["username"], "ada");
    for none in [json!({}), json!({"refreshToken": "nonsense"}), json!({"refreshToken": "a.b"})] {
        assert_eq!(client.post("/api/auth/refresh", &none).await.problem(), "unauthenticated");
    }
}

#[tokio::test]
async fn one_changes_ones_own_account_and_a_new_password_ends_the_other_sessions() {
    let neko = TestBox::start(&["--open-registration"]);
    let ada = neko.user("ada").await;
    neko.user("bob").await;
    let mut other = neko.stranger();
    other.enter(
        &other.post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD})).await.json(),
    );

    let changed =
        ada.patch("/api/auth/me", &json!({"displayName": "Countess", "email": "countess@box.lan"})).await;
    assert_eq!(changed.json()["user"]["displayName"], "Countess");
    assert_eq!(ada.patch("/api/auth/me", &json!({"email": "bob@box.lan"})).await.problem(), "email-taken");
    let new = "another fine password";
    assert_eq!(ada.patch("/api/auth/me", &json!({"password": new})).await.problem(), "bad-credentials");
    let body = json!({"password": new, "currentPassword": PASSWORD});
    assert_eq!(ada.patch("/api/auth/me", &body).await.status, StatusCode::OK);
    assert_eq!(ada.get("/api/auth/me").await.status, StatusCode::OK, "this session goes on");
    assert_eq!(other.get("/api/auth/me").await.problem(), "unauthenticated");
    let old = ada.post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD})).await;
    assert_eq!(old.problem(), "bad-credentials");
    let login = ada.post("/api/auth/login", &json!({"username": "countess@box.lan", "password": new})).await;
    assert_eq!(login.status, StatusCode::OK);
}

#[tokio::test]
async fn accounts_and_sessions_outlive_a_restart() {
    let neko = TestBox::start(&[]);
    let mut admin = neko.admin().await;
    let data = neko.data.clone();
    drop(neko);
    let neko = TestBox::start_on(data, &[]);
    let token = admin.token.take();
    let admin = neko.returning(token);
    assert_eq!(admin.get("/api/auth/me").await.json()["user"]["username"], "root");
}

#[tokio::test]
async fn the_set_up_page_says_how_the_box_is_to_be_and_an_admin_changes_it() {
    let neko = TestBox::start(&[]);
    let mut admin = neko.stranger();
    let body = |box_name: &str| {
        json!({"setupToken": neko.setup_token, "username": "root", "email": "root@box.lan", "password": PASSWORD,
            "boxName": box_name, "registrationOpen": true, "roomCreation": "admins", "language": "de"})
    };
    let wrong = admin.post("/api/setup", &body("<School>")).await;
    assert_eq!(wrong.problem(), "invalid-input");
    let answer = admin.post("/api/setup", &body("School")).await.expect(StatusCode::CREATED);
    admin.enter(&answer);
    let settings =
        json!({"registrationOpen": true, "boxName": "School", "roomCreation": "admins", "language": "de"});
    assert_eq!(admin.get("/api/settings").await.json(), settings);
    admin.room(&json!({"name": "By an admin"})).await;
    let ada = neko.user("ada").await;
    assert_eq!(ada.post("/api/rooms", &json!({"name": "Mine"})).await.problem(), "access-denied");

    let changed =
        admin.patch("/api/settings", &json!({"roomCreation": "everyone", "language": ""})).await.json();
    assert_eq!(changed, json!({"registrationOpen": true, "boxName": "School", "roomCreation": "everyone"}));
    ada.room(&json!({"name": "Mine"})).await;
    assert_eq!(admin.patch("/api/settings", &json!({"language": "tlh"})).await.problem(), "invalid-input");
    assert_eq!(ada.patch("/api/settings", &json!({})).await.problem(), "access-denied");
}

#[tokio::test]
async fn the_signing_key_changes_without_anybody_noticing_unless_it_leaked() {
    let rotate = |neko: &TestBox, args: &[&str]| {
        let done = crate::harness::neko(neko.data.path()).arg("rotate-key").args(args).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada) = (neko.admin().await, neko.user("ada").await);
    let room = ada.room(&json!({"name": "Here"})).await;
    let guest = ada.guest(&room, "Gus").await;
    let mut seat = guest.join(&room).await;
    let before = fs::read(neko.data.path().join("signing.key")).unwrap();
    rotate(&neko, &[]);
    assert_ne!(fs::read(neko.data.path().join("signing.key")).unwrap(), before);
    for client in [&admin, &ada, &guest] {
        client.get("/api/auth/me").await.expect(StatusCode::OK);
    }
    let audit = admin.get("/api/admin/audit").await.expect(StatusCode::OK);
    assert_eq!(audit["entries"][0]["action"], "signing-key-changed");

    // those who log in now are not touched by the end of the key before
    let login = json!({"username": "ada", "password": PASSWORD});
    let answer = neko.stranger().post("/api/auth/login", &login).await;
    let mut cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.find_map(|cookie| cookie.strip_prefix("__Secure-neko-refresh=")).unwrap();
    let refresh = json!({"refreshToken": cookie.split(';').next().unwrap()});
    rotate(&neko, &["--leaked"]);
    for client in [&ada, &guest] {
        assert_eq!(client.get("/api/auth/me").await.problem(), "unauthenticated");
    }
    // who is in a call stays there, and a member's browser renews what it holds
    seat.send(&json!({"type": "ping"})).await;
    seat.expect("pong").await;
    let renewed = neko.stranger().post("/api/auth/refresh", &refresh).await;
    let mut renewing = neko.stranger();
    renewing.enter(&renewed.expect(StatusCode::OK));
    renewing.get("/api/auth/me").await.expect(StatusCode::OK);
}
