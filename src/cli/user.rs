//! `neko user …`: accounts from the command line.

use std::convert::Infallible;
use std::io::{self, BufRead};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

use crate::domain::account::Role;
use crate::domain::id::SessionId;
use crate::domain::name::{DisplayName, Email, Username};
use crate::secret::SecretString;

/// What to do about accounts.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Make an account
    Add {
        /// Name to log in by.
        #[command(flatten)]
        who: Who,
        /// E-mail address, to log in by as well; nothing is sent to it
        #[arg(long, value_name = "ADDRESS")]
        email: Email,
        /// What they may do
        #[arg(long, default_value = "user", value_parser = role())]
        role: Role,
        /// Name that others see [default: the username]
        #[arg(long, value_name = "NAME")]
        display_name: Option<DisplayName>,
        /// Print a link by which they set their password themselves
        #[arg(long, conflicts_with_all = ["password", "password_stdin"])]
        invite: bool,
        /// Where the password comes from.
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// List the accounts
    List {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Print a link by which someone sets their password, once; until then the old one is good
    Link {
        /// Whose.
        #[command(flatten)]
        who: Who,
    },
    /// List where someone is logged in, the place used last first
    Sessions {
        /// Whose.
        #[command(flatten)]
        who: Who,
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Log someone out everywhere, or in one place; their calls there end at once
    Logout {
        /// Whom.
        #[command(flatten)]
        who: Who,
        /// Only this session, by its id as `sessions` shows it
        #[arg(long = "session", value_name = "ID")]
        session_id: Option<SessionId>,
    },
    /// Give an account another role
    Role {
        /// The account's name
        #[arg(value_name = "NAME")]
        username: Username,
        /// What they may do
        #[arg(value_parser = role())]
        role: Role,
    },
    /// Let nobody in by an account, from this moment on
    Disable {
        /// Whose.
        #[command(flatten)]
        who: Who,
    },
    /// Let someone in again
    Enable {
        /// Whose.
        #[command(flatten)]
        who: Who,
    },
    /// Give an account a new password and end its sessions
    Passwd {
        /// Whose.
        #[command(flatten)]
        who: Who,
        /// Where the password comes from.
        #[command(flatten)]
        password: PasswordArgs,
    },
}

/// An account by its name.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Who {
    /// The account's name: 2 to 32 letters, digits, dots, dashes, underscores
    #[arg(value_name = "NAME")]
    name: Option<Username>,
    /// The same, as a flag
    #[arg(long, value_name = "NAME")]
    username: Option<Username>,
}

impl Who {
    /// The name.
    ///
    /// # Panics
    /// Never: clap lets one of the two through, and not without one.
    pub fn username(self) -> Username {
        self.name.or(self.username).expect("one of the group is required")
    }
}

/// Where a password comes from: the environment or the command line, else the first line of standard input.
#[derive(Args, Debug)]
pub struct PasswordArgs {
    /// Read the password from the first line of standard input, whatever the environment says
    #[arg(long)]
    password_stdin: bool,
    /// The password. Others on this machine can see it in the list of processes: rather set `NEKO_PASSWORD` or use
    /// `--password-stdin`
    #[arg(long, env = "NEKO_PASSWORD", hide_env_values = true, value_parser = secret)]
    password: Option<SecretString>,
}

impl PasswordArgs {
    /// Whether nothing says where the password comes from: a terminal asks for it then.
    pub const fn are_absent(&self) -> bool {
        !self.password_stdin && self.password.is_none()
    }

    /// The password; `stdin` is read only where none is given.
    ///
    /// # Errors
    /// When `stdin` can't be read, is not UTF-8, or its first line is empty.
    pub fn read(&self, stdin: &mut impl BufRead) -> io::Result<SecretString> {
        if let (false, Some(password)) = (self.password_stdin, &self.password) {
            return Ok(password.clone());
        }
        first_line(stdin, "password")
    }
}

/// The first line of `stdin`, which must hold a secret.
pub(super) fn first_line(stdin: &mut impl BufRead, what: &str) -> io::Result<SecretString> {
    let mut line = String::new();
    stdin.read_line(&mut line)?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("standard input holds no {what}"))),
        secret => Ok(secret.into()),
    }
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new([Role::Admin.as_str(), Role::User.as_str()])
        .map(|name| if name == Role::Admin.as_str() { Role::Admin } else { Role::User })
}

#[allow(clippy::unnecessary_wraps, reason = "clap wants a fallible parser")]
pub(super) fn secret(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}
