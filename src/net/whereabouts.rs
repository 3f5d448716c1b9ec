//! Where the box is and what it is called at this moment, and who is told when that changes.
//!
//! The system says that something about its interfaces has changed; what, is read anew from the list of them. Whoever
//! depends on it (certificate, ICE, multicast DNS) holds a [`watch::Receiver`] and never asks the system.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tracing::{info, warn};

use crate::config::{HostName, InterfacePattern};
use crate::net::changes::Changes;
use crate::net::discovery::Discovery;
use crate::net::interfaces::{self, Interface};
use crate::net::names::Names;

/// Changes come in bunches: a cable, a lease, three addresses. This long without another is the end of one.
const SETTLED: Duration = Duration::from_millis(200);

/// The box's interfaces and names at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whereabouts {
    /// Every interface that has an address, the ones left out too.
    pub interfaces: Vec<Interface>,
    /// All that people can call the box by: what its certificate must cover.
    pub names: Names,
}

impl Whereabouts {
    /// The addresses of the interfaces in use, best first, loopback last.
    pub fn addresses(&self) -> Vec<IpAddr> {
        interfaces::addresses(&self.interfaces)
    }
}

/// What never changes while the box runs, and shapes how the rest is seen.
pub struct Surveyor {
    /// Names from the settings.
    pub configured: Vec<HostName>,
    /// What the machine calls itself.
    pub machine: Option<HostName>,
    /// Interfaces that are left out.
    pub excluded: Vec<InterfacePattern>,
}

impl Surveyor {
    /// The box's whereabouts at this moment; `found_as` is its name in multicast DNS.
    ///
    /// # Errors
    /// When the system does not tell its interfaces.
    pub fn survey(&self, found_as: Option<&HostName>) -> io::Result<Whereabouts> {
        let interfaces = interfaces::list(&self.excluded)?;
        let configured: Vec<HostName> = self.configured.iter().chain(found_as).cloned().collect();
        let names = Names::of_box(&configured, self.machine.as_ref(), &interfaces::addresses(&interfaces));
        Ok(Whereabouts { interfaces, names })
    }

    /// Keeps `whereabouts` true: looks again after each of `changes`, and whenever the name in multicast DNS is
    /// another. Returns when there is nobody left to tell.
    pub async fn keep(
        self,
        whereabouts: watch::Sender<Arc<Whereabouts>>,
        mut changes: Changes,
        mut discovery: watch::Receiver<Discovery>,
    ) {
        loop {
            let name = discovery.borrow_and_update().name.clone();
            match self.survey(name.as_ref()) {
                Ok(found) => tell(&whereabouts, found),
                Err(error) => warn!(%error, "can't list the addresses of this machine; the last known stand"),
            }
            tokio::select! {
                () = changes.settled(SETTLED) => {}
                Ok(()) = discovery.changed() => {}
                () = whereabouts.closed() => return,
            }
        }
    }
}

fn tell(whereabouts: &watch::Sender<Arc<Whereabouts>>, found: Whereabouts) {
    whereabouts.send_if_modified(|known| {
        let changed = **known != found;
        if changed {
            info!(addresses = found.addresses().len(), "the box's addresses or names have changed");
            *known = Arc::new(found);
        }
        changed
    });
}
