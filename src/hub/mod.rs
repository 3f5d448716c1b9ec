//! The signaling hub: who is connected, which rooms are live, and what reaches whom.
//!
//! Holds no socket: a connection's task hands in text frames and writes what its outbox gives. The rules are the
//! domain's; the hub carries their effects out. Lock order: the directory of rooms, then one hall; never the other
//! way round, never two halls.

mod connection;
mod hall;
mod journal;
mod meter;
mod outbox;
mod seat;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

pub use connection::{Connection, Identity};
pub use meter::{ClientMeter, ErrorCounts, HubMeter};
pub use outbox::{CloseReason, Due, Outbox, OutboxLimits};

use crate::clock::Clock;
use crate::domain::id::{ConnectionId, RoomId, SessionId, UserId};
use crate::domain::room::live::{Broadcast, ChatLimits, Seat};
use crate::domain::room::record::RoomRecord;
use crate::limiter::Limiter;
use crate::protocol::api::User;
use crate::protocol::error::ErrorCode;
use crate::protocol::signal::{Participant, ServerMessage};
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubStats {
    /// Open connections.
    pub connections: usize,
    /// How many rooms have so many in them.
    pub rooms: BTreeMap<usize, usize>,
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
    meter: HubMeter,
    journal: Arc<Journal>,
    directory: Mutex<HashMap<RoomId, Arc<Hall>>>,
    connections: Mutex<Connections>,
}

#[derive(Default)]
struct Connections {
    draining: bool,
    open: HashMap<ConnectionId, Registered>,
    /// Lost ones whose seat waits for its client to come back.
    kept: HashMap<ConnectionId, Registered>,
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
            meter: HubMeter::default(),
            journal: Arc::default(),
            directory: Mutex::default(),
            connections: Mutex::default(),
        }))
    }

    /// Writes who comes and goes to the store until `stop`, then the rest. To be run once.
    pub async fn keep_journal(&self, stop: CancellationToken) {
        self.0.journal.clone().run(self.0.store.clone(), stop).await;
    }

    /// Registers a connection and greets it as `user`. It is let go, and leaves its room, when it is dropped.
    ///
    /// # Errors
    /// [`Refused`] when there are too many.
    pub fn connect(&self, identity: Identity, user: User) -> Result<Connection, Refused> {
        Connection::open(self.0.clone(), identity, user)
    }

    /// How many are in the room at this moment.
    pub fn present(&self, room_id: &RoomId) -> u32 {
        let hall = self.0.directory().get(room_id).cloned();
        hall.map_or(0, |hall| u32::try_from(hall.lock().room.seats().len()).unwrap_or(u32::MAX))
    }

    /// Who is in the room at this moment, in the order in which they came.
    pub fn participants(&self, room_id: &RoomId) -> Vec<Participant> {
        let hall = self.0.directory().get(room_id).cloned();
        hall.map_or_else(Vec::new, |hall| hall.lock().room.seats().iter().map(Seat::participant).collect())
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
        state.carry_out([Broadcast {
            except: None,
            message: error_message(
                ErrorCode::RoomClosed,
                "the room was closed".into(),
                random_token::<9>(),
                None,
            ),
        }]);
        let now = self.0.clock.now();
        state.silence();
        for seat in state.room.close() {
            self.0.meter.stay_seconds.observe_duration(now.since(seat.joined_at));
            self.0.journal.note(Presence {
                kind: PresenceKind::Left,
                room_id: room_id.clone(),
                user_id: seat.user_id,
                connection_id: seat.connection_id,
                at: now,
            });
        }
    }

    /// Closes every socket of a session that was ended, and gives up the seats that were kept for it.
    pub fn end_session(&self, session_id: &SessionId) {
        let connections = self.0.connections();
        let all = connections.open.values().chain(connections.kept.values());
        for registered in all.filter(|registered| registered.session_id == *session_id) {
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
        let halls: Vec<_> = self.0.directory().values().cloned().collect();
        let mut rooms = BTreeMap::new();
        for hall in halls {
            *rooms.entry(hall.lock().room.seats().len()).or_default() += 1;
        }
        HubStats { connections: self.0.connections().open.len(), rooms }
    }

    /// What was counted.
    pub fn meter(&self) -> &HubMeter {
        &self.0.meter
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
        self.outbox.push(hall::text(&error_message(code, text.into(), random_token::<9>(), None)));
        self.outbox.close(reason);
    }
}

/// An `error` message.
fn error_message(
    code: ErrorCode,
    message: String,
    correlation_id: String,
    reply_to: Option<String>,
) -> ServerMessage {
    ServerMessage::Error { code, message, correlation_id, reply_to }
}
