//! Requests and their answers: a row of `docs/relay.md` each.

use super::*;

const ALICE: &str = "192.168.7.20:4000";

#[test]
fn binding_says_where_the_client_is_and_no_more() {
    let mut world = World::new();
    for client in [ALICE, "[fd00:7::20]:4000"] {
        let server = if client == ALICE { SERVER } else { "[fd00:7::5]:3478" };
        let request = Ask::new(METHOD_BINDING).bare();
        let answer = world.receive(tuple(client, server), &request).unwrap();
        assert_eq!((answer.code(), answer.mapped()), (0, client.parse().unwrap()));
        assert_eq!(answer.0.attributes.0.len(), 1);
        assert!(answer.0.raw.len() <= 3 * request.len());
    }
    assert!(world.is_blank());
}

#[test]
fn binding_with_a_fingerprint_is_answered_with_one_and_a_wrong_one_not_at_all() {
    use stun::fingerprint::FINGERPRINT;
    let mut world = World::new();
    let mut request = Ask::new(METHOD_BINDING).write([9; 12], |message| FINGERPRINT.add_to(message).unwrap());
    let answer = world.receive(tuple(ALICE, SERVER), &request).unwrap();
    assert!(FINGERPRINT.check(&answer.0).is_ok());
    *request.last_mut().unwrap() ^= 1;
    assert!(world.receive(tuple(ALICE, SERVER), &request).is_none());
}

#[test]
fn unknown_required_attributes_are_named_in_420() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let known = [ATTR_SOFTWARE, AttrType(0x8777)];
    let unknown = [AttrType(0x0003), AttrType(0x7777)];
    let ask =
        |method, kinds: &[AttrType]| kinds.iter().fold(Ask::new(method), |ask, kind| ask.value(*kind, b"ab"));
    for (method, authenticated) in [(METHOD_BINDING, false), (METHOD_REFRESH, true)] {
        let refused = ask(method, &unknown);
        let answer = if authenticated {
            world.ask(&alice, &refused)
        } else {
            world.receive(alice.tuple, &refused.bare()).unwrap()
        };
        assert_eq!(answer.code(), 420, "{method}");
        assert_eq!(answer.value(ATTR_UNKNOWN_ATTRIBUTES).unwrap(), [0x00, 0x03, 0x77, 0x77]);
    }
    assert_eq!(world.receive(alice.tuple, &ask(METHOD_BINDING, &known).bare()).unwrap().code(), 0);
}

#[test]
fn allocate_gives_a_port_where_the_client_reached_the_box() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let mut answer = world.ask(&alice, &Ask::allocate());
    assert_eq!((answer.code(), answer.lifetime(), answer.mapped()), (0, 600, ALICE.parse().unwrap()));
    assert!(answer.is_signed_for(&alice));
    let relayed = answer.relayed();
    assert_eq!(relayed.len(), 1);
    assert_eq!(relayed[0].ip(), alice.tuple.server.ip());
    assert!(relayed[0].port() >= 49152);
    assert_eq!(world.sockets.open, BTreeSet::from([RelayAddr(relayed[0])]));
    assert_eq!(world.relay.stats().allocations, 1);
}

