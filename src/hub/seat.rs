//! A connection's seat in a live room, and how it is given up: at once, or after a while in which it waits for its
//! client to come back.

use std::sync::Arc;

use tracing::info;

use super::Shared;
use super::hall::Hall;
use super::outbox::Outbox;
use crate::clock::Timestamp;
use crate::domain::id::{ConnectionId, RoomId, UserId};
use crate::protocol::signal::LeaveReason;
use crate::store::{Presence, PresenceKind};

/// A seat that a connection holds.
pub(super) struct Taken {
    /// The seat's own id: of the connection that took it first.
    pub(super) id: ConnectionId,
    pub(super) room_id: RoomId,
    pub(super) hall: Arc<Hall>,
    /// Whether it is kept when the socket is lost.
    pub(super) kept: bool,
    /// Of the connection that holds it.
    pub(super) correlation_id: Arc<str>,
}

impl Shared {
    /// Gives a seat up, unless it goes on over another socket or its room was closed.
    pub(super) fn give_up(&self, taken: &Taken, outbox: &Arc<Outbox>, reason: LeaveReason) {
        let Taken { id, room_id, hall, correlation_id, .. } = taken;
        let now = self.clock.now();
        let mut state = hall.lock();
        if !state.detach(id, outbox) {
            return;
        }
        let seat = state.room.seats().iter().find(|seat| seat.connection_id == *id);
        let seat = seat.map(|seat| (seat.user_id, seat.joined_at));
        let (Some((user_id, joined_at)), Some(effects)) = (seat, state.room.leave(id, reason)) else {
            return;
        };
        state.carry_out(effects);
        self.note(PresenceKind::Left, room_id, user_id, id, now);
        let empty = state.room.seats().is_empty();
        drop(state);
        if empty {
            self.retire_if_empty(room_id);
        }
        self.meter.stay_seconds.observe_duration(now.since(joined_at));
        info!(connection_id = %id, %room_id, ?reason, correlation_id = &**correlation_id, "left");
    }

    /// Has it written down that someone came or went.
    pub(super) fn note(
        &self,
        kind: PresenceKind,
        room_id: &RoomId,
        user_id: UserId,
        id: &ConnectionId,
        at: Timestamp,
    ) {
        let (room_id, connection_id) = (room_id.clone(), id.clone());
        self.journal.note(Presence { kind, room_id, user_id, connection_id, at });
    }

    /// Keeps the seat of a `lost` connection for whoever holds its resume token, then gives it up: sooner where its
    /// session ends, where it goes on over another socket, or where more was said to it than can be kept.
    pub(super) async fn keep_for_a_while(
        self: Arc<Self>,
        lost: ConnectionId,
        taken: Taken,
        outbox: Arc<Outbox>,
    ) {
        let _ = tokio::time::timeout(self.limits.seat_kept, outbox.closed()).await;
        self.give_up(&taken, &outbox, LeaveReason::Disconnected);
        self.connections().kept.remove(&lost);
    }
}
