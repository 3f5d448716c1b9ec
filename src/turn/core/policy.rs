//! The deny table: which addresses the relay may speak to at all.
//!
//! A relay inside a building is a way around every firewall in it, so the answer is no unless a browser could sit
//! there. Addresses are judged by what they reach: an IPv6 address that carries an IPv4 one is judged as that too.
//! [`Policy::check`] is asked for every payload in either direction; a permission carries no port, so
//! [`Policy::check_address`] alone would not do.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::addr::{PeerAddr, RelayAddr};

/// An address of the box and the length of its network's prefix, in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalNetwork {
    /// The box's own address in that network.
    pub ip: IpAddr,
    /// The prefix length: 0 to 32 for IPv4, 0 to 128 for IPv6.
    pub prefix: u8,
    /// The network interface, by whatever number tells it from others.
    pub interface: u32,
}

/// Why an address is not relayed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// `0.0.0.0` or `::`.
    Unspecified,
    /// 127.0.0.0/8 or `::1`, unless the settings allow them.
    Loopback,
    /// 169.254.0.0/16 or `fe80::/10`: cloud metadata lives there, and no scope travels in STUN.
    LinkLocal,
    /// 224.0.0.0/4 or `ff00::/8`.
    Multicast,
    /// The limited broadcast address, or that of a connected network.
    Broadcast,
    /// Set aside by IANA for something other than hosts.
    Reserved,
    /// A port below 1024: services, never browsers.
    LowPort,
    /// The box itself, other than a live relayed address.
    OwnAddress,
    /// Neither private nor on a connected network, unless the settings allow it.
    Public,
}

impl Denial {
    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 9] = [
        Self::Unspecified,
        Self::Loopback,
        Self::LinkLocal,
        Self::Multicast,
        Self::Broadcast,
        Self::Reserved,
        Self::LowPort,
        Self::OwnAddress,
        Self::Public,
    ];

    /// What it is called in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::Loopback => "loopback",
            Self::LinkLocal => "link-local",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Reserved => "reserved",
            Self::LowPort => "low-port",
            Self::OwnAddress => "own-address",
            Self::Public => "public",
        }
    }
}

/// The deny table together with what it must know about the box.
#[derive(Debug, Default)]
pub(super) struct Policy {
    pub(super) allow_loopback: bool,
    pub(super) allow_public: bool,
    /// UDP ports on which the box itself listens.
    pub(super) listener_ports: Vec<u16>,
    pub(super) networks: Vec<LocalNetwork>,
}

impl Policy {
    /// Whether a payload may go to or come from `peer` by way of `relay`. Where a relay's socket is bound is the box, whether
    /// or not the address has been told of, or is told of any more. A live relayed address is no matter for this table:
    /// the payload for it never reaches a socket.
    pub(super) fn check(&self, relay: RelayAddr, peer: PeerAddr) -> Result<(), Denial> {
        let port = peer.socket().port();
        if port < 1024 {
            return Err(Denial::LowPort);
        }
        self.check_address(peer.ip())?;
        let forms = Forms::of(peer.ip());
        let loopback = forms.iter().any(|ip| ip.is_loopback());
        let own = forms.iter().any(|ip| ip == relay.0.ip() || self.is_own(ip));
        if (loopback && self.listener_ports.contains(&port)) || (own && !loopback) {
            return Err(Denial::OwnAddress);
        }
        Ok(())
    }

    /// Whether a permission for `ip` may be had. The box's own addresses pass: another client's relayed address is
    /// one of them, and [`Policy::check`] tells it from the box's other ports.
    pub(super) fn check_address(&self, ip: IpAddr) -> Result<(), Denial> {
        let forms = Forms::of(ip);
        for form in forms.iter() {
            self.check_never(form)?;
        }
        let own = || forms.iter().any(|ip| self.is_own(ip));
        let local = || forms.judged().all(|ip| is_private(ip) || ip.is_loopback() || self.is_connected(ip));
        if self.allow_public || own() || local() { Ok(()) } else { Err(Denial::Public) }
    }

