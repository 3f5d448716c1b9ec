use std::path::PathBuf;

use super::*;
use crate::net::certificate::CertificateFacts;
use crate::net::relay_check::CheckError;
use crate::turn::Transport;

/// 2027-01-01T00:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_798_761_600_000);
const DAY: Duration = Duration::from_hours(24);

fn before(moment: Timestamp, by: Duration) -> Timestamp {
    Timestamp::from_millis(moment.as_millis() - i64::try_from(by.as_millis()).unwrap())
}

/// Whoever reads a finding that is not good is told what happened, why, and what to do, in whole sentences.
fn check(finding: &Finding, level: Level, code: &str) {
    assert_eq!((finding.level, finding.code.as_str()), (level, code), "{finding:?}");
    assert!(finding.found.ends_with(['.', ')']), "{finding:?}");
    let explained = finding.cause.is_some() && finding.cure.is_some();
    assert_eq!(explained, level != Level::Good, "{finding:?}");
}

fn interface(name: &str, excluded: bool, addresses: &[&str]) -> Interface {
    let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
    Interface { name: name.to_owned(), addresses, excluded }
}

#[test]
fn the_data_directory() {
    let found = |unusable: Option<&str>, exists, open: &[&str]| Permissions {
        directory: "/data".into(),
        unusable: unusable.map(ToOwned::to_owned),
        exists,
        open: open.iter().map(PathBuf::from).collect(),
    };
    check(&permissions(&found(None, true, &[])), Level::Good, "data-dir-good");
    check(&permissions(&found(None, false, &[])), Level::Good, "data-dir-new");
    check(&permissions(&found(None, true, &["/data"])), Level::Warning, "data-dir-open");
    check(&permissions(&found(Some("read-only file system"), true, &[])), Level::Broken, "data-dir-unusable");
}

#[test]
fn the_disk() {
    let found = |free| disk(Ok(Disk { free: free * MEBIBYTE, total: 30_000 * MEBIBYTE }));
    check(&found(20_000), Level::Good, "disk-good");
    check(&found(499), Level::Warning, "disk-low");
    check(&found(49), Level::Broken, "disk-full");
    check(&disk(Err(std::io::ErrorKind::Unsupported.into())), Level::Warning, "disk-unknown");
    assert!(found(49).found.contains("49 MiB of 30000 MiB"));
}

#[test]
fn the_clock() {
    check(&clock(NOW, NOW), Level::Good, "clock-good");
    check(&clock(NOW, before(NOW, CLOCKS_AGREE)), Level::Good, "clock-good");
    check(&clock(NOW, before(NOW, DAY)), Level::Warning, "clock-behind");
    check(&clock(before(NOW, DAY), NOW), Level::Warning, "clock-ahead");
    let epoch = Timestamp::from_millis(0);
    check(&clock(epoch, epoch), Level::Broken, "clock-unset");
}

#[test]
fn open_files_and_connections() {
    check(&open_files(Some(1_024), 10_000), Level::Warning, "files-few");
    check(&open_files(Some(20_000), 10_000), Level::Good, "files-good");
    check(&open_files(None, 10_000), Level::Good, "files-good");
}

#[test]
fn addresses_of_the_machine() {
    let lo = interface("lo", false, &["127.0.0.1", "::1"]);
    let docker = interface("docker0", true, &["172.17.0.1"]);
    check(&addresses(std::slice::from_ref(&lo)), Level::Broken, "addresses-none");
    check(&addresses(&[lo.clone(), docker.clone()]), Level::Broken, "addresses-left-out");
    let odd = interface("eth0", false, &["169.254.1.2"]);
    check(&addresses(&[lo.clone(), odd]), Level::Warning, "addresses-link-local");
    let found = addresses(&[lo, docker, interface("eth0", false, &["169.254.1.2", "10.0.0.5"])]);
    check(&found, Level::Good, "addresses-good");
    assert!(found.found.contains("10.0.0.5") && found.found.contains("docker0"), "{found:?}");
    check(&addresses_unknown(&"no"), Level::Warning, "addresses-unknown");
}

#[test]
fn ports_that_the_box_has_and_would_have() {
    let list = |list: &[&str]| list.iter().map(|address| address.parse().unwrap()).collect::<Vec<_>>();
    let tcp = list(&["[::]:8443"]);
    check(&ports(&tcp, &list(&["[::]:8443", "[::]:3478"])), Level::Good, "ports-good");
    check(&ports(&tcp, &list(&["[::]:3478"])), Level::Good, "ports-good");
    check(&ports(&tcp, &list(&["[::]:9999"])), Level::Warning, "ports-no-udp");
    check(&ports(&tcp, &[]), Level::Warning, "ports-no-udp");
    check(&ports_at_rest(Ok(())), Level::Good, "ports-free");
    check(&ports_at_rest(Err("in use".to_owned())), Level::Broken, "ports-taken");
}

