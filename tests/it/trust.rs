//! How a device comes to trust the box: the page, the files, and what they are to other programs.

use std::process::Command;

use reqwest::StatusCode;

use crate::harness::{Answer, TestBox};

/// Reads something of the box in the clear.
async fn plain(neko: &TestBox, path: &str) -> Answer {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    Answer::of(http.get(format!("http://{}{path}", neko.address()))).await
}

fn run(program: &str, args: &[&str]) -> String {
    let output =
        Command::new(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn the_page_and_the_certificate_are_there_before_there_is_any_trust() {
    let neko = TestBox::start(&[]);
    let stranger = neko.stranger();
    let page = plain(&neko, "/trust").await;
    assert_eq!(
        (page.status, page.headers["content-type"].to_str().unwrap()),
        (StatusCode::OK, "text/html; charset=utf-8")
    );
    assert!(page.text.contains(&format!("data-secure=\"{}\"", neko.url)), "{page}");
    for path in ["/trust", "/trust/style.css", "/trust/check.js", "/ca.crt", "/ca.pem", "/neko.mobileconfig"]
    {
        let (clear, secure) = (plain(&neko, path).await, stranger.get(path).await);
        assert_eq!((clear.status, &clear.text), (StatusCode::OK, &secure.text), "{path}");
        assert_eq!(clear.headers["content-type"], secure.headers["content-type"]);
        assert_eq!(
            clear.headers.get("content-security-policy").is_some(),
            secure.headers["content-security-policy"].to_str().unwrap().contains("wss:"),
            "{path}: the page has a policy of its own"
        );
    }
    // nothing else is told in the clear
    for path in ["/", "/api/health", "/trust/other", "/ca.key", "/login"] {
        assert_eq!(plain(&neko, path).await.status, StatusCode::PERMANENT_REDIRECT, "{path}");
    }
}

#[tokio::test]
async fn other_programs_read_the_files_and_the_fingerprints() {
    let neko = TestBox::start(&[]);
    let dir = tempfile::tempdir().unwrap();
    let http = reqwest::Client::new();
    let fetch = async |name: &str| {
        let path = dir.path().join(name);
        let url = format!("http://{}/{name}", neko.address());
        std::fs::write(&path, http.get(url).send().await.unwrap().bytes().await.unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (der, pem, profile) =
        (fetch("ca.crt").await, fetch("ca.pem").await, fetch("neko.mobileconfig").await);
    let page = plain(&neko, "/trust").await.text;
    for (file, form, digest) in [(&der, "DER", "-sha256"), (&pem, "PEM", "-sha256"), (&der, "DER", "-sha1")] {
        let shown = run("openssl", &["x509", "-in", file, "-inform", form, "-noout", "-fingerprint", digest]);
        let shown = shown.trim().split_once('=').unwrap().1.to_owned();
        assert!(page.contains(&format!("<code>{shown}</code>")), "{shown}");
    }
    let constraints = run("openssl", &["x509", "-in", &pem, "-noout", "-ext", "nameConstraints"]);
    for part in [
        "critical",
        "DNS:local",
        "DNS:lan",
        "DNS:home.arpa",
        "DNS:internal",
        "IP:192.168.0.0/255.255.0.0",
        "IP:169.254.0.0/255.255.0.0",
    ] {
        assert!(constraints.contains(part), "{part} in {constraints}");
    }
    assert!(!constraints.contains("Excluded"), "{constraints}");
    let script = "import plistlib,sys; p=plistlib.load(open(sys.argv[1],'rb')); r=p['PayloadContent'][0]; \
                  assert r['PayloadType']=='com.apple.security.root'; sys.stdout.buffer.write(r['PayloadContent'])";
    let root = Command::new("python3").args(["-c", script, &profile]).output().unwrap();
    assert!(root.status.success(), "{}", String::from_utf8_lossy(&root.stderr));
    assert_eq!(root.stdout, std::fs::read(&der).unwrap());
}

#[tokio::test]
async fn only_a_device_that_trusts_the_box_gets_through_to_the_probe() {
    let neko = TestBox::start(&[]);
    let url = format!("{}/trust/probe", neko.url);
    let doubtful = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    assert!(doubtful.get(&url).send().await.is_err());
    let stranger = neko.stranger();
    let probe = stranger.get("/trust/probe").await;
    assert_eq!(probe.status, StatusCode::NO_CONTENT);
    assert_eq!(probe.headers["access-control-allow-origin"], "*");
    assert_eq!(probe.headers["cross-origin-resource-policy"], "cross-origin");
    assert!(stranger.open_socket_at("/trust/socket", &[]).await.is_ok());
}
