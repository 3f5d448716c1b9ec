//! How much of the box's bandwidth one direction of an allocation has, and has used.

use std::time::{Duration, Instant};

use super::stats::Traffic;

/// A bucket that fills evenly and holds a second's worth, with what has gone through it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    filled: Instant,
    /// Bytes that may go at once.
    left: u64,
    pub(super) traffic: Traffic,
}

impl Share {
    /// Full at `now`.
    pub(super) const fn new(now: Instant, bytes_per_second: u64) -> Self {
        Self { filled: now, left: bytes_per_second, traffic: Traffic { packets: 0, bytes: 0 } }
    }

    /// Whether `bytes` more may go through; if so they have. A share of 0 bytes a second has no bound.
    pub(super) fn take(&mut self, now: Instant, bytes: usize, bytes_per_second: u64) -> bool {
        if bytes_per_second > 0 {
            let since = now.saturating_duration_since(self.filled).min(Duration::from_secs(1));
            let gained = u128::from(bytes_per_second) * since.as_nanos() / 1_000_000_000;
            let gained = u64::try_from(gained).unwrap_or(u64::MAX);
            if gained > 0 {
                self.left = self.left.saturating_add(gained).min(bytes_per_second);
                self.filled = now;
            }
            match self.left.checked_sub(bytes as u64) {
                Some(left) => self.left = left,
                None => return false,
            }
        }
        self.traffic.add(bytes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};

    #[test]
    fn a_share_is_a_seconds_worth_and_fills_evenly() {
        let start = Clock::manual(Timestamp::default()).monotonic();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        let mut share = Share::new(start, 1000);
        assert!(share.take(at(0), 600, 1000));
        assert!(share.take(at(0), 400, 1000));
        assert!(!share.take(at(0), 1, 1000));
        assert!(!share.take(at(99), 100, 1000));
        assert!(share.take(at(100), 100, 1000));
        assert!(!share.take(at(100), 1, 1000));
        // an hour of silence earns a second
        assert!(share.take(at(3_600_000), 1000, 1000));
        assert!(!share.take(at(3_600_000), 1, 1000));
        assert_eq!((share.traffic.packets, share.traffic.bytes), (4, 2100));
    }

    #[test]
    fn nothing_asked_for_in_small_steps_is_lost() {
        let start = Clock::manual(Timestamp::default()).monotonic();
        let mut share = Share::new(start, 1000);
        assert!(share.take(start, 1000, 1000));
        // each step is worth less than a byte
        let passed = (1..=10_000_u64)
            .filter(|step| share.take(start + Duration::from_micros(100 * step), 1, 1000))
            .count();
        assert_eq!(passed, 1000);
    }

    #[test]
    fn a_share_without_bound_is_only_counted() {
        let start = Clock::manual(Timestamp::default()).monotonic();
        let mut share = Share::new(start, 0);
        assert!((0..1000).all(|_| share.take(start, 65_000, 0)));
        assert_eq!(share.traffic.bytes, 65_000_000);
    }
}
