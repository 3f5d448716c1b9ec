//! Bodies of the calls under `/api/admin`, and of those that come of them, camelCase JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::User;
use crate::clock::Timestamp;

/// An account as those who manage accounts see it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ManagedUser {
    /// Who it is.
    #[serde(flatten)]
    pub user: User,
    /// Since when nobody gets in by it; null while one does.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub disabled_at: Option<Timestamp>,
    /// Until when the link that was handed out is good; null where there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub password_link_expires_at: Option<Timestamp>,
}

/// Which part of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// What a name, among others, must hold, whatever its case.
    pub search: String,
    /// How many to leave out.
    pub offset: usize,
    /// How many at most, up to 500; 50 unless given.
    pub limit: Option<usize>,
}

/// `GET /api/admin/users`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ManagedUsersAnswer {
    /// A part of them, by username.
    pub users: Vec<ManagedUser>,
    /// How many there are that the search finds.
    pub total: usize,
}

/// `{user}`, and the link that was made for them.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ManagedUserAnswer {
    /// The account.
    pub user: ManagedUser,
    /// Where their password is theirs to set: the way to it, shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub password_link: Option<PasswordLink>,
}

/// A link by which its holder sets the password of an account, once.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PasswordLink {
    /// Behind any of the box's addresses: `/password#TOKEN`.
    pub path: String,
    /// What it is good for.
    pub token: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub expires_at: Timestamp,
}

/// `POST /api/admin/users`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreateUserRequest {
    /// 2 to 32 letters, digits, `.`, `_`, `-`.
    pub username: String,
    /// `name@domain`.
    pub email: String,
    /// 1 to 64 characters; the username unless given.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub display_name: Option<String>,
    /// `admin` or `user`; `user` unless given.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, type = "\"admin\" | \"user\""))]
    pub role: Option<String>,
    /// 8 to 256 characters. Without one the answer has a link by which they set it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub password: Option<String>,
}

/// `PATCH /api/admin/users/{userId}`; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UpdateUserRequest {
    /// `admin` or `user`.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, type = "\"admin\" | \"user\""))]
    pub role: Option<String>,
    /// Whether nobody gets in by the account.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub disabled: Option<bool>,
}

/// One log-in of an account.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionInfo {
    /// What to end it by.
    pub id: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub created_at: Timestamp,
    /// When it was last renewed: every quarter of an hour while it is used.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub last_used_at: Timestamp,
    /// Until when it lasts if it is not renewed.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub expires_at: Timestamp,
    /// Whether it outlives the browser.
    pub persistent: bool,
    /// In which browser or program it began, as that said itself.
    pub user_agent: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `GET /api/auth/sessions` and `GET /api/admin/users/{userId}/sessions`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SessionsAnswer {
    /// The one used last first.
    pub sessions: Vec<SessionInfo>,
}

/// `POST /api/auth/password-link/look`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PasswordLinkRequest {
    /// What follows the `#`.
    pub token: String,
}

/// Whose password a link is for.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PasswordLinkAnswer {
    /// What they log in by.
    pub username: String,
    /// What others call them.
    pub display_name: String,
    /// Until when the link is good.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub expires_at: Timestamp,
}

/// `POST /api/auth/password-link`: sets the password, and logs in.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SetPasswordRequest {
    /// What follows the `#`.
    pub token: String,
    /// 8 to 256 characters.
    pub password: String,
}

/// One line of the audit log.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Higher is later.
    #[cfg_attr(test, ts(type = "number"))]
    pub number: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// What, such as `logged-in`.
    pub action: String,
    /// Who.
    pub actor: AuditActor,
    /// To whom or what; null where that is the actor.
    pub subject: Option<AuditSubject>,
    /// What else there is to say.
    pub detail: Option<String>,
    /// What the log has the request under.
    pub correlation_id: Option<String>,
}

/// Who did something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuditActor {
    /// `web`, `command-line`, or `box` for what it did by itself.
    #[cfg_attr(test, ts(type = "\"web\" | \"command-line\" | \"box\""))]
    pub via: String,
    /// Whose account; null for the command line, the box and those who did not get in.
    pub user_id: Option<String>,
    /// The name it had then.
    pub username: Option<String>,
}

/// What something was done to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditSubject {
    /// A user's or a room's id.
    pub id: Option<String>,
    /// The name it had then.
    pub name: String,
}

/// Which part of the audit log.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Entries before this number alone.
    pub before: Option<i64>,
    /// How many at most, up to 500; 50 unless given.
    pub limit: Option<usize>,
}

/// `GET /api/admin/audit`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditAnswer {
    /// The newest first.
    pub entries: Vec<AuditEntry>,
}

/// `POST /api/admin/backup`.
#[derive(Default, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupRequest {
    /// What to encrypt it with, at least 10 characters; not encrypted without.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub passphrase: Option<String>,
}

/// `GET /api/admin/backups`: those that the box makes by itself.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupsAnswer {
    /// Where they are, on the box.
    pub directory: String,
    /// At what time of the day by the box's clock, such as `03:00`; null where none are made.
    pub at: Option<String>,
    /// How many are kept.
    pub keep: usize,
    /// Whether those to come are encrypted.
    pub encrypted: bool,
    /// When the next one is due; it may be past while it is being made.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub next: Option<Timestamp>,
    /// How the last one went since the box started.
    pub last: Option<BackupOutcome>,
    /// Those that are there, the newest first.
    pub backups: Vec<BackupFile>,
}

/// How a backup went.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupOutcome {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// The one that was made.
    pub backup: Option<BackupFile>,
    /// Why there is none.
    pub error: Option<String>,
}

/// A backup in the box's directory.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct BackupFile {
    /// The file's name.
    pub name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// How large it is.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// Whether it takes a passphrase.
    pub encrypted: bool,
}

/// `POST /api/setup/restore`: what the box is about to become.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RestoreAnswer {
    /// As of when.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub created_at: Timestamp,
    /// The version of the neko that made the backup.
    pub version: String,
    /// How many documents there are of each collection.
    #[cfg_attr(test, ts(type = "Record<string, number>"))]
    pub documents: BTreeMap<String, u64>,
}
