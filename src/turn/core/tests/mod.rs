//! The core as a client and a peer see it: bytes in, bytes out, no sockets and a clock moved by hand.

mod auth;
mod data;
mod properties;
mod requests;
mod rfc5769;
mod safety;

use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use stun::attributes::*;
use stun::error_code::ErrorCodeAttribute;
use stun::integrity::MessageIntegrity;
use stun::message::*;
use stun::xoraddr::XorMappedAddress;
use turn::proto::lifetime::Lifetime;

use super::*;
use crate::clock::Clock;
use crate::domain::id::UserId;
use crate::turn::credentials::IceCredential;

/// A box at 192.168.7.5 and `fd00:7::5` with its sockets, its clock and whoever writes to it.
struct World {
    relay: Relay,
    sockets: Sockets,
    clock: Clock,
    credentials: Credentials,
    transactions: u8,
}

/// What a real box would do with sockets, written down.
#[derive(Default)]
struct Sockets {
    open: BTreeSet<RelayAddr>,
    busy: HashSet<u16>,
    unavailable: bool,
    opened: usize,
    replies: Vec<(FiveTuple, Vec<u8>)>,
}

/// Someone with a credential on one 5-tuple.
struct Client {
    tuple: FiveTuple,
    user: UserId,
    session: SessionId,
    credential: IceCredential,
}

/// A payload on its way out.
#[derive(Debug, PartialEq, Eq)]
enum Sent {
    ToClient(FiveTuple, Vec<u8>),
    ToPeer(RelayAddr, SocketAddr, Vec<u8>),
}

const SERVER: &str = "192.168.7.5:3478";
const HOUR: Duration = Duration::from_hours(1);

impl World {
    fn new() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        let clock = Clock::manual(Timestamp::from_millis(1_800_000_000_000));
        let credentials = Credentials::new(&[1; 32]);
        let mut relay = Relay::new(settings, credentials.clone(), vec![3478], [2; 32], clock.monotonic());
        relay.set_networks(networks(&[("192.168.7.5", 24), ("fd00:7::5", 64), ("127.0.0.1", 8)]));
        Self { relay, sockets: Sockets::default(), clock, credentials, transactions: 0 }
    }

    /// A new user in a new session, whose credential is good for an hour.
    fn client(&self, addr: &str) -> Client {
        let session = format!("session-of-{}", addr.len() + addr.bytes().map(usize::from).sum::<usize>());
        self.client_of(addr, UserId::generate(), &session)
    }

    fn client_of(&self, addr: &str, user: UserId, session: &str) -> Client {
        let session: SessionId = session.parse().unwrap();
        let credential = self.credentials.issue(user, &session, self.clock.now().plus(HOUR));
        Client { tuple: tuple(addr, SERVER), user, session, credential }
    }

    /// Sends a request under the client's credential and a fresh nonce.
    fn ask(&mut self, client: &Client, ask: &Ask) -> Answer {
        let request = self.signed(client, ask);
        self.receive(client.tuple, &request).expect("an answer")
    }

    /// Sends bytes and reads what is answered.
    fn receive(&mut self, from: FiveTuple, bytes: &[u8]) -> Option<Answer> {
        assert_eq!(self.client_sends(from, bytes), None, "a request is not relayed");
        let (to, bytes) = self.sockets.replies.pop()?;
        assert!(self.sockets.replies.is_empty(), "one answer a request");
        assert_eq!(to, from);
        Some(Answer::read(bytes))
    }

    fn signed(&mut self, client: &Client, ask: &Ask) -> Vec<u8> {
        let nonce = self.nonce(client.tuple);
        self.signed_with(client, ask, &nonce)
    }

    fn signed_with(&mut self, client: &Client, ask: &Ask, nonce: &[u8]) -> Vec<u8> {
        let transaction = self.transaction();
        ask.write(transaction, |message| {
            message.add(ATTR_USERNAME, client.credential.username.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, nonce);
            let (name, password) = (&client.credential.username, &client.credential.credential);
            integrity(name, password).add_to(message).unwrap();
        })
    }

    /// The nonce that a stranger is given at an address.
    fn nonce(&mut self, from: FiveTuple) -> Vec<u8> {
        let transaction = self.transaction();
        let request = Ask::allocate().write(transaction, |_| ());
        let answer = self.receive(from, &request).unwrap();
        assert_eq!(answer.code(), 401);
        answer.value(ATTR_NONCE).unwrap()
    }

    fn transaction(&mut self) -> [u8; 12] {
        self.transactions = self.transactions.wrapping_add(1);
        [self.transactions; 12]
    }

    /// An allocation, as a browser asks for one.
    fn allocate(&mut self, client: &Client) -> RelayAddr {
        let answer = self.ask(client, &Ask::allocate());
        assert_eq!(answer.code(), 0);
        RelayAddr(answer.relayed()[0])
    }

    fn client_sends(&mut self, from: FiveTuple, bytes: &[u8]) -> Option<Sent> {
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        let forward = self.relay.handle_client(now, wall, from, bytes, &mut self.sockets)?;
        Some(Sent::of(forward, bytes))
    }

    fn peer_sends(&mut self, relay: RelayAddr, from: &str, bytes: &[u8]) -> Option<Sent> {
        let now = self.clock.monotonic();
        let from: SocketAddr = from.parse().unwrap();
        let from = PeerAddr::new(from.ip(), from.port());
        let forward = self.relay.handle_peer(now, relay, from, bytes, &mut self.sockets)?;
        Some(Sent::of(forward, bytes))
    }

    fn pass(&mut self, time: Duration) {
        self.clock.advance(time);
        self.relay.handle_timeout(self.clock.monotonic(), &mut self.sockets);
    }

    /// Whether nothing at all is remembered of anyone.
    fn is_blank(&self) -> bool {
        self.relay.table.is_blank() && self.sockets.open.is_empty() && self.relay.next_timeout().is_none()
    }

    fn denied(&self, denial: Denial) -> u64 {
        self.relay.stats().denied().find(|(other, _)| *other == denial).unwrap().1
    }
}

