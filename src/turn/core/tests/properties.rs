//! What holds for any bytes, and for any order of requests, payloads and time.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn strangers_leave_nothing_and_earn_little(datagrams in vec(stranger(), 1..8)) {
        let mut world = World::new();
        for (from, datagram) in datagrams {
            let client = tuple(["192.168.7.20:4000", "[fd00:7::20]:4000"][usize::from(from)], SERVER);
            prop_assert_eq!(world.client_sends(client, &datagram), None);
            for (to, reply) in world.sockets.replies.drain(..) {
                prop_assert_eq!(to, client);
                prop_assert!(reply.len() <= 3 * datagram.len(), "{} for {}", reply.len(), datagram.len());
            }
            prop_assert_eq!(world.peer_sends(RelayAddr(client.server), "192.168.7.9:5000", &datagram), None);
        }
        prop_assert!(world.is_blank());
        prop_assert_eq!(world.relay.stats().allocations_made, 0);
    }

    #[test]
    fn a_callers_worst_request_is_answered_and_costs_no_one_else(
        method in method(), attributes in vec(attribute(), 0..12), payload in vec(any::<u8>(), 0..100),
    ) {
        let mut world = World::new();
        let alice = world.client("192.168.7.20:4000");
        let bob = world.client("192.168.7.21:4000");
        world.allocate(&alice);
        let bobs = world.allocate(&bob);
        let ask = Ask { attributes, ..Ask::new(method) };
        let request = world.signed(&alice, &ask);
        world.client_sends(alice.tuple, &request);
        let answers = world.sockets.replies.drain(..).filter(|(to, _)| *to == alice.tuple).count();
        prop_assert_eq!(answers, 1);
        prop_assert_eq!(world.peer_sends(bobs, "192.168.7.9:5000", &payload), None);
        prop_assert_eq!(world.ask(&bob, &Ask::refresh(600)).code(), 0);
    }

    #[test]
    fn the_relay_does_what_the_rules_say_in_any_order(steps in vec(step(), 1..60)) {
        let mut run = Run::new();
        for step in steps {
            run.take(&step)?;
            run.compare()?;
        }
        run.world.pass(HOUR);
        prop_assert!(run.world.is_blank());
    }
}

/// How often each property is tried: `PROPTEST_CASES=1000000` makes a night of it.
fn cases() -> u32 {
    ProptestConfig::default().cases.max(512)
}

/// Datagrams of those who hold no credential, from any bytes to nearly right requests.
fn stranger() -> impl Strategy<Value = (bool, Vec<u8>)> {
    let request = (method(), vec(attribute(), 0..8)).prop_map(|(method, attributes)| {
        let mut ask = Ask { attributes, ..Ask::new(method) };
        if method == METHOD_SEND {
            ask.kind.class = CLASS_INDICATION;
        }
        ask.bare()
    });
    let forged = (method(), vec(attribute(), 0..4), "[ -~]{0,40}").prop_map(|(method, attributes, text)| {
        Ask { attributes, ..Ask::new(method) }.write([3; 12], |message| {
            message.add(ATTR_USERNAME, format!("1800003600:64b7f0c2a1d2e3f405162738:{text}").as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, text.as_bytes());
            integrity(&text, &text).add_to(message).unwrap();
        })
    });
    let bent =
        (request.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut bytes, at, to)| {
            let at = at.index(bytes.len());
            bytes[at] = to;
            bytes
        });
    (any::<bool>(), prop_oneof![vec(any::<u8>(), 0..400), request, forged, bent])
}

fn method() -> impl Strategy<Value = Method> + Clone {
    prop::sample::select(vec![
        METHOD_ALLOCATE,
        METHOD_REFRESH,
        METHOD_CREATE_PERMISSION,
        METHOD_CHANNEL_BIND,
        METHOD_BINDING,
    ])
    .boxed()
}

fn attribute() -> impl Strategy<Value = (AttrType, Vec<u8>)> + Clone {
    let kind = prop_oneof![
        prop::sample::select(vec![
            ATTR_LIFETIME,
            ATTR_XOR_PEER_ADDRESS,
            ATTR_REQUESTED_TRANSPORT,
            ATTR_REQUESTED_ADDRESS_FAMILY,
            AttrType(0x8000),
            ATTR_EVEN_PORT,
            ATTR_RESERVATION_TOKEN,
            ATTR_CHANNEL_NUMBER,
            ATTR_DATA,
            ATTR_MESSAGE_INTEGRITY,
        ]),
        any::<u16>()
            .prop_map(AttrType)
            .prop_filter("a wrong FINGERPRINT gets no answer", |kind| *kind != ATTR_FINGERPRINT),
    ];
    (kind, vec(any::<u8>(), 0..24)).boxed()
}

