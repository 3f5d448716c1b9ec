//! Running the box over its API: accounts, sessions, rooms, settings, and what is written down of all that.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::command_line::{failure, run, text};
use crate::harness::{Client, PASSWORD, TestBox};

async fn log_in(neko: &TestBox, name: &str, password: &str) -> Result<Client, String> {
    let mut client = neko.stranger();
    let answer = client.post("/api/auth/login", &json!({"username": name, "password": password})).await;
    if answer.status != StatusCode::OK {
        return Err(answer.problem());
    }
    client.enter(&answer.json());
    Ok(client)
}

fn id(user: &Value) -> &str {
    user["id"].as_str().unwrap()
}

/// The latest entries of the audit log as `action actor subject`, the newest first.
async fn audit(admin: &Client, limit: usize) -> Vec<String> {
    let log = admin.get(&format!("/api/admin/audit?limit={limit}")).await.expect(StatusCode::OK);
    let line = |entry: &Value| {
        let who = entry["actor"]["username"].as_str().or(entry["actor"]["via"].as_str()).unwrap();
        let whom = entry["subject"]["name"].as_str().unwrap_or("-");
        format!("{} {who} {whom}", entry["action"].as_str().unwrap())
    };
    log["entries"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn only_admins_run_the_box() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Room"})).await;
    let guest = ada.guest(&room, "Guest").await;
    let openapi = admin.get("/api/openapi.json").await.json();
    let mut calls = 0;
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        if !path.starts_with("/api/admin/") {
            continue;
        }
        let path =
            path.replace("{userId}", id(&ada.user)).replace("{roomId}", room["roomId"].as_str().unwrap());
        let path = path.replace("{sessionId}", "x").replace("{id}", "x");
        for method in methods.as_object().unwrap().keys() {
            calls += 1;
            let method: reqwest::Method = method.to_uppercase().parse().unwrap();
            for (who, expected) in [
                (&neko.stranger(), StatusCode::UNAUTHORIZED),
                (&guest, StatusCode::FORBIDDEN),
                (&ada, StatusCode::FORBIDDEN),
            ] {
                let request = who.request(method.clone(), &path).json(&json!({}));
                let status = request.send().await.unwrap().status();
                assert_eq!(status, expected, "{method} {path}");
            }
        }
    }
    assert!(calls > 10, "{calls}");
}

