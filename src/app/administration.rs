//! What can be asked of the box from its own command line, whether it runs or not.

use std::fs::File;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::Foundation;
use crate::auth::accounts::AccountError;
use crate::domain::account::{Account, Role};
use crate::protocol::api::{RegisterRequest, User};
use crate::secret::SecretString;

/// A task.
#[derive(Serialize, Deserialize)]
#[serde(tag = "task", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Task {
    /// Make an account.
    AddUser {
        /// The log-in name.
        username: String,
        /// The e-mail address.
        email: String,
        /// The password.
        password: String,
        /// The name others see.
        display_name: Option<String>,
        /// What they may do.
        role: Role,
    },
    /// List the accounts.
    ListUsers,
    /// Give an account a new password and end its sessions.
    SetPassword {
        /// Whose.
        username: String,
        /// The new one.
        password: String,
    },
    /// Make a backup.
    Backup {
        /// What to encrypt it with.
        passphrase: Option<String>,
    },
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// The accounts it was about, one after another, as the API shows them.
    Users(Vec<User>),
    /// A backup of so many bytes, which follow.
    Backup(u64),
}

/// What came of a task, and a file that goes with it.
pub(super) struct Performed {
    pub(super) done: Done,
    pub(super) attached: Option<File>,
}

impl From<Done> for Performed {
    fn from(done: Done) -> Self {
        Self { done, attached: None }
    }
}

pub(super) async fn perform(foundation: &Foundation, task: Task) -> Result<Performed> {
    let accounts = &foundation.accounts;
    let users = match task {
        Task::AddUser { username, email, password, display_name, role } => {
            let request = RegisterRequest { username, email, password, display_name };
            vec![accounts.create(request, role).await?.shown()]
        }
        Task::ListUsers => {
            let accounts = foundation.store.users().list()?;
            accounts.iter().map(Account::shown).collect()
        }
        Task::SetPassword { username, password } => match accounts.set_password(&username, password).await {
            Ok(account) => vec![account.shown()],
            Err(AccountError::BadCredentials) => {
                bail!("there is no user {username}; `neko user list` shows them all")
            }
            Err(error) => return Err(error.into()),
        },
        Task::Backup { passphrase } => {
            let archive = foundation.archive.clone();
            let passphrase = passphrase.map(SecretString::from);
            let making = tokio::task::spawn_blocking(move || archive.make_temporary(passphrase.as_ref()));
            let (made, file) = making.await??;
            return Ok(Performed { done: Done::Backup(made.bytes), attached: Some(file) });
        }
    };
    Ok(Done::Users(users).into())
}
