//! The box among its networks: where it is, what it is called, and the certificate that follows from that.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Result;
use tokio::sync::watch;
use tracing::warn;

use crate::clock::Clock;
use crate::config::{Config, HostName};
use crate::net::acme::Acme;
use crate::net::ca::Authority;
use crate::net::certificate::CertificateKeeper;
use crate::net::changes::Changes;
use crate::net::discovery::{Announcer, Discovery};
use crate::net::names::{self, Names};
use crate::net::provided::{Provided, ProvidedFiles};
use crate::net::situation::Situation;
use crate::net::whereabouts::{Surveyor, Whereabouts};
use crate::protocol::network::CertificateShown;
use crate::turn::ice::IceIssuer;

pub(super) struct Surroundings {
    whereabouts: watch::Sender<Arc<Whereabouts>>,
    pub(super) certificate: Arc<CertificateKeeper>,
    surveyor: Surveyor,
    changes: Changes,
    discovery: watch::Sender<Discovery>,
    found_as: Option<HostName>,
    provided: Option<(Provider, watch::Sender<Provided>)>,
}

/// Where certificates from elsewhere come from.
enum Provider {
    Files(ProvidedFiles),
    Acme(Box<Acme>),
}

impl Provider {
    fn of(config: &Config, clock: &Clock) -> Option<Self> {
        if let Some((certificate, key)) = config.tls.files() {
            let files = ProvidedFiles { certificate: certificate.clone(), key: key.clone() };
            return Some(Self::Files(files));
        }
        let acme = Acme {
            directory: config.tls.acme_directory.clone(),
            authority: config.tls.acme_ca.clone(),
            contact: config.tls.acme_contact.clone(),
            names: config.hostname.clone(),
            files: config.data_dir.join("tls"),
            clock: clock.clone(),
        };
        (!acme.directory.is_empty()).then(|| Self::Acme(Box::new(acme)))
    }
}

impl Surroundings {
    /// Looks around, and sees to it that there is a certificate. A machine without any network has loopback.
    pub(super) fn open(config: &Config, clock: &Clock) -> Result<Self> {
        let found_as = wished_name(config)?;
        let surveyor = surveyor(config);
        // before the first look: what changes between the two is not missed
        let changes = Changes::of_interfaces().unwrap_or_else(|error| {
            warn!(%error, "new addresses are not noticed before the next start");
            Changes::none()
        });
        let found = look_around(&surveyor, found_as.as_ref());
        let authority = Authority::open(&config.data_dir.join("tls"), clock.now(), &found.names)?;
        let (whereabouts, _) = watch::channel(Arc::new(found));
        let certificate = CertificateKeeper::new(authority, clock.clone(), whereabouts.subscribe())?;
        let (discovery, _) = watch::channel(Discovery { name: found_as.clone(), ..Discovery::default() });
        let source = Provider::of(config, clock);
        let provided = source.map(|source| (source, watch::Sender::new(Provided::default())));
        Ok(Self { whereabouts, certificate, surveyor, changes, discovery, found_as, provided })
    }

    /// A view of all this, of a box that is called `hosts` by its settings and listens there.
    pub(super) fn situation(&self, hosts: &[HostName], tcp: &[SocketAddr], udp: &[SocketAddr]) -> Situation {
        Situation {
            whereabouts: self.whereabouts.subscribe(),
            discovery: self.discovery.subscribe(),
            wished_name: self.found_as.clone(),
            certificate: self.certificate.clone(),
            provided: self.provided.as_ref().map(|(_, state)| state.subscribe()),
            tcp: tcp.to_vec(),
            udp: udp.to_vec(),
            configured: hosts.to_vec(),
        }
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
        let slot = self.certificate.slot();
        let providing = async {
            match self.provided {
                Some((Provider::Files(files), state)) => files.keep(slot, state).await,
                Some((Provider::Acme(acme), state)) => acme.keep(slot, state).await,
                None => {}
            }
        };
        tokio::join!(
            announcing,
            providing,
            self.surveyor.keep(self.whereabouts.clone(), self.changes, self.discovery.subscribe()),
            self.certificate.keep(),
            name_servers(ice, whereabouts),
        );
    }
}

/// Issues a server certificate for the box as it is at this moment, where it does not run.
pub(super) fn issue_at_rest(config: &Config, clock: &Clock) -> Result<CertificateShown> {
    let found = look_around(&surveyor(config), wished_name(config)?.as_ref());
    let authority = Authority::open(&config.data_dir.join("tls"), clock.now(), &found.names)?;
    let (_, receiver) = watch::channel(Arc::new(found));
    Ok(CertificateKeeper::new(authority, clock.clone(), receiver)?.renew()?.shown())
}

fn surveyor(config: &Config) -> Surveyor {
    Surveyor {
        configured: config.hostname.clone(),
        machine: names::machine(),
        excluded: config.net.exclude_interfaces.clone(),
    }
}

/// The name that multicast DNS is asked for, if the box is to be found.
fn wished_name(config: &Config) -> Result<Option<HostName>> {
    Ok(config.net.mdns.then(|| format!("{}.local", config.net.mdns_name).parse()).transpose()?)
}

/// Where the box is; a machine that does not tell its addresses has names all the same.
fn look_around(surveyor: &Surveyor, found_as: Option<&HostName>) -> Whereabouts {
    surveyor.survey(found_as).unwrap_or_else(|error| {
        warn!(%error, "can't list the addresses of this machine");
        let names = Names::of_box(&surveyor.configured, surveyor.machine.as_ref(), &[]);
        Whereabouts { interfaces: Vec::new(), names }
    })
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
