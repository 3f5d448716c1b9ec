//! What can go wrong, as a code for programs and a sentence for people.

use serde::{Deserialize, Serialize};

/// The code of an error, the same over HTTP and the WebSocket; kebab-case on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// The message is no JSON object of the shape its type asks for.
    BadMessage,
    /// A frame, body or text is over its limit.
    TooLarge,
    /// The message's `type` is none that the box knows.
    UnknownType,
    /// The connection is in no room.
    NotInRoom,
    /// The connection is in a room already.
    AlreadyInRoom,
    /// No such connection in the same room.
    PeerNotFound,
    /// No room of that id.
    RoomNotFound,
    /// The room has as many participants as it may.
    RoomFull,
    /// The room was closed.
    RoomClosed,
    /// The session or invite does not allow it.
    AccessDenied,
    /// Too many in too short a time; try later.
    RateLimited,
    /// The client does not read fast enough; the socket is closed.
    TooSlow,
    /// The box is going down; reconnect in a moment.
    ServerClosing,
    /// The session ended elsewhere; the socket is closed.
    SessionEnded,
    /// A fault of the box itself; the log has it under the correlation id.
    Internal,
    /// The disk of the box has no room for what was to be written.
    DiskFull,
    /// The disk of the box can't be read, or no longer be written to.
    DiskFailing,
    /// Documents of the box are not what was written.
    StoreDamaged,
    /// A field of the request is missing or not valid.
    InvalidInput,
    /// What was sent is no backup that can be restored.
    BadBackup,
    /// The backup is of a newer build than this one reads.
    NewerBackup,
    /// The backup is encrypted, and the passphrase is missing or another.
    WrongPassphrase,
    /// No session, or one that has ended.
    Unauthenticated,
    /// Username or password is wrong.
    BadCredentials,
    /// Nobody gets in by this account.
    AccountDisabled,
    /// The box takes no new accounts by registration.
    RegistrationClosed,
    /// The box has its first admin already.
    AlreadySetUp,
    /// Another account has this username.
    UsernameTaken,
    /// Another account has this e-mail address.
    EmailTaken,
    /// Nobody could run the box then.
    LastAdmin,
    /// The setting is said elsewhere, or is not one to be changed over the API.
    SettingFixed,
    /// The link was used, replaced, or has expired.
    LinkExpired,
    /// A request with a cookie came from a page of another origin.
    ForeignOrigin,
    /// No such page or call.
    NotFound,
    /// The call exists, but not with this method.
    MethodNotAllowed,
    /// The body is not `application/json`.
    UnsupportedMediaType,
}

impl ErrorCode {
    /// Every code, for documents and generated types.
    pub const ALL: [Self; 36] = [
        Self::BadMessage,
        Self::TooLarge,
        Self::UnknownType,
        Self::NotInRoom,
        Self::AlreadyInRoom,
        Self::PeerNotFound,
        Self::RoomNotFound,
        Self::RoomFull,
        Self::RoomClosed,
        Self::AccessDenied,
        Self::RateLimited,
        Self::TooSlow,
        Self::ServerClosing,
        Self::SessionEnded,
        Self::Internal,
        Self::DiskFull,
        Self::DiskFailing,
        Self::StoreDamaged,
        Self::InvalidInput,
        Self::BadBackup,
        Self::NewerBackup,
        Self::WrongPassphrase,
        Self::Unauthenticated,
        Self::BadCredentials,
        Self::AccountDisabled,
        Self::RegistrationClosed,
        Self::AlreadySetUp,
        Self::UsernameTaken,
        Self::EmailTaken,
        Self::LastAdmin,
        Self::SettingFixed,
        Self::LinkExpired,
        Self::ForeignOrigin,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::UnsupportedMediaType,
    ];

    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadMessage
            | Self::UnknownType
            | Self::InvalidInput
            | Self::BadBackup
            | Self::NewerBackup
            | Self::WrongPassphrase => 400,
            Self::Unauthenticated | Self::BadCredentials | Self::SessionEnded => 401,
            Self::AccessDenied | Self::AccountDisabled | Self::RegistrationClosed | Self::ForeignOrigin => {
                403
            }
            Self::RoomNotFound | Self::PeerNotFound | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NotInRoom
            | Self::AlreadyInRoom
            | Self::RoomFull
            | Self::AlreadySetUp
            | Self::UsernameTaken
            | Self::EmailTaken
            | Self::LastAdmin
            | Self::SettingFixed => 409,
            Self::RoomClosed | Self::LinkExpired => 410,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RateLimited | Self::TooSlow => 429,
            Self::Internal | Self::StoreDamaged => 500,
            Self::ServerClosing | Self::DiskFailing => 503,
            Self::DiskFull => 507,
        }
    }

    /// A short title, the same for every occurrence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadMessage => "Bad message",
            Self::TooLarge => "Too large",
            Self::UnknownType => "Unknown message type",
            Self::NotInRoom => "Not in a room",
            Self::AlreadyInRoom => "Already in a room",
            Self::PeerNotFound => "Peer not found",
            Self::RoomNotFound => "Room not found",
            Self::RoomFull => "Room full",
            Self::RoomClosed => "Room closed",
            Self::AccessDenied => "Access denied",
            Self::RateLimited => "Too many requests",
            Self::TooSlow => "Too slow",
            Self::ServerClosing => "Server closing",
            Self::SessionEnded => "Session ended",
            Self::Internal => "Internal error",
            Self::DiskFull => "Disk full",
            Self::DiskFailing => "Disk failing",
            Self::StoreDamaged => "Store damaged",
            Self::InvalidInput => "Invalid input",
            Self::BadBackup => "Backup refused",
            Self::NewerBackup => "Newer backup",
            Self::WrongPassphrase => "Wrong passphrase",
            Self::Unauthenticated => "Not logged in",
            Self::BadCredentials => "Wrong username or password",
            Self::AccountDisabled => "Account disabled",
            Self::RegistrationClosed => "Registration closed",
            Self::AlreadySetUp => "Already set up",
            Self::UsernameTaken => "Username taken",
            Self::EmailTaken => "E-mail address taken",
            Self::LastAdmin => "Last admin",
            Self::SettingFixed => "Setting fixed",
            Self::LinkExpired => "Link expired",
            Self::ForeignOrigin => "Foreign origin",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::UnsupportedMediaType => "Unsupported media type",
        }
    }

    /// The code as it stands on the wire.
    pub fn as_str(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(code)) => code,
            other => unreachable!("a unit variant is a string in JSON, not {other:?}"),
        }
    }
}

/// An error as HTTP answers it: RFC 9457 `application/problem+json` with Neko's code and correlation id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `urn:neko:problem:CODE`.
    #[serde(rename = "type")]
    pub kind: String,
    /// [`ErrorCode::title`].
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time and what to do.
    pub detail: String,
    /// The code for programs.
    #[schema(value_type = String)]
    pub code: ErrorCode,
    /// What the log has it under.
    pub correlation_id: String,
}

impl Problem {
    /// The problem of `code` with this occurrence's `detail`.
    pub fn new(code: ErrorCode, detail: String, correlation_id: String) -> Self {
        Self {
            kind: format!("urn:neko:problem:{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            detail,
            code,
            correlation_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_kebab_case_once_and_an_error_status() {
        let codes: HashSet<String> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        assert!(codes.contains("room-not-found") && codes.contains("username-taken"));
        assert!(ErrorCode::ALL.iter().all(|code| (400..=599).contains(&code.status())));
    }
}
