//! Looking after the box from the command line: `neko doctor` and `neko cert`, whether it runs or not.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Serialize};

use super::administration::{Done, Task};
use super::control::{ask, connect};
use super::surroundings::issue_at_rest;
use super::timekeeping;
use crate::clock::Clock;
use crate::config::Config;
use crate::doctor::examine_at_rest;
use crate::domain::audit::Actor;
use crate::http::Api;
use crate::net::certificate::{CertificateFacts, CertificateState, authority_shown};
use crate::protocol::network::{AuthorityShown, CertificateShown, DoctorReport};

/// What a running box is asked for.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Care {
    /// Examine everything.
    Examine,
    /// Issue a fresh server certificate.
    RenewCertificate,
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cared {
    /// How the box does.
    Report(DoctorReport),
    /// The certificate that is in use since.
    Certificate(CertificateShown),
}

/// Looks after the box that runs.
pub(super) async fn answer(api: &Api, care: Care) -> Result<Cared> {
    Ok(match care {
        Care::Examine => Cared::Report(api.doctor.examine().await),
        Care::RenewCertificate => Cared::Certificate(api.renew_certificate(Actor::COMMAND_LINE).await?),
    })
}

/// Has the box that runs on this data directory do it; nothing if none does.
fn ask_running(config: &Config, care: Care) -> Result<Option<Cared>> {
    let Some(stream) = connect(config)? else { return Ok(None) };
    match ask(stream, &Task::Care(care))?.0 {
        Done::Cared(cared) => Ok(Some(cared)),
        _ => bail!("the running box answered something else"),
    }
}

/// How the box does: by itself if it runs, else by what lies on its disk.
///
/// # Errors
/// When the running box does not answer.
pub fn examine(config: &Config) -> Result<DoctorReport> {
    match ask_running(config, Care::Examine)? {
        Some(Cared::Report(report)) => Ok(report),
        Some(_) => bail!("the running box answered something else; is it of this version?"),
        None => {
            let clock = Clock::system();
            timekeeping::resume(&clock, &config.data_dir);
            Ok(examine_at_rest(config, &clock))
        }
    }
}

/// Issues a fresh server certificate, which a running box uses at once.
///
/// # Errors
/// When the certificate can't be made or stored.
pub fn renew_certificate(config: &Config) -> Result<CertificateShown> {
    match ask_running(config, Care::RenewCertificate)? {
        Some(Cared::Certificate(certificate)) => Ok(certificate),
        Some(_) => bail!("the running box answered something else; is it of this version?"),
        None => {
            super::prepare_directory(&config.data_dir)?;
            let clock = Clock::system();
            timekeeping::resume(&clock, &config.data_dir);
            issue_at_rest(config, &clock)
        }
    }
}

/// The certificate on disk and the authority that vouches for it.
///
/// # Errors
/// When the box was never started on this data directory.
pub fn show_certificate(config: &Config) -> Result<(CertificateShown, AuthorityShown)> {
    let read = |name: &str| {
        let path = tls_file(config, name);
        CertificateDer::from_pem_file(&path)
            .map_err(|error| anyhow!("can't read {}: {error}; start the box once", path.display()))
    };
    let facts = CertificateFacts::of(&read("server.pem")?).context("server.pem is no certificate")?;
    let state = CertificateState { facts, left_out: Vec::new(), problem: None };
    Ok((state.shown(), authority_shown(&read("ca.pem")?)))
}

/// The same as text.
pub fn certificate_in_words(certificate: &CertificateShown, authority: &AuthorityShown) -> String {
    format!(
        "Certificate\n  for          {}\n  good         {} to {}\n  renewed      {}\n  SHA-256      {}\n\
         Authority, which devices trust\n  name         {}\n  good until   {}\n  SHA-256      {}\n",
        certificate.names.join(", "),
        certificate.not_before,
        certificate.not_after,
        certificate.renewed_at,
        certificate.fingerprint,
        authority.name,
        authority.not_after,
        authority.fingerprint,
    )
}

/// What devices have to trust, as PEM.
///
/// # Errors
/// When the box was never started on this data directory.
pub fn export_authority(config: &Config) -> Result<String> {
    let path = tls_file(config, "ca.pem");
    std::fs::read_to_string(&path)
        .with_context(|| format!("can't read {}; start the box once", path.display()))
}

fn tls_file(config: &Config, name: &str) -> PathBuf {
    config.data_dir.join("tls").join(name)
}
