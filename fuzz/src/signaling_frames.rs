//! Any frames over six connections of one hub: a line of the input is the number of a connection and what it says,
//! with `@1` for the id of connection 1 and `$1` for its resume token; `-` drops it and connects anew, `~` lets a
//! second pass.
//!
//! The rules that must hold after every line: everything the hub says is a message of the protocol; a frame gets one
//! error at most; whoever is in another room hears nothing of it; nobody sits where they may not; and who the hub says
//! is in a room is who was told so.

use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use neko::clock::{Clock, Timestamp};
use neko::config::Limits;
use neko::domain::account::Role;
use neko::domain::id::{RoomId, UserId};
use neko::domain::room::access::Visitor;
use neko::domain::room::live::ChatLimits;
use neko::domain::room::record::RoomRecord;
use neko::hub::{CloseReason, Connection, Due, Hub, HubLimits, Identity, OutboxLimits};
use neko::limiter::Limiter;
use neko::protocol::api::User;
use neko::store::{Store, wait};
use serde_json::Value;

use super::memory::Memory;

/// The most lines of a run: more only make it slow.
const MOST_LINES: usize = 100;

/// Who connects: the owner of all private rooms but one, its owner, an admin, a guest of each, and the owner once more
/// by the same session.
const PEOPLE: [(u8, Role, Option<&str>); 6] = [
    (0, Role::User, None),
    (1, Role::User, None),
    (2, Role::Admin, None),
    (3, Role::Guest, Some("here")),
    (4, Role::Guest, Some("elsewhere")),
    (0, Role::User, None),
];

/// Rooms by their id: whose, whether public, whether open. The invite is `to-` and the id.
const ROOMS: [(&str, u8, bool, bool); 4] = [
    ("here", 0, false, true),
    ("elsewhere", 1, false, true),
    ("open", 0, true, true),
    ("closed", 0, true, false),
];

const MOST_IN_A_ROOM: u32 = 3;

pub fn run(bytes: &[u8]) {
    let mut run = Run::new();
    for line in bytes.split(|byte| *byte == b'\n').take(MOST_LINES) {
        let Some((who, said)) = line.split_first() else { continue };
        // a frame of text is UTF-8, or it never gets here
        let Ok(said) = std::str::from_utf8(said) else { continue };
        run.step(usize::from(*who) % PEOPLE.len(), said);
    }
}

struct Run {
    hub: Hub,
    clock: Clock,
    ends: Vec<End>,
}

/// One connection as its client sees it.
struct End {
    connection: Connection,
    resume_token: String,
    seat: Option<Seat>,
}

#[derive(Clone, PartialEq)]
struct Seat {
    room: String,
    id: String,
}

/// What one connection was told of a step.
struct Heard {
    messages: Vec<Value>,
    closed: Option<CloseReason>,
}

impl Run {
    fn new() -> Self {
        let (clock, limits) = (Clock::manual(Timestamp::from_millis(1_800_000_000_000)), Limits::default());
        let hub_limits = HubLimits {
            connections: 10,
            connections_per_user: 3,
            chat: ChatLimits { characters: 40, lines_kept: 3 },
            outbox: OutboxLimits { messages: limits.outbox_messages, bytes: limits.outbox_bytes },
            seat_kept: Duration::from_secs(30),
        };
        let limiter = Limiter::new(clock.clone(), &limits);
        let hub = Hub::new(clock.clone(), store().clone(), hub_limits, limiter);
        let ends = (0..PEOPLE.len()).map(|who| End::connect(&hub, who)).collect();
        Self { hub, clock, ends }
    }

    fn step(&mut self, who: usize, said: &str) {
        let before = self.ends[who].seat.clone();
        match said {
            "-" => {
                let end = End::connect(&self.hub, who);
                // the old one goes here, and leaves its room
                self.ends[who] = end;
            }
            "~" => self.clock.advance(Duration::from_secs(1)),
            _ => {
                let frame = self.filled_in(said);
                // that it was one too many was said to the client as well
                let _ = self.ends[who].connection.handle(&frame);
                let heard = self.ends[who].heard();
                self.answered(who, &frame, &heard);
            }
        }
        let after = self.ends[who].seat.clone();
        for other in (0..PEOPLE.len()).filter(|other| *other != who) {
            let heard = self.ends[other].heard();
            self.overheard(other, [before.as_ref(), after.as_ref()], &heard);
        }
        self.check();
    }

