//! Messages of the signaling socket: one JSON object a text frame, `type` in kebab-case, fields in camelCase.
//!
//! What one peer sends to another is read only as far as `type` and `to`; the session description or candidate
//! is checked for its shape and passed on as it came.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::api::{IceServer, Room, User};
use super::error::ErrorCode;
use crate::clock::Timestamp;

/// The longest `id` a client may put on a message, in characters.
pub const MESSAGE_ID_CHARACTERS: usize = 64;

/// What a client asks for.
#[derive(Debug)]
pub enum ClientMessage<'a> {
    /// Take a seat in a room.
    JoinRoom {
        /// Which one.
        room_id: Cow<'a, str>,
        /// The invite, where one is needed.
        access_token: Option<Cow<'a, str>>,
        /// How the seat outlives a lost socket.
        resume: Resume<'a>,
    },
    /// Give the seat up.
    LeaveRoom,
    /// Something for one other connection.
    Relay {
        /// What it is.
        kind: RelayKind,
        /// For whom.
        to: Cow<'a, str>,
        /// The `sdp` or `candidate`, as it came.
        payload: &'a RawValue,
    },
    /// A line for everyone in the room.
    ChatMessage {
        /// The line.
        text: Cow<'a, str>,
    },
    /// What the sender sends.
    MediaState(MediaState),
    /// Is the box there?
    Ping,
}

/// What a client that joins wants of its seat when its socket is lost.
#[derive(Debug, Default)]
pub struct Resume<'a> {
    /// Whether to keep the seat for a while.
    pub keep: bool,
    /// The `resumeToken` of the connection that held the seat until now.
    pub token: Option<Cow<'a, str>>,
}

/// What peers send each other through the box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayKind {
    /// A session description to be answered.
    Offer,
    /// The answer to one.
    Answer,
    /// An ICE candidate, or null for the end of them.
    IceCandidate,
}

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

/// Why a frame is no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct BadMessage {
    /// `bad-message` or `unknown-type`.
    pub code: ErrorCode,
    /// What is wrong with it.
    pub detail: String,
    /// The message's `id`, where it could be read.
    pub reply_to: Option<String>,
}

/// A client's message with the `id` it may carry.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// What an error about it carries as `replyTo`.
    pub id: Option<String>,
    /// The message.
    pub message: ClientMessage<'a>,
}

impl<'a> Incoming<'a> {
    /// Reads one text frame.
    ///
    /// # Errors
    /// [`BadMessage`] when it is no JSON object, has no known `type`, or a field is missing or of the wrong type.
    pub fn parse(frame: &'a str) -> Result<Self, BadMessage> {
        let head: Head<'a> = body(frame, None)?;
        let id = head.id.map(Cow::into_owned);
        if id.as_ref().is_some_and(|id| id.chars().count() > MESSAGE_ID_CHARACTERS) {
            let detail = format!("id is longer than {MESSAGE_ID_CHARACTERS} characters");
            return Err(BadMessage { code: ErrorCode::BadMessage, detail, reply_to: None });
        }
        let message = match &*head.kind {
            "join-room" => {
                let JoinRoom { room_id, access_token, resumable, resume_token } = body(frame, id.as_ref())?;
                let resume = Resume { keep: resumable, token: resume_token };
                ClientMessage::JoinRoom { room_id, access_token, resume }
            }
            "leave-room" => ClientMessage::LeaveRoom,
            "offer" => description(RelayKind::Offer, frame, id.as_ref())?,
            "answer" => description(RelayKind::Answer, frame, id.as_ref())?,
            "ice-candidate" => candidate(frame, id.as_ref())?,
            "chat-message" => {
                let Chat { text } = body(frame, id.as_ref())?;
                ClientMessage::ChatMessage { text }
            }
            "media-state" => ClientMessage::MediaState(body(frame, id.as_ref())?),
            "ping" => ClientMessage::Ping,
            _ => {
                let detail = "the message's type is none that this box knows".to_owned();
                return Err(BadMessage { code: ErrorCode::UnknownType, detail, reply_to: id });
            }
        };
        Ok(Self { id, message })
    }
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default, borrow)]
    id: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JoinRoom<'a> {
    #[serde(borrow)]
    room_id: Cow<'a, str>,
    #[serde(default, borrow)]
    access_token: Option<Cow<'a, str>>,
    #[serde(default)]
    resumable: bool,
    #[serde(default, borrow)]
    resume_token: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Description<'a> {
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow)]
    sdp: &'a RawValue,
}

#[derive(Deserialize)]
struct Candidate<'a> {
    #[serde(borrow)]
    to: Cow<'a, str>,
    #[serde(borrow)]
    candidate: &'a RawValue,
}

#[derive(Deserialize)]
struct Chat<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

