//! Makes the box found without DNS: its name and addresses by multicast DNS (RFC 6762), and what it offers by DNS-SD
//! (RFC 6763), on the interfaces in use.
//!
//! Who came first keeps a name: where `neko.local` is taken, the box becomes `neko-2.local`, and everything that depends
//! on its names is told. The responder is begun anew when addresses change; nothing is asked in between.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use mdns_sd::{DaemonEvent, IfKind, Receiver, ServiceDaemon, ServiceInfo};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::config::HostName;
use crate::net::interfaces::Interface;
use crate::net::whereabouts::Whereabouts;
use crate::turn::ice::hears;

/// What is offered: the page for anyone who looks for pages, and the box for those who look for it.
const SERVICES: [&str; 2] = ["_https._tcp.local.", "_neko._tcp.local."];
/// Under this the box is listed, until another box has the name.
const INSTANCE: &str = "Neko";

/// How it stands with being found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// The name under `.local` that the box has, or asks for; none where it is not to be found.
    pub name: Option<HostName>,
    /// Whether the network has been told.
    pub announced: bool,
    /// Why it is not told.
    pub problem: Option<String>,
}

/// Tells the networks of the box.
pub struct Announcer {
    /// The name to ask for, with `.local`.
    pub name: HostName,
    /// Where the box listens for HTTPS.
    pub listening: Vec<SocketAddr>,
}

/// What the networks are told: a responder is good for one of these.
#[derive(PartialEq, Eq)]
struct Told {
    interfaces: Vec<String>,
    addresses: Vec<IpAddr>,
}

impl Announcer {
    /// Tells the networks of `whereabouts`, again whenever those change, for as long as this is polled; `state` is how
    /// it stands.
    pub async fn keep(
        self,
        mut whereabouts: watch::Receiver<Arc<Whereabouts>>,
        state: watch::Sender<Discovery>,
    ) {
        loop {
            let told = self.to_tell(&whereabouts.borrow_and_update().interfaces);
            let responder = if told.addresses.is_empty() { None } else { self.start(&told, &state) };
            let changed = async {
                while self.to_tell(&whereabouts.borrow_and_update().interfaces) == told {
                    if whereabouts.changed().await.is_err() {
                        return std::future::pending().await;
                    }
                }
            };
            match responder {
                Some((_responder, events)) => tokio::select! {
                    () = changed => {}
                    () = self.follow(events, &state) => {}
                },
                None => changed.await,
            }
        }
    }

    /// The interfaces and addresses by which others on the network reach the box.
    fn to_tell(&self, interfaces: &[Interface]) -> Told {
        let reached = |address: &IpAddr| {
            !address.is_loopback() && self.listening.iter().any(|bound| hears(bound.ip(), *address))
        };
        let used = interfaces.iter().filter(|interface| !interface.excluded);
        let used: Vec<&Interface> =
            used.filter(|interface| interface.addresses.iter().any(reached)).collect();
        let addresses = used.iter().flat_map(|interface| &interface.addresses).copied().filter(reached);
        Told {
            addresses: addresses.collect(),
            interfaces: used.iter().map(|used| used.name.clone()).collect(),
        }
    }

    fn start(
        &self,
        told: &Told,
        state: &watch::Sender<Discovery>,
    ) -> Option<(Responder, Receiver<DaemonEvent>)> {
        match self.responder(told) {
            Ok(started) => Some(started),
            Err(error) => {
                warn!(%error, "the box can't be found by multicast DNS");
                state.send_modify(|state| {
                    state.announced = false;
                    state.problem = Some(error.to_string());
                });
                None
            }
        }
    }

    fn responder(&self, told: &Told) -> mdns_sd::Result<(Responder, Receiver<DaemonEvent>)> {
        let responder = Responder(ServiceDaemon::new()?);
        // the whereabouts say when something has changed
        responder.0.set_ip_check_interval(0)?;
        responder.0.disable_interface(IfKind::All)?;
        let interfaces: Vec<IfKind> = told.interfaces.iter().cloned().map(IfKind::Name).collect();
        responder.0.enable_interface(interfaces)?;
        let events = responder.0.monitor()?;
        let port = self.listening.first().map_or(443, SocketAddr::port);
        for service in SERVICES {
            let host = format!("{}.", self.name);
            let properties = [("path", "/")];
            let info =
                ServiceInfo::new(service, INSTANCE, &host, told.addresses.as_slice(), port, &properties[..])?;
            responder.0.register(info)?;
        }
        Ok((responder, events))
    }

    /// Keeps `state` by what the responder says; ends when it has ended.
    async fn follow(&self, events: Receiver<DaemonEvent>, state: &watch::Sender<Discovery>) {
        let mut name = self.name.clone();
        while let Ok(event) = events.recv_async().await {
            match event {
                DaemonEvent::NameChange(change) => {
                    // instances are renamed as well, which nobody has to know
                    let asked =
                        change.original.trim_end_matches('.').eq_ignore_ascii_case(self.name.as_str());
                    if let (true, Ok(other)) = (asked, change.new_name.parse()) {
                        warn!(taken = %self.name, name = %other, "another machine has the name on this network");
                        name = other;
                    }
                }
                DaemonEvent::Announce(..) => {
                    let known = state.send_replace(Discovery {
                        name: Some(name.clone()),
                        announced: true,
                        problem: None,
                    });
                    if !known.announced {
                        info!(%name, "the box is found by multicast DNS");
                    }
                }
                DaemonEvent::Error(error) => {
                    warn!(%error, "multicast DNS has a problem");
                    state.send_modify(|state| state.problem = Some(error.to_string()));
                }
                _ => {}
            }
        }
    }
}

/// Takes back what it has said when it is dropped.
struct Responder(ServiceDaemon);

impl Drop for Responder {
    fn drop(&mut self) {
        // one that has failed has nothing to take back
        let _ = self.0.shutdown();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announcer(listening: &str) -> Announcer {
        Announcer { name: "neko.local".parse().unwrap(), listening: vec![listening.parse().unwrap()] }
    }

    fn interface(name: &str, excluded: bool, addresses: &[&str]) -> Interface {
        let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
        Interface { name: name.to_owned(), addresses, excluded }
    }

    #[test]
    fn only_addresses_by_which_others_reach_the_box_are_told() {
        let interfaces = [
            interface("lo", false, &["127.0.0.1", "::1"]),
            interface("eth0", false, &["10.0.0.5", "fd00::5"]),
            interface("docker0", true, &["172.17.0.1"]),
        ];
        for (listening, told) in [
            ("[::]:8443", &["10.0.0.5", "fd00::5"][..]),
            ("0.0.0.0:8443", &["10.0.0.5"]),
            ("[fd00::5]:8443", &["fd00::5"]),
            ("127.0.0.1:8443", &[]),
        ] {
            let found = announcer(listening).to_tell(&interfaces);
            let shown: Vec<String> = found.addresses.iter().map(ToString::to_string).collect();
            assert_eq!(shown, told, "{listening}");
            let expected: &[&str] = if told.is_empty() { &[] } else { &["eth0"] };
            assert_eq!(found.interfaces, expected);
        }
    }
}
