//! One connection: what it asks for, answered; its seat, given up when it ends for any reason.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use tracing::{debug, error, info};

use super::hall::{self, Claim, Hall, HallState};
use super::outbox::{CloseReason, Outbox};
use super::seat::Taken;
use super::{Refused, Registered, Shared, error_message};
use crate::domain::id::{ConnectionId, RoomId, SessionId};
use crate::domain::name::DisplayName;
use crate::domain::room::access::{Visitor, may_change, may_enter};
use crate::domain::room::live::{Refusal, Seat};
use crate::limiter::{Exceeded, MessageKind, MessageLimiter};
use crate::protocol::api::{IceServer, User};
use crate::protocol::error::ErrorCode;
use crate::protocol::incoming::{ClientMessage, Incoming, RelayKind, Resume};
use crate::protocol::signal::{LeaveReason, MediaState, Mode, Participant, ServerMessage};
use crate::secret::random_token;
use crate::store::PresenceKind;

/// Makes the STUN and TURN servers for one client, with fresh credentials each time.
pub(super) type IceServers = Box<dyn Fn() -> Vec<IceServer> + Send + Sync>;

/// Whose connection it is.
pub struct Identity {
    /// The session it belongs to.
    pub session_id: SessionId,
    /// Who, for the rules.
    pub visitor: Visitor,
    /// The name others see.
    pub display_name: DisplayName,
    /// Where this client finds STUN and TURN.
    pub ice_servers: IceServers,
    /// What the log has all under that happens over this connection.
    pub correlation_id: Arc<str>,
}

/// A registered connection. Dropping it gives up its seat.
pub struct Connection {
    shared: Arc<Shared>,
    id: ConnectionId,
    identity: Identity,
    outbox: Arc<Outbox>,
    resume_token: String,
    messages: MessageLimiter,
    opened: Instant,
    lost: bool,
    seat: Option<Taken>,
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

impl From<Exceeded> for Failure {
    fn from(exceeded: Exceeded) -> Self {
        Self { code: ErrorCode::RateLimited, message: exceeded.to_string() }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code(), message: refusal.to_string() }
    }
}

