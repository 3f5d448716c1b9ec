//! Every door of the box, tried by everyone: the table in `docs/security.md`, row by row and cell by cell.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite;

use crate::harness::{Answer, Client, PASSWORD, Socket, TestBox};

/// The table's columns, in their order.
const ROLES: [&str; 7] =
    ["anonymous", "guest here", "guest elsewhere", "member", "owner", "admin", "disabled"];

/// Limits that the table as a whole would meet.
const LIFTED: [&str; 5] = [
    "NEKO_LIMITS_NEW_ROOMS_PER_HOUR_PER_USER",
    "NEKO_LIMITS_LOG_INS_PER_MINUTE_PER_ADDRESS",
    "NEKO_LIMITS_REGISTRATIONS_PER_HOUR_PER_ADDRESS",
    "NEKO_LIMITS_JOINS_PER_MINUTE_PER_USER",
    "NEKO_LIMITS_API_CALLS_PER_MINUTE_PER_USER",
];

/// The cell of someone who there can't be yet.
const NOBODY: &str = "–";

struct Row {
    call: String,
    with: String,
    cells: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = read("docs/security.md");
    let (_, table) = page.split_once("| what | with |").unwrap();
    let mut lines = table.lines().take_while(|line| line.ends_with('|'));
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    assert_eq!(cells(lines.next().unwrap()), ROLES);
    let rows = lines.skip(1).map(|line| {
        let mut cells = cells(line).into_iter();
        let (call, with) = (cells.next().unwrap().trim_matches('`').to_owned(), cells.next().unwrap());
        Row { call, with, cells: cells.collect() }
    });
    rows.inspect(|row| assert_eq!(row.cells.len(), ROLES.len(), "{}", row.call)).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Those who try the doors.
struct World {
    neko: TestBox,
    admin: Client,
    owner: Client,
    member: Client,
    disabled: Client,
    disabled_refresh: String,
    elsewhere: Value,
    document: Value,
    next: AtomicU32,
}

/// One cell's own: a room, someone of the role, and someone to do it to.
struct Scene {
    role: usize,
    room: Value,
    client: Client,
}

impl World {
    async fn new() -> Self {
        let zero = OsStr::new("0");
        let mut variables: Vec<_> = LIFTED.iter().map(|name| (*name, zero)).collect();
        variables.push(("NEKO_LIMITS_ROOMS_PER_USER", OsStr::new("100000")));
        let besides = format!("{}:0", outward_address());
        let neko =
            TestBox::start_in(Arc::new(tempfile::tempdir().unwrap()), &["--listen", &besides], &variables);
        let admin = neko.admin().await;
        let open = json!({"registrationOpen": true});
        admin.patch("/api/settings", &open).await.expect(StatusCode::OK);
        let (owner, member) = (neko.user("owner").await, neko.user("member").await);
        let elsewhere = member.room(&json!({"name": "Elsewhere"})).await;
        let disabled = neko.user("disabled").await;
        let (_, disabled_refresh) = log_in(&neko, "disabled").await;
        let path = format!("/api/admin/users/{}", disabled.user["id"].as_str().unwrap());
        admin.patch(&path, &json!({"disabled": true})).await.expect(StatusCode::OK);
        let document = neko.stranger().get("/api/openapi.json").await.json();
        let next = AtomicU32::new(0);
        Self { neko, admin, owner, member, disabled, disabled_refresh, elsewhere, document, next }
    }

    fn fresh(&self) -> String {
        format!("someone{}", self.next.fetch_add(1, Ordering::Relaxed))
    }

    async fn scene(&self, role: usize, with: &str) -> Scene {
        let room = self.owner.room(&json!({"name": "Here", "isPublic": with.contains("public")})).await;
        let client = match role {
            0 => self.neko.stranger(),
            1 => self.owner.guest(&room, "Guest").await,
            2 => self.member.guest(&self.elsewhere, "Foreigner").await,
            3 => self.member.clone(),
            4 => self.owner.clone(),
            5 => self.admin.clone(),
            _ => self.disabled.clone(),
        };
        if with.starts_with("closed") {
            let path = format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
            self.owner.delete(&path).await.expect(StatusCode::OK);
        }
        Scene { role, room, client }
    }

