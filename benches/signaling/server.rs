//! A signaling server as a process: started, filled with rooms, measured, ended.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bare;
use crate::process::Process;
use crate::tls::client_config;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The box as it is built.
    Neko,
    /// As little as a relay of the same messages can be.
    Bare,
    /// `ws`, `jsonwebtoken` and `bcrypt`.
    Node,
}

/// A running server with rooms in it.
pub(crate) struct Server {
    pub(crate) process: Process,
    pub(crate) address: SocketAddr,
    /// An access token that every socket comes with.
    pub(crate) token: String,
    /// Rooms of ten.
    pub(crate) rooms: Vec<String>,
    http: reqwest::Client,
    _files: TempDir,
}

/// How many of the requests that prepare a server are under way at once.
const REQUESTS: usize = 32;

const PASSWORD: &str = "correct horse battery";

/// What a bench asks of one user and one address, nobody does.
const LIFTED: [(&str, &str); 17] = [
    ("NEKO_LIMITS_MAX_CONNECTIONS", "100000"),
    ("NEKO_LIMITS_MAX_CONNECTIONS_PER_ADDRESS", "100000"),
    ("NEKO_LIMITS_MAX_CONNECTIONS_PER_USER", "100000"),
    ("NEKO_LIMITS_ROOMS_PER_USER", "100000"),
    ("NEKO_LIMITS_NEW_ROOMS_PER_HOUR_PER_USER", "0"),
    ("NEKO_LIMITS_API_CALLS_PER_MINUTE_PER_USER", "0"),
    ("NEKO_LIMITS_API_CALLS_PER_MINUTE_PER_ADDRESS", "0"),
    ("NEKO_LIMITS_LOG_INS_PER_MINUTE_PER_ADDRESS", "0"),
    ("NEKO_LIMITS_REGISTRATIONS_PER_HOUR_PER_ADDRESS", "0"),
    ("NEKO_LIMITS_JOINS_PER_MINUTE_PER_USER", "0"),
    ("NEKO_LIMITS_JOINS_PER_MINUTE_PER_ROOM", "0"),
    // not lifted but out of reach: counting messages is part of what relaying them costs
    ("NEKO_LIMITS_DESCRIPTIONS_PER_MINUTE", "1000000"),
    ("NEKO_LIMITS_CANDIDATES_PER_MINUTE", "1000000"),
    ("NEKO_LIMITS_CHAT_MESSAGES_PER_MINUTE", "1000000"),
    ("NEKO_LIMITS_MEDIA_STATES_PER_MINUTE", "1000000"),
    ("NEKO_LIMITS_OTHER_MESSAGES_PER_MINUTE", "1000000"),
    ("NEKO_AUTH_ACCESS_TOKEN_MINUTES", "600"),
];

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Neko, Self::Bare, Self::Node];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Neko => "Neko",
            Self::Bare => "bare",
            Self::Node => "Node",
        }
    }

    pub(crate) fn named(name: &str) -> Self {
        let kind = Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name));
        kind.unwrap_or_else(|| panic!("{name} is none of neko, bare and node"))
    }

    /// Whether one logs in to it.
    pub(crate) fn has_accounts(self) -> bool {
        self != Self::Bare
    }
}

impl Server {
    /// Starts it and makes `rooms` rooms.
    pub(crate) async fn start(kind: Kind, rooms: usize) -> Self {
        let files = tempfile::tempdir().unwrap();
        let (child, address) = match kind {
            Kind::Neko => start_neko(files.path()),
            Kind::Bare => start_bare(files.path()),
            Kind::Node => start_node(files.path()),
        };
        let http = reqwest::Client::builder().tls_backend_preconfigured(client_config()).build().unwrap();
        let mut server = Self {
            process: Process(child),
            address,
            token: String::new(),
            rooms: (0..rooms).map(|room| format!("room-{room}")).collect(),
            http,
            _files: files,
        };
        if kind.has_accounts() {
            server.token = server.register("owner").await;
            server.rooms = server.make_rooms(rooms).await;
        }
        server
    }

    /// Makes an account and says what its access token is.
    pub(crate) async fn register(&self, username: &str) -> String {
        let email = format!("{username}@box.lan");
        let body = json!({"username": username, "email": email, "password": PASSWORD});
        let answer = self.post("/api/auth/register", &body).await.unwrap();
        answer["accessToken"].as_str().unwrap().to_owned()
    }

    /// Logs in; an error when the server does not take it now.
    pub(crate) async fn log_in(&self, username: &str) -> reqwest::Result<Value> {
        self.post("/api/auth/login", &json!({"username": username, "password": PASSWORD})).await
    }

    async fn make_rooms(&self, count: usize) -> Vec<String> {
        let made = stream::iter(0..count).map(|room| async move {
            let body = json!({"name": format!("Room {room}"), "maxParticipants": crate::ROOM});
            let answer = self.post("/api/rooms", &body).await?;
            Ok::<_, reqwest::Error>(answer["room"]["roomId"].as_str().unwrap().to_owned())
        });
        made.buffer_unordered(REQUESTS).try_collect().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> reqwest::Result<Value> {
        let request = self.http.post(format!("https://{}{path}", self.address)).json(body);
        request.bearer_auth(&self.token).send().await?.error_for_status()?.json().await
    }
}

fn start_neko(files: &Path) -> (Child, SocketAddr) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_neko"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--open-registration", "--log-level", "error"])
        .arg("--data-dir")
        .arg(files)
        .envs(LIFTED);
    let (child, url) = spawn(&mut command, "neko ready https://");
    (child, url.parse().unwrap())
}

fn start_bare(files: &Path) -> (Child, SocketAddr) {
    let (certificate, key) = certificate(files);
    let mut command = Command::new(std::env::current_exe().unwrap());
    let (child, port) = spawn(command.arg(bare::MODE).arg(certificate).arg(key), "ready ");
    (child, loopback(&port))
}

fn start_node(files: &Path) -> (Child, SocketAddr) {
    let (certificate, key) = certificate(files);
    let mut command = Command::new("node");
    let (child, port) = spawn(command.arg(installed()).arg(certificate).arg(key), "ready ");
    (child, loopback(&port))
}

/// Starts a server, and gives what it says after `ready`.
fn spawn(command: &mut Command, ready: &str) -> (Child, String) {
    let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = spawned.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let stdout: ChildStdout = child.stdout.take().unwrap();
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let said =
        lines.find_map(|line| Some(line.strip_prefix(ready)?.to_owned())).expect("a server that starts");
    // nobody reads on: keep the pipe open
    std::thread::spawn(move || lines.count());
    (child, said)
}

/// The Node.js server with what it needs, in the target directory.
fn installed() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/signaling/node");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-signaling");
    fs::create_dir_all(&folder).unwrap();
    for name in ["package.json", "package-lock.json", ".npmrc", "server.mjs"] {
        fs::copy(source.join(name), folder.join(name)).unwrap();
    }
    let npm =
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&folder).status();
    assert!(npm.expect("npm, of Node.js 20 or newer").success(), "npm ci failed");
    folder.join("server.mjs")
}

/// A self-signed certificate and its key, as files.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    fs::write(&certificate, certified.cert.pem()).unwrap();
    fs::write(&key, certified.signing_key.serialize_pem()).unwrap();
    (certificate, key)
}

fn loopback(port: &str) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().unwrap()))
}
