//! What must not be had from the relay, by whatever way it is asked for.

use super::*;

const ALICE: &str = "192.168.7.20:4000";
const BOB: &str = "192.168.7.21:4000";
const PEER: &str = "192.168.7.99:5000";

#[test]
fn a_denied_address_is_denied_in_every_form_and_by_every_way() {
    let rows = [
        ("0.0.0.0", Denial::Unspecified),
        ("127.0.0.1", Denial::Loopback),
        ("169.254.169.254", Denial::LinkLocal),
        ("224.0.0.251", Denial::Multicast),
        ("255.255.255.255", Denial::Broadcast),
        ("192.168.7.255", Denial::Broadcast),
        ("240.0.0.1", Denial::Reserved),
        ("8.8.8.8", Denial::Public),
    ];
    let (mut world, alice, relays) = with_both_families();
    for (ip, denial) in rows {
        let v4: Ipv4Addr = ip.parse().unwrap();
        for form in std::iter::once(IpAddr::V4(v4)).chain(wrap(v4).into_iter().map(IpAddr::V6)) {
            let peer = SocketAddr::new(form, 5000).to_string();
            let before = world.denied(denial);
            assert_eq!(world.ask(&alice, &Ask::permit(&[&peer])).code(), 403, "{peer}");
            assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &peer)).code(), 403, "{peer}");
            assert_eq!(world.peer_sends(relays[usize::from(form.is_ipv6())], &peer, b"in"), None, "{peer}");
            assert_eq!(world.denied(denial), before + 3, "{peer}");
            // without the permission or the channel that it did not get
            assert_eq!(world.client_sends(alice.tuple, &Ask::send(&peer, b"out").bare()), None, "{peer}");
            assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), None, "{peer}");
        }
    }
}

#[test]
fn the_boxs_own_ports_are_closed_in_every_form_and_by_every_way() {
    let (mut world, alice, relays) = with_both_families();
    let bob = world.client(BOB);
    // a port that is held in reserve is open, but no one's
    let even = world.ask(&bob, &Ask::allocate().value(ATTR_EVEN_PORT, &[0x80])).relayed()[0];
    let reserved = even.port() + 1;
    let own: Ipv4Addr = "192.168.7.5".parse().unwrap();
    let six: Ipv6Addr = "fd00:7::5".parse().unwrap();
    let forms = [IpAddr::V4(own), six.into()].into_iter().chain(wrap(own).into_iter().map(IpAddr::V6));
    for form in forms {
        assert_eq!(world.ask(&alice, &Ask::permit(&[&SocketAddr::new(form, 0).to_string()])).code(), 0);
        for port in [3478, 8443, 50_000, reserved] {
            let peer = SocketAddr::new(form, port).to_string();
            let before = world.denied(Denial::OwnAddress);
            assert_eq!(world.client_sends(alice.tuple, &Ask::send(&peer, b"out").bare()), None, "{peer}");
            assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &peer)).code(), 403, "{peer}");
            assert_eq!(world.peer_sends(relays[usize::from(form.is_ipv6())], &peer, b"in"), None, "{peer}");
            assert_eq!(world.denied(Denial::OwnAddress), before + 3, "{peer}");
        }
    }

    // a channel can only be bound while another client is there, and is good for no longer
    let bobs = even.to_string();
    assert_eq!(world.ask(&bob, &Ask::permit(&["192.168.7.5:0"])).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &bobs)).code(), 0);
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")).is_some());
    assert_eq!(world.ask(&bob, &Ask::refresh(0)).code(), 0);
    let before = world.denied(Denial::OwnAddress);
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), None);
    assert_eq!(world.denied(Denial::OwnAddress), before + 1);
}

#[test]
fn a_live_relayed_address_is_reached_in_no_disguise() {
    let (mut world, alice, _) = with_both_families();
    let bob = world.client(BOB);
    let bobs = world.allocate(&bob);
    assert_eq!(world.ask(&bob, &Ask::permit(&["192.168.7.5:0", "192.168.7.5:1"])).code(), 0);
    let IpAddr::V4(own) = bobs.0.ip() else { panic!("an IPv4 address was asked for") };
    for form in wrap(own) {
        let peer = SocketAddr::new(form.into(), bobs.0.port()).to_string();
        assert_eq!(world.ask(&alice, &Ask::permit(&[&peer])).code(), 0);
        assert_eq!(world.client_sends(alice.tuple, &Ask::send(&peer, b"out").bare()), None, "{peer}");
        assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &peer)).code(), 403, "{peer}");
    }
}

