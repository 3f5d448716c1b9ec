//! Rooms and who was in them: the collections `rooms` and `participations`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bson::oid::ObjectId;
use bson::{Bson, Document, doc};

use super::collection::{CollectionSpec, Query};
use super::database::Database;
use super::error::StoreError;
use super::fields::{Fields, date, date_if_any};
use super::index::IndexSpec;
use super::stays::{Presence, apply, end_all, present, take_older};
use super::transaction::Transaction;
use super::value::Case;
use crate::clock::Timestamp;
use crate::domain::id::{RoomId, UserId};
use crate::domain::name::{Description, RoomName};
use crate::domain::room::record::{RoomRecord, Stay};

pub(super) const ROOMS: &str = "rooms";
pub(super) const PARTICIPATIONS: &str = "participations";

pub(super) const SPEC: CollectionSpec = CollectionSpec {
    name: ROOMS,
    indexes: &[
        IndexSpec { field: "roomId", unique: true, case: Case::Sensitive },
        IndexSpec { field: "accessToken", unique: true, case: Case::Sensitive },
        IndexSpec { field: "createdBy", unique: false, case: Case::Sensitive },
        IndexSpec { field: "isActive", unique: false, case: Case::Sensitive },
        IndexSpec { field: "participants.userId", unique: false, case: Case::Sensitive },
    ],
};

pub(super) const PARTICIPATIONS_SPEC: CollectionSpec = CollectionSpec { name: PARTICIPATIONS, indexes: &[] };

/// Why a room could not be made or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    /// Another room has that id.
    #[error("that room id is taken")]
    RoomIdTaken,
    /// Another room has that access token.
    #[error("that access token is taken")]
    AccessTokenTaken,
    /// There is no such room.
    #[error("there is no such room")]
    NotFound,
    /// The store itself.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for RoomError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate { field: "roomId", .. } => Self::RoomIdTaken,
            StoreError::Duplicate { field: "accessToken", .. } => Self::AccessTokenTaken,
            other => Self::Store(other),
        }
    }
}

/// What of a room its owner may change; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct RoomChange {
    /// Its name on the page.
    pub name: Option<RoomName>,
    /// What it is for.
    pub description: Option<Description>,
    /// Whether every account may enter it without an invite.
    pub is_public: Option<bool>,
    /// The most participants at once.
    pub max_participants: Option<u32>,
}

/// The rooms of the box.
#[derive(Clone)]
pub struct Rooms(pub(super) Arc<Database>);

impl Rooms {
    /// Adds a room.
    pub async fn insert(&self, room: RoomRecord) -> Result<(), RoomError> {
        self.0.write(move |store| Ok(store.insert(ROOMS, to_document(&room))?)).await
    }

    /// The room with this id, active or closed.
    pub fn by_room_id(&self, id: &RoomId) -> Result<Option<RoomRecord>, StoreError> {
        self.0.find_one(ROOMS, by_room_id(id))?.as_ref().map(from_document).transpose()
    }

    /// The active public rooms and all of this user's own, the newest first.
    pub fn visible_to(&self, user: UserId) -> Result<Vec<RoomRecord>, StoreError> {
        self.newest_first(doc! {
            "$or": [{"isActive": true, "isPublic": true}, {"createdBy": user.object_id()}]
        })
    }

    /// All rooms, the newest first.
    pub fn all(&self) -> Result<Vec<RoomRecord>, StoreError> {
        self.newest_first(doc! {})
    }

    /// Changes what the owner may change; gives the room as it is then.
    pub async fn update(&self, id: RoomId, change: RoomChange) -> Result<RoomRecord, RoomError> {
        let mut fields = Document::new();
        if let Some(name) = change.name {
            fields.insert("name", name.as_str());
        }
        if let Some(description) = change.description {
            fields.insert("description", description.as_str());
        }
        if let Some(is_public) = change.is_public {
            fields.insert("isPublic", is_public);
        }
        if let Some(most) = change.max_participants {
            fields.insert("maxParticipants", number(most));
        }
        let update = doc! {"$set": fields};
        self.0
            .write(move |store| {
                let updated = store.update(ROOMS, by_room_id(&id), &update)?.ok_or(RoomError::NotFound)?;
                Ok(from_document(&updated)?)
            })
            .await
    }

    /// Closes a room and ends every stay in it; one that was closed before stays closed since then. Gives the
    /// room as it is then.
    pub async fn close(&self, id: RoomId, at: Timestamp) -> Result<RoomRecord, RoomError> {
        self.0
            .write(move |store| {
                let document = store.find_one(ROOMS, by_room_id(&id))?.ok_or(RoomError::NotFound)?;
                change_stays(store, document, |room, stays| {
                    end_all(stays, at);
                    if room.get_bool("isActive").unwrap_or(true) {
                        room.insert("isActive", false);
                        room.insert("closedAt", date(at));
                    }
                })?;
                let closed = store.find_one(ROOMS, by_room_id(&id))?.ok_or(RoomError::NotFound)?;
                Ok(from_document(&closed)?)
            })
            .await
    }