/// Clients 0 to 3, of two users; peers 0 to 2; channels 0x4000 to 0x4002.
#[derive(Clone, Debug)]
enum Step {
    Allocate(usize),
    Refresh(usize, u32),
    Permit(usize, usize),
    Bind(usize, u16, usize),
    Send(usize, usize),
    ChannelData(usize, u16),
    PeerSends(usize, usize),
    Pass(u64),
    EndSession(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let (client, peer, channel) = (0..4_usize, 0..3_usize, 0x4000..=0x4002_u16);
    prop_oneof![
        4 => client.clone().prop_map(Step::Allocate),
        2 => (client.clone(), prop::sample::select(vec![0, 600, 1800, 3600])).prop_map(|(c, s)| Step::Refresh(c, s)),
        4 => (client.clone(), peer.clone()).prop_map(|(c, p)| Step::Permit(c, p)),
        4 => (client.clone(), channel.clone(), peer.clone()).prop_map(|(c, n, p)| Step::Bind(c, n, p)),
        4 => (client.clone(), peer.clone()).prop_map(|(c, p)| Step::Send(c, p)),
        4 => (client.clone(), channel).prop_map(|(c, n)| Step::ChannelData(c, n)),
        4 => (client.clone(), peer).prop_map(|(c, p)| Step::PeerSends(c, p)),
        4 => prop::sample::select(vec![1, 150, 299, 300, 301, 600]).prop_map(Step::Pass),
        1 => client.prop_map(Step::EndSession),
    ]
}

/// The relay beside the rules in their plainest form.
struct Run {
    world: World,
    clients: Vec<Client>,
    model: HashMap<usize, Model>,
    ended: HashSet<usize>,
    time: u64,
}

struct Model {
    relay: RelayAddr,
    ends: u64,
    permissions: HashMap<usize, u64>,
    channels: HashMap<u16, (usize, u64)>,
}

const PER_USER: usize = 1;

impl Run {
    fn new() -> Self {
        let limits = Limits { allocations_per_user: PER_USER, ..Limits::default() };
        let world = World::with(Settings { limits, ..Settings::default() });
        let users = [UserId::generate(), UserId::generate()];
        let clients = (0..4)
            .map(|client| {
                let addr = format!("192.168.7.{}:4000", 20 + client);
                let mut made = world.client_of(&addr, users[client % 2], &format!("session-{client}"));
                // the rules of expiry are another test's
                let expires = world.clock.now().plus(MAX_CREDENTIAL_LIFETIME);
                made.credential = world.credentials.issue(made.user, &made.session, expires);
                made
            })
            .collect();
        Self { world, clients, model: HashMap::new(), ended: HashSet::new(), time: 0 }
    }

