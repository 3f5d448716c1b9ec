//! What happens in a room while people are in it.
//!
//! Pure: inputs with their moment go in, effects come out for the hub to carry out, in order. Invariants: a
//! connection has at most one seat; there are never more seats than `max_participants` at the moment of joining;
//! nobody hears of a room they are not seated in; after it is closed nobody is seated.

use std::collections::VecDeque;

use crate::clock::Timestamp;
use crate::domain::id::{ConnectionId, UserId};
use crate::domain::name::DisplayName;
use crate::protocol::error::ErrorCode;
use crate::protocol::signal::{ChatLine, LeaveReason, MediaState, Participant, ServerMessage};

/// A room with people in it.
#[derive(Debug)]
pub struct LiveRoom {
    max_participants: u32,
    chat_limits: ChatLimits,
    closed: bool,
    seats: Vec<Seat>,
    chat: VecDeque<ChatLine>,
}

/// How much may be said, and how much of it is kept for those who come later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatLimits {
    /// Characters of a line.
    pub characters: usize,
    /// Lines.
    pub lines_kept: usize,
}

/// One participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// By which connection.
    pub connection_id: ConnectionId,
    /// Who.
    pub user_id: UserId,
    /// Under which name.
    pub display_name: DisplayName,
    /// Since when.
    pub joined_at: Timestamp,
    /// What they send.
    pub media: MediaState,
}

/// Something for the hub to say to every seat but one.
#[derive(Debug)]
pub struct Broadcast {
    /// The seat left out.
    pub except: Option<ConnectionId>,
    /// What to say; it is written once for all.
    pub message: ServerMessage,
}

/// Why an input was refused; the room is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The room was closed.
    #[error("the room was closed")]
    Closed,
    /// Every seat is taken.
    #[error("the room is full")]
    Full,
    /// The connection has a seat already.
    #[error("this connection is in the room already")]
    AlreadySeated,
    /// The connection has no seat.
    #[error("this connection is in no room; send join-room first")]
    NotSeated,
    /// The target has no seat here.
    #[error("no such connection in this room")]
    NoSuchPeer,
    /// A chat line is empty or too long.
    #[error("a chat message has 1 to {most} characters")]
    ChatLength {
        /// The most characters.
        most: usize,
    },
}

impl Refusal {
    /// The refusal's code on the wire.
    pub const fn code(self) -> ErrorCode {
        match self {
            Self::Closed => ErrorCode::RoomClosed,
            Self::Full => ErrorCode::RoomFull,
            Self::AlreadySeated => ErrorCode::AlreadyInRoom,
            Self::NotSeated => ErrorCode::NotInRoom,
            Self::NoSuchPeer => ErrorCode::PeerNotFound,
            Self::ChatLength { .. } => ErrorCode::BadMessage,
        }
    }
}

impl LiveRoom {
    /// A room with nobody in it yet.
    pub const fn new(max_participants: u32, chat_limits: ChatLimits) -> Self {
        Self { max_participants, chat_limits, closed: false, seats: Vec::new(), chat: VecDeque::new() }
    }

    /// What was said, as far as it is kept, oldest first.
    pub const fn chat_history(&self) -> &VecDeque<ChatLine> {
        &self.chat
    }

    /// Those present, in the order they came.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Whether it was closed.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Changes how many may be present; those who are stay.
    pub const fn set_max_participants(&mut self, max_participants: u32) {
        self.max_participants = max_participants;
    }

    /// Takes a seat. The answer to the newcomer is the caller's; the effects tell the others.
    ///
    /// # Errors
    /// [`Refusal::Closed`], [`Refusal::AlreadySeated`] or [`Refusal::Full`].
    pub fn join(&mut self, seat: Seat) -> Result<Vec<Broadcast>, Refusal> {
        if self.closed {
            return Err(Refusal::Closed);
        }
        if self.position(&seat.connection_id).is_some() {
            return Err(Refusal::AlreadySeated);
        }
        if self.seats.len() >= usize::try_from(self.max_participants).unwrap_or(usize::MAX) {
            return Err(Refusal::Full);
        }
        let message = ServerMessage::UserJoined { participant: seat.participant() };
        let except = Some(seat.connection_id.clone());
        self.seats.push(seat);
        Ok(vec![Broadcast { except, message }])
    }

    /// Gives a seat up; none to give up is no fault, since a socket may close at any moment.
    pub fn leave(&mut self, connection_id: &ConnectionId, reason: LeaveReason) -> Option<Vec<Broadcast>> {
        self.seats.remove(self.position(connection_id)?);
        let message = ServerMessage::UserLeft { connection_id: connection_id.to_string(), reason };
        Some(vec![Broadcast { except: None, message }])
    }