#[test]
fn the_certificate_and_its_authority() {
    let found = |not_after: Option<Timestamp>, left_out: &[&str], problem: Option<&str>| {
        let left_out = left_out.iter().map(ToString::to_string).collect();
        certificate(&CertificateFound { not_after, left_out, problem: problem.map(ToOwned::to_owned) }, NOW)
    };
    let year = Some(NOW.plus(365 * DAY));
    check(&found(year, &[], None), Level::Good, "certificate-good");
    check(&found(None, &[], None), Level::Good, "certificate-new");
    check(&found(Some(NOW.plus(13 * DAY)), &[], Some("disk full")), Level::Warning, "certificate-ending");
    check(&found(Some(before(NOW, DAY)), &[], None), Level::Broken, "certificate-ending");
    check(&found(year, &[], Some("disk full")), Level::Warning, "certificate-problem");
    check(&found(year, &["meet.example.org"], None), Level::Warning, "certificate-incomplete");

    check(&authority(Some(NOW.plus(3_650 * DAY)), NOW), Level::Good, "authority-good");
    check(&authority(None, NOW), Level::Good, "authority-new");
    check(&authority(Some(NOW.plus(300 * DAY)), NOW), Level::Warning, "authority-ending");
    check(&authority(Some(before(NOW, DAY)), NOW), Level::Broken, "authority-ending");
}

#[test]
fn a_certificate_from_elsewhere() {
    let facts = |not_after| CertificateFacts {
        names: vec!["meet.example.org".to_owned()],
        not_before: NOW,
        not_after,
        fingerprint: String::new(),
    };
    let found = |not_after: Option<Timestamp>, problem: Option<&str>| {
        provided(&Provided { facts: not_after.map(facts), problem: problem.map(ToOwned::to_owned) }, NOW)
    };
    check(&found(None, None), Level::Good, "own-certificate-none");
    check(&found(Some(NOW.plus(90 * DAY)), None), Level::Good, "own-certificate-good");
    check(&found(Some(NOW.plus(13 * DAY)), None), Level::Warning, "own-certificate-ending");
    check(&found(Some(NOW.plus(90 * DAY)), Some("no PEM")), Level::Warning, "own-certificate-bad");
}

#[test]
fn being_found() {
    let name = |text: &str| text.parse::<HostName>().unwrap();
    let wished = name("neko.local");
    let found = |name: Option<&str>, announced, problem: Option<&str>| Discovery {
        name: name.map(|text| text.parse().unwrap()),
        announced,
        problem: problem.map(ToOwned::to_owned),
    };
    let judged = |found: &Discovery, reachable| discovery(Some(&wished), found, reachable);
    check(&discovery(None, &found(None, false, None), true), Level::Good, "mdns-off");
    check(&judged(&found(Some("neko.local"), true, None), true), Level::Good, "mdns-good");
    check(&judged(&found(Some("neko-2.local"), true, None), true), Level::Warning, "mdns-renamed");
    check(&judged(&found(Some("neko.local"), false, None), true), Level::Warning, "mdns-silent");
    check(&judged(&found(Some("neko.local"), false, None), false), Level::Good, "mdns-waiting");
    check(&judged(&found(Some("neko.local"), false, Some("no")), true), Level::Warning, "mdns-problem");
}

#[test]
fn the_relay_and_the_store() {
    let checked = |transport, failure| Checked { transport, failure };
    let all_well: Vec<Checked> = Transport::ALL.map(|transport| checked(transport, None)).into();
    check(&relay(Some(&all_well))[0], Level::Good, "relay-good");
    let failed =
        relay(Some(&[checked(Transport::Udp, Some(CheckError::Silence)), checked(Transport::Tcp, None)]));
    assert_eq!(failed.len(), 1);
    check(&failed[0], Level::Broken, "relay-broken");
    check(&relay(None)[0], Level::Broken, "relay-down");
    check(&store(Ok(())), Level::Good, "store-good");
    check(&store(Err("users: checksum".to_owned())), Level::Broken, "store-damaged");
    check(&at_rest(), Level::Warning, "not-running");
}

#[test]
fn the_backups() {
    let found = |automatic, newest, failure: Option<&str>| {
        let failure = failure.map(ToOwned::to_owned);
        backups(&BackupsFound { directory: "/data/backups".into(), automatic, newest, failure }, NOW)
    };
    check(&found(true, None, None), Level::Good, "backup-new");
    check(&found(true, Some(before(NOW, DAY)), None), Level::Good, "backup-good");
    check(&found(true, Some(before(NOW, 4 * DAY)), None), Level::Warning, "backup-old");
    check(&found(false, Some(before(NOW, DAY)), None), Level::Warning, "backup-off");
    let failed = found(true, Some(before(NOW, DAY)), Some("no room left on the disk"));
    check(&failed, Level::Warning, "backup-failed");
    assert!(failed.found.contains("no room left") && failed.found.contains("/data/backups"), "{failed:?}");
}
