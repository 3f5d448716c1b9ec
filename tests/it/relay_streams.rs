//! The relay over TCP and TLS, on the one port that HTTPS is on: the real binary, asked by coturn's client and by
//! clients that behave badly.

use std::io::{Read, Write};
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use neko::clock::{Clock, Timestamp};
use neko::domain::id::UserId;
use neko::turn::{ClientStream, Credentials, IceCredential, Limits, RelayHandle, Settings, start};
use reqwest::StatusCode;
use serde_json::Value;
use stun::attributes::AttrType;
use stun::message::Message;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::coturn;
use crate::harness::{Client, PATIENCE, TestBox};
use crate::turn_client::{TurnClient, binding, credential};

/// RFC 8656 section 18.11; the `stun` crate doesn't name it.
const ADDITIONAL_ADDRESS_FAMILY: AttrType = AttrType(0x8000);

#[tokio::test]
async fn coturns_client_loses_nothing_by_tcp_and_tls() {
    let neko = TestBox::start(&["--relay-allow-loopback"]);
    let admin = neko.admin().await;
    for options in
        [&["-t"][..], &["-t", "-s"], &["-t", "-S"], &["-t", "-S", "-s"], &["-t", "-y"], &["-t", "-S", "-y"]]
    {
        uclient(&admin, neko.address(), options).await;
    }
    let metrics = admin.get("/metrics").await.text;
    assert!(metrics.contains("\nneko_relay_allocations 0\n"), "{metrics}");
}

#[tokio::test]
async fn coturns_client_loses_nothing_by_ipv6() {
    let neko = TestBox::start(&["--relay-allow-loopback", "--listen", "[::1]:0"]);
    let admin = neko.admin().await;
    let six = neko.others.iter().copied().find(SocketAddr::is_ipv6).expect("the box listens on [::1]");
    for options in [&["-x"][..], &["-x", "-s"], &["-x", "-y"], &["-x", "-t"], &["-x", "-t", "-S"]] {
        uclient(&admin, six, options).await;
    }
}

#[tokio::test]
async fn both_families_are_relayed_in_one_allocation_whichever_the_client_came_by() {
    let neko = TestBox::start(&["--relay-allow-loopback", "--listen", "[::1]:0"]);
    let admin = neko.admin().await;
    let six = neko.others.iter().copied().find(SocketAddr::is_ipv6).expect("the box listens on [::1]");
    let credential = credential(&admin.get("/api/ice").await.expect(StatusCode::OK));
    for server in [neko.address(), six] {
        let credential = credential.clone();
        let exchanged = tokio::task::spawn_blocking(move || {
            let udp = TurnClient::udp(server, credential.clone());
            for mut client in [udp, TurnClient::tcp(server, credential)] {
                let both = |message: &mut Message| message.add(ADDITIONAL_ADDRESS_FAMILY, &[2, 0, 0, 0]);
                let relayed = client.allocate_with(&both).unwrap();
                assert_eq!(relayed.iter().map(SocketAddr::is_ipv4).collect::<Vec<_>>(), [true, false]);
                for (channel, relayed) in (0x4001..).zip(relayed) {
                    let peer = UdpSocket::bind((relayed.ip(), 0)).unwrap();
                    peer.set_read_timeout(Some(PATIENCE)).unwrap();
                    assert_eq!(client.bind(channel, peer.local_addr().unwrap()), 0);
                    client.send(channel, b"out");
                    let mut buffer = [0; 10];
                    let (length, from) = peer.recv_from(&mut buffer).unwrap();
                    assert_eq!((&buffer[..length], from), (&b"out"[..], relayed));
                    peer.send_to(b"back", relayed).unwrap();
                    assert_eq!(client.receive(), (channel, b"back".to_vec()));
                }
            }
        });
        exchanged.await.unwrap();
    }
}

