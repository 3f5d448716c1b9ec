//! Who may see, enter and change a room.

use super::record::RoomRecord;
use crate::domain::account::Role;
use crate::domain::id::{RoomId, UserId};
use crate::secret;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Which user or guest.
    pub user_id: UserId,
    /// With which role.
    pub role: Role,
    /// The one room that a guest is good for.
    pub guest_of: Option<RoomId>,
}

/// Whether `visitor` may see `room` and its participants, with no invite in hand.
pub fn may_see(visitor: &Visitor, room: &RoomRecord) -> bool {
    match visitor.role {
        Role::Admin => true,
        Role::User => room.is_public || room.created_by == visitor.user_id,
        Role::Guest => visitor.guest_of.as_ref() == Some(&room.room_id),
    }
}

/// Whether `visitor` may enter `room`, with `invite` where they have one. Whether it is open or full is another
/// matter.
pub fn may_enter(visitor: &Visitor, room: &RoomRecord, invite: Option<&str>) -> bool {
    // a guest is good for one room, whatever invites they come by
    let welcome_elsewhere = visitor.role != Role::Guest;
    may_see(visitor, room) || welcome_elsewhere && invite.is_some_and(|invite| is_invite(room, invite))
}

/// Whether `visitor` may change or close `room` and see its invite.
pub fn may_change(visitor: &Visitor, room: &RoomRecord) -> bool {
    match visitor.role {
        Role::Admin => true,
        Role::User => room.created_by == visitor.user_id,
        Role::Guest => false,
    }
}

/// Whether `invite` is the room's; takes the same time whether it is nearly right or not at all.
pub fn is_invite(room: &RoomRecord, invite: &str) -> bool {
    secret::same(room.access_token.as_bytes(), invite.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn room(owner: UserId, is_public: bool) -> RoomRecord {
        RoomRecord {
            room_id: "here".parse().unwrap(),
            name: "Here".parse().unwrap(),
            description: "".parse().unwrap(),
            created_by: owner,
            access_token: "invite".into(),
            is_public,
            max_participants: 6,
            is_active: true,
            participants: Vec::new(),
            current_participants: 0,
            created_at: Timestamp::default(),
            closed_at: None,
        }
    }

    #[test]
    fn the_doors_of_a_room() {
        let owner = UserId::generate();
        let account = |user_id, role| Visitor { user_id, role, guest_of: None };
        let guest = |of: &str| Visitor {
            user_id: UserId::generate(),
            role: Role::Guest,
            guest_of: Some(of.parse().unwrap()),
        };
        let (good, wrong) = (Some("invite"), Some("guess"));
        // visitor, public?, invite -> see, enter, change
        let table = [
            (account(owner, Role::User), false, None, (true, true, true)),
            (account(UserId::generate(), Role::Admin), false, None, (true, true, true)),
            (account(UserId::generate(), Role::User), true, None, (true, true, false)),
            (account(UserId::generate(), Role::User), false, None, (false, false, false)),
            (account(UserId::generate(), Role::User), false, wrong, (false, false, false)),
            (account(UserId::generate(), Role::User), false, good, (false, true, false)),
            (guest("here"), false, None, (true, true, false)),
            (guest("elsewhere"), false, good, (false, false, false)),
            (guest("elsewhere"), true, good, (false, false, false)),
        ];
        for (visitor, is_public, invite, expected) in table {
            let room = room(owner, is_public);
            let actual =
                (may_see(&visitor, &room), may_enter(&visitor, &room, invite), may_change(&visitor, &room));
            assert_eq!(actual, expected, "{visitor:?} public: {is_public} invite: {invite:?}");
        }
    }
}
