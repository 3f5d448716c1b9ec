//! `neko config …`: the settings file from the command line.

use std::path::PathBuf;

use clap::Subcommand;

/// What to do about the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings in force as a neko.toml, without anything secret
    Show {
        /// As JSON, each with its default, what it is for, and who says so
        #[arg(long)]
        json: bool,
    },
    /// Say whether the settings are right
    Check {
        /// The file to check [default: the one that `serve` would take]
        file: Option<PathBuf>,
    },
    /// Write a setting into the data directory's neko.toml, which keeps its comments; it counts from the next start on
    Set {
        /// Which, as `show` writes it, after its section and a dot: backup.keep
        key: String,
        /// What it is to be; a list with commas
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Take a setting out of that file, so that the other sources or the default say what it is
    Unset {
        /// Which
        key: String,
    },
}
