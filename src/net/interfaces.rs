//! The addresses by which others can reach this machine, best first.
//!
//! Bridges and links of containers and virtual machines are left out: nobody in the building can reach those.

use std::io;
use std::net::IpAddr;

/// The machine's addresses at this moment, those that most people can use first, loopback last.
/// Link-local IPv6 is left out: it means nothing without the name of an interface.
pub fn addresses() -> io::Result<Vec<IpAddr>> {
    let interfaces = if_addrs::get_if_addrs()?;
    Ok(ranked(interfaces.iter().map(|interface| (interface.name.as_str(), interface.ip()))))
}

/// Beginnings of the names that container engines, hypervisors and their networks give to interfaces.
const VIRTUAL: [&str; 10] =
    ["br-", "cali", "cni", "docker", "flannel", "lxcbr", "podman", "veth", "virbr", "vnet"];

fn ranked<'a>(interfaces: impl Iterator<Item = (&'a str, IpAddr)>) -> Vec<IpAddr> {
    let mut addresses: Vec<(Rank, IpAddr)> = interfaces
        .filter(|(name, _)| !VIRTUAL.iter().any(|beginning| name.starts_with(beginning)))
        .filter_map(|(_, address)| Some((rank(address)?, address)))
        .collect();
    // stable: within a rank the system's order stays
    addresses.sort_by_key(|(rank, _)| *rank);
    addresses.dedup();
    addresses.into_iter().map(|(_, address)| address).collect()
}

/// From best to worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    PrivateV4,
    PublicV4,
    UniqueLocalV6,
    GlobalV6,
    LinkLocalV4,
    Loopback,
}

fn rank(address: IpAddr) -> Option<Rank> {
    match address {
        _ if address.is_loopback() => Some(Rank::Loopback),
        _ if address.is_unspecified() || address.is_multicast() => None,
        IpAddr::V4(v4) if v4.is_private() => Some(Rank::PrivateV4),
        IpAddr::V4(v4) if v4.is_link_local() => Some(Rank::LinkLocalV4),
        IpAddr::V4(_) => Some(Rank::PublicV4),
        IpAddr::V6(v6) if v6.is_unicast_link_local() => None,
        IpAddr::V6(v6) if v6.is_unique_local() => Some(Rank::UniqueLocalV6),
        IpAddr::V6(_) => Some(Rank::GlobalV6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_can_reach_comes_first_and_what_they_cannot_is_left_out() {
        let interfaces = [
            ("lo", "127.0.0.1"),
            ("lo", "::1"),
            ("eth0", "169.254.7.7"),
            ("eth0", "fe80::1"),
            ("eth0", "2001:db8::5"),
            ("eth0", "fd00::5"),
            ("eth1", "198.51.100.7"),
            ("docker0", "172.17.0.1"),
            ("br-4a5b6c7d8e9f", "172.18.0.1"),
            ("veth12ab", "10.9.9.9"),
            ("wlan0", "192.168.1.5"),
            ("eth0", "10.0.0.5"),
            // a bridge that someone made by hand is a real network
            ("br0", "192.168.2.1"),
        ];
        let ranked = ranked(interfaces.into_iter().map(|(name, address)| (name, address.parse().unwrap())));
        let shown: Vec<_> = ranked.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "192.168.1.5",
                "10.0.0.5",
                "192.168.2.1",
                "198.51.100.7",
                "fd00::5",
                "2001:db8::5",
                "169.254.7.7",
                "127.0.0.1",
                "::1"
            ]
        );
    }

    #[test]
    fn this_machine_has_loopback_last() {
        assert!(addresses().unwrap().last().unwrap().is_loopback());
    }
}
