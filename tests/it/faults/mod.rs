//! What may happen to a box in someone's cupboard: power cuts, full and worn-out disks, damaged files, clocks that jump,
//! too few file handles, too little memory. Calls in progress go on, whoever asks is told what to do, and the box
//! recovers. `docs/faults.md` is the table of what is shown here; `scripts/faults` runs all of it at length.

#![allow(
    clippy::print_stdout,
    reason = "what was seen is shown where someone asks for it, and where a test fails"
)]

mod clock;
mod damage;
mod disk;
mod killed;
mod resources;

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command_line::run;
use crate::harness::{Client, Socket, TestBox};

/// Passwords that cost next to nothing: these tests are not about them.
const CHEAP_HASHES: [(&str, &str); 2] =
    [("NEKO_AUTH_ARGON2_MEMORY_KIB", "64"), ("NEKO_AUTH_ARGON2_ITERATIONS", "1")];

/// A box with these variables in its environment, on which anyone may register.
fn start(data: Arc<TempDir>, variables: &[(&str, &str)]) -> TestBox {
    let variables: Vec<(&str, &OsStr)> =
        variables.iter().map(|(name, value)| (*name, OsStr::new(*value))).collect();
    TestBox::start_in(data, &["--open-registration"], &variables)
}

/// What `neko doctor` finds, which must have this code.
fn finding(data: &Path, code: &str) -> Value {
    let report: Value = serde_json::from_slice(&run(data, &["doctor", "--json"]).stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("{report:#}")).clone()
}

/// Two people in a room.
struct Call {
    room: Value,
    host: Client,
    a: Socket,
    b: Socket,
}

impl Call {
    async fn begin(neko: &TestBox, host: &str) -> Self {
        let host = neko.user(host).await;
        let room = host.room(&json!({"name": "The call that goes on"})).await;
        let (mut a, b) = (host.join(&room).await, host.join(&room).await);
        a.expect("user-joined").await;
        Self { room, host, a, b }
    }

    /// Whatever happens to the box, the two hear each other.
    async fn goes_on(&mut self) {
        let Self { a, b, .. } = self;
        a.send(&json!({"type": "offer", "to": b.id, "sdp": "v=0"})).await;
        assert_eq!(b.expect("offer").await["from"], a.id);
        b.send(&json!({"type": "answer", "to": a.id, "sdp": "v=0"})).await;
        assert_eq!(a.expect("answer").await["from"], b.id);
        b.send(&json!({"type": "chat-message", "text": "still there?"})).await;
        for socket in [a, b] {
            assert_eq!(socket.expect("chat-message").await["text"], "still there?");
        }
    }

    /// A third one comes and goes.
    async fn is_joined(&mut self) {
        let mut third = self.host.join(&self.room).await;
        self.goes_on_after("user-joined").await;
        third.send(&json!({"type": "leave-room"})).await;
        self.goes_on_after("user-left").await;
    }

    async fn goes_on_after(&mut self, event: &str) {
        self.a.expect(event).await;
        self.b.expect(event).await;
        self.goes_on().await;
    }
}
