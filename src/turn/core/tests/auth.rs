//! Who is let in: challenges, credentials, nonces and sessions (RFC 8489 section 9.2).

use super::*;

const ALICE: &str = "192.168.7.20:4000";

#[test]
fn the_challenge_is_short() {
    let mut world = World::new();
    let request = Ask::allocate().bare();
    let answer = world.receive(tuple(ALICE, SERVER), &request).unwrap();
    assert_eq!(answer.code(), 401);
    let kinds: Vec<AttrType> = answer.0.attributes.0.iter().map(|attribute| attribute.typ).collect();
    assert_eq!(kinds, [ATTR_ERROR_CODE, ATTR_REALM, ATTR_NONCE]);
    assert_eq!(answer.value(ATTR_REALM).unwrap(), b"neko");
    assert!(answer.0.raw.len() <= 3 * request.len());
    assert!(world.is_blank());
}

#[test]
fn a_challenge_too_long_for_its_request_is_not_sent() {
    let mut world = World::with(Settings { realm: "r".repeat(28), ..Settings::default() });
    let bare = Ask::new(METHOD_ALLOCATE).bare();
    assert!(world.receive(tuple(ALICE, SERVER), &bare).is_none());
    let longer = Ask::allocate().value(ATTR_SOFTWARE, &[b'x'; 24]).bare();
    assert_eq!(world.receive(tuple(ALICE, SERVER), &longer).unwrap().code(), 401);
}

#[test]
fn the_longest_realm_leaves_a_browser_its_answer() {
    let settings = Settings { realm: "r".repeat(28), ..Settings::default() };
    assert_eq!(settings.validate(), Ok(()));
    let mut world = World::with(settings);
    // all that Chromium and Firefox say at first: a header and REQUESTED-TRANSPORT
    let request = Ask::allocate().bare();
    assert_eq!(request.len(), 28);
    for client in [ALICE, "[fd00:7::20]:4000"] {
        let answer = world.receive(tuple(client, SERVER), &request).unwrap();
        assert_eq!((answer.code(), answer.0.raw.len()), (401, 84));
    }
}

#[test]
fn who_does_not_prove_a_credential_is_refused() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let (name, password) = (alice.credential.username.clone(), alice.credential.credential.clone());
    let now = world.clock.now();
    let issue = |expires| world.credentials.issue(alice.user, &alice.session, expires);
    let expired = issue(now);
    let far_ahead = issue(now.plus(MAX_CREDENTIAL_LIFETIME + Duration::from_secs(1)));
    let nonce = world.nonce(alice.tuple);
    let elsewhere = world.nonce(tuple("192.168.7.21:4000", SERVER));
    let rows: [(&str, &str, &[u8], u16); 8] = [
        (&name, &password, &nonce, 0),
        (&name, "wrong", &nonce, 401),
        ("alice", &password, &nonce, 401),
        ("", "", &nonce, 401),
        (&expired.username, &expired.credential, &nonce, 401),
        (&far_ahead.username, &far_ahead.credential, &nonce, 401),
        (&name, &password, &elsewhere, 438),
        (&name, "wrong", &elsewhere, 401),
    ];
    for (row, (name, password, nonce, code)) in rows.into_iter().enumerate() {
        let mut world = World::new();
        let request = Ask::allocate().write([9; 12], |message| {
            message.add(ATTR_USERNAME, name.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, nonce);
            integrity(name, password).add_to(message).unwrap();
        });
        let answer = world.receive(alice.tuple, &request).unwrap();
        assert_eq!(answer.code(), code, "row {row}");
        assert_eq!(answer.value(ATTR_NONCE).is_some(), code != 0, "row {row}");
        assert_eq!(world.relay.stats().auth_failures, u64::from(code == 401), "row {row}");
        assert_eq!(world.is_blank(), code != 0, "row {row}");
    }
}

#[test]
fn a_signed_request_that_lacks_a_part_is_malformed() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let nonce = world.nonce(alice.tuple);
    let parts: [(AttrType, &[u8]); 3] =
        [(ATTR_USERNAME, alice.credential.username.as_bytes()), (ATTR_REALM, b"neko"), (ATTR_NONCE, &nonce)];
    for missing in 0..parts.len() {
        let request = Ask::allocate().write([9; 12], |message| {
            for (_, (kind, value)) in parts.iter().enumerate().filter(|(part, _)| *part != missing) {
                message.add(*kind, value);
            }
            integrity(&alice.credential.username, &alice.credential.credential).add_to(message).unwrap();
        });
        let answer = world.receive(alice.tuple, &request).unwrap();
        assert_eq!(answer.code(), 400);
        assert_eq!(answer.0.attributes.0.len(), 1);
    }
}

