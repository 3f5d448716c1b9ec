//! Allocate: what a client may have, and the ports to give it (RFC 8656 section 7.2).

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use rand::RngExt;
use stun::attributes::ATTR_REQUESTED_ADDRESS_FAMILY;
use stun::error_code::{
    CODE_ADDR_FAMILY_NOT_SUPPORTED, CODE_ALLOC_MISMATCH, CODE_ALLOC_QUOTA_REACHED, CODE_BAD_REQUEST,
    CODE_INSUFFICIENT_CAPACITY, CODE_UNSUPPORTED_TRANS_PROTO, ErrorCode,
};
use turn::proto::PROTO_UDP;
use turn::proto::lifetime::Lifetime;
use turn::proto::relayaddr::RelayedAddress;
use turn::proto::reqtrans::RequestedTransport;
use turn::proto::rsrvtoken::ReservationToken as ReservationTokenAttribute;

use super::addr::{Family, FiveTuple, RelayAddr};
use super::allocation::{Allocation, Granted};
use super::control::{Caller, lifetime};
use super::message::{ATTR_ADDITIONAL_ADDRESS_FAMILY, Request};
use super::policy::LocalNetwork;
use super::table::ReservationToken;
use super::{OpenError, Outputs, Relay};

/// How long a reserved port waits for its client (RFC 8656 section 7.2).
const RESERVATION_LIFETIME: Duration = Duration::from_secs(30);

/// How many ports that turn out to be someone else's are tried before the range counts as full.
const MAX_BUSY_PORTS: usize = 64;

/// An Allocate request that makes sense.
struct Wanted {
    lifetime: Duration,
    place: Place,
}

/// Which relayed addresses an Allocate request is for.
enum Place {
    /// One of a family, on the ports wanted.
    One(Family, Ports),
    /// One of each family, or what there is.
    Both(Ports),
    /// The port that an earlier allocation reserved.
    Reserved(ReservationToken),
}

#[derive(Clone, Copy)]
enum Ports {
    Any,
    Even,
    /// An even one with the next held in reserve.
    EvenAndNext,
}

/// Relayed addresses that are open but belong to no one yet.
#[derive(Default)]
struct Opened {
    relays: [Option<RelayAddr>; 2],
    reserved: Option<RelayAddr>,
    /// The family of a pair that could not be had, and why.
    failed: Option<(Family, ErrorCode)>,
}

impl Relay {
    /// The signed answer to an Allocate request, or the code to refuse it with.
    pub(super) fn allocate(
        &mut self,
        request: &Request,
        caller: &Caller,
        now: Instant,
        from: FiveTuple,
        out: &mut impl Outputs,
    ) -> Result<Vec<u8>, ErrorCode> {
        if let Some(allocation) = self.table.get(&from) {
            let again =
                allocation.transaction == request.transaction() && allocation.username == caller.username;
            let alike = || answer(request, caller, &from, &allocation.relays, &allocation.granted);
            return again.then(alike).ok_or(CODE_ALLOC_MISMATCH);
        }
        let wanted = Wanted::read(request)?;
        let opened = self
            .check_quota(&wanted.place, caller, &from)
            .and_then(|()| self.open(&wanted.place, caller, &from, out))
            .inspect_err(|_| self.stats.over_quota += 1)?;

        let reserved = opened.reserved.map(|relay| {
            let token: ReservationToken = self.rng.random();
            self.table.reserve(relay, token, caller.username.user(), now + RESERVATION_LIFETIME);
            token
        });
        let granted = Granted { lifetime: wanted.lifetime, reserved, failed: opened.failed };
        let allocation = Allocation::new(
            self.stats.allocations_made,
            caller.username.clone(),
            opened.relays,
            request.transaction(),
            granted,
            now,
        );
        self.table.insert(from, allocation, now + wanted.lifetime);
        self.stats.allocations_made += 1;
        Ok(answer(request, caller, &from, &opened.relays, &granted))
    }

    fn check_quota(&self, place: &Place, caller: &Caller, from: &FiveTuple) -> Result<(), ErrorCode> {
        let limits = &self.settings.limits;
        // a reserved port is counted already
        let added = match place {
            Place::One(_, Ports::EvenAndNext) => 2,
            Place::One(..) | Place::Both(_) => 1,
            Place::Reserved(_) => 0,
        };
        let by_user = self.table.held_by_user(caller.username.user()) + added;
        let by_address = self.table.held_by_address(from.client.addr.ip()) + 1;
        if by_user > limits.allocations_per_user || by_address > limits.allocations_per_address {
            Err(CODE_ALLOC_QUOTA_REACHED)
        } else if self.table.held() + added > limits.allocations {
            Err(CODE_INSUFFICIENT_CAPACITY)
        } else {
            Ok(())
        }
    }

    fn open(
        &mut self,
        place: &Place,
        caller: &Caller,
        from: &FiveTuple,
        out: &mut impl Outputs,
    ) -> Result<Opened, ErrorCode> {
        let mut opened = Opened::default();
        match *place {
            Place::Reserved(token) => {
                let relay = self.table.take_reserved(token, caller.username.user());
                let relay = relay.ok_or(CODE_INSUFFICIENT_CAPACITY)?;
                opened.relays[Family::of(relay.0.ip()).index()] = Some(relay);
            }
            Place::One(family, ports) => {
                let (relay, reserved) = self.open_port(family, ports, from.server, out)?;
                opened.relays[family.index()] = Some(relay);
                opened.reserved = reserved;
            }
            Place::Both(ports) => {
                for family in [Family::V4, Family::V6] {
                    match self.open_port(family, ports, from.server, out) {
                        Ok((relay, _)) => opened.relays[family.index()] = Some(relay),
                        // neither to be had
                        Err(code) if opened.failed.is_some() => return Err(code),
                        Err(code) => opened.failed = Some((family, code)),
                    }
                }
            }
        }
        Ok(opened)
    }

