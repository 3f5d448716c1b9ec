//! What the box's keepers see of an allocation.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::addr::ClientAddr;
use super::stats::Traffic;
use super::{Outputs, Relay};
use crate::domain::id::UserId;

/// A live allocation, as it is at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocationView {
    /// Tells it from all others that this relay has had.
    pub id: u64,
    /// Whose it is.
    pub user: UserId,
    /// Where its client is, and how it speaks.
    pub client: ClientAddr,
    /// Its relayed addresses: one, or one of each family.
    pub relayed: Vec<SocketAddr>,
    /// How long it has been there.
    pub age: Duration,
    /// How long it stays unless refreshed.
    pub left: Duration,
    /// Peer addresses permitted.
    pub permissions: usize,
    /// Channels bound.
    pub channels: usize,
    /// From the client.
    pub up: Traffic,
    /// To the client.
    pub down: Traffic,
}

impl Relay {
    /// The live allocations, oldest first.
    pub fn allocations(&self, now: Instant) -> Vec<AllocationView> {
        let mut views: Vec<AllocationView> = self
            .table
            .iter()
            .map(|(tuple, allocation, ends)| {
                let (permissions, channels) = allocation.held(now);
                let (up, down) = allocation.traffic();
                AllocationView {
                    id: allocation.id,
                    user: allocation.username.user(),
                    client: tuple.client,
                    relayed: allocation.relays.iter().flatten().map(|relay| relay.0).collect(),
                    age: now.saturating_duration_since(allocation.made),
                    left: ends.saturating_duration_since(now),
                    permissions,
                    channels,
                    up,
                    down,
                }
            })
            .collect();
        views.sort_by_key(|view| view.id);
        views
    }

    /// Ends the allocation with this id; `false` if there is none. Its client may make another.
    pub fn stop(&mut self, id: u64, out: &mut impl Outputs) -> bool {
        let found = self.table.iter().find(|(_, allocation, _)| allocation.id == id);
        let client = found.map(|(tuple, ..)| *tuple);
        if let Some(client) = client {
            self.client_gone(&client, out);
        }
        client.is_some()
    }
}