fn description<'a>(
    kind: RelayKind,
    frame: &'a str,
    id: Option<&String>,
) -> Result<ClientMessage<'a>, BadMessage> {
    let Description { to, sdp } = body(frame, id)?;
    if !sdp.get().starts_with('"') {
        return Err(bad("sdp is not a string".to_owned(), id));
    }
    Ok(ClientMessage::Relay { kind, to, payload: sdp })
}

fn candidate<'a>(frame: &'a str, id: Option<&String>) -> Result<ClientMessage<'a>, BadMessage> {
    let Candidate { to, candidate } = body(frame, id)?;
    if !(candidate.get().starts_with('{') || candidate.get() == "null") {
        return Err(bad("candidate is neither an RTCIceCandidateInit nor null".to_owned(), id));
    }
    Ok(ClientMessage::Relay { kind: RelayKind::IceCandidate, to, payload: candidate })
}

fn body<'a, T: Deserialize<'a>>(frame: &'a str, id: Option<&String>) -> Result<T, BadMessage> {
    // serde names the field and the place; both are the sender's own
    serde_json::from_str(frame).map_err(|error| bad(error.to_string(), id))
}

fn bad(detail: String, id: Option<&String>) -> BadMessage {
    BadMessage { code: ErrorCode::BadMessage, detail, reply_to: id.cloned() }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(frame: &str) -> ErrorCode {
        Incoming::parse(frame).unwrap_err().code
    }

    #[test]
    fn every_type_is_read() {
        let join =
            Incoming::parse(r#"{"type":"join-room","roomId":"abc","accessToken":"t","id":"7"}"#).unwrap();
        assert_eq!(join.id.as_deref(), Some("7"));
        assert!(
            matches!(join.message, ClientMessage::JoinRoom { room_id, access_token: Some(_), .. } if room_id == "abc")
        );
        for (frame, expected) in [
            (r#"{"type":"offer","to":"b","sdp":"v=0\r\n"}"#, r#""v=0\r\n""#),
            (r#"{"type":"answer","to":"b","sdp":"v=0"}"#, r#""v=0""#),
            (r#"{"type":"ice-candidate","to":"b","candidate":{"candidate":"x"}}"#, r#"{"candidate":"x"}"#),
            (r#"{"type":"ice-candidate","to":"b","candidate":null}"#, "null"),
        ] {
            let incoming = Incoming::parse(frame).unwrap();
            let ClientMessage::Relay { to, payload, .. } = incoming.message else { panic!("{frame}") };
            assert_eq!((&*to, payload.get()), ("b", expected));
        }
        for frame in [
            r#"{"type":"leave-room"}"#,
            r#"{"type":"ping","more":[1]}"#,
            r#"{"type":"chat-message","text":"h\u00e9"}"#,
            r#"{"type":"media-state","audio":true,"video":false,"screen":false}"#,
        ] {
            assert!(Incoming::parse(frame).is_ok(), "{frame}");
        }
    }

    #[test]
    fn what_is_no_message_says_why() {
        for frame in [
            "",
            "[]",
            "nonsense",
            "{}",
            r#"{"type":7}"#,
            r#"{"type":"join-room"}"#,
            r#"{"type":"join-room","roomId":5}"#,
            r#"{"type":"offer","to":"b"}"#,
            r#"{"type":"offer","to":"b","sdp":{"a":1}}"#,
            r#"{"type":"ice-candidate","to":"b","candidate":"x"}"#,
            r#"{"type":"ice-candidate","to":"b"}"#,
            r#"{"type":"media-state","audio":1,"video":false,"screen":false}"#,
            r#"{"type":"ping","type":"ping"}"#,
        ] {
            assert_eq!(code(frame), ErrorCode::BadMessage, "{frame}");
        }
        assert_eq!(code(r#"{"type":"dance"}"#), ErrorCode::UnknownType);
        assert_eq!(code(&format!(r#"{{"type":"ping","id":"{}"}}"#, "x".repeat(65))), ErrorCode::BadMessage);
        let about = Incoming::parse(r#"{"type":"dance","id":"m1"}"#).unwrap_err();
        assert_eq!(about.reply_to.as_deref(), Some("m1"));
    }

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

    proptest! {
        #[test]
        fn no_frame_makes_the_reader_panic(frame in ".{0,200}") {
            let _ = Incoming::parse(&frame);
        }

        #[test]
        fn no_field_makes_the_reader_panic(kind in "(join-room|offer|ice-candidate|chat-message|media-state|ping)",
                                           field in "(to|sdp|candidate|text|roomId|audio)", value in ".{0,40}") {
            let frame = serde_json::json!({"type": kind, field: value}).to_string();
            let _ = Incoming::parse(&frame);
            let _ = Incoming::parse(&frame[..frame.len() - 1]);
        }
    }
}
