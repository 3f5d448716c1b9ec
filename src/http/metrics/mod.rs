//! `/metrics`: what the box counts, for Prometheus. Numbers alone: nobody's id, name or address.

mod calls;
mod page;
mod process;
mod relay;

use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::caller::Admin;
use super::problem::ApiError;
use super::status::VERSION;
use super::{Api, Reached};
use page::Page;

/// Prometheus text, to programs on the box itself and to admins.
pub(super) async fn metrics(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    admin: Result<Admin, ApiError>,
) -> Result<Response, ApiError> {
    if !reached.peer.ip().to_canonical().is_loopback() {
        admin?;
    }
    let content_type = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((content_type, api.metrics()).into_response())
}

impl Api {
    /// What the box counts, as Prometheus text.
    pub fn metrics(&self) -> String {
        let mut page = Page::default();
        let uptime = self.clock.monotonic().saturating_duration_since(self.started);
        page.family("build_info", "gauge", "Always 1; the version is its label.");
        page.sample("build_info", &[("version", VERSION)], 1);
        page.gauge("uptime_seconds", "Since the box started.", uptime.as_secs());
        process::write(&mut page);
        calls::write(&mut page, &self.hub);
        of_http(&mut page, self);
        of_store(&mut page, self);
        relay::write(&mut page, &self.relay);
        page.0
    }
}

fn of_http(page: &mut Page, api: &Api) {
    page.family(
        "http_request_seconds",
        "histogram",
        "From a request's head to its answer's, by route, method and kind of status.",
    );
    for (answered, spread) in api.meter.all() {
        let labels = [("route", &*answered.route), ("method", answered.method), ("status", answered.status)];
        page.spread("http_request_seconds", &labels, &spread);
    }
    page.family("errors_total", "counter", "Errors answered, by code and by what they were answered over.");
    for (over, errors) in [("http", &api.meter.errors), ("socket", &api.hub.meter().errors)] {
        for (code, count) in errors.all() {
            page.sample("errors_total", &[("code", &code.as_str()), ("over", over)], count);
        }
    }
    page.family("limited_total", "counter", "Refusals because of a limit, by limit.");
    for (limit, count) in api.limiter.exceeded() {
        page.sample("limited_total", &[("limit", limit.name())], count);
    }
}

fn of_store(page: &mut Page, api: &Api) {
    let meter = api.store.database().meter();
    page.histogram(
        "store_commit_seconds",
        "Commits, each with all writes that waited, the sync of the disk included.",
        &meter.commit_seconds,
    );
    page.counter("store_writes_total", "Writes in them.", meter.writes.get());
    page.counter("store_failed_commits_total", "Commits that failed.", meter.failures.get());
}
