//! Who gives wrong passwords waits, longer each time.
//!
//! Counted by account and address together: guessing from one address delays nobody who logs in from another. Behind one
//! shared address the longest delay is what a neighbour can do.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Clock;

/// The most accounts and addresses that are remembered; beyond that the one that failed longest ago is forgotten.
const MOST: usize = 10_000;

/// How long after the last wrong password all is forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(1);

/// The first delay; it doubles with each wrong password.
const FIRST_DELAY: Duration = Duration::from_secs(1);

pub(super) struct LogInDelays {
    free_tries: u32,
    longest: Duration,
    clock: Clock,
    hasher: RandomState,
    // held for a few instructions, or a walk over all of them when they are too many
    tries: Mutex<HashMap<u64, Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    failed: u32,
    under_way: u32,
    last: Instant,
}

/// A try to log in. Dropped, it has failed.
#[must_use]
pub struct LogInAttempt<'a> {
    delays: &'a LogInDelays,
    key: u64,
    outcome: Outcome,
}

enum Outcome {
    Failed,
    Succeeded,
    Undecided,
}

impl LogInDelays {
    pub(super) fn new(free_tries: u32, longest: Duration, clock: Clock) -> Self {
        Self { free_tries, longest, clock, hasher: RandomState::new(), tries: Mutex::default() }
    }

    /// Lets one try, or says how long until the next. Before any has failed, as many at once as come: a class may share
    /// an account.
    pub(super) fn admit(&self, address: IpAddr, login: &str) -> Result<LogInAttempt<'_>, Duration> {
        let key = self.hasher.hash_one((address, login.trim().to_lowercase()));
        let now = self.clock.monotonic();
        let mut tries = self.lock();
        if tries.len() >= MOST && !tries.contains_key(&key) {
            forget_one(&mut tries);
        }
        let of_this = tries.entry(key).or_insert(Tries { failed: 0, under_way: 0, last: now });
        if of_this.failed > 0 {
            let at_once = self.free_tries.saturating_sub(of_this.failed).max(1);
            if of_this.under_way >= at_once {
                return Err(FIRST_DELAY);
            }
            let waited = now.saturating_duration_since(of_this.last);
            let delay = self.delay(of_this.failed);
            if waited < delay {
                return Err(delay.saturating_sub(waited));
            }
        }
        of_this.under_way += 1;
        Ok(LogInAttempt { delays: self, key, outcome: Outcome::Failed })
    }

    pub(super) fn sweep(&self) {
        let now = self.clock.monotonic();
        let mut tries = self.lock();
        tries.retain(|_, tries| {
            let waited = now.saturating_duration_since(tries.last);
            tries.under_way > 0 || (tries.failed > 0 && waited < FORGOTTEN_AFTER)
        });
        tries.shrink_to_fit();
    }

    fn delay(&self, failed: u32) -> Duration {
        let Some(doublings) = failed.checked_sub(self.free_tries.max(1)) else { return Duration::ZERO };
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        FIRST_DELAY.saturating_mul(factor).min(self.longest)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Tries>> {
        // every change is complete before anything could panic
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LogInAttempt<'_> {
    /// The password was right: all that failed before is forgotten.
    pub fn succeeded(mut self) {
        self.outcome = Outcome::Succeeded;
    }

    /// Nobody has looked at the password: this does not count.
    pub fn was_not_tried(mut self) {
        self.outcome = Outcome::Undecided;
    }
}

impl Drop for LogInAttempt<'_> {
    fn drop(&mut self) {
        let now = self.delays.clock.monotonic();
        let mut tries = self.delays.lock();
        // forgotten meanwhile, where there were too many
        let Some(of_this) = tries.get_mut(&self.key) else { return };
        of_this.under_way = of_this.under_way.saturating_sub(1);
        match self.outcome {
            Outcome::Failed => {
                of_this.failed = of_this.failed.saturating_add(1);
                of_this.last = now;
            }
            Outcome::Succeeded => of_this.failed = 0,
            Outcome::Undecided => {}
        }
        if of_this.failed == 0 && of_this.under_way == 0 {
            tries.remove(&self.key);
        }
    }
}

fn forget_one(tries: &mut HashMap<u64, Tries>) {
    let idle = tries.iter().filter(|(_, tries)| tries.under_way == 0);
    if let Some(oldest) = idle.min_by_key(|(_, tries)| tries.last).map(|(key, _)| *key) {
        tries.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    const LONGEST: Duration = Duration::from_mins(1);

    fn delays() -> (LogInDelays, Clock) {
        let clock = Clock::manual(Timestamp::default());
        (LogInDelays::new(5, LONGEST, clock.clone()), clock)
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    fn fail(delays: &LogInDelays, times: u32) {
        (0..times).for_each(|_| drop(delays.admit(address(1), "ada").unwrap()));
    }

    #[test]
    fn the_delay_grows_with_each_wrong_password_up_to_the_longest() {
        let (delays, clock) = delays();
        fail(&delays, 5);
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            let delay = Duration::from_secs(seconds);
            assert_eq!(delays.admit(address(1), "ada").err(), Some(delay));
            clock.advance(delay.checked_sub(Duration::from_millis(1)).unwrap());
            assert!(delays.admit(address(1), "ada").is_err());
            clock.advance(Duration::from_millis(1));
            drop(delays.admit(address(1), " ADA ").unwrap());
        }
    }

    #[test]
    fn whoever_comes_from_elsewhere_is_let_in_and_so_are_other_accounts() {
        let (delays, _) = delays();
        fail(&delays, 5);
        delays.admit(address(2), "ada").unwrap().succeeded();
        delays.admit(address(1), "bob").unwrap().succeeded();
        assert!(delays.admit(address(1), "ada").is_err(), "the success elsewhere is not this one's");
    }

    #[test]
    fn the_right_password_makes_a_clean_slate() {
        let (delays, clock) = delays();
        fail(&delays, 5);
        clock.advance(Duration::from_secs(1));
        delays.admit(address(1), "ada").unwrap().succeeded();
        fail(&delays, 5);
        assert!(delays.admit(address(1), "ada").is_err());
    }

    #[test]
    fn a_class_shares_an_account_but_a_guesser_gains_nothing_by_haste() {
        let (delays, clock) = delays();
        let class: Vec<_> = (0..30).map(|_| delays.admit(address(1), "class").unwrap()).collect();
        class.into_iter().for_each(LogInAttempt::succeeded);
        let guesses: Vec<_> = (0..64).map(|_| delays.admit(address(1), "ada").unwrap()).collect();
        drop(guesses);
        assert_eq!(delays.admit(address(1), "ada").err(), Some(LONGEST));
        clock.advance(LONGEST);
        let one = delays.admit(address(1), "ada").unwrap();
        assert!(delays.admit(address(1), "ada").is_err(), "one at a time from here on");
        one.was_not_tried();
    }

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten() {
        let (delays, clock) = delays();
        for user in 0..MOST + 100 {
            clock.advance(Duration::from_millis(1));
            drop(delays.admit(address(1), &user.to_string()).unwrap());
        }
        assert_eq!(delays.lock().len(), MOST);
        clock.advance(FORGOTTEN_AFTER);
        delays.sweep();
        assert_eq!(delays.lock().len(), 0);
    }
}