#[tokio::test]
async fn https_and_turn_share_the_port() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    // a Binding request inside TLS, byte by byte, while HTTP goes on beside it
    let mut stream = admin.tls().await;
    let request = binding();
    for byte in &request {
        stream.write_all(std::slice::from_ref(byte)).await.unwrap();
        stream.flush().await.unwrap();
    }
    let mut answer = [0; 32];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer[..2], &[1, 1]);
    assert_eq!(&answer[8..20], &request[8..20]);
    admin.get("/api/health").await.expect(StatusCode::OK);
}

#[tokio::test]
async fn ice_servers_name_every_way_to_the_relay_best_first() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let port = neko.address().port();
    let urls = |answer: &Value| -> Vec<String> {
        let servers = answer["iceServers"].as_array().unwrap();
        let turn = servers.iter().find(|server| server["username"].is_string()).unwrap();
        turn["urls"].as_array().unwrap().iter().map(|url| url.as_str().unwrap().to_owned()).collect()
    };
    let by_address = urls(&admin.get("/api/ice").await.expect(StatusCode::OK));
    assert_eq!(by_address[0], format!("turn:127.0.0.1:{port}?transport=udp"));
    let streams =
        [format!("turn:127.0.0.1:{port}?transport=tcp"), format!("turns:127.0.0.1:{port}?transport=tcp")];
    assert!(by_address.ends_with(&streams), "{by_address:?}");
    let mut stream = admin.tls().await;
    let token = admin.token.as_ref().unwrap();
    let request = format!(
        "GET /api/ice HTTP/1.1\r\nhost: NEKO.local:{port}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let by_name = urls(&serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap());
    assert_eq!(by_name.last().unwrap(), &format!("turns:neko.local:{port}?transport=tcp"));
}

#[tokio::test]
async fn the_box_tests_its_relay_and_says_so() {
    let neko = TestBox::start(&[]);
    let admin = neko.admin().await;
    let answer = admin.post("/api/admin/relay/self-test", &Value::Null).await.expect(StatusCode::OK);
    assert_eq!(answer["works"], true, "{answer}");
    let transports: Vec<_> =
        answer["checks"].as_array().unwrap().iter().map(|check| &check["transport"]).collect();
    assert_eq!(transports, ["udp", "tcp", "tls"]);
    for check in answer["checks"].as_array().unwrap() {
        assert_eq!(
            (&check["works"], &check["detail"]),
            (&true.into(), &"a payload went out and came back".into())
        );
    }
    tested_itself(&neko).await;
}

