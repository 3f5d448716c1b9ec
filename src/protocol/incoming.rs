//! What clients send over the signaling socket: one JSON object a text frame, `type` in kebab-case, fields in camelCase.
//!
//! What one peer sends to another is read only as far as `type` and `to`; the session description or candidate
//! is checked for its shape and passed on as it came.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::error::ErrorCode;
use super::signal::MediaState;

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
    /// How the sender's call does.
    ClientStats(ClientStats),
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

/// How a client's call has done since it last said so, over all its connections; it may leave out what it does not
/// know. Nobody else hears it, and it is kept as part of a sum alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, rename_all = "camelCase")]
pub struct ClientStats {
    /// From asking for the seat to having it; said once. Milliseconds, up to ten minutes as all times here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub join_ms: Option<f64>,
    /// To the other browsers and back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub rtt_ms: Option<f64>,
    /// Of what comes and, as they say, of what goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub jitter_ms: Option<f64>,
    /// 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub loss_percent: Option<f64>,
    /// Of all that comes; up to 10 Gbit/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub kbps_in: Option<f64>,
    /// Of all that goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub kbps_out: Option<f64>,
    /// How often ICE was begun anew; up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ice_restarts: Option<u32>,
    /// How often a connection failed; up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub ice_failures: Option<u32>,
}

impl ClientStats {
    /// Whether every number is one that can be.
    fn is_plausible(&self) -> bool {
        let within = |value: Option<f64>, most: f64| value.is_none_or(|value| (0.0..=most).contains(&value));
        [self.join_ms, self.rtt_ms, self.jitter_ms].into_iter().all(|time| within(time, 600_000.0))
            && within(self.loss_percent, 100.0)
            && [self.kbps_in, self.kbps_out].into_iter().all(|rate| within(rate, 10_000_000.0))
            && [self.ice_restarts, self.ice_failures].into_iter().flatten().all(|count| count <= 1_000)
    }
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
        // a struct would be read from a list of its fields as well
        if !frame.trim_ascii_start().starts_with('{') {
            return Err(bad("a message is a JSON object".to_owned(), None));
        }
        let mut head: Head<'a> = body(frame, None)?;
        let id = head.id.take().map(Cow::into_owned);
        if id.as_ref().is_some_and(|id| id.chars().count() > MESSAGE_ID_CHARACTERS) {
            let detail = format!("id is longer than {MESSAGE_ID_CHARACTERS} characters");
            return Err(BadMessage { code: ErrorCode::BadMessage, detail, reply_to: None });
        }
        let relayed = |read: Result<_, &str>| read.map_err(|what| bad(what.to_owned(), id.as_ref()));
        let message = match &*head.kind {
            "join-room" => {
                let JoinRoom { room_id, access_token, resumable, resume_token } = body(frame, id.as_ref())?;
                let resume = Resume { keep: resumable, token: resume_token };
                ClientMessage::JoinRoom { room_id, access_token, resume }
            }
            "leave-room" => ClientMessage::LeaveRoom,
            "offer" => relayed(head.description(RelayKind::Offer))?,
            "answer" => relayed(head.description(RelayKind::Answer))?,
            "ice-candidate" => relayed(head.candidate())?,
            "chat-message" => {
                let Chat { text } = body(frame, id.as_ref())?;
                ClientMessage::ChatMessage { text }
            }
            "media-state" => ClientMessage::MediaState(body(frame, id.as_ref())?),
            "client-stats" => {
                let stats: ClientStats = body(frame, id.as_ref())?;
                if !stats.is_plausible() {
                    return Err(bad("a number is out of its range".to_owned(), id.as_ref()));
                }
                ClientMessage::ClientStats(stats)
            }
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
    // most of what comes is to be relayed, and long: that is read here, so that it is read once
    #[serde(default, borrow, deserialize_with = "present")]
    to: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "present")]
    sdp: Option<&'a RawValue>,
    #[serde(default, borrow, deserialize_with = "present")]
    candidate: Option<&'a RawValue>,
}

impl<'a> Head<'a> {
    /// A session description, or how it is none.
    fn description(self, kind: RelayKind) -> Result<ClientMessage<'a>, &'static str> {
        let payload = self.sdp.ok_or("sdp is missing")?;
        if !payload.get().starts_with('"') {
            return Err("sdp is not a string");
        }
        Ok(ClientMessage::Relay { kind, to: self.target()?, payload })
    }

    /// A candidate, or how it is none.
    fn candidate(self) -> Result<ClientMessage<'a>, &'static str> {
        let payload = self.candidate.ok_or("candidate is missing")?;
        if !(payload.get().starts_with('{') || payload.get() == "null") {
            return Err("candidate is neither an RTCIceCandidateInit nor null");
        }
        Ok(ClientMessage::Relay { kind: RelayKind::IceCandidate, to: self.target()?, payload })
    }

    fn target(&self) -> Result<Cow<'a, str>, &'static str> {
        let to = self.to.ok_or("to is missing")?.get();
        let borrowed = serde_json::from_str::<&str>(to).map(Cow::Borrowed);
        // one with escapes in it has to be written anew
        borrowed.or_else(|_| serde_json::from_str(to).map(Cow::Owned)).map_err(|_| "to is not a string")
    }
}

/// A field that is there, even if it is null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
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
struct Chat<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

fn body<'a, T: Deserialize<'a>>(frame: &'a str, id: Option<&String>) -> Result<T, BadMessage> {
    // serde names the field and the place; both are the sender's own
    serde_json::from_str(frame).map_err(|error| bad(error.to_string(), id))
}

fn bad(detail: String, id: Option<&String>) -> BadMessage {
    BadMessage { code: ErrorCode::BadMessage, detail, reply_to: id.cloned() }
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
            r#"{"type":"client-stats"}"#,
            r#"{"type":"client-stats","rttMs":12.5,"lossPercent":0,"kbpsIn":2500,"iceRestarts":1}"#,
        ] {
            assert!(Incoming::parse(frame).is_ok(), "{frame}");
        }
    }

    #[test]
    fn what_is_no_message_says_why() {
        for frame in [
            "",
            "[]",
            r#"["ping"]"#,
            r#" ["chat-message", null, null, null, null]"#,
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
            r#"{"type":"client-stats","rttMs":-1}"#,
            r#"{"type":"client-stats","rttMs":1e300}"#,
            r#"{"type":"client-stats","lossPercent":101}"#,
            r#"{"type":"client-stats","iceRestarts":1001}"#,
            r#"{"type":"client-stats","iceFailures":-1}"#,
            r#"{"type":"client-stats","kbpsOut":"fast"}"#,
        ] {
            assert_eq!(code(frame), ErrorCode::BadMessage, "{frame}");
        }
        assert_eq!(code(r#"{"type":"dance"}"#), ErrorCode::UnknownType);
        assert_eq!(code(&format!(r#"{{"type":"ping","id":"{}"}}"#, "x".repeat(65))), ErrorCode::BadMessage);
        let about = Incoming::parse(r#"{"type":"dance","id":"m1"}"#).unwrap_err();
        assert_eq!(about.reply_to.as_deref(), Some("m1"));
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
