//! The box among its networks: where it is, what it is called, and the certificate that follows from that.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::sync::watch;
use tracing::warn;

use crate::clock::Clock;
use crate::config::{Config, HostName};
use crate::net::banner::urls;
use crate::net::ca::Authority;
use crate::net::certificate::CertificateKeeper;
use crate::net::changes::Changes;
use crate::net::discovery::{Announcer, Discovery};
use crate::net::names::{self, Names};
use crate::net::whereabouts::{Surveyor, Whereabouts};
use crate::turn::ice::IceIssuer;

pub(super) struct Surroundings {
    pub(super) whereabouts: watch::Sender<Arc<Whereabouts>>,
    pub(super) certificate: Arc<CertificateKeeper>,
    surveyor: Surveyor,
    changes: Changes,
    pub(super) discovery: watch::Sender<Discovery>,
    found_as: Option<HostName>,
}

impl Surroundings {
    /// Looks around, and sees to it that there is a certificate. A machine without any network has loopback.
    pub(super) fn open(config: &Config, clock: &Clock) -> Result<Self> {
        let surveyor = Surveyor {
            configured: config.hostname.clone(),
            machine: names::machine(),
            excluded: config.net.exclude_interfaces.clone(),
        };
        let found_as =
            config.net.mdns.then(|| format!("{}.local", config.net.mdns_name).parse()).transpose()?;
        // before the first look: what changes between the two is not missed
        let changes = Changes::of_interfaces().unwrap_or_else(|error| {
            warn!(%error, "new addresses are not noticed before the next start");
            Changes::none()
        });
        let found = surveyor.survey(found_as.as_ref()).unwrap_or_else(|error| {
            warn!(%error, "can't list the addresses of this machine");
            let names = Names::of_box(&surveyor.configured, surveyor.machine.as_ref(), &[]);
            Whereabouts { interfaces: Vec::new(), names }
        });
        let authority = Authority::open(&config.data_dir.join("tls"), clock.now(), &found.names)?;
        let (whereabouts, _) = watch::channel(Arc::new(found));
        let certificate = CertificateKeeper::new(authority, clock.clone(), whereabouts.subscribe())?;
        let (discovery, _) = watch::channel(Discovery { name: found_as.clone(), ..Discovery::default() });
        Ok(Self { whereabouts, certificate, surveyor, changes, discovery, found_as })
    }

    /// The box's addresses for people, best first, where it is `listening`.
    pub(super) fn urls(&self, listening: &[SocketAddr], hosts: &[HostName]) -> Vec<String> {
        let name = self.discovery.borrow().name.clone();
        urls(listening, hosts, &self.whereabouts.borrow().addresses(), name.as_ref())
    }

    /// Keeps all of it right, and the names that `ice` may give, for as long as this is polled. Others find the box where
    /// it is `listening`.
    pub(super) async fn keep(self, ice: IceIssuer, listening: Vec<SocketAddr>) {
        let whereabouts = self.whereabouts.subscribe();
        let announcer = self.found_as.map(|name| Announcer { name, listening });
        let announcing = async {
            if let Some(announcer) = announcer {
                announcer.keep(self.whereabouts.subscribe(), self.discovery.clone()).await;
            }
        };
        tokio::join!(
            announcing,
            self.surveyor.keep(self.whereabouts.clone(), self.changes, self.discovery.subscribe()),
            self.certificate.keep(),
            name_servers(ice, whereabouts),
        );
    }
}

/// Tells `ice` the box's names, now and whenever they change.
async fn name_servers(ice: IceIssuer, mut whereabouts: watch::Receiver<Arc<Whereabouts>>) {
    loop {
        let names = whereabouts.borrow_and_update().names.hosts.iter().map(ToString::to_string).collect();
        ice.set_names(names);
        if whereabouts.changed().await.is_err() {
            return;
        }
    }
}
