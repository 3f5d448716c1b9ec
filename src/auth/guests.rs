//! The guests whose tokens were shown since the start.
//!
//! A guest is in no collection, for the token says all of them. But what a guest holds of the box, sockets and relayed
//! addresses, must end with their room or their stay, so it is remembered which sessions there are.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Timestamp;
use crate::domain::id::{RoomId, SessionId};

#[derive(Default)]
pub(super) struct Guests(Mutex<HashMap<SessionId, Stay>>);

struct Stay {
    room: RoomId,
    expires: Timestamp,
}

impl Guests {
    /// Remembers a guest of `room`, whose token is good until `expires`.
    pub(super) fn note(&self, session: &SessionId, room: &RoomId, expires: Timestamp) {
        let mut stays = self.lock();
        if !stays.contains_key(session) {
            stays.insert(session.clone(), Stay { room: room.clone(), expires });
        }
    }

    /// Forgets one guest.
    pub(super) fn forget(&self, session: &SessionId) {
        self.lock().remove(session);
    }

    /// Forgets the guests of a room, and says which they were.
    pub(super) fn forget_room(&self, room: &RoomId) -> Vec<SessionId> {
        self.forget_where(|stay| stay.room == *room)
    }

    /// Forgets those whose stay was over by `now`, and says which they were.
    pub(super) fn forget_expired(&self, now: Timestamp) -> Vec<SessionId> {
        self.forget_where(|stay| stay.expires <= now)
    }

    /// Moves the ends of all stays by so many milliseconds, as a clock that was set has moved.
    pub(super) fn shift(&self, millis: i64) {
        for stay in self.lock().values_mut() {
            stay.expires = Timestamp::from_millis(stay.expires.as_millis().saturating_add(millis));
        }
    }

    fn forget_where(&self, over: impl Fn(&Stay) -> bool) -> Vec<SessionId> {
        self.lock().extract_if(|_, stay| over(stay)).map(|(session, _)| session).collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, Stay>> {
        // inserting and removing can't be left half done
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_go_with_their_room_or_at_the_end_of_their_stay() {
        let guests = Guests::default();
        let (here, there): (RoomId, RoomId) = ("here".parse().unwrap(), "there".parse().unwrap());
        let session = |name: &str| -> SessionId { name.parse().unwrap() };
        let at = Timestamp::from_millis;
        guests.note(&session("ada"), &here, at(100));
        guests.note(&session("ada"), &here, at(100));
        guests.note(&session("bob"), &here, at(200));
        guests.note(&session("eve"), &there, at(300));
        guests.note(&session("gus"), &there, at(300));
        guests.shift(1_000);
        assert_eq!(guests.forget_expired(at(1_099)), []);
        guests.shift(-1_000);
        assert_eq!(guests.forget_expired(at(99)), []);
        assert_eq!(guests.forget_expired(at(100)), [session("ada")]);
        guests.forget(&session("gus"));
        assert_eq!(guests.forget_room(&there), [session("eve")]);
        assert_eq!(guests.forget_room(&here), [session("bob")]);
        assert_eq!(guests.forget_room(&here), []);
    }
}
