//! Certificates from an ACME directory (RFC 8555) on the local network, for the names in the settings.
//!
//! Who asks for them proves the names by TLS on the box's own port (TLS-ALPN-01, RFC 8737): the directory must reach it
//! as port 443. The box's own certificate stays beside what comes from there, for addresses and all other names. A
//! directory that can't be reached or refuses is told, and asked again.

mod client;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Identifier, NewAccount, NewOrder,
    OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use tokio::sync::watch;
use tracing::{error, info};

use crate::clock::{Clock, Timestamp};
use crate::config::HostName;
use crate::net::certificate::CertificateFacts;
use crate::net::provided::{Provided, ProvidedError, read};
use crate::net::tls::{self, CertificateSlot};
use crate::secret::write_private;
use client::DirectoryClient;

/// The first wait after a failure; each further one is twice as long, up to the last.
const RETRY: Duration = Duration::from_mins(1);
const LONGEST_RETRY: Duration = Duration::from_hours(6);
/// The longest sleep: the clock may be set meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_hours(1);
/// How long a directory may take to look at the box.
const PATIENCE: Duration = Duration::from_mins(2);

/// Why there is no certificate from the directory.
#[derive(Debug, thiserror::Error)]
pub enum AcmeError {
    /// The file of the directory's own authority is of no use.
    #[error("can't read {}: {problem}", path.display())]
    Authority {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The directory refused, could not be reached, or made no sense.
    #[error("the ACME directory: {0}")]
    Directory(#[from] instant_acme::Error),
    /// The directory wants a proof that the box can't give.
    #[error("the ACME directory takes no proof by TLS (TLS-ALPN-01) for {0}")]
    NoChallenge(String),
    /// The directory looked at the box and was not satisfied.
    #[error("the ACME directory did not find the box by {0}: it must reach its port as 443 under that name")]
    NotProven(String),
    /// A key or a certificate could not be made.
    #[error("can't make a key: {0}")]
    Signing(#[from] rcgen::Error),
    /// What came is of no use.
    #[error(transparent)]
    Provided(#[from] ProvidedError),
    /// What is to be kept can't be.
    #[error("can't write {}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What to ask a directory for.
pub struct Acme {
    /// Its URL.
    pub directory: String,
    /// The authority that vouches for its own certificate, as PEM.
    pub authority: PathBuf,
    /// An e-mail address for it, if any.
    pub contact: String,
    /// The names.
    pub names: Vec<HostName>,
    /// Where account and certificate are kept.
    pub files: PathBuf,
    /// The time.
    pub clock: Clock,
}

impl Acme {
    /// Keeps a certificate in `slot` that does, for as long as this is polled.
    pub async fn keep(self, slot: Arc<CertificateSlot>, state: watch::Sender<Provided>) {
        if let Ok(kept) = self.kept() {
            info!("took up the certificate from the ACME directory that was there");
            take_up(kept, &slot, &state);
        }
        let mut wait = RETRY;
        loop {
            let set = self.clock.was_set();
            let due = state.borrow().facts.as_ref().map_or(Timestamp::default(), |facts| self.due(facts));
            let mut sleep = due.since(self.clock.now()).min(LONGEST_SLEEP);
            if sleep.is_zero() {
                match self.obtain(&slot).await {
                    Ok(certified) => {
                        info!("obtained a certificate from the ACME directory");
                        take_up(certified, &slot, &state);
                        wait = RETRY;
                        continue;
                    }
                    Err(problem) => {
                        error!(error = %problem, "no certificate from the ACME directory; trying again");
                        state.send_modify(|state| state.problem = Some(problem.to_string()));
                        sleep = wait;
                        wait = (wait * 2).min(LONGEST_RETRY);
                    }
                }
            }
            tokio::select! {
                () = tokio::time::sleep(sleep) => {}
                () = set => {}
            }
        }
    }

    /// When the next one is asked for: with a third of its time left, or at once if it is for other names.
    fn due(&self, facts: &CertificateFacts) -> Timestamp {
        let missing = self.names.iter().any(|name| !facts.names.iter().any(|known| known == name.as_str()));
        if missing {
            return Timestamp::default();
        }
        facts.not_before.plus(facts.not_after.since(facts.not_before) * 2 / 3)
    }

    async fn obtain(&self, slot: &CertificateSlot) -> Result<CertifiedKey, AcmeError> {
        let account = self.account().await?;
        let identifiers: Vec<Identifier> =
            self.names.iter().map(|name| Identifier::Dns(name.to_string())).collect();
        let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
        let proven = self.prove(&mut order, slot).await;
        slot.hide_proofs();
        proven?;

        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let names: Vec<String> = self.names.iter().map(ToString::to_string).collect();
        let request = CertificateParams::new(names)?.serialize_request(&key)?;
        order.finalize_csr(request.der()).await?;
        let chain = order.poll_certificate(&patience()).await?;
        self.write("acme.key", key.serialize_pem().as_bytes())?;
        self.write("acme.pem", chain.as_bytes())?;
        Ok(self.kept()?)
    }

    /// Shows for every name that the box answers by it.
    async fn prove(&self, order: &mut instant_acme::Order, slot: &CertificateSlot) -> Result<(), AcmeError> {
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let name = authorization.identifier().to_string();
            let mut challenge = authorization
                .challenge(ChallengeType::TlsAlpn01)
                .ok_or_else(|| AcmeError::NoChallenge(name.clone()))?;
            let proof = proof(&name, challenge.key_authorization().digest().as_ref())?;
            slot.show_proof(name, Arc::new(proof));
            challenge.set_ready().await?;
        }
        match order.poll_ready(&patience()).await? {
            OrderStatus::Ready | OrderStatus::Valid => Ok(()),
            _ => Err(AcmeError::NotProven(
                self.names.iter().map(HostName::as_str).collect::<Vec<_>>().join(", "),
            )),
        }
    }

    /// The account of before, or a new one.
    async fn account(&self) -> Result<Account, AcmeError> {
        let client = || -> Result<_, AcmeError> {
            let problem = |problem: String| AcmeError::Authority { path: self.authority.clone(), problem };
            let authorities = CertificateDer::pem_file_iter(&self.authority)
                .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                .map_err(|error| problem(error.to_string()))?;
            let tls = tls::trusting(&authorities).map_err(|error| problem(error.to_string()))?;
            Ok(Account::builder_with_http(Box::new(DirectoryClient::new(tls))))
        };
        let kept = std::fs::read(self.files.join("acme-account.json")).ok();
        if let Some(credentials) = kept.and_then(|text| serde_json::from_slice::<Kept>(&text).ok())
            && credentials.directory == self.directory
        {
            return Ok(client()?.from_credentials(credentials.credentials).await?);
        }
        let contact = format!("mailto:{}", self.contact);
        let contacts = [contact.as_str()];
        let new = NewAccount {
            contact: if self.contact.is_empty() { &[] } else { &contacts },
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let (account, credentials) = client()?.create(&new, self.directory.clone(), None).await?;
        let kept = Kept { directory: self.directory.clone(), credentials };
        let text = serde_json::to_vec(&kept).map_err(instant_acme::Error::from)?;
        self.write("acme-account.json", &text)?;
        Ok(account)
    }

    fn kept(&self) -> Result<CertifiedKey, ProvidedError> {
        read(&self.files.join("acme.pem"), &self.files.join("acme.key"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), AcmeError> {
        let path = self.files.join(name);
        write_private(&path, bytes).map_err(|source| AcmeError::Io { path, source })
    }
}

/// An account, and with whom.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    directory: String,
    credentials: AccountCredentials,
}

fn take_up(certified: CertifiedKey, slot: &CertificateSlot, state: &watch::Sender<Provided>) {
    let facts = certified.cert.first().and_then(CertificateFacts::of);
    slot.provide(Some(Arc::new(certified)));
    state.send_replace(Provided { facts, problem: None });
}

/// The certificate that proves `name` to the directory (RFC 8737, section 3).
fn proof(name: &str, digest: &[u8]) -> Result<CertifiedKey, AcmeError> {
    let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key)?;
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let key = tls::provider().key_provider.load_private_key(key);
    let key = key.map_err(|error| AcmeError::Directory(instant_acme::Error::Other(error.into())))?;
    // not checked against its key: rustls can't read a certificate whose extension it must not ignore
    Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
}

fn patience() -> RetryPolicy {
    RetryPolicy::new().timeout(PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_is_asked_for_with_a_third_left_or_when_a_name_is_missing() {
        let acme = Acme {
            directory: String::new(),
            authority: PathBuf::new(),
            contact: String::new(),
            names: vec!["a.lan".parse().unwrap()],
            files: PathBuf::new(),
            clock: Clock::manual(Timestamp::default()),
        };
        let facts = |names: &[&str]| CertificateFacts {
            names: names.iter().map(ToString::to_string).collect(),
            not_before: Timestamp::from_millis(3_000),
            not_after: Timestamp::from_millis(6_000),
            fingerprint: String::new(),
        };
        assert_eq!(acme.due(&facts(&["a.lan", "b.lan"])), Timestamp::from_millis(5_000));
        assert_eq!(acme.due(&facts(&["b.lan"])), Timestamp::default());
    }

    #[test]
    fn a_proof_is_for_one_name_and_carries_the_digest() {
        let proof = proof("a.lan", &[7; 32]).unwrap();
        assert_eq!(CertificateFacts::of(&proof.cert[0]).unwrap().names, ["a.lan"]);
        let der: &[u8] = &proof.cert[0];
        assert!(der.windows(32).any(|window| window == [7; 32]));
    }
}