#[test]
fn what_comes_after_the_integrity_is_not_read() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    let nonce = world.nonce(alice.tuple);
    let request = Ask::new(METHOD_ALLOCATE).write([9; 12], |message| {
        message.add(ATTR_USERNAME, alice.credential.username.as_bytes());
        message.add(ATTR_REALM, b"neko");
        message.add(ATTR_NONCE, &nonce);
        integrity(&alice.credential.username, &alice.credential.credential).add_to(message).unwrap();
        message.add(ATTR_REQUESTED_TRANSPORT, &[17, 0, 0, 0]);
    });
    assert_eq!(world.receive(alice.tuple, &request).unwrap().code(), 400);
}

#[test]
fn sha_256_beside_sha_1_is_passed_over_and_alone_is_challenged() {
    const MESSAGE_INTEGRITY_SHA256: AttrType = AttrType(0x001c);
    let mut world = World::new();
    let alice = world.client(ALICE);
    let nonce = world.nonce(alice.tuple);
    let mut ask = |with_sha_1: bool| {
        let request = Ask::allocate().write([9; 12], |message| {
            message.add(ATTR_USERNAME, alice.credential.username.as_bytes());
            message.add(ATTR_REALM, b"neko");
            message.add(ATTR_NONCE, &nonce);
            if with_sha_1 {
                let (name, password) = (&alice.credential.username, &alice.credential.credential);
                integrity(name, password).add_to(message).unwrap();
            }
            message.add(MESSAGE_INTEGRITY_SHA256, &[7; 32]);
        });
        world.receive(alice.tuple, &request).unwrap().code()
    };
    assert_eq!((ask(false), ask(true)), (401, 0));
}

#[test]
fn a_nonce_grows_stale_after_ten_minutes() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    world.allocate(&alice);
    let refresh = world.signed(&alice, &Ask::refresh(3600));
    assert_eq!(world.receive(alice.tuple, &refresh).unwrap().code(), 0);
    world.pass(Duration::from_mins(10));
    let answer = world.receive(alice.tuple, &refresh).unwrap();
    assert_eq!(answer.code(), 438);
    let fresh = answer.value(ATTR_NONCE).unwrap();
    let refresh = world.signed_with(&alice, &Ask::refresh(3600), &fresh);
    assert_eq!(world.receive(alice.tuple, &refresh).unwrap().code(), 0);
}

#[test]
fn a_credential_that_ran_out_keeps_a_call_but_starts_none() {
    let mut world = World::new();
    let alice = world.client(ALICE);
    assert_eq!(world.ask(&alice, &Ask::allocate().lifetime(3600)).code(), 0);
    world.pass(Duration::from_secs(3599));
    assert_eq!(world.ask(&alice, &Ask::refresh(3600)).code(), 0);
    world.pass(Duration::from_mins(30));
    assert_eq!(world.ask(&alice, &Ask::refresh(3600)).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::permit(&["10.0.0.1:5000"])).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::refresh(0)).code(), 0);
    assert_eq!(world.ask(&alice, &Ask::allocate()).code(), 401);
}

#[test]
fn the_end_of_a_session_is_the_end_of_its_allocations() {
    let mut world = World::new();
    let user = UserId::generate();
    let phone = world.client_of(ALICE, user, "phone");
    let laptop = world.client_of("192.168.7.21:4000", user, "laptop");
    world.allocate(&phone);
    let kept = world.allocate(&laptop);
    let now = world.clock.monotonic();
    world.relay.end_session(now, &phone.session, &mut world.sockets);
    assert_eq!(world.sockets.open, BTreeSet::from([kept]));
    for ask in [Ask::allocate(), Ask::refresh(600)] {
        assert_eq!(world.ask(&phone, &ask).code(), 401);
    }
    assert_eq!(world.ask(&laptop, &Ask::refresh(600)).code(), 0);
}

#[test]
fn ended_sessions_are_forgotten_once_no_credential_can_be_theirs() {
    let mut world = World::new();
    let now = world.clock.monotonic();
    for session in 0..100 {
        world.relay.end_session(now, &format!("s{session}").parse().unwrap(), &mut world.sockets);
    }
    world.pass(MAX_CREDENTIAL_LIFETIME);
    let now = world.clock.monotonic();
    world.relay.end_session(now, &"last".parse().unwrap(), &mut world.sockets);
    assert_eq!(world.relay.ended_sessions.len(), 1);
}
