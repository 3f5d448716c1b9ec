//! The relay, for admins: what it carries, how to stop that, and whether it works.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use super::Api;
use super::caller::Admin;
use super::problem::ApiError;
use crate::domain::audit::{Action, Actor, Subject};
use crate::net::relay_check::Checked;
use crate::protocol::api::{RelayAllocation, RelayAnswer, RelayCheckAnswer, RelayChecked};
use crate::protocol::error::{ErrorCode, Problem};
use crate::turn::{AllocationView, Transport};

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/admin/relay", get(list))
        .route("/admin/relay/{id}", delete(stop))
        .route("/admin/relay/self-test", post(check))
}

/// The live allocations.
#[utoipa::path(get, path = "/api/admin/relay", tag = "relay", responses(
    (status = 200, body = RelayAnswer), (status = 403, body = Problem)))]
pub(super) async fn list(State(api): State<Api>, _: Admin) -> Json<RelayAnswer> {
    Json(api.relayed().await)
}

/// Ends an allocation. Its client may make another, unless its session is ended too.
#[utoipa::path(delete, path = "/api/admin/relay/{id}", tag = "relay", responses(
    (status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn stop(
    State(api): State<Api>,
    admin: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    if api.stop_relayed(&id, admin.actor()).await {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(ApiError::new(ErrorCode::NotFound, "there is no such allocation; it may have ended"))
}

/// Has the box allocate and echo over each transport, and says in words what failed.
#[utoipa::path(post, path = "/api/admin/relay/self-test", tag = "relay", responses(
    (status = 200, body = RelayCheckAnswer), (status = 403, body = Problem)))]
pub(super) async fn check(State(api): State<Api>, _: Admin) -> Json<RelayCheckAnswer> {
    Json(api.test_relay().await)
}

impl Api {
    /// What the relay carries at this moment.
    pub async fn relayed(&self) -> RelayAnswer {
        let allocations = self.relay.allocations().await.iter().map(shown).collect();
        RelayAnswer { running: self.relay.is_running(), allocations }
    }

    /// Ends an allocation of the relay, for `by`; whether there was one.
    pub async fn stop_relayed(&self, id: &str, by: Actor) -> bool {
        let Ok(number) = id.parse() else { return false };
        let found = self.relay.stop(number).await;
        if found {
            self.accounts.audit().note(by, Action::RelayStopped, Some(Subject::named(id)), None).await;
        }
        found
    }

    /// Has the box allocate and echo over each transport.
    pub async fn test_relay(&self) -> RelayCheckAnswer {
        let checks: Vec<RelayChecked> = self.relay_check.run().await.iter().map(judged).collect();
        RelayCheckAnswer { works: checks.iter().all(|check| check.works), checks }
    }
}

/// The name of a transport in the API and in metrics.
pub(super) const fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "udp",
        Transport::Tcp => "tcp",
        Transport::Tls => "tls",
    }
}

fn judged(checked: &Checked) -> RelayChecked {
    RelayChecked {
        transport: name(checked.transport).to_owned(),
        works: checked.failure.is_none(),
        detail: checked
            .failure
            .as_ref()
            .map_or_else(|| "a payload went out and came back".to_owned(), ToString::to_string),
    }
}

fn shown(view: &AllocationView) -> RelayAllocation {
    RelayAllocation {
        id: view.id.to_string(),
        user_id: view.user.to_string(),
        transport: name(view.client.transport).to_owned(),
        client: view.client.addr.to_string(),
        relayed: view.relayed.iter().map(ToString::to_string).collect(),
        age_seconds: view.age.as_secs(),
        seconds_left: view.left.as_secs(),
        permissions: view.permissions,
        channels: view.channels,
        packets_up: view.up.packets,
        bytes_up: view.up.bytes,
        packets_down: view.down.packets,
        bytes_down: view.down.bytes,
    }
}
