//! One connection: what it asks for, answered; its seat, given up when it ends for any reason.

use std::sync::Arc;

use serde_json::value::RawValue;
use tracing::{debug, error, info};

use super::hall::{self, Hall};
use super::outbox::{CloseReason, Outbox};
use super::{Refused, Registered, Shared, error_message};
use crate::clock::Timestamp;
use crate::domain::id::{ConnectionId, RoomId, SessionId};
use crate::domain::name::DisplayName;
use crate::domain::room::access::{Visitor, may_change, may_enter};
use crate::domain::room::live::{Refusal, Seat};
use crate::protocol::api::{IceServer, User};
use crate::protocol::error::ErrorCode;
use crate::protocol::signal::{
    ClientMessage, Incoming, LeaveReason, MediaState, Mode, RelayKind, ServerMessage,
};
use crate::secret::random_token;
use crate::store::{Presence, PresenceKind};

/// Makes the STUN and TURN servers for one client, with fresh credentials each time.
pub(super) type IceServers = Box<dyn Fn() -> Vec<IceServer> + Send + Sync>;

/// Whose connection it is.
pub struct Identity {
    /// The session it belongs to.
    pub session_id: SessionId,
    /// Who, for the rules.
    pub visitor: Visitor,
    /// Who, for the greeting.
    pub user: User,
    /// The name others see.
    pub display_name: DisplayName,
    /// Where this client finds STUN and TURN.
    pub ice_servers: IceServers,
}

/// A registered connection. Dropping it gives up its seat.
pub struct Connection {
    shared: Arc<Shared>,
    id: ConnectionId,
    identity: Identity,
    outbox: Arc<Outbox>,
    seat: Option<Taken>,
}

struct Taken {
    room_id: RoomId,
    hall: Arc<Hall>,
}

/// Why a message was not done, for its sender.
struct Failure {
    code: ErrorCode,
    message: String,
}

impl Failure {
    fn new(code: ErrorCode, message: &str) -> Self {
        Self { code, message: message.to_owned() }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code(), message: refusal.to_string() }
    }
}

impl Connection {
    pub(super) fn open(shared: Arc<Shared>, identity: Identity) -> Result<Self, Refused> {
        let id: ConnectionId =
            random_token::<16>().parse().expect("a token is made of the characters of an id");
        let outbox = Arc::new(Outbox::new(shared.limits.outbox));
        {
            let mut connections = shared.connections();
            if connections.draining || connections.open.len() >= shared.limits.connections {
                return Err(Refused::Full);
            }
            let user_id = identity.visitor.user_id;
            let of_user = connections.per_user.entry(user_id).or_default();
            if *of_user >= shared.limits.connections_per_user {
                return Err(Refused::TooManyOfUser);
            }
            *of_user += 1;
            let session_id = identity.session_id.clone();
            let registered = Registered { session_id, user_id, outbox: outbox.clone() };
            connections.open.insert(id.clone(), registered);
        }
        let connection = Self { shared, id, identity, outbox, seat: None };
        connection.say(&ServerMessage::Connected {
            connection_id: connection.id.to_string(),
            user: connection.identity.user.clone(),
            resume_token: random_token::<32>(),
        });
        Ok(connection)
    }

    /// The connection's id.
    pub const fn id(&self) -> &ConnectionId {
        &self.id
    }

    /// What waits to be written to its socket.
    pub const fn outbox(&self) -> &Arc<Outbox> {
        &self.outbox
    }

    /// Does what one text frame asks for. Answers and errors go to the outbox.
    pub fn handle(&mut self, frame: &str) {
        match Incoming::parse(frame) {
            Ok(Incoming { id, message }) => {
                if let Err(failure) = self.dispatch(message) {
                    self.fail(failure.code, failure.message, id);
                }
            }
            Err(bad) => self.fail(bad.code, bad.detail, bad.reply_to),
        }
    }

    /// Tells the client that what it sent can't be taken.
    pub fn fail(&self, code: ErrorCode, message: String, reply_to: Option<String>) {
        let (error, correlation_id) = error_message(code, message, reply_to);
        debug!(connection_id = %self.id, code = code.as_str(), correlation_id, "refused a message");
        self.say(&error);
    }

    /// Says why the box closes the socket, then closes it.
    pub fn close(&self, reason: CloseReason) {
        self.outbox.close(reason);
    }

    fn dispatch(&mut self, message: ClientMessage<'_>) -> Result<(), Failure> {
        match message {
            ClientMessage::JoinRoom { room_id, access_token } => self.join(&room_id, access_token.as_deref()),
            ClientMessage::LeaveRoom => {
                if self.seat.is_none() {
                    return Err(Refusal::NotSeated.into());
                }
                self.leave(LeaveReason::Left);
                Ok(())
            }
            ClientMessage::Relay { kind, to, payload } => self.relay(kind, &to, payload),
            ClientMessage::ChatMessage { text } => self.chat(&text),
            ClientMessage::MediaState(media) => self.set_media(media),
            ClientMessage::Ping => {
                self.say(&ServerMessage::Pong {});
                Ok(())
            }
        }
    }

