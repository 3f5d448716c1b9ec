//! What strangers and those who were shown out get from the relay of a running box: nothing, and no line in the log.

use std::io::Write;
use std::net::{SocketAddr, UdpSocket};

use neko::turn::IceCredential;
use reqwest::StatusCode;
use serde_json::{Value, json};
use stun::attributes::{
    ATTR_MESSAGE_INTEGRITY, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME,
};
use stun::message::METHOD_ALLOCATE;

use crate::harness::{Client, PASSWORD, PATIENCE, TestBox, neko};
use crate::turn_client::{TurnClient, credential, request};

/// Someone with an allocation on each transport and a channel to a peer on it, in the middle of a call.
struct Call {
    clients: Vec<TurnClient>,
    credential: IceCredential,
    server: SocketAddr,
    peer: UdpSocket,
    relayed: Vec<SocketAddr>,
}

impl Call {
    async fn begin(server: SocketAddr, who: &Client) -> Self {
        let ice = who.get("/api/ice").await.expect(StatusCode::OK);
        let credential = credential(&ice);
        tokio::task::spawn_blocking(move || {
            let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
            peer.set_read_timeout(Some(PATIENCE)).unwrap();
            let mut clients = vec![
                TurnClient::udp(server, credential.clone()),
                TurnClient::tcp(server, credential.clone()),
            ];
            let mut relayed = Vec::new();
            for client in &mut clients {
                relayed.push(client.allocate());
                assert_eq!(client.bind(0x4001, peer.local_addr().unwrap()), 0);
                client.send(0x4001, b"media");
                assert_eq!(peer.recv(&mut [0; 10]).unwrap(), 5);
            }
            Self { clients, credential, server, peer, relayed }
        })
        .await
        .unwrap()
    }

    /// Nothing is relayed any more, in either direction, and nothing can be had again.
    async fn expect_over(mut self) {
        tokio::task::spawn_blocking(move || {
            for (client, relayed) in self.clients.iter_mut().zip(&self.relayed) {
                client.send(0x4001, b"media");
                assert_eq!(client.refresh(600), 401);
                assert_eq!(client.bind(0x4001, self.peer.local_addr().unwrap()), 401);
                assert!(UdpSocket::bind(relayed).is_ok(), "the port {relayed} is still held");
            }
            // the answers came after the payloads: what was to arrive has
            self.peer.set_nonblocking(true).unwrap();
            assert!(self.peer.recv(&mut [0; 10]).is_err(), "a payload was relayed");
            let mut again = TurnClient::udp(self.server, self.credential);
            assert_eq!(again.allocate_with(&|_| ()), Err(401));
        })
        .await
        .unwrap();
    }

