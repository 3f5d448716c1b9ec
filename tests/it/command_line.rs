//! The command line: what it does, and one clear line with the right exit code when it can't.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Output, Stdio};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, TestBox, location, neko};

pub fn run(data: &std::path::Path, args: &[&str]) -> Output {
    neko(data).args(args).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The one line on standard error of a command that failed with this code.
pub fn failure(output: &Output, code: i32) -> String {
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert_eq!(stderr.trim_end().lines().count(), 1, "{stderr}");
    stderr
}

fn add_admin(data: &std::path::Path) {
    let args = [
        "user",
        "add",
        "--username",
        "chief",
        "--email",
        "chief@box.lan",
        "--role",
        "admin",
        "--password-stdin",
    ];
    let mut child = neko(data).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{PASSWORD}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(text(&output.stdout), "made chief (admin)\n");
}

#[tokio::test]
async fn accounts_are_made_listed_and_changed_while_the_box_is_down() {
    let data = std::sync::Arc::new(tempfile::tempdir().unwrap());
    add_admin(data.path());
    let twin = run(
        data.path(),
        &["user", "add", "--username", "Chief", "--email", "x@box.lan", "--password", PASSWORD],
    );
    assert!(failure(&twin, 1).contains("taken"));
    let list: Value = serde_json::from_slice(&run(data.path(), &["user", "list", "--json"]).stdout).unwrap();
    assert_eq!((&list[0]["username"], &list[0]["role"]), (&json!("chief"), &json!("admin")));
    assert!(!list.to_string().contains("argon2"), "no hash is shown");
    assert!(text(&run(data.path(), &["user", "list"]).stdout).starts_with("chief\tadmin\tchief@box.lan"));
    let nobody = run(data.path(), &["user", "passwd", "--username", "nobody", "--password", PASSWORD]);
    assert!(failure(&nobody, 1).contains("no user nobody"));
    assert!(
        run(data.path(), &["user", "passwd", "--username", "chief", "--password", "a new long one"])
            .status
            .success()
    );
    // with an admin there, no set-up link is printed: the harness is told not to wait for one
    std::fs::write(data.path().join("set-up-link-seen"), "").unwrap();
    let neko = TestBox::start_on(data, &[]);
    let login = neko
        .stranger()
        .post("/api/auth/login", &json!({"username": "chief", "password": "a new long one"}))
        .await;
    assert_eq!(login.json()["user"]["role"], "admin");
}

#[tokio::test]
async fn accounts_are_changed_through_a_box_that_runs() {
    let neko = TestBox::start(&[]);
    add_admin(neko.data.path());
    let stranger = neko.stranger();
    let mut client = stranger.clone();
    client.enter(
        &stranger.post("/api/auth/login", &json!({"username": "chief", "password": PASSWORD})).await.json(),
    );
    let list = text(&run(neko.data.path(), &["user", "list"]).stdout);
    assert!(list.contains("chief\tadmin"), "{list}");
    let changed =
        run(neko.data.path(), &["user", "passwd", "--username", "chief", "--password", "a new long one"]);
    assert!(changed.status.success(), "{}", text(&changed.stderr));
    assert_eq!(
        client.get("/api/auth/me").await.problem(),
        "unauthenticated",
        "a new password ends the sessions"
    );
    let body = json!({"setupToken": neko.setup_token, "username": "late", "email": "late@box.lan", "password": PASSWORD});
    assert_eq!(
        stranger.post("/api/setup", &body).await.status,
        StatusCode::CONFLICT,
        "there is an admin now"
    );
    let mode = std::fs::metadata(neko.data.path().join("control.sock")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn bad_usage_and_bad_settings_end_with_2_and_failures_with_1() {
    let data = tempfile::tempdir().unwrap();
    for args in [&["--no-such-flag"][..], &["dance"], &["--listen", "nonsense"], &["user", "add"]] {
        let output = run(data.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty());
    }
    let file = data.path().join("bad.toml");
    std::fs::write(&file, "[limits]\nmax-frame-byte = 5\n").unwrap();
    let unknown = failure(&run(data.path(), &["config", "check", file.to_str().unwrap()]), 2);
    assert!(unknown.contains("max-frame-byte") && unknown.contains("max-frame-bytes"), "{unknown}");
    let mut variable = neko(data.path());
    let variable =
        variable.args(["config", "check"]).env("NEKO_LIMITS_MAX_FRAME_BYTE", "5").output().unwrap();
    assert!(failure(&variable, 2).contains("NEKO_LIMITS_MAX_FRAME_BYTES"));
    let good = run(data.path(), &["config", "check"]);
    assert_eq!((good.status.code(), text(&good.stdout).as_str()), (Some(0), "OK\n"));

    let unreadable = data.path().join("file");
    std::fs::write(&unreadable, "").unwrap();
    let output = run(&unreadable, &["serve", "--listen", "127.0.0.1:0"]);
    assert!(failure(&output, 1).contains("data directory"));
}

#[tokio::test]
async fn a_port_in_use_and_a_data_directory_in_use_are_told_apart() {
    let neko_box = TestBox::start(&[]);
    let other = tempfile::tempdir().unwrap();
    let taken = run(other.path(), &["serve", "--listen", &neko_box.address().to_string()]);
    let line = failure(&taken, 1);
    assert!(line.contains("in use") && line.contains("--listen"), "{line}");
    let same = run(neko_box.data.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let line = failure(&same, 1);
    assert!(line.contains(location(neko_box.data.path()).path().to_str().unwrap()), "{line}");
}

#[test]
fn help_is_everywhere_and_the_shown_settings_can_be_read_back() {
    let data = tempfile::tempdir().unwrap();
    for args in [
        &["--help"][..],
        &["serve", "--help"],
        &["user", "--help"],
        &["user", "add", "--help"],
        &["config", "--help"],
    ] {
        let output = run(data.path(), args);
        assert!(output.status.success() && text(&output.stdout).contains("Usage:"), "{args:?}");
    }
    let shown = run(data.path(), &["config", "show"]);
    let file = data.path().join("shown.toml");
    std::fs::write(&file, &shown.stdout).unwrap();
    assert!(run(data.path(), &["config", "check", file.to_str().unwrap()]).status.success());
    assert!(text(&run(data.path(), &["completions", "bash"]).stdout).contains("complete"));
}

#[tokio::test]
async fn a_box_is_set_up_from_flags_alone_while_it_runs_and_once() {
    let neko = TestBox::start(&[]);
    let args = [
        "setup",
        "--username",
        "chief",
        "--email",
        "chief@box.lan",
        "--password",
        PASSWORD,
        "--box-name",
        "School of the Sea",
        "--registration",
        "open",
        "--room-creation",
        "admins",
        "--language",
        "pt",
    ];
    let done = run(neko.data.path(), &args);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(text(&done.stdout), "the box is set up; chief can log in\n");
    assert!(failure(&run(neko.data.path(), &args), 1).contains("first admin already"));
    assert_eq!(run(neko.data.path(), &["setup", "--username", "x"]).status.code(), Some(2));

    let config = neko.stranger().get("/api/config").await.json();
    for (field, value) in [
        ("setupNeeded", json!(false)),
        ("registrationOpen", json!(true)),
        ("boxName", json!("School of the Sea")),
        ("roomCreation", json!("admins")),
        ("language", json!("pt")),
    ] {
        assert_eq!(config[field], value, "{field}");
    }
    let ada = neko.user("ada").await;
    assert_eq!(ada.post("/api/rooms", &json!({"name": "Mine"})).await.problem(), "access-denied");
}
