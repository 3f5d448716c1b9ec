//! Keeps the box's server certificate right: it covers the box's names and addresses as they are, and is renewed before
//! it ends. Connections that stand keep the certificate they were made with.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ring::digest;
use rustls::pki_types::CertificateDer;
use tokio::sync::watch;
use tracing::{error, info, warn};
use x509_parser::extensions::GeneralName;
use x509_parser::parse_x509_certificate;

use crate::clock::{Clock, Timestamp};
use crate::net::ca::{Authority, CaError, RENEWED_BEFORE, ServerCertificate};
use crate::net::names::Names;
use crate::net::tls::CertificateSlot;
use crate::net::whereabouts::Whereabouts;
use crate::protocol::network::{AuthorityShown, CertificateShown};

/// The longest sleep: a machine that was suspended has slept longer than it was told to.
const LONGEST_SLEEP: Duration = Duration::from_hours(6);
/// How soon a certificate that could not be made or stored is tried again.
const RETRY: Duration = Duration::from_mins(1);

/// What a certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Names and addresses that it covers.
    pub names: Vec<String>,
    /// Good from then.
    pub not_before: Timestamp,
    /// Good until then.
    pub not_after: Timestamp,
    /// SHA-256 of it, as pairs of hexadecimal digits with colons between.
    pub fingerprint: String,
}

impl CertificateFacts {
    /// The facts of a certificate in DER; `None` if it is none.
    pub fn of(der: &CertificateDer<'_>) -> Option<Self> {
        let (_, parsed) = parse_x509_certificate(der).ok()?;
        let moment = |seconds: i64| Timestamp::from_millis(seconds.saturating_mul(1000));
        let subject = parsed.subject_alternative_name().ok()?;
        let names = subject.map(|subject| &subject.value.general_names).into_iter().flatten();
        Some(Self {
            names: names.filter_map(in_words).collect(),
            not_before: moment(parsed.validity().not_before.timestamp()),
            not_after: moment(parsed.validity().not_after.timestamp()),
            fingerprint: fingerprint(der),
        })
    }
}

/// The authority of the certificate `der`, as the API and the command line show it.
pub fn authority_shown(der: &CertificateDer<'_>) -> AuthorityShown {
    let parsed = parse_x509_certificate(der).ok();
    let name = parsed.as_ref().and_then(|(_, parsed)| {
        let name = parsed.subject().iter_common_name().next()?;
        name.as_str().ok().map(ToOwned::to_owned)
    });
    let not_after = parsed.as_ref().map(|(_, parsed)| parsed.validity().not_after.timestamp());
    AuthorityShown {
        name: name.unwrap_or_else(|| "Neko CA".to_owned()),
        not_after: Timestamp::from_millis(not_after.unwrap_or_default().saturating_mul(1000)),
        fingerprint: fingerprint(der),
    }
}

/// SHA-256 of a certificate, as people compare it: pairs of hexadecimal digits with colons between.
pub fn fingerprint(der: &CertificateDer<'_>) -> String {
    hexadecimal(digest::digest(&digest::SHA256, der).as_ref())
}

/// Bytes as people compare them: pairs of hexadecimal digits with colons between.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// How it stands with the box's own certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateState {
    /// The certificate that new connections get.
    pub facts: CertificateFacts,
    /// Names and addresses of the box that it can't cover.
    pub left_out: Vec<String>,
    /// Why the last try to make a better one failed.
    pub problem: Option<String>,
}

/// Keeps the certificate. Shared by whoever renews it or asks for its state.
pub struct CertificateKeeper {
    authority: Authority,
    clock: Clock,
    whereabouts: watch::Receiver<Arc<Whereabouts>>,
    slot: Arc<CertificateSlot>,
    state: watch::Sender<CertificateState>,
    // one at a time: two would write the same files
    writing: Mutex<()>,
}

impl CertificateKeeper {
    /// A keeper with a certificate of `authority` that covers `whereabouts`.
    ///
    /// # Errors
    /// [`CaError`]: without a first certificate there is nothing to serve.
    pub fn new(
        authority: Authority,
        clock: Clock,
        whereabouts: watch::Receiver<Arc<Whereabouts>>,
    ) -> Result<Arc<Self>, CaError> {
        let names = whereabouts.borrow().names.clone();
        let certificate = authority.server_certificate(clock.now(), &names)?;
        let slot = CertificateSlot::new(Arc::clone(&certificate.certified));
        let (state, _) = watch::channel(state_of(&certificate)?);
        tell(&certificate);
        Ok(Arc::new(Self { authority, clock, whereabouts, slot, state, writing: Mutex::default() }))
    }