#[tokio::test]
async fn accounts_are_made_found_and_let_in_by_a_link() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let with_password =
        json!({"username": "ada", "email": "ada@box.lan", "password": PASSWORD, "role": "admin"});
    let made = admin.post("/api/admin/users", &with_password).await.expect(StatusCode::CREATED);
    assert_eq!((&made["user"]["role"], &made["passwordLink"]), (&json!("admin"), &Value::Null));
    log_in(&neko, "ada", PASSWORD).await.unwrap();
    for (body, code) in [
        (json!({"username": "ADA", "email": "x@box.lan"}), "username-taken"),
        (json!({"username": "eve", "email": "ada@box.lan"}), "email-taken"),
        (json!({"username": "eve", "email": "eve@box.lan", "role": "guest"}), "invalid-input"),
        (json!({"username": "e v", "email": "eve@box.lan"}), "invalid-input"),
        (json!({"username": "eve", "email": "eve@box.lan", "password": "short"}), "invalid-input"),
    ] {
        assert_eq!(admin.post("/api/admin/users", &body).await.problem(), code, "{body}");
    }

    let invited = json!({"username": "bob", "email": "bob@box.lan", "displayName": "Bob the Builder"});
    let made = admin.post("/api/admin/users", &invited).await.expect(StatusCode::CREATED);
    let link = &made["passwordLink"];
    let token = link["token"].as_str().unwrap();
    assert_eq!(link["path"], format!("/password#{token}"));
    assert_eq!(made["user"]["passwordLinkExpiresAt"], link["expiresAt"]);
    let stranger = neko.stranger();
    let seen =
        stranger.post("/api/auth/password-link/look", &json!({"token": token})).await.expect(StatusCode::OK);
    assert_eq!((&seen["username"], &seen["displayName"]), (&json!("bob"), &json!("Bob the Builder")));
    let set = |token: &str, password: &str| {
        let (stranger, body) = (stranger.clone(), json!({"token": token, "password": password}));
        async move { stranger.post("/api/auth/password-link", &body).await }
    };
    assert_eq!(set(token, "short").await.problem(), "invalid-input");
    for wrong in ["", "x", "nonsense.x", &format!("{}.x", id(&made["user"])), &format!("{token}x")] {
        let refused = set(wrong, "a good long one").await;
        assert_eq!(
            (refused.status, refused.problem().as_str()),
            (StatusCode::GONE, "link-expired"),
            "{wrong}"
        );
    }
    let mut bob = stranger.clone();
    bob.enter(&set(token, "a good long one").await.expect(StatusCode::OK));
    assert_eq!(bob.get("/api/auth/me").await.json()["user"]["username"], "bob");
    assert_eq!(set(token, "another long one").await.problem(), "link-expired", "good once");

    // a forgotten password: the link ends the sessions, and the old password is good until then
    let path = format!("/api/admin/users/{}/password-link", id(&bob.user));
    let first = admin.post(&path, &json!({})).await.expect(StatusCode::OK);
    let second = admin.post(&path, &json!({})).await.expect(StatusCode::OK);
    log_in(&neko, "bob", "a good long one").await.unwrap();
    let mut socket = bob.connect().await;
    let [first, second] =
        [first, second].map(|answer| answer["passwordLink"]["token"].as_str().unwrap().to_owned());
    assert_eq!(set(&first, "a third long one").await.problem(), "link-expired", "replaced");
    set(&second, "a third long one").await.expect(StatusCode::OK);
    socket.expect_error("session-ended").await;
    assert_eq!(bob.get("/api/auth/me").await.problem(), "unauthenticated");
    assert_eq!(log_in(&neko, "bob", "a good long one").await.err().unwrap(), "bad-credentials");

    let search = async |query: &str| {
        let found = admin.get(&format!("/api/admin/users?{query}")).await.expect(StatusCode::OK);
        let names = found["users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["username"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>(), found["total"].as_u64().unwrap())
    };
    assert_eq!(search("").await, (vec!["ada".into(), "bob".into(), "root".into()], 3));
    assert_eq!(search("limit=1&offset=1").await, (vec!["bob".into()], 3));
    assert_eq!(search("search=BUILDER").await, (vec!["bob".into()], 1));
    assert_eq!(search("search=box.lan&limit=0").await, (vec![], 3));
    assert_eq!(admin.get("/api/admin/users?limit=x").await.problem(), "invalid-input");
    assert_eq!(admin.get("/api/admin/users/x").await.problem(), "not-found");
}

