//! Bodies of the HTTP API, camelCase JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::Timestamp;

/// A person as others and they themselves see them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// 24 hexadecimal digits.
    pub id: String,
    /// The log-in name; made up for a guest.
    pub username: String,
    /// Shown to the person and to admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub email: Option<String>,
    /// The name others see.
    pub display_name: String,
    /// `admin`, `user` or `guest`.
    #[cfg_attr(test, ts(type = "\"admin\" | \"user\" | \"guest\""))]
    pub role: String,
    /// Since when the account exists.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub created_at: Timestamp,
    /// The last log-in; null before the first.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub last_login: Option<Timestamp>,
}

/// A room as the API shows it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Room {
    /// Its name in links.
    pub room_id: String,
    /// Its name on the page.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Its owner's id.
    pub created_by: String,
    /// Whether every account may see and enter it.
    pub is_public: bool,
    /// The most participants at once.
    pub max_participants: u32,
    /// False once it was closed.
    pub is_active: bool,
    /// How many are present at this moment.
    pub current_participants: u32,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub created_at: Timestamp,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    #[cfg_attr(test, ts(optional, type = "string"))]
    pub closed_at: Option<Timestamp>,
    /// The invite; for its owner and admins alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub access_token: Option<String>,
}

/// Where a browser finds STUN and TURN, as `RTCPeerConnection` takes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct IceServer {
    /// `stun:` and `turn:` addresses, best first.
    pub urls: Vec<String>,
    /// For TURN: good until its leading Unix time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub username: Option<String>,
    /// For TURN: the password.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub credential: Option<String>,
}

/// `POST /api/setup`: the first admin, by the one-time link.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SetupRequest {
    /// From the link that `serve` printed.
    pub setup_token: String,
    /// The account to make.
    #[serde(flatten)]
    pub account: RegisterRequest,
    /// How the box is to be.
    #[serde(flatten)]
    pub settings: SettingsChange,
}

/// `POST /api/auth/register`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RegisterRequest {
    /// 2 to 32 letters, digits, `.`, `_`, `-`.
    pub username: String,
    /// `name@domain`.
    pub email: String,
    /// 8 to 256 characters.
    pub password: String,
    /// 1 to 64 characters; the username unless given.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub display_name: Option<String>,
}

/// `POST /api/auth/login`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LoginRequest {
    /// The username or the e-mail address.
    pub username: String,
    /// The password.
    pub password: String,
    /// Whether the session outlives the browser.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub remember_me: bool,
}

/// `POST /api/auth/refresh`; browsers send the cookie instead and no body.
#[derive(Default, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RefreshRequest {
    /// The refresh token, where no cookie carries it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub refresh_token: Option<String>,
}

/// The answer to whatever begins or renews a session; its cookies come along.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionAnswer {
    /// Who it is.
    pub user: User,
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// How many seconds the access token is good for.
    #[cfg_attr(test, ts(type = "number"))]
    pub expires_in: u64,
}

/// `PATCH /api/auth/me`; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UpdateMeRequest {
    /// A new display name.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub display_name: Option<String>,
    /// A new e-mail address.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub email: Option<String>,
    /// A new password; needs `currentPassword`.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub password: Option<String>,
    /// The password until now.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub current_password: Option<String>,
}

/// `{user}`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct UserAnswer {
    /// Who it is.
    pub user: User,
}

/// `POST /api/rooms`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreateRoomRequest {
    /// 1 to 100 characters.
    pub name: String,
    /// Up to 500 characters.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub description: Option<String>,
    /// False unless given.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub is_public: Option<bool>,
    /// 2 to 10; 6 unless given.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub max_participants: Option<u32>,
}

/// `PATCH /api/rooms/{roomId}`; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UpdateRoomRequest {
    /// A new name.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub name: Option<String>,
    /// A new description.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub description: Option<String>,
    /// Whether every account may see and enter it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub is_public: Option<bool>,
    /// 2 to 10; those present stay.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub max_participants: Option<u32>,
}

/// `{room}`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomAnswer {
    /// The room.
    pub room: Room,
}

/// `{rooms}`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RoomsAnswer {
    /// The open ones: public, and one's own.
    pub rooms: Vec<Room>,
}

/// `POST /api/rooms/{roomId}/guests`.
#[derive(Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct GuestRequest {
    /// The room's invite.
    pub access_token: String,
    /// 1 to 64 characters.
    pub display_name: String,
}

