//! What the hub counts, and what clients tell it of their calls: numbers alone, never whose.

use crate::limiter::MessageKind;
use crate::meter::{Counter, Histogram, STAY_SECONDS, WORK_SECONDS};
use crate::protocol::error::ErrorCode;
use crate::protocol::incoming::ClientStats;

use super::outbox::CloseReason;

/// Upper bounds for what a network does to packets, in seconds.
const NETWORK_SECONDS: &[f64] = &[0.005, 0.015, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 5.0];

/// Upper bounds of loss, as a part of one.
const LOSS: &[f64] = &[0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5];

/// Upper bounds of bitrates, in bits a second.
const BITRATE: &[f64] = &[32e3, 128e3, 500e3, 1e6, 1.5e6, 2.5e6, 5e6, 10e6, 25e6, 100e6];

/// Upper bounds of a client's wait for its seat, in seconds.
const JOIN_SECONDS: &[f64] = &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// What the hub counts.
#[derive(Debug)]
pub struct HubMeter {
    /// Connections ever opened.
    pub connections: Counter,
    /// How long those that have ended were open.
    pub connection_seconds: Histogram,
    /// How long those who have left were in their room.
    pub stay_seconds: Histogram,
    /// From `join-room` being read to its answer.
    pub join_seconds: Histogram,
    /// Seats that went on over another connection.
    pub resumed: Counter,
    /// Chat lines said.
    pub chat_lines: Counter,
    /// Screens that began to be shared.
    pub screen_shares: Counter,
    /// Errors said over the socket.
    pub errors: ErrorCounts,
    /// What clients tell of their calls.
    pub clients: ClientMeter,
    messages: [Histogram; MessageKind::ALL.len()],
    closed: [Counter; CloseReason::ALL.len()],
}

/// What clients tell of their calls.
#[derive(Debug)]
pub struct ClientMeter {
    /// How often any has told.
    pub reports: Counter,
    /// From asking for a seat to having it.
    pub join_seconds: Histogram,
    /// To the other browsers and back.
    pub rtt_seconds: Histogram,
    /// Jitter.
    pub jitter_seconds: Histogram,
    /// Lost packets, as a part of one.
    pub loss: Histogram,
    /// Bits a second that came.
    pub bitrate_in: Histogram,
    /// Bits a second that went.
    pub bitrate_out: Histogram,
    /// How often ICE was begun anew.
    pub ice_restarts: Counter,
    /// How often a connection failed.
    pub ice_failures: Counter,
}

/// How often each code was answered.
#[derive(Debug)]
pub struct ErrorCounts([Counter; ErrorCode::ALL.len()]);

impl Default for ErrorCounts {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Counter::default()))
    }
}

impl Default for HubMeter {
    fn default() -> Self {
        Self {
            connections: Counter::default(),
            connection_seconds: Histogram::new(STAY_SECONDS),
            stay_seconds: Histogram::new(STAY_SECONDS),
            join_seconds: Histogram::new(WORK_SECONDS),
            resumed: Counter::default(),
            chat_lines: Counter::default(),
            screen_shares: Counter::default(),
            errors: ErrorCounts::default(),
            clients: ClientMeter::default(),
            messages: std::array::from_fn(|_| Histogram::new(WORK_SECONDS)),
            closed: Default::default(),
        }
    }
}

impl HubMeter {
    /// How long it took to do what messages of a kind ask for.
    pub const fn message_seconds(&self, kind: MessageKind) -> &Histogram {
        &self.messages[kind as usize]
    }

    /// Connections that the box closed, by the reason.
    pub const fn closed(&self, reason: CloseReason) -> &Counter {
        &self.closed[reason as usize]
    }
}

impl Default for ClientMeter {
    fn default() -> Self {
        Self {
            reports: Counter::default(),
            join_seconds: Histogram::new(JOIN_SECONDS),
            rtt_seconds: Histogram::new(NETWORK_SECONDS),
            jitter_seconds: Histogram::new(NETWORK_SECONDS),
            loss: Histogram::new(LOSS),
            bitrate_in: Histogram::new(BITRATE),
            bitrate_out: Histogram::new(BITRATE),
            ice_restarts: Counter::default(),
            ice_failures: Counter::default(),
        }
    }
}

impl ClientMeter {
    pub(super) fn note(&self, stats: &ClientStats) {
        self.reports.increment();
        for (histogram, value, unit) in [
            (&self.join_seconds, stats.join_ms, 1e-3),
            (&self.rtt_seconds, stats.rtt_ms, 1e-3),
            (&self.jitter_seconds, stats.jitter_ms, 1e-3),
            (&self.loss, stats.loss_percent, 1e-2),
            (&self.bitrate_in, stats.kbps_in, 1e3),
            (&self.bitrate_out, stats.kbps_out, 1e3),
        ] {
            if let Some(value) = value {
                histogram.observe(value * unit);
            }
        }
        self.ice_restarts.add(stats.ice_restarts.unwrap_or(0).into());
        self.ice_failures.add(stats.ice_failures.unwrap_or(0).into());
    }
}

impl ErrorCounts {
    /// One more error of this code.
    pub fn note(&self, code: ErrorCode) {
        if let Some(at) = ErrorCode::ALL.iter().position(|other| *other == code) {
            self.0[at].increment();
        }
    }

    /// How many there were of each code.
    pub fn all(&self) -> impl Iterator<Item = (ErrorCode, u64)> {
        ErrorCode::ALL.into_iter().zip(&self.0).map(|(code, count)| (code, count.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clients_tell_is_counted_in_base_units() {
        let meter = ClientMeter::default();
        meter.note(&ClientStats {
            rtt_ms: Some(40.0),
            loss_percent: Some(2.0),
            ice_restarts: Some(2),
            ..ClientStats::default()
        });
        meter.note(&ClientStats { kbps_out: Some(2_500.0), ..ClientStats::default() });
        assert_eq!((meter.reports.get(), meter.ice_restarts.get(), meter.ice_failures.get()), (2, 2, 0));
        for (histogram, sum) in [(&meter.rtt_seconds, 0.04), (&meter.loss, 0.02), (&meter.bitrate_out, 2.5e6)]
        {
            assert!((histogram.spread().sum - sum).abs() < 1e-6);
        }
        assert_eq!(meter.jitter_seconds.spread().count, 0);
    }

    #[test]
    fn every_kind_and_reason_has_a_count_of_its_own() {
        let meter = HubMeter::default();
        for reason in CloseReason::ALL {
            meter.closed(reason).increment();
        }
        assert!(CloseReason::ALL.iter().all(|reason| meter.closed(*reason).get() == 1));
        for kind in MessageKind::ALL {
            meter.message_seconds(kind).observe(1.0);
        }
        assert!(MessageKind::ALL.iter().all(|kind| meter.message_seconds(*kind).spread().count == 1));
        for code in ErrorCode::ALL {
            meter.errors.note(code);
        }
        assert!(meter.errors.all().all(|(_, count)| count == 1));
    }
}
