//! A live room together with the outboxes of those in it.
//!
//! One lock a room, held for a decision and for putting its effects into outboxes, which never wait; so everyone
//! in a room hears everything in the same order. A lock rather than a task of its own saves a relayed message one
//! switch of tasks (`docs/decisions.md`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::outbox::Outbox;
use crate::domain::id::ConnectionId;
use crate::domain::room::live::{ChatLimits, Effect, LiveRoom};
use crate::domain::room::record::RoomRecord;
use crate::protocol::signal::ServerMessage;

/// A live room, shared by its connections.
#[derive(Debug)]
pub(super) struct Hall(Mutex<HallState>);

/// What the lock protects.
#[derive(Debug)]
pub(super) struct HallState {
    /// What happens in it.
    pub(super) room: LiveRoom,
    /// What is kept of it, without those present.
    pub(super) record: RoomRecord,
    /// True once the directory has let it go: whoever still finds it must ask the directory again.
    pub(super) retired: bool,
    outboxes: Vec<(ConnectionId, Arc<Outbox>)>,
}

impl Hall {
    pub(super) fn new(record: RoomRecord, chat_limits: ChatLimits) -> Self {
        let room = LiveRoom::new(record.max_participants, chat_limits);
        Self(Mutex::new(HallState { room, record, retired: false, outboxes: Vec::new() }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HallState> {
        // decisions are pure and effects can't fail: a state is never left half changed
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HallState {
    /// The room's record with the number of those present at this moment.
    pub(super) fn record(&self) -> RoomRecord {
        let present = u32::try_from(self.room.seats().len()).unwrap_or(u32::MAX);
        RoomRecord { current_participants: present, ..self.record.clone() }
    }

    /// From here on `connection_id` hears what is said to it.
    pub(super) fn attach(&mut self, connection_id: ConnectionId, outbox: Arc<Outbox>) {
        self.outboxes.push((connection_id, outbox));
    }

    /// From here on it does not.
    pub(super) fn detach(&mut self, connection_id: &ConnectionId) {
        self.outboxes.retain(|(id, _)| id != connection_id);
    }

    /// Puts each effect into the outboxes it is for.
    pub(super) fn carry_out(&self, effects: impl IntoIterator<Item = Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(to, message) => {
                    if let Some((_, outbox)) = self.outboxes.iter().find(|(id, _)| *id == to) {
                        outbox.push(text(&message));
                    }
                }
                Effect::Broadcast { except, message } => {
                    let text = text(&message);
                    for (_, outbox) in self.outboxes.iter().filter(|(id, _)| Some(id) != except.as_ref()) {
                        outbox.push(text.clone());
                    }
                }
            }
        }
    }
}

/// A message as it goes over the wire; cloning it costs no copy.
pub(super) fn text(message: &ServerMessage) -> Utf8Bytes {
    serde_json::to_string(message).expect("a message has string keys and no failing parts").into()
}
