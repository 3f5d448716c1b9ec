//! What an operator may choose about the relay. Every limit is here, so that a bench can lift it.

use std::ops::RangeInclusive;
use std::time::Duration;

/// Settings of the relay; [`Default`] is what a box ships with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The realm of the long-term credentials, 1 to 28 characters of printable ASCII without `"` and `\`. It stands in
    /// every challenge, and a challenge with a longer one would be more than three times a browser's first request,
    /// which therefore would get no answer.
    pub realm: String,
    /// The UDP ports that relayed addresses are taken from, none below 1024.
    pub relay_ports: RangeInclusive<u16>,
    /// How much anyone may hold.
    pub limits: Limits,
    /// Lets traffic be relayed to 127.0.0.0/8 and `::1`, the box's own ports aside. For tests and benches alone.
    pub allow_loopback: bool,
    /// Lets traffic be relayed to addresses outside private ranges and directly connected networks.
    pub allow_public: bool,
    /// Has the kernel send and receive runs of datagrams as one, where it can. Whoever owns the sockets reads it.
    pub udp_offload: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            realm: "neko".to_owned(),
            relay_ports: 49152..=65535,
            limits: Limits::default(),
            allow_loopback: false,
            allow_public: false,
            udp_offload: true,
        }
    }
}

/// Upper bounds, each at least 1 to be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Allocations and reserved ports of one user. A browser makes one for each connection, network and URL.
    pub allocations_per_user: usize,
    /// Allocations of one client address. A whole building may stand behind one.
    pub allocations_per_address: usize,
    /// Allocations and reserved ports in all.
    pub allocations: usize,
    /// Peer addresses that one allocation may hold permissions for at a time.
    pub permissions_per_allocation: usize,
    /// Channels that one allocation may have bound at a time.
    pub channels_per_allocation: usize,
    /// Payload of one allocation, in kilobits a second each way, over a second; 0 for as much as there is.
    pub kilobits_per_allocation: u64,
    /// TCP and TLS streams of one client address.
    pub streams_per_address: usize,
    /// How long a stream may be without an allocation, or its client take nothing of what waits for it.
    pub stream_idle: Duration,
}

impl Limits {
    /// What an allocation may carry each way, in bytes a second; 0 for as much as there is.
    pub(super) const fn bytes_per_second(&self) -> u64 {
        self.kilobits_per_allocation * (1000 / 8)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            allocations_per_user: 128,
            allocations_per_address: 1024,
            allocations: 8192,
            permissions_per_allocation: 128,
            channels_per_allocation: 128,
            kilobits_per_allocation: 20_000,
            streams_per_address: 1024,
            stream_idle: Duration::from_secs(30),
        }
    }
}

/// A setting that the relay can't work with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The realm would not fit a small reply, or would need quoting.
    #[error(
        "turn.realm is {0:?}, but a realm is 1 to 28 printable ASCII characters without quotes or backslashes"
    )]
    Realm(String),
    /// The port range is empty or reaches below 1024.
    #[error("turn.relay-ports is {}-{}, but must be a rising range of ports from 1024 to 65535", .0.start(), .0.end())]
    RelayPorts(RangeInclusive<u16>),
}

impl Settings {
    /// Says what is wrong with these settings, if anything is.
    pub fn validate(&self) -> Result<(), SettingsError> {
        let plain = |c: u8| (b' '..=b'~').contains(&c) && c != b'"' && c != b'\\';
        if !(1..=28).contains(&self.realm.len()) || !self.realm.bytes().all(plain) {
            return Err(SettingsError::Realm(self.realm.clone()));
        }
        if *self.relay_ports.start() < 1024 || self.relay_ports.is_empty() {
            return Err(SettingsError::RelayPorts(self.relay_ports.clone()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_hold_and_wrong_values_are_named() {
        assert_eq!(Settings::default().validate(), Ok(()));
        for realm in ["", "a\"b", "a\\b", "ä", "a\nb", &"x".repeat(29)] {
            let settings = Settings { realm: realm.to_owned(), ..Settings::default() };
            assert_eq!(settings.validate(), Err(SettingsError::Realm(realm.to_owned())));
        }
        for (start, end) in [(1023, 2000), (5000, 4999)] {
            let settings = Settings { relay_ports: start..=end, ..Settings::default() };
            let error = settings.validate().unwrap_err();
            assert!(error.to_string().contains(&format!("{start}-{end}")), "{error}");
        }
    }
}