#[tokio::test]
async fn who_is_disabled_or_no_admin_any_more_is_out_at_once() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Room"})).await;
    let mut socket = ada.join(&room).await;
    let of_ada = format!("/api/admin/users/{}", id(&ada.user));
    let changed = admin.patch(&of_ada, &json!({"disabled": true})).await.expect(StatusCode::OK);
    assert!(changed["user"]["disabledAt"].is_string(), "{changed}");
    socket.expect_error("session-ended").await;
    assert_eq!(socket.expect_close().await, 4001);
    assert_eq!(ada.get("/api/auth/me").await.problem(), "unauthenticated");
    assert_eq!(log_in(&neko, "ada", PASSWORD).await.err().unwrap(), "account-disabled");
    assert_eq!(
        log_in(&neko, "ada", "wrong password").await.err().unwrap(),
        "bad-credentials",
        "no hint for others"
    );
    let changed =
        admin.patch(&of_ada, &json!({"disabled": false, "role": "admin"})).await.expect(StatusCode::OK);
    assert_eq!((&changed["user"]["disabledAt"], &changed["user"]["role"]), (&Value::Null, &json!("admin")));
    assert_eq!(ada.get("/api/auth/me").await.problem(), "unauthenticated", "what ended stays so");

    let ada = log_in(&neko, "ada", PASSWORD).await.unwrap();
    let of_root = format!("/api/admin/users/{}", id(&admin.user));
    let mut socket = admin.connect().await;
    ada.patch(&of_root, &json!({"role": "user"})).await.expect(StatusCode::OK);
    socket.expect_error("session-ended").await;
    for last in [json!({"role": "user"}), json!({"disabled": true})] {
        let refused = ada.patch(&of_ada, &last).await;
        assert_eq!((refused.status, refused.problem().as_str()), (StatusCode::CONFLICT, "last-admin"));
    }
    assert_eq!(ada.patch(&of_root, &json!({"role": "guest"})).await.problem(), "invalid-input");
    assert_eq!(
        ada.patch("/api/admin/users/0123456789abcdef01234567", &json!({"role": "user"})).await.problem(),
        "not-found"
    );
    let list = text(&run(neko.data.path(), &["user", "list"]).stdout);
    assert!(list.contains("ada\tadmin") && list.contains("root\tuser"), "{list}");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_and_by_admins() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let here = neko.user("ada").await;
    let mut there = neko.stranger();
    let request =
        there.request(reqwest::Method::POST, "/api/auth/login").header("user-agent", "Telephone/1.0");
    let body = json!({"username": "ada", "password": PASSWORD, "rememberMe": true});
    there.enter(&request.json(&body).send().await.unwrap().json().await.unwrap());
    let list = here.get("/api/auth/sessions").await.expect(StatusCode::OK);
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{list}");
    let other = sessions.iter().find(|session| session["current"] == false).unwrap();
    assert_eq!((&other["userAgent"], &other["persistent"]), (&json!("Telephone/1.0"), &json!(true)));

    let mut socket = there.connect().await;
    let eve = neko.user("eve").await;
    let path = format!("/api/auth/sessions/{}", other["id"].as_str().unwrap());
    assert_eq!(eve.delete(&path).await.problem(), "not-found", "another's");
    here.delete(&path).await.expect(StatusCode::NO_CONTENT);
    socket.expect_error("session-ended").await;
    assert_eq!(there.get("/api/auth/me").await.problem(), "unauthenticated");
    assert_eq!(here.delete(&path).await.problem(), "not-found");

    let second = log_in(&neko, "ada", PASSWORD).await.unwrap();
    here.delete("/api/auth/sessions").await.expect(StatusCode::NO_CONTENT);
    assert_eq!(second.get("/api/auth/me").await.problem(), "unauthenticated");
    let of_ada = format!("/api/admin/users/{}/sessions", id(&here.user));
    let seen = admin.get(&of_ada).await.expect(StatusCode::OK);
    assert_eq!(
        (seen["sessions"].as_array().unwrap().len(), &seen["sessions"][0]["current"]),
        (1, &json!(false))
    );
    let third = log_in(&neko, "ada", PASSWORD).await.unwrap();
    let one = format!("{of_ada}/{}", seen["sessions"][0]["id"].as_str().unwrap());
    admin.delete(&one).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(here.get("/api/auth/me").await.problem(), "unauthenticated");
    admin.delete(&of_ada).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(third.get("/api/auth/me").await.problem(), "unauthenticated");
    let of_root = format!("/api/admin/users/{}/sessions", id(&admin.user));
    admin.delete(&of_root).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(admin.get("/api/auth/me").await.status, StatusCode::OK, "this one stays");
}