    fn check_never(&self, ip: IpAddr) -> Result<(), Denial> {
        let link_local = match ip {
            IpAddr::V4(v4) => v4.is_link_local(),
            IpAddr::V6(v6) => v6.is_unicast_link_local(),
        };
        let denial = if ip.is_unspecified() {
            Denial::Unspecified
        } else if ip.is_loopback() {
            if self.allow_loopback {
                return Ok(());
            }
            Denial::Loopback
        } else if link_local {
            Denial::LinkLocal
        } else if ip.is_multicast() {
            Denial::Multicast
        } else if ip == IpAddr::V4(Ipv4Addr::BROADCAST) || self.is_directed_broadcast(ip) {
            Denial::Broadcast
        } else if is_reserved(ip) {
            Denial::Reserved
        } else {
            return Ok(());
        };
        Err(denial)
    }

    fn is_own(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|network| network.ip == ip)
    }

    fn is_connected(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(ip))
    }

    /// The first and last address of a connected IPv4 network: both have been used to reach every host in it.
    fn is_directed_broadcast(&self, ip: IpAddr) -> bool {
        let IpAddr::V4(v4) = ip else { return false };
        self.networks.iter().any(|network| {
            let host_bits = u32::MAX.checked_shr(u32::from(network.prefix)).unwrap_or(0);
            let host = v4.to_bits() & host_bits;
            // a network of one or two addresses (RFC 3021) has no broadcast
            host_bits > 1 && network.contains(ip) && (host == 0 || host == host_bits)
        })
    }
}

impl LocalNetwork {
    fn contains(&self, ip: IpAddr) -> bool {
        match (self.ip, ip) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = own.to_bits() ^ other.to_bits();
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            _ => false,
        }
    }
}

/// An address and the IPv4 addresses that a translator or tunnel would take it to.
struct Forms {
    ip: IpAddr,
    embedded: [Option<Ipv4Addr>; 2],
}

impl Forms {
    fn of(ip: IpAddr) -> Self {
        let embedded = match ip {
            IpAddr::V4(_) => [None; 2],
            IpAddr::V6(v6) => embedded(v6),
        };
        Self { ip, embedded }
    }

    fn iter(&self) -> impl Iterator<Item = IpAddr> + '_ {
        std::iter::once(self.ip).chain(self.embedded.iter().flatten().map(|v4| IpAddr::V4(*v4)))
    }

    /// The addresses that count when it is asked where this leads: the ones carried, where there are any.
    fn judged(&self) -> impl Iterator<Item = IpAddr> + '_ {
        let carries = self.embedded.iter().any(Option::is_some);
        self.iter().skip(usize::from(carries))
    }
}

fn embedded(ip: Ipv6Addr) -> [Option<Ipv4Addr>; 2] {
    let octets = ip.octets();
    let at = |index| Ipv4Addr::from_octets(std::array::from_fn(|offset| octets[index + offset]));
    match ip.segments() {
        // the two of these that are addresses of their own
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => [None; 2],
        // IPv4-mapped, IPv4-compatible, NAT64 (RFC 6052)
        [0, 0, 0, 0, 0, 0 | 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => [Some(at(12)), None],
        // local NAT64 (RFC 8215): the prefix in use may be a /48 or a /96
        [0x64, 0xff9b, 1, ..] => {
            let [.., a, b, _, c, d, _, _, _, _, _] = octets;
            [Some(Ipv4Addr::new(a, b, c, d)), Some(at(12))]
        }
        // 6to4 (RFC 3056)
        [0x2002, ..] => [Some(at(2)), None],
        // Teredo (RFC 4380): the server, and the client with its bits turned over
        [0x2001, 0, ..] => [Some(at(4)), Some(Ipv4Addr::from_bits(!at(12).to_bits()))],
        _ => [None; 2],
    }
}

/// Private use: where the browsers of a building are.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        // 100.64.0.0/10 is what a carrier uses in the place of the private ranges (RFC 6598)
        IpAddr::V4(v4) => v4.is_private() || matches!(v4.octets(), [100, 64..=127, ..]),
        IpAddr::V6(v6) => v6.is_unique_local(),
    }
}