    /// An account that nobody minds, and the link to it.
    async fn victim(&self) -> (String, String) {
        let name = self.fresh();
        let body = json!({"username": name, "email": format!("{name}@box.lan")});
        let answer = self.admin.post("/api/admin/users", &body).await.expect(StatusCode::CREATED);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&answer["user"]["id"]), text(&answer["passwordLink"]["token"]))
    }

    fn name_of(&self, scene: &Scene) -> String {
        scene.client.user["username"].as_str().map_or_else(|| self.fresh(), ToOwned::to_owned)
    }

    /// What the row asks for, of one in the role of the scene.
    async fn outcome(&self, row: &Row, scene: Scene) -> String {
        let settings = match row.with.as_str() {
            "registration is closed" => Some(json!({"registrationOpen": false})),
            "admins alone make rooms" => Some(json!({"roomCreation": "admins"})),
            _ => None,
        };
        if let Some(settings) = &settings {
            self.admin.patch("/api/settings", settings).await.expect(StatusCode::OK);
        }
        let outcome = match row.call.split_once(' ').unwrap() {
            _ if row.with.starts_with("no admin yet") => Box::pin(self.before_an_admin(row, &scene)).await,
            ("message", _) | (_, "/ws") => Box::pin(self.say(row, scene)).await,
            (_, "/trust/socket") => {
                let mut socket = scene.client.open_socket_at("/trust/socket", &[]).await.unwrap();
                assert_eq!(socket.expect_close().await, 1000);
                "101".to_owned()
            }
            ("page", page) => {
                let row = Row { call: format!("GET {page}"), with: row.with.clone(), cells: Vec::new() };
                Box::pin(self.call(&row, scene)).await
            }
            ("every", _) => self.files(&scene).await,
            _ => Box::pin(self.call(row, scene)).await,
        };
        if settings.is_some() {
            let back = json!({"registrationOpen": true, "roomCreation": "everyone"});
            self.admin.patch("/api/settings", &back).await.expect(StatusCode::OK);
        }
        outcome
    }

    /// The same of a box that has no admin yet, where accounts may be made all the same.
    async fn before_an_admin(&self, row: &Row, scene: &Scene) -> String {
        let limits: Vec<_> = LIFTED.iter().map(|name| (*name, OsStr::new("0"))).collect();
        let data = Arc::new(tempfile::tempdir().unwrap());
        let neko = TestBox::start_in(data, &["--open-registration"], &limits);
        let client = match scene.role {
            0 => neko.stranger(),
            role => {
                let owner = neko.user("owner").await;
                let room = owner.room(&json!({"name": "Here"})).await;
                match role {
                    1 => owner.guest(&room, "Guest").await,
                    2 => {
                        let elsewhere = owner.room(&json!({"name": "Elsewhere"})).await;
                        owner.guest(&elsewhere, "Foreigner").await
                    }
                    3 => neko.user("member").await,
                    _ => owner,
                }
            }
        };
        let good = neko.setup_token.as_deref().unwrap();
        let token = if row.with.ends_with("a wrong token") { "wrong" } else { good };
        let (_, path) = row.call.split_once(' ').unwrap();
        let request = client.request(Method::POST, path);
        let request = if path.ends_with("restore") {
            let backup = self.admin.request(Method::POST, "/api/admin/backup").json(&json!({}));
            let backup = backup.send().await.unwrap().bytes().await.unwrap();
            request.header("setup-token", token).body(backup)
        } else {
            request.json(&json!({"setupToken": token, "username": "first", "email": "first@box.lan",
                "password": PASSWORD}))
        };
        self.shown(row, &Answer::of(request).await)
    }

    /// The status of what was done, else the error's code; the API's description knows of either.
    fn shown(&self, row: &Row, answer: &Answer) -> String {
        let (method, path) = row.call.split_once(' ').unwrap();
        let described = &self.document["paths"][path][method.to_lowercase()]["responses"];
        let shown =
            if answer.status.is_success() { answer.status.as_u16().to_string() } else { answer.problem() };
        let is_known = described.is_null() || described[answer.status.as_str()].is_object();
        if is_known { shown } else { format!("{shown}, and {} is not described", answer.status.as_u16()) }
    }

    /// Whether the page's files, all of them, are there for someone.
    async fn files(&self, scene: &Scene) -> String {
        let mut outcomes = BTreeSet::new();
        for file in files_below(&root().join("web-dist")) {
            let path = format!("/{}", file.strip_prefix(root().join("web-dist")).unwrap().display());
            outcomes.insert(scene.client.get(&path).await.status.as_u16().to_string());
        }
        Vec::from_iter(outcomes).join(" ")
    }

    /// What the row asks for over HTTP: the status, or the error's code.
    async fn call(&self, row: &Row, mut scene: Scene) -> String {
        let (method, template) = row.call.split_once(' ').unwrap();
        let has = |part: &str| row.with.contains(part);
        let room_id = if has("no such room") { "none" } else { scene.room["roomId"].as_str().unwrap() };
        let mut path = template.replace("{roomId}", room_id).replace(":roomId", room_id).replace("{id}", "1");
        let mut link = "65f1f77bcf86cd7994390112.none".to_owned();
        if path.contains("{userId}") || has("a good link") {
            let victim = self.victim().await;
            path = path.replace("{userId}", &victim.0);
            link = victim.1;
        }
        if has("another machine") {
            let address = self.neko.others.iter().find(|address| !address.ip().is_loopback()).unwrap();
            scene.client = scene.client.at(&format!("https://{address}"));
        }
        let has_account = (3..6).contains(&scene.role);
        if row.call == "POST /api/auth/logout" && has_account {
            scene.client = log_in(&self.neko, &self.name_of(&scene)).await.0;
        }
        if path.contains("{sessionId}") {
            path = path.replace("{sessionId}", &self.session(&path, &link, row, &scene).await);
        }
        let invite = if has("wrong invite") { "wrong" } else { scene.room["accessToken"].as_str().unwrap() };
        let mut request = scene.client.request(Method::from_bytes(method.as_bytes()).unwrap(), &path);
        if has("invite") {
            request = request.header("room-access-token", invite);
        }
        if row.call == "POST /api/auth/refresh" {
            let token = match scene.role {
                0..=2 => String::new(),
                6 => self.disabled_refresh.clone(),
                _ => log_in(&self.neko, &self.name_of(&scene)).await.1,
            };
            request = request.header("cookie", token);
        } else if let Some(body) = self.body(row, &scene, invite, &link) {
            request = request.json(&body);
        }
        self.shown(row, &Answer::of(request).await)
    }

    /// A session that the row may end.
    async fn session(&self, path: &str, link: &str, row: &Row, scene: &Scene) -> String {
        let client = if path.contains("/admin/") {
            let mut client = self.neko.stranger();
            let body = json!({"token": link, "password": PASSWORD});
            client.enter(&client.post("/api/auth/password-link", &body).await.expect(StatusCode::OK));
            client
        } else {
            let is_own = row.with == "own" && (3..6).contains(&scene.role);
            let name = if is_own { self.name_of(scene) } else { "stranger".to_owned() };
            if is_own { log_in(&self.neko, &name).await.0 } else { self.neko.user(&self.fresh()).await }
        };
        let sessions = client.get("/api/auth/sessions").await.json();
        let all = sessions["sessions"].as_array().unwrap();
        all.iter().find(|session| session["current"] == true).unwrap()["id"].as_str().unwrap().to_owned()
    }

    fn body(&self, row: &Row, scene: &Scene, invite: &str, link: &str) -> Option<Value> {
        let name = self.fresh();
        let account = json!({"username": name, "email": format!("{name}@box.lan"), "password": PASSWORD});
        Some(match (row.call.as_str(), row.with.as_str()) {
            ("POST /api/setup", _) => json!({"setupToken": self.neko.setup_token, "username": name,
                "email": format!("{name}@box.lan"), "password": PASSWORD}),
            ("POST /api/auth/register" | "POST /api/admin/users", _) => account,
            ("POST /api/auth/login", with) => {
                let password = if with == "own password" { PASSWORD } else { "not the password" };
                json!({"username": self.name_of(scene), "password": password})
            }
            ("PATCH /api/auth/me", "a new display name") => json!({"displayName": "Someone"}),
            ("PATCH /api/auth/me", _) => json!({"password": "another password"}),
            ("POST /api/auth/password-link" | "POST /api/auth/password-link/look", _) => {
                json!({"token": link, "password": PASSWORD})
            }
            ("POST /api/rooms", _) => json!({"name": "Another"}),
            ("PATCH /api/rooms/{roomId}", _) => json!({"name": "Renamed"}),
            ("POST /api/rooms/{roomId}/guests", _) => json!({"accessToken": invite, "displayName": "New"}),
            ("POST /api/client-errors", _) => json!({"message": "broke"}),
            ("PATCH /api/settings", _) => json!({"boxName": "Ours"}),
            ("PATCH /api/admin/settings", _) => json!({"open-registration": true}),
            ("POST /api/admin/clock", _) => json!({"now": "2026-11-24T12:00:00Z"}),
            ("PATCH /api/admin/users/{userId}", "disabled") => json!({"disabled": true}),
            ("PATCH /api/admin/users/{userId}", _) => json!({"role": "admin"}),
            ("POST /api/admin/backup", _) => json!({}),
            _ => return None,
        })
    }

    /// What is answered to the row's message, or heard of it in the room.
    async fn say(&self, row: &Row, scene: Scene) -> String {
        let kind = row.call.strip_prefix("message ").unwrap_or_default();
        let protocols = format!("neko.v1, bearer.{}", scene.client.token.as_deref().unwrap_or("none"));
        let mut socket = match scene.client.open_socket(&[("sec-websocket-protocol", &protocols)]).await {
            Ok(socket) => socket,
            Err(tungstenite::Error::Http(refused)) => {
                let body = refused.body().as_deref().unwrap_or_default();
                return serde_json::from_slice::<Value>(body).unwrap()["code"].as_str().unwrap().to_owned();
            }
            Err(error) => panic!("{error}"),
        };
        let greeting = socket.next().await;
        if kind.is_empty() {
            return outcome(&greeting);
        }
        if kind == "join-room" {
            let mut join = joining(row, &scene.room);
            if !row.with.ends_with("resumeToken") {
                socket.send(&join).await;
                return outcome(&socket.next().await);
            }
            let mut holder = self.owner.guest(&scene.room, "Holder").await.connect().await;
            let seat = json!({"type": "join-room", "roomId": scene.room["roomId"], "resumable": true});
            holder.send(&seat).await;
            let seat = holder.expect("room-joined").await["self"]["connectionId"].take();
            join["resumeToken"] = holder.resume_token.clone().into();
            socket.send(&join).await;
            let answer = socket.next().await;
            if answer["self"]["connectionId"] == seat {
                return "taken".to_owned();
            }
            // whose seat it was has it still
            holder.send(&json!({"type": "leave-room"})).await;
            if answer["type"] == "room-joined" {
                assert_eq!(socket.expect("user-left").await["connectionId"], seat);
                return "own-seat".to_owned();
            }
            return outcome(&answer);
        }
        let seated = row.with.ends_with("this room");
        let mut peer = None;
        if seated {
            let mut other = self.owner.join(&scene.room).await;
            let here = scene.role != 2;
            let room = if here { &scene.room } else { &self.elsewhere };
            let join =
                json!({"type": "join-room", "roomId": room["roomId"], "accessToken": room["accessToken"]});
            socket.send(&join).await;
            socket.expect("room-joined").await;
            if here {
                other.expect("user-joined").await;
            }
            peer = Some(other);
        }
        let to = peer.as_ref().map_or("nobody", |peer| &peer.id);
        socket
            .send(&json!({"type": kind, "to": to, "sdp": "v=0", "candidate": null, "text": "Hello",
                "audio": true, "video": false, "screen": false}))
            .await;
        heard(kind, &mut socket, peer).await
    }
}

