//! Log-ins: the collection `sessions`. A refresh token is kept as a hash alone.

use std::sync::Arc;

use bson::{Document, doc};

use super::collection::{CollectionSpec, Query};
use super::database::Database;
use super::error::StoreError;
use super::fields::{Fields, date};
use super::index::IndexSpec;
use super::rooms::ROOMS;
use super::value::Case;
use crate::clock::Timestamp;
use crate::domain::id::{RoomId, SessionId, UserId};
use crate::protocol::admin::SessionInfo;
use crate::secret::same;

pub(super) const SESSIONS: &str = "sessions";

pub(super) const SPEC: CollectionSpec = CollectionSpec {
    name: SESSIONS,
    indexes: &[
        IndexSpec { field: "userId", unique: false, case: Case::Sensitive },
        IndexSpec { field: "guestOf", unique: false, case: Case::Sensitive },
    ],
};

/// A log-in that lasts until it is ended or expires.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Which one.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// The SHA-256 of the refresh token that is good now, in hexadecimal digits.
    pub refresh_hash: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When its refresh token was last used.
    pub last_used_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
    /// Whether it outlives the browser ("remember me").
    pub persistent: bool,
    /// In which browser or program it began, as that called itself.
    pub user_agent: Option<String>,
    /// The one room that a guest's is good for. It ends with the room, and its user is in no collection.
    pub guest_of: Option<RoomId>,
}

impl Session {
    /// The session as the API shows it to who asks from `current`, if that is a session.
    pub fn shown(self, current: Option<&SessionId>) -> SessionInfo {
        SessionInfo {
            current: current == Some(&self.id),
            id: self.id.to_string(),
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            expires_at: self.expires_at,
            persistent: self.persistent,
            user_agent: self.user_agent,
        }
    }
}

/// What became of an attempt to rotate a session's refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The token was the one that is good; now the new one is.
    Rotated,
    /// The session is there, but the token was not the one that is good.
    Reused,
    /// There is no such session, or not any more.
    Gone,
}

/// The log-ins of the box.
#[derive(Clone)]
pub struct Sessions(pub(super) Arc<Database>);

impl Sessions {
    /// Adds a session.
    pub async fn insert(&self, session: Session) -> Result<(), StoreError> {
        self.0.write(move |store| store.insert(SESSIONS, to_document(&session))).await
    }

    /// Adds a guest's session if its room is open; says whether it was.
    pub async fn insert_guest(&self, session: Session) -> Result<bool, StoreError> {
        self.0
            .write(move |store| {
                let room = session.guest_of.as_ref().map(RoomId::as_str);
                let open = store.find_one(ROOMS, doc! {"roomId": room, "isActive": true})?.is_some();
                if open {
                    store.insert(SESSIONS, to_document(&session))?;
                }
                Ok(open)
            })
            .await
    }

    /// The session with this id, expired or not.
    pub fn by_id(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        self.0.find_one(SESSIONS, by_id(id))?.as_ref().map(from_document).transpose()
    }

    /// Puts a new refresh token in the place of the expected one, if that is the good one and the session has
    /// not expired, and lets it last until `expires_at`: of two attempts with one token, one alone succeeds.
    pub async fn rotate(
        &self,
        id: SessionId,
        expected_hash: String,
        new_hash: String,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Rotation, StoreError> {
        self.0
            .write(move |store| {
                let Some(document) = store.find_one(SESSIONS, by_id(&id))? else { return Ok(Rotation::Gone) };
                let session = from_document(&document)?;
                if session.expires_at <= at {
                    return Ok(Rotation::Gone);
                }
                if !same(session.refresh_hash.as_bytes(), expected_hash.as_bytes()) {
                    return Ok(Rotation::Reused);
                }
                let rotated = doc! {
                    "refreshHash": new_hash, "lastUsedAt": date(at), "expiresAt": date(expires_at)
                };
                store.update(SESSIONS, by_id(&id), &doc! {"$set": rotated})?;
                Ok(Rotation::Rotated)
            })
            .await
    }

    /// Ends a session; says whether there was one.
    pub async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        self.0.write(move |store| Ok(store.delete(SESSIONS, by_id(&id))? > 0)).await
    }

