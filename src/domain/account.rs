//! Accounts and what their role allows.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::id::UserId;
use crate::domain::name::{DisplayName, Email, Username};
use crate::protocol::admin::ManagedUser;
use crate::protocol::api::User;
use crate::secret::{SecretString, same};

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
    /// Since when nobody gets in by this account; none while one does.
    pub disabled_at: Option<Timestamp>,
    /// A one-time link by which its holder may set a password, while there is one.
    pub password_link: Option<PasswordLink>,
}

/// What is kept of a link that is good once, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordLink {
    /// The SHA-256 of its secret, in hexadecimal digits.
    pub hash: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

impl PasswordLink {
    /// Whether at `now` it is good for the secret with this hash.
    pub fn is_good(&self, hash: &str, now: Timestamp) -> bool {
        self.expires_at > now && same(self.hash.as_bytes(), hash.as_bytes())
    }
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

    /// The account as those who manage accounts see it.
    pub fn managed(&self) -> ManagedUser {
        ManagedUser {
            user: self.shown(),
            disabled_at: self.disabled_at,
            password_link_expires_at: self.password_link.as_ref().map(|link| link.expires_at),
        }
    }
}