/// What came of a message: an error to whoever said it, or what the other in the room heard.
async fn heard(kind: &str, socket: &mut Socket, peer: Option<Socket>) -> String {
    if matches!(kind, "ping" | "client-stats") {
        if kind == "client-stats" {
            socket.expect_silence().await;
            return "accepted".to_owned();
        }
        return outcome(&socket.next().await);
    }
    let Some(mut peer) = peer else { return outcome(&socket.next().await) };
    // an error, or the echo of one's own line, comes before the answer to a ping; so does what the other hears
    socket.send(&json!({"type": "ping"})).await;
    loop {
        let answer = socket.next().await;
        match answer["type"].as_str().unwrap() {
            "error" => {
                peer.expect_silence().await;
                return outcome(&answer);
            }
            "pong" => break,
            _ => {}
        }
    }
    peer.send(&json!({"type": "ping"})).await;
    let first = peer.next().await;
    if first["type"] == "pong" { "unheard".to_owned() } else { outcome(&first) }
}

fn joining(row: &Row, room: &Value) -> Value {
    let has = |part: &str| row.with.contains(part);
    let room_id = if has("no such room") { json!("none") } else { room["roomId"].clone() };
    let invite = match () {
        () if has("wrong invite") => json!("wrong"),
        () if has("invite") => room["accessToken"].clone(),
        () => Value::Null,
    };
    json!({"type": "join-room", "roomId": room_id, "accessToken": invite})
}