    /// The frame with ids and tokens in the place of what stands for them.
    fn filled_in(&self, said: &str) -> String {
        let mut frame = said.to_owned();
        for (number, end) in self.ends.iter().enumerate() {
            let id = end.seat.as_ref().map_or(end.connection.id().as_str(), |seat| &seat.id);
            frame = frame.replace(&format!("@{number}"), id);
            frame = frame.replace(&format!("${number}"), &end.resume_token);
        }
        frame
    }

    /// What the one who spoke was told.
    fn answered(&mut self, who: usize, frame: &str, heard: &Heard) {
        assert_eq!(heard.closed, None, "a frame closes no socket");
        let kinds: Vec<&str> = heard.messages.iter().map(kind).collect();
        let errors = kinds.iter().filter(|kind| **kind == "error").count();
        assert!(errors <= 1, "{kinds:?} to one frame");
        // what was understood was JSON; its fields may be there twice where nobody looks at them
        let said: Value = serde_json::from_str(frame).unwrap_or_default();
        assert!(errors == 1 || said.is_null() || said.is_object(), "{frame} was taken");
        if errors == 1 {
            assert_eq!(kinds.len(), 1, "{kinds:?} to one frame");
        } else if said["type"] == "leave-room" {
            assert!(self.ends[who].seat.take().is_some());
        }
        let Some(joined) = heard.messages.iter().find(|message| kind(message) == "room-joined") else {
            return;
        };
        assert!(self.ends[who].seat.is_none());
        let (room, id) = (text(&joined["room"]["roomId"]), text(&joined["self"]["connectionId"]));
        assert!(may_enter(who, &room, &said["accessToken"]), "{who} is in {room}");
        let seat = Seat { room, id };
        if seat.id != self.ends[who].connection.id().as_str() {
            // someone's seat goes on here: of the same session, whose own socket is closed
            let holder = self.ends.iter_mut().position(|end| end.seat.as_ref() == Some(&seat));
            let holder = holder.expect("a seat that is taken over had a holder");
            assert_eq!(PEOPLE[holder].0, PEOPLE[who].0, "{who} has the seat of {holder}");
            assert_eq!(self.ends[holder].heard().closed, Some(CloseReason::TakenOver));
            self.ends[holder].seat = None;
            self.ends[holder] = End::connect(&self.hub, holder);
        }
        let others = joined["participants"].as_array().expect("a list").iter();
        let told: BTreeSet<String> =
            others.map(|other| text(&other["connectionId"])).chain([seat.id.clone()]).collect();
        assert_eq!(told, self.present(&seat.room));
        // an invite is for who may hand it out
        let shows_invite = joined["room"].get("accessToken").is_some();
        assert_eq!(shows_invite, PEOPLE[who].1 == Role::Admin || is_owner(who, &seat.room));
        self.ends[who].seat = Some(seat);
    }

    /// What another was told, where the one who spoke had the seats `before` and `after`.
    fn overheard(&self, other: usize, speaker: [Option<&Seat>; 2], heard: &Heard) {
        assert_eq!(heard.closed, None, "a frame closes nobody else's socket");
        for message in &heard.messages {
            let own = self.ends[other].seat.as_ref().expect("who is in no room hears nothing");
            let about = ["from", "connectionId"].iter().find_map(|field| message.get(field));
            let about = text(about.unwrap_or(&message["participant"]["connectionId"]));
            let from = speaker.into_iter().flatten().find(|seat| seat.id == about);
            let from = from.unwrap_or_else(|| panic!("{message} is of nobody who spoke"));
            assert_eq!(from.room, own.room, "{message} reached another room");
        }
    }

    fn check(&self) {
        for (room, ..) in ROOMS {
            let seats = self.ends.iter().filter_map(|end| end.seat.as_ref());
            let told = seats.filter(|seat| seat.room == room).map(|seat| seat.id.clone()).collect();
            let present: BTreeSet<String> = self.present(room);
            assert_eq!(present, told, "in {room}");
            assert!(present.len() <= MOST_IN_A_ROOM as usize);
        }
        assert_eq!(self.hub.stats().connections, PEOPLE.len());
    }

