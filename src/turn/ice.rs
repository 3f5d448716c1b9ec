//! Which STUN and TURN servers a client is told of: this box alone, by the address that the client reached it by.
//!
//! That address is the one that is known to work from where the client is; a name or another interface's address
//! may not. No server outside the box is ever named.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::credentials::Credentials;
use crate::clock::Timestamp;
use crate::domain::id::{SessionId, UserId};
use crate::protocol::api::IceServer;

/// Issues `iceServers`. Cheap to clone.
#[derive(Clone)]
pub struct IceIssuer {
    credentials: Credentials,
    lifetime: Duration,
    bound: Vec<SocketAddr>,
}

impl IceIssuer {
    /// For a relay whose UDP sockets are `bound` to these addresses; credentials last for `lifetime`.
    pub const fn new(credentials: Credentials, lifetime: Duration, bound: Vec<SocketAddr>) -> Self {
        Self { credentials, lifetime, bound }
    }

    /// How long credentials last.
    pub const fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// The servers for a client that reached the box at `local`; none if no UDP socket listens there.
    pub fn servers(
        &self,
        local: SocketAddr,
        user: UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Vec<IceServer> {
        let address = local.ip().to_canonical();
        let mut ports: Vec<u16> =
            self.bound.iter().filter(|bound| hears(bound.ip(), address)).map(SocketAddr::port).collect();
        // the box's own port first: it is the one that the client has just come through
        ports.sort_by_key(|port| *port != local.port());
        ports.dedup();
        if ports.is_empty() {
            return Vec::new();
        }
        let hosts: Vec<SocketAddr> = ports.into_iter().map(|port| SocketAddr::new(address, port)).collect();
        let issued = self.credentials.issue(user, session, now.plus(self.lifetime));
        vec![
            IceServer {
                urls: hosts.iter().map(|host| format!("stun:{host}")).collect(),
                username: None,
                credential: None,
            },
            IceServer {
                urls: hosts.iter().map(|host| format!("turn:{host}?transport=udp")).collect(),
                username: Some(issued.username),
                credential: Some(issued.credential),
            },
        ]
    }
}

/// Whether a socket bound to `bound` gets what is sent to `address`.
fn hears(bound: IpAddr, address: IpAddr) -> bool {
    match bound.to_canonical() {
        IpAddr::V4(any) if any.is_unspecified() => address.is_ipv4(),
        // dual stack: an IPv6 wildcard takes IPv4 as well
        IpAddr::V6(any) if any.is_unspecified() => true,
        concrete => concrete == address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(bound: &[&str], local: &str) -> Vec<String> {
        let bound = bound.iter().map(|address| address.parse().unwrap()).collect();
        let issuer = IceIssuer::new(Credentials::random(), Duration::from_mins(5), bound);
        let (user, session) = (UserId::generate(), "s".parse().unwrap());
        let servers = issuer.servers(local.parse().unwrap(), user, &session, Timestamp::from_millis(0));
        servers.into_iter().flat_map(|server| server.urls).collect()
    }

    #[test]
    fn servers_stand_at_the_address_that_the_client_reached() {
        let bound = ["0.0.0.0:3478", "0.0.0.0:8443"];
        assert_eq!(
            urls(&bound, "192.168.1.5:8443"),
            [
                "stun:192.168.1.5:8443",
                "stun:192.168.1.5:3478",
                "turn:192.168.1.5:8443?transport=udp",
                "turn:192.168.1.5:3478?transport=udp"
            ]
        );
        assert_eq!(urls(&["[::]:8443"], "[::ffff:10.0.0.2]:8443")[0], "stun:10.0.0.2:8443");
        assert_eq!(urls(&["[::]:8443"], "[fd00::1]:8443")[0], "stun:[fd00::1]:8443");
    }

    #[test]
    fn an_address_without_a_socket_is_not_named() {
        assert!(urls(&["10.0.0.1:8443"], "10.0.0.2:8443").is_empty());
        assert!(urls(&["0.0.0.0:8443"], "[fd00::1]:8443").is_empty());
    }

    #[test]
    fn credentials_say_who_and_until_when() {
        let bound = vec!["0.0.0.0:1".parse().unwrap()];
        let issuer = IceIssuer::new(Credentials::random(), Duration::from_mins(5), bound);
        let (user, session) = (UserId::generate(), "s".parse().unwrap());
        let servers =
            issuer.servers("127.0.0.1:1".parse().unwrap(), user, &session, Timestamp::from_millis(1_000));
        assert_eq!(servers[1].username, Some(format!("301:{user}:s")));
        assert!(servers[0].credential.is_none() && servers[1].credential.is_some());
    }
}
