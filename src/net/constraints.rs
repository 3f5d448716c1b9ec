//! What the box's certificate authority may vouch for (RFC 5280, section 4.2.1.10): networks and domains that mean
//! nothing outside of a building, and what the box itself has beyond those.

use std::net::IpAddr;

use rcgen::{CidrSubnet, GeneralSubtree};

use crate::config::HostName;
use crate::net::names::Names;

/// Networks that belong to no one in particular.
const NETWORKS: [&str; 9] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
];

/// Domains that mean nothing on the internet (RFC 6762, RFC 8375, RFC 6761, ICANN's `.internal`; `.lan` by custom).
const DOMAINS: [&str; 5] = ["local", "lan", "home.arpa", "internal", "localhost"];

/// All that a box called `names` may vouch for. Beyond private networks and domains: its own names, IPv4
/// addresses, and IPv6 networks (within which its address may change every day).
pub(super) fn permitted(names: &Names) -> Vec<GeneralSubtree> {
    let networks: Vec<CidrSubnet> = NETWORKS.iter().filter_map(|network| network.parse().ok()).collect();
    let hosts = names.hosts.iter().map(HostName::as_str);
    let own_hosts = hosts.filter(|host| !DOMAINS.iter().any(|domain| is_within(host, domain)));
    let own_addresses =
        names.addresses.iter().filter(|address| !networks.iter().any(|network| contains(network, address)));

    let domains = DOMAINS.into_iter().chain(own_hosts).map(|name| GeneralSubtree::DnsName(name.to_owned()));
    let networks = networks.iter().copied().chain(own_addresses.map(own_network));
    domains.chain(networks.map(GeneralSubtree::IpAddress)).collect()
}

fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn contains(network: &CidrSubnet, address: &IpAddr) -> bool {
    let within = |base: &[u8], mask: &[u8], octets: &[u8]| {
        octets.iter().zip(mask).map(|(octet, mask)| octet & mask).eq(base.iter().copied())
    };
    match (network, address) {
        (CidrSubnet::V4(base, mask), IpAddr::V4(v4)) => within(base, mask, &v4.octets()),
        (CidrSubnet::V6(base, mask), IpAddr::V6(v6)) => within(base, mask, &v6.octets()),
        _ => false,
    }
}

fn own_network(address: &IpAddr) -> CidrSubnet {
    match address {
        IpAddr::V4(v4) => CidrSubnet::from_v4_prefix(v4.octets(), 32),
        IpAddr::V6(v6) => {
            let network = u128::from(*v6) & (u128::MAX << 64);
            CidrSubnet::from_v6_prefix(network.to_be_bytes(), 64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_outside_of_private_space_is_added() {
        let names = Names {
            hosts: ["neko", "box.lan", "notlan", "lan", "meet.example.org"]
                .map(|name| name.parse().unwrap())
                .into(),
            addresses: ["10.1.2.3", "127.0.0.1", "198.51.100.7", "fd00::1", "2001:db8:1:2:3::4"]
                .map(|address| address.parse().unwrap())
                .into(),
        };
        let permitted = permitted(&names);
        let added_names: Vec<_> = permitted[DOMAINS.len()..]
            .iter()
            .filter_map(|subtree| match subtree {
                GeneralSubtree::DnsName(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(added_names, ["neko", "notlan", "meet.example.org"]);
        let added_networks = &permitted[DOMAINS.len() + added_names.len() + NETWORKS.len()..];
        let expected: [CidrSubnet; 2] =
            ["198.51.100.7/32", "2001:db8:1:2::/64"].map(|text| text.parse().unwrap());
        assert_eq!(added_networks, expected.map(GeneralSubtree::IpAddress));
    }

    #[test]
    fn every_private_network_is_well_formed() {
        assert!(NETWORKS.iter().all(|network| network.parse::<CidrSubnet>().is_ok()));
    }
}
