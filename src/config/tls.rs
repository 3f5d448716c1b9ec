//! `[tls]`: certificates from elsewhere, beside the box's own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// The `[tls]` section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tls {
    /// A certificate for the names in it, with its chain, as PEM; empty for none.
    pub certificate: PathBuf,
    /// Its key, as PEM; empty for none.
    pub key: PathBuf,
}

impl Tls {
    /// The files of a certificate from elsewhere, if there is to be one.
    pub fn files(&self) -> Option<(&PathBuf, &PathBuf)> {
        (!self.certificate.as_os_str().is_empty()).then_some((&self.certificate, &self.key))
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        let is_empty = |path: &PathBuf| path.as_os_str().is_empty();
        match (is_empty(&self.certificate), is_empty(&self.key)) {
            (false, true) => {
                Err(Invalid::new("key", "expected the file of the key that tls.certificate needs"))
            }
            (true, false) => {
                Err(Invalid::new("certificate", "expected the file of the certificate that tls.key is for"))
            }
            _ => Ok(()),
        }
    }
}
