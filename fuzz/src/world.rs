//! A relay at 192.168.7.5 and `fd00:7::5` with sockets that are only written down and a clock moved by hand.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use neko::clock::{Clock, Timestamp};
use neko::turn::core::{
    ClientAddr, FiveTuple, Forward, LocalNetwork, OpenError, Outputs, PeerAddr, Relay, RelayAddr, Settings,
    Transport,
};
use neko::turn::{Credentials, IceCredential, Limits};

/// The relay and all that it was told to do.
pub(crate) struct World {
    pub(crate) relay: Relay,
    pub(crate) sockets: Sockets,
    pub(crate) clock: Clock,
    pub(crate) credentials: Credentials,
}

/// What would be sockets. Opening one twice or closing one that is not open is a bug.
#[derive(Default)]
pub(crate) struct Sockets {
    pub(crate) open: BTreeSet<RelayAddr>,
    pub(crate) replies: Vec<(FiveTuple, Vec<u8>)>,
    /// Every so many openings fail, if that is not 0.
    pub(crate) fails_every: usize,
    opened: usize,
}

impl World {
    /// A box with small limits, so that they are reached.
    pub(crate) fn new() -> Self {
        let clock = Clock::manual(Timestamp::from_millis(1_800_000_000_000));
        let credentials = Credentials::new(&[1; 32]);
        let limits = Limits {
            allocations_per_user: 3,
            allocations_per_address: 4,
            allocations: 5,
            permissions_per_allocation: 3,
            channels_per_allocation: 3,
            kilobits_per_allocation: 80,
            ..Limits::default()
        };
        let settings = Settings { limits, relay_ports: 50_000..=50_009, ..Settings::default() };
        let listeners = vec![3478, 8443];
        let mut relay = Relay::new(settings, credentials.clone(), listeners, [2; 32], clock.monotonic());
        relay.set_networks(networks(&[("192.168.7.5", 24), ("fd00:7::5", 64)]));
        Self { relay, sockets: Sockets::default(), clock, credentials }
    }

    /// A client's message; what was to be relayed of it is checked and returned.
    pub(crate) fn client_sends(&mut self, from: FiveTuple, message: &[u8]) -> Option<Forward> {
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        let forward = self.relay.handle_client(now, wall, from, message, &mut self.sockets);
        self.check(forward, message)
    }

    /// A peer's datagram, likewise.
    pub(crate) fn peer_sends(
        &mut self,
        relay: RelayAddr,
        from: SocketAddr,
        payload: &[u8],
    ) -> Option<Forward> {
        let (now, from) = (self.clock.monotonic(), PeerAddr::new(from.ip(), from.port()));
        let forward = self.relay.handle_peer(now, relay, from, payload, &mut self.sockets);
        self.check(forward, payload)
    }

    fn check(&self, forward: Option<Forward>, message: &[u8]) -> Option<Forward> {
        match &forward {
            Some(Forward::ToPeer { from, to, payload }) => {
                assert!(message.get(payload.clone()).is_some());
                assert!(self.sockets.open.contains(from), "sent by a socket that is closed");
                assert!(may_be_reached(to.socket()), "{to:?} was relayed to");
                assert_eq!(from.0.is_ipv4(), to.socket().is_ipv4());
            }
            Some(Forward::ToClient { to, framing, payload }) => {
                let payload = message.get(payload.clone()).expect("a range of the message");
                assert!(self.relay.holds(to), "relayed to a client without an allocation");
                let length = framing.header().len() + payload.len() + framing.padding().len();
                assert!(!to.client.transport.is_stream() || length.is_multiple_of(4), "not padded");
            }
            None => {}
        }
        forward
    }
}

/// The deny table once more, in other words, as far as this box's networks go.
fn may_be_reached(peer: SocketAddr) -> bool {
    let private = match peer {
        SocketAddr::V4(peer) => {
            let octets = peer.ip().octets();
            let edge = octets[..3] == [192, 168, 7] && matches!(octets[3], 0 | 255);
            (peer.ip().is_private() || octets[0] == 100) && !edge && octets != [192, 168, 7, 5]
        }
        SocketAddr::V6(peer) => {
            peer.ip().segments()[0] & 0xfe00 == 0xfc00 && peer.ip().to_string() != "fd00:7::5"
                || carries_private(peer.ip().segments())
        }
    };
    peer.port() >= 1024 && private
}

/// An IPv6 address that a translator or a tunnel takes to a private IPv4 one.
fn carries_private(segments: [u16; 8]) -> bool {
    matches!(segments, [0, 0, 0, 0, 0, 0 | 0xffff, ..] | [0x64, 0xff9b, ..] | [0x2002, ..] | [0x2001, 0, ..])
}

impl Outputs for Sockets {
    fn open(&mut self, relay: RelayAddr) -> Result<(), OpenError> {
        self.opened += 1;
        if self.fails_every > 0 && self.opened.is_multiple_of(self.fails_every) {
            let busy = self.opened.is_multiple_of(2);
            return Err(if busy { OpenError::Busy } else { OpenError::Unavailable });
        }
        assert!(self.open.insert(relay), "{relay:?} was opened twice");
        Ok(())
    }

    fn close(&mut self, relay: RelayAddr) {
        assert!(self.open.remove(&relay), "{relay:?} was closed and was not open");
    }

    fn reply(&mut self, to: FiveTuple, message: &[u8]) {
        self.replies.push((to, message.to_vec()));
    }
}

/// A credential for the user with this last digit and the session of that number, good for an hour.
pub(crate) fn credential(world: &World, user: u8, session: u8) -> IceCredential {
    let user = format!("64b7f0c2a1d2e3f40516273{}", user % 10).parse().expect("24 digits");
    let session = format!("s{session}").parse().expect("a letter and a number");
    world.credentials.issue(user, &session, world.clock.now().plus(std::time::Duration::from_hours(1)))
}

/// A client by its address and its transport, at the box's address of that family.
pub(crate) fn tuple(client: &str, transport: Transport) -> FiveTuple {
    let addr: SocketAddr = client.parse().expect("an address");
    let server = if addr.is_ipv4() { "192.168.7.5:3478" } else { "[fd00:7::5]:3478" };
    FiveTuple { client: ClientAddr { transport, addr }, server: server.parse().expect("an address") }
}

/// Networks of the box, all on one interface.
pub(crate) fn networks(list: &[(&str, u8)]) -> Vec<LocalNetwork> {
    let network = |(ip, prefix): &(&str, u8)| LocalNetwork {
        ip: ip.parse().expect("an address"),
        prefix: *prefix,
        interface: 1,
    };
    list.iter().map(network).collect()
}
