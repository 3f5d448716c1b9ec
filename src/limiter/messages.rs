//! Signaling messages by kind: a call that begins sends many candidates at once, and nobody types that fast.

use std::time::Instant;

use governor::RateLimiter;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};

use super::keyed::{Monotonic, Per};
use super::{Exceeded, Limit, Limiter};
use crate::config::Limits;

/// What a message is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// An offer or an answer.
    Description,
    /// An ICE candidate.
    Candidate,
    /// A line of the chat.
    Chat,
    /// Which media one sends.
    MediaState,
    /// Everything else, and what is no message at all.
    Other,
}

/// How many of each kind, over one connection.
pub(super) struct MessageQuotas([Per; MessageKind::ALL.len()]);

/// Counts the messages of one connection.
pub struct MessageLimiter {
    limiter: Limiter,
    // made by the first message of their kind: most connections never say most kinds
    counts: [Option<Box<Count>>; MessageKind::ALL.len()],
}

type Count = RateLimiter<NotKeyed, InMemoryState, Monotonic, NoOpMiddleware<Instant>>;

impl MessageKind {
    /// Every kind, in order.
    pub const ALL: [Self; 5] =
        [Self::Description, Self::Candidate, Self::Chat, Self::MediaState, Self::Other];

    /// In kebab-case, for metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Candidate => "candidate",
            Self::Chat => "chat",
            Self::MediaState => "media-state",
            Self::Other => "other",
        }
    }
}

impl MessageQuotas {
    pub(super) fn new(limits: &Limits) -> Self {
        // in the order of the kinds
        let counts = [
            limits.descriptions_per_minute,
            limits.candidates_per_minute,
            limits.chat_messages_per_minute,
            limits.media_states_per_minute,
            limits.other_messages_per_minute,
        ];
        Self(counts.map(Per::minute))
    }
}

impl MessageLimiter {
    pub(super) fn new(limiter: Limiter) -> Self {
        Self { limiter, counts: Default::default() }
    }

    /// One message.
    ///
    /// # Errors
    /// [`Exceeded`].
    pub fn message(&mut self, kind: MessageKind) -> Result<(), Exceeded> {
        let inner = &self.limiter.0;
        let Some(quota) = inner.messages.0[kind as usize].quota() else { return Ok(()) };
        let count = self.counts[kind as usize].get_or_insert_with(|| {
            Box::new(RateLimiter::new(quota, InMemoryState::default(), Monotonic(inner.clock.clone())))
        });
        let granted = count.check().map_err(|not_until| not_until.wait_time_from(count.clock().now()));
        self.limiter.note(Limit::Messages(kind), granted)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::{Clock, Timestamp};

    #[test]
    fn kinds_are_counted_apart_and_connections_too() {
        let clock = Clock::manual(Timestamp::default());
        let limits = Limits { chat_messages_per_minute: 2, ..Limits::default() };
        let limiter = Limiter::new(clock.clone(), &limits);
        let (mut one, mut other) = (limiter.messages(), limiter.messages());
        one.message(MessageKind::Chat).unwrap();
        one.message(MessageKind::Chat).unwrap();
        let refused = one.message(MessageKind::Chat).unwrap_err();
        assert_eq!((refused.limit, refused.retry_after_seconds()), (Limit::Messages(MessageKind::Chat), 30));
        one.message(MessageKind::Candidate).unwrap();
        other.message(MessageKind::Chat).unwrap();
        clock.advance(Duration::from_secs(30));
        one.message(MessageKind::Chat).unwrap();
    }
}
