//! What is kept of a room.

use crate::clock::Timestamp;
use crate::domain::id::{ConnectionId, RoomId, UserId};
use crate::domain::name::{Description, RoomName};
use crate::protocol::api::Room;

/// How many who left a room's own document keeps; older stays move to the `participations` collection.
pub const STAYS_KEPT: usize = 200;

/// A room as it is stored, live presence included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomRecord {
    /// Its name in links.
    pub room_id: RoomId,
    /// Its name on the page.
    pub name: RoomName,
    /// What it is for; may be empty.
    pub description: Description,
    /// Its owner.
    pub created_by: UserId,
    /// The invite: whoever shows it may enter.
    pub access_token: String,
    /// Whether every account on the box may see and enter it without an invite.
    pub is_public: bool,
    /// The most participants at once, in [`MAX_PARTICIPANTS`].
    pub max_participants: u32,
    /// False once it was closed.
    pub is_active: bool,
    /// Those present and the latest [`STAYS_KEPT`] who left, oldest first.
    pub participants: Vec<Stay>,
    /// How many are present.
    pub current_participants: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

impl RoomRecord {
    /// The room as the API shows it, with the invite for those who may hand it out.
    pub fn shown(&self, with_invite: bool) -> Room {
        Room {
            room_id: self.room_id.to_string(),
            name: self.name.to_string(),
            description: self.description.to_string(),
            created_by: self.created_by.to_string(),
            is_public: self.is_public,
            max_participants: self.max_participants,
            is_active: self.is_active,
            current_participants: self.current_participants,
            created_at: self.created_at,
            closed_at: self.closed_at,
            access_token: with_invite.then(|| self.access_token.clone()),
        }
    }
}

/// One connection's stay in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Who; a guest's id is in no other collection.
    pub user_id: UserId,
    /// By which connection.
    pub connection_id: ConnectionId,
    /// From when.
    pub joined_at: Timestamp,
    /// Until when; none while present.
    pub left_at: Option<Timestamp>,
    /// Whole seconds from joining to leaving; none while present.
    pub duration: Option<i64>,
}

/// What `maxParticipants` may be in a mesh room: every browser sends to every other.
pub const MAX_PARTICIPANTS: std::ops::RangeInclusive<u32> = 2..=10;

/// What `maxParticipants` is unless given.
pub const DEFAULT_MAX_PARTICIPANTS: u32 = 6;
