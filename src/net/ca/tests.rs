use std::os::unix::fs::PermissionsExt;

use rustls::{ClientConfig, ClientConnection, ServerConnection};

use super::*;

/// 2027-01-01T00:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_798_761_600_000);

fn names(hosts: &[&str], addresses: &[&str]) -> Names {
    Names {
        hosts: hosts.iter().map(|host| host.parse().unwrap()).collect(),
        addresses: addresses.iter().map(|address| address.parse().unwrap()).collect(),
    }
}

fn box_names() -> Names {
    names(&["neko", "neko.local", "localhost"], &["192.168.1.5", "127.0.0.1", "::1"])
}

/// The certificate for `names` at `now`, as a box started on `dir` has it.
fn started(dir: &Path, now: Timestamp, names: &Names) -> (Authority, ServerCertificate) {
    let authority = Authority::open(dir, now, names).unwrap();
    let certificate = authority.server_certificate(now, names).unwrap();
    (authority, certificate)
}

/// What a client that trusts the authority alone says about `certificate` under `name` at `at`.
fn handshake(ca: &str, certificate: &ServerCertificate, name: &str, at: Timestamp) -> Result<(), String> {
    #[derive(Debug)]
    struct At(Timestamp);
    impl rustls::time_provider::TimeProvider for At {
        fn current_time(&self) -> Option<UnixTime> {
            Some(UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(self.0.as_secs()).unwrap())))
        }
    }
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_details(tls::provider(), Arc::new(At(at)))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let slot = tls::CertificateSlot::new(certificate.certified.clone());
    let mut server = ServerConnection::new(tls::server_config(slot).unwrap()).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets().map_err(|error| error.to_string())?;
        let mut wire = Vec::new();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets().map_err(|error| error.to_string())?;
    }
    Ok(())
}

#[test]
fn a_client_that_trusts_the_authority_takes_every_name_and_address_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (authority, certificate) = started(dir.path(), NOW, &box_names());
    assert!(certificate.issued && certificate.left_out.is_empty());
    for name in ["neko", "neko.local", "localhost", "192.168.1.5", "127.0.0.1", "::1"] {
        handshake(authority.pem(), &certificate, name, NOW).unwrap();
    }
    for name in ["other.local", "example.org", "192.168.1.6"] {
        handshake(authority.pem(), &certificate, name, NOW).unwrap_err();
    }
}

#[test]
fn the_leaf_lasts_at_most_397_days_and_begins_a_day_early() {
    let dir = tempfile::tempdir().unwrap();
    let (authority, certificate) = started(dir.path(), NOW, &box_names());
    let before = Timestamp::from_millis(NOW.as_millis() - 86_400_000);
    let too_early = Timestamp::from_millis(before.as_millis() - 1_000);
    for (at, taken) in [(too_early, false), (before, true), (NOW.plus(days(396)), true)] {
        assert_eq!(handshake(authority.pem(), &certificate, "neko", at).is_ok(), taken, "{at}");
    }
    handshake(authority.pem(), &certificate, "neko", before.plus(days(397)).plus(Duration::from_secs(1)))
        .unwrap_err();
}

#[test]
fn only_the_owner_can_read_the_keys() {
    let dir = tempfile::tempdir().unwrap();
    let tls = dir.path().join("tls");
    started(&tls, NOW, &box_names());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&tls), 0o700);
    for file in ["ca.key", "server.key"] {
        assert_eq!(mode(&tls.join(file)), 0o600, "{file}");
    }
}

#[test]
fn the_leaf_is_kept_while_it_does_and_replaced_when_it_does_not_under_the_same_authority() {
    let more = names(&["neko", "neko.local", "localhost", "box.lan"], &["192.168.1.5", "127.0.0.1", "::1"]);
    let moved = names(&["neko", "neko.local", "localhost"], &["192.168.1.77", "127.0.0.1", "::1"]);
    let fewer = names(&["neko.local"], &["192.168.1.5"]);
    let cases = [
        ("nothing changed", NOW, box_names(), false),
        ("a name less", NOW, fewer, false),
        ("a year has nearly gone", NOW.plus(days(365)), box_names(), false),
        ("less than thirty days are left", NOW.plus(days(367)), box_names(), true),
        ("it has expired", NOW.plus(days(500)), box_names(), true),
        ("a name more", NOW, more, true),
        ("another address", NOW, moved, true),
        (
            "the clock was set back a year",
            Timestamp::from_millis(NOW.as_millis() - 200 * 86_400_000),
            box_names(),
            true,
        ),
        ("the clock has lost its battery", Timestamp::from_millis(0), box_names(), false),
    ];
    for (what, now, names, issued) in cases {
        let dir = tempfile::tempdir().unwrap();
        let (first_authority, first) = started(dir.path(), NOW, &box_names());
        let (authority, second) = started(dir.path(), now, &names);
        assert_eq!(second.issued, issued, "{what}");
        assert_eq!(first.certified.cert == second.certified.cert, !issued, "{what}");
        assert_eq!(authority.pem(), first_authority.pem(), "{what}");
        let at = if now < EARLIEST { NOW } else { now };
        handshake(first_authority.pem(), &second, names.hosts[0].as_str(), at).expect(what);
        assert!(!started(dir.path(), now, &names).1.issued, "{what}: and then kept");
    }
}

