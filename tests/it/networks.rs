//! Networks that come and go while the box runs.

use std::net::{SocketAddr, UdpSocket};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::Value;

use crate::harness::{Client, PATIENCE, TestBox};
use crate::namespaces::Cable;

const EVERYWHERE: [&str; 3] = ["--listen", "[::]:8443", "--open-registration"];

/// Asks until the box answers `address` with a certificate that has it.
async fn reached(client: &Client, address: &str) -> Client {
    let client = client.at(&format!("https://{address}"));
    let started = now();
    while client.try_get("/api/health").await.is_err() {
        assert!(started.elapsed() < PATIENCE, "the box never answered at {address} with a right certificate");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    client
}

/// Whether STUN is answered there.
fn binding_succeeds(server: SocketAddr) -> bool {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
    socket.send_to(&request, server).unwrap();
    let mut answer = [0; 512];
    let length = socket.recv(&mut answer).unwrap();
    length > 20 && answer[..2] == [1, 1] && answer[8..20] == [7; 12]
}

/// The IPv4 address that the network knows for `name`, asked as RFC 6762, section 5.1 has it, until it is `expected`.
fn resolves(name: &str, expected: [u8; 4]) {
    let mut query = vec![0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        query.push(u8::try_from(label.len()).unwrap());
        query.extend(label.as_bytes());
    }
    query.extend([0, 0, 1, 0, 1]);
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let started = now();
    let mut answer = [0; 1500];
    loop {
        socket.send_to(&query, "224.0.0.251:5353").unwrap();
        if let Ok(length) = socket.recv(&mut answer)
            && answer[..length].windows(6).any(|window| window == [&[0, 4], &expected[..]].concat())
        {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "nobody said that {name} is {expected:?}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's patience is in real time")]
fn now() -> Instant {
    Instant::now()
}

/// What the certificate that a box serves is for.
fn certified(neko: &TestBox) -> String {
    let path = neko.data.path().join("tls/server.pem");
    let args = ["x509", "-noout", "-ext", "subjectAltName", "-in", path.to_str().unwrap()];
    String::from_utf8(Command::new("openssl").args(args).output().unwrap().stdout).unwrap()
}

fn urls(answer: &Value) -> Vec<String> {
    let servers = answer["iceServers"].as_array().unwrap();
    servers
        .iter()
        .flat_map(|server| server["urls"].as_array().unwrap())
        .map(|url| url.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_address_that_comes_later_is_served_whole_without_a_restart() {
    let Some(cable) = Cable::lay() else { return };
    let neko = cable.server.inside(|| TestBox::start(&EVERYWHERE));
    // no network at start is no error
    let ada = cable.server.block_on(neko.user("ada"));

    cable.client.ip(&["addr", "add", "10.99.0.1/24", "dev", "eth0"]);
    cable.client.ip(&["route", "add", "224.0.0.0/4", "dev", "eth0"]);
    cable.server.ip(&["addr", "add", "10.99.0.2/24", "dev", "eth0"]);
    cable.client.block_on(async {
        let ada = reached(&ada, "10.99.0.2:8443").await;
        let told = urls(&ada.get("/api/ice").await.expect(StatusCode::OK));
        for url in
            ["stun:10.99.0.2:8443", "turn:10.99.0.2:8443?transport=udp", "turns:10.99.0.2:8443?transport=tcp"]
        {
            assert!(told.iter().any(|told| told == url), "{url} in {told:?}");
        }
        assert!(binding_succeeds("10.99.0.2:8443".parse().unwrap()));
    });
    cable.client.inside(|| resolves("neko.local", [10, 99, 0, 2]));

    // the machine is carried to another network
    cable.server.ip(&["addr", "flush", "dev", "eth0"]);
    cable.client.ip(&["addr", "add", "fd99::1/64", "dev", "eth0", "nodad"]);
    cable.server.ip(&["addr", "add", "fd99::2/64", "dev", "eth0", "nodad"]);
    cable.client.block_on(async {
        reached(&ada, "[fd99::2]:8443").await;
    });
}

#[test]
fn an_interface_that_is_left_out_is_in_no_certificate() {
    let Some(cable) = Cable::lay() else { return };
    let data = Arc::new(tempfile::tempdir().unwrap());
    std::fs::write(data.path().join("neko.toml"), "[net]\nexclude-interfaces = [\"eth1*\"]\n").unwrap();
    cable.server.ip(&["addr", "add", "10.99.0.2/24", "dev", "eth0"]);
    cable.client.ip(&["addr", "add", "10.99.0.1/24", "dev", "eth0"]);
    cable.server.ip(&["link", "add", "eth1", "type", "veth", "peer", "name", "far1"]);
    cable.server.ip(&["addr", "add", "10.99.1.2/24", "dev", "eth1"]);
    cable.client.ip(&["route", "add", "10.99.1.0/24", "via", "10.99.0.2"]);
    let neko = cable.server.inside(|| TestBox::start_on(data, &EVERYWHERE));
    let stranger = neko.stranger();
    cable.client.block_on(async {
        reached(&stranger, "10.99.0.2:8443").await;
        let left_out = stranger.at("https://10.99.1.2:8443").try_get("/api/health").await.unwrap_err();
        assert!(format!("{left_out:?}").contains("NotValidForName"), "{left_out:?}");
    });
}

#[test]
fn of_two_boxes_on_one_network_the_second_takes_another_name() {
    let Some(cable) = Cable::lay() else { return };
    cable.server.ip(&["addr", "add", "10.99.0.2/24", "dev", "eth0"]);
    cable.client.ip(&["addr", "add", "10.99.0.1/24", "dev", "eth0"]);
    cable.client.ip(&["route", "add", "224.0.0.0/4", "dev", "eth0"]);
    let first = cable.server.inside(|| TestBox::start(&EVERYWHERE));
    first.wait_for_log(&["found by multicast DNS", "neko.local"]);
    let second = cable.client.inside(|| TestBox::start(&EVERYWHERE));
    second.wait_for_log(&["found by multicast DNS", "neko-2.local"]);
    cable.client.inside(|| resolves("neko-2.local", [10, 99, 0, 1]));
    cable.client.inside(|| resolves("neko.local", [10, 99, 0, 2]));
    let started = now();
    while !certified(&second).contains("DNS:neko-2.local") {
        assert!(started.elapsed() < PATIENCE, "{}", certified(&second));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!certified(&first).contains("neko-2.local"));
}

#[test]
fn a_box_that_is_not_to_be_found_says_nothing() {
    let Some(cable) = Cable::lay() else { return };
    cable.server.ip(&["addr", "add", "10.99.0.2/24", "dev", "eth0"]);
    let neko = cable.server.inside(|| TestBox::start(&["--listen", "[::]:8443", "--no-mdns"]));
    // the port of multicast DNS is nobody's
    let taken = cable.server.inside(|| UdpSocket::bind("0.0.0.0:5353").is_err());
    assert!(!taken);
    drop(neko);
}
