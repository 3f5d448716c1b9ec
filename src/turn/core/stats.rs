//! What the relay counts. Counters only grow; gauges say so.

use super::addr::Transport;
use super::policy::Denial;

/// Packets and the payload bytes in them, without STUN, UDP and IP headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Packets.
    pub packets: u64,
    /// Payload bytes.
    pub bytes: u64,
}

impl Traffic {
    pub(super) fn add(&mut self, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
    }
}

/// A snapshot of the relay's counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Gauge: allocations that are alive.
    pub allocations: u64,
    /// Allocations ever made.
    pub allocations_made: u64,
    /// Binding requests answered.
    pub bindings: u64,
    /// From clients to peers outside this box.
    pub to_peers: Traffic,
    /// From peers outside this box to clients.
    pub to_clients: Traffic,
    /// From one client of this box to another without leaving the process.
    pub handed_over: Traffic,
    /// Payloads dropped because their allocation carries more than its share.
    pub over_bandwidth: u64,
    /// Requests whose credentials were wrong, expired or revoked.
    pub auth_failures: u64,
    /// Allocate requests refused for a quota (486) or for want of room or ports (508).
    pub over_quota: u64,
    /// Datagrams that were no STUN, TURN or ChannelData of the kind that a server takes.
    pub malformed: u64,
    /// Payloads dropped because no allocation, channel or permission was there for them.
    pub unpermitted: u64,
    /// Packets that the operating system would not send; each costs itself alone.
    pub send_failures: u64,
    /// Packets dropped because a client by TCP or TLS reads too slowly.
    pub dropped: u64,
    /// Streams refused because their address has too many.
    pub refused_streams: u64,
    by_transport: [(Traffic, Traffic); Transport::ALL.len()],
    denied: [u64; Denial::ALL.len()],
}

impl Stats {
    /// Refusals to relay to or from an address, by reason.
    pub fn denied(&self) -> impl Iterator<Item = (Denial, u64)> + '_ {
        Denial::ALL.into_iter().map(|denial| (denial, self.denied[denial as usize]))
    }

    /// What came from clients and was passed on, and what was passed on to clients, by the client's transport. What
    /// was handed over counts once on either side.
    pub fn by_transport(&self) -> impl Iterator<Item = (Transport, Traffic, Traffic)> + '_ {
        Transport::ALL.into_iter().map(|transport| {
            let (up, down) = self.by_transport[transport as usize];
            (transport, up, down)
        })
    }

    pub(super) fn add_up(&mut self, transport: Transport, bytes: usize) {
        self.by_transport[transport as usize].0.add(bytes);
    }

    pub(super) fn add_down(&mut self, transport: Transport, bytes: usize) {
        self.by_transport[transport as usize].1.add(bytes);
    }

    pub(super) fn deny(&mut self, denial: Denial) {
        self.denied[denial as usize] += 1;
    }
}
