//! What the box says over the signaling socket: one JSON object a text frame, `type` in kebab-case, fields in camelCase.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::api::{IceServer, Room, User};
use super::error::ErrorCode;
use super::incoming::RelayKind;
use crate::clock::Timestamp;

/// Which kinds of media a participant sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MediaState {
    /// The microphone.
    pub audio: bool,
    /// The camera.
    pub video: bool,
    /// A shared screen.
    pub screen: bool,
}

/// Someone in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// Their seat.
    pub connection_id: String,
    /// Who they are.
    pub user_id: String,
    /// The name to show.
    pub display_name: String,
    /// Since when they are there.
    #[cfg_attr(test, ts(type = "string"))]
    pub joined_at: Timestamp,
    /// What they send.
    pub media: MediaState,
}

/// A line of a room's chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChatLine {
    /// The line's id.
    pub message_id: String,
    /// The sender's connection.
    pub from: String,
    /// The sender, whom a later connection of theirs can know again.
    pub user_id: String,
    /// The sender's name.
    pub display_name: String,
    /// The line.
    pub text: String,
    /// When the box took it.
    #[cfg_attr(test, ts(type = "string"))]
    pub sent_at: Timestamp,
}

/// How media travels in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Every browser to every other.
    Mesh,
}

/// Why someone left a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LeaveReason {
    /// They said so.
    Left,
    /// Their socket closed or fell silent.
    Disconnected,
    /// Their session was ended.
    SessionEnded,
}

/// What the box says.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ServerMessage {
    /// The first message on every connection.
    Connected {
        /// The connection's id.
        connection_id: String,
        /// Whose session it is.
        user: User,
        /// Kept by the client to claim its seat back after a lost socket.
        resume_token: String,
    },
    /// The answer to `join-room`.
    RoomJoined {
        /// The room.
        room: Room,
        /// The one who joined.
        #[serde(rename = "self")]
        own: Participant,
        /// The others.
        participants: Vec<Participant>,
        /// The latest lines that were said since somebody has been in the room, oldest first.
        chat: Vec<ChatLine>,
        /// Where this client finds STUN and TURN.
        ice_servers: Vec<IceServer>,
        /// How media travels.
        mode: Mode,
    },
    /// Someone came in.
    UserJoined {
        /// Who.
        participant: Participant,
    },
    /// Someone left.
    UserLeft {
        /// Whose seat is free.
        connection_id: String,
        /// Why.
        reason: LeaveReason,
    },
    /// A session description to be answered.
    Offer {
        /// Who sent it.
        from: String,
        /// As it came.
        #[cfg_attr(test, ts(type = "string"))]
        sdp: Box<RawValue>,
    },
    /// The answer to one.
    Answer {
        /// Who sent it.
        from: String,
        /// As it came.
        #[cfg_attr(test, ts(type = "string"))]
        sdp: Box<RawValue>,
    },
    /// An ICE candidate.
    IceCandidate {
        /// Who sent it.
        from: String,
        /// An `RTCIceCandidateInit` or null, as it came.
        #[cfg_attr(test, ts(type = "RTCIceCandidateInit | null"))]
        candidate: Box<RawValue>,
    },
    /// A line for everyone, the sender too.
    ChatMessage(ChatLine),
    /// What someone sends has changed.
    MediaState {
        /// Who.
        from: String,
        /// What they send.
        #[serde(flatten)]
        media: MediaState,
    },
    /// The answer to `ping`.
    Pong {},
    /// Something did not work.
    Error {
        /// For programs.
        code: ErrorCode,
        /// For people.
        message: String,
        /// What the log has it under.
        correlation_id: String,
        /// The `id` of the message it is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        reply_to: Option<String>,
    },
}

impl ServerMessage {
    /// An offer, answer or candidate as it goes over the wire: the payload is copied once, and not looked at.
    pub fn relayed(kind: RelayKind, from: &str, payload: &RawValue) -> String {
        let (name, field) = match kind {
            RelayKind::Offer => ("offer", "sdp"),
            RelayKind::Answer => ("answer", "sdp"),
            RelayKind::IceCandidate => ("ice-candidate", "candidate"),
        };
        // `from` is an id: nothing in it needs escaping
        ["{\"type\":\"", name, "\",\"from\":\"", from, "\",\"", field, "\":", payload.get(), "}"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_speaks_as_documented() {
        let left = ServerMessage::UserLeft { connection_id: "c".into(), reason: LeaveReason::Disconnected };
        assert_eq!(
            serde_json::to_string(&left).unwrap(),
            r#"{"type":"user-left","connectionId":"c","reason":"disconnected"}"#
        );
        let media = MediaState { audio: true, video: false, screen: false };
        let state = ServerMessage::MediaState { from: "c".into(), media };
        assert_eq!(
            serde_json::to_string(&state).unwrap(),
            r#"{"type":"media-state","from":"c","audio":true,"video":false,"screen":false}"#
        );
        assert_eq!(serde_json::to_string(&ServerMessage::Pong {}).unwrap(), r#"{"type":"pong"}"#);
    }

    #[test]
    fn what_is_relayed_is_what_it_is_as_a_message() {
        let raw = |text: &str| RawValue::from_string(text.into()).unwrap();
        let (from, sdp, candidate) = ("c-1_X", raw(r#""v=0\r\n\"""#), raw(r#"{"candidate": "x"}"#));
        for (kind, payload, message) in [
            (RelayKind::Offer, &sdp, ServerMessage::Offer { from: from.into(), sdp: sdp.clone() }),
            (RelayKind::Answer, &sdp, ServerMessage::Answer { from: from.into(), sdp: sdp.clone() }),
            (
                RelayKind::IceCandidate,
                &candidate,
                ServerMessage::IceCandidate { from: from.into(), candidate: candidate.clone() },
            ),
        ] {
            assert_eq!(ServerMessage::relayed(kind, from, payload), serde_json::to_string(&message).unwrap());
        }
    }
}
