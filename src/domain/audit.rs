//! What is written down of who did what on the box: sign-ins, and what those who run it changed. Never a secret.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::account::Account;
use crate::domain::id::UserId;
use crate::domain::room::record::RoomRecord;
use crate::protocol::admin::{AuditActor, AuditEntry, AuditSubject};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The box got its first admin.
    SetUp,
    /// Someone made an account for themselves.
    Registered,
    /// Someone logged in.
    LoggedIn,
    /// Someone did not get in.
    LogInFailed,
    /// Someone logged out.
    LoggedOut,
    /// Sessions were ended by hand.
    SessionsEnded,
    /// An account was made for someone.
    UserCreated,
    /// Someone's role was changed.
    RoleChanged,
    /// Nobody gets in by an account any more.
    UserDisabled,
    /// Someone gets in again.
    UserEnabled,
    /// A link to set a password by was made.
    PasswordLinkMade,
    /// A password was changed.
    PasswordChanged,
    /// A room was closed.
    RoomClosed,
    /// Settings were changed.
    SettingsChanged,
    /// A backup was made.
    BackupMade,
    /// A backup could not be made.
    BackupFailed,
    /// The box was restored from a backup.
    Restored,
    /// A relayed connection was ended by hand.
    RelayStopped,
    /// The server certificate was made anew by hand.
    CertificateRenewed,
    /// The box's clock was set.
    ClockSet,
    /// The key that signs sessions was changed.
    SigningKeyChanged,
}

impl Action {
    /// The action as documents and the API write it.
    pub fn as_str(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(text)) => text,
            other => unreachable!("a unit variant is a string in JSON, not {other:?}"),
        }
    }
}

/// Which way something was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// Over HTTP.
    Web,
    /// From the machine's own command line.
    CommandLine,
    /// By the box itself.
    Box,
}

impl Via {
    /// The way as documents and the API write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::CommandLine => "command-line",
            Self::Box => "box",
        }
    }
}

/// Who did it, as they were called then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Which way.
    pub via: Via,
    /// Whose account, where there is one.
    pub user: Option<(UserId, String)>,
    /// What the log has the request under.
    pub correlation_id: Option<String>,
}

impl Actor {
    /// Whoever can use the machine's command line.
    pub const COMMAND_LINE: Self = Self { via: Via::CommandLine, user: None, correlation_id: None };

    /// The box.
    pub const BOX: Self = Self { via: Via::Box, user: None, correlation_id: None };
}

/// What it was done to, by an id if it has one and by the name it had then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// A user's or a room's id.
    pub id: Option<String>,
    /// What people call it.
    pub name: String,
}

impl Subject {
    /// Something that has no id.
    pub fn named(name: impl Into<String>) -> Self {
        Self { id: None, name: name.into() }
    }
}

impl From<&Account> for Subject {
    fn from(account: &Account) -> Self {
        Self { id: Some(account.id.to_string()), name: account.username.to_string() }
    }
}

impl From<&RoomRecord> for Subject {
    fn from(room: &RoomRecord) -> Self {
        Self { id: Some(room.room_id.to_string()), name: room.name.to_string() }
    }
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub action: Action,
    /// Who.
    pub actor: Actor,
    /// To whom or what, where that is somebody else or something.
    pub subject: Option<Subject>,
    /// What else there is to say.
    pub detail: Option<String>,
}

impl Entry {
    /// The entry as the API shows it, under its number.
    pub fn shown(self, number: i64) -> AuditEntry {
        let Self { at, action, actor, subject, detail } = self;
        let (user_id, username) = actor.user.map(|(id, name)| (id.to_string(), name)).unzip();
        AuditEntry {
            number,
            at,
            action: action.as_str(),
            actor: AuditActor { via: actor.via.as_str().to_owned(), user_id, username },
            subject: subject.map(|Subject { id, name }| AuditSubject { id, name }),
            detail,
            correlation_id: actor.correlation_id,
        }
    }
}
