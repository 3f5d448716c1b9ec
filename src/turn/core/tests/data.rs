//! Payloads: who may send what to whom, for how long, and how it is framed.

use super::*;

const ALICE: &str = "192.168.7.20:4000";
const BOB: &str = "192.168.7.21:4000";
const PEER: &str = "192.168.7.99:5000";

#[test]
fn a_permission_opens_both_ways_for_five_minutes_to_any_port() {
    let (mut world, alice, relay) = with_allocation();
    let send = Ask::send(PEER, b"out").bare();
    assert_eq!(world.client_sends(alice.tuple, &send), None);
    assert_eq!(world.peer_sends(relay, PEER, b"in"), None);
    assert_eq!(world.relay.stats().unpermitted, 2);

    assert_eq!(world.ask(&alice, &Ask::permit(&["192.168.7.99:1"])).code(), 0);
    let out = Sent::ToPeer(relay, PEER.parse().unwrap(), b"out".to_vec());
    assert_eq!(world.client_sends(alice.tuple, &send), Some(out));
    for peer in [PEER, "192.168.7.99:6000"] {
        let Some(Sent::ToClient(to, bytes)) = world.peer_sends(relay, peer, b"in") else {
            panic!("not relayed")
        };
        assert_eq!(to, alice.tuple);
        assert_eq!(data_indication(&bytes), (peer.parse().unwrap(), b"in".to_vec()));
    }
    assert_eq!(world.peer_sends(relay, "192.168.7.98:5000", b"in"), None);

    world.pass(Duration::from_secs(299));
    assert!(world.peer_sends(relay, PEER, b"in").is_some());
    world.pass(Duration::from_secs(1));
    assert_eq!(world.peer_sends(relay, PEER, b"in"), None);
    assert_eq!(world.client_sends(alice.tuple, &send), None);
}

#[test]
fn several_peers_are_permitted_at_once_or_none_is() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.1:0", "10.0.0.2:0"])).code(), 0);
    assert!(world.peer_sends(relay, "10.0.0.1:5000", b"in").is_some());
    assert!(world.peer_sends(relay, "10.0.0.2:5000", b"in").is_some());
    let rows = [
        (Ask::permit(&["10.0.0.3:0", "[fd00:7::9]:0"]), 443),
        (Ask::permit(&["10.0.0.3:0", "169.254.169.254:0"]), 403),
        (Ask::permit(&["10.0.0.3:0"]).value(ATTR_XOR_PEER_ADDRESS, &[0, 1, 2]), 400),
        (Ask::permit(&[]), 400),
    ];
    for (ask, code) in rows {
        assert_eq!(world.ask(&alice, &ask).code(), code);
        assert_eq!(world.peer_sends(relay, "10.0.0.3:5000", b"in"), None, "{code}");
    }
}

#[test]
fn a_channel_carries_both_ways_and_its_permission_runs_out_first() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), None);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    let out = Sent::ToPeer(relay, PEER.parse().unwrap(), b"out".to_vec());
    let back = Sent::ToClient(alice.tuple, channel_data(0x4001, b"in"));
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), Some(out));
    assert_eq!(world.peer_sends(relay, PEER, b"in"), Some(back));
    // another port of the same host has the permission but not the channel
    let other = world.peer_sends(relay, "192.168.7.99:6000", b"in");
    assert!(matches!(other, Some(Sent::ToClient(_, bytes)) if data_indication(&bytes).1 == b"in"));

    world.pass(Duration::from_mins(5));
    assert_eq!(world.peer_sends(relay, PEER, b"in"), None);
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")).is_some());
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    assert!(world.peer_sends(relay, PEER, b"in").is_some());
}

#[test]
fn a_channel_stays_bound_for_ten_minutes() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::refresh(3600)).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    world.pass(Duration::from_secs(599));
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")).is_some());
    world.pass(Duration::from_secs(1));
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), None);
    assert_eq!(world.ask(&alice, &Ask::permit(&[PEER])).code(), 0);
    let Some(Sent::ToClient(_, bytes)) = world.peer_sends(relay, PEER, b"in") else { panic!("not relayed") };
    assert_eq!(data_indication(&bytes).1, b"in");
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, "192.168.7.98:5000")).code(), 0);
}