#[test]
fn allocate_by_request() {
    const EVEN: AttrType = ATTR_EVEN_PORT;
    let token = (ATTR_RESERVATION_TOKEN, &[1; 8][..]);
    let plain = Ask::allocate;
    let with = |(kind, value): (AttrType, &[u8])| Ask::allocate().value(kind, value);
    let rows = [
        ("plain", plain(), 0),
        ("no transport", Ask::new(METHOD_ALLOCATE), 400),
        ("short transport", Ask::new(METHOD_ALLOCATE).value(ATTR_REQUESTED_TRANSPORT, &[17]), 400),
        ("TCP", Ask::new(METHOD_ALLOCATE).value(ATTR_REQUESTED_TRANSPORT, &[6, 0, 0, 0]), 442),
        ("don't fragment", with((ATTR_DONT_FRAGMENT, &[])), 0),
        ("even", with((EVEN, &[0])), 0),
        ("even and next", with((EVEN, &[0x80])), 0),
        ("even of no size", with((EVEN, &[])), 400),
        ("unknown token", with(token), 508),
        ("short token", with((ATTR_RESERVATION_TOKEN, &[1; 7])), 400),
        ("token and even", with(token).value(EVEN, &[0]), 400),
        ("token and family", with(token).family(1), 400),
        ("token and additional", with(token).additional_family(2), 400),
        ("IPv4", plain().family(1), 0),
        ("IPv6", plain().family(2), 0),
        ("no such family", plain().family(3), 440),
        ("family of no size", with((ATTR_REQUESTED_ADDRESS_FAMILY, &[1])), 400),
        ("both", plain().additional_family(2), 0),
        ("additional IPv4", plain().additional_family(1), 400),
        ("family and additional", plain().family(1).additional_family(2), 400),
        ("even and additional", with((EVEN, &[0])).additional_family(2), 0),
        ("even, next and additional", with((EVEN, &[0x80])).additional_family(2), 400),
        ("short lifetime", with((ATTR_LIFETIME, &[1])), 400),
    ];
    for (what, ask, code) in rows {
        let mut world = World::new();
        let alice = world.client(ALICE);
        let mut answer = world.ask(&alice, &ask);
        assert_eq!(answer.code(), code, "{what}");
        assert!(answer.is_signed_for(&alice), "{what}");
        assert_eq!(world.is_blank(), code != 0, "{what}");
    }
}

#[test]
fn lifetimes_are_held_between_ten_minutes_and_an_hour() {
    for (asked, granted) in [(0, 600), (1, 600), (600, 600), (1800, 1800), (3600, 3600), (u32::MAX, 3600)] {
        let mut world = World::new();
        let alice = world.client(ALICE);
        assert_eq!(world.ask(&alice, &Ask::allocate().lifetime(asked)).lifetime(), granted);
        world.pass(Duration::from_millis(granted * 1000 - 1));
        assert_eq!(world.relay.stats().allocations, 1);
        world.pass(Duration::from_millis(1));
        assert!(world.is_blank());
    }
    let mut world = World::new();
    let alice = world.client(ALICE);
    world.allocate(&alice);
    for (asked, granted) in [(1, 600), (1800, 1800), (u32::MAX, 3600)] {
        assert_eq!(world.ask(&alice, &Ask::refresh(asked)).lifetime(), granted);
    }
}

#[test]
fn a_retransmitted_allocate_is_answered_alike_and_another_refused() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let request = world.signed(&alice, &Ask::allocate());
    let first = world.receive(alice.tuple, &request).unwrap();
    let again = world.receive(alice.tuple, &request).unwrap();
    assert_eq!(first.0.raw, again.0.raw);
    assert_eq!(world.sockets.open.len(), 1);
    assert_eq!(world.ask(&alice, &Ask::allocate()).code(), 437);
}

#[test]
fn refresh_moves_the_end_and_zero_is_the_end() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    assert_eq!(world.ask(&alice, &Ask::refresh(600)).code(), 437);
    world.allocate(&alice);
    world.pass(Duration::from_secs(599));
    assert_eq!(world.ask(&alice, &Ask::refresh(600)).code(), 0);
    world.pass(Duration::from_secs(599));
    let answer = world.ask(&alice, &Ask::refresh(0));
    assert_eq!((answer.code(), answer.lifetime()), (0, 0));
    assert!(world.is_blank());
    assert_eq!(world.ask(&alice, &Ask::refresh(600)).code(), 437);
}

#[test]
fn an_allocation_is_its_users_alone() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let mallory = world.client_of(ALICE, UserId::generate(), "another");
    world.allocate(&alice);
    for ask in [Ask::refresh(0), Ask::permit(&["10.0.0.1:5000"]), Ask::bind(0x4000, "10.0.0.1:5000")] {
        assert_eq!(world.ask(&mallory, &ask).code(), 441);
    }
    assert_eq!(world.ask(&mallory, &Ask::allocate()).code(), 437);
}