    /// All goes on.
    async fn expect_alive(mut self) {
        tokio::task::spawn_blocking(move || {
            for client in &mut self.clients {
                client.send(0x4001, b"media");
                assert_eq!(self.peer.recv(&mut [0; 10]).unwrap(), 5);
                assert_eq!(client.refresh(600), 0);
            }
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn what_ends_a_session_ends_what_it_relays() {
    let neko = TestBox::start(&["--open-registration", "--relay-allow-loopback"]);
    let server = neko.address();

    let ada = neko.user("ada").await;
    let (call, other) =
        (Call::begin(server, &ada).await, Call::begin(server, &log_in(&neko, "ada").await).await);
    ada.post("/api/auth/logout", &Value::Null).await.expect(StatusCode::NO_CONTENT);
    call.expect_over().await;
    other.expect_alive().await;

    // a new password ends all the others
    let (here, there) = (log_in(&neko, "ada").await, log_in(&neko, "ada").await);
    let (kept, call) = (Call::begin(server, &here).await, Call::begin(server, &there).await);
    let change = json!({"password": "another long one", "currentPassword": PASSWORD});
    here.patch("/api/auth/me", &change).await.expect(StatusCode::OK);
    call.expect_over().await;
    kept.expect_alive().await;

    // one that is set from the command line ends all of them
    let bob = neko.user("bob").await;
    let call = Call::begin(server, &bob).await;
    set_password(&neko, "bob");
    call.expect_over().await;

    // a refresh token that comes twice was stolen: the session is over for both
    let eve = neko.user("eve").await;
    let login = eve.post("/api/auth/login", &json!({"username": "eve", "password": PASSWORD})).await;
    let refresh = login.headers.get_all("set-cookie").iter().find_map(|cookie| {
        let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
        name.contains("refresh").then(|| json!({"refreshToken": value}))
    });
    let mut again = neko.stranger();
    again.enter(&login.json());
    let call = Call::begin(server, &again).await;
    let refresh = refresh.expect("a refresh cookie");
    again.post("/api/auth/refresh", &refresh).await.expect(StatusCode::OK);
    assert_eq!(again.post("/api/auth/refresh", &refresh).await.problem(), "unauthenticated");
    call.expect_over().await;
}

#[tokio::test]
async fn a_room_that_closes_ends_what_its_guests_relay() {
    let neko = TestBox::start(&["--open-registration", "--relay-allow-loopback"]);
    let ada = neko.user("ada").await;
    let (room, other) = (ada.room(&json!({"name": "One"})).await, ada.room(&json!({"name": "Other"})).await);
    let (guest, elsewhere) = (ada.guest(&room, "Gus").await, ada.guest(&other, "Eve").await);
    let server = neko.address();
    let (call, hers) = (Call::begin(server, &guest).await, Call::begin(server, &ada).await);
    let others = Call::begin(server, &elsewhere).await;
    let path = format!("/api/rooms/{}", room["roomId"].as_str().unwrap());
    ada.delete(&path).await.expect(StatusCode::OK);
    call.expect_over().await;
    assert_eq!(guest.get("/api/ice").await.problem(), "unauthenticated");
    hers.expect_alive().await;
    others.expect_alive().await;
}

#[tokio::test]
async fn a_flood_of_bad_requests_leaves_a_handful_of_lines() {
    // even at debug
    let neko = TestBox::start(&["--relay-allow-loopback"]);
    neko.wait_for_log(&["the relay works over UDP, TCP and TLS"]);
    let admin = neko.admin().await;
    let ice = admin.get("/api/ice").await.expect(StatusCode::OK);
    let server = neko.address();
    let before = neko.log().lines().count();
    let own = tokio::task::spawn_blocking(move || flood(server, credential(&ice))).await.unwrap();
    // the relay has worked all of it off: it answers in the order of arrival
    let metrics = admin.get("/metrics").await.text;
    let count = |name: &str| -> u64 {
        let line = metrics.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("no {name} in\n{metrics}")).trim().parse().unwrap()
    };
    assert!(count("neko_relay_auth_failures_total") > 0, "{metrics}");
    assert!(count("neko_relay_dropped_total{reason=\"malformed\"}") > 0, "{metrics}");
    assert!(count("neko_relay_dropped_total{reason=\"not-sent\"}") > 0, "{metrics}");
    let log = neko.log();
    let lines: Vec<&str> = log.lines().skip(before).filter(|line| !line.contains("/metrics")).collect();
    assert!(lines.len() <= 10, "{}", lines.join("\n"));
    for address in own {
        assert!(!log.contains(&address.to_string()), "{address} stands in the log");
    }
}

/// Thousands of each kind of nonsense, and the addresses that it came from.
fn flood(server: SocketAddr, credential: IceCredential) -> Vec<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.connect(server).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let forged = request(METHOD_ALLOCATE, &|message| {
        message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
        message.add(ATTR_USERNAME, b"1:alice:s");
        message.add(ATTR_REALM, b"neko");
        message.add(ATTR_NONCE, b"n");
        message.add(ATTR_MESSAGE_INTEGRITY, &[7; 20]);
    });
    for _ in 0..50 {
        for _ in 0..50 {
            socket.send(b"\x00\x01nonsense").unwrap();
            socket.send(&forged).unwrap();
        }
        // an answer to each forgery: nothing is lost on the way
        for _ in 0..50 {
            socket.recv(&mut [0; 100]).unwrap();
        }
    }
    let mut from = vec![socket.local_addr().unwrap()];
    for _ in 0..200 {
        let mut stream = TurnClient::tcp(server, credential.clone());
        let stream = stream.stream();
        from.push(stream.local_addr().unwrap());
        stream.write_all(b"\x00\x01\x00\x00GET /").unwrap();
    }
    // packets that the system refuses to send: nothing goes from loopback to another network
    let mut client = TurnClient::udp(server, credential);
    client.allocate();
    assert_eq!(client.bind(0x4001, "10.254.254.254:5000".parse().unwrap()), 0);
    (0..2000).for_each(|_| client.send(0x4001, b"lost"));
    assert_eq!(client.refresh(600), 0);
    from
}

async fn log_in(neko: &TestBox, name: &str) -> Client {
    let mut client = neko.stranger();
    let body = json!({"username": name, "password": PASSWORD});
    client.enter(&client.post("/api/auth/login", &body).await.expect(StatusCode::OK));
    client
}

/// As the box's keeper does it, from its command line.
fn set_password(running: &TestBox, username: &str) {
    let arguments = ["user", "passwd", "--username", username, "--password", "another long one"];
    let output = neko(running.data.path()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}