#[test]
fn channel_bind_by_request() {
    let (mut world, alice, _) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    let rows = [
        ("again", Ask::bind(0x4001, PEER), 0),
        ("another peer", Ask::bind(0x4001, "192.168.7.98:5000"), 400),
        ("another port of the peer", Ask::bind(0x4001, "192.168.7.99:5001"), 400),
        ("another number", Ask::bind(0x4002, PEER), 400),
        ("lowest number", Ask::bind(0x4000, "10.0.0.1:5000"), 0),
        ("highest number", Ask::bind(0x7fff, "10.0.0.2:5000"), 0),
        ("below", Ask::bind(0x3fff, "10.0.0.3:5000"), 400),
        ("above", Ask::bind(0x8000, "10.0.0.3:5000"), 400),
        ("no number", Ask::new(METHOD_CHANNEL_BIND).peer("10.0.0.3:5000"), 400),
        ("no peer", Ask::new(METHOD_CHANNEL_BIND).value(ATTR_CHANNEL_NUMBER, &[0x40, 9, 0, 0]), 400),
        ("short number", Ask::new(METHOD_CHANNEL_BIND).value(ATTR_CHANNEL_NUMBER, &[0x40]).peer(PEER), 400),
        ("another family", Ask::bind(0x4003, "[fd00:7::9]:5000"), 443),
        ("denied address", Ask::bind(0x4003, "127.0.0.1:5000"), 403),
        ("denied port", Ask::bind(0x4003, "10.0.0.3:53"), 403),
        ("the box", Ask::bind(0x4003, "192.168.7.5:5000"), 403),
    ];
    for (what, ask, code) in rows {
        assert_eq!(world.ask(&alice, &ask).code(), code, "{what}");
    }
    let nobody = world.client("192.168.7.40:4000");
    for ask in [Ask::bind(0x4001, PEER), Ask::permit(&[PEER])] {
        assert_eq!(world.ask(&nobody, &ask).code(), 437);
    }
}

#[test]
fn permissions_and_channels_have_their_limits() {
    let limits = Limits { permissions_per_allocation: 2, channels_per_allocation: 2, ..Limits::default() };
    let mut world = World::with(Settings { limits, ..Settings::default() });
    let alice = world.client(ALICE);
    world.allocate(&alice);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.1:0", "10.0.0.2:0", "10.0.0.3:0"])).code(), 508);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.1:0", "10.0.0.1:1", "10.0.0.2:0"])).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.3:0"])).code(), 508);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.2:0"])).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4000, "10.0.0.3:5000")).code(), 508);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4000, "10.0.0.1:5000")).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, "10.0.0.1:5001")).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4002, "10.0.0.1:5002")).code(), 508);
    world.pass(Duration::from_mins(5));
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.3:0"])).code(), 0, "the old ones are gone");
}

#[test]
fn every_payload_is_checked_not_only_the_permission() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::permit(&["192.168.7.5:0", "192.168.7.99:0"])).code(), 0);
    let rows = [
        ("192.168.7.5:3478", Denial::OwnAddress),
        ("192.168.7.5:8443", Denial::OwnAddress),
        ("192.168.7.5:50000", Denial::OwnAddress),
        ("192.168.7.99:22", Denial::LowPort),
    ];
    for (peer, denial) in rows {
        let before = world.denied(denial);
        assert_eq!(world.client_sends(alice.tuple, &Ask::send(peer, b"out").bare()), None, "to {peer}");
        assert_eq!(world.peer_sends(relay, peer, b"in"), None, "from {peer}");
        assert_eq!(world.denied(denial), before + 2, "{peer}");
    }
    assert!(world.client_sends(alice.tuple, &Ask::send(PEER, b"out").bare()).is_some());
}

#[test]
fn an_address_that_becomes_the_boxs_own_is_cut_off_under_a_bound_channel() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")).is_some());
    world.relay.set_networks(networks(&[("192.168.7.5", 24), ("192.168.7.99", 24)]));
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"out")), None);
    assert_eq!(world.peer_sends(relay, PEER, b"in"), None);
    assert_eq!(world.denied(Denial::OwnAddress), 2);
}

#[test]
fn denied_addresses_get_no_permission() {
    let (mut world, alice, _) = with_allocation();
    let rows = [
        ("0.0.0.0", Denial::Unspecified),
        ("127.0.0.1", Denial::Loopback),
        ("169.254.169.254", Denial::LinkLocal),
        ("224.0.0.251", Denial::Multicast),
        ("192.168.7.255", Denial::Broadcast),
        ("240.0.0.1", Denial::Reserved),
        ("8.8.8.8", Denial::Public),
    ];
    for (ip, denial) in rows {
        assert_eq!(world.ask(&alice, &Ask::permit(&[&format!("{ip}:5000")])).code(), 403, "{ip}");
        assert_eq!(world.denied(denial), 1, "{ip}");
    }
}

