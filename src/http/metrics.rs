//! What the box counts, for Prometheus (text format 0.0.4).

use std::fmt::{Display, Write as _};

use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::caller::Admin;
use super::problem::ApiError;
use super::{Api, Reached, relay};
use crate::turn::Stats;

/// Prometheus text, to programs on the box itself and to admins.
pub(super) async fn metrics(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    admin: Result<Admin, ApiError>,
) -> Result<Response, ApiError> {
    if !reached.peer.ip().to_canonical().is_loopback() {
        admin?;
    }
    let hub = api.hub.stats();
    let mut page = Page::default();
    page.gauge("connections", "Open signaling connections.", hub.connections as u64);
    page.gauge("rooms_active", "Rooms with somebody in them.", hub.rooms as u64);
    page.gauge("relay_up", "Whether the relay does its work.", u64::from(api.relay.is_running()));
    of_relay(&mut page, &api.relay.stats());
    let content_type = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((content_type, page.0).into_response())
}

fn of_relay(page: &mut Page, stats: &Stats) {
    page.gauge("relay_allocations", "Live relay allocations.", stats.allocations);
    page.counter("relay_allocations_made_total", "Allocations ever made.", stats.allocations_made);
    page.counter("relay_bindings_total", "STUN Binding requests answered.", stats.bindings);
    page.family("relay_packets_total", "counter", "Payloads passed on, by the client's transport.");
    for (transport, up, down) in stats.by_transport() {
        let transport = relay::name(transport);
        page.sample("relay_packets_total", &[("transport", transport), ("direction", "up")], up.packets);
        page.sample("relay_packets_total", &[("transport", transport), ("direction", "down")], down.packets);
    }
    page.family("relay_bytes_total", "counter", "Payload bytes passed on, by the client's transport.");
    for (transport, up, down) in stats.by_transport() {
        let transport = relay::name(transport);
        page.sample("relay_bytes_total", &[("transport", transport), ("direction", "up")], up.bytes);
        page.sample("relay_bytes_total", &[("transport", transport), ("direction", "down")], down.bytes);
    }
    page.family("relay_paths_total", "counter", "Payloads passed on, by where they came from and went.");
    // the share of "inside" is what two clients of this box spared the network
    let paths = [("to-peer", stats.to_peers), ("from-peer", stats.to_clients), ("inside", stats.handed_over)];
    for (path, traffic) in paths {
        page.sample("relay_paths_total", &[("path", path)], traffic.packets);
    }
    page.family("relay_denied_total", "counter", "Refusals to relay to or from an address, by reason.");
    for (denial, count) in stats.denied() {
        page.sample("relay_denied_total", &[("reason", denial.name())], count);
    }
    page.family("relay_dropped_total", "counter", "Messages dropped, by reason.");
    let dropped = [
        ("malformed", stats.malformed),
        ("no-permission", stats.unpermitted),
        ("bandwidth", stats.over_bandwidth),
        ("slow-client", stats.dropped),
        ("not-sent", stats.send_failures),
    ];
    for (reason, count) in dropped {
        page.sample("relay_dropped_total", &[("reason", reason)], count);
    }
    page.counter(
        "relay_auth_failures_total",
        "Requests with wrong or ended credentials.",
        stats.auth_failures,
    );
    page.counter(
        "relay_over_quota_total",
        "Allocations refused for a quota or want of ports.",
        stats.over_quota,
    );
    page.counter(
        "relay_refused_streams_total",
        "Connections beyond an address's share.",
        stats.refused_streams,
    );
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "gauge", help);
        self.sample(name, &[], value);
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "counter", help);
        self.sample(name, &[], value);
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // writing to a string does not fail
        let _ = writeln!(self.0, "# HELP neko_{name} {help}\n# TYPE neko_{name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "neko_{name}{labels} {value}");
    }
}
