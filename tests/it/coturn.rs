//! coturn's test programs: a client that asks for everything that TURN has, and an echo for it to reach.

use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use neko::turn::IceCredential;

/// Has coturn's client send 200 messages on each of four connections through `server` and sees that all came back. It
/// asks for ports in pairs and for the second of them by its token, as for RTP and RTCP, unless told otherwise.
pub fn exchange(server: SocketAddr, credential: &IceCredential, options: &[&str]) {
    let host = server.ip().to_string();
    let peer = Peer::start(&host);
    require("turnutils_uclient");
    let output = Command::new("timeout")
        .args(["120", "turnutils_uclient"])
        .args(["-u", &credential.username, "-w", &credential.credential])
        .args(["-p", &server.port().to_string(), "-e", &host, "-r", &peer.port.to_string()])
        .args(["-n", "200", "-m", "4", "-l", "1000", "-z", "5"])
        .args(options)
        .arg(&host)
        .output()
        .expect("coturn's client ran");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{options:?}: {}\n{report}", output.status);
    for line in ["start_mclient: tot_send_msgs=800, tot_recv_msgs=800", "Total lost packets 0 ("] {
        assert!(report.contains(line), "{options:?}: no line {line:?} in\n{report}");
    }
}

/// coturn's echo, for as long as this lives.
struct Peer {
    child: Child,
    port: u16,
}

impl Peer {
    fn start(host: &str) -> Self {
        let probe = UdpSocket::bind((host, 0)).unwrap();
        let port = UdpSocket::bind((host, 0)).unwrap().local_addr().unwrap().port();
        require("turnutils_peer");
        let child = Command::new("turnutils_peer")
            .args(["-L", host, "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let peer = Self { child, port };
        probe.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let echoes = (0..200).any(|_| {
            probe.send_to(b"are you there?", (host, port)).unwrap();
            probe.recv(&mut [0; 100]).is_ok()
        });
        assert!(echoes, "turnutils_peer does not echo");
        peer
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn require(name: &str) {
    let found = Command::new(name).arg("-?").stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(found.is_ok(), "{name} is missing; `apt-get install coturn` (or `scripts/test`) brings it");
}
