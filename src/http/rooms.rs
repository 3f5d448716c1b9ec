//! `/api/rooms`: rooms, their doors and their guests.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::Api;
use super::body::Body;
use super::caller::{Caller, Member, RequestOrigin, actor};
use super::problem::ApiError;
use crate::auth::session::Principal;
use crate::domain::audit::{Action, Subject};
use crate::domain::id::RoomId;
use crate::domain::name::{Description, DisplayName, RoomName};
use crate::domain::room::access::{Visitor, is_invite, may_change, may_see};
use crate::domain::room::record::{DEFAULT_MAX_PARTICIPANTS, MAX_PARTICIPANTS, RoomRecord};
use crate::limiter::Limit;
use crate::protocol::api::{
    CreateRoomRequest, GuestRequest, Room, RoomAnswer, RoomsAnswer, SessionAnswer, UpdateRoomRequest,
};
use crate::protocol::error::{ErrorCode, Problem};
use crate::secret::random_token;
use crate::store::RoomChange;

/// Carries a room's invite: in an address it would end up in logs.
const INVITE_HEADER: &str = "room-access-token";

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/rooms", get(list).post(create))
        .route("/rooms/{roomId}", get(show).patch(update).delete(close))
        .route("/rooms/{roomId}/guests", post(admit_guest))
}

/// The open rooms: public, and one's own.
#[utoipa::path(get, path = "/api/rooms", tag = "rooms", responses(
    (status = 200, body = RoomsAnswer), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(
    State(api): State<Api>,
    Member(principal): Member,
) -> Result<Json<RoomsAnswer>, ApiError> {
    let records = api.store.rooms().visible_to(principal.visitor.user_id)?;
    let open = records.into_iter().filter(|record| record.is_active);
    Ok(Json(RoomsAnswer { rooms: open.map(|record| shown(&api, &principal.visitor, record)).collect() }))
}

/// Makes a room.
#[utoipa::path(post, path = "/api/rooms", tag = "rooms", request_body = CreateRoomRequest, responses(
    (status = 201, body = RoomAnswer), (status = 400, body = Problem), (status = 401, body = Problem),
    (status = 403, body = Problem)))]
pub(super) async fn create(
    State(api): State<Api>,
    Member(principal): Member,
    Body(request): Body<CreateRoomRequest>,
) -> Result<Response, ApiError> {
    if !api.store.settings().get()?.room_creation.allows(principal.visitor.role) {
        let detail = "on this box admins alone make rooms; ask one of them";
        return Err(ApiError::new(ErrorCode::AccessDenied, detail));
    }
    let max_participants = request.max_participants.unwrap_or(DEFAULT_MAX_PARTICIPANTS);
    check_max_participants(max_participants)?;
    let open = api.store.rooms().open_of(principal.visitor.user_id)?;
    if open >= api.limits.rooms_per_user {
        api.limiter.count(Limit::OpenRooms);
        let detail = format!("you have {open} open rooms, as many as one may; close one first");
        return Err(ApiError::new(ErrorCode::RateLimited, detail));
    }
    api.limiter.new_room(principal.visitor.user_id)?;
    let record = RoomRecord {
        room_id: random_token::<9>().parse().map_err(ApiError::internal)?,
        name: RoomName::try_from(request.name)?,
        description: Description::try_from(request.description.unwrap_or_default())?,
        created_by: principal.visitor.user_id,
        access_token: random_token::<18>(),
        is_public: request.is_public.unwrap_or(false),
        max_participants,
        is_active: true,
        participants: Vec::new(),
        current_participants: 0,
        created_at: api.clock.now(),
        closed_at: None,
    };
    api.store.rooms().insert(record.clone()).await?;
    Ok((StatusCode::CREATED, Json(RoomAnswer { room: record.shown(true) })).into_response())
}

/// One room, for those who may see it and for whoever shows its invite, logged in or not.
#[utoipa::path(get, path = "/api/rooms/{roomId}", tag = "rooms", params(("roomId" = String, Path),
    ("Room-Access-Token" = Option<String>, Header, description = "The room's invite")), responses(
    (status = 200, body = RoomAnswer), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem)))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Result<Caller, ApiError>,
    headers: HeaderMap,
    Path(room_id): Path<String>,
) -> Result<Json<RoomAnswer>, ApiError> {
    let invite = headers.get(INVITE_HEADER).and_then(|value| value.to_str().ok());
    let record = match (find(&api, &room_id), &caller) {
        (Ok(record), _) => record,
        // who may not look learns nothing of what is there
        (Err(_), Err(not_logged_in)) if invite.is_none() => return Err(not_logged_in.clone()),
        (Err(error), _) => return Err(error),
    };
    let is_invited = invite.is_some_and(|invite| is_invite(&record, invite));
    match caller {
        Ok(Caller(Principal { visitor, .. })) if is_invited || may_see(&visitor, &record) => {
            Ok(Json(RoomAnswer { room: shown(&api, &visitor, record) }))
        }
        Ok(_) => Err(ApiError::access_denied()),
        Err(_) if is_invited => {
            let current_participants = api.hub.present(&record.room_id);
            Ok(Json(RoomAnswer { room: RoomRecord { current_participants, ..record }.shown(false) }))
        }
        Err(_) if invite.is_some() => Err(ApiError::access_denied()),
        Err(not_logged_in) => Err(not_logged_in),
    }
}

