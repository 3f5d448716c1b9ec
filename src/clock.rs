//! Time as a value and the one place that reads it.
//!
//! Everything that decides by time takes a [`Clock`] or a [`Timestamp`] as an argument, so that a test can jump
//! ahead and a failing run can be replayed. No other module calls `now()`; `clippy.toml` refuses it.
//!
//! The box's time is the system's as far as that can be believed: it never goes back, across restarts too
//! ([`Clock::resume`]), it goes along with a leap ahead once that is prepared for ([`Clock::follow`]), and an administrator
//! may set it ([`Clock::set`]) without touching the system's.

mod steering;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use steering::{LastRun, Steering};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, Time, UtcOffset};
use tokio::sync::Notify;

/// How long a wait for a moment goes on at most without a look at the clock: it may have been set.
const LOOK: Duration = Duration::from_mins(1);

/// A moment of wall-clock time in milliseconds since 1970-01-01 UTC; RFC 3339 in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub const fn as_secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This moment plus `duration`, saturating at the far end of time.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long after `earlier` this is; zero when it is not after.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000)
            .ok()
            .and_then(|moment| moment.format(&Rfc3339).ok());
        // outside the years that RFC 3339 can write: still a value one can read in a log
        match text {
            Some(text) => f.write_str(&text),
            None => write!(f, "@{}ms", self.0),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time such as 2026-01-31T23:59:59Z")]
pub struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads RFC 3339; what is finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidTimestamp)?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).map(Self).map_err(|_| InvalidTimestamp)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Where the time comes from: the system, or a test's hand. Cheap to clone; clones share the hand.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System(Arc<System>),
    Manual { wall: Timestamp, monotonic: Instant, hand: Arc<Hand> },
}

/// How far a manual clock was moved, and who waits for it.
#[derive(Debug, Default)]
struct Hand {
    advanced_millis: AtomicU64,
    moved: Notify,
}

/// The machine's clock, and what is done about it.
#[derive(Debug)]
struct System {
    started: Instant,
    steering: Steering,
    set: Notify,
}

