//! Clients with good credentials, peers, time and the box's keepers in any order: each byte chooses what happens next.
//!
//! The rules that must hold after every step: sockets are opened and closed in turn and are as many as the relay says;
//! nothing goes where the deny table forbids, or to a client without an allocation; a request is answered at most once.

use std::time::Duration;

use neko::turn::IceCredential;
use neko::turn::core::{FiveTuple, RelayAddr, Transport};
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_DONT_FRAGMENT, ATTR_EVEN_PORT, ATTR_FINGERPRINT, ATTR_LIFETIME,
    ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT, ATTR_RESERVATION_TOKEN,
    ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, AttrType,
};
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_INDICATION, CLASS_REQUEST, METHOD_ALLOCATE, METHOD_BINDING, METHOD_CHANNEL_BIND,
    METHOD_CREATE_PERMISSION, METHOD_REFRESH, METHOD_SEND, Message, MessageType, Method, Setter,
};
use stun::xoraddr::XorMappedAddress;

use super::world::{World, credential, networks, tuple};

/// The most steps of a run: more only make it slow.
const MOST_STEPS: usize = 200;

const CLIENTS: [(&str, Transport); 6] = [
    ("192.168.7.20:4000", Transport::Udp),
    ("192.168.7.20:4000", Transport::Tcp),
    ("192.168.7.21:4000", Transport::Tls),
    ("192.168.7.21:4001", Transport::Udp),
    ("[fd00:7::20]:4000", Transport::Udp),
    ("10.0.0.1:1", Transport::Udp),
];

/// Peers that may be reached, that may not, and that are the box's own.
const PEERS: [&str; 16] = [
    "192.168.7.99:5000",
    "192.168.7.99:5001",
    "10.0.0.1:5000",
    "[fd00:7::99]:5000",
    "[fd00:8::1]:5000",
    "192.168.7.5:50000",
    "192.168.7.5:50001",
    "[fd00:7::5]:50000",
    "192.168.7.5:3478",
    "127.0.0.1:5000",
    "169.254.169.254:5000",
    "8.8.8.8:5000",
    "192.168.7.255:5000",
    "10.0.0.1:53",
    "[::ffff:127.0.0.1]:5000",
    "[64:ff9b::10.0.0.1]:5000",
];

const METHODS: [Method; 5] =
    [METHOD_ALLOCATE, METHOD_REFRESH, METHOD_CREATE_PERMISSION, METHOD_CHANNEL_BIND, METHOD_BINDING];

const ATTRIBUTES: [AttrType; 10] = [
    ATTR_REQUESTED_TRANSPORT,
    ATTR_LIFETIME,
    ATTR_CHANNEL_NUMBER,
    ATTR_REQUESTED_ADDRESS_FAMILY,
    // ADDITIONAL-ADDRESS-FAMILY
    AttrType(0x8000),
    ATTR_EVEN_PORT,
    ATTR_RESERVATION_TOKEN,
    ATTR_DONT_FRAGMENT,
    ATTR_DATA,
    ATTR_XOR_PEER_ADDRESS,
];

pub fn run(bytes: &[u8]) {
    let mut run = Run::new();
    let mut choices = Choices(bytes);
    for _ in 0..MOST_STEPS {
        if choices.0.is_empty() {
            break;
        }
        run.step(&mut choices);
        run.check();
    }
    run.world.clock.advance(Duration::from_hours(3));
    run.world.relay.handle_timeout(run.world.clock.monotonic(), &mut run.world.sockets);
    assert!(run.world.sockets.open.is_empty() && run.world.relay.next_timeout().is_none());
}

struct Run {
    world: World,
    clients: Vec<(FiveTuple, IceCredential)>,
    nonces: [Vec<u8>; CLIENTS.len()],
    /// The token that an answer brought last.
    token: Vec<u8>,
    /// The last request, for it to come again.
    last: (usize, Vec<u8>),
    transactions: u8,
}

/// The bytes of an input, taken one after the other; zeroes when there are no more.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most + 1).min(self.0.len());
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken.to_vec()
    }
}

