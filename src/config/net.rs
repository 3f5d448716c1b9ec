//! `[net]`: which of the machine's networks the box belongs to, and how it makes itself found there.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::values::InvalidValue;
use super::{HostName, Invalid};

/// The `[net]` section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Net {
    /// Network interfaces that nobody reaches the box by.
    pub exclude_interfaces: Vec<InterfacePattern>,
    /// Whether the box tells its name and addresses by multicast DNS.
    pub mdns: bool,
    /// Its name there, without `.local`: one label.
    pub mdns_name: HostName,
}

impl Default for Net {
    fn default() -> Self {
        // what container engines, hypervisors and their networks make: nobody in the building can reach those
        let virtual_ones =
            ["br-*", "cali*", "cni*", "docker*", "flannel*", "lxcbr*", "podman*", "veth*", "virbr*", "vnet*"];
        let text = |text: &str| text.parse().expect("letters and a hyphen are a name");
        Self {
            exclude_interfaces: virtual_ones.map(|text| InterfacePattern(text.to_owned())).into(),
            mdns: true,
            mdns_name: text("neko"),
        }
    }
}

impl Net {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.mdns_name.as_str().contains('.') {
            return Err(Invalid::new("mdns-name", "expected one label, such as neko: .local is added to it"));
        }
        Ok(())
    }
}

/// The name of a network interface, or the beginning of several ones: `docker0`, `docker*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InterfacePattern(String);

impl InterfacePattern {
    /// Whether the interface `name` is meant.
    pub fn matches(&self, name: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.0,
        }
    }
}

impl FromStr for InterfacePattern {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let name = text.strip_suffix('*').unwrap_or(text);
        // Linux: IFNAMSIZ, with the zero at its end
        let valid =
            name.len() < 16 && name.bytes().all(|c| c.is_ascii_graphic() && !matches!(c, b'/' | b'*'));
        if valid && !text.is_empty() {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidValue::expected(
                "the name of a network interface, or its beginning and a *, such as docker*",
            ))
        }
    }
}

impl TryFrom<String> for InterfacePattern {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, InvalidValue> {
        text.parse()
    }
}

impl From<InterfacePattern> for String {
    fn from(pattern: InterfacePattern) -> Self {
        pattern.0
    }
}

impl fmt::Display for InterfacePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_name_or_a_beginning() {
        let matches = |pattern: &str, name| pattern.parse::<InterfacePattern>().unwrap().matches(name);
        assert!(matches("eth0", "eth0") && !matches("eth0", "eth01"));
        assert!(matches("docker*", "docker0") && !matches("docker*", "mydocker"));
        assert!(matches("*", "anything"));
        for bad in ["", "a b", "*a", "a*b", "a/b", "0123456789abcdef"] {
            assert!(bad.parse::<InterfacePattern>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn bridges_of_containers_are_left_out_and_a_bridge_made_by_hand_is_not() {
        let net = Net::default();
        let excluded = |name: &str| net.exclude_interfaces.iter().any(|pattern| pattern.matches(name));
        for name in ["docker0", "br-4a5b6c7d8e9f", "veth12ab", "virbr0", "cni0"] {
            assert!(excluded(name), "{name}");
        }
        for name in ["eth0", "wlan0", "br0", "enp3s0", "lo"] {
            assert!(!excluded(name), "{name}");
        }
    }
}
