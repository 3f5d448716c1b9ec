//! The relay over real sockets, asked by clients that others wrote: coturn's `turnutils_uclient` and the `turn`
//! crate's client. Loopback stands in for the network.

use std::net::{SocketAddr, UdpSocket as StdSocket};
use std::sync::Arc;
use std::time::Duration;

use neko::clock::{Clock, Timestamp};
use neko::domain::id::{SessionId, UserId};
use neko::turn::{Credentials, IceCredential, RelayHandle, Settings, Stats, start};
use tokio::net::UdpSocket;
use turn::client::{Client, ClientConfig};
use webrtc_util::Conn;

use crate::coturn;

/// A relay on 127.0.0.1 that may relay to 127.0.0.1, and a credential for it.
struct Fixture {
    relay: RelayHandle,
    server: SocketAddr,
    session: SessionId,
    credential: IceCredential,
}

impl Fixture {
    fn start(bound: &str) -> Self {
        let socket = StdSocket::bind(bound).unwrap();
        let port = socket.local_addr().unwrap().port();
        let settings = Settings { allow_loopback: true, ..Settings::default() };
        let credentials = Credentials::random();
        let relay = start(settings, vec![socket], credentials.clone(), Clock::system()).unwrap();
        let session: SessionId = "session-1".parse().unwrap();
        let expires = Clock::system().now().plus(Duration::from_mins(10));
        let credential = credentials.issue(UserId::generate(), &session, expires);
        Self { relay, server: SocketAddr::from(([127, 0, 0, 1], port)), session, credential }
    }

    /// The `turn` crate's client, at its own socket.
    async fn client(&self) -> Client {
        let server = self.server.to_string();
        let client = Client::new(ClientConfig {
            stun_serv_addr: server.clone(),
            turn_serv_addr: server,
            username: self.credential.username.clone(),
            password: self.credential.credential.clone(),
            realm: String::new(),
            software: String::new(),
            rto_in_ms: 0,
            conn: Arc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap()),
            vnet: None,
        })
        .await
        .unwrap();
        client.listen().await.unwrap();
        client
    }

    /// Waits until the counters are as wanted; they are published a moment after the packets.
    async fn until(&self, wanted: impl Fn(&Stats) -> bool) -> Stats {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let stats = self.relay.stats();
            if wanted(&stats) {
                return stats;
            }
            assert!(tokio::time::Instant::now() < deadline, "the relay never came to it: {stats:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn the_turn_crates_client_is_relayed_both_ways() {
    let fixture = Fixture::start("127.0.0.1:0");
    let client = fixture.client().await;
    let mapped = client.send_binding_request().await.unwrap();
    assert!(mapped.ip().is_loopback());
    let relayed = client.allocate().await.unwrap();
    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();

    let mut buffer = [0; 2000];
    // the client binds a channel while it sends, so this goes through indications and channels alike
    for round in 0..50_u8 {
        let payload = vec![round; 1200];
        relayed.send_to(&payload, peer.local_addr().unwrap()).await.unwrap();
        let (length, from) = patiently(peer.recv_from(&mut buffer)).await.unwrap();
        assert_eq!((&buffer[..length], from), (&payload[..], relayed.local_addr().unwrap()));
        peer.send_to(&payload, from).await.unwrap();
        let (length, from) = patiently(relayed.recv_from(&mut buffer)).await.unwrap();
        assert_eq!((&buffer[..length], from), (&payload[..], peer.local_addr().unwrap()));
    }
    let stats = fixture.until(|stats| stats.to_clients.packets == 50).await;
    assert_eq!((stats.allocations, stats.to_peers.packets, stats.to_peers.bytes), (1, 50, 60_000));
    relayed.close().await.unwrap();
    fixture.until(|stats| stats.allocations == 0).await;
    client.close().await.unwrap();
}

#[tokio::test]
async fn two_clients_of_one_box_meet_without_leaving_it() {
    let fixture = Fixture::start("0.0.0.0:0");
    let (alice, bob) = (fixture.client().await, fixture.client().await);
    let (alices, bobs) = (alice.allocate().await.unwrap(), bob.allocate().await.unwrap());
    let (at_alice, at_bob) = (alices.local_addr().unwrap(), bobs.local_addr().unwrap());
    // the first packet of each makes its permission; Alice's arrives at a Bob who has none yet
    alices.send_to(b"knock", at_bob).await.unwrap();
    bobs.send_to(b"hello", at_alice).await.unwrap();
    let mut buffer = [0; 100];
    let (length, from) = patiently(alices.recv_from(&mut buffer)).await.unwrap();
    assert_eq!((&buffer[..length], from), (&b"hello"[..], at_bob));
    alices.send_to(b"answer", at_bob).await.unwrap();
    let (length, from) = patiently(bobs.recv_from(&mut buffer)).await.unwrap();
    assert_eq!((&buffer[..length], from), (&b"answer"[..], at_alice));
    let stats = fixture.until(|stats| stats.handed_over.packets == 2).await;
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets, stats.unpermitted), (0, 0, 1));
}