#[tokio::test]
async fn what_was_done_is_written_down_without_secrets() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    admin.patch("/api/settings", &json!({"registrationOpen": true})).await.expect(StatusCode::OK);
    let ada = neko.user("ada").await;
    log_in(&neko, "ada", "my wrong password").await.err().unwrap();
    log_in(&neko, "my own secret", "whatever it is").await.err().unwrap();
    let of_ada = format!("/api/admin/users/{}", id(&ada.user));
    let request = admin.request(reqwest::Method::PATCH, &of_ada).header("x-correlation-id", "mine-1");
    request.json(&json!({"role": "admin"})).send().await.unwrap();
    let link = admin.post(&format!("{of_ada}/password-link"), &json!({})).await.json();
    ada.post("/api/auth/logout", &json!({})).await;
    assert_eq!(
        audit(&admin, 20).await,
        [
            "logged-out ada -",
            "password-link-made root ada",
            "role-changed root ada",
            "log-in-failed web -",
            "log-in-failed web ada",
            "logged-in ada -",
            "registered ada -",
            "settings-changed root -",
            "logged-in root -",
            "set-up root -",
        ]
    );
    let log = admin.get("/api/admin/audit?limit=3").await;
    let changed = &log.json()["entries"][2];
    assert_eq!((&changed["detail"], &changed["correlationId"]), (&json!("user to admin"), &json!("mine-1")));
    assert_eq!(
        (&changed["subject"]["id"], &changed["actor"]["userId"]),
        (&ada.user["id"], &admin.user["id"])
    );
    let older = admin.get(&format!("/api/admin/audit?before={}&limit=1", changed["number"])).await.json();
    assert_eq!(older["entries"][0]["action"], "log-in-failed");
    let all = admin.get("/api/admin/audit?limit=500").await.text;
    for secret in ["secret", "wrong password", link["passwordLink"]["token"].as_str().unwrap()] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[tokio::test]
async fn the_command_line_does_the_same_through_a_running_box_and_without_one() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Staff room"})).await;
    let room_id = room["roomId"].as_str().unwrap();
    let mut socket = ada.join(&room).await;
    let data = neko.data.clone();
    let done = |args: &[&str]| {
        let output = run(data.path(), args);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    assert_eq!(done(&["room", "list"]), format!("{room_id}\topen\t1 present\tStaff room\n"));
    assert_eq!(done(&["room", "close", room_id]), "closed\n");
    socket.expect_error("room-closed").await;
    assert_eq!(done(&["room", "list"]), "");
    let listed: Value = serde_json::from_str(&done(&["room", "list", "--all", "--json"])).unwrap();
    assert_eq!((&listed[0]["isActive"], &listed[0]["roomId"]), (&json!(false), &room["roomId"]));
    assert!(
        failure(&run(data.path(), &["room", "close", "nowhere"]), 1).contains("there is no room nowhere")
    );

    assert_eq!(done(&["user", "disable", "ada"]), "disabled; their sessions have ended\n");
    socket.expect_error("session-ended").await;
    assert_eq!(log_in(&neko, "ada", PASSWORD).await.err().unwrap(), "account-disabled");
    assert!(done(&["user", "list"]).contains("ada\tuser\tada@box.lan\tada\tdisabled\n"));
    assert!(failure(&run(data.path(), &["user", "role", "root", "user"]), 1).contains("last admin"));
    done(&["user", "enable", "ada"]);
    assert_eq!(done(&["user", "role", "ada", "admin"]), "ada is admin now\n");
    let said = done(&["user", "add", "bob", "--email", "bob@box.lan", "--invite"]);
    assert!(said.starts_with("made bob (user)\nhttps://ADDRESS-OF-THE-BOX/password#"), "{said}");
    assert_eq!(
        audit(&admin, 6).await,
        [
            "password-link-made command-line bob",
            "user-created command-line bob",
            "role-changed command-line ada",
            "user-enabled command-line ada",
            "log-in-failed web ada",
            "user-disabled command-line ada",
        ]
    );
    drop(neko);
    let said = done(&["user", "link", "bob"]);
    let token = said.split_once('#').unwrap().1.split_whitespace().next().unwrap();
    let neko = TestBox::start_on(data.clone(), &[]);
    let body = json!({"token": token, "password": PASSWORD});
    neko.stranger().post("/api/auth/password-link", &body).await.expect(StatusCode::OK);
    assert!(failure(&run(data.path(), &["user", "link", "nobody"]), 1).contains("no user nobody"));
}

