//! The box among its networks: where it is, what it is called, and the certificate that follows from that.

use std::sync::Arc;

use anyhow::Result;
use tokio::sync::watch;
use tracing::warn;

use crate::clock::Clock;
use crate::config::{Config, HostName};
use crate::net::ca::Authority;
use crate::net::certificate::CertificateKeeper;
use crate::net::changes::Changes;
use crate::net::names::{self, Names};
use crate::net::whereabouts::{Surveyor, Whereabouts};
use crate::turn::ice::IceIssuer;

pub(super) struct Surroundings {
    pub(super) whereabouts: watch::Sender<Arc<Whereabouts>>,
    pub(super) certificate: Arc<CertificateKeeper>,
    surveyor: Surveyor,
    changes: Changes,
    found_as: watch::Sender<Option<HostName>>,
}

impl Surroundings {
    /// Looks around, and sees to it that there is a certificate. A machine without any network has loopback.
    pub(super) fn open(config: &Config, clock: &Clock) -> Result<Self> {
        let surveyor = Surveyor {
            configured: config.hostname.clone(),
            machine: names::machine(),
            excluded: config.net.exclude_interfaces.clone(),
        };
        // before the first look: what changes between the two is not missed
        let changes = Changes::of_interfaces().unwrap_or_else(|error| {
            warn!(%error, "new addresses are not noticed before the next start");
            Changes::none()
        });
        let found = surveyor.survey(None).unwrap_or_else(|error| {
            warn!(%error, "can't list the addresses of this machine");
            let names = Names::of_box(&surveyor.configured, surveyor.machine.as_ref(), &[]);
            Whereabouts { interfaces: Vec::new(), names }
        });
        let authority = Authority::open(&config.data_dir.join("tls"), clock.now(), &found.names)?;
        let (whereabouts, _) = watch::channel(Arc::new(found));
        let certificate = CertificateKeeper::new(authority, clock.clone(), whereabouts.subscribe())?;
        let (found_as, _) = watch::channel(None);
        Ok(Self { whereabouts, certificate, surveyor, changes, found_as })
    }

    /// Keeps all of it right, and the names that `ice` may give, for as long as this is polled.
    pub(super) async fn keep(self, ice: IceIssuer) {
        let whereabouts = self.whereabouts.subscribe();
        tokio::join!(
            self.surveyor.keep(self.whereabouts, self.changes, self.found_as.subscribe()),
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