/// An address of this machine by which the box sees a caller as it sees other machines.
fn outward_address() -> IpAddr {
    let interfaces = if_addrs::get_if_addrs().unwrap();
    let addresses = interfaces.iter().map(if_addrs::Interface::ip);
    addresses.filter(IpAddr::is_ipv4).find(|address| !address.is_loopback()).expect(
        "an IPv4 address besides loopback's, to ask for /metrics as another machine does; one can be given with \
         `ip address add 10.255.255.1/32 dev lo`",
    )
}

/// The files of a directory and of those in it, but for their compressed forms.
fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else if !path.extension().is_some_and(|kind| kind == "br" || kind == "gz") {
            files.push(path);
        }
    }
    files
}

/// The code of an error, the type of anything else.
fn outcome(message: &Value) -> String {
    let name = if message["type"] == "error" { &message["code"] } else { &message["type"] };
    name.as_str().unwrap().to_owned()
}

/// A new session of someone's, and its refresh token as a cookie.
async fn log_in(neko: &TestBox, name: &str) -> (Client, String) {
    let mut client = neko.stranger();
    let answer = client.post("/api/auth/login", &json!({"username": name, "password": PASSWORD})).await;
    assert_eq!(answer.status, StatusCode::OK, "{name}: {answer}");
    let mut cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let refresh = cookies.find(|cookie| cookie.contains("refresh")).unwrap();
    let refresh = refresh.split(';').next().unwrap().to_owned();
    client.enter(&answer.json());
    (client, refresh)
}

