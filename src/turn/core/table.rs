//! Every allocation and reserved port of the box, who owns them and when they end.
//!
//! Invariant: each relayed address here is an open socket and the other way round; an allocation owns one or two,
//! a reservation one. The counts that quotas go by are kept as entries come and go.

use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

use super::addr::{FiveTuple, PeerAddr, RelayAddr};
use super::allocation::Allocation;
use crate::domain::id::UserId;

/// Eight random bytes that stand for a reserved port (RFC 8656 section 18.9).
pub(super) type ReservationToken = [u8; 8];

#[derive(Default)]
pub(super) struct Table {
    /// Boxed: a map has room for up to twice what is in it.
    allocations: HashMap<FiveTuple, Box<Allocation>>,
    relays: HashMap<RelayAddr, Relayed>,
    reservations: HashMap<ReservationToken, RelayAddr>,
    ends: BTreeSet<(Instant, RelayAddr)>,
    held_by_user: HashMap<UserId, usize>,
    held_by_address: HashMap<IpAddr, usize>,
}

struct Relayed {
    owner: Owner,
    expires: Instant,
}

enum Owner {
    Allocation(FiveTuple),
    Reservation(ReservationToken, UserId),
}

impl Table {
    pub(super) fn get(&self, tuple: &FiveTuple) -> Option<&Allocation> {
        self.allocations.get(tuple).map(Box::as_ref)
    }

    pub(super) fn get_mut(&mut self, tuple: &FiveTuple) -> Option<&mut Allocation> {
        self.allocations.get_mut(tuple).map(Box::as_mut)
    }

    /// Every allocation with its client and the moment it ends.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&FiveTuple, &Allocation, Instant)> {
        self.allocations.iter().filter_map(|(tuple, allocation)| {
            let ends = allocation.relays.iter().flatten().filter_map(|relay| self.relays.get(relay));
            Some((tuple, &**allocation, ends.map(|relayed| relayed.expires).max()?))
        })
    }

    /// The allocation behind a relayed address and the client that it belongs to.
    pub(super) fn behind(&mut self, relay: RelayAddr) -> Option<(FiveTuple, &mut Allocation)> {
        match self.relays.get(&relay)?.owner {
            Owner::Allocation(tuple) => Some((tuple, self.allocations.get_mut(&tuple)?)),
            Owner::Reservation(..) => None,
        }
    }

    /// The live relayed address of this box that `peer` is, if it is one.
    pub(super) fn relay_at(&self, peer: PeerAddr) -> Option<RelayAddr> {
        let relay = RelayAddr(peer.socket());
        matches!(self.relays.get(&relay)?.owner, Owner::Allocation(_)).then_some(relay)
    }

    /// Whether a socket is open there, for an allocation or in reserve.
    pub(super) fn is_taken(&self, relay: SocketAddr) -> bool {
        self.relays.contains_key(&RelayAddr(relay))
    }

    pub(super) fn len(&self) -> usize {
        self.allocations.len()
    }

    /// Allocations and reservations in all.
    pub(super) fn held(&self) -> usize {
        self.allocations.len() + self.reservations.len()
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
        self.ends.first().filter(|(at, _)| *at <= now).map(|(_, relay)| *relay)
    }

    pub(super) fn insert(&mut self, tuple: FiveTuple, allocation: Allocation, expires: Instant) {
        *self.held_by_user.entry(allocation.username.user()).or_default() += 1;
        *self.held_by_address.entry(tuple.client.addr.ip()).or_default() += 1;
        for relay in allocation.relays.iter().flatten() {
            self.put(*relay, Owner::Allocation(tuple), expires);
        }
        self.allocations.insert(tuple, Box::new(allocation));
    }

    pub(super) fn reserve(
        &mut self,
        relay: RelayAddr,
        token: ReservationToken,
        user: UserId,
        expires: Instant,
    ) {
        *self.held_by_user.entry(user).or_default() += 1;
        self.put(relay, Owner::Reservation(token, user), expires);
        self.reservations.insert(token, relay);
    }

    /// Takes a port that `user` has in reserve; its socket stays open and is the caller's from here on.
    pub(super) fn take_reserved(&mut self, token: ReservationToken, user: UserId) -> Option<RelayAddr> {
        let relay = *self.reservations.get(&token)?;
        let owned = matches!(self.relays.get(&relay)?.owner, Owner::Reservation(_, owner) if owner == user);
        owned.then(|| self.remove(relay))?;
        Some(relay)
    }

    /// Moves the end of a relayed address.
    pub(super) fn extend(&mut self, relay: RelayAddr, expires: Instant) {
        if let Some(relayed) = self.relays.get_mut(&relay) {
            self.ends.remove(&(relayed.expires, relay));
            relayed.expires = expires;
            self.ends.insert((expires, relay));
        }
    }

    /// Forgets a relayed address, and its allocation when that was the last it had. Its socket is the caller's to
    /// close.
    pub(super) fn remove(&mut self, relay: RelayAddr) {
        let Some(relayed) = self.relays.remove(&relay) else { return };
        self.ends.remove(&(relayed.expires, relay));
        match relayed.owner {
            Owner::Reservation(token, user) => {
                self.reservations.remove(&token);
                release(&mut self.held_by_user, &user);
            }
            Owner::Allocation(tuple) => {
                let Some(allocation) = self.allocations.get_mut(&tuple) else { return };
                for slot in &mut allocation.relays {
                    slot.take_if(|slot| *slot == relay);
                }
                if allocation.relays.iter().all(Option::is_none) {
                    release(&mut self.held_by_user, &allocation.username.user());
                    release(&mut self.held_by_address, &tuple.client.addr.ip());
                    self.allocations.remove(&tuple);
                }
            }
        }
    }

    /// The relayed addresses of the allocations that were made in `session`.
    pub(super) fn of_session(&self, session: &str) -> Vec<RelayAddr> {
        let allocations = self.allocations.values();
        let theirs = allocations.filter(|allocation| allocation.username.session() == session);
        theirs.flat_map(|allocation| allocation.relays).flatten().collect()
    }

    #[cfg(test)]
    pub(super) fn is_blank(&self) -> bool {
        self.allocations.is_empty()
            && self.relays.is_empty()
            && self.reservations.is_empty()
            && self.ends.is_empty()
            && self.held_by_user.is_empty()
            && self.held_by_address.is_empty()
    }

    fn put(&mut self, relay: RelayAddr, owner: Owner, expires: Instant) {
        self.relays.insert(relay, Relayed { owner, expires });
        self.ends.insert((expires, relay));
    }
}

fn release<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