/// What of a clock is worth keeping for the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockState {
    /// The time.
    pub now: Timestamp,
    /// What a person has added to the system's time, in milliseconds.
    pub correction_millis: i64,
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the time")]
impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        let system = System { started: Instant::now(), steering: Steering::new(), set: Notify::new() };
        Self(Source::System(Arc::new(system)))
    }

    /// A clock that stands at `wall` until [`Clock::advance`] moves it.
    pub fn manual(wall: Timestamp) -> Self {
        Self(Source::Manual { wall, monotonic: Instant::now(), hand: Arc::default() })
    }

    /// The wall-clock time.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System(system) => {
                let (wall, elapsed) = system.look();
                Timestamp(system.steering.read(wall, elapsed))
            }
            Source::Manual { wall, .. } => wall.plus(self.advanced()),
        }
    }

    /// A time that never goes back, for lifetimes and intervals.
    pub fn monotonic(&self) -> Instant {
        match &self.0 {
            Source::System(_) => Instant::now(),
            Source::Manual { monotonic, .. } => *monotonic + self.advanced(),
        }
    }

    /// Moves a manual clock ahead; the system's clock is left alone.
    pub fn advance(&self, by: Duration) {
        if let Source::Manual { hand, .. } = &self.0 {
            let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
            hand.advanced_millis.fetch_add(millis, Ordering::SeqCst);
            hand.moved.notify_waiters();
        }
    }

    /// Goes on from the last run, which was in the state `last` and ended before `not_after`: time never goes back behind
    /// that. A manual clock stays where it is.
    pub fn resume(&self, last: ClockState, not_after: Timestamp) {
        if let Source::System(system) = &self.0 {
            let (wall, elapsed) = system.look();
            let last =
                LastRun { seen: last.now.0, not_after: not_after.0, correction: last.correction_millis };
            system.steering.resume(&last, wall, elapsed);
        }
    }

    /// Makes it `now`, which may be before what was; the system's own clock is left alone. A manual clock only goes
    /// ahead.
    pub fn set(&self, now: Timestamp) {
        match &self.0 {
            Source::System(system) => {
                let (wall, elapsed) = system.look();
                system.steering.set(now.0, wall, elapsed);
                system.set.notify_waiters();
            }
            Source::Manual { .. } => self.advance(now.since(self.now())),
        }
    }

    /// By how many milliseconds the system's clock, set by someone or something, has leapt ahead of the box's time, or
    /// fallen behind it. Zero for what is within a minute, and for a manual clock.
    pub fn leap(&self) -> i64 {
        match &self.0 {
            Source::System(system) => {
                let (wall, elapsed) = system.look();
                system.steering.leap(wall, elapsed)
            }
            Source::Manual { .. } => 0,
        }
    }

    /// Goes along with a leap ahead.
    pub fn follow(&self) {
        if let Source::System(system) = &self.0 {
            let (wall, elapsed) = system.look();
            system.steering.follow(wall, elapsed);
            system.set.notify_waiters();
        }
    }

    /// Ends when the time is set or has leapt ahead: after this call, not after it is first waited for.
    pub fn was_set(&self) -> impl Future<Output = ()> + Send {
        let set = match &self.0 {
            Source::System(system) => Some(system.set.notified()),
            Source::Manual { .. } => None,
        };
        async {
            match set {
                Some(set) => set.await,
                None => std::future::pending().await,
            }
        }
    }

    /// What is worth keeping for the next run.
    pub fn state(&self) -> ClockState {
        let correction_millis = match &self.0 {
            Source::System(system) => {
                let (wall, elapsed) = system.look();
                system.steering.correction(wall, elapsed)
            }
            Source::Manual { .. } => 0,
        };
        ClockState { now: self.now(), correction_millis }
    }

    /// What the machine itself says, right or not.
    pub fn machine(&self) -> Timestamp {
        match &self.0 {
            Source::System(system) => Timestamp(system.look().0),
            Source::Manual { .. } => self.now(),
        }
    }

    /// Waits until it is `moment`, also where the clock is set meanwhile.
    pub async fn reaches(&self, moment: Timestamp) {
        loop {
            match &self.0 {
                Source::System(_) => {
                    let left = moment.since(self.now());
                    if left.is_zero() {
                        return;
                    }
                    tokio::time::sleep(left.min(LOOK)).await;
                }
                Source::Manual { hand, .. } => {
                    // listening before looking: nothing is missed in between
                    let moved = hand.moved.notified();
                    if self.now() >= moment {
                        return;
                    }
                    moved.await;
                }
            }
        }
    }

    /// The first moment after `after` at which a clock on the wall shows this second of the day, by the time zone of
    /// the machine; a manual clock's is UTC.
    pub fn next_local(&self, after: Timestamp, second_of_day: u32) -> Timestamp {
        let offset = |at: OffsetDateTime| match self.0 {
            Source::System(_) => UtcOffset::local_offset_at(at).unwrap_or(UtcOffset::UTC),
            Source::Manual { .. } => UtcOffset::UTC,
        };
        next_local(after, second_of_day, offset).unwrap_or(after)
    }

    fn advanced(&self) -> Duration {
        match &self.0 {
            Source::System(_) => Duration::ZERO,
            Source::Manual { hand, .. } => Duration::from_millis(hand.advanced_millis.load(Ordering::SeqCst)),
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the time")]
impl System {
    /// What the system says, and how much of it has passed since the start, in milliseconds.
    fn look(&self) -> (i64, i64) {
        let elapsed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        (Timestamp::from(SystemTime::now()).0, elapsed)
    }
}

/// None at the far end of time.
fn next_local(
    after: Timestamp,
    second_of_day: u32,
    offset: impl Fn(OffsetDateTime) -> UtcOffset,
) -> Option<Timestamp> {
    let start = OffsetDateTime::from_unix_timestamp_nanos(i128::from(after.0) * 1_000_000).ok()?;
    let time = Time::MIDNIGHT + Duration::from_secs(second_of_day.into());
    let mut date = start.to_offset(offset(start)).date();
    loop {
        // the offset may be another by then
        let about = date.with_time(time).assume_offset(offset(start));
        let moment = date.with_time(time).assume_offset(offset(about));
        if moment > start {
            return Some(Timestamp(i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()?));
        }
        date = date.next_day()?;
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        // a machine without a battery may believe it is before 1970: that is the epoch then
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_rfc_3339_in_json_and_comes_back() {
        let moment = Timestamp::from_millis(1_700_000_000_123);
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(json, "\"2023-11-14T22:13:20.123Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), moment);
    }

    #[test]
    fn a_manual_clock_moves_only_by_hand_and_clones_move_with_it() {
        let clock = Clock::manual(Timestamp::from_millis(1_000));
        let before = clock.monotonic();
        let twin = clock.clone();
        twin.advance(Duration::from_secs(5));
        assert_eq!(clock.now(), Timestamp::from_millis(6_000));
        assert_eq!(clock.monotonic() - before, Duration::from_secs(5));
    }

    #[tokio::test]
    async fn the_system_clock_goes_on_from_the_last_run_and_can_be_set() {
        let clock = Clock::system();
        let (today, year) = (clock.now(), Duration::from_hours(24 * 365));
        let then = today.plus(year);
        clock.resume(ClockState { now: then, correction_millis: 0 }, then);
        assert!(clock.now() >= today.plus(year) && clock.machine() < today.plus(year));
        let (twin, before) = (clock.clone(), clock.state());
        assert_eq!(before.correction_millis, 0);
        let set = tokio::spawn(async move { twin.was_set().await });
        while !set.is_finished() {
            clock.set(today);
            tokio::task::yield_now().await;
        }
        let state = clock.state();
        assert!(state.now >= today && state.now < today.plus(year));
    }

    #[tokio::test]
    async fn a_moment_is_reached_once_the_hand_has_moved_that_far() {
        let clock = Clock::manual(Timestamp::from_millis(0));
        let reached = tokio::spawn({
            let clock = clock.clone();
            async move {
                clock.reaches(Timestamp::from_millis(5_000)).await;
                clock.now()
            }
        });
        for _ in 0..10 {
            tokio::task::yield_now().await;
            assert!(!reached.is_finished() || clock.now() >= Timestamp::from_millis(5_000));
            clock.advance(Duration::from_secs(1));
        }
        assert!(reached.await.unwrap() >= Timestamp::from_millis(5_000));
        Clock::system().reaches(Timestamp::from_millis(0)).await;
    }

    #[test]
    fn the_clock_on_the_wall_shows_a_second_of_the_day_once_a_day() {
        // one hour ahead of UTC, two from 2026-03-29T01:00Z on
        let summer: Timestamp = "2026-03-29T01:00:00Z".parse().unwrap();
        let berlin = |at: OffsetDateTime| {
            let hours = if at.unix_timestamp() >= summer.as_secs() { 2 } else { 1 };
            UtcOffset::from_hms(hours, 0, 0).unwrap()
        };
        let half_past_three = 3 * 3_600 + 1_800;
        for (after, expected) in [
            ("2026-03-27T12:00:00Z", "2026-03-28T02:30:00Z"),
            ("2026-03-28T02:29:59.999Z", "2026-03-28T02:30:00Z"),
            ("2026-03-28T02:30:00Z", "2026-03-29T01:30:00Z"),
            ("2026-03-29T01:30:00Z", "2026-03-30T01:30:00Z"),
            ("2026-03-28T23:30:00Z", "2026-03-29T01:30:00Z"),
        ] {
            let next = next_local(after.parse().unwrap(), half_past_three, berlin);
            assert_eq!(next, Some(expected.parse().unwrap()), "{after}");
        }
    }

    #[test]
    fn durations_never_go_negative() {
        let (early, late) = (Timestamp::from_millis(1), Timestamp::from_millis(5));
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(late.since(early), Duration::from_millis(4));
    }
}
