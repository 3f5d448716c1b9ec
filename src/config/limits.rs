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
    /// Signaling connections of one user at once.
    pub max_connections_per_user: usize,
    /// How long a client may take for its first byte, and then for its TLS handshake.
    pub tls_handshake_timeout_seconds: Seconds,
    /// How long a client may take for the head of an HTTP request.
    pub header_read_timeout_seconds: Seconds,
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
    /// Open rooms of one user.
    pub rooms_per_user: usize,
    /// Log-ins that may wait for their password to be hashed; further ones are told to come again.
    pub login_queue: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 10_000,
            max_connections_per_user: 20,
            tls_handshake_timeout_seconds: Seconds::new(10),
            header_read_timeout_seconds: Seconds::new(10),
            max_body_bytes: 64 * 1024,
            max_frame_bytes: 64 * 1024,
            max_chat_characters: 2_000,
            chat_history: 200,
            outbox_messages: 1_024,
            outbox_bytes: 1024 * 1024,
            ping_interval_seconds: Seconds::new(20),
            ping_timeout_seconds: Seconds::new(10),
            seat_kept_seconds: Seconds::new(30),
            rooms_per_user: 100,
            login_queue: 64,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        in_range("max-connections", self.max_connections, 1, 1_000_000)?;
        at_least("max-connections-per-user", self.max_connections_per_user, 1)?;
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
