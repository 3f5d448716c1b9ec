//! Examines the box: what does not work or soon will not, why, and what to do, in words for whoever runs it.
//!
//! Facts are gathered here and in `machine`; what they mean is decided in `judge`, without looking at anything else.
//! Invariant: a report holds no secret and nothing about the people who use the box.

mod judge;
mod machine;

use std::net::IpAddr;
use std::sync::Arc;

use crate::backup::{Archive, Schedule};
use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::net::certificate::{CertificateFacts, authority_shown};
use crate::net::interfaces;
use crate::net::relay_check::RelayCheck;
use crate::net::situation::Situation;
use crate::net::sockets;
use crate::protocol::network::{DoctorReport, Finding, Level};
use crate::store::{Location, OpenError, Store};
use crate::turn::RelayHandle;
use crate::turn::ice::hears;
use judge::{BackupsFound, CertificateFound};
use machine::read_certificate;

/// Examines a box that runs. Cheap to clone.
#[derive(Clone)]
pub struct Doctor(Arc<Parts>);

/// What is examined.
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The documents.
    pub store: Store,
    /// Their backups.
    pub archive: Archive,
    /// The relay.
    pub relay: Arc<RelayHandle>,
    /// How to try it.
    pub relay_check: RelayCheck,
    /// Networks, names and certificate.
    pub situation: Situation,
}

impl Doctor {
    /// A doctor for these.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Examines everything. Takes as long as reading every document, and some seconds more where the relay is silent.
    pub async fn examine(&self) -> DoctorReport {
        let parts = &*self.0;
        let store = parts.store.clone();
        // reading it all takes its time: not on the threads that serve
        let checked = tokio::task::spawn_blocking(move || store.check());
        let checked = checked.await.map_or_else(
            |error| Err(error.to_string()),
            |checked| checked.map_err(|error| error.to_string()),
        );
        let relay = if parts.relay.is_running() { Some(parts.relay_check.run().await) } else { None };

        let situation = &parts.situation;
        let whereabouts = situation.whereabouts.borrow().clone();
        let certificate = situation.certificate.state().borrow().clone();
        let now = parts.clock.now();
        let mut findings = of_machine(&parts.config, &parts.clock);
        findings.push(judge::addresses(&whereabouts.interfaces));
        findings.push(judge::ports(&situation.tcp, &situation.udp));
        findings.push(judge::certificate(
            &CertificateFound {
                not_after: Some(certificate.facts.not_after),
                left_out: certificate.left_out.clone(),
                problem: certificate.problem.clone(),
            },
            now,
        ));
        if let Some(provided) = &situation.provided {
            findings.push(judge::provided(&provided.borrow(), now));
        }
        findings.push(judge::authority(Some(situation.certificate.authority_shown().not_after), now));
        let heard = |address: &IpAddr| situation.tcp.iter().any(|bound| hears(bound.ip(), *address));
        let reachable =
            whereabouts.addresses().iter().any(|address| !address.is_loopback() && heard(address));
        let discovery = situation.discovery.borrow().clone();
        findings.push(judge::discovery(situation.wished_name.as_ref(), &discovery, reachable));
        findings.extend(judge::relay(relay.as_deref()));
        findings.push(judge::store(checked));
        let failure = parts.archive.last().and_then(|outcome| outcome.result.err());
        findings.push(judge::backups(&backups_found(parts.archive.schedule(), failure), now));
        report(findings, &parts.clock)
    }
}

