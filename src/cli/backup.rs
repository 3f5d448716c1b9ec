//! What `neko backup` and `neko restore` need to know of a passphrase.

use std::io::{self, BufRead};

use clap::Args;

use super::user::{first_line, secret};
use crate::secret::SecretString;

/// Where a passphrase comes from: the environment or the command line, else the first line of standard input.
#[derive(Args, Debug)]
pub struct PassphraseArgs {
    /// Ask for a passphrase, on a terminal
    #[arg(long)]
    encrypt: bool,
    /// Read the passphrase from the first line of standard input, whatever the environment says
    #[arg(long)]
    passphrase_stdin: bool,
    /// The passphrase. Others on this machine can see it in the list of processes: rather set `NEKO_PASSPHRASE` or
    /// use `--passphrase-stdin`
    #[arg(long, env = "NEKO_PASSPHRASE", hide_env_values = true, value_parser = secret)]
    passphrase: Option<SecretString>,
}

impl PassphraseArgs {
    /// Whether one is spoken of at all.
    pub const fn is_wanted(&self) -> bool {
        self.encrypt || self.is_given()
    }

    /// Whether it is said where it comes from: a terminal asks for it otherwise.
    pub const fn is_given(&self) -> bool {
        self.passphrase_stdin || self.passphrase.is_some()
    }

    /// The passphrase; `stdin` is read only where none is given.
    ///
    /// # Errors
    /// When `stdin` can't be read, is not UTF-8, or its first line is empty.
    pub fn read(&self, stdin: &mut impl BufRead) -> io::Result<SecretString> {
        match &self.passphrase {
            Some(passphrase) if !self.passphrase_stdin => Ok(passphrase.clone()),
            _ => first_line(stdin, "passphrase"),
        }
    }
}