#[test]
fn a_clock_in_1970_makes_certificates_that_clients_with_a_right_clock_take() {
    let dir = tempfile::tempdir().unwrap();
    let (authority, certificate) = started(dir.path(), Timestamp::from_millis(0), &box_names());
    for at in [EARLIEST, NOW] {
        handshake(authority.pem(), &certificate, "neko.local", at).unwrap();
    }
}

#[test]
fn a_public_address_and_name_are_vouched_for_when_the_box_had_them_from_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let public = names(&["meet.example.org"], &["198.51.100.7", "2001:db8:1:2::3", "127.0.0.1"]);
    let (authority, certificate) = started(dir.path(), NOW, &public);
    for name in ["meet.example.org", "198.51.100.7", "2001:db8:1:2::3"] {
        handshake(authority.pem(), &certificate, name, NOW).unwrap();
    }

    let changed = names(&["meet.example.org"], &["198.51.100.8", "2001:db8:1:2::4", "127.0.0.1"]);
    let (authority, certificate) = started(dir.path(), NOW, &changed);
    assert!(certificate.issued);
    assert_eq!(certificate.left_out, ["198.51.100.8"]);
    handshake(authority.pem(), &certificate, "2001:db8:1:2::4", NOW).unwrap();
    assert!(
        !started(dir.path(), NOW, &changed).1.issued,
        "what can't be covered is no reason to issue again"
    );
}

#[test]
fn whoever_steals_the_key_can_vouch_for_nothing_on_the_internet() {
    let dir = tempfile::tempdir().unwrap();
    let (authority, _) = started(dir.path(), NOW, &box_names());
    for host in ["example.org", "www.local.example.org", "notlocal"] {
        assert!(!authority.may_vouch_for(&SanType::DnsName(host.try_into().unwrap()), NOW), "{host}");
    }
    for address in ["8.8.8.8", "172.32.0.1", "2001:4860:4860::8888"] {
        assert!(!authority.may_vouch_for(&SanType::IpAddress(address.parse().unwrap()), NOW), "{address}");
    }
    for host in ["printer.local", "a.b.home.arpa", "neko"] {
        assert!(authority.may_vouch_for(&SanType::DnsName(host.try_into().unwrap()), NOW), "{host}");
    }
}

#[test]
fn damaged_files_are_replaced_or_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let (first, _) = started(dir.path(), NOW, &box_names());
    let path = |name: &str| dir.path().join(name);

    fs::write(path("server.pem"), "rubbish").unwrap();
    assert!(started(dir.path(), NOW, &box_names()).1.issued);
    fs::copy(path("ca.key"), path("server.key")).unwrap();
    assert!(started(dir.path(), NOW, &box_names()).1.issued, "a key of another certificate");

    let problem = || Authority::open(dir.path(), NOW, &box_names()).err().unwrap().to_string();
    let key = fs::read(path("ca.key")).unwrap();
    fs::copy(path("server.key"), path("ca.key")).unwrap();
    assert!(problem().contains("ca.key is not the key of ca.pem"), "{}", problem());
    fs::write(path("ca.key"), "rubbish").unwrap();
    assert!(problem().contains("can't be used"), "{}", problem());
    fs::remove_file(path("ca.key")).unwrap();
    assert!(problem().contains("ca.key is missing: restore it from a backup"), "{}", problem());
    fs::write(path("ca.key"), key).unwrap();
    assert_eq!(started(dir.path(), NOW, &box_names()).0.pem(), first.pem());
}

#[test]
fn a_first_start_that_was_cut_short_is_made_good() {
    let dir = tempfile::tempdir().unwrap();
    started(dir.path(), NOW, &box_names());
    fs::remove_file(dir.path().join("ca.pem")).unwrap();
    let (authority, certificate) = started(dir.path(), NOW, &box_names());
    assert!(certificate.issued);
    handshake(authority.pem(), &certificate, "neko", NOW).unwrap();
}
