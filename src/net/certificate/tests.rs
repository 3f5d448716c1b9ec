use std::path::Path;

use super::*;
use crate::net::names::Names;

/// 2027-01-01T00:00:00Z.
const NOW: Timestamp = Timestamp::from_millis(1_798_761_600_000);

fn whereabouts(addresses: &[&str]) -> Arc<Whereabouts> {
    let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
    Arc::new(Whereabouts { interfaces: Vec::new(), names: Names::of_box(&[], None, &addresses) })
}

fn keeper(dir: &Path, clock: &Clock) -> (Arc<CertificateKeeper>, watch::Sender<Arc<Whereabouts>>) {
    let (sender, receiver) = watch::channel(whereabouts(&["10.0.0.5"]));
    let authority = Authority::open(dir, clock.now(), &receiver.borrow().names).unwrap();
    (CertificateKeeper::new(authority, clock.clone(), receiver).unwrap(), sender)
}

#[tokio::test]
async fn a_new_address_is_in_the_certificate_as_soon_as_the_box_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, sender) = keeper(dir.path(), &Clock::manual(NOW));
    let authority = keeper.authority().pem().to_owned();
    let mut state = keeper.state();
    let first = state.borrow_and_update().clone();
    assert!(first.facts.names.contains(&"10.0.0.5".to_owned()), "{first:?}");
    let keeping = tokio::spawn(Arc::clone(&keeper).keep());
    sender.send_replace(whereabouts(&["10.0.0.5", "fd00::7"]));
    let second =
        state.wait_for(|state| state.facts.names.contains(&"fd00::7".to_owned())).await.unwrap().clone();
    assert!(second.facts.names.contains(&"10.0.0.5".to_owned()));
    assert_ne!(second.facts.fingerprint, first.facts.fingerprint);
    assert_eq!(keeper.authority().pem(), authority, "people trust the authority: it stays");
    keeping.abort();
}

#[tokio::test]
async fn an_address_that_went_costs_no_certificate() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, sender) = keeper(dir.path(), &Clock::manual(NOW));
    let before = keeper.state().borrow().clone();
    sender.send_replace(whereabouts(&[]));
    assert_eq!(keeper.check().unwrap(), before);
}

#[tokio::test(start_paused = true)]
async fn a_certificate_is_renewed_by_itself_a_month_before_it_ends() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Clock::manual(NOW);
    let (keeper, _sender) = keeper(dir.path(), &clock);
    let mut state = keeper.state();
    let first = state.borrow_and_update().clone();
    let keeping = tokio::spawn(Arc::clone(&keeper).keep());
    // a clock that is moved by hand while the runtime's sleeps pass at once: half a day at a time
    while state.borrow().facts == first.facts {
        assert!(clock.now() < first.facts.not_after, "it was never renewed");
        clock.advance(Duration::from_hours(12));
        tokio::time::sleep(Duration::from_hours(12)).await;
    }
    assert!(
        clock.now() >= first.renewed_at() && clock.now() < first.renewed_at().plus(Duration::from_hours(36))
    );
    assert!(state.borrow().facts.not_after > first.facts.not_after);
    keeping.abort();
}

#[tokio::test]
async fn a_disk_that_takes_nothing_leaves_the_present_certificate_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (keeper, _sender) = keeper(dir.path(), &Clock::manual(NOW));
    let before = keeper.state().borrow().facts.clone();
    // a directory in the way of the new file: root may write everywhere else
    std::fs::create_dir(dir.path().join("server.key.new")).unwrap();
    assert!(keeper.renew().is_err());
    let state = keeper.state().borrow().clone();
    assert_eq!(state.facts, before);
    assert!(state.problem.unwrap().contains("server.key"));
    std::fs::remove_dir(dir.path().join("server.key.new")).unwrap();
    let renewed = keeper.renew().unwrap();
    assert!(renewed.facts != before && renewed.problem.is_none());
}

#[test]
fn a_fingerprint_is_what_other_programs_show() {
    // printf abc | sha256sum
    let shown = fingerprint(&CertificateDer::from(b"abc".as_slice()));
    assert!(shown.starts_with("BA:78:16:BF:8F:01:CF:EA") && shown.len() == 95, "{shown}");
}
