//! `/api/admin/rooms`: all rooms, who is in them, and who was.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};

use crate::domain::id::{RoomId, UserId};
use crate::domain::room::record::{RoomRecord, Stay};
use crate::http::Api;
use crate::http::body::{Parameters, page_size};
use crate::http::caller::Admin;
use crate::http::problem::ApiError;
use crate::hub::Hub;
use crate::protocol::admin::{
    ListQuery, ManagedRoom, ManagedRoomAnswer, ManagedRoomsAnswer, Person, PresentPerson, RoomsQuery,
    StayInfo, StaysAnswer,
};
use crate::protocol::api::Room;
use crate::protocol::error::{ErrorCode, Problem};
use crate::store::{Store, StoreError};

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/admin/rooms", get(list))
        .route("/admin/rooms/{roomId}", get(show))
        .route("/admin/rooms/{roomId}/stays", get(stays))
}

/// The rooms of everyone, with who is in them.
#[utoipa::path(get, path = "/api/admin/rooms", tag = "admin", params(RoomsQuery), responses(
    (status = 200, body = ManagedRoomsAnswer), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(in crate::http) async fn list(
    State(api): State<Api>,
    _: Admin,
    Parameters(query): Parameters<RoomsQuery>,
) -> Result<Json<ManagedRoomsAnswer>, ApiError> {
    let is_active = match query.state.as_str() {
        "" | "open" => Some(true),
        "closed" => Some(false),
        "all" => None,
        _ => return Err(ApiError::new(ErrorCode::InvalidInput, "state is open, closed or all")),
    };
    let rooms = api.store.rooms();
    // all of them are read
    let reading = tokio::task::spawn_blocking(move || {
        rooms.search(is_active, &query.search, query.offset, page_size(query.limit))
    });
    let (records, total) = reading.await.map_err(ApiError::internal)??;
    let mut shown = RoomsShown::of(&api);
    let rooms = records.iter().map(|record| shown.room(record)).collect::<Result<_, _>>()?;
    Ok(Json(ManagedRoomsAnswer { rooms, total }))
}

/// One room, with who is in it.
#[utoipa::path(get, path = "/api/admin/rooms/{roomId}", tag = "admin", params(("roomId" = String, Path)), responses(
    (status = 200, body = ManagedRoomAnswer), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(in crate::http) async fn show(
    State(api): State<Api>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<Json<ManagedRoomAnswer>, ApiError> {
    let record = api.store.rooms().by_room_id(&parse_id(&id)?)?.ok_or_else(ApiError::room_not_found)?;
    Ok(Json(ManagedRoomAnswer { room: RoomsShown::of(&api).room(&record)? }))
}

/// Who was in a room, and when.
#[utoipa::path(get, path = "/api/admin/rooms/{roomId}/stays", tag = "admin",
    params(("roomId" = String, Path), ("offset" = Option<usize>, Query), ("limit" = Option<usize>, Query)), responses(
    (status = 200, body = StaysAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem)))]
pub(in crate::http) async fn stays(
    State(api): State<Api>,
    _: Admin,
    Path(id): Path<String>,
    Parameters(query): Parameters<ListQuery>,
) -> Result<Json<StaysAnswer>, ApiError> {
    let (id, rooms) = (parse_id(&id)?, api.store.rooms());
    // what has moved out of the rooms' own documents is looked through
    let reading = tokio::task::spawn_blocking(move || rooms.stays(&id));
    let stays = reading.await.map_err(ApiError::internal)??.ok_or_else(ApiError::room_not_found)?;
    let total = stays.len();
    let page = stays.into_iter().skip(query.offset).take(page_size(query.limit));
    Ok(Json(StaysAnswer { stays: RoomsShown::of(&api).stays(page)?, total }))
}

/// Rooms as the API shows them to those who run the box.
pub struct RoomsShown<'a> {
    store: &'a Store,
    hub: Option<&'a Hub>,
    // each looked up once
    people: BTreeMap<UserId, Option<(String, String)>>,
}

impl<'a> RoomsShown<'a> {
    /// Rooms in `store`, with who is in them if the box runs.
    pub const fn new(store: &'a Store, hub: Option<&'a Hub>) -> Self {
        Self { store, hub, people: BTreeMap::new() }
    }

    fn of(api: &'a Api) -> Self {
        Self::new(&api.store, Some(&api.hub))
    }

    /// A room, whose it is, and who is in it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn room(&mut self, record: &RoomRecord) -> Result<ManagedRoom, StoreError> {
        let participants = self.hub.map(|hub| hub.participants(&record.room_id)).unwrap_or_default();
        let participants = participants.into_iter().map(|participant| PresentPerson {
            connection_id: participant.connection_id,
            user_id: participant.user_id,
            display_name: participant.display_name,
            joined_at: participant.joined_at,
        });
        let present = self.hub.map(|hub| hub.present(&record.room_id));
        let room = record.shown(true);
        let room = Room { current_participants: present.unwrap_or(room.current_participants), ..room };
        Ok(ManagedRoom { room, owner: self.person(record.created_by)?, participants: participants.collect() })
    }

    /// Who was in a room, and when.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn stays(&mut self, stays: impl IntoIterator<Item = Stay>) -> Result<Vec<StayInfo>, StoreError> {
        let shown = stays.into_iter().map(|stay| {
            Ok(StayInfo {
                user_id: stay.user_id.to_string(),
                user: self.person(stay.user_id)?,
                connection_id: stay.connection_id.to_string(),
                joined_at: stay.joined_at,
                left_at: stay.left_at,
                duration: stay.duration,
            })
        });
        shown.collect()
    }

    fn person(&mut self, id: UserId) -> Result<Option<Person>, StoreError> {
        if !self.people.contains_key(&id) {
            let account = self.store.users().by_id(id)?;
            let names =
                account.map(|account| (account.username.to_string(), account.display_name.to_string()));
            self.people.insert(id, names);
        }
        let names = self.people.get(&id).cloned().flatten();
        Ok(names.map(|(username, display_name)| Person { id: id.to_string(), username, display_name }))
    }
}

fn parse_id(id: &str) -> Result<RoomId, ApiError> {
    id.parse().map_err(|_| ApiError::room_not_found())
}
