//! `neko doctor` and `neko cert …`: looking after the box.

use std::io::Write;

use anyhow::{Context, Result, bail};
use neko::app::{certificate_in_words, examine, export_authority, renew_certificate, show_certificate};
use neko::cli::CertCommand;
use neko::config::Config;
use neko::doctor::in_words;

use super::write_json;

pub(super) fn doctor(json: bool, config: &Config, out: &mut impl Write) -> Result<()> {
    let report = examine(config)?;
    if json {
        write_json(&report, out)?;
    } else {
        write!(out, "{}", in_words(&report))?;
    }
    if !report.works {
        bail!("the box has something broken; the report says what to do");
    }
    Ok(())
}

pub(super) fn certificate(command: CertCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        CertCommand::Show { json } => {
            let (certificate, authority) = show_certificate(config)?;
            if json {
                let both = serde_json::json!({"certificate": certificate, "authority": authority});
                write_json(&both, out)?;
            } else {
                write!(out, "{}", certificate_in_words(&certificate, &authority))?;
            }
        }
        CertCommand::Renew => {
            writeln!(out, "renewed: good until {}", renew_certificate(config)?.not_after)?;
        }
        CertCommand::ExportCa { file } => {
            let pem = export_authority(config)?;
            match file {
                Some(file) => {
                    std::fs::write(&file, pem).with_context(|| format!("can't write {}", file.display()))?;
                }
                None => write!(out, "{pem}")?,
            }
        }
    }
    Ok(())
}
