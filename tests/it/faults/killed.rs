//! The power goes at any moment while all kinds of people do all kinds of things: what the box had acknowledged is there
//! when it starts again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;

use super::{CHEAP_HASHES, finding, start};
use crate::command_line::{run, text};
use crate::harness::{Client, PASSWORD, TestBox};

/// How often, unless `NEKO_FAULT_ROUNDS` says otherwise.
const ROUNDS: u64 = 3;

/// The most that is acknowledged before the power goes.
const MOST: u64 = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_under_load_nothing_acknowledged_is_lost() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let rounds = number("NEKO_FAULT_ROUNDS").unwrap_or(ROUNDS);
    let seed = number("NEKO_FAULT_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    // shown where a test fails
    println!("NEKO_FAULT_SEED={seed}");
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);

    let data = Arc::new(tempfile::tempdir().unwrap());
    let mut neko = start_without_limits(&data);
    neko.admin().await;
    let told = Arc::new(Told::default());
    let mut interrupted = 0;
    for round in 0..rounds {
        let moment = 1 + random.next() % MOST;
        println!("round {round}: killed at acknowledgement {moment}");
        work_until_killed(neko, round, moment, &told).await;
        finding(data.path(), "store-good");

        neko = start_without_limits(&data);
        interrupted += interrupted_stays(&neko.log());
        told.verify(&neko, round).await;
        told.verify_documents(data.path());
    }
    told.verify_all_log_in(&neko).await;
    let known = told.known.lock().unwrap();
    println!(
        "{rounds} rounds, {} acknowledgements ({} accounts, {} rooms): none lost; {interrupted} stays ended at the \
         next start",
        known.count,
        known.accounts.len(),
        known.rooms.len(),
    );
}

fn start_without_limits(data: &Arc<TempDir>) -> TestBox {
    let mut variables = CHEAP_HASHES.to_vec();
    variables.push(("NEKO_LIMITS_ROOMS_PER_USER", "1000000"));
    for limit in [
        "NEKO_LIMITS_API_CALLS_PER_MINUTE_PER_USER",
        "NEKO_LIMITS_API_CALLS_PER_MINUTE_PER_ADDRESS",
        "NEKO_LIMITS_LOG_INS_PER_MINUTE_PER_ADDRESS",
        "NEKO_LIMITS_REGISTRATIONS_PER_HOUR_PER_ADDRESS",
        "NEKO_LIMITS_NEW_ROOMS_PER_HOUR_PER_USER",
        "NEKO_LIMITS_JOINS_PER_MINUTE_PER_USER",
        "NEKO_LIMITS_JOINS_PER_MINUTE_PER_ROOM",
    ] {
        variables.push((limit, "0"));
    }
    start(data.clone(), &variables)
}

/// How many stays the start has ended that the last run had left open.
fn interrupted_stays(log: &str) -> u64 {
    let line = log.lines().find(|line| line.contains("ended the stays that the last run left open"));
    let count =
        line.and_then(|line| line.split_once("stays=")).map(|(_, rest)| rest.split(' ').next().unwrap());
    count.map_or(0, |count| count.parse().unwrap())
}

async fn work_until_killed(neko: TestBox, round: u64, moment: u64, told: &Arc<Told>) {
    let mut admin = neko.stranger();
    let login = json!({"username": "root", "password": PASSWORD});
    admin.enter(&admin.post("/api/auth/login", &login).await.expect(StatusCode::OK));
    let owner = neko.user(&format!("owner{round}")).await;
    let hall = owner.room(&json!({"name": "Hall", "isPublic": true, "maxParticipants": 10})).await;
    {
        let mut known = told.known.lock().unwrap();
        known.owner = Some(owner.clone());
        known.accounts.insert(format!("owner{round}"), Vec::new());
    }
    let target = told.known.lock().unwrap().count + moment;
    let mut work = JoinSet::new();
    for worker in 0..2 {
        let name = format!("u{round}x{worker}x");
        work.spawn(register_and_log_in(neko.stranger(), name, told.clone()));
        work.spawn(come_and_go(owner.clone(), hall.clone(), worker == 0));
    }
    work.spawn(make_rooms(owner, round, told.clone()));
    work.spawn(set(admin, round, told.clone()));
    told.wait_for(target).await;
    neko.signal("KILL");
    // each ends when nobody answers any more
    work.join_all().await;
}

/// Asks, and returns the answer's body if it was what it should be; none once the box is gone.
async fn ask(client: &Client, method: Method, path: &str, body: Value) -> Option<(Value, Option<String>)> {
    let response = client.request(method, path).json(&body).send().await.ok()?;
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.ok()?;
    assert!(status.is_success(), "{path}: {status} {text}");
    let cookies = headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let refresh = cookies
        .filter_map(|cookie| cookie.strip_prefix("__Secure-neko-refresh="))
        .map(|rest| rest.split(';').next().unwrap().to_owned())
        .next();
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
    Some((body, refresh))
}