#[test]
fn loopback_is_for_tests_and_even_there_not_the_box() {
    let mut world = World::with(Settings { allow_loopback: true, ..Settings::default() });
    let mut alice = world.client("127.0.0.1:4000");
    alice.tuple.server = "127.0.0.1:3478".parse().unwrap();
    let relay = world.allocate(&alice);
    assert_eq!(relay.0.ip(), alice.tuple.server.ip());
    assert_eq!(world.ask(&alice, &Ask::permit(&["127.0.0.1:0"])).code(), 0);
    let mut send = |port: u16| {
        world.client_sends(alice.tuple, &Ask::send(&format!("127.0.0.1:{port}"), b"out").bare()).is_some()
    };
    assert!(send(5000));
    assert!(!send(3478));
    assert_eq!(world.ask(&alice, &Ask::bind(0x4000, "127.0.0.1:3478")).code(), 403);
}

#[test]
fn two_clients_of_the_box_meet_inside_it() {
    let (mut world, alice, alices) = with_allocation();
    let bob = world.client(BOB);
    let bobs = world.allocate(&bob);
    let to_bob = bobs.0.to_string();

    // Bob has not permitted Alice
    assert_eq!(world.ask(&alice, &Ask::permit(&[&to_bob])).code(), 0);
    assert_eq!(world.client_sends(alice.tuple, &Ask::send(&to_bob, b"hi").bare()), None);

    assert_eq!(world.ask(&bob, &Ask::permit(&[&alices.0.to_string()])).code(), 0);
    let Some(Sent::ToClient(to, bytes)) = world.client_sends(alice.tuple, &Ask::send(&to_bob, b"hi").bare())
    else {
        panic!("not handed over")
    };
    assert_eq!((to, data_indication(&bytes)), (bob.tuple, (alices.0, b"hi".to_vec())));

    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &to_bob)).code(), 0);
    assert_eq!(world.ask(&bob, &Ask::bind(0x4002, &alices.0.to_string())).code(), 0);
    let handed = world.client_sends(alice.tuple, &channel_data(0x4001, b"media"));
    assert_eq!(handed, Some(Sent::ToClient(bob.tuple, channel_data(0x4002, b"media"))));
    let stats = world.relay.stats();
    assert_eq!((stats.handed_over.packets, stats.handed_over.bytes), (2, 7));
    assert_eq!((stats.to_peers.packets, stats.to_clients.packets), (0, 0));

    // with Bob's allocation gone his port is the box's own again
    assert_eq!(world.ask(&bob, &Ask::refresh(0)).code(), 0);
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"media")), None);
    assert_eq!(world.denied(Denial::OwnAddress), 1);
}

#[test]
fn a_relayed_address_as_the_source_of_a_datagram_from_outside_is_forged() {
    let (mut world, alice, alices) = with_allocation();
    let bob = world.client(BOB);
    let bobs = world.allocate(&bob);
    assert_eq!(world.ask(&alice, &Ask::permit(&[&bobs.0.to_string()])).code(), 0);
    assert_eq!(world.peer_sends(alices, &bobs.0.to_string(), b"in"), None);
    assert_eq!(world.denied(Denial::OwnAddress), 1);
}

#[test]
fn ipv6_peers_are_relayed_from_the_ipv6_address() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let relayed = world.ask(&alice, &Ask::allocate().additional_family(2)).relayed();
    let peer = "[fd00:7::99]:5000";
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, peer)).code(), 0);
    let out = world.client_sends(alice.tuple, &channel_data(0x4001, b"out"));
    assert_eq!(out, Some(Sent::ToPeer(RelayAddr(relayed[1]), peer.parse().unwrap(), b"out".to_vec())));
    let back = world.peer_sends(RelayAddr(relayed[1]), peer, b"in");
    assert_eq!(back, Some(Sent::ToClient(alice.tuple, channel_data(0x4001, b"in"))));
}

