//! How much of anything one may ask for: counted by user, address, room or connection, each limit a setting.
//!
//! Decides and counts; what is refused, and in which words, is up to whoever asks. Invariants: what is remembered has a
//! bound that strangers can't move; nobody's limit is used up by somebody else, but where they share what it is counted
//! by, such as the one address of a whole school.

mod delays;
mod keyed;
mod messages;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use delays::LogInAttempt;
pub use messages::{MessageKind, MessageLimiter};

use crate::clock::Clock;
use crate::config::Limits;
use crate::domain::id::{RoomId, UserId};
use delays::LogInDelays;
use keyed::{Keyed, Per};
use messages::MessageQuotas;

/// What there is a limit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Calls of the API from one address.
    ApiCallsOfAddress,
    /// Calls of the API by one user.
    ApiCallsOfUser,
    /// Log-ins from one address.
    LogIns,
    /// Log-ins to one account from one address, after wrong passwords.
    WrongPasswords,
    /// New accounts from one address.
    Registrations,
    /// New rooms of one user.
    NewRooms,
    /// Open rooms of one user.
    OpenRooms,
    /// TCP connections from one address.
    ConnectionsOfAddress,
    /// Signaling connections of one user, or in all.
    Sockets,
    /// Joins by one user.
    JoinsOfUser,
    /// Joins of one room.
    JoinsOfRoom,
    /// Signaling messages of one kind over one connection.
    Messages(MessageKind),
}

/// One has asked for more than one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Of what.
    pub limit: Limit,
    /// When the next will be granted.
    pub retry_after: Duration,
}

/// All limits that are counted by time. Cheap to clone.
#[derive(Clone)]
pub struct Limiter(Arc<Inner>);

struct Inner {
    clock: Clock,
    api_of_address: Keyed<IpAddr>,
    api_of_user: Keyed<UserId>,
    log_ins: Keyed<IpAddr>,
    wrong_passwords: LogInDelays,
    registrations: Keyed<IpAddr>,
    new_rooms: Keyed<UserId>,
    joins_of_user: Keyed<UserId>,
    joins_of_room: Keyed<RoomId>,
    messages: MessageQuotas,
    exceeded: [AtomicU64; Limit::ALL.len()],
}

impl Limit {
    /// Every limit, for documents and metrics.
    pub const ALL: [Self; 16] = [
        Self::ApiCallsOfAddress,
        Self::ApiCallsOfUser,
        Self::LogIns,
        Self::WrongPasswords,
        Self::Registrations,
        Self::NewRooms,
        Self::OpenRooms,
        Self::ConnectionsOfAddress,
        Self::Sockets,
        Self::JoinsOfUser,
        Self::JoinsOfRoom,
        Self::Messages(MessageKind::Description),
        Self::Messages(MessageKind::Candidate),
        Self::Messages(MessageKind::Chat),
        Self::Messages(MessageKind::MediaState),
        Self::Messages(MessageKind::Other),
    ];

    /// In kebab-case, for metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiCallsOfAddress => "api-calls-of-address",
            Self::ApiCallsOfUser => "api-calls-of-user",
            Self::LogIns => "log-ins",
            Self::WrongPasswords => "wrong-passwords",
            Self::Registrations => "registrations",
            Self::NewRooms => "new-rooms",
            Self::OpenRooms => "open-rooms",
            Self::ConnectionsOfAddress => "connections-of-address",
            Self::Sockets => "sockets",
            Self::JoinsOfUser => "joins-of-user",
            Self::JoinsOfRoom => "joins-of-room",
            Self::Messages(MessageKind::Description) => "descriptions",
            Self::Messages(MessageKind::Candidate) => "candidates",
            Self::Messages(MessageKind::Chat) => "chat-messages",
            Self::Messages(MessageKind::MediaState) => "media-states",
            Self::Messages(MessageKind::Other) => "other-messages",
        }
    }

    /// What there were too many of, for people.
    const fn of_what(self) -> &'static str {
        match self {
            Self::ApiCallsOfAddress => "requests from this address",
            Self::ApiCallsOfUser => "requests",
            Self::LogIns => "log-ins from this address",
            Self::WrongPasswords => "wrong passwords for this account",
            Self::Registrations => "new accounts from this address",
            Self::NewRooms => "new rooms",
            Self::OpenRooms => "open rooms",
            Self::ConnectionsOfAddress => "connections from this address",
            Self::Sockets => "signaling connections",
            Self::JoinsOfUser | Self::JoinsOfRoom => "joins",
            Self::Messages(MessageKind::Chat) => "chat messages",
            Self::Messages(_) => "messages of this kind",
        }
    }
}