impl Run {
    fn new() -> Self {
        let world = World::new();
        let clients = CLIENTS.iter().zip(0..).map(|((addr, transport), number)| {
            // two users, and a session for each two clients
            (tuple(addr, *transport), credential(&world, number % 2, number / 2))
        });
        let clients = clients.collect();
        let (nonces, last) = (Default::default(), (0, Vec::new()));
        Self { world, clients, nonces, token: vec![0; 8], last, transactions: 0 }
    }

    fn step(&mut self, choices: &mut Choices<'_>) {
        match choices.byte() % 16 {
            0..=5 => self.request(choices),
            6 => {
                let (client, payload) = (choices.below(CLIENTS.len()), choices.bytes(64));
                let mut message = vec![0x40, choices.byte() % 8];
                message.extend(u16::from(choices.byte() % 2 + payload.len().to_le_bytes()[0]).to_be_bytes());
                message.extend(payload);
                self.world.client_sends(self.clients[client].0, &message);
            }
            7 => {
                let client = choices.below(CLIENTS.len());
                let (peer, payload) = (choices.below(PEERS.len()), choices.bytes(64));
                let kind = MessageType::new(METHOD_SEND, CLASS_INDICATION);
                let message = self.message(kind, |message| {
                    add_peer(message, PEERS[peer]);
                    message.add(ATTR_DATA, &payload);
                });
                self.world.client_sends(self.clients[client].0, &message);
            }
            8 | 9 => {
                let (which, peer) = (choices.below(5), choices.below(PEERS.len()));
                let relay = self.world.sockets.open.iter().nth(which).copied();
                let relay = relay.unwrap_or(RelayAddr("192.168.7.5:50007".parse().expect("an address")));
                let peer = PEERS[peer].parse().expect("an address");
                self.world.peer_sends(relay, peer, &choices.bytes(64));
            }
            10 => {
                self.world.clock.advance(Duration::from_secs(u64::from(choices.byte()) * 10));
                self.world.relay.handle_timeout(self.world.clock.monotonic(), &mut self.world.sockets);
            }
            11 => {
                // again, as it was or with a byte changed
                let (client, mut request) = self.last.clone();
                let client = if choices.byte() == 0 { choices.below(CLIENTS.len()) } else { client };
                if choices.byte().is_multiple_of(2) && !request.is_empty() {
                    let at = choices.below(request.len());
                    request[at] ^= choices.byte();
                }
                self.world.client_sends(self.clients[client].0, &request);
                self.answers(client);
            }
            12 => {
                let client = choices.below(CLIENTS.len());
                self.world.client_sends(self.clients[client].0, &choices.bytes(255));
                self.answers(client);
            }
            13 => {
                let client = choices.below(CLIENTS.len());
                self.world.relay.client_gone(&self.clients[client].0, &mut self.world.sockets);
            }
            14 => match choices.byte() % 8 {
                0 => {
                    let session = format!("s{}", choices.byte() % 3).parse().expect("a letter and a digit");
                    let now = self.world.clock.monotonic();
                    self.world.relay.end_session(now, &session, &mut self.world.sockets);
                }
                1 => self.world.relay.set_networks(networks(&[("192.168.7.5", 24)])),
                2 => self.world.relay.set_networks(networks(&[("192.168.7.5", 24), ("fd00:7::5", 64)])),
                3 => self.world.sockets.fails_every = choices.below(4),
                _ => {
                    self.world.relay.stop(u64::from(choices.byte() % 8), &mut self.world.sockets);
                }
            },
            _ => {
                let views = self.world.relay.allocations(self.world.clock.monotonic());
                assert_eq!(views.len() as u64, self.world.relay.stats().allocations);
            }
        }
    }

