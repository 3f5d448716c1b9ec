//! Time that never goes back, from a system clock that may: a machine without a battery wakes up in the past, and an
//! administrator may know better than it.
//!
//! What is kept is how far wall-clock time leads a monotonic one. The lead only ever grows, whatever the system says,
//! unless a person sets the time; and where it would grow by a leap, because the system's clock was set, it waits for
//! whoever moves along first what is measured by it ([`Steering::follow`]). Plain arithmetic over arguments, safe to
//! share; all of it in milliseconds.

use std::sync::atomic::{AtomicI64, Ordering};

/// The system clock was set by something other than its own ticking if it is off by more than this.
const STEP: i64 = 60_000;

/// How the system's time is made the box's.
#[derive(Debug)]
pub(super) struct Steering {
    /// The most that the box's time has led the monotonic one.
    lead: AtomicI64,
    /// What a person added to the system's time; zero if nobody did.
    correction: AtomicI64,
    /// How far the system's time led the monotonic one when they did.
    corrected_at: AtomicI64,
}

impl Steering {
    pub(super) const fn new() -> Self {
        Self {
            lead: AtomicI64::new(i64::MIN),
            correction: AtomicI64::new(0),
            corrected_at: AtomicI64::new(0),
        }
    }

    /// The box's time, when the system says `system` and `elapsed` has passed on the monotonic clock.
    pub(super) fn read(&self, system: i64, elapsed: i64) -> i64 {
        let lead = self.offered(system, elapsed);
        let known = self.lead.load(Ordering::SeqCst);
        if known == i64::MIN || lead.saturating_sub(known) <= STEP {
            return elapsed.saturating_add(self.lead.fetch_max(lead, Ordering::SeqCst).max(lead));
        }
        elapsed.saturating_add(known)
    }

    /// How far the system's clock has leapt ahead of the box's time, or fallen behind it; zero while they tick alike.
    pub(super) fn leap(&self, system: i64, elapsed: i64) -> i64 {
        let leap = self.offered(system, elapsed).saturating_sub(self.lead.load(Ordering::SeqCst));
        if leap.abs() > STEP { leap } else { 0 }
    }

    /// Goes along with a leap ahead.
    pub(super) fn follow(&self, system: i64, elapsed: i64) {
        self.lead.fetch_max(self.offered(system, elapsed), Ordering::SeqCst);
    }

    /// The lead that the system's time would give.
    fn offered(&self, system: i64, elapsed: i64) -> i64 {
        system.saturating_sub(elapsed).saturating_add(self.correction(system, elapsed))
    }

    /// What is added to the system's time; nothing once the system clock was set to another time itself, for then it
    /// is right, or someone else's care.
    pub(super) fn correction(&self, system: i64, elapsed: i64) -> i64 {
        let correction = self.correction.load(Ordering::SeqCst);
        let drift = system.saturating_sub(elapsed).saturating_sub(self.corrected_at.load(Ordering::SeqCst));
        if correction != 0 && drift.abs() > STEP {
            self.correction.store(0, Ordering::SeqCst);
            return 0;
        }
        correction
    }

    /// Makes it `now`, which may be before what was.
    pub(super) fn set(&self, now: i64, system: i64, elapsed: i64) {
        self.corrected_at.store(system.saturating_sub(elapsed), Ordering::SeqCst);
        self.correction.store(now.saturating_sub(system), Ordering::SeqCst);
        self.lead.store(now.saturating_sub(elapsed), Ordering::SeqCst);
    }

    /// Goes on from the last run. What a person had taken off a clock that was ahead is still taken off, unless the
    /// clock was set since.
    pub(super) fn resume(&self, last: &LastRun, system: i64, elapsed: i64) {
        let mut believed = system;
        if last.correction < 0 && system.saturating_add(last.correction) >= last.seen {
            believed = system.saturating_add(last.correction);
            self.corrected_at.store(system.saturating_sub(elapsed), Ordering::SeqCst);
            self.correction.store(last.correction, Ordering::SeqCst);
        }
        // a clock that went on by itself is taken at its word; one that did not may have been anywhere until then
        let start = if believed >= last.seen { believed } else { last.not_after };
        self.lead.fetch_max(start.saturating_sub(elapsed), Ordering::SeqCst);
    }
}

/// What the last run left, in milliseconds since the Unix epoch.
#[derive(Debug)]
pub(super) struct LastRun {
    /// When it was surely there.
    pub(super) seen: i64,
    /// When it was surely there no more.
    pub(super) not_after: i64,
    /// What a person had added to the system's time.
    pub(super) correction: i64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 86_400_000;

