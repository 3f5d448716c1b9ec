//! What `iceServers` names is there: the relay of the running box, with the credentials that it hands out.

use std::net::SocketAddr;
use std::process::Command;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::TestBox;

/// The box's first TURN server over UDP, with its credentials.
fn turn_server(answer: &Value) -> (SocketAddr, String, String) {
    let servers = answer["iceServers"].as_array().unwrap();
    let server = servers.iter().find(|server| server["username"].is_string()).unwrap();
    let url = server["urls"][0].as_str().unwrap();
    let address = url.strip_prefix("turn:").unwrap().strip_suffix("?transport=udp").unwrap();
    let text = |field: &str| server[field].as_str().unwrap().to_owned();
    (address.parse().unwrap(), text("username"), text("credential"))
}

/// What coturn's client prints after it has sent ten messages from one client of the relay to another.
fn uclient(server: SocketAddr, username: &str, credential: &str) -> (bool, String) {
    let output = Command::new("turnutils_uclient")
        .args(["-y", "-c", "-m", "2", "-n", "10", "-l", "200", "-u", username, "-w", credential])
        .args(["-p", &server.port().to_string(), &server.ip().to_string()])
        .output()
        .expect("turnutils_uclient runs: apt-get install coturn");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
async fn the_relay_that_a_client_is_told_of_relays_for_it() {
    let neko = TestBox::start(&["--open-registration", "--relay-allow-loopback"]);
    let ada = neko.user("ada").await;
    let room = ada.room(&json!({"name": "Relayed"})).await;
    let socket = ada.join(&room).await;
    let answer = ada.get("/api/ice").await.expect(StatusCode::OK);
    assert!(answer["ttl"].as_u64().is_some_and(|ttl| ttl >= 60), "{answer}");
    for servers in [&answer, &socket.joined] {
        let (address, username, credential) = turn_server(servers);
        assert_eq!(address, neko.address(), "the address that the client reached the box by");
        assert!(username.contains(ada.user["id"].as_str().unwrap()), "{username}");
        let (done, output) = uclient(address, &username, &credential);
        assert!(done && output.contains("tot_recv_msgs=20"), "{output}");
    }
    assert_eq!(neko.stranger().get("/api/ice").await.problem(), "unauthenticated");
}

#[tokio::test]
async fn credentials_end_with_their_session() {
    let neko = TestBox::start(&["--open-registration", "--relay-allow-loopback"]);
    let ada = neko.user("ada").await;
    let (address, username, credential) = turn_server(&ada.get("/api/ice").await.json());
    let sessions = ada.get("/api/auth/sessions").await.json();
    let session = sessions["sessions"][0]["id"].as_str().unwrap();
    assert!(!username.contains(session), "it goes over the wire in the clear");
    assert!(!uclient(address, &username, "guess").0, "a wrong password allocates nothing");
    assert!(uclient(address, &username, &credential).0);
    assert_eq!(ada.post("/api/auth/logout", &json!({})).await.status, StatusCode::NO_CONTENT);
    assert!(!uclient(address, &username, &credential).0, "an ended session's credentials allocate nothing");
}
