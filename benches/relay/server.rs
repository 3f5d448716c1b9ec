//! A relay as a process: started, spoken to, measured, ended.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;

/// A running server; ended when dropped.
pub(crate) struct Server {
    process: Process,
    _files: TempDir,
    pub(crate) plain: SocketAddr,
    pub(crate) tls: SocketAddr,
    pub(crate) username: String,
    pub(crate) password: String,
}

impl Server {
    /// coturn with what it starts with, relaying on loopback.
    pub(crate) fn coturn() -> Self {
        let files = tempfile::tempdir().unwrap();
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let (cert, pkey) = (files.path().join("cert.pem"), files.path().join("key.pem"));
        fs::write(&cert, key.cert.pem()).unwrap();
        fs::write(&pkey, key.signing_key.serialize_pem()).unwrap();
        let (plain, tls) = (free_port(), free_port());
        let child = Command::new("turnserver")
            .args(["-n", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--allow-loopback-peers"])
            .args(["--listening-port", &plain.to_string(), "--tls-listening-port", &tls.to_string()])
            .args(["--lt-cred-mech", "--user", "bench:bench", "--realm", "neko", "--no-cli", "--no-rfc5780"])
            .args(["--cert", cert.to_str().unwrap(), "--pkey", pkey.to_str().unwrap(), "--no-dtls"])
            .args(["--log-file", "stdout", "--no-stdout-log", "--pidfile"])
            .arg(files.path().join("pid"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("`apt-get install coturn` brings turnserver");
        let server = Self {
            process: Process(child),
            _files: files,
            plain: loopback(plain),
            tls: loopback(tls),
            username: "bench".to_owned(),
            password: "bench".to_owned(),
        };
        server.wait_until_it_answers();
        server
    }

    /// Neko as it is built, with its quotas lifted; `offload` is whether runs of datagrams may be sent as one.
    pub(crate) fn neko(offload: bool) -> Self {
        let files = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_neko"))
            .args(["serve", "--listen", "127.0.0.1:0", "--relay-allow-loopback", "--log-level", "error"])
            .arg("--data-dir")
            .arg(files.path())
            .env("NEKO_TURN_MAX_ALLOCATIONS_PER_USER", "100000")
            .env("NEKO_TURN_MAX_ALLOCATIONS_PER_ADDRESS", "100000")
            .env("NEKO_TURN_MAX_ALLOCATIONS", "100000")
            .env("NEKO_TURN_MAX_KILOBITS_PER_ALLOCATION", "0")
            .env("NEKO_TURN_UDP_OFFLOAD", offload.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.find_map(|line| line.strip_prefix("neko ready ").map(ToOwned::to_owned)).unwrap();
        let token = lines.find_map(|line| Some(line.split_once("/setup#")?.1.to_owned())).unwrap();
        std::thread::spawn(move || lines.count());
        let address = url.strip_prefix("https://").unwrap().parse().unwrap();
        let ca = fs::read(files.path().join("tls/ca.pem")).unwrap();
        let ice = credential(&url, &token, &ca);
        let server =
            ice["iceServers"].as_array().unwrap().iter().find(|server| server["username"].is_string());
        let text = |key: &str| server.unwrap()[key].as_str().unwrap().to_owned();
        Self {
            process: Process(child),
            plain: address,
            tls: address,
            username: text("username"),
            password: text("credential"),
            _files: files,
        }
    }

    /// CPU time that the process has had, in seconds.
    pub(crate) fn cpu(&self) -> f64 {
        self.process.cpu()
    }

    /// Memory that the process holds, in kB.
    pub(crate) fn resident_kilobytes(&self) -> f64 {
        self.process.resident_kilobytes()
    }

    fn wait_until_it_answers(&self) {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let binding = b"\x00\x01\x00\x00\x21\x12\xa4\x42is it there?";
        let answered = (0..100).any(|_| {
            let _ = socket.send_to(binding, self.plain);
            socket.recv(&mut [0; 200]).is_ok()
        });
        assert!(answered, "the server does not answer");
    }
}

fn credential(url: &str, token: &str, ca: &[u8]) -> Value {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let ca = reqwest::Certificate::from_pem(ca).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([ca]).build().unwrap();
        let body = json!({"setupToken": token.split_whitespace().next().unwrap(), "username": "bench",
            "email": "bench@box.lan", "password": "correct horse battery"});
        let answer = http.post(format!("{url}/api/setup")).json(&body).send().await.unwrap();
        let session: Value = answer.json().await.unwrap();
        let bearer = session["accessToken"].as_str().unwrap();
        http.get(format!("{url}/api/ice")).bearer_auth(bearer).send().await.unwrap().json().await.unwrap()
    })
}

fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}