#[test]
fn payloads_of_any_size_go_through_whole() {
    let (mut world, alice, relay) = with_allocation();
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.1:0"])).code(), 0);
    for size in [0, 1, 2, 3, 4, 1200, 1500, 9000, 65_000] {
        let payload = vec![b'x'; size];
        let out = world.client_sends(alice.tuple, &channel_data(0x4001, &payload));
        assert!(matches!(out, Some(Sent::ToPeer(_, _, bytes)) if bytes == payload), "{size}");
        let out = world.client_sends(alice.tuple, &Ask::send(PEER, &payload).bare());
        assert!(matches!(out, Some(Sent::ToPeer(_, _, bytes)) if bytes == payload), "{size}");
        let back = world.peer_sends(relay, PEER, &payload);
        assert_eq!(back, Some(Sent::ToClient(alice.tuple, channel_data(0x4001, &payload))), "{size}");
        let Some(Sent::ToClient(_, bytes)) = world.peer_sends(relay, "10.0.0.1:5000", &payload) else {
            panic!("{size} bytes were lost")
        };
        assert_eq!(data_indication(&bytes).1, payload, "{size}");
    }
    assert_eq!(world.peer_sends(relay, "10.0.0.1:5000", &vec![0; 65_535]), None, "too long to be framed");
}

#[test]
fn a_clients_stream_gets_its_channel_data_padded() {
    let mut world = World::new();
    let mut alice = world.client(ALICE);
    alice.tuple.client.transport = Transport::Tcp;
    let relay = world.allocate(&alice);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    let Some(Sent::ToClient(_, bytes)) = world.peer_sends(relay, PEER, b"hello") else { panic!("not sent") };
    assert_eq!(bytes, b"\x40\x01\0\x05hello\0\0\0");
    // the same client by UDP is another client
    let udp = tuple(ALICE, SERVER);
    assert_eq!(world.client_sends(udp, &channel_data(0x4001, b"out")), None);
}

#[test]
fn an_allocation_carries_no_more_than_its_share_each_way() {
    let limits = Limits { kilobits_per_allocation: 80, ..Limits::default() };
    let mut world = World::with(Settings { limits, ..Settings::default() });
    let alice = world.client(ALICE);
    let relay = world.allocate(&alice);
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, PEER)).code(), 0);
    for _ in 0..2 {
        for _ in 0..10 {
            assert!(world.client_sends(alice.tuple, &channel_data(0x4001, &[1; 1000])).is_some());
            assert!(world.peer_sends(relay, PEER, &[1; 1000]).is_some());
        }
        assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, &[1; 1000])), None);
        assert_eq!(world.peer_sends(relay, PEER, &[1; 1000]), None);
        world.pass(Duration::from_secs(1));
    }
    let stats = world.relay.stats();
    assert_eq!((stats.over_bandwidth, stats.to_peers.packets, stats.to_clients.packets), (4, 20, 20));
}

#[test]
fn what_is_carried_is_counted_by_transport_and_allocation() {
    let mut world = World::new();
    let (alice, mut bob) = (world.client(ALICE), world.client(BOB));
    bob.tuple.client.transport = Transport::Tls;
    let (alices, bobs) = (world.allocate(&alice), world.allocate(&bob));
    assert_eq!(world.ask(&alice, &Ask::bind(0x4001, &bobs.0.to_string())).code(), 0);
    assert_eq!(world.ask(&bob, &Ask::permit(&[&alices.0.to_string()])).code(), 0);
    world.pass(Duration::from_secs(7));
    assert!(world.client_sends(alice.tuple, &channel_data(0x4001, b"media")).is_some());

    let views = world.relay.allocations(world.clock.monotonic());
    assert_eq!(views.len(), 2);
    assert_eq!(
        (views[0].user, views[0].client, &views[0].relayed),
        (alice.user, alice.tuple.client, &vec![alices.0])
    );
    assert_eq!(
        (views[0].permissions, views[0].channels, views[0].up.bytes, views[0].down.bytes),
        (1, 1, 5, 0)
    );
    assert_eq!(
        (views[1].permissions, views[1].channels, views[1].up.bytes, views[1].down.bytes),
        (1, 0, 0, 5)
    );
    assert_eq!((views[0].age, views[0].left), (Duration::from_secs(7), Duration::from_secs(593)));
    let by_transport: Vec<_> =
        world.relay.stats().by_transport().map(|(_, up, down)| (up.packets, down.packets)).collect();
    assert_eq!(by_transport, [(1, 0), (0, 0), (0, 1)]);

    let (now, id) = (world.clock.monotonic(), views[0].id);
    assert!(world.relay.stop(id, &mut world.sockets));
    assert!(!world.relay.stop(id, &mut world.sockets));
    assert_eq!(world.relay.allocations(now).len(), 1);
    assert_eq!(world.client_sends(alice.tuple, &channel_data(0x4001, b"media")), None);
    world.relay.client_gone(&bob.tuple, &mut world.sockets);
    assert!(world.is_blank());
}

fn with_allocation() -> (World, Client, RelayAddr) {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let relay = world.allocate(&alice);
    (world, alice, relay)
}
