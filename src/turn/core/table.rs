//! Every allocation and reserved port of the box, who owns them and when they end.
//!
//! Invariant: each relayed address here is an open socket and the other way round; an allocation owns one or two,
//! a reservation one. The counts that quotas go by are kept as entries come and go.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use slab::Slab;

use super::addr::{Family, FiveTuple, PeerAddr, RelayAddr};
use super::allocation::Allocation;
use crate::domain::id::UserId;
use crate::turn::credentials::SessionTag;
use crate::turn::index::Index;

/// Eight random bytes that stand for a reserved port (RFC 8656 section 18.9).
pub(super) type ReservationToken = [u8; 8];

#[derive(Default)]
pub(super) struct Table {
    /// Boxed: the list has room for up to twice what is in it.
    entries: Slab<Entry>,
    /// Allocations by their client; the numbers are keys of `entries`.
    by_client: Index,
    by_relay: Index,
    reservations: HashMap<ReservationToken, RelayAddr>,
    ends: BTreeSet<(Instant, Slot)>,
    held_by_user: HashMap<UserId, usize>,
    held_by_address: HashMap<IpAddr, usize>,
}

enum Entry {
    Allocation(Box<Held>),
    Reservation(Box<Reservation>),
}

struct Held {
    client: FiveTuple,
    allocation: Allocation,
    /// When each of the allocation's relayed addresses ends.
    ends: [Instant; 2],
}

struct Reservation {
    relay: RelayAddr,
    expires: Instant,
    token: ReservationToken,
    user: UserId,
}

/// A relayed address by where it stands: twice the key in `entries`, and one more for IPv6.
type Slot = u32;

impl Table {
    pub(super) fn get(&self, client: &FiveTuple) -> Option<&Allocation> {
        let key = self.by_client.find(client, |key| client_at(&self.entries, key))?;
        held(&self.entries, key).map(|held| &held.allocation)
    }

    pub(super) fn get_mut(&mut self, client: &FiveTuple) -> Option<&mut Allocation> {
        let key = self.by_client.find(client, |key| client_at(&self.entries, key))?;
        held_mut(&mut self.entries, key).map(|held| &mut held.allocation)
    }

