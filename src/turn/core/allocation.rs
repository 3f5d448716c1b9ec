//! One allocation: its relayed addresses, permissions and channels (RFC 8656 sections 3.2, 9 and 12).
//!
//! What has expired counts as gone whether or not it has been swept. Lists are short and bounded, so they are
//! searched in line: most clients hold one channel and a few permissions.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use stun::agent::TransactionId;
use stun::error_code::{CODE_BAD_REQUEST, CODE_INSUFFICIENT_CAPACITY, ErrorCode};

use super::addr::{Family, PeerAddr, RelayAddr};
use super::settings::Limits;
use super::share::Share;
use crate::turn::credentials::Username;

/// How long a permission lasts (RFC 8656 section 9).
pub(super) const PERMISSION_LIFETIME: Duration = Duration::from_mins(5);
/// How long a channel stays bound (RFC 8656 section 12).
pub(super) const CHANNEL_LIFETIME: Duration = Duration::from_mins(10);

pub(super) struct Allocation {
    /// Tells it from all others that this relay has had.
    pub(super) id: u64,
    pub(super) made: Instant,
    pub(super) username: Username,
    /// The relayed address of each [`Family`], by its index. One at least, for as long as the allocation lives.
    pub(super) relays: [Option<RelayAddr>; 2],
    /// The Allocate request that made it, and the answer that a retransmission of it gets again.
    pub(super) transaction: TransactionId,
    pub(super) answer: Box<[u8]>,
    /// From the client, and to it.
    pub(super) up: Share,
    pub(super) down: Share,
    permissions: Vec<Permission>,
    channels: Vec<Channel>,
}

struct Permission {
    ip: IpAddr,
    expires: Instant,
}

struct Channel {
    number: u16,
    peer: PeerAddr,
    expires: Instant,
}

impl Allocation {
    /// Without permissions or channels; each direction has `share`.
    pub(super) const fn new(
        id: u64,
        username: Username,
        relays: [Option<RelayAddr>; 2],
        transaction: TransactionId,
        answer: Box<[u8]>,
        made: Instant,
        share: Share,
    ) -> Self {
        Self {
            id,
            made,
            username,
            relays,
            transaction,
            answer,
            up: share,
            down: share,
            permissions: Vec::new(),
            channels: Vec::new(),
        }
    }

    /// The relayed address that can reach `ip`.
    pub(super) fn relay_for(&self, ip: IpAddr) -> Option<RelayAddr> {
        self.relays[Family::of(ip).index()]
    }

    /// Installs or renews permissions for all of `peers`, or for none when there is no room.
    pub(super) fn permit(
        &mut self,
        peers: &[PeerAddr],
        now: Instant,
        limits: &Limits,
    ) -> Result<(), ErrorCode> {
        self.permissions.retain(|permission| permission.expires > now);
        let mut added: Vec<IpAddr> = Vec::new();
        for peer in peers {
            if !self.is_permitted(peer.ip(), now) && !added.contains(&peer.ip()) {
                added.push(peer.ip());
            }
        }
        if self.permissions.len() + added.len() > limits.permissions_per_allocation {
            return Err(CODE_INSUFFICIENT_CAPACITY);
        }
        let expires = now + PERMISSION_LIFETIME;
        for permission in &mut self.permissions {
            if peers.iter().any(|peer| peer.ip() == permission.ip) {
                permission.expires = expires;
            }
        }
        self.permissions.extend(added.into_iter().map(|ip| Permission { ip, expires }));
        Ok(())
    }

    /// How many permissions and channels are in force.
    pub(super) fn held(&self, now: Instant) -> (usize, usize) {
        let permissions = self.permissions.iter().filter(|permission| permission.expires > now).count();
        (permissions, self.channels.iter().filter(|channel| channel.expires > now).count())
    }

    pub(super) fn is_permitted(&self, ip: IpAddr, now: Instant) -> bool {
        self.permissions.iter().any(|permission| permission.ip == ip && permission.expires > now)
    }

    /// Binds `number` to `peer` and permits it, or renews both (RFC 8656 section 12.2).
    pub(super) fn bind(
        &mut self,
        number: u16,
        peer: PeerAddr,
        now: Instant,
        limits: &Limits,
    ) -> Result<(), ErrorCode> {
        self.channels.retain(|channel| channel.expires > now);
        let bound = self.channels.iter().position(|channel| channel.number == number || channel.peer == peer);
        match bound.map(|at| &self.channels[at]) {
            Some(channel) if channel.number != number || channel.peer != peer => {
                return Err(CODE_BAD_REQUEST);
            }
            None if self.channels.len() >= limits.channels_per_allocation => {
                return Err(CODE_INSUFFICIENT_CAPACITY);
            }
            _ => {}
        }
        self.permit(&[peer], now, limits)?;
        let expires = now + CHANNEL_LIFETIME;
        match bound {
            Some(at) => self.channels[at].expires = expires,
            None => self.channels.push(Channel { number, peer, expires }),
        }
        Ok(())
    }

    pub(super) fn channel_to(&self, peer: PeerAddr, now: Instant) -> Option<u16> {
        let channel = self.channels.iter().find(|channel| channel.peer == peer)?;
        (channel.expires > now).then_some(channel.number)
    }

    pub(super) fn peer_of(&self, number: u16, now: Instant) -> Option<PeerAddr> {
        let channel = self.channels.iter().find(|channel| channel.number == number)?;
        (channel.expires > now).then_some(channel.peer)
    }
}