    /// Whom a description or candidate is passed to: one other seat.
    ///
    /// # Errors
    /// [`Refusal::NotSeated`], or [`Refusal::NoSuchPeer`] for oneself and for everyone who is not in this room.
    pub fn relay(&self, from: &ConnectionId, to: &str) -> Result<&ConnectionId, Refusal> {
        self.position(from).ok_or(Refusal::NotSeated)?;
        let target = self.seats.iter().map(|seat| &seat.connection_id).find(|id| id.as_str() == to);
        target.filter(|id| *id != from).ok_or(Refusal::NoSuchPeer)
    }

    /// Says a line to everyone, the sender too. `message_id` is one that no other line has.
    ///
    /// # Errors
    /// [`Refusal::NotSeated`], or [`Refusal::ChatLength`] for a line that is blank or too long.
    pub fn chat(
        &mut self,
        from: &ConnectionId,
        text: &str,
        message_id: String,
        sent_at: Timestamp,
    ) -> Result<Broadcast, Refusal> {
        let seat = &self.seats[self.position(from).ok_or(Refusal::NotSeated)?];
        let text = text.trim();
        let most = self.chat_limits.characters;
        if text.is_empty() || text.chars().count() > most {
            return Err(Refusal::ChatLength { most });
        }
        let line = ChatLine {
            message_id,
            from: from.to_string(),
            user_id: seat.user_id.to_string(),
            display_name: seat.display_name.to_string(),
            text: text.to_owned(),
            sent_at,
        };
        self.chat.push_back(line.clone());
        if self.chat.len() > self.chat_limits.lines_kept {
            self.chat.pop_front();
        }
        Ok(Broadcast { except: None, message: ServerMessage::ChatMessage(line) })
    }

    /// Notes what a seat sends and tells the others.
    ///
    /// # Errors
    /// [`Refusal::NotSeated`].
    pub fn set_media(&mut self, from: &ConnectionId, media: MediaState) -> Result<Broadcast, Refusal> {
        let position = self.position(from).ok_or(Refusal::NotSeated)?;
        self.seats[position].media = media;
        let message = ServerMessage::MediaState { from: from.to_string(), media };
        Ok(Broadcast { except: Some(from.clone()), message })
    }

    /// Closes the room for good and hands back whoever was in it.
    pub fn close(&mut self) -> Vec<Seat> {
        self.closed = true;
        std::mem::take(&mut self.seats)
    }

    fn position(&self, connection_id: &ConnectionId) -> Option<usize> {
        self.seats.iter().position(|seat| seat.connection_id == *connection_id)
    }
}