impl Outputs for Sockets {
    fn open(&mut self, relay: RelayAddr) -> Result<(), OpenError> {
        self.opened += 1;
        if self.unavailable {
            return Err(OpenError::Unavailable);
        }
        if self.busy.contains(&relay.0.port()) {
            return Err(OpenError::Busy);
        }
        assert!(self.open.insert(relay), "{relay:?} was open already");
        Ok(())
    }

    fn close(&mut self, relay: RelayAddr) {
        assert!(self.open.remove(&relay), "{relay:?} was not open");
    }

    fn reply(&mut self, to: FiveTuple, message: &[u8]) {
        self.replies.push((to, message.to_vec()));
    }
}

impl Sent {
    fn of(forward: Forward, message: &[u8]) -> Self {
        match forward {
            Forward::ToClient { to, framing, payload } => {
                Self::ToClient(to, [framing.header(), &message[payload], framing.padding()].concat())
            }
            Forward::ToPeer { from, to, payload } => {
                Self::ToPeer(from, to.socket(), message[payload].to_vec())
            }
        }
    }
}

/// A request or indication to be written.
#[derive(Clone)]
struct Ask {
    kind: MessageType,
    attributes: Vec<(AttrType, Vec<u8>)>,
    peers: Vec<SocketAddr>,
}

impl Ask {
    fn new(method: Method) -> Self {
        Self { kind: MessageType::new(method, CLASS_REQUEST), attributes: Vec::new(), peers: Vec::new() }
    }

    fn allocate() -> Self {
        Self::new(METHOD_ALLOCATE).value(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0])
    }

    fn refresh(seconds: u32) -> Self {
        Self::new(METHOD_REFRESH).lifetime(seconds)
    }

    fn permit(peers: &[&str]) -> Self {
        let ask = Self::new(METHOD_CREATE_PERMISSION);
        peers.iter().fold(ask, |ask, peer| ask.peer(peer))
    }

    fn bind(channel: u16, peer: &str) -> Self {
        let [high, low] = channel.to_be_bytes();
        Self::new(METHOD_CHANNEL_BIND).value(ATTR_CHANNEL_NUMBER, &[high, low, 0, 0]).peer(peer)
    }

    fn send(peer: &str, payload: &[u8]) -> Self {
        let kind = MessageType::new(METHOD_SEND, CLASS_INDICATION);
        Self { kind, ..Self::new(METHOD_SEND) }.value(ATTR_DATA, payload).peer(peer)
    }

    fn lifetime(self, seconds: u32) -> Self {
        self.value(ATTR_LIFETIME, &seconds.to_be_bytes())
    }

    fn family(self, code: u8) -> Self {
        self.value(ATTR_REQUESTED_ADDRESS_FAMILY, &[code, 0, 0, 0])
    }

    fn additional_family(self, code: u8) -> Self {
        self.value(AttrType(0x8000), &[code, 0, 0, 0])
    }

    fn value(mut self, kind: AttrType, value: &[u8]) -> Self {
        self.attributes.push((kind, value.to_vec()));
        self
    }

    fn peer(mut self, peer: &str) -> Self {
        self.peers.push(peer.parse().unwrap());
        self
    }

    fn write(&self, transaction: [u8; 12], finish: impl FnOnce(&mut Message)) -> Vec<u8> {
        let mut message = Message::new();
        message.set_type(self.kind);
        message.transaction_id.0 = transaction;
        message.write_header();
        for (kind, value) in &self.attributes {
            message.add(*kind, value);
        }
        for peer in &self.peers {
            let address = XorMappedAddress { ip: peer.ip(), port: peer.port() };
            address.add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS).unwrap();
        }
        finish(&mut message);
        message.raw
    }

    /// The bytes without any credential.
    fn bare(&self) -> Vec<u8> {
        self.write([9; 12], |_| ())
    }
}

