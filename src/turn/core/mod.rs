//! The relay without its sockets: what to do about each datagram, as a function of bytes and time.
//!
//! Whoever owns the sockets calls [`Relay::handle_client`] and [`Relay::handle_peer`] with what they receive, sends
//! what the returned [`Forward`] names, does what [`Outputs`] asks, and calls [`Relay::handle_timeout`] when
//! [`Relay::next_timeout`] has come. Nothing here reads a clock, a socket or a random device: time is an argument
//! and chance is the seed.
//!
//! Invariants: until a request has proved a credential nothing is stored, and what is answered is at most three
//! times as long; a payload moves only between a client and a peer that it permitted, and never to or from an
//! address of the deny table (`policy`); a failed send is no event here, so it can't end an allocation.

mod addr;
mod allocate;
mod allocation;
mod control;
mod message;
mod nonce;
mod packet;
mod policy;
mod settings;
mod share;
mod stats;
mod table;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashMap;
use std::ops::Range;
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

pub use self::addr::{ClientAddr, FiveTuple, PeerAddr, RelayAddr, Transport};
pub use self::message::MAX_REQUEST;
pub use self::packet::Framing;
pub use self::policy::{Denial, LocalNetwork};
pub use self::settings::{Limits, Settings, SettingsError};
pub use self::stats::{Stats, Traffic};
pub use self::view::AllocationView;

use self::nonce::Nonces;
use self::packet::Kind;
use self::policy::Policy;
use self::table::Table;
use super::credentials::{Credentials, MAX_CREDENTIAL_LIFETIME, SessionTag};
use crate::clock::Timestamp;
use crate::domain::id::SessionId;

/// What the core asks of whoever owns the sockets, while it handles a datagram.
pub trait Outputs {
    /// Opens a UDP socket there, from which [`Forward::ToPeer`] sends and which [`Relay::handle_peer`] hears of.
    fn open(&mut self, relay: RelayAddr) -> Result<(), OpenError>;

    /// Closes the socket there.
    fn close(&mut self, relay: RelayAddr);

    /// Sends an answer of ours to a client, from the address that it wrote to.
    fn reply(&mut self, to: FiveTuple, message: &[u8]);
}

/// Why a relayed address could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another socket is there: another port may do.
    #[error("the port is taken")]
    Busy,
    /// No port would do: the address is gone or there are no more sockets to be had.
    #[error("no socket can be opened")]
    Unavailable,
}

/// Where the payload of a message goes on to. The range is one of the message that was handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forward {
    /// To a client, framed as it wants it.
    ToClient {
        /// The client, and the address of the box to send from.
        to: FiveTuple,
        /// What to send before and after the payload.
        framing: Framing,
        /// What to send.
        payload: Range<usize>,
    },
    /// To a peer, as it came.
    ToPeer {
        /// The socket to send from.
        from: RelayAddr,
        /// The peer.
        to: PeerAddr,
        /// What to send.
        payload: Range<usize>,
    },
}

/// The state of the relay.
pub struct Relay {
    settings: Settings,
    credentials: Credentials,
    nonces: Nonces,
    policy: Policy,
    table: Table,
    /// Sessions that have ended, until no credential of theirs can be good any more.
    ended_sessions: HashMap<SessionTag, Instant>,
    rng: StdRng,
    stats: Stats,
}

impl Relay {
    /// A relay without allocations. `settings` must be valid ([`Settings::validate`]); `seed` must be secret, for
    /// ports, tokens and nonces come of it; `listener_ports` are the box's own UDP ports; `now` is the earliest time
    /// that will ever be passed.
    pub fn new(
        settings: Settings,
        credentials: Credentials,
        listener_ports: Vec<u16>,
        seed: [u8; 32],
        now: Instant,
    ) -> Self {
        let mut rng = StdRng::from_seed(seed);
        let nonces = Nonces::new(&rng.random(), now);
        let policy = Policy {
            allow_loopback: settings.allow_loopback,
            allow_public: settings.allow_public,
            listener_ports,
            networks: Vec::new(),
        };
        Self {
            settings,
            credentials,
            nonces,
            policy,
            table: Table::default(),
            ended_sessions: HashMap::new(),
            rng,
            stats: Stats::default(),
        }
    }

    /// Says which addresses the box has. To be called before the first datagram and whenever they change.
    pub fn set_networks(&mut self, networks: Vec<LocalNetwork>) {
        self.policy.networks = networks;
    }

    /// Takes a message that a client sent: a datagram, or a frame of its stream. `wall` is the time by which credentials expire.
    pub fn handle_client(
        &mut self,
        now: Instant,
        wall: Timestamp,
        from: FiveTuple,
        message: &[u8],
        out: &mut impl Outputs,
    ) -> Option<Forward> {
        self.handle_timeout(now, out);
        match packet::classify(message) {
            Kind::ChannelData { channel, payload } => {
                let allocation = self.table.get(&from);
                let peer = allocation.and_then(|allocation| allocation.peer_of(channel, now));
                self.send(now, from, peer, payload)
            }
            Kind::Send { peer, payload } => {
                let allocation = self.table.get(&from);
                let permitted = allocation.is_some_and(|allocation| allocation.is_permitted(peer.ip(), now));
                self.send(now, from, permitted.then_some(peer), payload)
            }
            Kind::Request => {
                self.request(now, wall, from, message, out);
                None
            }
            Kind::Other => {
                self.stats.malformed += 1;
                None
            }
        }
    }