async fn register_and_log_in(stranger: Client, prefix: String, told: Arc<Told>) {
    let work = async {
        for i in 0.. {
            let name = format!("{prefix}{i}");
            let body = json!({"username": name, "email": format!("{name}@box.lan"), "password": PASSWORD});
            let (_, first) = ask(&stranger, Method::POST, "/api/auth/register", body).await?;
            told.note(|known| drop(known.accounts.insert(name.clone(), first.into_iter().collect())));
            let body = json!({"username": name, "password": PASSWORD});
            let (_, second) = ask(&stranger, Method::POST, "/api/auth/login", body).await?;
            let second = second.unwrap();
            told.note(|known| known.tokens(&name).push(second.clone()));
            // from the question on nobody knows which of the two is good
            told.known.lock().unwrap().tokens(&name).pop();
            let body = json!({"refreshToken": second});
            let (_, third) = ask(&stranger, Method::POST, "/api/auth/refresh", body).await?;
            told.note(|known| known.tokens(&name).extend(third));
        }
        Some(())
    };
    work.await;
}

async fn make_rooms(owner: Client, round: u64, told: Arc<Told>) {
    let work = async {
        for i in 0.. {
            let [first, second] = ["made", "renamed"].map(|what| format!("Room {round} {i} {what}"));
            let (answer, _) = ask(&owner, Method::POST, "/api/rooms", json!({"name": first})).await?;
            let id = answer["room"]["roomId"].as_str().unwrap().to_owned();
            let path = format!("/api/rooms/{id}");
            let made = Room { names: vec![first], closed: Some(false) };
            told.note(|known| drop(known.rooms.insert(id.clone(), made)));
            told.known.lock().unwrap().room(&id).names.push(second.clone());
            ask(&owner, Method::PATCH, &path, json!({"name": second})).await?;
            told.note(|known| known.room(&id).names = vec![second]);
            if i % 3 == 0 {
                told.known.lock().unwrap().room(&id).closed = None;
                ask(&owner, Method::DELETE, &path, json!({})).await?;
                told.note(|known| known.room(&id).closed = Some(true));
            }
        }
        Some(())
    };
    work.await;
}

async fn set(admin: Client, round: u64, told: Arc<Told>) {
    let work = async {
        for i in 0.. {
            let name = format!("Box {round} {i}");
            told.known.lock().unwrap().box_names.push(name.clone());
            ask(&admin, Method::PATCH, "/api/settings", json!({"boxName": name})).await?;
            told.note(|known| known.box_names = vec![name]);
        }
        Some(())
    };
    work.await;
}

/// Joins, talks, and leaves: politely or as a pulled plug does.
async fn come_and_go(user: Client, room: Value, politely: bool) {
    let bearer = format!("Bearer {}", user.token.as_deref().unwrap());
    while let Ok(mut socket) = user.open_socket(&[("authorization", &bearer)]).await {
        let messages = [
            json!({"type": "join-room", "roomId": room["roomId"]}),
            json!({"type": "media-state", "audio": true, "video": true, "screen": false}),
            json!({"type": "chat-message", "text": "here I am"}),
        ];
        for message in &messages {
            if socket.try_send_frame(Message::text(message.to_string())).await.is_err() {
                return;
            }
        }
        loop {
            let Some(Message::Text(text)) = socket.next_frame().await else { return };
            if text.contains("here I am") {
                break;
            }
        }
        let leave = json!({"type": "leave-room"}).to_string();
        if politely && socket.try_send_frame(Message::text(leave)).await.is_err() {
            return;
        }
    }
}

/// What the box has said is done.
#[derive(Default)]
struct Told {
    known: Mutex<Known>,
    grown: Notify,
}

#[derive(Default)]
struct Known {
    count: u64,
    /// By name, with the refresh tokens that are good.
    accounts: BTreeMap<String, Vec<String>>,
    rooms: BTreeMap<String, Room>,
    /// What the box may be called: what was said to be, and what was asked for.
    box_names: Vec<String>,
    /// Who made the rooms of the last round.
    owner: Option<Client>,
}

#[derive(Clone)]
struct Room {
    /// What it may be called.
    names: Vec<String>,
    /// Unknown while asked for.
    closed: Option<bool>,
}

impl Room {
    fn assert_is(&self, shown: &Value) {
        assert!(self.names.iter().any(|name| shown["name"] == *name), "{:?}: {shown}", self.names);
        if let Some(closed) = self.closed {
            assert_eq!(shown["isActive"], !closed, "{shown}");
        }
    }
}

impl Known {
    fn tokens(&mut self, name: &str) -> &mut Vec<String> {
        self.accounts.get_mut(name).unwrap()
    }

    fn room(&mut self, id: &str) -> &mut Room {
        self.rooms.get_mut(id).unwrap()
    }
}

impl Told {
    /// Notes what the box has acknowledged.
    fn note(&self, change: impl FnOnce(&mut Known)) {
        let mut known = self.known.lock().unwrap();
        change(&mut known);
        known.count += 1;
        self.grown.notify_one();
    }

