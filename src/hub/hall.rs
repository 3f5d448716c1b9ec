//! A live room together with the outboxes of those in it.
//!
//! One lock a room, held for a decision and for putting its effects into outboxes, which never wait; so everyone
//! in a room hears everything in the same order. A lock rather than a task of its own saves a relayed message one
//! switch of tasks (`docs/decisions.md`).

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::outbox::Outbox;
use crate::domain::id::{ConnectionId, SessionId};
use crate::domain::room::live::{Broadcast, ChatLimits, LiveRoom};
use crate::domain::room::record::RoomRecord;
use crate::protocol::signal::ServerMessage;
use crate::secret::same;

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
    listeners: Vec<Listener>,
}

/// Who hears what is said to a seat. The seat is whose outbox is here: whoever finds another's has lost it.
#[derive(Debug)]
struct Listener {
    seat: ConnectionId,
    outbox: Arc<Outbox>,
    claim: Option<Claim>,
}

/// What someone must show to go on with a seat over another socket.
#[derive(Debug)]
pub(super) struct Claim {
    /// Of the connection that holds the seat.
    pub(super) resume_token: String,
    /// The same session.
    pub(super) session_id: SessionId,
}

impl Hall {
    pub(super) fn new(record: RoomRecord, chat_limits: ChatLimits) -> Self {
        let room = LiveRoom::new(record.max_participants, chat_limits);
        Self(Mutex::new(HallState { room, record, retired: false, listeners: Vec::new() }))
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

    /// From here on `outbox` hears what is said to `seat`; a `claim` lets another socket go on with it.
    pub(super) fn attach(&mut self, seat: ConnectionId, outbox: Arc<Outbox>, claim: Option<Claim>) {
        self.listeners.push(Listener { seat, outbox, claim });
    }

    /// From here on nobody does, if `outbox` still did.
    pub(super) fn detach(&mut self, seat: &ConnectionId, outbox: &Arc<Outbox>) -> bool {
        let before = self.listeners.len();
        self.listeners.retain(|listener| listener.seat != *seat || !Arc::ptr_eq(&listener.outbox, outbox));
        self.listeners.len() < before
    }

    /// From here on nobody hears anything.
    pub(super) fn silence(&mut self) {
        self.listeners.clear();
    }

    /// Gives the seat that `claimed` is good for to `outbox`; from here on `claim` is good for it. With the seat comes
    /// what waits for it, to be said by the caller. None where there is no such seat, or where more was said to it than
    /// could be kept.
    pub(super) fn take_over(
        &mut self,
        claimed: &Claim,
        outbox: &Arc<Outbox>,
        claim: Claim,
    ) -> Option<(ConnectionId, VecDeque<Utf8Bytes>)> {
        let listener = self.listeners.iter_mut().find(|listener| {
            listener.claim.as_ref().is_some_and(|own| {
                own.session_id == claimed.session_id
                    && same(own.resume_token.as_bytes(), claimed.resume_token.as_bytes())
            })
        })?;
        let waiting = listener.outbox.hand_over()?;
        listener.outbox = outbox.clone();
        listener.claim = Some(claim);
        Some((listener.seat.clone(), waiting))
    }

    /// Says it to one seat.
    pub(super) fn say_to(&self, seat: &ConnectionId, text: Utf8Bytes) {
        if let Some(listener) = self.listeners.iter().find(|listener| listener.seat == *seat) {
            listener.outbox.push(text);
        }
    }

    /// Says it to all, or to all but one: once written, for however many.
    pub(super) fn carry_out(&self, effects: impl IntoIterator<Item = Broadcast>) {
        for Broadcast { except, message } in effects {
            let text = text(&message);
            for listener in &self.listeners {
                if Some(&listener.seat) != except.as_ref() {
                    listener.outbox.push(text.clone());
                }
            }
        }
    }
}

/// A message as it goes over the wire; cloning it costs no copy.
pub(super) fn text(message: &ServerMessage) -> Utf8Bytes {
    serde_json::to_string(message).expect("a message has string keys and no failing parts").into()
}
