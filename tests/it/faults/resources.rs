//! Too few file handles, and too little memory: those who are there go on, and the box lives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tokio::task::JoinSet;

use super::{CHEAP_HASHES, Call, start};
use crate::harness::{Client, PASSWORD, SERVE, TestBox, neko};

/// What a Raspberry Pi Zero can spare.
const MEMORY: u64 = 64 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_file_handles_newcomers_wait_and_nobody_else_notices() {
    let neko = start(Arc::new(tempfile::tempdir().unwrap()), &CHEAP_HASHES);
    let mut call = Call::begin(&neko, "ada").await;
    let process = PathBuf::from(format!("/proc/{}", neko.id()));
    let open = fs::read_dir(process.join("fd")).unwrap().count();
    let limit = format!("--nofile={0}:{0}", open + 5);
    assert!(
        Command::new("prlimit").args(["--pid", &neko.id().to_string(), &limit]).status().unwrap().success()
    );

    let mut waiting = JoinSet::new();
    for _ in 0..20 {
        let stranger = neko.stranger();
        waiting.spawn(async move { stranger.tls().await });
    }
    neko.wait_for_log(&["no file handle is left"]);
    let before = processor_time(&process);
    for _ in 0..10 {
        call.goes_on().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let spent = processor_time(&process) - before;
    assert!(spent < 50, "{spent} ticks in a second: it spins");
    assert_eq!(neko.log().matches("no file handle is left").count(), 1, "{}", neko.log());
    let told = neko.log();
    let told = told.lines().find(|line| line.contains("no file handle is left")).unwrap();
    assert!(told.contains("LimitNOFILE"), "{told}");

    // those who hold the handles go
    waiting.shutdown().await;
    neko.user("later").await;
    neko.wait_for_log(&["connections are taken again"]);
    call.is_joined().await;
}

/// In ticks, of which there are a hundred a second.
fn processor_time(process: &Path) -> u64 {
    let stat = fs::read_to_string(process.join("stat")).unwrap();
    // after the name, which may hold anything: fields 14 and 15 of proc(5)
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn within_64_megabytes_a_call_goes_on_through_a_storm_of_log_ins() {
    let Some(cap) = MemoryCap::new() else { return };
    let data = Arc::new(tempfile::tempdir().unwrap());
    let neko = TestBox::start_by(data.clone(), cap.confine(&neko(data.path())));
    let mut call = Call::begin(&neko, "ada").await;
    for _ in 0..5 {
        call.is_joined().await;
    }
    let mut storm = JoinSet::new();
    for _ in 0..150 {
        storm.spawn(log_in(neko.stranger()));
    }
    let mut admitted = 0;
    while let Some(let_in) = storm.join_next().await {
        admitted += usize::from(let_in.unwrap());
        call.goes_on().await;
    }
    assert!(admitted >= 64, "{admitted} of 150 were let in");
    call.is_joined().await;
    println!("150 log-ins at once: {admitted} let in, the others told to come again; {}", cap.report());
}

/// Whether they were let in; if not, they were told to come again.
async fn log_in(stranger: Client) -> bool {
    let answer = stranger.post("/api/auth/login", &json!({"username": "ada", "password": PASSWORD})).await;
    if answer.status != StatusCode::OK {
        assert_eq!(answer.problem(), "rate-limited");
        assert!(answer.headers.contains_key("retry-after"), "{answer}");
    }
    answer.status == StatusCode::OK
}

/// A control group of processes that have so much memory and no more: who takes more is killed by the kernel.
struct MemoryCap {
    group: PathBuf,
    most_used: &'static str,
}

impl MemoryCap {
    /// None where this may not be done.
    fn new() -> Option<Self> {
        let name = format!("neko-faults-{}", std::process::id());
        let (root, limit, most_used) = if Path::new("/sys/fs/cgroup/memory").is_dir() {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.max_usage_in_bytes")
        } else {
            ("/sys/fs/cgroup", "memory.max", "memory.peak")
        };
        let group = Path::new(root).join(name);
        fs::create_dir(&group).ok()?;
        let cap = Self { group, most_used };
        fs::write(cap.group.join(limit), MEMORY.to_string()).is_ok().then_some(cap)
    }

    /// The command inside of it.
    fn confine(&self, command: &Command) -> Command {
        let mut confined = Command::new("sh");
        confined.args(["-c", "echo $$ > \"$0\" && exec \"$@\""]).arg(self.group.join("cgroup.procs"));
        confined.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => confined.env(name, value),
                None => confined.env_remove(name),
            };
        }
        confined.args(SERVE).arg("--open-registration");
        // the two of the call talk with every answer of the storm
        confined.env("NEKO_LIMITS_CHAT_MESSAGES_PER_MINUTE", "0");
        confined
    }

    fn report(&self) -> String {
        let most = fs::read_to_string(self.group.join(self.most_used)).unwrap_or_default();
        let most: u64 = most.trim().parse().unwrap_or_default();
        format!("at most {} of {} KiB", most >> 10, MEMORY >> 10)
    }
}

impl Drop for MemoryCap {
    fn drop(&mut self) {
        // the box was dropped before: a group without processes can be removed
        let _ = fs::remove_dir(&self.group);
    }
}
