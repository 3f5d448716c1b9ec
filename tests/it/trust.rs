//! How a device comes to trust the box: the page, the files, and what they are to other programs.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

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

/// What a client that asks for `name` is shown, by its fingerprint; it need not trust it.
fn shown(neko: &TestBox, name: &[&str]) -> String {
    let address = neko.address().to_string();
    let mut client = Command::new("openssl");
    client.args(["s_client", "-connect", &address]).args(name).stdin(Stdio::null()).stderr(Stdio::null());
    let pem = String::from_utf8(client.output().unwrap().stdout).unwrap();
    let from = pem.find("-----BEGIN").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("shown.pem");
    std::fs::write(&file, &pem[from..]).unwrap();
    run("openssl", &["x509", "-in", file.to_str().unwrap(), "-noout", "-subject"])
}

#[tokio::test]
async fn a_certificate_from_elsewhere_is_for_those_who_ask_for_its_names() {
    let files = tempfile::tempdir().unwrap();
    let path = |name: &str| files.path().join(name).to_str().unwrap().to_owned();
    let (certificate, key) = (path("cert.pem"), path("key.pem"));
    let make = |subject: &str| {
        let subject = format!("/CN={subject}");
        let kind = [
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "90",
        ];
        let rest = [
            "-subj",
            &subject,
            "-addext",
            "subjectAltName=DNS:meet.example.org",
            "-keyout",
            &key,
            "-out",
            &certificate,
        ];
        run("openssl", &[&kind[..], &rest].concat());
    };
    make("first");
    let data = Arc::new(tempfile::tempdir().unwrap());
    let settings = format!("[tls]\ncertificate = \"{certificate}\"\nkey = \"{key}\"\n");
    std::fs::write(data.path().join("neko.toml"), settings).unwrap();
    let neko = TestBox::start_on(data, &[]);
    neko.wait_for_log(&["took up a certificate from elsewhere"]);
    let own = shown(&neko, &["-noservername"]);
    assert!(own.contains("Neko"), "{own}");
    assert_eq!(shown(&neko, &["-servername", "neko.local"]), own);
    assert!(shown(&neko, &["-servername", "meet.example.org"]).contains("first"));
    let admin = neko.admin().await;
    let network = admin.get("/api/admin/network").await.expect(StatusCode::OK);
    assert_eq!(network["providedCertificate"]["names"][0], "meet.example.org");

    std::fs::write(&certificate, "half of it").unwrap();
    neko.wait_for_log(&["can't be used", "cert.pem"]);
    assert!(shown(&neko, &["-servername", "meet.example.org"]).contains("first"));
    let report = admin.get("/api/admin/doctor").await.expect(StatusCode::OK);
    assert!(report.to_string().contains("own-certificate-bad"), "{report}");

    make("second");
    neko.wait_for_log_times(&["took up a certificate from elsewhere"], 2);
    assert!(shown(&neko, &["-servername", "meet.example.org"]).contains("second"));
    assert_eq!(shown(&neko, &["-noservername"]), own);
}

/// A process that ends with the test.
struct Killed(std::process::Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ports of loopback that were free a moment ago.
fn free_ports<const N: usize>() -> [u16; N] {
    let held: [TcpListener; N] = std::array::from_fn(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|socket| socket.local_addr().unwrap().port())
}

/// Pebble, Let's Encrypt's own test directory, which reaches every name at 127.0.0.1, by `tls_port` for proofs.
fn directory(dir: &Path, tls_port: u16) -> Option<(Vec<Killed>, String)> {
    let [port, management, dns, dns_management] = free_ports();
    let path = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let start = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.args(args).env("PEBBLE_VA_NOSLEEP", "1").stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().ok().map(Killed)
    };
    let listen = |port: u16| format!("127.0.0.1:{port}");
    let names =
        ["-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", ""];
    let (dns, dns_management) = (listen(dns), listen(dns_management));
    let Some(names) = start(
        "pebble-challtestsrv",
        &[&names[..], &["-dns01", &dns, "-management", &dns_management]].concat(),
    ) else {
        eprintln!("SKIPPED: pebble is not installed (apt-get install pebble)");
        return None;
    };
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(path("directory.pem"), own.cert.pem()).unwrap();
    std::fs::write(path("directory.key"), own.signing_key.serialize_pem()).unwrap();
    let config = json!({"pebble": {"listenAddress": listen(port), "managementListenAddress": listen(management),
        "certificate": path("directory.pem"), "privateKey": path("directory.key"), "httpPort": 1, "tlsPort": tls_port}});
    std::fs::write(path("pebble.json"), config.to_string()).unwrap();
    let pebble = start("pebble", &["-config", &path("pebble.json"), "-dnsserver", &dns]).unwrap();
    while TcpStream::connect(listen(port)).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
    Some((vec![names, pebble], format!("https://localhost:{port}/dir")))
}

#[tokio::test]
async fn a_directory_on_the_network_certifies_the_boxs_names() {
    let files = tempfile::tempdir().unwrap();
    let [port] = free_ports();
    let Some((directory, url)) = directory(files.path(), port) else { return };
    let data = Arc::new(tempfile::tempdir().unwrap());
    let authority = files.path().join("directory.pem");
    let settings = format!(
        "hostname = [\"meet.box.lan\", \"neko.box.lan\"]\n[tls]\nacme-directory = \"{url}\"\nacme-ca = \"{}\"\n\
         acme-contact = \"admin@box.lan\"\n",
        authority.display()
    );
    std::fs::write(data.path().join("neko.toml"), settings).unwrap();
    let listen = format!("127.0.0.1:{port}");
    let neko = TestBox::start_on(data.clone(), &["--listen", &listen]);
    neko.wait_for_log(&["obtained a certificate from the ACME directory"]);
    let admin = neko.admin().await;
    let network = admin.get("/api/admin/network").await.expect(StatusCode::OK);
    let mut names: Vec<&str> = network["providedCertificate"]["names"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["meet.box.lan", "neko.box.lan"]);
    let own = shown(&neko, &["-noservername"]);
    assert_ne!(shown(&neko, &["-servername", "meet.box.lan"]), own);
    let issuer = run(
        "openssl",
        &["x509", "-in", data.path().join("tls/acme.pem").to_str().unwrap(), "-noout", "-issuer"],
    );
    assert!(issuer.contains("Pebble"), "{issuer}");

    // what it has is taken up again, with no directory to ask
    drop((directory, neko));
    let again = TestBox::start_on(data, &[]);
    again.wait_for_log(&["took up the certificate from the ACME directory that was there"]);
    assert_ne!(shown(&again, &["-servername", "meet.box.lan"]), own);
    assert!(!again.log().contains("no certificate from the ACME directory"), "{}", again.log());
}