impl Connection {
    pub(super) fn open(shared: Arc<Shared>, identity: Identity, user: User) -> Result<Self, Refused> {
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
        let resume_token = random_token::<32>();
        shared.meter.connections.increment();
        let (messages, opened) = (shared.limiter.messages(), shared.clock.monotonic());
        let connection =
            Self { shared, id, identity, outbox, resume_token, messages, opened, lost: false, seat: None };
        connection.say(&ServerMessage::Connected {
            connection_id: connection.id.to_string(),
            user,
            resume_token: connection.resume_token.clone(),
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
    ///
    /// # Errors
    /// [`Exceeded`] when it was one too many: the client was told, and should be read from more slowly.
    pub fn handle(&mut self, frame: &str) -> Result<(), Exceeded> {
        let began = self.shared.clock.monotonic();
        match Incoming::parse(frame) {
            Ok(Incoming { id, message }) => {
                let kind = kind(&message);
                self.admit(kind, id.as_deref())?;
                let joins = matches!(message, ClientMessage::JoinRoom { .. });
                match self.dispatch(message) {
                    Err(failure) => self.fail(failure.code, failure.message, id),
                    Ok(()) if joins => self.shared.meter.join_seconds.observe_duration(self.since(began)),
                    Ok(()) => {}
                }
                self.shared.meter.message_seconds(kind).observe_duration(self.since(began));
                Ok(())
            }
            Err(bad) => self.refuse(bad.code, bad.detail, bad.reply_to),
        }
    }

    /// Tells the client that what it sent is no message; it counts as one all the same.
    ///
    /// # Errors
    /// As [`Connection::handle`].
    pub fn refuse(
        &mut self,
        code: ErrorCode,
        message: String,
        reply_to: Option<String>,
    ) -> Result<(), Exceeded> {
        self.admit(MessageKind::Other, reply_to.as_deref())?;
        self.fail(code, message, reply_to);
        Ok(())
    }

    fn admit(&mut self, kind: MessageKind, id: Option<&str>) -> Result<(), Exceeded> {
        let granted = self.messages.message(kind);
        if let Err(exceeded) = &granted {
            self.fail(ErrorCode::RateLimited, exceeded.to_string(), id.map(ToOwned::to_owned));
        }
        granted
    }

    fn fail(&self, code: ErrorCode, message: String, reply_to: Option<String>) {
        let correlation_id = &*self.identity.correlation_id;
        debug!(connection_id = %self.id, code = code.as_str(), correlation_id, "refused a message");
        self.shared.meter.errors.note(code);
        self.say(&error_message(code, message, correlation_id.to_owned(), reply_to));
    }

    fn since(&self, began: Instant) -> Duration {
        self.shared.clock.monotonic().saturating_duration_since(began)
    }

    /// Its socket was lost, not closed: a seat whose client asked for that is kept for a while.
    pub const fn lose(&mut self) {
        self.lost = true;
    }

    /// Counts that the box closes the socket, and why.
    pub fn note_close(&self, reason: CloseReason) {
        self.shared.meter.closed(reason).increment();
        debug!(connection_id = %self.id, ?reason, correlation_id = &*self.identity.correlation_id, "closed");
    }

    /// Says why the box closes the socket, then closes it.
    pub fn close(&self, reason: CloseReason) {
        self.outbox.close(reason);
    }

    fn dispatch(&mut self, message: ClientMessage<'_>) -> Result<(), Failure> {
        match message {
            ClientMessage::JoinRoom { room_id, access_token, resume } => {
                self.join(&room_id, access_token.as_deref(), &resume)
            }
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
            ClientMessage::ClientStats(stats) => {
                self.shared.meter.clients.note(&stats);
                Ok(())
            }
            ClientMessage::Ping => {
                self.say(&ServerMessage::Pong {});
                Ok(())
            }
        }
    }

    fn join(&mut self, room_id: &str, invite: Option<&str>, resume: &Resume<'_>) -> Result<(), Failure> {
        let not_found = || Failure::new(ErrorCode::RoomNotFound, "there is no such room; check the link");
        let room_id: RoomId = room_id.parse().map_err(|_| not_found())?;
        if self.is_seated() {
            return Err(Failure::new(
                ErrorCode::AlreadyInRoom,
                "this connection is in a room already; leave it first",
            ));
        }
        self.shared.limiter.join_by(self.identity.visitor.user_id)?;
        loop {
            let hall = self.shared.hall(&room_id).map_err(|error| {
                error!(%error, %room_id, correlation_id = &*self.identity.correlation_id, "could not read a room");
                Failure::new(ErrorCode::Internal, "the room could not be read; try again")
            })?;
            let hall = hall.ok_or_else(not_found)?;
            if let Some(result) = self.try_join(&room_id, &hall, invite, resume) {
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
        resume: &Resume<'_>,
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
        let seat_id = if let Some(seat_id) = self.resume(&mut state, resume) {
            seat_id
        } else {
            let granted = self.shared.limiter.join_of(room_id).map_err(Failure::from);
            let taken = granted.and_then(|()| Ok(self.take_seat(&mut state, room_id, resume)?));
            if taken.is_err() {
                return Some(taken);
            }
            self.id.clone()
        };
        drop(state);
        let resumed = seat_id != self.id;
        if resumed {
            self.shared.meter.resumed.increment();
        }
        let correlation_id = self.identity.correlation_id.clone();
        info!(connection_id = %self.id, %room_id, resumed, correlation_id = &*correlation_id, "joined");
        let (room_id, hall) = (room_id.clone(), hall.clone());
        self.seat = Some(Taken { id: seat_id, room_id, hall, kept: resume.keep, correlation_id });
        Some(Ok(()))
    }

    /// Goes on with the seat that the client's resume token is good for, and hears what was said to it meanwhile.
    fn resume(&self, state: &mut HallState, resume: &Resume<'_>) -> Option<ConnectionId> {
        let claimed = self.claim(resume.token.as_deref()?);
        let (seat_id, waiting) = state.take_over(&claimed, &self.outbox, self.claim(&self.resume_token))?;
        let seat = state.room.seats().iter().find(|seat| seat.connection_id == seat_id)?.participant();
        self.greet(state, seat);
        for message in waiting {
            self.outbox.push(message);
        }
        Some(seat_id)
    }

    fn take_seat(&self, state: &mut HallState, room_id: &RoomId, resume: &Resume<'_>) -> Result<(), Refusal> {
        let seat = Seat {
            connection_id: self.id.clone(),
            user_id: self.identity.visitor.user_id,
            display_name: self.identity.display_name.clone(),
            joined_at: self.shared.clock.now(),
            media: MediaState::default(),
        };
        let (own, joined_at) = (seat.participant(), seat.joined_at);
        let effects = state.room.join(seat)?;
        self.greet(state, own);
        state.attach(
            self.id.clone(),
            self.outbox.clone(),
            resume.keep.then(|| self.claim(&self.resume_token)),
        );
        state.carry_out(effects);
        self.shared.note(PresenceKind::Joined, room_id, self.identity.visitor.user_id, &self.id, joined_at);
        Ok(())
    }

    fn greet(&self, state: &HallState, own: Participant) {
        let seats = state.room.seats().iter();
        self.say(&ServerMessage::RoomJoined {
            room: state.record().shown(may_change(&self.identity.visitor, &state.record)),
            participants: seats
                .map(Seat::participant)
                .filter(|seat| seat.connection_id != own.connection_id)
                .collect(),
            own,
            chat: state.room.chat_history().iter().cloned().collect(),
            ice_servers: (self.identity.ice_servers)(),
            mode: Mode::Mesh,
        });
    }

    fn claim(&self, resume_token: &str) -> Claim {
        Claim { resume_token: resume_token.to_owned(), session_id: self.identity.session_id.clone() }
    }

    fn leave(&mut self, reason: LeaveReason) {
        if let Some(taken) = self.seat.take() {
            self.shared.give_up(&taken, &self.outbox, reason);
        }
    }

    fn relay(&self, kind: RelayKind, to: &str, payload: &RawValue) -> Result<(), Failure> {
        let seat = self.seat()?;
        let text = ServerMessage::relayed(kind, seat.id.as_str(), payload);
        let state = seat.hall.lock();
        state.say_to(state.room.relay(&seat.id, to)?, text.into());
        Ok(())
    }

    fn chat(&self, text: &str) -> Result<(), Failure> {
        let seat = self.seat()?;
        let mut state = seat.hall.lock();
        let effect = state.room.chat(&seat.id, text, random_token::<12>(), self.shared.clock.now())?;
        state.carry_out([effect]);
        drop(state);
        self.shared.meter.chat_lines.increment();
        Ok(())
    }

    fn set_media(&self, media: MediaState) -> Result<(), Failure> {
        let seat = self.seat()?;
        let mut state = seat.hall.lock();
        let before = state.room.seats().iter().find(|other| other.connection_id == seat.id);
        let begins_to_share = media.screen && before.is_some_and(|before| !before.media.screen);
        let effect = state.room.set_media(&seat.id, media)?;
        state.carry_out([effect]);
        drop(state);
        if begins_to_share {
            self.shared.meter.screen_shares.increment();
        }
        Ok(())
    }

    fn seat(&self) -> Result<&Taken, Refusal> {
        self.seat.as_ref().ok_or(Refusal::NotSeated)
    }

    /// Whether it has a seat; one in a room that was closed meanwhile counts no more.
    fn is_seated(&mut self) -> bool {
        if self.seat.as_ref().is_some_and(|taken| taken.hall.lock().room.is_closed()) {
            self.seat = None;
        }
        self.seat.is_some()
    }

    fn say(&self, message: &ServerMessage) {
        self.outbox.push(hall::text(message));
    }

    /// Counts as open no more. Where its seat is kept, the end of its session still reaches it.
    fn unregister(&self, kept: bool) {
        let mut connections = self.shared.connections();
        let Some(registered) = connections.open.remove(&self.id) else { return };
        if let Some(of_user) = connections.per_user.get_mut(&registered.user_id) {
            *of_user -= 1;
            if *of_user == 0 {
                connections.per_user.remove(&registered.user_id);
            }
        }
        if kept {
            connections.kept.insert(self.id.clone(), registered);
        }
    }
}

/// What a message counts as.
const fn kind(message: &ClientMessage<'_>) -> MessageKind {
    match message {
        ClientMessage::Relay { kind: RelayKind::Offer | RelayKind::Answer, .. } => MessageKind::Description,
        ClientMessage::Relay { kind: RelayKind::IceCandidate, .. } => MessageKind::Candidate,
        ClientMessage::ChatMessage { .. } => MessageKind::Chat,
        ClientMessage::MediaState(_) => MessageKind::MediaState,
        ClientMessage::JoinRoom { .. }
        | ClientMessage::LeaveRoom
        | ClientMessage::ClientStats(_)
        | ClientMessage::Ping => MessageKind::Other,
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let kept = self.seat.take_if(|seat| seat.kept && self.lost);
        self.unregister(kept.is_some());
        match (kept, tokio::runtime::Handle::try_current()) {
            (Some(taken), Ok(runtime)) => {
                let correlation_id = &*taken.correlation_id;
                info!(connection_id = %taken.id, room_id = %taken.room_id, correlation_id, "lost; its seat is kept for a while");
                let (shared, id, outbox) = (self.shared.clone(), self.id.clone(), self.outbox.clone());
                runtime.spawn(shared.keep_for_a_while(id, taken, outbox));
            }
            (Some(taken), Err(_)) => self.shared.give_up(&taken, &self.outbox, LeaveReason::Disconnected),
            (None, _) => self.leave(LeaveReason::Disconnected),
        }
        self.shared.meter.connection_seconds.observe_duration(self.since(self.opened));
    }
}
