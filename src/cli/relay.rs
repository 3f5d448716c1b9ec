//! `neko relay …`: the relay of the running box from the command line.

use clap::Subcommand;

/// What to do about the relay.
#[derive(Debug, Subcommand)]
pub enum RelayCommand {
    /// List what it carries, the oldest first
    List {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// End one of these; its client may make another
    Stop {
        /// Its id, as `list` shows it
        id: String,
    },
    /// Send something through it over UDP, TCP and TLS, and say how that went
    Test {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
}