    /// Every allocation with its client and the moment it ends.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&FiveTuple, &Allocation, Instant)> {
        self.held_allocations().filter_map(|held| {
            let ends = held.allocation.relays.iter().zip(held.ends);
            let last = ends.filter_map(|(relay, ends)| relay.map(|_| ends)).max();
            Some((&held.client, &held.allocation, last?))
        })
    }

    /// The allocation behind a relayed address and the client that it belongs to.
    pub(super) fn behind(&mut self, relay: RelayAddr) -> Option<(FiveTuple, &mut Allocation)> {
        let slot = self.slot(relay)?;
        held_mut(&mut self.entries, slot / 2).map(|held| (held.client, &mut held.allocation))
    }

    /// The live relayed address of this box that `peer` is, if it is one.
    pub(super) fn relay_at(&self, peer: PeerAddr) -> Option<RelayAddr> {
        let relay = RelayAddr(peer.socket());
        held(&self.entries, self.slot(relay)? / 2).map(|_| relay)
    }

    /// Whether a socket is open there, for an allocation or in reserve.
    pub(super) fn is_taken(&self, relay: SocketAddr) -> bool {
        self.slot(RelayAddr(relay)).is_some()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len() - self.reservations.len()
    }

    /// Allocations and reservations in all.
    pub(super) fn held(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn held_by_user(&self, user: UserId) -> usize {
        self.held_by_user.get(&user).copied().unwrap_or(0)
    }

    pub(super) fn held_by_address(&self, ip: IpAddr) -> usize {
        self.held_by_address.get(&ip).copied().unwrap_or(0)
    }

    /// The soonest moment at which something here ends.
    pub(super) fn next_end(&self) -> Option<Instant> {
        self.ends.first().map(|(at, _)| *at)
    }

    /// A relayed address that has ended by `now`.
    pub(super) fn ended(&self, now: Instant) -> Option<RelayAddr> {
        let (_, slot) = self.ends.first().filter(|(at, _)| *at <= now)?;
        relay_at(&self.entries, *slot)
    }

    pub(super) fn insert(&mut self, client: FiveTuple, allocation: Allocation, expires: Instant) {
        *self.held_by_user.entry(allocation.username.user()).or_default() += 1;
        *self.held_by_address.entry(client.client.addr.ip()).or_default() += 1;
        let relays = allocation.relays;
        let held = Held { client, allocation, ends: [expires; 2] };
        let key = number(self.entries.insert(Entry::Allocation(Box::new(held))));
        self.by_client.insert(&client, key, |key| client_at(&self.entries, key));
        for relay in relays.into_iter().flatten() {
            self.put(relay, key, expires);
        }
    }

    pub(super) fn reserve(
        &mut self,
        relay: RelayAddr,
        token: ReservationToken,
        user: UserId,
        expires: Instant,
    ) {
        *self.held_by_user.entry(user).or_default() += 1;
        let reservation = Reservation { relay, expires, token, user };
        let key = number(self.entries.insert(Entry::Reservation(Box::new(reservation))));
        self.put(relay, key, expires);
        self.reservations.insert(token, relay);
    }

    /// Takes a port that `user` has in reserve; its socket stays open and is the caller's from here on.
    pub(super) fn take_reserved(&mut self, token: ReservationToken, user: UserId) -> Option<RelayAddr> {
        let relay = *self.reservations.get(&token)?;
        let entry = self.entries.get(self.slot(relay)? as usize / 2)?;
        let owned = matches!(entry, Entry::Reservation(reservation) if reservation.user == user);
        owned.then(|| self.remove(relay))?;
        Some(relay)
    }

    /// Moves the end of an allocation's relayed address.
    pub(super) fn extend(&mut self, relay: RelayAddr, expires: Instant) {
        let Some(slot) = self.slot(relay) else { return };
        let Some(held) = held_mut(&mut self.entries, slot / 2) else { return };
        let before = std::mem::replace(&mut held.ends[Family::of(relay.0.ip()).index()], expires);
        self.ends.remove(&(before, slot));
        self.ends.insert((expires, slot));
    }

    /// Forgets a relayed address, and its allocation when that was the last it had. Its socket is the caller's to
    /// close.
    pub(super) fn remove(&mut self, relay: RelayAddr) {
        let Some(slot) = self.slot(relay) else { return };
        self.by_relay.remove(&relay, slot);
        let key = slot as usize / 2;
        match self.entries.get_mut(key) {
            Some(Entry::Allocation(held)) => {
                let family = Family::of(relay.0.ip()).index();
                held.allocation.relays[family] = None;
                self.ends.remove(&(held.ends[family], slot));
                if held.allocation.relays.iter().any(Option::is_some) {
                    return;
                }
                self.by_client.remove(&held.client, slot / 2);
                release(&mut self.held_by_user, &held.allocation.username.user());
                release(&mut self.held_by_address, &held.client.client.addr.ip());
            }
            Some(Entry::Reservation(reservation)) => {
                self.ends.remove(&(reservation.expires, slot));
                self.reservations.remove(&reservation.token);
                release(&mut self.held_by_user, &reservation.user);
            }
            None => return,
        }
        self.entries.remove(key);
    }

    /// The relayed addresses of the allocations that were made in `session`.
    pub(super) fn of_session(&self, session: &SessionTag) -> Vec<RelayAddr> {
        let theirs = self.held_allocations().filter(|held| held.allocation.username.session() == session);
        theirs.flat_map(|held| held.allocation.relays).flatten().collect()
    }

    #[cfg(test)]
    pub(super) fn is_blank(&self) -> bool {
        self.entries.is_empty()
            && self.by_client.is_empty()
            && self.by_relay.is_empty()
            && self.reservations.is_empty()
            && self.ends.is_empty()
            && self.held_by_user.is_empty()
            && self.held_by_address.is_empty()
    }

    fn held_allocations(&self) -> impl Iterator<Item = &Held> {
        self.entries.iter().filter_map(|(_, entry)| match entry {
            Entry::Allocation(held) => Some(&**held),
            Entry::Reservation(_) => None,
        })
    }

    fn slot(&self, relay: RelayAddr) -> Option<Slot> {
        self.by_relay.find(&relay, |slot| relay_at(&self.entries, slot))
    }

    fn put(&mut self, relay: RelayAddr, key: u32, expires: Instant) {
        let slot = key * 2 + u32::from(relay.0.is_ipv6());
        self.by_relay.insert(&relay, slot, |slot| relay_at(&self.entries, slot));
        self.ends.insert((expires, slot));
    }
}

fn held(entries: &Slab<Entry>, key: u32) -> Option<&Held> {
    match entries.get(key as usize)? {
        Entry::Allocation(held) => Some(held),
        Entry::Reservation(_) => None,
    }
}

fn held_mut(entries: &mut Slab<Entry>, key: u32) -> Option<&mut Held> {
    match entries.get_mut(key as usize)? {
        Entry::Allocation(held) => Some(held),
        Entry::Reservation(_) => None,
    }
}

fn client_at(entries: &Slab<Entry>, key: u32) -> Option<FiveTuple> {
    held(entries, key).map(|held| held.client)
}

fn relay_at(entries: &Slab<Entry>, slot: Slot) -> Option<RelayAddr> {
    match entries.get(slot as usize / 2)? {
        Entry::Allocation(held) => held.allocation.relays[slot as usize % 2],
        Entry::Reservation(reservation) => Some(reservation.relay),
    }
}

fn number(key: usize) -> u32 {
    u32::try_from(key).expect("each is a socket, and no system has as many")
}

fn release<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
