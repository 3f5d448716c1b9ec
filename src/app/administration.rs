//! What can be asked of the box from its own command line, whether it runs or not.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::Foundation;
use super::care::{Care, Cared};
use crate::auth::accounts::AccountError;
use crate::domain::account::Role;
use crate::protocol::api::{RegisterRequest, User};

/// A task.
#[derive(Serialize, Deserialize)]
#[serde(tag = "task", content = "with", rename_all = "kebab-case", rename_all_fields = "camelCase")]
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
    /// Look after a box that runs.
    Care(Care),
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// The accounts it was about, one after another, as the API shows them.
    Users(Vec<User>),
    /// The box was looked after.
    Cared(Cared),
}

pub(super) async fn perform(foundation: &Foundation, task: Task) -> Result<Done> {
    let accounts = &foundation.accounts;
    let users = match task {
        Task::AddUser { username, email, password, display_name, role } => {
            let request = RegisterRequest { username, email, password, display_name };
            vec![accounts.create(request, role).await?.shown()]
        }
        Task::ListUsers => {
            let accounts = foundation.store.users().list()?;
            accounts.iter().map(crate::domain::account::Account::shown).collect()
        }
        Task::SetPassword { username, password } => match accounts.set_password(&username, password).await {
            Ok(account) => vec![account.shown()],
            Err(AccountError::BadCredentials) => {
                bail!("there is no user {username}; `neko user list` shows them all")
            }
            Err(error) => return Err(error.into()),
        },
        Task::Care(care) => {
            let patient = foundation.patient.get().context("the box has not fully started yet; try again")?;
            return Ok(Done::Cared(patient.care(care).await?));
        }
    };
    Ok(Done::Users(users))
}