    fn ask(&mut self, client: usize, ask: &Ask) -> Answer {
        self.world.ask(&self.clients[client], ask)
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        let time = self.time;
        match *step {
            Step::Allocate(client) => {
                let answer = self.ask(client, &Ask::allocate());
                let held = self.model.keys().filter(|other| **other % 2 == client % 2).count();
                let expected = match () {
                    () if self.ended.contains(&client) => 401,
                    () if self.model.contains_key(&client) => 437,
                    () if held >= PER_USER => 486,
                    () => 0,
                };
                prop_assert_eq!(answer.code(), expected);
                if expected == 0 {
                    let relay = RelayAddr(answer.relayed()[0]);
                    let (permissions, channels) = (HashMap::new(), HashMap::new());
                    self.model.insert(client, Model { relay, ends: time + 600, permissions, channels });
                }
            }
            Step::Refresh(client, lifetime) => {
                let code = self.ask(client, &Ask::refresh(lifetime)).code();
                prop_assert_eq!(code, self.expected(client, 0));
                if lifetime == 0 {
                    self.model.remove(&client);
                } else if let Some(model) = self.model.get_mut(&client) {
                    model.ends = time + u64::from(lifetime);
                }
            }
            Step::Permit(client, peer) => {
                let code = self.ask(client, &Ask::permit(&[&addr(peer)])).code();
                prop_assert_eq!(code, self.expected(client, 0));
                if let Some(model) = self.model.get_mut(&client) {
                    model.permissions.insert(peer, time + 300);
                }
            }
            Step::Bind(client, channel, peer) => {
                let code = self.ask(client, &Ask::bind(channel, &addr(peer))).code();
                let taken = self.model.get(&client).is_some_and(|model| {
                    let live = model.channels.iter().filter(|(_, (_, ends))| *ends > time);
                    live.into_iter().any(|(number, (other, _))| (*number == channel) != (*other == peer))
                });
                prop_assert_eq!(code, self.expected(client, if taken { 400 } else { 0 }));
                if let Some(model) = self.model.get_mut(&client).filter(|_| code == 0) {
                    model.channels.retain(|_, (_, ends)| *ends > time);
                    model.channels.insert(channel, (peer, time + 600));
                    model.permissions.insert(peer, time + 300);
                }
            }
            Step::Send(client, peer) => {
                let sent =
                    self.world.client_sends(self.clients[client].tuple, &Ask::send(&addr(peer), b"x").bare());
                let expected = self.model.get(&client).filter(|model| model.permits(peer, time));
                let expected = expected
                    .map(|model| Sent::ToPeer(model.relay, addr(peer).parse().unwrap(), b"x".to_vec()));
                prop_assert_eq!(sent, expected);
            }
            Step::ChannelData(client, channel) => {
                let sent = self.world.client_sends(self.clients[client].tuple, &channel_data(channel, b"x"));
                let model = self.model.get(&client);
                let bound = model.and_then(|model| Some((model.relay, *model.channels.get(&channel)?)));
                let expected = bound.filter(|(_, (_, ends))| *ends > time).map(|(relay, (peer, _))| {
                    Sent::ToPeer(relay, addr(peer).parse().unwrap(), b"x".to_vec())
                });
                prop_assert_eq!(sent, expected);
            }
            Step::PeerSends(client, peer) => {
                let Some(model) = self.model.get(&client) else { return Ok(()) };
                let sent = self.world.peer_sends(model.relay, &addr(peer), b"x");
                let channel = model.channels.iter().find(|(_, (other, ends))| *other == peer && *ends > time);
                match sent {
                    None => prop_assert!(!model.permits(peer, time)),
                    Some(Sent::ToClient(to, bytes)) => {
                        prop_assert!(model.permits(peer, time));
                        prop_assert_eq!(to, self.clients[client].tuple);
                        if let Some((number, _)) = channel {
                            prop_assert_eq!(bytes, channel_data(*number, b"x"));
                        } else {
                            let expected = (addr(peer).parse().unwrap(), b"x".to_vec());
                            prop_assert_eq!(data_indication(&bytes), expected);
                        }
                    }
                    Some(other) => prop_assert!(false, "{:?}", other),
                }
            }
            Step::Pass(seconds) => {
                // by the clock alone: what has ended must count as ended before anyone sweeps
                self.world.clock.advance(Duration::from_secs(seconds));
                self.time += seconds;
                let time = self.time;
                self.model.retain(|_, model| model.ends > time);
            }
            Step::EndSession(client) => {
                let now = self.world.clock.monotonic();
                self.world.relay.end_session(now, &self.clients[client].session, &mut self.world.sockets);
                self.model.remove(&client);
                self.ended.insert(client);
            }
        }
        Ok(())
    }

    /// The code for a request about an allocation that, where there is one, gets `otherwise`.
    fn expected(&self, client: usize, otherwise: u16) -> u16 {
        match () {
            () if self.ended.contains(&client) => 401,
            () if self.model.contains_key(&client) => otherwise,
            () => 437,
        }
    }

    fn compare(&mut self) -> Result<(), TestCaseError> {
        self.world.pass(Duration::ZERO);
        let live: BTreeSet<RelayAddr> = self.model.values().map(|model| model.relay).collect();
        prop_assert_eq!(&self.world.sockets.open, &live);
        prop_assert_eq!(self.world.relay.stats().allocations, live.len() as u64);
        let soonest = self.model.values().map(|model| model.ends).min();
        let expected =
            soonest.map(|ends| self.world.clock.monotonic() + Duration::from_secs(ends - self.time));
        prop_assert_eq!(self.world.relay.next_timeout(), expected);
        Ok(())
    }
}

impl Model {
    fn permits(&self, peer: usize, time: u64) -> bool {
        self.permissions.get(&peer).is_some_and(|ends| *ends > time)
    }
}

fn addr(peer: usize) -> String {
    format!("10.0.0.{}:5000", peer + 1)
}
