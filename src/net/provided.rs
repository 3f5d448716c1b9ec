//! A certificate from elsewhere, for the names in it: read from PEM files, and read again when those change.
//!
//! The box's own certificate stays beside it, for addresses and all other names. Files that can't be used are told, and
//! what was read before goes on being used.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use tokio::sync::watch;
use tracing::{error, info};

use crate::net::certificate::CertificateFacts;
use crate::net::changes::Changes;
use crate::net::tls::{self, CertificateSlot};
use crate::protocol::network::ProvidedShown;

/// Whoever replaces two files takes a moment.
const SETTLED: Duration = Duration::from_millis(300);

/// How it stands with a certificate from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provided {
    /// What the one in use says of itself; nothing while there is none.
    pub facts: Option<CertificateFacts>,
    /// Why the files, as they are, can't be used.
    pub problem: Option<String>,
}

impl Provided {
    /// As the API shows it.
    pub fn shown(&self) -> ProvidedShown {
        let facts = self.facts.as_ref();
        ProvidedShown {
            names: facts.map(|facts| facts.names.clone()).unwrap_or_default(),
            not_after: facts.map(|facts| facts.not_after),
            problem: self.problem.clone(),
        }
    }
}

/// Why files are no certificate.
#[derive(Debug, thiserror::Error)]
pub enum ProvidedError {
    /// Not there, not readable, or not PEM.
    #[error("can't read {}: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: pem::Error,
    },
    /// There is no certificate in it.
    #[error("{} holds no certificate", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// They don't fit.
    #[error("{} and {} don't belong together, or the key is of a kind that can't be used: {source}", certificate.display(), key.display())]
    Mismatch {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// What the cryptography says.
        source: rustls::Error,
    },
}

/// Two files.
pub struct ProvidedFiles {
    /// The certificate and its chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

impl ProvidedFiles {
    /// Puts the certificate into `slot` now, and again whenever its files change, for as long as this is polled.
    pub async fn keep(self, slot: Arc<CertificateSlot>, state: watch::Sender<Provided>) {
        let mut changes = self.changes().unwrap_or_else(|error| {
            error!(%error, "files of the certificate are read at start alone");
            Changes::none()
        });
        loop {
            self.read_into(&slot, &state);
            changes.settled(SETTLED).await;
        }
    }

    fn read_into(&self, slot: &CertificateSlot, state: &watch::Sender<Provided>) {
        match read(&self.certificate, &self.key) {
            Ok(certified) => {
                let facts = certified.cert.first().and_then(CertificateFacts::of);
                let read = Provided { facts, problem: None };
                if state.send_replace(read.clone()) != read {
                    info!(file = %self.certificate.display(), "took up a certificate from elsewhere");
                    slot.provide(Some(Arc::new(certified)));
                }
            }
            Err(problem) => {
                error!(error = %problem, "the certificate from elsewhere can't be used; what was before stays");
                state.send_modify(|state| state.problem = Some(problem.to_string()));
            }
        }
    }

    /// The directories, not the files: those are replaced rather than written, and links lead elsewhere.
    fn changes(&self) -> io::Result<Changes> {
        let directory = |path: &Path| match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let directories = [directory(&self.certificate), directory(&self.key)];
        Changes::of_files(directories.iter().map(PathBuf::as_path))
    }
}

pub(super) fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey, ProvidedError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| ProvidedError::Unreadable { path, source }
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(unreadable(certificate))?;
    if chain.is_empty() {
        return Err(ProvidedError::Empty { path: certificate.to_owned() });
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    CertifiedKey::from_der(chain, private, &tls::provider()).map_err(|source| ProvidedError::Mismatch {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(dir: &Path, name: &str) {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        fs::write(dir.join("cert.pem"), made.cert.pem()).unwrap();
        fs::write(dir.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    }

    #[tokio::test]
    async fn files_are_taken_up_when_they_change_and_bad_ones_are_told() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "box.example");
        let own = rcgen::generate_simple_self_signed(["own.local".to_owned()]).unwrap();
        let key = PrivateKeyDer::Pkcs8(own.signing_key.serialize_der().into());
        let own = CertifiedKey::from_der(vec![own.cert.der().clone()], key, &tls::provider()).unwrap();
        let slot = CertificateSlot::new(Arc::new(own));
        let (sender, mut state) = watch::channel(Provided::default());
        let files =
            ProvidedFiles { certificate: dir.path().join("cert.pem"), key: dir.path().join("key.pem") };
        let keeping = tokio::spawn(files.keep(slot, sender));
        let names = |state: &Provided| state.facts.as_ref().map(|facts| facts.names.clone());
        state.wait_for(|state| names(state) == Some(vec!["box.example".to_owned()])).await.unwrap();

        fs::write(dir.path().join("cert.pem"), "nonsense").unwrap();
        let damaged = state.wait_for(|state| state.problem.is_some()).await.unwrap().clone();
        assert_eq!(names(&damaged), Some(vec!["box.example".to_owned()]), "what was before stays");
        assert!(damaged.problem.unwrap().contains("cert.pem"));

        write(dir.path(), "next.example");
        let next = |state: &Provided| names(state) == Some(vec!["next.example".to_owned()]);
        state.wait_for(|state| next(state) && state.problem.is_none()).await.unwrap();
        keeping.abort();
    }

    #[test]
    fn a_key_of_another_certificate_is_told_from_a_missing_file() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(one.path(), "a.example");
        write(other.path(), "b.example");
        let (certificate, key) = (one.path().join("cert.pem"), other.path().join("key.pem"));
        assert!(matches!(read(&certificate, &key), Err(ProvidedError::Mismatch { .. })));
        let missing = one.path().join("missing.pem");
        assert!(matches!(read(&missing, &key), Err(ProvidedError::Unreadable { .. })));
        assert!(matches!(read(&key, &key), Err(ProvidedError::Empty { .. })));
    }
}
