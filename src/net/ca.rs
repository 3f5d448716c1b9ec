//! The box's own certificate authority, and the server certificate that it signs.
//!
//! Both lie in one directory (0700): `ca.pem`, `ca.key`, `server.pem`, `server.key`, the keys 0600. The authority is
//! made once and kept: people trust it by hand. What it can vouch for is limited (RFC 5280, section 4.2.1.10) to
//! private networks and the box's own names, so that trusting it can't be turned against anything else.
//!
//! Whether a certificate still does is asked of the verifier that clients use, not read out of its fields.
//! Invariant: no certificate is dated before [`EARLIEST`], whatever the clock says.

use std::error::Error;
use std::fs::{self, DirBuilder};
use std::io;
use std::net::Ipv4Addr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, RootCertStore};
use time::OffsetDateTime;

use crate::clock::Timestamp;
use crate::config::HostName;
use crate::net::constraints;
use crate::net::names::Names;
use crate::net::tls;
use crate::secret::write_private;

/// No clock is believed that says it is earlier: this program did not exist then (2026-05-01).
/// A machine without a battery starts in 1970.
pub const EARLIEST: Timestamp = Timestamp::from_millis(1_777_593_600_000);

const AUTHORITY_LIFETIME: Duration = days(10 * 365);
/// With the day before, 397 days: the longest that browsers accept.
const LEAF_LIFETIME: Duration = days(396);
/// Clients' clocks may be behind.
const BACKDATED: Duration = days(1);
/// A certificate with less left is replaced.
pub const RENEWED_BEFORE: Duration = days(30);

/// Why there is no certificate: what is wrong with which file.
#[derive(Debug, thiserror::Error)]
pub enum CaError {
    /// The file system refused.
    #[error("can't use {}: {source}", path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A certificate without its key can sign nothing.
    #[error(
        "{} is missing: restore it from a backup, or remove ca.pem too for a new authority (every device must \
         then trust the new one)",
        path.display()
    )]
    KeyMissing {
        /// Where the key should be.
        path: PathBuf,
    },
    /// The authority's files are not what this program wrote.
    #[error("the certificate authority in {} can't be used: {problem}", path.display())]
    Damaged {
        /// The directory.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The cryptography refused: a defect of the program.
    #[error("can't make a certificate: {0}")]
    Signing(#[from] rcgen::Error),
    /// The cryptography refused: a defect of the program.
    #[error("can't use a certificate: {0}")]
    Tls(#[from] rustls::Error),
}

/// The box's certificate authority.
pub struct Authority {
    dir: PathBuf,
    pem: String,
    der: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    verifier: Arc<WebPkiServerVerifier>,
}

/// The server certificate, and the names that it could not get.
pub struct ServerCertificate {
    /// The certificate with its key.
    pub certified: Arc<CertifiedKey>,
    /// Whether it was made just now.
    pub issued: bool,
    /// Names and addresses outside of what the authority may vouch for: who uses one of them gets a warning.
    pub left_out: Vec<String>,
}

impl Authority {
    /// The authority in `dir`. If there is none it is made, with the directory, and may vouch for private networks
    /// and those of `names` that are outside of them.
    pub fn open(dir: &Path, now: Timestamp, names: &Names) -> Result<Self, CaError> {
        let (pem, key) = match (read(&dir.join("ca.pem"))?, read(&dir.join("ca.key"))?) {
            (Some(pem), Some(key)) => (pem, key),
            (Some(_), None) => return Err(CaError::KeyMissing { path: dir.join("ca.key") }),
            // a key alone has signed nothing that anyone could have: the first start was cut short
            (None, _) => Self::create(dir, now, names)?,
        };
        let damaged =
            |problem: Box<dyn Error>| CaError::Damaged { path: dir.to_owned(), problem: problem.to_string() };
        let authority = Self::from_pem(dir, pem, &key).map_err(damaged)?;
        if authority.may_vouch_for(&SanType::IpAddress(Ipv4Addr::LOCALHOST.into()), now) {
            Ok(authority)
        } else {
            Err(damaged("ca.key is not the key of ca.pem".into()))
        }
    }

    fn create(dir: &Path, now: Timestamp, names: &Names) -> Result<(String, String), CaError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(|source| CaError::Io { path: dir.to_owned(), source })?;
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let pem = authority_params(now, names).self_signed(&key)?.pem();
        let key = key.serialize_pem();
        write(&dir.join("ca.key"), &key)?;
        write(&dir.join("ca.pem"), &pem)?;
        Ok((pem, key))
    }

    fn from_pem(dir: &Path, pem: String, key: &str) -> Result<Self, Box<dyn Error>> {
        let issuer = Issuer::from_ca_cert_pem(&pem, KeyPair::from_pem(key)?)?;
        let der = CertificateDer::from_pem_slice(pem.as_bytes())?;
        let mut roots = RootCertStore::empty();
        roots.add(der.clone())?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), tls::provider()).build()?;
        Ok(Self { dir: dir.to_owned(), pem, der, issuer, verifier })
    }

    /// The certificate that people trust, as DER.
    pub const fn der(&self) -> &CertificateDer<'static> {
        &self.der
    }

    /// The certificate that people trust, as PEM.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The server certificate for `names`: the one on disk while it covers them all and has thirty days left, else
    /// a fresh one, which is also written to disk. With a clock that can't be right, one that is yet to begin is
    /// kept: the clock was set when it was made.
    pub fn server_certificate(&self, now: Timestamp, names: &Names) -> Result<ServerCertificate, CaError> {
        let wanted = subject_names(names);
        if let Some(stored) = self.stored() {
            let missing: Vec<_> =
                wanted.iter().filter(|name| !self.is_good_for(&stored.cert, name, now)).collect();
            if !missing.iter().any(|name| self.may_vouch_for(name, now)) {
                let left_out = missing.into_iter().map(in_words).collect();
                return Ok(ServerCertificate { certified: Arc::new(stored), issued: false, left_out });
            }
        }
        self.issue_for(now, names)
    }

    /// A fresh server certificate for as many of `names` as this authority may vouch for; also written to disk.
    pub fn issue_for(&self, now: Timestamp, names: &Names) -> Result<ServerCertificate, CaError> {
        let (covered, left_out): (Vec<_>, Vec<_>) =
            subject_names(names).into_iter().partition(|name| self.may_vouch_for(name, now));
        let certified = Arc::new(self.issue(covered, now)?);
        Ok(ServerCertificate { certified, issued: true, left_out: left_out.iter().map(in_words).collect() })
    }

    /// What is on disk, if it is whole and certificate and key belong together.
    fn stored(&self) -> Option<CertifiedKey> {
        let certificate = CertificateDer::from_pem_file(self.dir.join("server.pem")).ok()?;
        let key = PrivateKeyDer::from_pem_file(self.dir.join("server.key")).ok()?;
        CertifiedKey::from_der(vec![certificate], key, &tls::provider()).ok()
    }

    fn issue(&self, names: Vec<SanType>, now: Timestamp) -> Result<CertifiedKey, CaError> {
        let key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let certificate = leaf_params(names, now).signed_by(&key, &self.issuer)?;
        write(&self.dir.join("server.key"), &key.serialize_pem())?;
        write(&self.dir.join("server.pem"), &certificate.pem())?;
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        Ok(CertifiedKey::from_der(vec![certificate.der().clone()], key, &tls::provider())?)
    }

    /// Whether a client would take a certificate of this authority for `name`.
    fn may_vouch_for(&self, name: &SanType, now: Timestamp) -> bool {
        let params = leaf_params(vec![name.clone()], now);
        let probe = params.signed_by(self.issuer.key(), &self.issuer);
        probe.is_ok_and(|probe| self.verify(probe.der(), name, believed(now)).is_ok())
    }

    /// Whether a client would take the certificate for `name`, today and until it is renewed.
    fn is_good_for(&self, chain: &[CertificateDer<'static>], name: &SanType, now: Timestamp) -> bool {
        let [certificate, ..] = chain else { return false };
        let mut today = believed(now);
        if now < EARLIEST
            && let Err(rustls::Error::InvalidCertificate(CertificateError::NotValidYetContext {
                not_before,
                ..
            })) = self.verify(certificate, name, today)
        {
            today = not_before;
        }
        let later = UnixTime::since_unix_epoch(Duration::from_secs(today.as_secs()) + RENEWED_BEFORE);
        [today, later].into_iter().all(|at| self.verify(certificate, name, at).is_ok())
    }

    fn verify(&self, leaf: &CertificateDer<'_>, name: &SanType, at: UnixTime) -> Result<(), rustls::Error> {
        let name = match name {
            SanType::IpAddress(address) => ServerName::IpAddress((*address).into()),
            SanType::DnsName(host) => ServerName::try_from(host.as_str())
                .map_err(|_| rustls::Error::InvalidCertificate(CertificateError::BadEncoding))?,
            _ => return Err(rustls::Error::InvalidCertificate(CertificateError::BadEncoding)),
        };
        self.verifier.verify_server_cert(leaf, &[], &name, &[], at).map(|_| ())
    }
}

