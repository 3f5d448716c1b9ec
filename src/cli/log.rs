//! `neko log …`: what was written down, from the command line.

use clap::Subcommand;

/// What to look at.
#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Show who did what, the latest first: log-ins, and what admins and the command line changed
    Audit {
        /// How many entries at most; 10000 are kept
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Show what broke in people's pages since the box started, the latest first
    Errors {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
}