/// Waits until the box has tested its relay at start.
async fn tested_itself(neko: &TestBox) {
    let deadline = Clock::system().monotonic() + PATIENCE;
    while !neko.log().contains("the relay works over UDP, TCP and TLS") {
        assert!(Clock::system().monotonic() < deadline, "it was not tested at start");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_admin_sees_allocations_and_stops_them() {
    let neko = TestBox::start(&["--open-registration"]);
    let admin = neko.admin().await;
    let ice = admin.get("/api/ice").await.expect(StatusCode::OK);
    let mut client = TurnClient::tcp(neko.address(), credential(&ice));
    let relayed = tokio::task::spawn_blocking(move || {
        let relayed = client.allocate();
        (client, relayed)
    });
    let (mut client, relayed) = relayed.await.unwrap();
    let list = admin.get("/api/admin/relay").await.expect(StatusCode::OK);
    let found =
        list["allocations"].as_array().unwrap().iter().find(|one| one["relayed"][0] == relayed.to_string());
    let found = found.unwrap_or_else(|| panic!("{relayed} is not in {list}"));
    assert_eq!((&found["transport"], &found["userId"]), (&"tcp".into(), &admin.user["id"]));
    assert_eq!(found["client"], client.stream().local_addr().unwrap().to_string());

    let path = format!("/api/admin/relay/{}", found["id"].as_str().unwrap());
    let user = neko.user("ada").await;
    for (method_path, status) in
        [(&path, StatusCode::FORBIDDEN), (&"/api/admin/relay/x".to_owned(), StatusCode::FORBIDDEN)]
    {
        assert_eq!(user.delete(method_path).await.status, status);
    }
    assert_eq!(user.get("/api/admin/relay").await.status, StatusCode::FORBIDDEN);
    admin.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(admin.delete(&path).await.problem(), "not-found");
    assert!(UdpSocket::bind(relayed).is_ok(), "its port is free again");
    // the stream stays: its client may ask again
    tokio::task::spawn_blocking(move || client.allocate()).await.unwrap();
}

#[tokio::test]
async fn metrics_tell_what_the_relay_does() {
    let neko = TestBox::start(&["--relay-allow-loopback"]);
    let admin = neko.admin().await;
    tested_itself(&neko).await;
    uclient(&admin, neko.address(), &["-t", "-S"]).await;
    let ice = admin.get("/api/ice").await.expect(StatusCode::OK);
    let (server, good) = (neko.address(), credential(&ice));
    let asked = tokio::task::spawn_blocking(move || {
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut clients = [TurnClient::udp(server, good.clone()), TurnClient::tcp(server, good.clone())];
        let relayed = clients.each_mut().map(|client| {
            let relayed = client.allocate();
            assert_eq!(client.bind(0x4001, peer.local_addr().unwrap()), 0);
            client.send(0x4001, b"out");
            peer.recv(&mut [0; 10]).unwrap();
            peer.send_to(b"back", relayed).unwrap();
            client.receive();
            relayed
        });
        // from one to the other, inside the box
        let [one, other] = &mut clients;
        assert_eq!(other.bind(0x4002, relayed[0]), 0);
        assert_eq!(one.bind(0x4002, relayed[1]), 0);
        one.send(0x4002, b"inside");
        assert_eq!(other.receive(), (0x4002, b"inside".to_vec()));
        assert_eq!(one.bind(0x4003, "169.254.169.254:5000".parse().unwrap()), 403);
        assert_eq!(one.bind(0x4003, "8.8.8.8:5000".parse().unwrap()), 403);
        one.send(0x4004, b"nowhere");
        assert_eq!(one.refresh(600), 0);
        let wrong = IceCredential { credential: "wrong".to_owned(), ..good };
        assert_eq!(TurnClient::udp(server, wrong).allocate_with(&|_| ()), Err(401));
        clients
    });
    let _clients = asked.await.unwrap();
    // with the one payload of 22 bytes by which the box tested itself over each transport
    let metrics = admin.get("/metrics").await.text;
    for line in [
        "relay_up 1",
        "relay_allocations 2",
        "relay_packets_total{transport=\"udp\",direction=\"up\"} 3",
        "relay_packets_total{transport=\"udp\",direction=\"down\"} 2",
        "relay_packets_total{transport=\"tcp\",direction=\"up\"} 2",
        "relay_packets_total{transport=\"tcp\",direction=\"down\"} 3",
        "relay_packets_total{transport=\"tls\",direction=\"up\"} 801",
        "relay_packets_total{transport=\"tls\",direction=\"down\"} 801",
        "relay_bytes_total{transport=\"udp\",direction=\"up\"} 31",
        "relay_bytes_total{transport=\"tcp\",direction=\"down\"} 32",
        "relay_bytes_total{transport=\"tls\",direction=\"up\"} 800022",
        "relay_paths_total{path=\"to-peer\"} 802",
        "relay_paths_total{path=\"from-peer\"} 802",
        "relay_paths_total{path=\"inside\"} 4",
        "relay_denied_total{reason=\"link-local\"} 1",
        "relay_denied_total{reason=\"public\"} 1",
        "relay_denied_total{reason=\"loopback\"} 0",
        "relay_dropped_total{reason=\"no-permission\"} 1",
        "relay_dropped_total{reason=\"malformed\"} 0",
        "relay_auth_failures_total 1",
        "relay_over_quota_total 0",
        "relay_refused_streams_total 0",
    ] {
        let line = format!("neko_{line}");
        assert!(metrics.lines().any(|found| found == line), "no {line} in\n{metrics}");
    }
    // each family is told of once, and a counter's name says that it is one
    for family in metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = family.split_once(' ').unwrap();
        assert_eq!(name.ends_with("_total"), kind == "counter", "{family}");
        assert_eq!(metrics.matches(&format!("# TYPE {name} ")).count(), 1, "{family}");
    }
}

#[test]
fn frames_may_come_in_any_pieces_and_leave_padded() {
    let fixture = Fixture::start(Limits::default());
    let mut client = fixture.connect();
    let relayed = client.allocate();
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    peer.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(client.bind(0x4001, peer.local_addr().unwrap()), 0);

    // three frames in one write, the last of them cut in the middle of its header
    let mut stream = Vec::new();
    for payload in [&b"a"[..], b"", b"four", b"12345"] {
        stream.extend([0x40, 1, 0, u8::try_from(payload.len()).unwrap()]);
        stream.extend(payload);
        stream.resize(stream.len().next_multiple_of(4), 0);
    }
    let (before, after) = stream.split_at(stream.len() - 10);
    client.stream().write_all(before).unwrap();
    let mut buffer = [0; 100];
    for expected in [&b"a"[..], b"", b"four"] {
        let length = peer.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], expected);
    }
    client.stream().write_all(after).unwrap();
    let (length, from) = peer.recv_from(&mut buffer).unwrap();
    assert_eq!((&buffer[..length], from), (&b"12345"[..], relayed));

    // and back: each begins on a multiple of four
    for payload in [&b"x"[..], b"yz", b"1234"] {
        peer.send_to(payload, relayed).unwrap();
    }
    let mut answer = [0; 24];
    client.stream().read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"\x40\x01\0\x01x\0\0\0\x40\x01\0\x02yz\0\0\x40\x01\0\x041234");
}

