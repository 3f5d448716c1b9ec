//! What the parts of this module know of the box's place in its networks, in one handle for those who show it.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::watch;

use crate::config::HostName;
use crate::net::banner::urls;
use crate::net::certificate::CertificateKeeper;
use crate::net::discovery::Discovery;
use crate::net::whereabouts::Whereabouts;

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
    /// Where the box listens for TCP.
    pub tcp: Vec<SocketAddr>,
    /// Where the box listens for UDP.
    pub udp: Vec<SocketAddr>,
    /// Names from the settings.
    pub configured: Vec<HostName>,
}

impl Situation {
    /// The box's addresses for people, best first.
    pub fn urls(&self) -> Vec<String> {
        let name = self.discovery.borrow().name.clone();
        urls(&self.tcp, &self.configured, &self.whereabouts.borrow().addresses(), name.as_ref())
    }
}
