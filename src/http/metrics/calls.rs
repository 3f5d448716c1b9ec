//! Who is connected and how calls do, as the hub sees it and as clients tell.

use super::page::Page;
use crate::hub::{ClientMeter, CloseReason, Hub};
use crate::limiter::MessageKind;

/// Rooms with more than this many in them are counted together.
const MANY: usize = 10;

pub(super) fn write(page: &mut Page, hub: &Hub) {
    let (stats, meter) = (hub.stats(), hub.meter());
    page.gauge("connections", "Open signaling connections.", stats.connections);
    page.counter("connections_opened_total", "Signaling connections ever opened.", meter.connections.get());
    page.histogram(
        "connection_seconds",
        "How long signaling connections that have ended were open.",
        &meter.connection_seconds,
    );
    page.family("connections_closed_total", "counter", "Signaling connections closed by the box, by reason.");
    for reason in CloseReason::ALL {
        page.sample("connections_closed_total", &[("reason", reason.text())], meter.closed(reason).get());
    }

    let occupied = || stats.rooms.iter().filter(|(participants, _)| **participants > 0);
    let rooms: usize = occupied().map(|(_, rooms)| rooms).sum();
    let participants: usize = occupied().map(|(participants, rooms)| participants * rooms).sum();
    page.gauge("rooms_active", "Rooms with somebody in them.", rooms);
    page.gauge("participants", "Seats taken, in all rooms.", participants);
    page.family("rooms_by_participants", "gauge", "Rooms with somebody in them, by how many that are.");
    for size in 1..=MANY {
        let rooms = stats.rooms.get(&size).copied().unwrap_or(0);
        page.sample("rooms_by_participants", &[("participants", &size.to_string())], rooms);
    }
    let larger: usize = stats.rooms.range(MANY + 1..).map(|(_, rooms)| rooms).sum();
    page.sample("rooms_by_participants", &[("participants", "more")], larger);

    page.histogram("stay_seconds", "How long those who have left were in their room.", &meter.stay_seconds);
    page.histogram(
        "room_join_seconds",
        "From reading a join-room to having its answer ready.",
        &meter.join_seconds,
    );
    page.counter(
        "seats_resumed_total",
        "Reconnections: seats that went on over another connection.",
        meter.resumed.get(),
    );
    page.family("message_seconds", "histogram", "Doing what a signaling message asks for, by kind.");
    for kind in MessageKind::ALL {
        page.spread("message_seconds", &[("kind", kind.name())], &meter.message_seconds(kind).spread());
    }
    page.family("feature_uses_total", "counter", "Chat lines said and screens that began to be shared.");
    page.sample("feature_uses_total", &[("feature", "chat")], meter.chat_lines.get());
    page.sample("feature_uses_total", &[("feature", "screen-share")], meter.screen_shares.get());
    of_clients(page, &meter.clients);
}

/// As clients tell by `client-stats`.
fn of_clients(page: &mut Page, clients: &ClientMeter) {
    page.counter("client_reports_total", "How often clients told how their calls do.", clients.reports.get());
    page.histogram("client_join_seconds", "From asking for a seat to having it.", &clients.join_seconds);
    page.histogram("client_rtt_seconds", "To the other browsers and back.", &clients.rtt_seconds);
    page.histogram("client_jitter_seconds", "Jitter between browsers.", &clients.jitter_seconds);
    page.histogram("client_loss_ratio", "Packets lost between browsers, 0 to 1.", &clients.loss);
    page.family("client_bitrate_bits_per_second", "histogram", "What a client receives and sends, in all.");
    for (direction, bitrate) in [("in", &clients.bitrate_in), ("out", &clients.bitrate_out)] {
        page.spread("client_bitrate_bits_per_second", &[("direction", direction)], &bitrate.spread());
    }
    page.counter("ice_restarts_total", "How often clients began ICE anew.", clients.ice_restarts.get());
    page.counter(
        "ice_failures_total",
        "How often connections between clients failed.",
        clients.ice_failures.get(),
    );
}
