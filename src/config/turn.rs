//! `[turn]`: the relay's ports, what it may reach, and its quotas.

use serde::{Deserialize, Serialize};

use super::values::{Minutes, PortRange};
use super::{Invalid, at_least};

/// The `[turn]` section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Turn {
    /// UDP ports for relayed addresses, both ends included.
    pub relay_ports: PortRange,
    /// Whether relayed traffic may go to 127.0.0.0/8 and `::1`: for tests and benches alone.
    pub allow_loopback: bool,
    /// Whether relayed traffic may go to public addresses.
    pub allow_public: bool,
    /// Whether the kernel may send and receive runs of datagrams as one (`UDP_SEGMENT`, `UDP_GRO`), where it can. For
    /// network cards and virtual machines that do it wrong.
    pub udp_offload: bool,
    /// The realm of TURN's credentials (RFC 8489, section 14.9): 1 to 28 printable ASCII characters.
    pub realm: String,
    /// How long the relay's credentials last.
    pub credential_minutes: Minutes,
    /// Allocations that one user may hold at once.
    pub max_allocations_per_user: u32,
    /// Allocations that one client address may hold at once.
    pub max_allocations_per_address: u32,
    /// Allocations in all.
    pub max_allocations: u32,
    /// TCP and TLS connections to the relay that one client address may hold at once.
    pub max_streams_per_address: u32,
    /// Kilobits a second that one allocation may carry each way; 0 for as much as there is.
    pub max_kilobits_per_allocation: u32,
}

impl Default for Turn {
    fn default() -> Self {
        Self {
            relay_ports: PortRange::new(49_152, 65_535),
            allow_loopback: false,
            allow_public: false,
            udp_offload: true,
            realm: "neko".into(),
            credential_minutes: Minutes::new(60),
            // a person in a room of ten: nine connections, each over UDP, TCP and TLS by IPv4 and IPv6, on two devices
            max_allocations_per_user: 128,
            // a whole office may come through one router
            max_allocations_per_address: 1_024,
            max_allocations: 8_192,
            max_streams_per_address: 1_024,
            // eight times the best picture that a call sends
            max_kilobits_per_allocation: 20_000,
        }
    }
}

impl Turn {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        let printable = self.realm.bytes().all(|c| (b' '..=b'~').contains(&c) && !matches!(c, b'"' | b'\\'));
        if !printable || !(1..=28).contains(&self.realm.len()) {
            return Err(Invalid::new(
                "realm",
                "expected 1 to 28 printable ASCII characters without quotes or backslashes",
            ));
        }
        at_least("max-allocations-per-user", self.max_allocations_per_user, 1)?;
        at_least("max-allocations-per-address", self.max_allocations_per_address, 1)?;
        at_least("max-allocations", self.max_allocations, 1)?;
        at_least("max-streams-per-address", self.max_streams_per_address, 1)
    }
}