#[test]
fn a_client_that_does_not_read_loses_packets_and_holds_up_nobody() {
    let fixture = Fixture::start(Limits { kilobits_per_allocation: 0, ..Limits::default() });
    let (mut slow, mut other) = (fixture.connect(), fixture.connect());
    let (to_slow, to_other) = (slow.allocate(), other.allocate());
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    for client in [&mut slow, &mut other] {
        assert_eq!(client.bind(0x4001, peer.local_addr().unwrap()), 0);
    }
    fixture.until(|| {
        for _ in 0..100 {
            peer.send_to(&[7; 1200], to_slow).unwrap();
        }
        fixture.relay.stats().dropped > 0
    });
    peer.send_to(b"hey", to_other).unwrap();
    let mut answer = [0; 8];
    other.stream().read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"\x40\x01\0\x03hey\0");
    // what it does get, once it reads again, is whole frames
    let mut frames = vec![0; 1204 * 50];
    slow.stream().read_exact(&mut frames).unwrap();
    assert!(frames.chunks(1204).all(|frame| frame.starts_with(b"\x40\x01\x04\xb0\x07")));
}

#[test]
fn a_client_that_takes_nothing_at_all_is_closed() {
    let fixture = Fixture::start(Limits { kilobits_per_allocation: 0, ..Limits::default() });
    let mut client = fixture.connect();
    let relayed = client.allocate();
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    assert_eq!(client.bind(0x4001, peer.local_addr().unwrap()), 0);
    fixture.until(|| {
        for _ in 0..100 {
            peer.send_to(&[7; 1200], relayed).unwrap();
        }
        fixture.relay.stats().dropped > 0
    });
    assert_eq!(fixture.relay.stats().allocations, 1);
    fixture.clock.advance(Duration::from_secs(31));
    fixture.until(|| fixture.relay.stats().allocations == 0);
}

