//! The signaling hub: who is connected, which rooms are live, and what reaches whom.
//!
//! Holds no socket: a connection's task hands in text frames and writes what its outbox gives. The rules are the
//! domain's; the hub carries their effects out. Lock order: the directory of rooms, then one hall; never the other
//! way round, never two halls.

mod connection;
mod hall;
mod journal;
mod outbox;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

pub use connection::{Connection, Identity};
pub use outbox::{CloseReason, Due, Outbox, OutboxLimits};

use crate::clock::Clock;
use crate::domain::id::{ConnectionId, RoomId, SessionId, UserId};
use crate::domain::room::live::{ChatLimits, Effect};
use crate::domain::room::record::RoomRecord;
use crate::limiter::Limiter;
use crate::protocol::error::ErrorCode;
use crate::protocol::signal::ServerMessage;
use crate::secret::random_token;
use crate::store::{Presence, PresenceKind, Store, StoreError};
use hall::Hall;
use journal::Journal;

/// What the hub allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HubLimits {
    /// Connections at once.
    pub connections: usize,
    /// Connections of one user at once.
    pub connections_per_user: usize,
    /// What may be said in a room.
    pub chat: ChatLimits,
    /// What may wait for one socket.
    pub outbox: OutboxLimits,
    /// How long a seat is kept whose socket was lost, where its client asked for that.
    pub seat_kept: Duration,
}

/// Numbers of this moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HubStats {
    /// Open connections.
    pub connections: usize,
    /// Rooms with somebody in them.
    pub rooms: usize,
}

/// No further connection is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The box has as many as it may, or is going down.
    #[error("the box has as many connections as it takes; try again later")]
    Full,
    /// The user has as many as they may.
    #[error("you have too many connections open; close some")]
    TooManyOfUser,
}

/// The hub. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Shared>);

struct Shared {
    clock: Clock,
    store: Store,
    limits: HubLimits,
    limiter: Limiter,
    journal: Arc<Journal>,
    directory: Mutex<HashMap<RoomId, Arc<Hall>>>,
    connections: Mutex<Connections>,
}

#[derive(Default)]
struct Connections {
    draining: bool,
    open: HashMap<ConnectionId, Registered>,
    per_user: HashMap<UserId, usize>,
}

struct Registered {
    session_id: SessionId,
    user_id: UserId,
    outbox: Arc<Outbox>,
}

impl Hub {
    /// A hub with nobody in it.
    pub fn new(clock: Clock, store: Store, limits: HubLimits, limiter: Limiter) -> Self {
        Self(Arc::new(Shared {
            clock,
            store,
            limits,
            limiter,
            journal: Arc::default(),
            directory: Mutex::default(),
            connections: Mutex::default(),
        }))
    }

    /// Writes who comes and goes to the store until `stop`, then the rest. To be run once.
    pub async fn keep_journal(&self, stop: CancellationToken) {
        self.0.journal.clone().run(self.0.store.clone(), stop).await;
    }

    /// Registers a connection and greets it. It is let go, and leaves its room, when it is dropped.
    ///
    /// # Errors
    /// [`Refused`] when there are too many.
    pub fn connect(&self, identity: Identity) -> Result<Connection, Refused> {
        Connection::open(self.0.clone(), identity)
    }

    /// How many are in the room at this moment.
    pub fn present(&self, room_id: &RoomId) -> u32 {
        let hall = self.0.directory().get(room_id).cloned();
        hall.map_or(0, |hall| u32::try_from(hall.lock().room.seats().len()).unwrap_or(u32::MAX))
    }

    /// Takes over what was changed of a room in the store.
    pub fn room_changed(&self, record: &RoomRecord) {
        let hall = self.0.directory().get(&record.room_id).cloned();
        if let Some(hall) = hall {
            let mut state = hall.lock();
            state.room.set_max_participants(record.max_participants);
            state.record = RoomRecord { participants: Vec::new(), ..record.clone() };
        }
    }

    /// Tells everyone in the room that it was closed (in the store it is already) and lets them go.
    pub fn close_room(&self, room_id: &RoomId) {
        let Some(hall) = self.0.directory().remove(room_id) else { return };
        let mut state = hall.lock();
        state.retired = true;
        state.carry_out([Effect::Broadcast {
            except: None,
            message: error_message(ErrorCode::RoomClosed, "the room was closed".into(), None).0,
        }]);
        let now = self.0.clock.now();
        state.silence();
        for seat in state.room.close() {
            self.0.journal.note(Presence {
                kind: PresenceKind::Left,
                room_id: room_id.clone(),
                user_id: seat.user_id,
                connection_id: seat.connection_id,
                at: now,
            });
        }
    }

    /// Closes every socket of a session that was ended.
    pub fn end_session(&self, session_id: &SessionId) {
        let connections = self.0.connections();
        for registered in connections.open.values().filter(|open| open.session_id == *session_id) {
            registered.farewell(ErrorCode::SessionEnded, "the session was ended", CloseReason::SessionEnded);
        }
    }

    /// Takes no further connection, and tells each to come back to the next start.
    pub fn drain(&self) {
        let mut connections = self.0.connections();
        connections.draining = true;
        for registered in connections.open.values() {
            let text = "the box is going down; reconnect in a moment";
            registered.farewell(ErrorCode::ServerClosing, text, CloseReason::ServerClosing);
        }
    }

    /// Numbers of this moment.
    pub fn stats(&self) -> HubStats {
        HubStats { connections: self.0.connections().open.len(), rooms: self.0.directory().len() }
    }
}

impl Shared {
    fn directory(&self) -> MutexGuard<'_, HashMap<RoomId, Arc<Hall>>> {
        // inserting and removing can't be left half done
        self.directory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connections(&self) -> MutexGuard<'_, Connections> {
        // as above
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The live room, from the store where nobody was in it yet. None where there is no such room.
    fn hall(&self, room_id: &RoomId) -> Result<Option<Arc<Hall>>, StoreError> {
        // the store is read under the lock: a room closed meanwhile is either read as closed, or found here
        // by `close_room`
        let mut directory = self.directory();
        if let Some(hall) = directory.get(room_id) {
            return Ok(Some(hall.clone()));
        }
        let Some(record) = self.store.rooms().by_room_id(room_id)? else { return Ok(None) };
        let record = RoomRecord { participants: Vec::new(), ..record };
        let hall = Arc::new(Hall::new(record, self.limits.chat));
        directory.insert(room_id.clone(), hall.clone());
        Ok(Some(hall))
    }

    /// Lets a room go that nobody is in.
    fn retire_if_empty(&self, room_id: &RoomId) {
        let mut directory = self.directory();
        let Some(hall) = directory.get(room_id) else { return };
        let mut state = hall.lock();
        if state.room.seats().is_empty() {
            state.retired = true;
            drop(state);
            directory.remove(room_id);
        }
    }
}

impl Registered {
    fn farewell(&self, code: ErrorCode, text: &str, reason: CloseReason) {
        self.outbox.push(hall::text(&error_message(code, text.into(), None).0));
        self.outbox.close(reason);
    }
}

/// An `error` message and the correlation id that it and the log have in common.
fn error_message(code: ErrorCode, message: String, reply_to: Option<String>) -> (ServerMessage, String) {
    let correlation_id = random_token::<9>();
    let error = ServerMessage::Error { code, message, correlation_id: correlation_id.clone(), reply_to };
    (error, correlation_id)
}