impl Exceeded {
    /// The same in whole seconds, rounded up: at least one.
    pub fn retry_after_seconds(&self) -> u32 {
        let seconds = self.retry_after.as_secs() + u64::from(self.retry_after.subsec_nanos() > 0);
        u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Exceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "too many {}; try again in {} s", self.limit.of_what(), self.retry_after_seconds())
    }
}

impl Limiter {
    /// With nothing counted yet.
    pub fn new(clock: Clock, limits: &Limits) -> Self {
        let by_minute = |count| Per::minute(count);
        Self(Arc::new(Inner {
            api_of_address: Keyed::new(by_minute(limits.api_calls_per_minute_per_address), &clock),
            api_of_user: Keyed::new(by_minute(limits.api_calls_per_minute_per_user), &clock),
            log_ins: Keyed::new(by_minute(limits.log_ins_per_minute_per_address), &clock),
            wrong_passwords: LogInDelays::new(
                limits.log_in_free_tries,
                limits.log_in_longest_delay_seconds.duration(),
                clock.clone(),
            ),
            registrations: Keyed::new(Per::hour(limits.registrations_per_hour_per_address), &clock),
            new_rooms: Keyed::new(Per::hour(limits.new_rooms_per_hour_per_user), &clock),
            joins_of_user: Keyed::new(by_minute(limits.joins_per_minute_per_user), &clock),
            joins_of_room: Keyed::new(by_minute(limits.joins_per_minute_per_room), &clock),
            messages: MessageQuotas::new(limits),
            exceeded: Default::default(),
            clock,
        }))
    }

    /// One call of the API from an address.
    ///
    /// # Errors
    /// [`Exceeded`], as for all below.
    pub fn api_call_from(&self, address: IpAddr) -> Result<(), Exceeded> {
        self.note(Limit::ApiCallsOfAddress, self.0.api_of_address.check(&address))
    }

    /// One call of the API by a user.
    pub fn api_call_by(&self, user: UserId) -> Result<(), Exceeded> {
        self.note(Limit::ApiCallsOfUser, self.0.api_of_user.check(&user))
    }