/// What the box answered.
struct Answer(Message);

impl Answer {
    fn read(bytes: Vec<u8>) -> Self {
        let mut message = Message { raw: bytes, ..Message::default() };
        message.decode().unwrap();
        Self(message)
    }

    /// The error code, or 0 for success.
    fn code(&self) -> u16 {
        if self.0.typ.class == CLASS_SUCCESS_RESPONSE {
            return 0;
        }
        assert_eq!(self.0.typ.class, CLASS_ERROR_RESPONSE);
        let mut error = ErrorCodeAttribute::default();
        error.get_from(&self.0).unwrap();
        assert!(error.reason.is_empty());
        error.code.0
    }

    fn value(&self, kind: AttrType) -> Option<Vec<u8>> {
        self.0.get(kind).ok()
    }

    fn lifetime(&self) -> u64 {
        let mut lifetime = Lifetime::default();
        lifetime.get_from(&self.0).unwrap();
        lifetime.0.as_secs()
    }

    fn relayed(&self) -> Vec<SocketAddr> {
        let values = self.0.attributes.0.iter().filter(|a| a.typ == ATTR_XOR_RELAYED_ADDRESS);
        values
            .map(|a| packet::read_xor_address(&a.value, &self.0.transaction_id.0).unwrap().socket())
            .collect()
    }

    fn mapped(&self) -> SocketAddr {
        let mut address = XorMappedAddress::default();
        address.get_from(&self.0).unwrap();
        SocketAddr::new(address.ip, address.port)
    }

    fn is_signed_for(&mut self, client: &Client) -> bool {
        integrity(&client.credential.username, &client.credential.credential).check(&mut self.0).is_ok()
    }
}

fn integrity(username: &str, password: &str) -> MessageIntegrity {
    MessageIntegrity::new_long_term_integrity(username.into(), "neko".into(), password.into())
}

fn tuple(client: &str, server: &str) -> FiveTuple {
    let client = ClientAddr { transport: Transport::Udp, addr: client.parse().unwrap() };
    FiveTuple { client, server: server.parse().unwrap() }
}

fn networks(list: &[(&str, u8)]) -> Vec<LocalNetwork> {
    let network =
        |(ip, prefix): &(&str, u8)| LocalNetwork { ip: ip.parse().unwrap(), prefix: *prefix, interface: 1 };
    list.iter().map(network).collect()
}

fn channel_data(channel: u16, payload: &[u8]) -> Vec<u8> {
    let mut message = channel.to_be_bytes().to_vec();
    message.extend_from_slice(&u16::try_from(payload.len()).unwrap().to_be_bytes());
    message.extend_from_slice(payload);
    message
}

/// The peer and the payload of a Data indication.
fn data_indication(bytes: &[u8]) -> (SocketAddr, Vec<u8>) {
    let mut message = Message { raw: bytes.to_vec(), ..Message::default() };
    message.decode().unwrap();
    assert_eq!(message.typ, MessageType::new(METHOD_DATA, CLASS_INDICATION));
    let mut address = XorMappedAddress::default();
    address.get_from_as(&message, ATTR_XOR_PEER_ADDRESS).unwrap();
    (SocketAddr::new(address.ip, address.port), message.get(ATTR_DATA).unwrap())
}

/// What a translator or tunnel makes of an IPv4 address.
pub(super) fn wrap(v4: Ipv4Addr) -> Vec<Ipv6Addr> {
    let [a, b, c, d] = v4.octets().map(u128::from);
    let bits = u128::from(v4.to_bits());
    let mut forms = vec![
        v4.to_ipv6_mapped(),
        Ipv6Addr::from_bits((0x64_ff9b << 96) | bits),
        Ipv6Addr::from_bits((0x64_ff9b_0001 << 80) | (a << 72) | (b << 64) | (c << 48) | (d << 40) | bits),
        Ipv6Addr::from_bits((0x2002 << 112) | (bits << 80) | 1),
        teredo(v4, v4),
    ];
    if bits > 1 {
        forms.push(Ipv6Addr::from_bits(bits));
    }
    forms
}

pub(super) fn teredo(server: Ipv4Addr, client: Ipv4Addr) -> Ipv6Addr {
    let (server, client) = (u128::from(server.to_bits()), u128::from(!client.to_bits()));
    Ipv6Addr::from_bits((0x2001_0000 << 96) | (server << 64) | client)
}
