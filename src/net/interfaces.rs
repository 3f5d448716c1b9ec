//! The machine's network interfaces, and the addresses by which others can reach it, best first.
//!
//! Interfaces that the settings leave out (bridges and links of containers and virtual machines, unless told otherwise)
//! are known here and used by nobody.

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;

use crate::config::InterfacePattern;

/// A network interface at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// What the system calls it.
    pub name: String,
    /// Its addresses. Link-local IPv6 is left out: it means nothing without the name of an interface.
    pub addresses: Vec<IpAddr>,
    /// Whether the settings leave it out.
    pub excluded: bool,
}

/// The interfaces that have an address, by name, at this moment.
///
/// # Errors
/// As the system reports.
pub fn list(excluded: &[InterfacePattern]) -> io::Result<Vec<Interface>> {
    let found = if_addrs::get_if_addrs()?;
    Ok(grouped(found.iter().map(|interface| (interface.name.as_str(), interface.ip())), excluded))
}

/// The addresses of those of `interfaces` that are used: the ones that most people can use first, loopback last.
pub fn addresses(interfaces: &[Interface]) -> Vec<IpAddr> {
    let used = interfaces.iter().filter(|interface| !interface.excluded);
    let mut addresses: Vec<(Rank, IpAddr)> = used
        .flat_map(|interface| &interface.addresses)
        .filter_map(|address| Some((rank(*address)?, *address)))
        .collect();
    // stable: within a rank the interfaces' order stays
    addresses.sort_by_key(|(rank, _)| *rank);
    addresses.dedup();
    addresses.into_iter().map(|(_, address)| address).collect()
}

fn grouped<'a>(
    found: impl Iterator<Item = (&'a str, IpAddr)>,
    excluded: &[InterfacePattern],
) -> Vec<Interface> {
    let mut by_name: BTreeMap<&str, Vec<IpAddr>> = BTreeMap::new();
    for (name, address) in found.filter(|(_, address)| rank(*address).is_some()) {
        by_name.entry(name).or_default().push(address);
    }
    let interface = |(name, addresses): (&str, _)| Interface {
        name: name.to_owned(),
        addresses,
        excluded: excluded.iter().any(|pattern| pattern.matches(name)),
    };
    by_name.into_iter().map(interface).collect()
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
    use crate::config::Net;

    #[test]
    fn what_people_can_reach_comes_first_and_what_they_cannot_is_left_out() {
        let found = [
            ("lo", "127.0.0.1"),
            ("lo", "::1"),
            ("eth0", "169.254.7.7"),
            ("eth0", "fe80::1"),
            ("eth0", "2001:db8::5"),
            ("eth0", "fd00::5"),
            ("eth1", "198.51.100.7"),
            ("docker0", "172.17.0.1"),
            ("wlan0", "192.168.1.5"),
            ("eth0", "10.0.0.5"),
        ];
        let found = found.into_iter().map(|(name, address)| (name, address.parse().unwrap()));
        let interfaces = grouped(found, &Net::default().exclude_interfaces);
        let excluded: Vec<_> =
            interfaces.iter().filter(|found| found.excluded).map(|found| found.name.as_str()).collect();
        assert_eq!(excluded, ["docker0"]);
        let shown: Vec<_> = addresses(&interfaces).iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "10.0.0.5",
                "192.168.1.5",
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
        assert!(addresses(&list(&[]).unwrap()).last().unwrap().is_loopback());
    }
}