/// Changes a room; its owner's and an admin's to do.
#[utoipa::path(patch, path = "/api/rooms/{roomId}", tag = "rooms", params(("roomId" = String, Path)),
    request_body = UpdateRoomRequest, responses((status = 200, body = RoomAnswer), (status = 400, body = Problem),
    (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 410, body = Problem)))]
pub(super) async fn update(
    State(api): State<Api>,
    Member(principal): Member,
    Path(room_id): Path<String>,
    Body(request): Body<UpdateRoomRequest>,
) -> Result<Json<RoomAnswer>, ApiError> {
    let record = find_to_change(&api, &principal.visitor, &room_id)?;
    if !record.is_active {
        return Err(ApiError::new(ErrorCode::RoomClosed, "the room was closed; make a new one"));
    }
    if let Some(max_participants) = request.max_participants {
        check_max_participants(max_participants)?;
    }
    let change = RoomChange {
        name: request.name.map(RoomName::try_from).transpose()?,
        description: request.description.map(Description::try_from).transpose()?,
        is_public: request.is_public,
        max_participants: request.max_participants,
    };
    let record = api.store.rooms().update(record.room_id, change).await?;
    api.hub.room_changed(&record);
    Ok(Json(RoomAnswer { room: shown(&api, &principal.visitor, record) }))
}

/// Closes a room for good and lets everyone in it go; its owner's and an admin's to do.
#[utoipa::path(delete, path = "/api/rooms/{roomId}", tag = "rooms", params(("roomId" = String, Path)), responses(
    (status = 200, body = RoomAnswer), (status = 401, body = Problem), (status = 403, body = Problem),
    (status = 404, body = Problem)))]
pub(super) async fn close(
    State(api): State<Api>,
    Member(principal): Member,
    RequestOrigin(origin): RequestOrigin,
    Path(room_id): Path<String>,
) -> Result<Json<RoomAnswer>, ApiError> {
    let record = find_to_change(&api, &principal.visitor, &room_id)?;
    let now = api.clock.now();
    let was_open = record.is_active;
    let closed = api.store.rooms().close(record.room_id, now).await?;
    api.hub.close_room(&closed.room_id);
    api.sessions.end_guests(&closed.room_id).await?;
    if was_open {
        let by = actor(&principal, &origin);
        api.accounts.audit().note(by, Action::RoomClosed, Some(Subject::from(&closed)), None).await;
    }
    Ok(Json(RoomAnswer { room: shown(&api, &principal.visitor, closed) }))
}

/// Lets someone without an account into this one room by its invite.
#[utoipa::path(post, path = "/api/rooms/{roomId}/guests", tag = "rooms", params(("roomId" = String, Path)),
    request_body = GuestRequest, responses((status = 201, body = SessionAnswer), (status = 400, body = Problem),
    (status = 403, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)))]
pub(super) async fn admit_guest(
    State(api): State<Api>,
    Path(room_id): Path<String>,
    RequestOrigin(origin): RequestOrigin,
    Body(request): Body<GuestRequest>,
) -> Result<Response, ApiError> {
    let closed = || ApiError::new(ErrorCode::RoomClosed, "the room was closed; ask its owner for a new one");
    let name = DisplayName::try_from(request.display_name)?;
    let record = find(&api, &room_id)?;
    if !is_invite(&record, &request.access_token) {
        let detail = "the invite is not this room's; ask its owner for the link";
        return Err(ApiError::new(ErrorCode::AccessDenied, detail));
    }
    if !record.is_active {
        return Err(closed());
    }
    let admitting = api.sessions.admit_guest(record.room_id, name, origin.user_agent);
    let granted = admitting.await?.ok_or_else(closed)?;
    let (user, access_token) = (granted.user, granted.access_token);
    let answer = SessionAnswer { user, access_token, expires_in: granted.expires_in.as_secs() };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn find(api: &Api, room_id: &str) -> Result<RoomRecord, ApiError> {
    let room_id: RoomId = room_id.parse().map_err(|_| ApiError::room_not_found())?;
    api.store.rooms().by_room_id(&room_id)?.ok_or_else(ApiError::room_not_found)
}

fn find_to_change(api: &Api, visitor: &Visitor, room_id: &str) -> Result<RoomRecord, ApiError> {
    let record = find(api, room_id)?;
    if may_change(visitor, &record) { Ok(record) } else { Err(ApiError::access_denied()) }
}

/// The room as `visitor` may see it, with those present at this moment rather than when it was last written.
fn shown(api: &Api, visitor: &Visitor, record: RoomRecord) -> Room {
    let with_invite = may_change(visitor, &record);
    RoomRecord { current_participants: api.hub.present(&record.room_id), ..record }.shown(with_invite)
}

fn check_max_participants(most: u32) -> Result<(), ApiError> {
    if MAX_PARTICIPANTS.contains(&most) {
        return Ok(());
    }
    let (least, greatest) = (MAX_PARTICIPANTS.start(), MAX_PARTICIPANTS.end());
    let detail =
        format!("maxParticipants is {least} to {greatest} in a room where browsers send to each other");
    Err(ApiError::new(ErrorCode::InvalidInput, detail))
}
