//! Bodies of the calls under `/api/admin`, and of those that come of them, camelCase JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::api::{Room, User};
use crate::clock::Timestamp;
use crate::config::{Origin, Setting};

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
#[derive(Serialize, Deserialize, ToSchema)]
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
#[derive(Serialize, Deserialize, ToSchema)]
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

/// Which rooms.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct RoomsQuery {
    /// `open`, `closed` or `all`; `open` unless given.
    pub state: String,
    /// What the id or the name must hold, whatever its case.
    pub search: String,
    /// How many to leave out.
    pub offset: usize,
    /// How many at most, up to 500; 50 unless given.
    pub limit: Option<usize>,
}

/// `GET /api/admin/rooms`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ManagedRoomsAnswer {
    /// A part of them, the newest first.
    pub rooms: Vec<ManagedRoom>,
    /// How many there are that the search finds.
    pub total: usize,
}

/// `GET /api/admin/rooms/{roomId}`.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ManagedRoomAnswer {
    /// The room.
    pub room: ManagedRoom,
}

/// A room as those who run the box see it.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ManagedRoom {
    /// The room.
    #[serde(flatten)]
    pub room: Room,
    /// Whose it is; null where the account is gone.
    pub owner: Option<Person>,
    /// Who is in it at this moment.
    pub participants: Vec<PresentPerson>,
}

/// Someone with an account.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their id.
    pub id: String,
    /// What they log in by.
    pub username: String,
    /// What others call them.
    pub display_name: String,
}

/// Someone who is in a room.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PresentPerson {
    /// Their connection.
    pub connection_id: String,
    /// Who; a guest's id is no account's.
    pub user_id: String,
    /// What they are called there.
    pub display_name: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub joined_at: Timestamp,
}

/// `GET /api/admin/rooms/{roomId}/stays`.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StaysAnswer {
    /// A part of them, the latest first.
    pub stays: Vec<StayInfo>,
    /// How many there are.
    pub total: usize,
}

/// One stay in a room.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StayInfo {
    /// Who; a guest's id is no account's.
    pub user_id: String,
    /// Their account; null for guests.
    pub user: Option<Person>,
    /// By which connection.
    pub connection_id: String,
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub joined_at: Timestamp,
    /// Until when; null while they are there.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub left_at: Option<Timestamp>,
    /// How many whole seconds; null while they are there.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub duration: Option<i64>,
}

/// `GET /api/admin/settings`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingsAnswer {
    /// The file on the box that changes are written to.
    pub file: String,
    /// Every setting, by key.
    pub settings: Vec<SettingInfo>,
}

/// One setting, explained.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SettingInfo {
    /// Its dotted name.
    pub key: String,
    /// What is in force: a text, a whole number, true or false, or a list of texts.
    #[cfg_attr(test, ts(type = "SettingValue"))]
    pub value: Value,
    /// What will be after the next start, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "SettingValue"))]
    pub next: Option<Value>,
    /// What it is unless said otherwise.
    #[cfg_attr(test, ts(type = "SettingValue"))]
    pub default: Value,
    /// Who says so: `default`, `file`, `environment`, `flag`, or `admin` for what was set here and counts at once.
    #[cfg_attr(test, ts(type = "\"default\" | \"file\" | \"environment\" | \"flag\" | \"admin\""))]
    pub origin: String,
    /// Where in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub place: Option<String>,
    /// What it is for.
    pub description: String,
    /// Whether it can be changed here: not where a flag or a variable says what it is, nor where a wrong value would
    /// leave no way back in.
    pub changeable: bool,
    /// Whether a change counts from the next start on.
    pub restart: bool,
}

impl From<&Setting> for SettingInfo {
    fn from(setting: &Setting) -> Self {
        let Setting { key, value, default, origin, description, changeable } = setting;
        let is_fixed = matches!(origin, Origin::Environment | Origin::Flag);
        Self {
            key: key.clone(),
            value: json(value),
            next: None,
            default: json(default),
            origin: origin.as_str().to_owned(),
            place: matches!(origin, Origin::File { .. }).then(|| origin.to_string()),
            description: (*description).to_owned(),
            changeable: *changeable && !is_fixed,
            restart: true,
        }
    }
}

/// A setting's value as JSON.
fn json(value: &toml::Value) -> Value {
    // text, whole numbers, booleans and lists of them
    serde_json::to_value(value).unwrap_or_default()
}

/// One line of the audit log.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
#[derive(Serialize, Deserialize, ToSchema)]
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
#[derive(Serialize, Deserialize, ToSchema)]
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
#[derive(Serialize, Deserialize, ToSchema)]
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
#[derive(Serialize, Deserialize, ToSchema)]
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