#[test]
fn both_families_are_one_allocation_whose_halves_end_apart() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let relayed = world.ask(&alice, &Ask::allocate().additional_family(2)).relayed();
    assert_eq!(relayed.len(), 2);
    assert!(relayed[0].is_ipv4() && relayed[1].ip() == "fd00:7::5".parse::<IpAddr>().unwrap());
    assert_eq!(world.relay.stats().allocations, 1);
    assert_eq!(world.ask(&alice, &Ask::refresh(0).family(2)).code(), 0);
    assert_eq!(world.sockets.open, BTreeSet::from([RelayAddr(relayed[0])]));
    assert_eq!(world.ask(&alice, &Ask::refresh(600).family(2)).code(), 443);
    assert_eq!(world.ask(&alice, &Ask::refresh(600).family(9)).code(), 443);
    assert_eq!(world.ask(&alice, &Ask::permit(&["[fd00:7::9]:5000"])).code(), 443);
    assert_eq!(world.ask(&alice, &Ask::refresh(1800).family(1)).code(), 0);
    world.pass(Duration::from_secs(1799));
    assert_eq!(world.relay.stats().allocations, 1);
    world.pass(Duration::from_secs(1));
    assert!(world.is_blank());
}

#[test]
fn a_family_that_the_box_has_not_is_named_or_refused() {
    const ADDRESS_ERROR_CODE: AttrType = AttrType(0x8001);
    let mut world = World::new();
    world.relay.set_networks(networks(&[("192.168.7.5", 24)]));
    let alice = world.client(ALICE);
    assert_eq!(world.ask(&alice, &Ask::allocate().family(2)).code(), 440);
    let answer = world.ask(&alice, &Ask::allocate().additional_family(2));
    assert_eq!((answer.code(), answer.relayed().len()), (0, 1));
    assert_eq!(answer.value(ADDRESS_ERROR_CODE).unwrap(), [2, 0, 4, 40]);

    world.relay.set_networks(networks(&[("fd00:7::5", 64)]));
    let mut bob = world.client("[fd00:7::20]:4000");
    bob.tuple.server = "[fd00:7::5]:3478".parse().unwrap();
    assert_eq!(world.ask(&bob, &Ask::allocate()).code(), 440);
    let answer = world.ask(&bob, &Ask::allocate().additional_family(2));
    assert!(answer.relayed()[0].is_ipv6());
    assert_eq!(answer.value(ADDRESS_ERROR_CODE).unwrap(), [1, 0, 4, 40]);
}

#[test]
fn the_other_family_is_sought_on_the_interface_that_the_client_came_by() {
    let mut world = World::new();
    let network = |ip: &str, prefix, interface| LocalNetwork { ip: ip.parse().unwrap(), prefix, interface };
    world.relay.set_networks(vec![
        network("::1", 128, 1),
        network("fd00:9::5", 64, 2),
        network("192.168.7.5", 24, 3),
        network("fe80::5", 64, 3),
        network("fd00:7::5", 64, 3),
    ]);
    let alice = world.client(ALICE);
    let relayed = world.ask(&alice, &Ask::allocate().family(2)).relayed();
    assert_eq!(relayed[0].ip(), "fd00:7::5".parse::<IpAddr>().unwrap());
}

#[test]
fn an_even_port_comes_with_the_next_in_reserve() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let answer = world.ask(&alice, &Ask::allocate().value(ATTR_EVEN_PORT, &[0x80]));
    let even = answer.relayed()[0];
    assert!(even.port().is_multiple_of(2));
    let token = answer.value(ATTR_RESERVATION_TOKEN).unwrap();
    assert_eq!(world.sockets.open.len(), 2);
    let reserved = Ask::allocate().value(ATTR_RESERVATION_TOKEN, &token);

    let mallory = world.client("192.168.7.30:4000");
    assert_eq!(world.ask(&mallory, &reserved).code(), 508);
    let second = world.client_of("192.168.7.20:4001", alice.user, "s");
    assert_eq!(world.ask(&second, &reserved).relayed()[0].port(), even.port() + 1);
    let third = world.client_of("192.168.7.20:4002", alice.user, "s");
    assert_eq!(world.ask(&third, &reserved).code(), 508);
    assert_eq!(world.sockets.open.len(), 2);
}

#[test]
fn a_reserved_port_waits_thirty_seconds() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let answer = world.ask(&alice, &Ask::allocate().value(ATTR_EVEN_PORT, &[0x80]));
    let reserved = RelayAddr(SocketAddr::new(answer.relayed()[0].ip(), answer.relayed()[0].port() + 1));
    world.pass(Duration::from_secs(29));
    assert!(world.sockets.open.contains(&reserved));
    world.pass(Duration::from_secs(1));
    assert!(!world.sockets.open.contains(&reserved));
    assert_eq!(world.sockets.open.len(), 1);
}