#[tokio::test]
async fn a_peer_out_of_reach_costs_its_packet_and_not_the_allocation() {
    let fixture = Fixture::start("127.0.0.1:0");
    let client = fixture.client().await;
    let relayed = client.allocate().await.unwrap();
    // nothing can be sent from 127.0.0.1 to another network: the system refuses, as it does without a route
    relayed.send_to(b"lost", "10.254.254.254:5000".parse().unwrap()).await.unwrap();
    fixture.until(|stats| stats.send_failures == 1).await;

    let peer = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    relayed.send_to(b"found", peer.local_addr().unwrap()).await.unwrap();
    let mut buffer = [0; 100];
    let (length, _) = patiently(peer.recv_from(&mut buffer)).await.unwrap();
    assert_eq!(&buffer[..length], b"found");
    assert_eq!(fixture.relay.stats().allocations, 1);
}

#[tokio::test]
async fn the_end_of_a_session_ends_what_it_allocated() {
    let fixture = Fixture::start("127.0.0.1:0");
    let client = fixture.client().await;
    let relayed = client.allocate().await.unwrap();
    let port = relayed.local_addr().unwrap();
    fixture.until(|stats| stats.allocations == 1).await;
    fixture.relay.end_session(fixture.session.clone());
    fixture.until(|stats| stats.allocations == 0).await;
    assert!(StdSocket::bind(port).is_ok(), "its port is free again");
    assert!(fixture.client().await.allocate().await.is_err());
    fixture.until(|stats| stats.auth_failures > 0).await;
}

#[tokio::test]
async fn a_credential_that_ran_out_or_was_made_up_allocates_nothing() {
    let mut fixture = Fixture::start("127.0.0.1:0");
    let user = UserId::generate();
    fixture.credential = Credentials::random().issue(user, &fixture.session, Clock::system().now());
    assert!(fixture.client().await.allocate().await.is_err());
    fixture.credential.username = format!("{}:{user}:s", Timestamp::default().as_secs());
    assert!(fixture.client().await.allocate().await.is_err());
    let stats = fixture.until(|stats| stats.auth_failures >= 2).await;
    assert_eq!(stats.allocations_made, 0);
}

#[test]
fn coturns_client_loses_nothing_through_channels() {
    let stats = uclient("127.0.0.1:0", &[]);
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (800, 800));
}

#[test]
fn coturns_client_loses_nothing_through_indications() {
    let stats = uclient("127.0.0.1:0", &["-s", "-g"]);
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (800, 800));
}

#[test]
fn coturns_client_loses_nothing_by_way_of_a_wildcard_socket() {
    let stats = uclient("0.0.0.0:0", &["-D", "-G"]);
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (800, 800));
}

#[test]
fn coturns_clients_lose_nothing_between_each_other() {
    for options in [&["-y"][..], &["-y", "-s"]] {
        let stats = uclient("127.0.0.1:0", options);
        assert_eq!((stats.handed_over.packets, stats.to_peers.packets), (800, 0));
    }
}

/// Has coturn's client go through a relay of its own, and returns what the relay says of it.
fn uclient(bound: &str, options: &[&str]) -> Stats {
    let fixture = Fixture::start(bound);
    coturn::exchange(fixture.server, &fixture.credential, options);
    fixture.relay.shutdown();
    fixture.relay.stats()
}

async fn patiently<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(PATIENCE, future).await.expect("nothing came")
}
