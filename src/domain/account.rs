//! Accounts and what their role allows.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::id::UserId;
use crate::domain::name::{DisplayName, Email, Username};
use crate::protocol::api::User;
use crate::secret::SecretString;

/// What someone may do on the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs the box: every room, every account, every setting.
    Admin,
    /// Makes rooms and joins them.
    User,
    /// Is in one room by its invite, and nowhere else.
    Guest,
}

impl Role {
    /// The role as documents, tokens and commands write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::User => "user",
            Self::Guest => "guest",
        }
    }
}

/// A person with an account (never a guest).
#[derive(Clone, Debug)]
pub struct Account {
    /// Which one.
    pub id: UserId,
    /// The unique log-in name.
    pub username: Username,
    /// The unique e-mail address.
    pub email: Email,
    /// The password's Argon2id hash, a PHC string.
    pub password: SecretString,
    /// The name others see.
    pub display_name: DisplayName,
    /// What they may do.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
    /// When they last logged in; none until the first time.
    pub last_login: Option<Timestamp>,
}

impl Account {
    /// The account as the API shows it to the person themselves and to admins.
    pub fn shown(&self) -> User {
        User {
            id: self.id.to_string(),
            username: self.username.to_string(),
            email: Some(self.email.to_string()),
            display_name: self.display_name.to_string(),
            role: self.role.as_str().to_owned(),
            created_at: self.created_at,
            last_login: self.last_login,
        }
    }
}