    async fn wait_for(&self, count: u64) {
        while self.known.lock().unwrap().count < count {
            self.grown.notified().await;
        }
    }

    /// That the box holds all that it said in the last round.
    async fn verify(&self, neko: &TestBox, round: u64) {
        let (accounts, rooms, box_names, owner) = {
            let mut known = self.known.lock().unwrap();
            let of_round =
                |name: &str| name.starts_with(&format!("u{round}x")) || name == format!("owner{round}");
            let accounts: Vec<(String, Vec<String>)> = known
                .accounts
                .iter_mut()
                .filter(|(name, _)| of_round(name))
                .map(|(name, tokens)| (name.clone(), std::mem::take(tokens)))
                .collect();
            (accounts, known.rooms.clone(), known.box_names.clone(), known.owner.clone().unwrap())
        };
        let stranger = neko.stranger();
        for (name, tokens) in accounts {
            for login in [name.clone(), name.to_uppercase(), format!("{name}@box.lan")] {
                log_in(&stranger, &login, &name).await;
            }
            for token in tokens {
                let renewed = stranger.post("/api/auth/refresh", &json!({"refreshToken": token})).await;
                assert_eq!(renewed.status, StatusCode::OK, "a session of {name} is lost: {renewed}");
            }
        }
        let owner = neko.returning(owner.token);
        let listed = owner.get("/api/rooms").await.expect(StatusCode::OK);
        for (id, room) in
            rooms.iter().filter(|(_, room)| room.names[0].starts_with(&format!("Room {round} ")))
        {
            let shown = owner.get(&format!("/api/rooms/{id}")).await.expect(StatusCode::OK)["room"].take();
            room.assert_is(&shown);
            assert_eq!(shown["currentParticipants"], 0);
            let is_listed = listed["rooms"].as_array().unwrap().iter().any(|room| room["roomId"] == **id);
            assert!(is_listed || room.closed != Some(false), "{id} is not found by its owner");
        }
        if !box_names.is_empty() {
            let name = stranger.get("/api/config").await.expect(StatusCode::OK)["boxName"].take();
            assert!(box_names.iter().any(|known| name == **known), "{name} is none of {box_names:?}");
        }
    }

    /// That what is unique is, that nobody is left in a room, and that nothing of earlier rounds is lost.
    fn verify_documents(&self, data: &Path) {
        let target = tempfile::tempdir().unwrap();
        let exported = run(data, &["export", target.path().to_str().unwrap()]);
        assert!(exported.status.success(), "{}", text(&exported.stderr));
        let documents = |collection: &str| -> Vec<Value> {
            let path = target.path().join(format!("{collection}.ndjson"));
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        let unique = |documents: &[Value], field: &str| -> BTreeSet<String> {
            let values: Vec<_> =
                documents.iter().map(|one| one[field].as_str().unwrap().to_lowercase()).collect();
            let distinct: BTreeSet<_> = values.iter().cloned().collect();
            assert_eq!(values.len(), distinct.len(), "two have the same {field}");
            distinct
        };
        let (users, rooms) = (documents("users"), documents("rooms"));
        let names = unique(&users, "username");
        unique(&users, "email");
        unique(&rooms, "accessToken");
        let ids: BTreeSet<&str> = rooms.iter().map(|room| room["roomId"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), rooms.len());
        let known = self.known.lock().unwrap();
        for name in known.accounts.keys() {
            assert!(names.contains(name), "the account {name} is lost");
        }
        for room in &rooms {
            if let Some(known) = known.rooms.get(room["roomId"].as_str().unwrap()) {
                known.assert_is(room);
            }
            assert_eq!(room["currentParticipants"]["$numberInt"].as_str().unwrap_or("0"), "0", "{room}");
            for stay in room["participants"].as_array().unwrap() {
                assert!(!stay["leftAt"].is_null() && !stay["duration"].is_null(), "{stay}");
            }
        }
        for id in known.rooms.keys() {
            assert!(ids.contains(&**id), "the room {id} is lost");
        }
        for stay in documents("participations") {
            assert!(!stay["leftAt"].is_null(), "{stay}");
        }
    }

    async fn verify_all_log_in(&self, neko: &TestBox) {
        let names: Vec<String> = self.known.lock().unwrap().accounts.keys().cloned().collect();
        let stranger = neko.stranger();
        for name in names {
            log_in(&stranger, &name, &name).await;
        }
    }
}

async fn log_in(stranger: &Client, login: &str, name: &str) {
    let answer = stranger.post("/api/auth/login", &json!({"username": login, "password": PASSWORD})).await;
    assert_eq!(answer.status, StatusCode::OK, "the account {name} is lost: {answer}");
    assert_eq!(answer.json()["user"]["username"], name);
}

/// Numbers that look random, the same for the same seed (xorshift).
struct Random(u64);

impl Random {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
