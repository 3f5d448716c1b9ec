//! One limit for each of many, in bounded memory.

use std::hash::{BuildHasher, Hash, RandomState};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// So many in a time, all of which may come at once; none for as many as one likes.
#[derive(Clone, Copy)]
pub(super) struct Per(Option<Quota>);

impl Per {
    pub(super) fn minute(count: u32) -> Self {
        Self(NonZeroU32::new(count).map(Quota::per_minute))
    }

    pub(super) fn hour(count: u32) -> Self {
        Self(NonZeroU32::new(count).map(Quota::per_hour))
    }

    pub(super) const fn quota(&self) -> Option<Quota> {
        self.0
    }
}

/// Where a key is counted: by a hash of it, which nobody outside can foresee. So there are never more than 65,536 counts,
/// however many keys there are; two that share one by chance share the limit.
type Place = u16;

/// A limit that is counted by a key.
pub(super) struct Keyed<K> {
    limiter: Option<RateLimiter<Place, DashMapStateStore<Place>, Monotonic, NoOpMiddleware<Instant>>>,
    hasher: RandomState,
    key: PhantomData<fn(&K)>,
}

impl<K: Hash> Keyed<K> {
    pub(super) fn new(per: Per, clock: &Clock) -> Self {
        let limiter = per
            .quota()
            .map(|quota| RateLimiter::new(quota, DashMapStateStore::default(), Monotonic(clock.clone())));
        Self { limiter, hasher: RandomState::new(), key: PhantomData }
    }

    /// Grants one, or says how long until the next.
    pub(super) fn check(&self, key: &K) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        let [a, b, ..] = self.hasher.hash_one(key).to_ne_bytes();
        let refused = limiter.check_key(&Place::from_ne_bytes([a, b]));
        refused.map_err(|not_until| not_until.wait_time_from(limiter.clock().now()))
    }

    /// Forgets whoever has asked for nothing for so long that all of it is granted again.
    pub(super) fn sweep(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// The box's clock, as the limiters ask for it.
#[derive(Clone)]
pub(super) struct Monotonic(pub(super) Clock);

impl governor::clock::Clock for Monotonic {
    type Instant = Instant;

    fn now(&self) -> Instant {
        self.0.monotonic()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten() {
        let clock = Clock::manual(Timestamp::default());
        let keyed: Keyed<u64> = Keyed::new(Per::minute(1), &clock);
        let refused = (0..500_000).filter(|key| keyed.check(key).is_err()).count();
        assert!(refused > 400_000, "they share places");
        let limiter = keyed.limiter.as_ref().unwrap();
        assert!((60_000..=65_536).contains(&limiter.len()), "{}", limiter.len());
        clock.advance(Duration::from_mins(2));
        keyed.sweep();
        assert_eq!(limiter.len(), 0);
    }
}
