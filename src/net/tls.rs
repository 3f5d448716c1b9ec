//! How TLS is spoken: 1.2 and 1.3 only, with a certificate that can be swapped while calls run.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// What an ACME directory speaks to see a proof (RFC 8737, section 6.2).
const ACME: &[u8] = b"acme-tls/1";

/// The cryptography of everything that speaks TLS here.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// The certificates that new connections get: the box's own, and for the names in it one from elsewhere. Connections
/// that stand keep theirs.
#[derive(Debug)]
pub struct CertificateSlot(RwLock<Certificates>);

#[derive(Debug)]
struct Certificates {
    own: Arc<CertifiedKey>,
    provided: Option<Arc<CertifiedKey>>,
    // by name, in lower case
    proofs: HashMap<String, Arc<CertifiedKey>>,
}

impl CertificateSlot {
    /// A slot that holds the box's `own` certificate.
    pub fn new(own: Arc<CertifiedKey>) -> Arc<Self> {
        Arc::new(Self(RwLock::new(Certificates { own, provided: None, proofs: HashMap::new() })))
    }

    /// Gives `certificate`, the box's own, to connections from here on.
    pub fn replace(&self, certificate: Arc<CertifiedKey>) {
        self.write().own = certificate;
    }

    /// Gives `certificate`, one from elsewhere, to connections that ask for a name in it.
    pub fn provide(&self, certificate: Option<Arc<CertifiedKey>>) {
        self.write().provided = certificate;
    }

    /// Shows `proof` to whoever asks for `name` by TLS-ALPN-01 (RFC 8737).
    pub fn show_proof(&self, name: String, proof: Arc<CertifiedKey>) {
        self.write().proofs.insert(name, proof);
    }

    /// Shows no proof any more.
    pub fn hide_proofs(&self) {
        self.write().proofs.clear();
    }

    /// The proof for whoever asks for `name`.
    fn prove(&self, name: Option<&str>) -> Option<Arc<CertifiedKey>> {
        let certificates = self.0.read().unwrap_or_else(PoisonError::into_inner);
        certificates.proofs.get(&name?.to_ascii_lowercase()).cloned()
    }

    fn write(&self) -> RwLockWriteGuard<'_, Certificates> {
        // held only to copy or set a pointer: nothing can have panicked halfway
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The certificate for a client that asks for `name`; who comes by an address asks for none.
    fn choose(&self, name: Option<&str>) -> Arc<CertifiedKey> {
        let certificates = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let provided =
            certificates.provided.as_ref().filter(|provided| name.is_some_and(|name| covers(provided, name)));
        provided.unwrap_or(&certificates.own).clone()
    }
}

impl ResolvesServerCert for CertificateSlot {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // who asks for a proof gets that or nothing
        if hello.alpn().is_some_and(|mut offered| offered.any(|protocol| protocol == ACME)) {
            return self.prove(hello.server_name());
        }
        Some(self.choose(hello.server_name()))
    }
}

/// Whether a client that asks for `name` would take `certificate` for it.
fn covers(certificate: &CertifiedKey, name: &str) -> bool {
    let parsed = certificate.end_entity_cert().and_then(ParsedCertificate::try_from);
    let name = ServerName::try_from(name);
    matches!((parsed, name), (Ok(parsed), Ok(name)) if verify_server_name(&parsed, &name).is_ok())
}

/// The server's side of TLS: HTTP/2, HTTP/1.1, TURN (RFC 7443) or a proof for ACME by ALPN, or none (browsers offer none
/// for TURN).
///
/// # Errors
/// When there are no random numbers for session tickets, or the cryptography lacks TLS 1.2 or 1.3.
pub fn server_config(certificate: Arc<CertificateSlot>) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_no_client_auth()
        .with_cert_resolver(certificate);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), b"stun.turn".to_vec(), ACME.to_vec()];
    // stateless: a phone that comes back is let in quickly, and ten thousand of them take no memory
    config.ticketer = ring::Ticketer::new()?;
    Ok(Arc::new(config))
}

/// The client's side of TLS, for the box to ask itself: trusts what `authorities` vouch for and nothing else.
///
/// # Errors
/// When one of them is no certificate, or the cryptography lacks a version of TLS.
pub fn trusting(authorities: &[CertificateDer<'_>]) -> Result<Arc<ClientConfig>, rustls::Error> {
    let mut roots = RootCertStore::empty();
    for authority in authorities {
        roots.add(authority.clone().into_owned())?;
    }
    let config = ClientConfig::builder_with_provider(provider()).with_protocol_versions(&[&TLS13, &TLS12])?;
    Ok(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::PrivateKeyDer;

    use super::*;

    fn certificate(names: &[&str]) -> Arc<CertifiedKey> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        Arc::new(CertifiedKey::from_der(vec![made.cert.der().clone()], key, &provider()).unwrap())
    }

    #[test]
    fn a_certificate_from_elsewhere_is_for_its_names_and_the_boxs_own_for_all_else() {
        let (own, provided) =
            (certificate(&["neko.local"]), certificate(&["meet.example.org", "*.example.net"]));
        let slot = CertificateSlot::new(own.clone());
        let is_own = |name| Arc::ptr_eq(&slot.choose(name), &own);
        assert!(is_own(Some("meet.example.org")));
        slot.provide(Some(provided));
        for name in ["meet.example.org", "MEET.example.org", "a.example.net"] {
            assert!(!is_own(Some(name)), "{name}");
        }
        for name in
            [None, Some("neko.local"), Some("example.org"), Some("a.b.example.net"), Some("nonsense..")]
        {
            assert!(is_own(name), "{name:?}");
        }
        slot.provide(None);
        assert!(is_own(Some("meet.example.org")));
    }
}