#[test]
fn what_comes_from_another_5_tuple_does_nothing() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let relay = world.allocate(&alice);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    let mut by_tcp = alice.tuple;
    by_tcp.client.transport = Transport::Tcp;
    let elsewhere = [
        tuple("192.168.7.20:4001", SERVER),
        tuple("192.168.7.66:4000", SERVER),
        tuple(ALICE, "192.168.7.5:8443"),
        by_tcp,
    ];
    for from in elsewhere {
        // one's own request, as it was overheard: its nonce is good at one address alone
        for ask in [Ask::refresh(0), Ask::permit(&["10.0.0.1:0"]), Ask::bind(0x4002, "10.0.0.1:5000")] {
            let overheard = world.signed(&alice, &ask);
            let code = world.receive(from, &overheard).unwrap().code();
            let same_client = from.client == alice.tuple.client;
            assert_eq!(code, if same_client { 437 } else { 438 }, "{from:?}");
        }
        // and with a nonce of that address the credential is good, but there is no allocation
        let nonce = world.nonce(from);
        let refresh = world.signed_with(&alice, &Ask::refresh(0), &nonce);
        assert_eq!(world.receive(from, &refresh).unwrap().code(), 437, "{from:?}");
        assert_eq!(world.client_sends(from, &Ask::send(PEER, b"out").bare()), None, "{from:?}");
        assert_eq!(world.client_sends(from, &channel_data(0x4001, b"out")), None, "{from:?}");
    }
    assert_eq!(world.sockets.open, BTreeSet::from([relay]));
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")).is_some());
    assert_eq!(world.peer_sends(relay, "10.0.0.1:5000", b"in"), None);
}

#[test]
fn no_unproven_request_earns_more_than_three_times_its_bytes() {
    let methods =
        [METHOD_BINDING, METHOD_ALLOCATE, METHOD_REFRESH, METHOD_CREATE_PERMISSION, METHOD_CHANNEL_BIND];
    let unknown = |ask: Ask| (0x7000..0x7010).fold(ask, |ask, kind| ask.value(AttrType(kind), &[]));
    let fingerprint =
        |ask: &Ask| ask.write([9; 12], |message| stun::fingerprint::FINGERPRINT.add_to(message).unwrap());
    let forged = |ask: &Ask, name: &str| {
        ask.write([9; 12], |message| {
            message.add(ATTR_USERNAME, name.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, b"n");
            integrity(name, "guess").add_to(message).unwrap();
        })
    };
    let clients = [(ALICE, SERVER), ("[fd00:7::20]:4000", "[fd00:7::5]:3478")];
    let mut most = (0, 1, String::new());
    for realm in ["neko", &"r".repeat(28)] {
        let mut world = World::with(Settings { realm: realm.to_owned(), ..Settings::default() });
        for (client, server) in clients {
            for method in methods {
                let plain = Ask::new(method);
                let requests = [
                    plain.bare(),
                    fingerprint(&plain),
                    unknown(plain.clone()).bare(),
                    plain.clone().value(ATTR_MESSAGE_INTEGRITY, &[0; 20]).bare(),
                    forged(&plain, ""),
                    forged(&plain, "alice"),
                ];
                for (which, request) in requests.iter().enumerate() {
                    world.client_sends(tuple(client, server), request);
                    let answered: usize = world.sockets.replies.drain(..).map(|(_, reply)| reply.len()).sum();
                    assert!(
                        answered <= 3 * request.len(),
                        "{method} {which}: {answered} for {}",
                        request.len()
                    );
                    if answered * most.1 > most.0 * request.len() {
                        most = (answered, request.len(), format!("{method} {which} at {client}"));
                    }
                }
            }
        }
        assert!(world.is_blank());
    }
    // a header alone, challenged with a code, a realm and a nonce
    assert_eq!((most.0, most.1), (60, 20), "{}", most.2);
}

#[test]
fn relayed_ports_are_spread_over_the_range_and_follow_no_order() {
    const DRAWN: usize = 1600;
    let draw = |seed: u8| -> Vec<u16> {
        let mut world = World::new();
        world.relay.rng = StdRng::from_seed([seed; 32]);
        let alice = world.client(ALICE);
        (0..DRAWN)
            .map(|_| {
                let port = world.allocate(&alice).0.port();
                assert_eq!(world.ask(&alice, &Ask::refresh(0)).code(), 0);
                port
            })
            .collect()
    };
    // the chance is the seed, so what these show they show every time
    let ports = draw(7);
    assert_ne!(ports, draw(8));
    let mut sixteenths = [0; 16];
    for port in &ports {
        sixteenths[usize::from((port - 49152) / 1024)] += 1;
    }
    // a hundred each, and a standard deviation of ten
    assert!(sixteenths.iter().all(|count| (60..=140).contains(count)), "{sixteenths:?}");
    // one in 500 falls within 16 of the one before
    let near = ports.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 16).count();
    assert!(near <= 12, "{near} of {DRAWN} are near the one before");
    let rising = ports.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!((DRAWN * 2 / 5..DRAWN * 3 / 5).contains(&rising), "{rising} of {DRAWN} rise");
}

fn with_both_families() -> (World, Client, [RelayAddr; 2]) {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let relayed = world.ask(&alice, &Ask::allocate().additional_family(2)).relayed();
    (world, alice, [RelayAddr(relayed[0]), RelayAddr(relayed[1])])
}
