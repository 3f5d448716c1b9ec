//! The box's place in its networks: for anyone what helps to find out whether calls will work, for admins all of it; and
//! the clock.

use std::io;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::body::Body;
use super::caller::{self, Admin};
use super::problem::ApiError;
use super::status::VERSION;
use super::{Api, Reached};
use crate::clock::Timestamp;
use crate::domain::audit::{Action, Actor};
use crate::net::ca::EARLIEST;
use crate::protocol::error::{ErrorCode, Problem};
use crate::protocol::network::{
    CertificateShown, CheckAnswer, ClockAnswer, ClockRequest, DoctorReport, NetworkAnswer,
};

/// No clock is set to later than this (2100-01-01).
const LATEST: Timestamp = Timestamp::from_millis(4_102_444_800_000);

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/check", get(check))
        .route("/admin/network", get(network))
        .route("/admin/certificate/renew", post(renew_certificate))
        .route("/admin/clock", get(clock).post(set_clock))
        .route("/admin/doctor", get(doctor))
}

/// What anyone may know to find out whether calls will work from where they are. No credentials: to relay takes a
/// session.
#[utoipa::path(get, path = "/api/check", tag = "box", responses((status = 200, body = CheckAnswer)))]
pub(super) async fn check(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    uri: Uri,
    headers: HeaderMap,
) -> Json<CheckAnswer> {
    let host = caller::host(&headers, &uri);
    let certificate = &api.situation.certificate;
    Json(CheckAnswer {
        server_time: api.clock.now(),
        your_address: reached.peer.ip().to_string(),
        box_address: reached.local.ip().to_string(),
        host_in_certificate: host.as_deref().is_some_and(|host| api.situation.is_certified(host)),
        relay_urls: api.ice.urls(reached.local, host.as_deref()),
        host,
        authority_fingerprint: certificate.authority_shown().fingerprint,
        version: VERSION.to_owned(),
    })
}

/// Where the box is, what it is called and how it is found.
#[utoipa::path(get, path = "/api/admin/network", tag = "box", responses(
    (status = 200, body = NetworkAnswer), (status = 403, body = Problem)))]
pub(super) async fn network(State(api): State<Api>, _: Admin) -> Json<NetworkAnswer> {
    Json(api.situation.shown())
}

/// Makes a fresh server certificate, which new connections get at once; those that stand keep theirs.
#[utoipa::path(post, path = "/api/admin/certificate/renew", tag = "box", responses(
    (status = 200, body = CertificateShown), (status = 403, body = Problem), (status = 500, body = Problem)))]
pub(super) async fn renew_certificate(
    State(api): State<Api>,
    admin: Admin,
) -> Result<Json<CertificateShown>, ApiError> {
    Ok(Json(api.renew_certificate(admin.actor()).await.map_err(ApiError::internal)?))
}

impl Api {
    /// Makes a fresh server certificate, for `by`; new connections get it at once.
    ///
    /// # Errors
    /// Why it can't be made or stored; the present one stays in use.
    pub async fn renew_certificate(&self, by: Actor) -> io::Result<CertificateShown> {
        let certificate = self.situation.certificate.clone();
        // keys are made and files written: not on the threads that serve
        let renewed = tokio::task::spawn_blocking(move || certificate.renew()).await?;
        let renewed = renewed.map_err(io::Error::other)?.shown();
        let until = format!("good until {}", renewed.not_after);
        self.accounts.audit().note(by, Action::CertificateRenewed, None, Some(until)).await;
        Ok(renewed)
    }
}

/// The box's time, and the machine's.
#[utoipa::path(get, path = "/api/admin/clock", tag = "box", responses(
    (status = 200, body = ClockAnswer), (status = 403, body = Problem)))]
pub(super) async fn clock(State(api): State<Api>, _: Admin) -> Json<ClockAnswer> {
    Json(ClockAnswer { now: api.clock.now(), machine: api.clock.machine() })
}

/// Sets the box's clock, not the machine's. Sessions move along.
#[utoipa::path(post, path = "/api/admin/clock", tag = "box", request_body = ClockRequest, responses(
    (status = 200, body = ClockAnswer), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn set_clock(
    State(api): State<Api>,
    admin: Admin,
    Body(request): Body<ClockRequest>,
) -> Result<Json<ClockAnswer>, ApiError> {
    if request.now < EARLIEST || request.now > LATEST {
        let detail = format!("the time can't be right: it is before {EARLIEST} or after {LATEST}");
        return Err(ApiError::new(ErrorCode::InvalidInput, detail));
    }
    let before = api.clock.now();
    let millis = request.now.as_millis() - before.as_millis();
    api.sessions.shift(millis).await?;
    api.clock.set(request.now);
    tracing::warn!(seconds = millis / 1000, "an admin has set the clock");
    let detail = format!("from {before} to {}", request.now);
    api.accounts.audit().note(admin.actor(), Action::ClockSet, None, Some(detail)).await;
    Ok(Json(ClockAnswer { now: api.clock.now(), machine: api.clock.machine() }))
}

/// Examines the box: what does not work or soon will not, why, and what to do.
#[utoipa::path(get, path = "/api/admin/doctor", tag = "box", responses(
    (status = 200, body = DoctorReport), (status = 403, body = Problem)))]
pub(super) async fn doctor(State(api): State<Api>, _: Admin) -> Json<DoctorReport> {
    Json(api.doctor.examine().await)
}
