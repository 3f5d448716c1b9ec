//! The admin pages' work from the command line: through a box that runs, and on the data of one that does not.

use std::path::Path;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::command_line::{failure, run, text};
use crate::harness::{PASSWORD, TestBox};
use crate::turn_client::{TurnClient, credential};

/// What a command that must succeed prints.
fn done(data: &Path, command: &str) -> String {
    let output = run(data, &command.split(' ').collect::<Vec<_>>());
    assert!(output.status.success(), "neko {command}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn json(data: &Path, command: &str) -> Value {
    serde_json::from_str(&done(data, command)).unwrap()
}

/// The line that a command says which must fail.
fn refused(data: &Path, command: &str) -> String {
    failure(&run(data, &command.split(' ').collect::<Vec<_>>()), 1)
}

/// The latest entries of the audit log as `action actor subject detail`, the newest first.
fn audit(data: &Path, limit: usize) -> Vec<String> {
    let log = done(data, &format!("log audit --limit {limit}"));
    log.lines().map(|line| line.split_once('\t').unwrap().1.replace('\t', " ")).collect()
}

#[tokio::test]
async fn someone_is_seen_where_they_are_logged_in_and_logged_out() {
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada, data) = (neko.admin().await, neko.user("ada").await, neko.data.clone());
    let mut there = neko.stranger();
    let login = there.request(reqwest::Method::POST, "/api/auth/login").header("user-agent", "Telephone/1.0");
    let body = json!({"username": "ada", "password": PASSWORD});
    there.enter(&login.json(&body).send().await.unwrap().json().await.unwrap());
    let seen = json(data.path(), "user sessions ada --json");
    let path = format!("/api/admin/users/{}/sessions", ada.user["id"].as_str().unwrap());
    assert_eq!(seen, admin.get(&path).await.expect(StatusCode::OK));
    let list = done(data.path(), "user sessions --username ada");
    let telephone = list.lines().find(|line| line.ends_with("\tTelephone/1.0")).unwrap();
    let id = telephone.split('\t').next().unwrap();

    let mut socket = there.connect().await;
    assert_eq!(done(data.path(), &format!("user logout ada --session {id}")), "sessions ended: 1\n");
    socket.expect_error("session-ended").await;
    assert_eq!(there.get("/api/auth/me").await.problem(), "unauthenticated");
    assert_eq!(ada.get("/api/auth/me").await.status, StatusCode::OK, "the other one stays");
    let again = refused(data.path(), &format!("user logout ada --session {id}"));
    assert!(again.contains(&format!("ada has no session {id}")), "{again}");
    assert_eq!(done(data.path(), "user logout ada"), "sessions ended: 1\n");
    assert_eq!(ada.get("/api/auth/me").await.problem(), "unauthenticated");
    assert_eq!(done(data.path(), "user sessions ada"), "");
    assert_eq!(done(data.path(), "user logout ada"), "sessions ended: 0\n");
    for command in ["user sessions nobody", "user logout nobody"] {
        assert!(refused(data.path(), command).contains("no user nobody; `neko user list`"), "{command}");
    }
    assert_eq!(
        audit(data.path(), 2),
        ["sessions-ended command-line ada 1", "sessions-ended command-line ada 1"]
    );

    let token = admin.token.clone();
    drop(neko);
    assert_eq!(done(data.path(), "user logout root"), "sessions ended: 1\n");
    assert_eq!(audit(data.path(), 1), ["sessions-ended command-line root 1"]);
    let neko = TestBox::start_on(data, &[]);
    assert_eq!(neko.returning(token).get("/api/auth/me").await.problem(), "unauthenticated");
}

#[tokio::test]
async fn a_room_is_shown_with_who_is_and_who_was_in_it() {
    let neko = TestBox::start(&["--open-registration"]);
    let (admin, ada, data) = (neko.admin().await, neko.user("ada").await, neko.data.clone());
    let room = ada.room(&json!({"name": "Staff room"})).await;
    let id = room["roomId"].as_str().unwrap();
    let socket = ada.join(&room).await;
    let seen = json(data.path(), &format!("room show {id} --json"));
    let managed = admin.get(&format!("/api/admin/rooms/{id}")).await.expect(StatusCode::OK);
    assert_eq!(seen["room"], managed["room"]);
    assert_eq!(seen["room"]["participants"][0]["userId"], ada.user["id"]);
    let shown = done(data.path(), &format!("room show {id}"));
    let head = format!("{id}\topen\t1 present\tStaff room\nowner\tada\nis in\tada\tsince ");
    assert!(shown.starts_with(&head) && shown.lines().count() == 3, "{shown}");
    let missing = refused(data.path(), "room show nowhere");
    assert!(missing.contains("there is no room nowhere; `neko room list --all`"), "{missing}");

    neko.stop();
    drop(socket);
    let shown = done(data.path(), &format!("room show {id}"));
    let head = format!("{id}\topen\t0 present\tStaff room\nowner\tada\nwas in\tada\t");
    assert!(shown.starts_with(&head) && shown.contains(" to "), "{shown}");
    let seen = json(data.path(), &format!("room show {id} --json"));
    assert_eq!((&seen["total"], &seen["stays"][0]["user"]["username"]), (&json!(1), &json!("ada")));
    assert_eq!(run(data.path(), &["room", "show"]).status.code(), Some(2));
}