#[tokio::test]
async fn all_rooms_are_seen_with_who_is_and_who_was_in_them() {
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada) = (neko.admin().await, neko.user("ada").await);
    let room = ada.room(&json!({"name": "Staff room"})).await;
    let closed = ada.room(&json!({"name": "Old hall"})).await;
    let path = |room: &Value| format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
    admin.delete(&path(&closed)).await.expect(StatusCode::OK);
    admin.delete(&path(&closed)).await.expect(StatusCode::OK);
    assert_eq!(audit(&admin, 1).await, ["room-closed root Old hall"], "closed once");
    let guest = ada.guest(&room, "Visitor").await;
    let (here, gone) = (ada.join(&room).await, guest.join(&room).await);
    gone.vanish();

    let list = async |query: &str| {
        let found = admin.get(&format!("/api/admin/rooms?{query}")).await.expect(StatusCode::OK);
        let names =
            found["rooms"].as_array().unwrap().iter().map(|room| room["name"].as_str().unwrap().to_owned());
        (names.collect::<Vec<_>>(), found["total"].as_u64().unwrap())
    };
    assert_eq!(list("").await, (vec!["Staff room".into()], 1));
    assert_eq!(list("state=closed").await, (vec!["Old hall".into()], 1));
    assert_eq!(list("state=all&offset=1").await, (vec!["Staff room".into()], 2));
    assert_eq!(list("state=all&search=HALL").await, (vec!["Old hall".into()], 1));
    assert_eq!(admin.get("/api/admin/rooms?state=shut").await.problem(), "invalid-input");
    assert_eq!(admin.get("/api/admin/rooms/nowhere").await.problem(), "room-not-found");

    // the guest is let go, then written down
    let mut here = here;
    let of_room = format!("/api/admin/rooms/{}", room["roomId"].as_str().unwrap());
    here.expect("user-joined").await;
    here.expect("user-left").await;
    let seen = admin.get(&of_room).await.expect(StatusCode::OK)["room"].take();
    assert_eq!((&seen["owner"]["username"], &seen["accessToken"]), (&json!("ada"), &room["accessToken"]));
    assert_eq!(seen["participants"].as_array().unwrap().len(), 1, "{seen}");
    assert_eq!(
        (&seen["participants"][0]["userId"], &seen["currentParticipants"]),
        (&ada.user["id"], &json!(1))
    );
    let data = neko.stop();
    drop(here);
    let neko = TestBox::start_on(data, &[]);
    let admin = neko.returning(admin.token.clone());
    let stays = admin.get(&format!("{of_room}/stays")).await.expect(StatusCode::OK);
    assert_eq!(stays["total"], 2);
    let [latest, earliest] = [&stays["stays"][0], &stays["stays"][1]];
    assert_eq!((&latest["userId"], &latest["user"]), (&guest.user["id"], &Value::Null));
    assert_eq!((&earliest["user"]["displayName"], earliest["leftAt"].is_string()), (&json!("ada"), true));
    let page = admin.get(&format!("{of_room}/stays?offset=1&limit=5")).await.expect(StatusCode::OK);
    assert_eq!((&page["stays"][0], page["stays"].as_array().unwrap().len()), (earliest, 1));
    assert_eq!(admin.get("/api/admin/rooms/nowhere/stays").await.problem(), "room-not-found");
}