/// Examines a box that does not run, by what lies on its disk; nothing is changed or made.
pub fn examine_at_rest(config: &Config, clock: &Clock) -> DoctorReport {
    let now = clock.now();
    let mut findings = of_machine(config, clock);
    findings.push(match interfaces::list(&config.net.exclude_interfaces) {
        Ok(found) => judge::addresses(&found),
        Err(error) => judge::addresses_unknown(&error),
    });
    let addresses = |endpoints: &[crate::config::Endpoint]| -> Vec<_> {
        endpoints.iter().map(|endpoint| endpoint.0).collect()
    };
    let bound = sockets::bind(&addresses(&config.listen), &addresses(&config.udp_listen));
    findings.push(judge::ports_at_rest(bound.map(drop).map_err(|error| error.to_string())));
    let tls = config.data_dir.join("tls");
    let server = read_certificate(&tls.join("server.pem"));
    let facts = server.as_ref().and_then(CertificateFacts::of);
    let found =
        CertificateFound { not_after: facts.map(|facts| facts.not_after), ..CertificateFound::default() };
    findings.push(judge::certificate(&found, now));
    let authority = read_certificate(&tls.join("ca.pem"));
    findings.push(judge::authority(authority.map(|der| authority_shown(&der).not_after), now));
    let store = Location::from(config);
    if store.exists() {
        findings.push(judge::store(open_unchanged(&store)));
    }
    findings.push(judge::backups(&backups_found(&Schedule::from(config), None), now));
    findings.push(judge::at_rest());
    report(findings, clock)
}

fn backups_found(schedule: &Schedule, failure: Option<String>) -> BackupsFound {
    let kept = schedule.kept();
    let unreadable = kept.as_ref().err().map(ToString::to_string);
    let newest: Option<Timestamp> = kept.ok().and_then(|kept| Some(kept.first()?.at));
    BackupsFound {
        directory: schedule.directory.clone(),
        automatic: schedule.at.is_some(),
        newest,
        failure: failure.or(unreadable),
    }
}

/// Reads every document; those of an older version are left as they are.
fn open_unchanged(store: &Location) -> Result<(), String> {
    match Store::open(store, &mut |_| Err("the box does not run".to_owned())) {
        Ok(store) => store.settings().get().map(drop).map_err(|error| error.to_string()),
        Err(OpenError::NotBackedUp(_)) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// What can be told whether the box runs or not.
fn of_machine(config: &Config, clock: &Clock) -> Vec<Finding> {
    vec![
        judge::permissions(&machine::permissions(&config.data_dir)),
        judge::disk(machine::disk(&config.data_dir)),
        judge::clock(clock.now(), clock.machine()),
        judge::open_files(machine::open_files(), config.limits.max_connections),
    ]
}

fn report(mut findings: Vec<Finding>, clock: &Clock) -> DoctorReport {
    // stable: what belongs together stays together
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    DoctorReport {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        at: clock.now(),
        works: findings.iter().all(|finding| finding.level != Level::Broken),
        findings,
    }
}

/// The report as text, for a terminal and to be passed on.
pub fn in_words(report: &DoctorReport) -> String {
    use std::fmt::Write as _;
    let mut text = format!("Neko {} at {}\n", report.version, report.at);
    for finding in &report.findings {
        let level = match finding.level {
            Level::Good => "good   ",
            Level::Warning => "WARNING",
            Level::Broken => "BROKEN ",
        };
        let _ = writeln!(text, "{level}  {} ({})", finding.found, finding.code);
        for (label, part) in [("why", &finding.cause), ("do ", &finding.cure)] {
            if let Some(part) = part {
                let _ = writeln!(text, "         {label}: {part}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_directory_is_examined_and_stays_empty() {
        let dir = tempfile::tempdir().unwrap();
        let config = Config {
            data_dir: dir.path().join("data"),
            listen: vec!["127.0.0.1:0".parse().unwrap()],
            ..Config::default()
        };
        let report = examine_at_rest(&config, &Clock::system());
        assert!(!config.data_dir.exists(), "nothing is made");
        assert!(report.findings.iter().any(|finding| finding.code == "not-running"));
        let text = in_words(&report);
        for finding in &report.findings {
            assert!(text.contains(&finding.code) && text.contains(&finding.found), "{text}");
        }
        let json = serde_json::to_value(&report).unwrap();
        assert!(json["findings"][0]["level"].is_string());
    }

    #[test]
    fn what_is_broken_comes_first() {
        let finding = |code: &str, level| Finding {
            code: code.to_owned(),
            level,
            found: String::new(),
            cause: None,
            cure: None,
        };
        let findings = vec![
            finding("a", Level::Good),
            finding("b", Level::Broken),
            finding("c", Level::Warning),
            finding("d", Level::Broken),
        ];
        let report = report(findings, &Clock::system());
        let order: Vec<_> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(order, ["b", "d", "c", "a"]);
        assert!(!report.works);
    }
}
