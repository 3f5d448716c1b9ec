//! `[limits]`: how much of anything one may ask for. Each is a setting, so that a bench can lift it.

use serde::{Deserialize, Serialize};

use super::values::Seconds;
use super::{Invalid, at_least, in_range};

/// The `[limits]` section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// TCP connections at once.
    pub max_connections: usize,
    /// TCP connections of one address at once.
    pub max_connections_per_address: usize,
    /// Signaling connections of one user at once.
    pub max_connections_per_user: usize,
    /// How long a client may take for its first byte, and then for its TLS handshake.
    pub tls_handshake_timeout_seconds: Seconds,
    /// How long a client may take for the head of an HTTP request.
    pub header_read_timeout_seconds: Seconds,
    /// Bytes of the head of an HTTP request.
    pub max_header_bytes: usize,
    /// How long a client may take for the body of an HTTP request.
    pub body_read_timeout_seconds: Seconds,
    /// Bytes of an HTTP request's body.
    pub max_body_bytes: usize,
    /// Bytes of a signaling message.
    pub max_frame_bytes: usize,
    /// Characters of a chat message.
    pub max_chat_characters: usize,
    /// Chat messages that a room keeps for those who come later.
    pub chat_history: usize,
    /// Messages that may wait for a client that reads slowly.
    pub outbox_messages: usize,
    /// Bytes that may wait for a client that reads slowly.
    pub outbox_bytes: usize,
    /// How often a signaling connection is asked whether it still lives.
    pub ping_interval_seconds: Seconds,
    /// How long it may take to answer that.
    pub ping_timeout_seconds: Seconds,
    /// How long the seat of a client that asked for it is kept once its connection was lost.
    pub seat_kept_seconds: Seconds,
    /// Calls of the API by one user. Here and below 0 is for as many as one likes, and all of them may come at once.
    pub api_calls_per_minute_per_user: u32,
    /// Calls of the API from one address.
    pub api_calls_per_minute_per_address: u32,
    /// Log-ins from one address.
    pub log_ins_per_minute_per_address: u32,
    /// Wrong passwords for one account from one address, until the next try has to wait.
    pub log_in_free_tries: u32,
    /// The longest that it has to wait.
    pub log_in_longest_delay_seconds: Seconds,
    /// New accounts from one address.
    pub registrations_per_hour_per_address: u32,
    /// New rooms of one user.
    pub new_rooms_per_hour_per_user: u32,
    /// Joins by one user.
    pub joins_per_minute_per_user: u32,
    /// Joins of one room.
    pub joins_per_minute_per_room: u32,
    /// Offers and answers over one signaling connection.
    pub descriptions_per_minute: u32,
    /// ICE candidates over one signaling connection.
    pub candidates_per_minute: u32,
    /// Lines of the chat over one signaling connection.
    pub chat_messages_per_minute: u32,
    /// Changes of what is sent over one signaling connection.
    pub media_states_per_minute: u32,
    /// All other messages over one signaling connection, and what is no message.
    pub other_messages_per_minute: u32,
    /// Bytes that are read from one signaling connection, as kilobytes a second; more waits.
    pub kilobytes_per_second: u32,
    /// Open rooms of one user.
    pub rooms_per_user: usize,
    /// Log-ins that may wait for their password to be hashed; further ones are told to come again.
    pub login_queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 10_000,
            max_connections_per_address: 4_000,
            max_connections_per_user: 20,
            tls_handshake_timeout_seconds: Seconds::new(10),
            header_read_timeout_seconds: Seconds::new(10),
            max_header_bytes: 16 * 1024,
            body_read_timeout_seconds: Seconds::new(20),
            max_body_bytes: 64 * 1024,
            max_frame_bytes: 64 * 1024,
            max_chat_characters: 2_000,
            chat_history: 200,
            outbox_messages: 1_024,
            outbox_bytes: 1024 * 1024,
            ping_interval_seconds: Seconds::new(20),
            ping_timeout_seconds: Seconds::new(10),
            seat_kept_seconds: Seconds::new(30),
            api_calls_per_minute_per_user: 1_200,
            api_calls_per_minute_per_address: 12_000,
            log_ins_per_minute_per_address: 240,
            log_in_free_tries: 5,
            log_in_longest_delay_seconds: Seconds::new(60),
            registrations_per_hour_per_address: 600,
            new_rooms_per_hour_per_user: 240,
            joins_per_minute_per_user: 120,
            joins_per_minute_per_room: 240,
            descriptions_per_minute: 1_200,
            candidates_per_minute: 6_000,
            chat_messages_per_minute: 60,
            media_states_per_minute: 300,
            other_messages_per_minute: 300,
            kilobytes_per_second: 1_024,
            rooms_per_user: 100,
            login_queue: 64,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        in_range("max-connections", self.max_connections, 1, 1_000_000)?;
        at_least("max-connections-per-user", self.max_connections_per_user, 1)?;
        at_least("max-connections-per-address", self.max_connections_per_address, 1)?;
        // below this no browser's request passes
        in_range("max-header-bytes", self.max_header_bytes, 8 * 1024, 1024 * 1024)?;
        at_least("log-in-free-tries", self.log_in_free_tries, 1)?;
        // below this not even a log-in or an offer passes
        at_least("max-body-bytes", self.max_body_bytes, 1_024)?;
        at_least("max-frame-bytes", self.max_frame_bytes, 1_024)?;
        at_least("max-chat-characters", self.max_chat_characters, 1)?;
        at_least("outbox-messages", self.outbox_messages, 1)?;
        at_least("rooms-per-user", self.rooms_per_user, 1)?;
        at_least("login-queue", self.login_queue, 1)?;
        if self.outbox_bytes < self.max_frame_bytes {
            return Err(Invalid::new("outbox-bytes", "expected at least limits.max-frame-bytes"));
        }
        Ok(())
    }
}
