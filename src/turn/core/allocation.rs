//! One allocation: its relayed addresses, permissions and channels (RFC 8656 sections 3.2, 9 and 12).
//!
//! What has expired counts as gone whether or not it has been swept. Lists are short and bounded, so they are
//! searched in line: most clients hold one channel and a few permissions. A browser makes more allocations than it uses,
//! so what only a used one needs is made at its first permission.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use stun::agent::TransactionId;
use stun::error_code::{CODE_BAD_REQUEST, CODE_INSUFFICIENT_CAPACITY, ErrorCode};

use super::addr::{Family, PeerAddr, RelayAddr};
use super::settings::Limits;
use super::share::Share;
use super::stats::Traffic;
use super::table::ReservationToken;
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
    /// The Allocate request that made it, and what a retransmission of it is answered with besides the relayed addresses.
    pub(super) transaction: TransactionId,
    pub(super) granted: Granted,
    flow: Option<Box<Flow>>,
}

/// What an Allocate request got.
#[derive(Clone, Copy)]
pub(super) struct Granted {
    pub(super) lifetime: Duration,
    /// Stands for the port held in reserve.
    pub(super) reserved: Option<ReservationToken>,
    /// The family of a pair that could not be had, and why.
    pub(super) failed: Option<(Family, ErrorCode)>,
}

/// Whom the client exchanges payloads with, and how much.
struct Flow {
    up: Share,
    down: Share,
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
    /// Without permissions or channels.
    pub(super) const fn new(
        id: u64,
        username: Username,
        relays: [Option<RelayAddr>; 2],
        transaction: TransactionId,
        granted: Granted,
        made: Instant,
    ) -> Self {
        Self { id, made, username, relays, transaction, granted, flow: None }
    }

    /// What the client may send, if it may at all.
    pub(super) fn up(&mut self) -> Option<&mut Share> {
        self.flow.as_mut().map(|flow| &mut flow.up)
    }

    /// What it may be sent.
    pub(super) fn down(&mut self) -> Option<&mut Share> {
        self.flow.as_mut().map(|flow| &mut flow.down)
    }

    /// What came from the client and went to it.
    pub(super) fn traffic(&self) -> (Traffic, Traffic) {
        self.flow.as_ref().map_or_else(Default::default, |flow| (flow.up.traffic, flow.down.traffic))
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
        self.flow(now, limits).permit(peers, now, limits)
    }

    /// How many permissions and channels are in force.
    pub(super) fn held(&self, now: Instant) -> (usize, usize) {
        let Some(flow) = &self.flow else { return (0, 0) };
        let permissions = flow.permissions.iter().filter(|permission| permission.expires > now).count();
        (permissions, flow.channels.iter().filter(|channel| channel.expires > now).count())
    }

    pub(super) fn is_permitted(&self, ip: IpAddr, now: Instant) -> bool {
        self.flow.as_ref().is_some_and(|flow| flow.is_permitted(ip, now))
    }

    /// Binds `number` to `peer` and permits it, or renews both (RFC 8656 section 12.2).
    pub(super) fn bind(
        &mut self,
        number: u16,
        peer: PeerAddr,
        now: Instant,
        limits: &Limits,
    ) -> Result<(), ErrorCode> {
        self.flow(now, limits).bind(number, peer, now, limits)
    }

    pub(super) fn channel_to(&self, peer: PeerAddr, now: Instant) -> Option<u16> {
        let channel = self.flow.as_ref()?.channels.iter().find(|channel| channel.peer == peer)?;
        (channel.expires > now).then_some(channel.number)
    }

    pub(super) fn peer_of(&self, number: u16, now: Instant) -> Option<PeerAddr> {
        let channel = self.flow.as_ref()?.channels.iter().find(|channel| channel.number == number)?;
        (channel.expires > now).then_some(channel.peer)
    }

    fn flow(&mut self, now: Instant, limits: &Limits) -> &mut Flow {
        self.flow.get_or_insert_with(|| {
            let share = Share::new(now, limits.bytes_per_second());
            Box::new(Flow { up: share, down: share, permissions: Vec::new(), channels: Vec::new() })
        })
    }
}

impl Flow {
    fn is_permitted(&self, ip: IpAddr, now: Instant) -> bool {
        self.permissions.iter().any(|permission| permission.ip == ip && permission.expires > now)
    }

    fn permit(&mut self, peers: &[PeerAddr], now: Instant, limits: &Limits) -> Result<(), ErrorCode> {
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
        self.permissions.reserve_exact(added.len());
        self.permissions.extend(added.into_iter().map(|ip| Permission { ip, expires }));
        Ok(())
    }

    fn bind(&mut self, number: u16, peer: PeerAddr, now: Instant, limits: &Limits) -> Result<(), ErrorCode> {
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
        if let Some(at) = bound {
            self.channels[at].expires = expires;
        } else {
            self.channels.reserve_exact(1);
            self.channels.push(Channel { number, peer, expires });
        }
        Ok(())
    }
}