    /// One try to log in as `login` from an address. It has failed unless it is said to have succeeded; who fails often
    /// waits longer each time, but not those who log in to the same account from elsewhere.
    pub fn log_in(&self, address: IpAddr, login: &str) -> Result<LogInAttempt<'_>, Exceeded> {
        self.note(Limit::LogIns, self.0.log_ins.check(&address))?;
        self.note(Limit::WrongPasswords, self.0.wrong_passwords.admit(address, login))
    }

    /// One new account from an address.
    pub fn registration(&self, address: IpAddr) -> Result<(), Exceeded> {
        self.note(Limit::Registrations, self.0.registrations.check(&address))
    }

    /// One new room of a user.
    pub fn new_room(&self, user: UserId) -> Result<(), Exceeded> {
        self.note(Limit::NewRooms, self.0.new_rooms.check(&user))
    }

    /// One try of a user to join a room.
    pub fn join_by(&self, user: UserId) -> Result<(), Exceeded> {
        self.note(Limit::JoinsOfUser, self.0.joins_of_user.check(&user))
    }

    /// One join of a room by somebody who may enter it: strangers must not use its limit up.
    pub fn join_of(&self, room: &RoomId) -> Result<(), Exceeded> {
        self.note(Limit::JoinsOfRoom, self.0.joins_of_room.check(room))
    }

    /// For the messages of one connection.
    pub fn messages(&self) -> MessageLimiter {
        MessageLimiter::new(self.clone())
    }

    /// Counts what was refused by a limit that is kept elsewhere.
    pub fn count(&self, limit: Limit) {
        if let Some(at) = Limit::ALL.iter().position(|other| *other == limit) {
            self.0.exceeded[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How often each limit was met.
    pub fn exceeded(&self) -> impl Iterator<Item = (Limit, u64)> {
        Limit::ALL
            .into_iter()
            .zip(&self.0.exceeded)
            .map(|(limit, count)| (limit, count.load(Ordering::Relaxed)))
    }

    /// Forgets those who have not asked for anything for a while. To be called now and then.
    pub fn sweep(&self) {
        let inner = &self.0;
        inner.api_of_address.sweep();
        inner.api_of_user.sweep();
        inner.log_ins.sweep();
        inner.wrong_passwords.sweep();
        inner.registrations.sweep();
        inner.new_rooms.sweep();
        inner.joins_of_user.sweep();
        inner.joins_of_room.sweep();
    }

    fn note<T>(&self, limit: Limit, granted: Result<T, Duration>) -> Result<T, Exceeded> {
        granted.map_err(|retry_after| {
            self.count(limit);
            Exceeded { limit, retry_after }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::clock::Timestamp;

    fn limiter(change: impl FnOnce(&mut Limits)) -> (Limiter, Clock) {
        let (clock, mut limits) = (Clock::manual(Timestamp::default()), Limits::default());
        change(&mut limits);
        (Limiter::new(clock.clone(), &limits), clock)
    }

    #[test]
    fn one_is_told_when_to_come_again_and_is_let_in_then() {
        let (limiter, clock) = limiter(|limits| limits.registrations_per_hour_per_address = 2);
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        limiter.registration(here).unwrap();
        limiter.registration(here).unwrap();
        let refused = limiter.registration(here).unwrap_err();
        assert_eq!((refused.limit, refused.retry_after_seconds()), (Limit::Registrations, 1_800));
        assert_eq!(refused.to_string(), "too many new accounts from this address; try again in 1800 s");
        limiter.registration(there).unwrap();
        clock.advance(Duration::from_secs(1_799));
        limiter.registration(here).unwrap_err();
        clock.advance(Duration::from_secs(1));
        limiter.sweep();
        limiter.registration(here).unwrap();
        let counted: Vec<_> = limiter.exceeded().filter(|(_, count)| *count > 0).collect();
        assert_eq!(counted, [(Limit::Registrations, 2)]);
    }

    #[test]
    fn a_room_and_a_user_have_a_limit_each() {
        let (limiter, _) = limiter(|limits| {
            limits.joins_per_minute_per_user = 1;
            limits.joins_per_minute_per_room = 1;
        });
        let (ada, bob) = (UserId::generate(), UserId::generate());
        let (one, other): (RoomId, RoomId) = ("one".parse().unwrap(), "other".parse().unwrap());
        limiter.join_by(ada).unwrap();
        limiter.join_by(bob).unwrap();
        assert_eq!(limiter.join_by(ada).unwrap_err().limit, Limit::JoinsOfUser);
        limiter.join_of(&one).unwrap();
        limiter.join_of(&other).unwrap();
        assert_eq!(limiter.join_of(&one).unwrap_err().limit, Limit::JoinsOfRoom);
    }

    #[test]
    fn zero_is_no_limit() {
        let (limiter, _) = limiter(|limits| limits.api_calls_per_minute_per_address = 0);
        let address = IpAddr::from([10, 0, 0, 1]);
        assert!((0..100_000).all(|_| limiter.api_call_from(address).is_ok()));
    }

    #[test]
    fn each_limit_has_a_name_of_its_own() {
        let names: HashSet<&str> = Limit::ALL.iter().map(|limit| limit.name()).collect();
        assert_eq!(names.len(), Limit::ALL.len());
    }
}
