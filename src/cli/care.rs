//! `neko cert …`: the certificate and its authority from the command line.

use std::path::PathBuf;

use clap::Subcommand;

/// What to do about certificates.
#[derive(Debug, Subcommand)]
pub enum CertCommand {
    /// Say what the certificate covers and until when, and how devices show its authority
    Show {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Issue a fresh certificate now; a running box uses it at once
    Renew,
    /// Write what devices have to trust, as PEM
    ExportCa {
        /// Where to [default: standard output]
        file: Option<PathBuf>,
    },
}