    fn present(&self, room: &str) -> BTreeSet<String> {
        let room: RoomId = room.parse().expect("the hub's own id");
        self.hub.participants(&room).into_iter().map(|seat| seat.connection_id).collect()
    }
}

impl End {
    fn connect(hub: &Hub, who: usize) -> Self {
        let (number, role, guest_of) = PEOPLE[who];
        let guest_of = guest_of.map(|room| room.parse().expect("one of ours"));
        let identity = Identity {
            session_id: format!("session-{number}").parse().expect("letters and a digit"),
            visitor: Visitor { user_id: user_id(number), role, guest_of },
            display_name: "Someone".parse().expect("letters"),
            ice_servers: Box::new(Vec::new),
            correlation_id: "fuzz".into(),
        };
        let user = User {
            id: user_id(number).to_string(),
            username: "someone".to_owned(),
            email: None,
            display_name: "Someone".to_owned(),
            role: role.as_str().to_owned(),
            created_at: Timestamp::default(),
            last_login: None,
        };
        let connection = hub.connect(identity, user).expect("there is room for a second one of each");
        let mut end = Self { connection, resume_token: String::new(), seat: None };
        let greeting = end.heard().messages;
        assert_eq!(greeting.iter().map(kind).collect::<Vec<_>>(), ["connected"]);
        end.resume_token = text(&greeting[0]["resumeToken"]);
        end
    }

    /// What waits to be written to the socket.
    fn heard(&mut self) -> Heard {
        let due = pin!(self.connection.outbox().due()).poll(&mut Context::from_waker(Waker::noop()));
        let (messages, closed) = match due {
            Poll::Pending => return Heard { messages: Vec::new(), closed: None },
            Poll::Ready(Due::Messages(messages)) => (messages, None),
            Poll::Ready(Due::Close(messages, reason)) => (messages, Some(reason)),
        };
        let messages = messages.iter().map(|message| {
            serde_json::from_str(message).unwrap_or_else(|error| panic!("{message} is no JSON: {error}"))
        });
        Heard { messages: messages.collect(), closed }
    }
}

/// The type of a message, which is one of the protocol's.
fn kind(message: &Value) -> &str {
    const KINDS: [&str; 11] = [
        "connected",
        "room-joined",
        "user-joined",
        "user-left",
        "offer",
        "answer",
        "ice-candidate",
        "chat-message",
        "media-state",
        "pong",
        "error",
    ];
    let kind = message["type"].as_str().unwrap_or_default();
    assert!(KINDS.contains(&kind), "{message}");
    kind
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// The rule of the rooms' doors once more, in other words.
fn may_enter(who: usize, room: &str, invite: &Value) -> bool {
    let (_, role, guest_of) = PEOPLE[who];
    let &(_, _, public, open) = ROOMS.iter().find(|(id, ..)| *id == room).expect("one of ours");
    let invited = invite.as_str() == Some(&format!("to-{room}"));
    open && match role {
        Role::Admin => true,
        Role::User => public || invited || is_owner(who, room),
        Role::Guest => guest_of == Some(room),
    }
}

fn is_owner(who: usize, room: &str) -> bool {
    ROOMS.iter().any(|(id, owner, ..)| *id == room && *owner == PEOPLE[who].0)
}

fn user_id(number: u8) -> UserId {
    format!("64b7f0c2a1d2e3f40516273{number}").parse().expect("24 digits")
}

/// The rooms, made once: no run changes what is kept of them.
fn store() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let store = Store::with_engine(Box::new(Memory::default()), &mut |_| Ok(())).expect("it is empty");
        for (room, owner, is_public, is_active) in ROOMS {
            let record = RoomRecord {
                room_id: room.parse().expect("letters"),
                name: "A room".parse().expect("letters"),
                description: "".parse().expect("it may be empty"),
                created_by: user_id(owner),
                access_token: format!("to-{room}"),
                is_public,
                max_participants: MOST_IN_A_ROOM,
                is_active,
                participants: Vec::new(),
                current_participants: 0,
                created_at: Timestamp::default(),
                closed_at: None,
            };
            wait(store.rooms().insert(record)).expect("each has an id of its own");
        }
        store
    })
}
