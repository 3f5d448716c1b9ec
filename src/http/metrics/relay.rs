//! What the relay counts.

use super::super::relay;
use super::page::Page;
use crate::turn::{RelayHandle, Stats};

pub(super) fn write(page: &mut Page, relay: &RelayHandle) {
    page.gauge("relay_up", "Whether the relay does its work.", u64::from(relay.is_running()));
    of_relay(page, &relay.stats());
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