/// `GET /api/ice`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct IceAnswer {
    /// What this client can reach, best first.
    pub ice_servers: Vec<IceServer>,
    /// How many seconds the credentials are good for.
    #[cfg_attr(test, ts(type = "number"))]
    pub ttl: u64,
}

/// `GET /api/admin/relay`, admins only.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RelayAnswer {
    /// Whether the relay does its work.
    pub running: bool,
    /// The live allocations, oldest first.
    pub allocations: Vec<RelayAllocation>,
}

/// A live allocation of the relay.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RelayAllocation {
    /// What to stop it by.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// How its client reaches the box: `udp`, `tcp` or `tls`.
    pub transport: String,
    /// Address and port of its client.
    pub client: String,
    /// Its relayed addresses and ports: one, or one of each family.
    pub relayed: Vec<String>,
    /// For how many seconds it has been there.
    #[cfg_attr(test, ts(type = "number"))]
    pub age_seconds: u64,
    /// For how many more it stays unless its client refreshes it.
    #[cfg_attr(test, ts(type = "number"))]
    pub seconds_left: u64,
    /// Peer addresses that it may speak with.
    pub permissions: usize,
    /// Channels that it has bound.
    pub channels: usize,
    /// Payloads from the client that were its to send.
    #[cfg_attr(test, ts(type = "number"))]
    pub packets_up: u64,
    /// Bytes in them.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes_up: u64,
    /// Payloads to the client.
    #[cfg_attr(test, ts(type = "number"))]
    pub packets_down: u64,
    /// Bytes in them.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes_down: u64,
}

/// `POST /api/admin/relay/self-test`, admins only.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RelayCheckAnswer {
    /// Whether the relay works over every transport.
    pub works: bool,
    /// How it went over each.
    pub checks: Vec<RelayChecked>,
}

/// How the relay's self-test went over one transport.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RelayChecked {
    /// `udp`, `tcp` or `tls`.
    pub transport: String,
    /// Whether a payload went out and came back.
    pub works: bool,
    /// What happened, and what to do about it.
    pub detail: String,
}

/// `GET /api/health`.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HealthAnswer {
    /// `ok`, or `draining` on the way down.
    pub status: String,
    /// The version of this build.
    pub version: String,
    /// Whole seconds since the start.
    #[cfg_attr(test, ts(type = "number"))]
    pub uptime_seconds: u64,
}

/// `GET /api/config`: what a page needs to know before anyone logs in.
#[derive(Serialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ConfigAnswer {
    /// How the box is.
    #[serde(flatten)]
    pub settings: Settings,
    /// Whether the box has no admin yet.
    pub setup_needed: bool,
    /// Whether the request came with a session's cookie, which may have expired; without one there is nobody to ask
    /// for.
    pub has_session: bool,
    /// The version of this build.
    pub version: String,
}

/// `POST /api/client-errors`: something broke in someone's page.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClientErrorReport {
    /// What the error says.
    pub message: String,
    /// Where in the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub stack: Option<String>,
    /// In which part of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub component: Option<String>,
    /// On which page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub path: Option<String>,
}

/// One error of someone's page, as admins see it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ClientError {
    /// When the box was told.
    #[schema(value_type = String, format = DateTime)]
    #[cfg_attr(test, ts(type = "string"))]
    pub at: Timestamp,
    /// Whose page, where they were logged in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub user_id: Option<String>,
    /// In which browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub user_agent: Option<String>,
    /// What was told.
    #[serde(flatten)]
    pub report: ClientErrorReport,
}

/// `GET /api/client-errors`, admins only.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ClientErrorsAnswer {
    /// The latest since the start, newest first.
    pub errors: Vec<ClientError>,
}

/// `GET` and `PATCH /api/settings`, and what `GET /api/config` tells of them.
#[derive(Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Whether anyone may make an account (of role `user`).
    pub registration_open: bool,
    /// What the box is called.
    pub box_name: String,
    /// Who may make rooms: `everyone` (with an account) or `admins`.
    #[cfg_attr(test, ts(type = "\"everyone\" | \"admins\""))]
    pub room_creation: String,
    /// The language of the pages where the browser asks for none that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub language: Option<String>,
}

/// The body of `PATCH /api/settings`, and a part of that of `POST /api/setup`; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct SettingsChange {
    /// Whether anyone may make an account (of role `user`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub registration_open: Option<bool>,
    /// What the box is called: 1 to 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub box_name: Option<String>,
    /// Who may make rooms: `everyone` (with an account) or `admins`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "\"everyone\" | \"admins\""))]
    pub room_creation: Option<String>,
    /// The language of the pages where the browser asks for none that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub language: Option<String>,
}