#[test]
fn quotas_hold_and_what_ends_makes_room() {
    let limits =
        Limits { allocations_per_user: 2, allocations_per_address: 3, allocations: 4, ..Limits::default() };
    let mut world = World::with(Settings { limits, ..Settings::default() });
    let user = UserId::generate();
    let hers = |port| world.client_of(&format!("192.168.7.20:{port}"), user, "s");
    let [first, second, third] = [hers(1), hers(2), hers(3)];
    let [fourth, fifth] = [world.client("192.168.7.20:4"), world.client("192.168.7.20:5")];
    let [sixth, seventh] = [world.client("192.168.7.21:6"), world.client("192.168.7.22:7")];
    let rows =
        [(&first, 0), (&second, 0), (&third, 486), (&fourth, 0), (&fifth, 486), (&sixth, 0), (&seventh, 508)];
    for (row, (client, code)) in rows.into_iter().enumerate() {
        assert_eq!(world.ask(client, &Ask::allocate()).code(), code, "row {row}");
    }
    assert_eq!(world.relay.stats().over_quota, 3);
    assert_eq!(world.ask(&first, &Ask::refresh(0)).code(), 0);
    assert_eq!(world.ask(&third, &Ask::allocate().value(ATTR_EVEN_PORT, &[0x80])).code(), 486);
    assert_eq!(world.ask(&third, &Ask::allocate()).code(), 0);
}

#[test]
fn a_busy_port_is_passed_over_and_a_full_range_is_508() {
    let settings = Settings { relay_ports: 50_000..=50_003, ..Settings::default() };
    let mut world = World::with(settings.clone());
    world.sockets.busy.extend([50_000, 50_002, 50_003]);
    let alice = world.client(ALICE);
    assert_eq!(world.allocate(&alice).0.port(), 50_001);
    let bob = world.client("192.168.7.21:4000");
    assert_eq!(world.ask(&bob, &Ask::allocate()).code(), 508);

    let mut world = World::with(settings.clone());
    world.sockets.busy.extend([50_003]);
    let answer = world.ask(&alice, &Ask::allocate().value(ATTR_EVEN_PORT, &[0x80]));
    assert_eq!(answer.relayed()[0].port(), 50_000, "50002 has no free neighbour");
    assert_eq!(world.sockets.open.len(), 2);

    let mut world = World::with(settings);
    world.sockets.unavailable = true;
    assert_eq!(world.ask(&alice, &Ask::allocate()).code(), 508);
    assert_eq!(world.sockets.opened, 1, "no other port would do");
    assert!(world.is_blank());
}

#[test]
fn what_is_for_no_server_is_dropped_in_silence() {
    let mut world = World::new();
    let binding = Ask::new(METHOD_BINDING).bare();
    let kind = |class| {
        let mut ask = Ask::new(METHOD_BINDING);
        ask.kind.class = class;
        ask.bare()
    };
    let mut other_cookie = binding.clone();
    other_cookie[4] ^= 1;
    let mut wrong_length = binding.clone();
    wrong_length[3] = 4;
    let long = Ask::allocate().value(ATTR_SOFTWARE, &[b'x'; 2048]).bare();
    let rows = [
        ("empty", Vec::new()),
        ("short", binding[..19].to_vec()),
        ("trailing bytes", [&binding[..], b"tail"].concat()),
        ("another cookie", other_cookie),
        ("another length", wrong_length),
        ("indication", kind(CLASS_INDICATION)),
        ("success response", kind(CLASS_SUCCESS_RESPONSE)),
        ("error response", kind(CLASS_ERROR_RESPONSE)),
        ("TCP connect", Ask::new(METHOD_CONNECT).bare()),
        ("too long", long),
        ("DTLS", vec![22, 254, 253, 0, 0]),
        ("RTP", vec![128; 40]),
        ("no channel", channel_data(0x8000, b"x")),
    ];
    for (count, (what, bytes)) in (1..).zip(rows) {
        assert!(world.receive(tuple(ALICE, SERVER), &bytes).is_none(), "{what}");
        assert_eq!(world.relay.stats().malformed, count, "{what}");
    }
    assert!(world.is_blank());
}