    /// Ends all sessions of a user, but for one if given; says which.
    pub async fn delete_for_user(
        &self,
        user: UserId,
        except: Option<SessionId>,
    ) -> Result<Vec<SessionId>, StoreError> {
        let mut filter = doc! {"userId": user.object_id()};
        if let Some(except) = except {
            filter.insert("_id", doc! {"$ne": except.as_str()});
        }
        self.delete_where(filter).await
    }

    /// Ends the sessions of a room's guests; says which.
    pub async fn delete_for_room(&self, room: &RoomId) -> Result<Vec<SessionId>, StoreError> {
        self.delete_where(doc! {"guestOf": room.as_str()}).await
    }

    /// Removes the sessions that have expired; says which.
    pub async fn delete_expired(&self, now: Timestamp) -> Result<Vec<SessionId>, StoreError> {
        self.delete_where(doc! {"expiresAt": {"$lte": date(now)}}).await
    }

    /// A user's sessions, the one used last first.
    pub fn list_for_user(&self, user: UserId) -> Result<Vec<Session>, StoreError> {
        let query = Query::new(doc! {"userId": user.object_id()}).sort(doc! {"lastUsedAt": -1});
        self.0.find(SESSIONS, query)?.iter().map(from_document).collect()
    }

    /// Moves all that sessions say of time by so many milliseconds, ahead or back, as a clock that was set has moved.
    pub async fn shift(&self, millis: i64) -> Result<(), StoreError> {
        let shifted =
            move |moment: Timestamp| date(Timestamp::from_millis(moment.as_millis().saturating_add(millis)));
        self.0
            .write(move |store| {
                for document in store.find(SESSIONS, doc! {})? {
                    let session = from_document(&document)?;
                    let times = doc! {
                        "lastUsedAt": shifted(session.last_used_at), "expiresAt": shifted(session.expires_at)
                    };
                    store.update(SESSIONS, by_id(&session.id), &doc! {"$set": times})?;
                }
                Ok(())
            })
            .await
    }

    async fn delete_where(&self, filter: Document) -> Result<Vec<SessionId>, StoreError> {
        self.0
            .write(move |store| {
                let found = store.find(SESSIONS, filter.clone())?;
                store.delete(SESSIONS, filter)?;
                found.iter().map(|document| Ok(from_document(document)?.id)).collect()
            })
            .await
    }
}

fn by_id(id: &SessionId) -> Document {
    doc! {"_id": id.as_str()}
}

fn to_document(session: &Session) -> Document {
    doc! {
        "_id": session.id.as_str(),
        "userId": session.user_id.object_id(),
        "refreshHash": &session.refresh_hash,
        "createdAt": date(session.created_at),
        "lastUsedAt": date(session.last_used_at),
        "expiresAt": date(session.expires_at),
        "persistent": session.persistent,
        "userAgent": session.user_agent.as_deref(),
        "guestOf": session.guest_of.as_ref().map(RoomId::as_str),
    }
}

pub(super) fn from_document(document: &Document) -> Result<Session, StoreError> {
    let fields = Fields::of(SESSIONS, document);
    Ok(Session {
        id: fields.parsed("_id")?,
        user_id: fields.user("userId")?,
        refresh_hash: fields.parsed("refreshHash")?,
        created_at: fields.moment("createdAt")?,
        last_used_at: fields.moment("lastUsedAt")?,
        expires_at: fields.moment("expiresAt")?,
        persistent: fields.parsed("persistent")?,
        user_agent: fields.parsed("userAgent")?,
        guest_of: fields.parsed("guestOf")?,
    })
}