impl Seat {
    /// The seat as others see it.
    pub fn participant(&self) -> Participant {
        Participant {
            connection_id: self.connection_id.to_string(),
            user_id: self.user_id.to_string(),
            display_name: self.display_name.to_string(),
            joined_at: self.joined_at,
            media: self.media,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_others_hear_of_a_newcomer_and_the_newcomer_does_not() {
        let mut room = LiveRoom::new(6, CHAT);
        room.join(seat("a")).unwrap();
        let effects = room.join(seat("b")).unwrap();
        assert_eq!(heard(&room, effects), [("a".into(), "user-joined".into())]);
    }

    #[test]
    fn a_full_a_closed_and_an_already_taken_seat_are_refused() {
        let mut room = LiveRoom::new(2, CHAT);
        room.join(seat("a")).unwrap();
        assert_eq!(room.join(seat("a")).unwrap_err(), Refusal::AlreadySeated);
        room.join(seat("b")).unwrap();
        assert_eq!(room.join(seat("c")).unwrap_err(), Refusal::Full);
        room.leave(&id("a"), LeaveReason::Left).unwrap();
        room.join(seat("c")).unwrap();
        assert_eq!(room.close().len(), 2);
        assert_eq!(room.join(seat("d")).unwrap_err(), Refusal::Closed);
    }

    #[test]
    fn a_relay_reaches_its_target_alone_and_never_a_stranger() {
        let mut room = LiveRoom::new(6, CHAT);
        for name in ["a", "b", "c"] {
            room.join(seat(name)).unwrap();
        }
        assert_eq!(room.relay(&id("a"), "b"), Ok(&id("b")));
        for stranger in ["a", "z", "", "\u{0}"] {
            assert_eq!(room.relay(&id("a"), stranger), Err(Refusal::NoSuchPeer));
        }
        assert_eq!(room.relay(&id("z"), "a"), Err(Refusal::NotSeated));
    }

    #[test]
    fn chat_goes_to_all_and_is_bounded_in_characters() {
        let mut room = LiveRoom::new(6, ChatLimits { characters: 3, lines_kept: 2 });
        room.join(seat("a")).unwrap();
        room.join(seat("b")).unwrap();
        let say =
            |room: &mut LiveRoom, text: &str| room.chat(&id("a"), text, "m".into(), Timestamp::default());
        let effect = say(&mut room, " äöü ").unwrap();
        assert_eq!(heard(&room, vec![effect]).len(), 2);
        for text in ["", "  ", "four"] {
            assert_eq!(say(&mut room, text).unwrap_err(), Refusal::ChatLength { most: 3 });
        }
    }

    #[test]
    fn the_latest_lines_are_kept_for_those_who_come_later() {
        let mut room = LiveRoom::new(6, ChatLimits { characters: 10, lines_kept: 2 });
        room.join(seat("a")).unwrap();
        for text in ["one", "two", "three"] {
            room.chat(&id("a"), text, text.into(), Timestamp::default()).unwrap();
        }
        let kept: Vec<&str> = room.chat_history().iter().map(|line| line.text.as_str()).collect();
        assert_eq!(kept, ["two", "three"]);
    }

    #[test]
    fn media_state_is_kept_for_those_who_come_later() {
        let mut room = LiveRoom::new(6, CHAT);
        room.join(seat("a")).unwrap();
        let media = MediaState { audio: true, video: false, screen: true };
        room.set_media(&id("a"), media).unwrap();
        assert_eq!(room.seats()[0].participant().media, media);
        assert_eq!(room.set_media(&id("z"), media).unwrap_err(), Refusal::NotSeated);
    }

    #[derive(Clone, Debug)]
    enum Step {
        Join(u8),
        Leave(u8),
        Chat(u8),
        Close,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => (0..8u8).prop_map(Step::Join),
            4 => (0..8u8).prop_map(Step::Leave),
            4 => (0..8u8).prop_map(Step::Chat),
            1 => Just(Step::Close),
        ]
    }

    proptest! {
        #[test]
        fn rosters_agree_and_nobody_hears_a_room_they_are_not_in(steps in prop::collection::vec(step(), 0..60),
                                                                 most in 2..=4u32) {
            let mut room = LiveRoom::new(most, CHAT);
            // what each seated connection believes about who else is there
            let mut rosters: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for step in steps {
                let effects = match step {
                    Step::Join(n) => {
                        let Ok(effects) = room.join(seat(&n.to_string())) else { continue };
                        let others = rosters.keys().cloned().collect();
                        rosters.insert(n.to_string(), others);
                        effects
                    }
                    Step::Leave(n) => {
                        rosters.remove(&n.to_string());
                        room.leave(&id(&n.to_string()), LeaveReason::Left).unwrap_or_default()
                    }
                    Step::Chat(n) => {
                        let said = room.chat(&id(&n.to_string()), "x", "m".into(), Timestamp::default());
                        prop_assert_eq!(said.is_ok(), rosters.contains_key(&n.to_string()));
                        said.into_iter().collect()
                    }
                    Step::Close => {
                        prop_assert_eq!(room.close().len(), rosters.len());
                        rosters.clear();
                        vec![]
                    }
                };
                for effect in effects {
                    let Broadcast { except, message } = effect;
                    for (name, roster) in &mut rosters {
                        if except.as_ref().is_some_and(|except| except.as_str() == name) { continue }
                        match &message {
                            ServerMessage::UserJoined { participant } => { roster.insert(participant.connection_id.clone()); }
                            ServerMessage::UserLeft { connection_id, .. } => { roster.remove(connection_id); }
                            _ => {}
                        }
                    }
                }
                prop_assert!(room.seats().len() <= most as usize);
                prop_assert!(!room.is_closed() || room.seats().is_empty());
                let seated: BTreeSet<String> =
                    room.seats().iter().map(|seat| seat.connection_id.to_string()).collect();
                prop_assert_eq!(&seated, &rosters.keys().cloned().collect());
                for (name, roster) in &rosters {
                    let mut expected = seated.clone();
                    expected.remove(name);
                    prop_assert_eq!(roster, &expected);
                }
            }
        }
    }

    const CHAT: ChatLimits = ChatLimits { characters: 100, lines_kept: 10 };

    fn id(name: &str) -> ConnectionId {
        name.parse().unwrap()
    }

    fn seat(name: &str) -> Seat {
        Seat {
            connection_id: id(name),
            user_id: UserId::generate(),
            display_name: name.parse().unwrap(),
            joined_at: Timestamp::default(),
            media: MediaState::default(),
        }
    }

    /// Who hears which type of message.
    fn heard(room: &LiveRoom, effects: Vec<Broadcast>) -> Vec<(String, String)> {
        let kind = |message: &ServerMessage| {
            serde_json::to_value(message).unwrap()["type"].as_str().unwrap().to_owned()
        };
        effects
            .into_iter()
            .flat_map(|Broadcast { except, message }| {
                let others = room.seats().iter().filter(|seat| Some(&seat.connection_id) != except.as_ref());
                let names = others.map(|seat| seat.connection_id.to_string());
                names.map(|name| (name, kind(&message))).collect::<Vec<_>>()
            })
            .collect()
    }
}