    /// One that was stopped in good order.
    fn last_run(seen: i64, correction: i64) -> LastRun {
        LastRun { seen, not_after: seen, correction }
    }

    #[test]
    fn a_clock_that_woke_up_in_the_past_goes_on_from_where_it_was() {
        let steering = Steering::new();
        steering.resume(&last_run(1_000 * DAY, 0), 5_000, 0);
        assert_eq!(steering.read(5_000, 0), 1_000 * DAY);
        assert_eq!(steering.read(6_000, 1_000), 1_000 * DAY + 1_000, "and goes on ticking");
        assert_eq!(steering.leap(6_000, 1_000), 6_000 - (1_000 * DAY + 1_000));
        // the network has told the system what time it is
        assert_eq!(steering.read(1_003 * DAY, 2_000), 1_000 * DAY + 2_000, "not before someone follows");
        assert_eq!(steering.leap(1_003 * DAY, 2_000), 3 * DAY - 2_000);
        steering.follow(1_003 * DAY, 2_000);
        assert_eq!(steering.leap(1_003 * DAY, 2_000), 0);
        assert_eq!(steering.read(1_003 * DAY, 2_000), 1_003 * DAY);
        // a minute at once is no leap
        assert_eq!(steering.read(1_003 * DAY + STEP, 2_000), 1_003 * DAY + STEP);
    }

    #[test]
    fn what_a_person_says_holds_until_the_system_knows_better() {
        let steering = Steering::new();
        assert_eq!(steering.read(5_000, 0), 5_000);
        steering.set(1_000 * DAY, 5_000, 0);
        assert_eq!(steering.read(6_000, 1_000), 1_000 * DAY + 1_000);
        // not a thousand days twice over
        assert_eq!(steering.read(1_000 * DAY + 2_500, 2_000), 1_000 * DAY + 2_500);
        assert_eq!(steering.correction(1_000 * DAY + 2_500, 2_000), 0);
    }

    #[test]
    fn a_clock_that_is_ahead_can_be_set_back_and_stays_so_over_a_restart() {
        let steering = Steering::new();
        assert_eq!(steering.read(9_000 * DAY, 0), 9_000 * DAY);
        steering.set(1_000 * DAY, 9_000 * DAY, 0);
        assert_eq!(steering.read(9_000 * DAY + 1_000, 1_000), 1_000 * DAY + 1_000);
        let correction = steering.correction(9_000 * DAY + 1_000, 1_000);

        let next_run = Steering::new();
        next_run.resume(&last_run(1_000 * DAY + 1_000, correction), 9_001 * DAY, 0);
        assert_eq!(next_run.read(9_001 * DAY, 0), 1_001 * DAY);
        let set_right_meanwhile = Steering::new();
        set_right_meanwhile.resume(&last_run(1_000 * DAY + 1_000, correction), 1_001 * DAY, 0);
        assert_eq!(set_right_meanwhile.read(1_001 * DAY, 0), 1_001 * DAY);
    }

    #[test]
    fn a_clock_that_was_behind_is_not_corrected_twice_over_a_restart() {
        let next_run = Steering::new();
        next_run.resume(&last_run(1_000 * DAY, 995 * DAY), 1_000 * DAY + 5_000, 0);
        assert_eq!(next_run.read(1_000 * DAY + 5_000, 0), 1_000 * DAY + 5_000);
    }

    #[test]
    fn after_a_power_cut_a_clock_that_ran_on_is_believed_and_another_is_put_behind_all_that_may_have_been() {
        let cut = LastRun { seen: 1_000 * DAY, not_after: 1_000 * DAY + 450_000, correction: 0 };
        for (system, now) in [(1_000 * DAY + 90_000, 1_000 * DAY + 90_000), (7_000, 1_000 * DAY + 450_000)] {
            let steering = Steering::new();
            steering.resume(&cut, system, 0);
            assert_eq!(steering.read(system, 0), now);
        }
    }

    proptest! {
        #[test]
        fn time_never_goes_back_whatever_the_system_says(
            last_seen in 0..2_000 * DAY,
            steps in proptest::collection::vec((0..2_000 * DAY, 0..1_000_000_i64), 1..50),
        ) {
            let steering = Steering::new();
            let (mut elapsed, mut before) = (0, last_seen);
            steering.resume(&last_run(last_seen, 0), steps[0].0, 0);
            for (system, passed) in steps {
                elapsed += passed;
                let held = steering.read(system, elapsed);
                prop_assert!(held >= before + passed);
                steering.follow(system, elapsed);
                let now = steering.read(system, elapsed);
                prop_assert!(now >= held && now >= system && steering.leap(system, elapsed) <= 0);
                before = now;
            }
        }
    }
}