#[tokio::test]
async fn what_is_chosen_while_the_box_runs_is_shown_and_chosen() {
    let neko = TestBox::start(&[]);
    let (admin, data) = (neko.admin().await, neko.data.clone());
    let first = "box-name\tNeko\nregistration\tclosed\nroom-creation\teveryone\nlanguage\ten\n";
    assert_eq!(done(data.path(), "settings"), first);
    let chosen = "box-name\tSchool\nregistration\topen\nroom-creation\teveryone\nlanguage\tpt\n";
    let command = "settings --box-name School --registration open --language pt";
    assert_eq!(done(data.path(), command), chosen);
    let settings = admin.get("/api/settings").await.expect(StatusCode::OK);
    assert_eq!(settings["boxName"], "School");
    assert_eq!(json(data.path(), "settings --json"), settings);
    let detail = r#"{"registrationOpen":true,"boxName":"School","language":"pt"}"#;
    assert_eq!(audit(data.path(), 1), [format!("settings-changed command-line  {detail}")]);
    neko.user("ada").await;
    for wrong in ["--registration ajar", "--room-creation nobody", "--language tlh", "--box-name <b>"] {
        let command: Vec<_> = ["settings"].into_iter().chain(wrong.split(' ')).collect();
        assert_eq!(run(data.path(), &command).status.code(), Some(2), "{wrong}");
    }
    drop(neko);
    assert!(done(data.path(), "settings --room-creation admins").contains("room-creation\tadmins\n"));
    assert_eq!(audit(data.path(), 1), [r#"settings-changed command-line  {"roomCreation":"admins"}"#]);
}

#[tokio::test]
async fn the_settings_file_is_changed_and_stays_as_people_wrote_it() {
    let data = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let file = data.path().join("neko.toml");
    let read = || std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, "# Our box\n[limits]\nrooms-per-user = 1 # strict\n").unwrap();
    let neko = TestBox::start_on(data.clone(), &[]);
    let admin = neko.admin().await;
    let said = done(data.path(), "config set limits.rooms-per-user 2");
    let place = file.display();
    assert_eq!(said, format!("wrote limits.rooms-per-user into {place}; it counts from the next start on\n"));
    assert_eq!(read(), "# Our box\n[limits]\nrooms-per-user = 2 # strict\n");
    let settings = admin.get("/api/admin/settings").await.expect(StatusCode::OK);
    let all = settings["settings"].as_array().unwrap();
    let rooms = all.iter().find(|setting| setting["key"] == "limits.rooms-per-user").unwrap();
    assert_eq!((&rooms["value"], &rooms["next"]), (&json!(1), &json!(2)));
    // the running box has been given these by flags
    for command in ["config set listen [::]:1", "config set log.level warn", "config unset log.level"] {
        let line = refused(data.path(), command);
        assert!(line.contains("is set by the command line"), "{line}");
    }
    let unchanged = read();
    let misfits = [
        ("set limits.rooms-per-user 0", "at least 1"),
        ("set limits.rooms-per-user many", "expected a whole number"),
        ("set limits.rooms-per-usr 5", "did you mean `limits.rooms-per-user`"),
        ("unset limits.rooms-per-usr", "did you mean `limits.rooms-per-user`"),
        ("set backup.at 25:00", "expected a time of the day"),
    ];
    for (command, part) in misfits {
        let line = refused(data.path(), &format!("config {command}"));
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(audit(data.path(), 1), ["settings-changed command-line limits.rooms-per-user 2"]);

    drop(neko);
    for (command, part) in misfits {
        let line = refused(data.path(), &format!("config {command}"));
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(read(), unchanged);
    // what the page refuses, for it may leave no way back in
    done(data.path(), "config set listen 127.0.0.1:8443,[::1]:8443");
    done(data.path(), "config unset limits.rooms-per-user");
    assert_eq!(read(), "listen = [\"127.0.0.1:8443\", \"[::1]:8443\"]\n# Our box\n[limits]\n");
    assert_eq!(
        audit(data.path(), 2),
        [
            "settings-changed command-line limits.rooms-per-user as by default",
            "settings-changed command-line listen [\"127.0.0.1:8443\", \"[::1]:8443\"]",
        ]
    );
    assert!(done(data.path(), "config show").contains("\"[::1]:8443\""));
    assert_eq!(run(data.path(), &["config", "set", "listen"]).status.code(), Some(2));
}

#[tokio::test]
async fn what_only_a_running_box_knows_is_what_its_pages_show() {
    let neko = TestBox::start(&["--relay-allow-loopback"]);
    let (admin, data) = (neko.admin().await, neko.data.clone());
    let network = admin.get("/api/admin/network").await.expect(StatusCode::OK);
    assert_eq!(json(data.path(), "network --json"), network);
    let shown = done(data.path(), "network");
    assert!(shown.contains(&neko.url) && shown.contains(&format!("TCP\t{}\n", neko.address())), "{shown}");

    let report = json!({"message": "x is undefined\nand more", "path": "/room/abc"});
    admin.post("/api/client-errors", &report).await.expect(StatusCode::NO_CONTENT);
    let errors = admin.get("/api/client-errors").await.expect(StatusCode::OK);
    assert_eq!(json(data.path(), "log errors --json"), errors);
    let shown = done(data.path(), "log errors");
    assert!(shown.contains("\t/room/abc\n    x is undefined\n    and more\n"), "{shown}");

    let metrics = done(data.path(), "metrics");
    assert!(
        metrics.contains("\nneko_relay_allocations 0\n") && metrics.starts_with("# HELP neko_"),
        "{metrics}"
    );
    let tested = json(data.path(), "relay test --json");
    assert_eq!((&tested["works"], &tested["checks"][0]["transport"]), (&json!(true), &json!("udp")));
    assert!(done(data.path(), "relay test").contains("tls\tworks\ta payload went out and came back\n"));

    drop(neko);
    for command in ["network", "log errors", "metrics", "relay list", "relay stop 1", "relay test --json"] {
        let line = refused(data.path(), command);
        assert!(line.contains("no box runs on") && line.contains("--data-dir"), "{command}: {line}");
    }
}

#[tokio::test]
async fn what_the_relay_carries_is_listed_and_stopped() {
    let neko = TestBox::start(&[]);
    let (admin, data) = (neko.admin().await, neko.data.clone());
    let ice = admin.get("/api/ice").await.expect(StatusCode::OK);
    let (server, credential) = (neko.address(), credential(&ice));
    let allocated = tokio::task::spawn_blocking(move || {
        let mut client = TurnClient::tcp(server, credential);
        client.allocate();
        client
    });
    let mut client = allocated.await.unwrap();
    let own = client.stream().local_addr().unwrap();
    let list = done(data.path(), "relay list");
    let line = list
        .lines()
        .find(|line| line.contains(&format!("\ttcp from {own}\t")))
        .unwrap_or_else(|| panic!("{list}"));
    assert!(line.contains(admin.user["id"].as_str().unwrap()), "{line}");
    let answer = json(data.path(), "relay list --json");
    let seen = answer["allocations"].as_array().unwrap().iter().find(|one| one["client"] == own.to_string());
    let id = seen.unwrap_or_else(|| panic!("{answer}"))["id"].as_str().unwrap();
    assert_eq!(line.split('\t').next(), Some(id));
    assert_eq!(done(data.path(), &format!("relay stop {id}")), "stopped\n");
    for id in [id, "nonsense"] {
        let line = refused(data.path(), &format!("relay stop {id}"));
        assert!(line.contains(&format!("nothing of the id {id}; `neko relay list`")), "{line}");
    }
    assert_eq!(audit(data.path(), 1), [format!("relay-stopped command-line {id} ")]);
}

#[tokio::test]
async fn backups_and_the_audit_log_are_listed_whether_the_box_runs_or_not() {
    let neko = TestBox::start(&[]);
    let (admin, data) = (neko.admin().await, neko.data.clone());
    let log = admin.get("/api/admin/audit?limit=1").await.expect(StatusCode::OK);
    assert_eq!(json(data.path(), "log audit --limit 1 --json"), log);
    assert_eq!(audit(data.path(), 10), ["logged-in root  ", "set-up root  "]);
    let directory = data.path().join("backups");
    std::fs::create_dir(&directory).unwrap();
    std::fs::write(directory.join("neko-2026-11-20T03-00-00Z.backup"), "1234").unwrap();
    let backups = admin.get("/api/admin/backups").await.expect(StatusCode::OK);
    assert_eq!(json(data.path(), "backups --json"), backups);
    let line = "neko-2026-11-20T03-00-00Z.backup\t4 bytes\t2026-11-20T03:00:00Z\n";
    let shown = done(data.path(), "backups");
    assert!(shown.starts_with("at 03:00, not encrypted, the latest 14 are kept in "), "{shown}");
    assert!(shown.contains("; the next is due ") && shown.ends_with(line), "{shown}");
    let before = done(data.path(), "cert show");
    done(data.path(), "cert renew");
    assert_ne!(done(data.path(), "cert show"), before);
    assert!(audit(data.path(), 1)[0].starts_with("certificate-renewed command-line  good until "));
    drop(neko);
    assert!(done(data.path(), "backups").ends_with(line));
    done(data.path(), "config set backup.automatic false");
    assert!(done(data.path(), "backups").starts_with("none are made (backup.automatic)"));
    assert_eq!(audit(data.path(), 10).len(), 4);
    assert_eq!(done(data.path(), "log audit --limit 0"), "");
    assert_eq!(run(data.path(), &["log", "audit", "--limit", "all"]).status.code(), Some(2));
}

#[test]
fn the_licences_are_those_of_the_page() {
    let nowhere = tempfile::tempdir().unwrap();
    let page = std::fs::read_to_string("web-dist/licences.txt").unwrap();
    assert_eq!(done(nowhere.path(), "licences"), page);
    assert!(std::fs::read_dir(nowhere.path()).unwrap().next().is_none(), "nothing was made");
}
