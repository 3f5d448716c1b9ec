//! Counts and how they are spread, cheap enough for every message: what `/metrics` is made of.
//!
//! Knows nothing of what is counted, nor in which format it is told.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds, in seconds, for what a program does: 50 µs to 10 s.
pub const WORK_SECONDS: &[f64] =
    &[0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0];

/// Upper bounds, in seconds, for what people do: 10 s to 12 h.
pub const STAY_SECONDS: &[f64] = &[10.0, 60.0, 300.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0, 43_200.0];

/// What only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

/// How many values were at most so large, for each of some bounds, and their sum.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [f64],
    /// One for each bound, and one for what is beyond them all.
    buckets: Box<[AtomicU64]>,
    /// In millionths, so that it can be added to in one step.
    sum: AtomicU64,
}

/// What a histogram held at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// How many values were at most this bound; each counts those before it as well.
    pub buckets: Vec<(f64, u64)>,
    /// How many values there were.
    pub count: u64,
    /// Of all of them.
    pub sum: f64,
}

impl Counter {
    /// One more.
    pub fn increment(&self) {
        self.add(1);
    }

    /// So many more.
    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// How many until now.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Histogram {
    /// With nothing in it; the `bounds` ascend.
    pub fn new(bounds: &'static [f64]) -> Self {
        let buckets = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, buckets, sum: AtomicU64::new(0) }
    }

    /// One value; one below zero, or none at all, counts as zero.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, as it should"
    )]
    pub fn observe(&self, value: f64) {
        let value = value.max(0.0);
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add((value * 1e6) as u64, Ordering::Relaxed);
    }

    /// One length of time, in seconds.
    pub fn observe_duration(&self, duration: Duration) {
        self.observe(duration.as_secs_f64());
    }

    /// What it holds. Values that come meanwhile may be in the count and not yet in the sum.
    #[expect(clippy::cast_precision_loss, reason = "a sum for statistics")]
    pub fn spread(&self) -> Spread {
        let mut count = 0;
        let mut buckets = Vec::with_capacity(self.bounds.len());
        for (bucket, bound) in self.buckets.iter().zip(self.bounds.iter().copied().chain([f64::INFINITY])) {
            count += bucket.load(Ordering::Relaxed);
            buckets.push((bound, count));
        }
        Spread { buckets, count, sum: self.sum.load(Ordering::Relaxed) as f64 / 1e6 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_by_the_bounds_that_they_do_not_exceed() {
        let histogram = Histogram::new(&[0.1, 1.0]);
        for value in [0.05, 0.1, 0.5, 2.0, -3.0, f64::NAN] {
            histogram.observe(value);
        }
        histogram.observe_duration(Duration::from_millis(250));
        let Spread { buckets, count, sum } = histogram.spread();
        assert_eq!(buckets, [(0.1, 4), (1.0, 6), (f64::INFINITY, 7)]);
        assert_eq!(count, 7);
        assert!((sum - 2.9).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn the_usual_bounds_ascend() {
        for bounds in [WORK_SECONDS, STAY_SECONDS] {
            assert!(bounds.is_sorted_by(|a, b| a < b));
        }
    }
}