    fn join(&mut self, room_id: &str, invite: Option<&str>) -> Result<(), Failure> {
        let not_found = || Failure::new(ErrorCode::RoomNotFound, "there is no such room; check the link");
        let room_id: RoomId = room_id.parse().map_err(|_| not_found())?;
        if self.is_seated() {
            return Err(Failure::new(
                ErrorCode::AlreadyInRoom,
                "this connection is in a room already; leave it first",
            ));
        }
        loop {
            let hall = self.shared.hall(&room_id).map_err(|error| {
                error!(%error, %room_id, "could not read a room");
                Failure::new(ErrorCode::Internal, "the room could not be read; try again")
            })?;
            let hall = hall.ok_or_else(not_found)?;
            if let Some(result) = self.try_join(&room_id, &hall, invite) {
                if result.is_err() {
                    self.shared.retire_if_empty(&room_id);
                }
                return result;
            }
        }
    }

    /// None when the hall was let go in between and the directory must be asked again.
    fn try_join(
        &mut self,
        room_id: &RoomId,
        hall: &Arc<Hall>,
        invite: Option<&str>,
    ) -> Option<Result<(), Failure>> {
        let mut state = hall.lock();
        if state.retired {
            return None;
        }
        if !state.record.is_active || state.room.is_closed() {
            return Some(Err(Refusal::Closed.into()));
        }
        if !may_enter(&self.identity.visitor, &state.record, invite) {
            let text = "this room needs an invite; ask its owner for the link";
            return Some(Err(Failure::new(ErrorCode::AccessDenied, text)));
        }
        let others = state.room.seats().iter().map(Seat::participant).collect();
        let seat = Seat {
            connection_id: self.id.clone(),
            user_id: self.identity.visitor.user_id,
            display_name: self.identity.display_name.clone(),
            joined_at: self.shared.clock.now(),
            media: MediaState::default(),
        };
        let (own, joined_at) = (seat.participant(), seat.joined_at);
        let effects = match state.room.join(seat) {
            Ok(effects) => effects,
            Err(refusal) => return Some(Err(refusal.into())),
        };
        state.attach(self.id.clone(), self.outbox.clone());
        let shows_invite = may_change(&self.identity.visitor, &state.record);
        self.say(&ServerMessage::RoomJoined {
            room: state.record().shown(shows_invite),
            own,
            participants: others,
            chat: state.room.chat_history().iter().cloned().collect(),
            ice_servers: (self.identity.ice_servers)(),
            mode: Mode::Mesh,
        });
        state.carry_out(effects);
        self.note(PresenceKind::Joined, room_id, joined_at);
        drop(state);
        info!(connection_id = %self.id, %room_id, "joined");
        self.seat = Some(Taken { room_id: room_id.clone(), hall: hall.clone() });
        Some(Ok(()))
    }

    fn leave(&mut self, reason: LeaveReason) {
        let Some(Taken { room_id, hall }) = self.seat.take() else { return };
        let mut state = hall.lock();
        state.detach(&self.id);
        // none when the room was closed under the seat: its leaving is noted already
        let Some(effects) = state.room.leave(&self.id, reason) else { return };
        state.carry_out(effects);
        self.note(PresenceKind::Left, &room_id, self.shared.clock.now());
        let empty = state.room.seats().is_empty();
        drop(state);
        if empty {
            self.shared.retire_if_empty(&room_id);
        }
        info!(connection_id = %self.id, %room_id, ?reason, "left");
    }

    fn relay(&self, kind: RelayKind, to: &str, payload: &RawValue) -> Result<(), Failure> {
        let state = self.hall()?.lock();
        let effect = state.room.relay(&self.id, to, kind, payload)?;
        state.carry_out([effect]);
        Ok(())
    }

    fn chat(&self, text: &str) -> Result<(), Failure> {
        let mut state = self.hall()?.lock();
        let effect = state.room.chat(&self.id, text, random_token::<12>(), self.shared.clock.now())?;
        state.carry_out([effect]);
        Ok(())
    }

    fn set_media(&self, media: MediaState) -> Result<(), Failure> {
        let mut state = self.hall()?.lock();
        let effect = state.room.set_media(&self.id, media)?;
        state.carry_out([effect]);
        Ok(())
    }

    fn hall(&self) -> Result<&Hall, Failure> {
        let taken = self.seat.as_ref().ok_or(Refusal::NotSeated)?;
        Ok(&taken.hall)
    }

    /// Whether it has a seat; one in a room that was closed meanwhile counts no more.
    fn is_seated(&mut self) -> bool {
        if self.seat.as_ref().is_some_and(|taken| taken.hall.lock().room.is_closed()) {
            self.seat = None;
        }
        self.seat.is_some()
    }

    fn note(&self, kind: PresenceKind, room_id: &RoomId, at: Timestamp) {
        self.shared.journal.note(Presence {
            kind,
            room_id: room_id.clone(),
            user_id: self.identity.visitor.user_id,
            connection_id: self.id.clone(),
            at,
        });
    }

    fn say(&self, message: &ServerMessage) {
        self.outbox.push(hall::text(message));
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.leave(LeaveReason::Disconnected);
        let mut connections = self.shared.connections();
        let Some(registered) = connections.open.remove(&self.id) else { return };
        if let Some(of_user) = connections.per_user.get_mut(&registered.user_id) {
            *of_user -= 1;
            if *of_user == 0 {
                connections.per_user.remove(&registered.user_id);
            }
        }
    }
}