    /// The certificate authority.
    pub const fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The certificate authority, as the API and the command line show it.
    pub fn authority_shown(&self) -> AuthorityShown {
        authority_shown(self.authority.der())
    }

    /// Whether the present certificate is for `host`, a name or an address (in brackets, if IPv6).
    pub fn covers(&self, host: &str) -> bool {
        let plain = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let address: Option<IpAddr> = plain.parse().ok();
        let name = address.map_or_else(|| host.to_ascii_lowercase(), |address| address.to_string());
        self.state.borrow().facts.names.contains(&name)
    }

    /// Where TLS takes the certificate from.
    pub fn slot(&self) -> Arc<CertificateSlot> {
        Arc::clone(&self.slot)
    }

    /// How it stands, at every moment.
    pub fn state(&self) -> watch::Receiver<CertificateState> {
        self.state.subscribe()
    }

    /// Issues a fresh certificate although the present one still does.
    ///
    /// # Errors
    /// [`CaError`]; the present one stays in use.
    pub fn renew(&self) -> Result<CertificateState, CaError> {
        self.refresh(Authority::issue_for)
    }

    /// Keeps the certificate right for as long as this is polled.
    pub async fn keep(self: Arc<Self>) {
        let mut whereabouts = self.whereabouts.clone();
        loop {
            let set = self.clock.was_set();
            let failed = self.check().is_err();
            let until_due = self.state.borrow().renewed_at().since(self.clock.now());
            let sleep = if failed { RETRY } else { until_due.clamp(RETRY, LONGEST_SLEEP) };
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = set => {}
                Ok(()) = whereabouts.changed() => {}
            }
        }
    }

    /// Replaces the certificate if it does not cover the box as it is, or soon will not.
    fn check(&self) -> Result<CertificateState, CaError> {
        self.refresh(Authority::server_certificate)
    }

    fn refresh(
        &self,
        make: impl FnOnce(&Authority, Timestamp, &Names) -> Result<ServerCertificate, CaError>,
    ) -> Result<CertificateState, CaError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let names = self.whereabouts.borrow().names.clone();
        let outcome = make(&self.authority, self.clock.now(), &names).and_then(|certificate| {
            let state = state_of(&certificate)?;
            Ok((certificate, state))
        });
        match outcome {
            Ok((certificate, state)) => {
                let known = self.state.send_replace(state.clone());
                if known != state {
                    self.slot.replace(Arc::clone(&certificate.certified));
                    tell(&certificate);
                }
                Ok(state)
            }
            Err(problem) => {
                error!(error = %problem, "the server certificate could not be renewed; the present one stays");
                self.state.send_modify(|state| state.problem = Some(problem.to_string()));
                Err(problem)
            }
        }
    }
}

impl CertificateState {
    /// As the API and the command line show it.
    pub fn shown(&self) -> CertificateShown {
        let facts = self.facts.clone();
        CertificateShown {
            names: facts.names,
            not_before: facts.not_before,
            not_after: facts.not_after,
            renewed_at: self.renewed_at(),
            fingerprint: facts.fingerprint,
            left_out: self.left_out.clone(),
            problem: self.problem.clone(),
        }
    }

    /// When a successor is made.
    pub fn renewed_at(&self) -> Timestamp {
        let before = i64::try_from(RENEWED_BEFORE.as_millis()).unwrap_or_default();
        Timestamp::from_millis(self.facts.not_after.as_millis().saturating_sub(before))
    }
}

fn state_of(certificate: &ServerCertificate) -> Result<CertificateState, CaError> {
    let facts = certificate.certified.cert.first().and_then(CertificateFacts::of);
    let facts = facts.ok_or(CaError::Tls(rustls::Error::NoCertificatesPresented))?;
    Ok(CertificateState { facts, left_out: certificate.left_out.clone(), problem: None })
}

fn tell(certificate: &ServerCertificate) {
    if certificate.issued {
        info!("issued a server certificate");
    }
    if !certificate.left_out.is_empty() {
        let names = certificate.left_out.join(", ");
        warn!(names, "the box's own authority may not vouch for these: browsers will warn there");
    }
}

fn in_words(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(octets) => match <[u8; 4]>::try_from(*octets) {
            Ok(v4) => Some(IpAddr::from(v4).to_string()),
            Err(_) => Some(IpAddr::from(<[u8; 16]>::try_from(*octets).ok()?).to_string()),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
