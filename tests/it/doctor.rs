//! Looking after the box: `neko doctor`, `neko cert`, and the same by the API.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;

use reqwest::StatusCode;
use serde_json::Value;

use crate::harness::{TestBox, location, neko};

fn run(data: &Path, args: &[&str]) -> Output {
    neko(data).args(args).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn finding<'a>(report: &'a Value, code: &str) -> &'a Value {
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("{code} in {report:#}"))
}

#[tokio::test]
async fn a_box_that_is_well_says_so_on_every_way_it_can_be_asked() {
    let neko = TestBox::start(&["--open-registration"]);
    let json = run(neko.data.path(), &["doctor", "--json"]);
    assert!(json.status.success(), "{}", text(&json));
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["works"], true);
    for code in ["data-dir-good", "clock-good", "ports-good", "authority-good", "relay-good", "store-good"] {
        assert_eq!(finding(&report, code)["level"], "good");
    }
    let plain = text(&run(neko.data.path(), &["doctor"]));
    assert!(plain.contains("relay-good") && plain.contains("Every document is whole."), "{plain}");

    let (admin, ada) = (neko.admin().await, neko.user("ada").await);
    let answer = admin.get("/api/admin/doctor").await.expect(StatusCode::OK);
    finding(&answer, "store-good");
    assert_eq!(ada.get("/api/admin/doctor").await.problem(), "access-denied");
    assert_eq!(neko.stranger().get("/api/admin/doctor").await.problem(), "unauthenticated");
    // to be passed on: nothing in it is anyone's secret
    let told = format!("{plain}{report}{answer}");
    let key = std::fs::read_to_string(neko.data.path().join("tls/ca.key")).unwrap();
    let setup_token = neko.setup_token.as_deref().unwrap();
    for secret in [setup_token, key.lines().nth(1).unwrap(), "ada", "root@box.lan", "PRIVATE"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
}

#[tokio::test]
async fn what_is_wrong_at_rest_is_told_with_what_to_do() {
    let mut neko = TestBox::start(&[]);
    neko.signal("TERM");
    assert!(neko.wait().success());
    let data = neko.data.path();
    let rested = run(data, &["doctor", "--json", "--listen", "127.0.0.1:0"]);
    assert!(rested.status.success(), "{}", text(&rested));
    finding(&serde_json::from_slice(&rested.stdout).unwrap(), "not-running");

    for path in location(data).paths().unwrap().iter().filter(|path| path.is_file()) {
        let mut bytes = std::fs::read(path).unwrap();
        let first = bytes.len() / 4;
        for byte in bytes.iter_mut().skip(first).step_by(97) {
            *byte ^= 0x55;
        }
        std::fs::write(path, bytes).unwrap();
    }
    for (path, mode) in [(data.to_owned(), 0o755), (data.join("signing.key"), 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let broken = run(data, &["doctor", "--json", "--listen", &listen]);
    assert_eq!(broken.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&broken.stdout).unwrap();
    for (code, level) in
        [("store-damaged", "broken"), ("ports-taken", "broken"), ("data-dir-open", "warning")]
    {
        let found = finding(&report, code);
        assert_eq!(found["level"], level);
        assert!(found["cause"].is_string() && found["cure"].is_string());
    }
    assert_eq!(report["findings"][0]["level"], "broken", "the worst comes first");
    assert!(String::from_utf8_lossy(&broken.stderr).contains("broken"));
}

#[tokio::test]
async fn certificates_are_shown_renewed_and_exported_by_command() {
    let neko = TestBox::start(&[]);
    let data = neko.data.path().to_owned();
    let show =
        || -> Value { serde_json::from_slice(&run(&data, &["cert", "show", "--json"]).stdout).unwrap() };
    let before = show();
    assert!(before["certificate"]["names"].as_array().unwrap().iter().any(|name| name == "127.0.0.1"));
    let renewed = run(&data, &["cert", "renew"]);
    assert!(renewed.status.success() && text(&renewed).starts_with("renewed: good until "));
    let after = show();
    assert_ne!(before["certificate"]["fingerprint"], after["certificate"]["fingerprint"]);
    assert_eq!(before["authority"], after["authority"], "nobody has to trust anew");
    // the running box uses it: what a newcomer is shown is what lies on the disk
    let tls = neko.stranger().tls().await;
    let shown = tls.get_ref().1.peer_certificates().unwrap()[0].clone();
    let shown = neko::net::certificate::fingerprint(&shown);
    assert_eq!(after["certificate"]["fingerprint"], shown.as_str());

    // and by the page, for admins
    let admin = neko.admin().await;
    let by_page = admin.post("/api/admin/certificate/renew", &Value::Null).await.expect(StatusCode::OK);
    assert_ne!(by_page["fingerprint"], after["certificate"]["fingerprint"]);
    assert_eq!(show()["certificate"]["fingerprint"], by_page["fingerprint"]);
    let audit = admin.get("/api/admin/audit").await.expect(StatusCode::OK);
    assert_eq!(audit["entries"][0]["action"], "certificate-renewed");
    let after = show();

    let exported = text(&run(&data, &["cert", "export-ca"]));
    assert_eq!(exported, std::fs::read_to_string(data.join("tls/ca.pem")).unwrap());
    assert!(text(&run(&data, &["cert", "show"])).contains(before["authority"]["name"].as_str().unwrap()));

    drop(neko);
    let again = run(&data, &["cert", "renew"]);
    assert!(again.status.success());
    assert_ne!(show()["certificate"]["fingerprint"], after["certificate"]["fingerprint"]);
    let empty = tempfile::tempdir().unwrap();
    let missing = run(empty.path(), &["cert", "show"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("start the box once"));
}