    /// Opens a random port of the range at the address that the client reached the box by, so that a peer on the
    /// same network reaches it too.
    fn open_port(
        &mut self,
        family: Family,
        ports: Ports,
        server: SocketAddr,
        out: &mut impl Outputs,
    ) -> Result<(RelayAddr, Option<RelayAddr>), ErrorCode> {
        let ip = self.relay_ip(family, server.ip()).ok_or(CODE_ADDR_FAMILY_NOT_SUPPORTED)?;
        let range = self.settings.relay_ports.clone();
        let first = self.rng.random_range(range.clone());
        let even = !matches!(ports, Ports::Any);
        let candidates = (first..=*range.end()).chain(*range.start()..first);
        let mut busy = 0;
        for port in candidates.filter(|port| !even || port.is_multiple_of(2)) {
            let next = match ports {
                Ports::EvenAndNext if port < *range.end() => Some(SocketAddr::new(ip, port + 1)),
                Ports::EvenAndNext => continue,
                _ => None,
            };
            let relay = SocketAddr::new(ip, port);
            if self.table.is_taken(relay) || next.is_some_and(|next| self.table.is_taken(next)) {
                continue;
            }
            match open_with_next(RelayAddr(relay), next.map(RelayAddr), out) {
                Ok(()) => return Ok((RelayAddr(relay), next.map(RelayAddr))),
                Err(OpenError::Busy) if busy < MAX_BUSY_PORTS => busy += 1,
                Err(_) => break,
            }
        }
        Err(CODE_INSUFFICIENT_CAPACITY)
    }

    /// The address of the box to relay from: the one that the client reached it by, or else one of the other family,
    /// on the same interface if it has any there.
    fn relay_ip(&self, family: Family, server: IpAddr) -> Option<IpAddr> {
        let networks = &self.policy.networks;
        let interface = networks.iter().find(|network| network.ip == server).map(|network| network.interface);
        let (near, far): (Vec<&LocalNetwork>, Vec<&LocalNetwork>) =
            networks.iter().partition(|network| Some(network.interface) == interface);
        let own = near.into_iter().chain(far).map(|network| network.ip);
        std::iter::once(server).chain(own).find(|ip| {
            let link_local = matches!(ip, IpAddr::V6(v6) if v6.is_unicast_link_local());
            Family::of(*ip) == family && !link_local && ip.is_loopback() == server.is_loopback()
        })
    }
}

/// The answer to an Allocate request, the first time and whenever it comes again.
fn answer(
    request: &Request,
    caller: &Caller,
    from: &FiveTuple,
    relays: &[Option<RelayAddr>; 2],
    granted: &Granted,
) -> Vec<u8> {
    let mut reply = request.success().with_mapped_address(from.client.addr).with(&Lifetime(granted.lifetime));
    for RelayAddr(relay) in relays.iter().flatten() {
        reply = reply.with(&RelayedAddress { ip: relay.ip(), port: relay.port() });
    }
    if let Some((family, code)) = granted.failed {
        reply = reply.with_address_error(family, code);
    }
    if let Some(token) = granted.reserved {
        reply = reply.with(&ReservationTokenAttribute(token.to_vec()));
    }
    reply.signed(&caller.key)
}

impl Wanted {
    fn read(request: &Request) -> Result<Self, ErrorCode> {
        let transport = request.read::<RequestedTransport>()?.ok_or(CODE_BAD_REQUEST)?;
        if transport.protocol != PROTO_UDP {
            return Err(CODE_UNSUPPORTED_TRANS_PROTO);
        }
        let token = request.read::<ReservationTokenAttribute>()?;
        let family = request.family(ATTR_REQUESTED_ADDRESS_FAMILY)?;
        let additional = request.family(ATTR_ADDITIONAL_ADDRESS_FAMILY)?;
        let even = request.even_port()?;
        let ports = match even {
            None => Ports::Any,
            Some(false) => Ports::Even,
            Some(true) => Ports::EvenAndNext,
        };
        let place = match (token, family, additional) {
            (Some(token), None, None) if even.is_none() => {
                Place::Reserved(token.0.try_into().map_err(|_| CODE_BAD_REQUEST)?)
            }
            (None, family, None) => {
                let family = family.map_or(Some(Family::V4), Family::from_code);
                Place::One(family.ok_or(CODE_ADDR_FAMILY_NOT_SUPPORTED)?, ports)
            }
            // an additional family can only be IPv6, and only one port can be kept in reserve
            (None, None, Some(2)) if even != Some(true) => Place::Both(ports),
            _ => return Err(CODE_BAD_REQUEST),
        };
        Ok(Self { lifetime: lifetime(request)?, place })
    }
}

/// Opens both or neither.
fn open_with_next(
    relay: RelayAddr,
    next: Option<RelayAddr>,
    out: &mut impl Outputs,
) -> Result<(), OpenError> {
    out.open(relay)?;
    if let Some(next) = next {
        out.open(next).inspect_err(|_| out.close(relay))?;
    }
    Ok(())
}