#[tokio::test]
async fn settings_are_explained_changed_and_in_force_after_the_next_start() {
    let data = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let file = data.path().join("neko.toml");
    std::fs::write(&file, "# Our box\n[limits]\nrooms-per-user = 1 # strict\n").unwrap();
    let neko = TestBox::start_on(data.clone(), &[]);
    let admin = neko.admin().await;
    let read = async |admin: &Client| admin.get("/api/admin/settings").await.expect(StatusCode::OK);
    let of = |answer: &Value, key: &str| {
        let all = answer["settings"].as_array().unwrap().clone();
        all.into_iter().find(|setting| setting["key"] == key).unwrap_or_else(|| panic!("no {key}"))
    };
    let all = read(&admin).await;
    assert_eq!(all["file"], file.to_str().unwrap());
    let rooms = of(&all, "limits.rooms-per-user");
    assert_eq!(
        (&rooms["value"], &rooms["default"], &rooms["origin"]),
        (&json!(1), &json!(100), &json!("file"))
    );
    assert!(rooms["place"].as_str().unwrap().ends_with("neko.toml, line 3"), "{rooms}");
    let level = of(&all, "log.level");
    assert_eq!((&level["origin"], &level["changeable"]), (&json!("flag"), &json!(false)));
    assert_eq!(of(&all, "listen")["changeable"], false);

    let refused = async |body: &Value, code: &str, part: &str| {
        let answer = admin.patch("/api/admin/settings", body).await;
        assert_eq!(answer.problem(), code, "{body}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(part), "{detail}");
    };
    refused(&json!({"limits.rooms-per-usr": 5}), "invalid-input", "did you mean `limits.rooms-per-user`")
        .await;
    refused(&json!({"limits.rooms-per-user": 0, "backup.keep": 2}), "invalid-input", "at least 1").await;
    refused(&json!({"limits.rooms-per-user": {"a": [null]}}), "invalid-input", "").await;
    refused(&json!({"log.level": "debug"}), "setting-fixed", "command line").await;
    refused(&json!({"listen": ["[::]:1"]}), "setting-fixed", "can't be changed here").await;
    refused(&json!({"open-registration": 1}), "invalid-input", "true or false").await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# Our box\n[limits]\nrooms-per-user = 1 # strict\n");

    let request = json!({"limits.rooms-per-user": 2, "open-registration": true, "backup.at": "04:30"});
    let changed = admin.patch("/api/admin/settings", &request).await.expect(StatusCode::OK);
    let rooms = of(&changed, "limits.rooms-per-user");
    assert_eq!((&rooms["value"], &rooms["next"], &rooms["restart"]), (&json!(1), &json!(2), &json!(true)));
    let open = of(&changed, "open-registration");
    assert_eq!(
        (&open["value"], &open["origin"], &open["restart"]),
        (&json!(true), &json!("admin"), &json!(false))
    );
    let ada = neko.user("ada").await;
    let written = "# Our box\n[limits]\nrooms-per-user = 2 # strict\n\n[backup]\nat = \"04:30\"\n";
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
    let mut log = audit(&admin, 6).await;
    log.sort();
    assert!(log.iter().any(|line| line == "settings-changed root backup.at"), "{log:?}");
    ada.room(&json!({"name": "One"})).await;
    assert_eq!(ada.post("/api/rooms", &json!({"name": "Two"})).await.problem(), "rate-limited");
    drop(neko);
    let neko = TestBox::start_on(data.clone(), &[]);
    let (admin, ada) = (neko.returning(admin.token.clone()), neko.returning(ada.token.clone()));
    ada.room(&json!({"name": "Two"})).await;
    let all = read(&admin).await;
    assert_eq!(
        (&of(&all, "limits.rooms-per-user")["value"], &of(&all, "backup.at")["value"]),
        (&json!(2), &json!("04:30"))
    );
    assert!(of(&all, "backup.at").get("next").is_none());
    let back = json!({"limits.rooms-per-user": null, "open-registration": false});
    let changed = admin.patch("/api/admin/settings", &back).await.expect(StatusCode::OK);
    assert_eq!(of(&changed, "limits.rooms-per-user")["next"], 100);
    let shown: Value =
        serde_json::from_slice(&run(data.path(), &["config", "show", "--json"]).stdout).unwrap();
    let keep = shown.as_array().unwrap().iter().find(|setting| setting["key"] == "backup.at").unwrap();
    assert_eq!((&keep["value"], &keep["origin"]), (&json!("04:30"), &json!("file")));
    let account = json!({"username": "late", "email": "late@box.lan", "password": PASSWORD});
    assert_eq!(neko.stranger().post("/api/auth/register", &account).await.problem(), "registration-closed");
    drop(neko);
    let neko = TestBox::start_on(data, &["--open-registration"]);
    let admin = neko.returning(admin.token.clone());
    let closing = admin.patch("/api/admin/settings", &json!({"open-registration": false})).await;
    assert_eq!(closing.problem(), "setting-fixed");
}