fn authority_params(now: Timestamp, names: &Names) -> CertificateParams {
    let started = moment(now.max(EARLIEST));
    let host = names.hosts.first().map_or("this box", HostName::as_str);
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, "Neko");
    // the date tells two of them apart in a phone's settings; 64 characters are all that X.509 allows
    let host: String = host.chars().take(40).collect();
    params.distinguished_name.push(DnType::CommonName, format!("Neko CA {host} {}", started.date()));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // a root for web servers alone: no code, no mail
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: constraints::permitted(names),
        excluded_subtrees: Vec::new(),
    });
    params.not_before = moment(EARLIEST);
    params.not_after = started + AUTHORITY_LIFETIME;
    params
}

fn leaf_params(names: Vec<SanType>, now: Timestamp) -> CertificateParams {
    let now = moment(now.max(EARLIEST));
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, "Neko");
    params.subject_alt_names = names;
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.not_before = now - BACKDATED;
    params.not_after = now + LEAF_LIFETIME;
    params
}

fn subject_names(names: &Names) -> Vec<SanType> {
    let hosts = names.hosts.iter().filter_map(|host| Some(SanType::DnsName(host.as_str().try_into().ok()?)));
    hosts.chain(names.addresses.iter().copied().map(SanType::IpAddress)).collect()
}

fn in_words(name: &SanType) -> String {
    match name {
        SanType::IpAddress(address) => address.to_string(),
        SanType::DnsName(host) => host.to_string(),
        _ => String::new(),
    }
}

/// The time to go by: the clock's, unless that can't be right.
fn believed(now: Timestamp) -> UnixTime {
    let seconds = u64::try_from(now.max(EARLIEST).as_secs()).unwrap_or(0);
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn moment(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.as_secs()).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

const fn days(count: u64) -> Duration {
    Duration::from_hours(24 * count)
}

/// The text of a file; nothing if there is no such file.
fn read(path: &Path) -> Result<Option<String>, CaError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CaError::Io { path: path.to_owned(), source }),
    }
}

fn write(path: &Path, text: &str) -> Result<(), CaError> {
    write_private(path, text.as_bytes()).map_err(|source| CaError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
