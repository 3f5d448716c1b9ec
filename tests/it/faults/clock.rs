//! A machine whose clock jumps by years, ahead and back: a library that is loaded into the real box moves its clock.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use neko::clock::Timestamp;
use reqwest::StatusCode;
use serde_json::json;
use tempfile::TempDir;

use super::{Call, finding};
use crate::harness::{Client, PASSWORD, TestBox};

const YEAR: i64 = 365 * 86_400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_by_years_ends_no_call_and_logs_nobody_out() {
    let machine = Machine::new();
    let neko = machine.start();
    let admin = neko.admin().await;
    let mut call = Call::begin(&neko, "ada").await;
    let guest = call.host.guest(&call.room, "Grandma").await;
    let mut seat = guest.join(&call.room).await;
    call.goes_on_after("user-joined").await;
    let mut session = Session::begin(&call.host).await;
    let today = time_at(&call.host).await;

    machine.jump(5 * YEAR);
    neko.wait_for_log(&["the machine's clock has jumped ahead", "sessions move along"]);
    session.renew().await;
    call.goes_on().await;
    assert!(since(time_at(&call.host).await, today) >= 5 * YEAR);
    seat.send(&json!({"type": "ping"})).await;

    // time never goes back by itself
    machine.jump(-5 * YEAR);
    neko.wait_for_log(&["the machine's clock has gone back", "set it on the admin page"]);
    session.renew().await;
    call.goes_on().await;
    assert!(since(time_at(&call.host).await, today) >= 5 * YEAR);
    assert_eq!(finding(machine.data.path(), "clock-behind")["level"], "warning");

    // but a person may say what time it is
    machine.jump(0);
    let mut admin = admin;
    admin.enter(
        &admin.post("/api/auth/login", &json!({"username": "root", "password": PASSWORD})).await.json(),
    );
    admin.post("/api/admin/clock", &json!({"now": today})).await.expect(StatusCode::OK);
    session.renew().await;
    call.goes_on().await;
    finding(machine.data.path(), "clock-good");
    // newcomers, whose clocks are right, take its certificate
    neko.wait_for_log_times(&["issued a server certificate"], 3);
    neko.user("bob").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_starts_whatever_the_machine_says_the_year_is() {
    let machine = Machine::new();
    let neko = machine.start();
    let ada = neko.user("ada").await;
    let mut session = Session::begin(&ada).await;
    let today = time_at(&ada).await;
    neko.stop();
    // a battery that is dead
    machine.jump(-40 * YEAR);
    let neko = machine.start();
    session.client = neko.returning(None);
    session.renew().await;
    assert!(time_at(&session.client).await >= today);
    neko.wait_for_log(&["the machine's clock has gone back or is behind"]);
    finding(machine.data.path(), "clock-behind");
    // the time server was found; within a minute of when the box had last been, which is no jump
    machine.jump(0);
    finding(machine.data.path(), "clock-good");
    session.renew().await;
}

/// A machine with a clock of its own.
struct Machine {
    data: Arc<TempDir>,
    offset: File,
    path: PathBuf,
    library: PathBuf,
    _dir: TempDir,
}

impl Machine {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (source, library) = (dir.path().join("clock.c"), dir.path().join("clock.so"));
        fs::write(&source, include_str!("jumping_clock.c")).unwrap();
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source);
        assert!(compiler.status().unwrap().success());
        let path = dir.path().join("offset");
        fs::write(&path, 0_i64.to_ne_bytes()).unwrap();
        let offset = File::options().write(true).open(&path).unwrap();
        Self { data: Arc::new(tempfile::tempdir().unwrap()), offset, path, library, _dir: dir }
    }

    fn start(&self) -> TestBox {
        let variables = [
            ("LD_PRELOAD", self.library.as_os_str()),
            ("CLOCK_OFFSET_FILE", self.path.as_os_str()),
            ("NEKO_AUTH_ARGON2_MEMORY_KIB", OsStr::new("64")),
            // a connection made anew would look at the certificate by this machine's clock
            ("NEKO_LIMITS_HEADER_READ_TIMEOUT_SECONDS", OsStr::new("600")),
        ];
        TestBox::start_in(self.data.clone(), &["--open-registration"], &variables)
    }

    /// From now on the clock is off by so many seconds.
    fn jump(&self, seconds: i64) {
        self.offset.write_all_at(&seconds.to_ne_bytes(), 0).unwrap();
    }
}

/// A session as a browser keeps it.
struct Session {
    client: Client,
    refresh: String,
}

impl Session {
    async fn begin(client: &Client) -> Self {
        let login = json!({"username": "ada", "password": PASSWORD});
        let answer = client.post("/api/auth/login", &login).await;
        let mut session = Self { client: client.clone(), refresh: String::new() };
        session.take(&answer);
        session
    }

    /// As a browser does when its access token is over.
    async fn renew(&mut self) {
        let answer = self.client.post("/api/auth/refresh", &json!({"refreshToken": self.refresh})).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer}");
        self.take(&answer);
        self.client.get("/api/auth/me").await.expect(StatusCode::OK);
    }

    fn take(&mut self, answer: &crate::harness::Answer) {
        let mut cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        let cookie = cookies.find_map(|cookie| cookie.strip_prefix("__Secure-neko-refresh=")).unwrap();
        cookie.split(';').next().unwrap().clone_into(&mut self.refresh);
        self.client.enter(&answer.json());
    }
}

async fn time_at(client: &Client) -> Timestamp {
    let time = client.get("/api/check").await.expect(StatusCode::OK)["serverTime"].take();
    serde_json::from_value(time).unwrap()
}

fn since(later: Timestamp, earlier: Timestamp) -> i64 {
    later.as_secs() - earlier.as_secs()
}
