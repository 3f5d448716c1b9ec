//! Which STUN and TURN servers a client is told of: this box alone, by the address that the client reached it by.
//!
//! That address is the one that is known to work from where the client is; another interface's may not. The name by
//! which the client reached the box is given beside it for TLS, because Firefox refuses `turns:` by address. No server
//! outside the box is ever named.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
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
    bound: Bound,
    // read for every client, written when the box's names change
    names: Arc<RwLock<Vec<String>>>,
}

/// Where the box listens.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// UDP sockets of the relay.
    pub udp: Vec<SocketAddr>,
    /// TCP sockets on which the relay is spoken to as well, in TLS and without.
    pub tcp: Vec<SocketAddr>,
}

impl IceIssuer {
    /// For a relay that is `bound` so; credentials last for `lifetime`.
    pub fn new(credentials: Credentials, lifetime: Duration, bound: Bound) -> Self {
        Self { credentials, lifetime, bound, names: Arc::default() }
    }

    /// Tells the DNS names that the box's certificate covers from here on.
    pub fn set_names(&self, names: Vec<String>) {
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = names;
    }

    /// How long credentials last.
    pub const fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// The servers for a client that reached the box at `local`, and by `host` if it used a name; best first, none
    /// where the relay doesn't listen there.
    pub fn servers(
        &self,
        local: SocketAddr,
        host: Option<&str>,
        user: UserId,
        session: &SessionId,
        now: Timestamp,
    ) -> Vec<IceServer> {
        let (stun, turn) = self.addresses(local, host);
        let mut servers = Vec::new();
        if !stun.is_empty() {
            servers.push(IceServer { urls: stun, username: None, credential: None });
        }
        if !turn.is_empty() {
            let issued = self.credentials.issue(user, session, now.plus(self.lifetime));
            let (username, credential) = (Some(issued.username), Some(issued.credential));
            servers.push(IceServer { urls: turn, username, credential });
        }
        servers
    }

    /// The same without credentials: where to look for them, for anyone.
    pub fn urls(&self, local: SocketAddr, host: Option<&str>) -> Vec<String> {
        let (stun, turn) = self.addresses(local, host);
        [stun, turn].concat()
    }

    /// `stun:` addresses, and `turn:` and `turns:` ones.
    fn addresses(&self, local: SocketAddr, host: Option<&str>) -> (Vec<String>, Vec<String>) {
        let address = local.ip().to_canonical();
        let at = |bound: &[SocketAddr]| -> Vec<SocketAddr> {
            let heard = bound.iter().filter(|bound| hears(bound.ip(), address));
            let mut ports: Vec<u16> = heard.map(SocketAddr::port).collect();
            // the box's own port first: it is the one that the client has just come through
            ports.sort_by_key(|port| (*port != local.port(), *port));
            ports.dedup();
            ports.into_iter().map(|port| SocketAddr::new(address, port)).collect()
        };
        let udp = at(&self.bound.udp);
        // of several TCP ports one will do, and it is the one that let the client in
        let tcp = at(&self.bound.tcp).into_iter().next();
        let mut turn: Vec<String> = udp.iter().map(|host| format!("turn:{host}?transport=udp")).collect();
        if let Some(tcp) = tcp {
            turn.push(format!("turn:{tcp}?transport=tcp"));
            turn.push(format!("turns:{tcp}?transport=tcp"));
            let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
            let name = names.iter().find(|name| host.is_some_and(|host| name.eq_ignore_ascii_case(host)));
            turn.extend(name.map(|name| format!("turns:{name}:{}?transport=tcp", tcp.port())));
        }
        (udp.iter().map(|host| format!("stun:{host}")).collect(), turn)
    }
}

/// Whether a socket bound to `bound` gets what is sent to `address`.
pub fn hears(bound: IpAddr, address: IpAddr) -> bool {
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

    fn urls(udp: &[&str], tcp: &[&str], local: &str, host: Option<&str>) -> Vec<String> {
        let addresses = |list: &[&str]| list.iter().map(|address| address.parse().unwrap()).collect();
        let bound = Bound { udp: addresses(udp), tcp: addresses(tcp) };
        let issuer = IceIssuer::new(Credentials::random(), Duration::from_mins(5), bound);
        issuer.set_names(vec!["meet.school.lan".to_owned(), "neko.local".to_owned()]);
        let (user, session) = (UserId::generate(), "s".parse().unwrap());
        let servers = issuer.servers(local.parse().unwrap(), host, user, &session, Timestamp::from_millis(0));
        servers.into_iter().flat_map(|server| server.urls).collect()
    }

    #[test]
    fn servers_stand_at_the_address_that_the_client_reached_best_first() {
        let udp = ["0.0.0.0:3478", "0.0.0.0:8443"];
        assert_eq!(
            urls(&udp, &["0.0.0.0:8443"], "192.168.1.5:8443", None),
            [
                "stun:192.168.1.5:8443",
                "stun:192.168.1.5:3478",
                "turn:192.168.1.5:8443?transport=udp",
                "turn:192.168.1.5:3478?transport=udp",
                "turn:192.168.1.5:8443?transport=tcp",
                "turns:192.168.1.5:8443?transport=tcp",
            ]
        );
        assert_eq!(urls(&["[::]:8443"], &[], "[::ffff:10.0.0.2]:8443", None)[0], "stun:10.0.0.2:8443");
        assert_eq!(
            urls(&["[::]:8443"], &["[::]:8443"], "[fd00::1]:8443", None),
            [
                "stun:[fd00::1]:8443",
                "turn:[fd00::1]:8443?transport=udp",
                "turn:[fd00::1]:8443?transport=tcp",
                "turns:[fd00::1]:8443?transport=tcp",
            ]
        );
    }

    #[test]
    fn a_name_is_given_for_tls_if_the_client_used_it_and_the_certificate_has_it() {
        let last = |host| urls(&[], &["0.0.0.0:443"], "10.0.0.1:443", host).pop().unwrap();
        assert_eq!(last(Some("Meet.School.LAN")), "turns:meet.school.lan:443?transport=tcp");
        for host in [None, Some("10.0.0.1"), Some("evil.example")] {
            assert_eq!(last(host), "turns:10.0.0.1:443?transport=tcp");
        }
    }

    #[test]
    fn an_address_without_a_socket_is_not_named() {
        assert!(urls(&["10.0.0.1:8443"], &["10.0.0.1:8443"], "10.0.0.2:8443", None).is_empty());
        assert!(urls(&["0.0.0.0:8443"], &[], "[fd00::1]:8443", None).is_empty());
    }

    #[test]
    fn credentials_say_who_and_until_when() {
        let bound = Bound { udp: vec!["0.0.0.0:1".parse().unwrap()], ..Bound::default() };
        let issuer = IceIssuer::new(Credentials::random(), Duration::from_mins(5), bound);
        let (user, session) = (UserId::generate(), "session-1".parse().unwrap());
        let local = "127.0.0.1:1".parse().unwrap();
        let servers = issuer.servers(local, None, user, &session, Timestamp::from_millis(1_000));
        let username = servers[1].username.as_deref().unwrap();
        assert!(
            username.starts_with(&format!("301:{user}:")) && !username.contains("session-1"),
            "{username}"
        );
        assert!(servers[0].credential.is_none() && servers[1].credential.is_some());
    }
}
