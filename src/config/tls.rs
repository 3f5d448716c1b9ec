//! `[tls]`: certificates from elsewhere, beside the box's own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{HostName, Invalid};

/// The `[tls]` section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tls {
    /// A certificate for the names in it, with its chain, as PEM; empty for none.
    pub certificate: PathBuf,
    /// Its key, as PEM; empty for none.
    pub key: PathBuf,
    /// The URL of an ACME directory on the local network, which certifies the names in `hostname`; empty for none.
    pub acme_directory: String,
    /// The authority that vouches for the directory's own certificate, as PEM.
    pub acme_ca: PathBuf,
    /// An e-mail address for the directory; empty for none.
    pub acme_contact: String,
}

impl Tls {
    /// The files of a certificate from elsewhere, if there is to be one.
    pub fn files(&self) -> Option<(&PathBuf, &PathBuf)> {
        (!self.certificate.as_os_str().is_empty()).then_some((&self.certificate, &self.key))
    }

    fn check_acme(&self, hosts: &[HostName]) -> Result<(), Invalid> {
        if self.acme_directory.is_empty() {
            return Ok(());
        }
        let wrong = |key, problem| Err(Invalid::new(key, problem));
        if !self.acme_directory.starts_with("https://") {
            wrong("acme-directory", "expected a URL that begins with https://")
        } else if self.acme_ca.as_os_str().is_empty() {
            wrong("acme-ca", "expected the file of the authority that vouches for tls.acme-directory")
        } else if hosts.is_empty() {
            wrong("acme-directory", "expected at least one name in hostname to ask a certificate for")
        } else if self.files().is_some() {
            wrong("acme-directory", "expected either this or tls.certificate")
        } else {
            Ok(())
        }
    }

    pub(super) fn check(&self, hosts: &[HostName]) -> Result<(), Invalid> {
        let is_empty = |path: &PathBuf| path.as_os_str().is_empty();
        match (is_empty(&self.certificate), is_empty(&self.key)) {
            (false, true) => {
                Err(Invalid::new("key", "expected the file of the key that tls.certificate needs"))
            }
            (true, false) => {
                Err(Invalid::new("certificate", "expected the file of the certificate that tls.key is for"))
            }
            _ => self.check_acme(hosts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_certificate_and_a_directory_without_names_are_refused() {
        let none = Tls::default();
        let files = Tls { certificate: "c.pem".into(), key: "k.pem".into(), ..none.clone() };
        let acme =
            Tls { acme_directory: "https://ca.lan/dir".into(), acme_ca: "ca.pem".into(), ..none.clone() };
        let names: [HostName; 1] = ["meet.lan".parse().unwrap()];
        assert!(none.check(&[]).is_ok() && files.check(&[]).is_ok() && acme.check(&names).is_ok());
        for (wrong, names, key) in [
            (Tls { key: PathBuf::new(), ..files.clone() }, &names[..], "key"),
            (Tls { certificate: PathBuf::new(), ..files.clone() }, &names, "certificate"),
            (acme.clone(), &[], "acme-directory"),
            (Tls { acme_ca: PathBuf::new(), ..acme.clone() }, &names, "acme-ca"),
            (Tls { acme_directory: "http://ca.lan/dir".into(), ..acme.clone() }, &names, "acme-directory"),
            (
                Tls { acme_directory: acme.acme_directory.clone(), acme_ca: "ca.pem".into(), ..files },
                &names,
                "acme-directory",
            ),
        ] {
            assert_eq!(wrong.check(names).unwrap_err().key, key, "{wrong:?}");
        }
    }
}