#[tokio::test]
async fn the_whole_table_holds() {
    let world = World::new().await;
    let (mut tried, mut wrong) = (0, Vec::new());
    for row in rows() {
        for (role, expected) in row.cells.iter().enumerate().filter(|(_, cell)| *cell != NOBODY) {
            let scene = world.scene(role, &row.with).await;
            let actual = Box::pin(world.outcome(&row, scene)).await;
            tried += 1;
            if actual != *expected {
                wrong.push(format!(
                    "{} ({}) by {}: {actual}, not {expected}",
                    row.call, row.with, ROLES[role]
                ));
            }
        }
    }
    eprintln!("{tried} cells tried");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn the_table_and_the_box_name_the_same_doors() {
    let neko = TestBox::start(&[]);
    let document = neko.stranger().get("/api/openapi.json").await.json();
    let mut doors = BTreeSet::from(["GET /api/openapi.json".to_owned(), "every file".to_owned()]);
    for (path, methods) in document["paths"].as_object().unwrap() {
        doors.extend(methods.as_object().unwrap().keys().map(|key| format!("{} {path}", key.to_uppercase())));
    }
    let described: BTreeSet<_> = doors.iter().filter(|door| door.contains(" /api/")).cloned().collect();
    let routed = routed();
    let odd: Vec<_> = routed.symmetric_difference(&described).collect();
    assert!(odd.is_empty(), "routed and not described, or the other way round: {odd:?}");
    doors.extend(neko::http::paths_beside_the_api().iter().map(|path| format!("GET {path}")));
    let reader = read("src/protocol/incoming.rs");
    let (_, kinds) = reader.split_once("match &*head.kind {").unwrap();
    let (kinds, _) = kinds.split_once("_ =>").unwrap();
    let kinds = kinds.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
    doors.extend(kinds.map(|(kind, _)| format!("message {kind}")));
    let app = read("web/src/App.tsx");
    let pages = app.split("path=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    doors.extend(pages.filter(|path| *path != "*").map(|path| format!("page {path}")));
    let named: BTreeSet<String> = rows().into_iter().map(|row| row.call).collect();
    let missing: Vec<_> = doors.difference(&named).collect();
    assert!(missing.is_empty(), "docs/security.md has no row for {missing:?}");
    let gone: Vec<_> = named.difference(&doors).collect();
    assert!(gone.is_empty(), "the box has none of {gone:?}");
}

/// The calls that the API's routers take, as their source has them: a router tells nobody what is in it.
fn routed() -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    let sources = files_below(&root().join("src/http"));
    for source in sources.iter().map(|path| fs::read_to_string(path).unwrap()) {
        for route in source.split(".route(").skip(1) {
            // those beside the API come from a list, which is asked for itself
            let Some((path, methods)) = route.strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
                assert!(route.starts_with("path, "), "a route that is no text: {}", &route[..40]);
                continue;
            };
            let methods = methods.lines().next().unwrap();
            for method in ["get", "post", "put", "patch", "delete", "any", "head", "options"] {
                let is_taken =
                    [", ", "."].iter().any(|before| methods.contains(&format!("{before}{method}(")));
                calls.extend(is_taken.then(|| format!("{} /api{path}", method.to_uppercase())));
            }
        }
    }
    calls
}
