//! What the parts of this module know of the box's place in its networks, in one handle for those who show it.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;

use crate::config::HostName;
use crate::net::banner::urls;
use crate::net::certificate::CertificateKeeper;
use crate::net::discovery::Discovery;
use crate::net::provided::Provided;
use crate::net::whereabouts::Whereabouts;
use crate::protocol::network::{MdnsState, NetworkAnswer, NetworkInterface};

/// Where the box is, what it is called, how it is found, what vouches for it. Cheap to clone; always up to date.
#[derive(Clone)]
pub struct Situation {
    /// Interfaces, addresses, names.
    pub whereabouts: watch::Receiver<Arc<Whereabouts>>,
    /// Multicast DNS.
    pub discovery: watch::Receiver<Discovery>,
    /// The name that multicast DNS is asked for; none where the box is not to be found.
    pub wished_name: Option<HostName>,
    /// The certificate and its authority.
    pub certificate: Arc<CertificateKeeper>,
    /// A certificate from elsewhere, if there is to be one.
    pub provided: Option<watch::Receiver<Provided>>,
    /// Where the box listens for TCP.
    pub tcp: Vec<SocketAddr>,
    /// Where the box listens for UDP.
    pub udp: Vec<SocketAddr>,
    /// Names from the settings.
    pub configured: Vec<HostName>,
}

impl Situation {
    /// Whether a client that calls the box `host` (a name, or an address: in brackets, if IPv6) gets a certificate that is
    /// for that.
    pub fn is_certified(&self, host: &str) -> bool {
        let by_provided = self.provided.as_ref().is_some_and(|provided| {
            let provided = provided.borrow();
            provided
                .facts
                .as_ref()
                .is_some_and(|facts| facts.names.iter().any(|name| name.eq_ignore_ascii_case(host)))
        });
        by_provided || self.certificate.covers(host)
    }

    /// The box's addresses for people, best first.
    pub fn urls(&self) -> Vec<String> {
        let name = self.discovery.borrow().name.clone();
        urls(&self.tcp, &self.configured, &self.whereabouts.borrow().addresses(), name.as_ref())
    }

    /// All of it, as the API shows it.
    pub fn shown(&self) -> NetworkAnswer {
        let whereabouts = self.whereabouts.borrow().clone();
        let discovery = self.discovery.borrow().clone();
        let text = |addresses: &[SocketAddr]| addresses.iter().map(ToString::to_string).collect();
        NetworkAnswer {
            urls: self.urls(),
            interfaces: whereabouts
                .interfaces
                .iter()
                .map(|interface| NetworkInterface {
                    name: interface.name.clone(),
                    addresses: interface.addresses.iter().map(ToString::to_string).collect(),
                    excluded: interface.excluded,
                })
                .collect(),
            tcp: text(&self.tcp),
            udp: text(&self.udp),
            names: whereabouts.names.hosts.iter().map(ToString::to_string).collect(),
            mdns: MdnsState {
                enabled: self.wished_name.is_some(),
                name: discovery.name.map(Into::into),
                announced: discovery.announced,
                problem: discovery.problem,
            },
            certificate: self.certificate.state().borrow().shown(),
            authority: self.certificate.authority_shown(),
            provided_certificate: self.provided.as_ref().map(|provided| provided.borrow().shown()),
        }
    }
}