    /// Takes a datagram that came to a relayed address from outside this box.
    pub fn handle_peer(
        &mut self,
        now: Instant,
        relay: RelayAddr,
        from: PeerAddr,
        payload: &[u8],
        out: &mut impl Outputs,
    ) -> Option<Forward> {
        self.handle_timeout(now, out);
        if let Err(denial) = self.policy.check(relay, from) {
            self.stats.deny(denial);
            return None;
        }
        let forward = self.deliver(now, relay, from, 0..payload.len())?;
        self.stats.to_clients.add(payload.len());
        Some(forward)
    }

    /// Whether a client holds an allocation.
    pub fn holds(&self, client: &FiveTuple) -> bool {
        self.table.get(client).is_some()
    }

    /// Ends the allocation of a client whose stream has closed: it can't be reached, nor prove that it is the same.
    pub fn client_gone(&mut self, client: &FiveTuple, out: &mut impl Outputs) {
        let relays = self.table.get(client).map(|allocation| allocation.relays);
        for relay in relays.into_iter().flatten().flatten() {
            self.close(relay, out);
        }
    }

    /// Counts a stream that was refused because its address has too many.
    pub const fn note_refused_stream(&mut self) {
        self.stats.refused_streams += 1;
    }

    /// Ends what has ended by `now`. Datagrams do this as well; it is for when there are none.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut impl Outputs) {
        while let Some(relay) = self.table.ended(now) {
            self.close(relay, out);
        }
    }

    /// When [`Relay::handle_timeout`] has something to do next.
    pub fn next_timeout(&self) -> Option<Instant> {
        self.table.next_end()
    }

    /// Ends the allocations that were made in `session`, and lets none be made in it again.
    pub fn end_session(&mut self, now: Instant, session: &SessionId, out: &mut impl Outputs) {
        let session = self.credentials.tag(session);
        for relay in self.table.of_session(&session) {
            self.close(relay, out);
        }
        self.ended_sessions.retain(|_, forgotten| *forgotten > now);
        self.ended_sessions.insert(session, now + MAX_CREDENTIAL_LIFETIME);
    }

    /// The counters as they stand.
    pub fn stats(&self) -> Stats {
        let mut stats = self.stats;
        stats.allocations = self.table.len() as u64;
        stats
    }

    /// Passes a client's payload on to `peer`, to which it has a channel or a permission.
    fn send(
        &mut self,
        now: Instant,
        client: FiveTuple,
        peer: Option<PeerAddr>,
        payload: Range<usize>,
    ) -> Option<Forward> {
        let (length, rate) = (payload.len(), self.settings.limits.bytes_per_second());
        let place = peer.and_then(|to| {
            let allocation = self.table.get_mut(&client)?;
            Some((allocation.relay_for(to.ip())?, to, allocation.up()?))
        });
        let Some((from, to, share)) = place else {
            self.stats.unpermitted += 1;
            return None;
        };
        if !share.take(now, length, rate) {
            self.stats.over_bandwidth += 1;
            return None;
        }
        let forward = if let Some(relay) = self.table.relay_at(to) {
            let from = PeerAddr::new(from.0.ip(), from.0.port());
            let forward = self.deliver(now, relay, from, payload)?;
            self.stats.handed_over.add(length);
            forward
        } else {
            if let Err(denial) = self.policy.check(from, to) {
                self.stats.deny(denial);
                return None;
            }
            self.stats.to_peers.add(length);
            Forward::ToPeer { from, to, payload }
        };
        self.stats.add_up(client.client.transport, length);
        Some(forward)
    }

    /// Passes a peer's payload on to the client behind `relay`, if that permits the peer.
    fn deliver(
        &mut self,
        now: Instant,
        relay: RelayAddr,
        from: PeerAddr,
        payload: Range<usize>,
    ) -> Option<Forward> {
        let (length, rate) = (payload.len(), self.settings.limits.bytes_per_second());
        let behind = self.table.behind(relay);
        let Some((to, allocation)) = behind.filter(|(_, allocation)| allocation.is_permitted(from.ip(), now))
        else {
            self.stats.unpermitted += 1;
            return None;
        };
        if !allocation.down().is_some_and(|share| share.take(now, length, rate)) {
            self.stats.over_bandwidth += 1;
            return None;
        }
        let framing = match allocation.channel_to(from, now) {
            Some(channel) => Framing::channel_data(channel, length, to.client.transport.is_stream()),
            None => Framing::data_indication(from, self.rng.random(), length),
        }?;
        self.stats.add_down(to.client.transport, length);
        Some(Forward::ToClient { to, framing, payload })
    }

    fn close(&mut self, relay: RelayAddr, out: &mut impl Outputs) {
        self.table.remove(relay);
        out.close(relay);
    }
}
