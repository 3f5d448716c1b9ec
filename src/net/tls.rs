//! How TLS is spoken: 1.2 and 1.3 only, with a certificate that can be swapped while calls run.

use std::sync::{Arc, RwLock};

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, ServerConfig};

/// The cryptography of everything that speaks TLS here.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// The certificate that new connections get. Those that stand keep theirs.
#[derive(Debug)]
pub struct CertificateSlot(RwLock<Arc<CertifiedKey>>);

impl CertificateSlot {
    /// A slot that holds `certificate`.
    pub fn new(certificate: Arc<CertifiedKey>) -> Arc<Self> {
        Arc::new(Self(RwLock::new(certificate)))
    }

    /// Gives `certificate` to every connection from here on.
    pub fn replace(&self, certificate: Arc<CertifiedKey>) {
        // held only to copy or set a pointer: nothing can have panicked halfway
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = certificate;
    }
}

impl ResolvesServerCert for CertificateSlot {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone())
    }
}

/// The server's side of TLS: HTTP/2, HTTP/1.1 or TURN (RFC 7443) by ALPN, or none (browsers offer none for TURN).
///
/// # Errors
/// When there are no random numbers for session tickets, or the cryptography lacks TLS 1.2 or 1.3.
pub fn server_config(certificate: Arc<CertificateSlot>) -> Result<Arc<ServerConfig>, rustls::Error> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_no_client_auth()
        .with_cert_resolver(certificate);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), b"stun.turn".to_vec()];
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