    /// A request under the client's credential, whole but for what the bytes choose.
    fn request(&mut self, choices: &mut Choices<'_>) {
        let client = choices.below(CLIENTS.len());
        let method = METHODS[choices.below(METHODS.len())];
        let (peers, others) = (choices.below(4), choices.below(4));
        let peers: Vec<&str> = (0..peers).map(|_| PEERS[choices.below(PEERS.len())]).collect();
        let others: Vec<(AttrType, Vec<u8>)> = (0..others).map(|_| self.attribute(choices)).collect();
        let (plain, stale) = (!choices.byte().is_multiple_of(4), choices.byte().is_multiple_of(16));
        let credential = self.clients[client].1.clone();
        let nonce = if stale { b"stale".to_vec() } else { self.nonces[client].clone() };
        let request = self.message(MessageType::new(method, CLASS_REQUEST), |message| {
            if plain && method == METHOD_ALLOCATE {
                message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
            }
            if plain && method == METHOD_CHANNEL_BIND {
                message.add(ATTR_CHANNEL_NUMBER, &[0x40, peers.len().to_le_bytes()[0], 0, 0]);
            }
            for peer in peers {
                add_peer(message, peer);
            }
            for (kind, value) in others {
                message.add(kind, &value);
            }
            message.add(ATTR_USERNAME, credential.username.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, &nonce);
            let (username, password) = (credential.username.clone(), credential.credential.clone());
            let integrity = MessageIntegrity::new_long_term_integrity(username, "neko".into(), password);
            // it can't be added after a fingerprint, which is not among the attributes
            integrity.add_to(message).expect("no fingerprint is there yet");
        });
        self.world.client_sends(self.clients[client].0, &request);
        self.last = (client, request);
        self.answers(client);
    }

    fn attribute(&self, choices: &mut Choices<'_>) -> (AttrType, Vec<u8>) {
        let which = choices.below(ATTRIBUTES.len() + 1);
        let Some(kind) = ATTRIBUTES.get(which).copied() else {
            let kind = AttrType(u16::from_be_bytes([choices.byte(), choices.byte()]));
            let kind = if kind == ATTR_FINGERPRINT { ATTR_DATA } else { kind };
            return (kind, choices.bytes(40));
        };
        let value = match choices.byte() % 4 {
            0 => choices.bytes(20),
            1 if kind == ATTR_RESERVATION_TOKEN => self.token.clone(),
            _ if kind == ATTR_EVEN_PORT => vec![choices.byte()],
            _ if kind == ATTR_LIFETIME => vec![0, 0, choices.byte(), choices.byte()],
            _ if kind == ATTR_DONT_FRAGMENT => Vec::new(),
            _ => vec![choices.byte(), choices.byte(), 0, 0],
        };
        (kind, value)
    }

    /// Reads what was answered, which is for this client and one message at most.
    fn answers(&mut self, client: usize) {
        let replies = std::mem::take(&mut self.world.sockets.replies);
        assert!(replies.len() <= 1, "{} answers to one request", replies.len());
        for (to, raw) in replies {
            assert_eq!(to, self.clients[client].0);
            let mut answer = Message { raw, ..Message::default() };
            answer.decode().expect("what the relay writes can be read");
            if let Ok(nonce) = answer.get(ATTR_NONCE) {
                self.nonces[client] = nonce;
            }
            if let Ok(token) = answer.get(ATTR_RESERVATION_TOKEN) {
                self.token = token;
            }
        }
    }

    fn message(&mut self, kind: MessageType, attributes: impl FnOnce(&mut Message)) -> Vec<u8> {
        self.transactions = self.transactions.wrapping_add(1);
        let mut message = Message::new();
        message.set_type(kind);
        message.transaction_id.0 = [self.transactions; 12];
        message.write_header();
        attributes(&mut message);
        message.raw
    }

    fn check(&self) {
        let (relay, open) = (&self.world.relay, self.world.sockets.open.len() as u64);
        let held = relay.stats().allocations;
        // an allocation has one socket or two, and a reserved port one
        assert!(held <= open && open <= 3 * held + 5, "{held} allocations on {open} sockets");
        assert_eq!(relay.next_timeout().is_some(), open > 0);
        let clients = self.clients.iter().filter(|(client, _)| relay.holds(client)).count();
        assert_eq!(clients as u64, held);
    }
}

fn add_peer(message: &mut Message, peer: &str) {
    let peer: std::net::SocketAddr = peer.parse().expect("an address");
    let address = XorMappedAddress { ip: peer.ip(), port: peer.port() };
    address.add_to_as(message, ATTR_XOR_PEER_ADDRESS).expect("an address is short");
}