#[test]
fn who_says_nothing_of_use_is_closed() {
    let fixture = Fixture::start(Limits::default());
    let long = {
        let mut header = binding();
        header[2..4].copy_from_slice(&4096_u16.to_be_bytes());
        header
    };
    for nonsense in [&b"\x00\x01\x00\x00GET "[..], b"\x80", &long, b"\x40\x01\x40\x00"] {
        let mut client = fixture.connect();
        client.stream().write_all(nonsense).unwrap();
        assert_eq!(client.stream().read(&mut [0; 10]).unwrap_or(0), 0, "{nonsense:?}");
    }
    // and who asks only where they are is answered, but not kept for ever
    let mut client = fixture.connect();
    client.stream().write_all(&binding()).unwrap();
    client.stream().read_exact(&mut [0; 32]).unwrap();
    fixture.clock.advance(Duration::from_secs(10));
    client.stream().write_all(&binding()).unwrap();
    client.stream().read_exact(&mut [0; 32]).unwrap();
    fixture.clock.advance(Duration::from_mins(2));
    assert_eq!(client.stream().read(&mut [0; 10]).unwrap_or(0), 0);
}

#[test]
fn an_allocation_keeps_its_stream_and_ends_with_it() {
    let fixture = Fixture::start(Limits::default());
    let mut client = fixture.connect();
    client.allocate();
    fixture.clock.advance(Duration::from_mins(9));
    client.stream().write_all(&binding()).unwrap();
    client.stream().read_exact(&mut [0; 32]).unwrap();
    assert_eq!(fixture.relay.stats().allocations, 1);
    drop(client);
    fixture.until(|| fixture.relay.stats().allocations == 0);
}

#[test]
fn an_address_has_only_so_many_streams() {
    let fixture = Fixture::start(Limits { streams_per_address: 2, ..Limits::default() });
    let (mut first, _second) = (fixture.connect(), fixture.connect());
    let mut third = fixture.connect();
    assert_eq!(third.stream().read(&mut [0; 1]).unwrap_or(0), 0);
    first.stream().write_all(&binding()).unwrap();
    first.stream().read_exact(&mut [0; 32]).unwrap();
    assert_eq!(fixture.relay.stats().refused_streams, 1);
    drop(first);
    fixture.until(|| {
        let mut fourth = fixture.connect();
        fourth.stream().write_all(&binding()).is_ok() && fourth.stream().read_exact(&mut [0; 32]).is_ok()
    });
}

/// A relay that is handed its streams by the test, under a clock moved by hand.
struct Fixture {
    relay: RelayHandle,
    clock: Clock,
    credentials: Credentials,
    user: UserId,
}

impl Fixture {
    fn start(limits: Limits) -> Self {
        let clock = Clock::manual(Timestamp::from_millis(1_800_000_000_000));
        let credentials = Credentials::new(&[5; 32]);
        let settings = Settings { allow_loopback: true, limits, ..Settings::default() };
        let relay = start(settings, Vec::new(), credentials.clone(), clock.clone()).unwrap();
        Self { relay, clock, credentials, user: UserId::generate() }
    }

    fn connect(&self) -> TurnClient {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let expires = self.clock.now().plus(Duration::from_mins(10));
        let credential = self.credentials.issue(self.user, &"session".parse().unwrap(), expires);
        let client = TurnClient::tcp(listener.local_addr().unwrap(), credential);
        let (socket, from) = listener.accept().unwrap();
        let server = socket.local_addr().unwrap();
        // whether it has ended shows at the client's end
        drop(self.relay.adopt(ClientStream { socket, tls: None, client: from, server }));
        client
    }

    fn until(&self, wanted: impl Fn() -> bool) {
        let deadline = Clock::system().monotonic() + PATIENCE;
        while !wanted() {
            assert!(
                Clock::system().monotonic() < deadline,
                "the relay never came to it: {:?}",
                self.relay.stats()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Has coturn's client go through the box with a credential of this client's.
async fn uclient(client: &Client, server: SocketAddr, options: &[&str]) {
    let ice = client.get("/api/ice").await.expect(StatusCode::OK);
    coturn::exchange(server, &credential(&ice), options);
}