    /// Notes who came and who went, in one write for all. Of rooms that are not there nothing is noted, nor who
    /// came into a closed one.
    pub async fn record_presence(&self, events: Vec<Presence>) -> Result<(), StoreError> {
        let mut by_room: BTreeMap<RoomId, Vec<Presence>> = BTreeMap::new();
        for event in events {
            by_room.entry(event.room_id.clone()).or_default().push(event);
        }
        self.0
            .write(move |store| {
                for (id, events) in by_room {
                    let Some(document) = store.find_one(ROOMS, by_room_id(&id))? else { continue };
                    change_stays(store, document, |room, stays| {
                        let is_active = room.get_bool("isActive").unwrap_or(false);
                        for event in &events {
                            apply(stays, event, is_active);
                        }
                    })?;
                }
                Ok(())
            })
            .await
    }

    /// Ends every stay that a crash left open; says how many rooms had one.
    pub async fn end_open_stays(&self, at: Timestamp) -> Result<usize, StoreError> {
        self.0
            .write(move |store| {
                let left_open = doc! {"participants": {"$elemMatch": {"leftAt": null}}};
                let rooms = store.find(ROOMS, left_open)?;
                let count = rooms.len();
                for document in rooms {
                    change_stays(store, document, |_, stays| end_all(stays, at))?;
                }
                Ok(count)
            })
            .await
    }

    fn newest_first(&self, filter: Document) -> Result<Vec<RoomRecord>, StoreError> {
        let query = Query::new(filter).sort(doc! {"createdAt": -1});
        self.0.find(ROOMS, query)?.iter().map(from_document).collect()
    }
}

/// Lets `change` work on a room and its stays, and stores them; stays too old to be kept in the room move to
/// their own collection in the same transaction.
fn change_stays(
    store: &mut Transaction<'_>,
    mut room: Document,
    change: impl FnOnce(&mut Document, &mut Vec<Stay>),
) -> Result<(), StoreError> {
    let mut stays = stays_of(Fields::of(ROOMS, &room))?;
    change(&mut room, &mut stays);
    let room_id = room.get("roomId").cloned().unwrap_or_default();
    for stay in take_older(&mut stays) {
        let mut document = doc! {"_id": ObjectId::new(), "roomId": room_id.clone()};
        document.extend(stay_to_document(&stay));
        store.insert(PARTICIPATIONS, document)?;
    }
    room.insert("currentParticipants", number(present(&stays)));
    room.insert("participants", stays.iter().map(stay_to_document).collect::<Vec<_>>());
    store.replace(ROOMS, room)
}

fn by_room_id(id: &RoomId) -> Document {
    doc! {"roomId": id.as_str()}
}

fn number(count: u32) -> Bson {
    i32::try_from(count).map_or_else(|_| Bson::Int64(count.into()), Bson::Int32)
}

fn to_document(room: &RoomRecord) -> Document {
    doc! {
        "_id": ObjectId::new(),
        "roomId": room.room_id.as_str(),
        "name": room.name.as_str(),
        "description": room.description.as_str(),
        "createdBy": room.created_by.object_id(),
        "accessToken": room.access_token.as_str(),
        "isPublic": room.is_public,
        "maxParticipants": number(room.max_participants),
        "isActive": room.is_active,
        "participants": room.participants.iter().map(stay_to_document).collect::<Vec<_>>(),
        "currentParticipants": number(room.current_participants),
        "createdAt": date(room.created_at),
        "closedAt": date_if_any(room.closed_at),
    }
}

pub(super) fn from_document(document: &Document) -> Result<RoomRecord, StoreError> {
    let fields = Fields::of(ROOMS, document);
    Ok(RoomRecord {
        room_id: fields.parsed("roomId")?,
        name: fields.parsed("name")?,
        description: fields.parsed("description")?,
        created_by: fields.user("createdBy")?,
        access_token: fields.parsed("accessToken")?,
        is_public: fields.parsed("isPublic")?,
        max_participants: fields.parsed("maxParticipants")?,
        is_active: fields.parsed("isActive")?,
        participants: stays_of(fields)?,
        current_participants: fields.parsed("currentParticipants")?,
        created_at: fields.moment("createdAt")?,
        closed_at: fields.moment_if_any("closedAt")?,
    })
}

fn stay_to_document(stay: &Stay) -> Document {
    doc! {
        "userId": stay.user_id.object_id(),
        "connectionId": stay.connection_id.as_str(),
        "joinedAt": date(stay.joined_at),
        "leftAt": date_if_any(stay.left_at),
        "duration": stay.duration,
    }
}

fn stays_of(fields: Fields<'_>) -> Result<Vec<Stay>, StoreError> {
    fields.documents("participants")?.into_iter().map(|document| stay_of(fields.inside(document))).collect()
}

/// A stay that has moved out of its room's document, with the room it was in.
pub(super) fn participation(document: &Document) -> Result<(RoomId, Stay), StoreError> {
    let fields = Fields::of(PARTICIPATIONS, document);
    Ok((fields.parsed("roomId")?, stay_of(fields)?))
}

fn stay_of(fields: Fields<'_>) -> Result<Stay, StoreError> {
    Ok(Stay {
        user_id: fields.user("userId")?,
        connection_id: fields.parsed("connectionId")?,
        joined_at: fields.moment("joinedAt")?,
        left_at: fields.moment_if_any("leftAt")?,
        duration: fields.parsed("duration")?,
    })
}