/// Not for hosts at all. Ranges for documentation and benchmarks are not here: they are merely nobody's, so they
/// count as public, and a laboratory that uses one has it as a connected network.
fn is_reserved(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            matches!(v4.octets(), [0 | 240..=255, ..] | [192, 0, 0, _] | [192, 88, 99, _])
        }
        // discard-only (RFC 6666), site-local (RFC 3879)
        IpAddr::V6(v6) => matches!(v6.segments(), [0x100, 0, 0, 0, ..] | [0xfec0..=0xfeff, ..]),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{SocketAddr, SocketAddrV4};

    use super::super::tests::{teredo, wrap};
    use super::*;

    #[test]
    fn the_table_in_its_canonical_and_its_wrapped_forms() {
        use Denial::{Broadcast, LinkLocal, Loopback, Multicast, OwnAddress, Public, Reserved, Unspecified};
        let rows = [
            ("0.0.0.0", Some(Unspecified)),
            ("::", Some(Unspecified)),
            ("127.0.0.1", Some(Loopback)),
            ("127.255.0.9", Some(Loopback)),
            ("::1", Some(Loopback)),
            ("169.254.169.254", Some(LinkLocal)),
            ("fe80::1", Some(LinkLocal)),
            ("febf::1", Some(LinkLocal)),
            ("224.0.0.251", Some(Multicast)),
            ("239.255.255.250", Some(Multicast)),
            ("ff02::1", Some(Multicast)),
            ("255.255.255.255", Some(Broadcast)),
            ("192.168.7.255", Some(Broadcast)),
            ("192.168.7.0", Some(Broadcast)),
            ("0.1.2.3", Some(Reserved)),
            ("240.0.0.1", Some(Reserved)),
            ("192.0.0.8", Some(Reserved)),
            ("192.88.99.1", Some(Reserved)),
            ("100::1", Some(Reserved)),
            ("fec0::1", Some(Reserved)),
            ("192.168.7.5", Some(OwnAddress)),
            ("fd00:7::5", Some(OwnAddress)),
            ("8.8.8.8", Some(Public)),
            ("203.0.113.9", Some(Public)),
            ("198.18.0.1", Some(Public)),
            ("2001:db8::1", Some(Public)),
            ("2606:4700::1111", Some(Public)),
            ("10.1.2.3", None),
            ("172.31.255.1", None),
            ("172.32.0.1", Some(Public)),
            ("192.168.7.254", None),
            ("192.168.8.255", None),
            ("100.64.0.1", None),
            ("100.128.0.1", Some(Public)),
            ("fd12:3456::1", None),
            ("192.0.2.77", None),
            ("2001:db8:7::77", None),
        ];
        for (ip, expected) in rows {
            let ip: IpAddr = ip.parse().unwrap();
            assert_eq!(policy().check(RELAY, PeerAddr::new(ip, 5000)).err(), expected, "{ip}");
            let IpAddr::V4(v4) = ip else { continue };
            for wrapped in wrap(v4) {
                let found = policy().check(RELAY, PeerAddr::new(wrapped.into(), 5000)).err();
                // ::0.0.0.0 is the unspecified address of IPv6 and ::0.0.0.1 its loopback
                assert_eq!(found, expected, "{ip} as {wrapped}");
            }
        }
    }

    #[test]
    fn a_tunnel_is_denied_for_either_of_the_addresses_it_carries() {
        let [inner, outer] = [Ipv4Addr::LOCALHOST, Ipv4Addr::new(10, 1, 2, 3)];
        for (server, client) in [(inner, outer), (outer, inner)] {
            let ip = teredo(server, client);
            assert_eq!(policy().check(RELAY, PeerAddr::new(ip.into(), 5000)), Err(Denial::Loopback), "{ip}");
        }
        // a /48 translator reads other bits than a /96 one
        let ip: IpAddr = "64:ff9b:1:7f00:0:100:a01:203".parse().unwrap();
        assert_eq!(policy().check(RELAY, PeerAddr::new(ip, 5000)), Err(Denial::Loopback));
    }

    #[test]
    fn ports_of_services_are_never_relayed_to() {
        let ip: IpAddr = "10.1.2.3".parse().unwrap();
        for port in [0, 22, 53, 1023] {
            assert_eq!(policy().check(RELAY, PeerAddr::new(ip, port)), Err(Denial::LowPort));
        }
        assert_eq!(policy().check(RELAY, PeerAddr::new(ip, 1024)), Ok(()));
    }

    #[test]
    fn a_permission_for_the_box_itself_is_had_but_opens_none_of_its_ports() {
        let own: IpAddr = "192.168.7.5".parse().unwrap();
        assert_eq!(policy().check_address(own), Ok(()));
        assert_eq!(policy().check(RELAY, PeerAddr::new(own, 50_000)), Err(Denial::OwnAddress));
    }

    #[test]
    fn loopback_when_allowed_still_keeps_the_ports_of_the_box() {
        let policy = Policy { allow_loopback: true, ..policy() };
        for ip in ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"] {
            let ip: IpAddr = ip.parse().unwrap();
            assert_eq!(policy.check_address(ip), Ok(()), "{ip}");
            assert_eq!(policy.check(RELAY, PeerAddr::new(ip, 5000)), Ok(()), "{ip}");
            assert_eq!(policy.check(RELAY, PeerAddr::new(ip, 3478)), Err(Denial::OwnAddress), "{ip}");
        }
    }

    #[test]
    fn public_addresses_are_a_switch_that_opens_nothing_else() {
        let policy = Policy { allow_public: true, ..policy() };
        let check = |ip: &str| policy.check(RELAY, PeerAddr::new(ip.parse().unwrap(), 5000));
        assert_eq!(check("8.8.8.8"), Ok(()));
        assert_eq!(check("2606:4700::1111"), Ok(()));
        assert_eq!(check("169.254.169.254"), Err(Denial::LinkLocal));
        assert_eq!(check("192.168.7.5"), Err(Denial::OwnAddress));
        assert_eq!(check("::ffff:127.0.0.1"), Err(Denial::Loopback));
    }

    #[test]
    fn every_denial_has_its_place() {
        for (index, denial) in Denial::ALL.into_iter().enumerate() {
            assert_eq!(denial as usize, index);
        }
    }

    #[test]
    fn where_a_relay_is_bound_is_the_box() {
        let peer = |ip: &str| PeerAddr::new(ip.parse().unwrap(), 5000);
        let policy = Policy { networks: Vec::new(), ..policy() };
        assert_eq!(policy.check(RELAY, peer("192.168.7.5")), Err(Denial::OwnAddress));
        assert_eq!(policy.check(RELAY, peer("::ffff:192.168.7.5")), Err(Denial::OwnAddress));
        assert_eq!(policy.check(RELAY, peer("192.168.7.6")), Ok(()));
    }

    const RELAY: RelayAddr =
        RelayAddr(SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::new(192, 168, 7, 5), 50_000)));

    /// A box at 192.168.7.5/24 and `fd00:7::5`/64 with two laboratory networks and loopback.
    fn policy() -> Policy {
        let network = |ip: &str, prefix| LocalNetwork { ip: ip.parse().unwrap(), prefix, interface: 1 };
        Policy {
            allow_loopback: false,
            allow_public: false,
            listener_ports: vec![3478, 8443],
            networks: vec![
                network("127.0.0.1", 8),
                network("::1", 128),
                network("192.168.7.5", 24),
                network("fd00:7::5", 64),
                network("192.0.2.2", 24),
                network("2001:db8:7::2", 64),
            ],
        }
    }
}
