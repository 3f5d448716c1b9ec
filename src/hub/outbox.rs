//! What waits to be written to one socket: bounded in messages and bytes, and the way to close it.
//!
//! Putting something in never waits. A peer that does not read is closed with `too-slow`; the others never notice.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// How much may wait for one socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxLimits {
    /// Messages.
    pub messages: usize,
    /// Bytes of text.
    pub bytes: usize,
}

/// Why the box closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// More waits to be written than may.
    TooSlow,
    /// Nothing came from it for too long.
    Silent,
    /// A frame over the hard limit.
    TooLarge,
    /// A frame that breaks the WebSocket protocol.
    Protocol,
    /// Its session was ended.
    SessionEnded,
    /// Its seat goes on over another socket.
    TakenOver,
    /// The box is going down.
    ServerClosing,
}

impl CloseReason {
    /// Every reason, in order.
    pub const ALL: [Self; 7] = [
        Self::TooSlow,
        Self::Silent,
        Self::TooLarge,
        Self::Protocol,
        Self::SessionEnded,
        Self::TakenOver,
        Self::ServerClosing,
    ];

    /// The WebSocket close code: RFC 6455 section 7.4.1, or of the private range.
    pub const fn code(self) -> u16 {
        match self {
            Self::ServerClosing => 1001,
            Self::Protocol => 1002,
            Self::TooLarge => 1009,
            Self::TooSlow => 4008,
            Self::Silent => 4009,
            Self::SessionEnded => 4001,
            Self::TakenOver => 4010,
        }
    }

    /// The close frame's text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::TooSlow => "too-slow",
            Self::Silent => "silent",
            Self::TooLarge => "too-large",
            Self::Protocol => "protocol",
            Self::SessionEnded => "session-ended",
            Self::TakenOver => "taken-over",
            Self::ServerClosing => "server-closing",
        }
    }
}

/// The queue of one socket. Many put in, the socket's own task takes out.
#[derive(Debug)]
pub struct Outbox {
    limits: OutboxLimits,
    // a few instructions at a time, never across an await
    waiting: Mutex<Waiting>,
    filled: Notify,
    closed: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    messages: VecDeque<Utf8Bytes>,
    bytes: usize,
    close: Option<CloseReason>,
}

/// What the socket's task has to do next.
#[derive(Debug)]
pub enum Due {
    /// Write these, in order.
    Messages(VecDeque<Utf8Bytes>),
    /// Write what is left here, then close.
    Close(VecDeque<Utf8Bytes>, CloseReason),
}

impl Outbox {
    /// An empty queue.
    pub fn new(limits: OutboxLimits) -> Self {
        Self { limits, waiting: Mutex::default(), filled: Notify::new(), closed: Notify::new() }
    }

    /// Puts a message in. One too many drops all that waits and closes the socket as too slow.
    pub fn push(&self, message: Utf8Bytes) {
        let mut waiting = self.lock();
        if waiting.close.is_some() {
            return;
        }
        waiting.bytes += message.len();
        waiting.messages.push_back(message);
        if waiting.messages.len() > self.limits.messages || waiting.bytes > self.limits.bytes {
            waiting.messages.clear();
            waiting.close = Some(CloseReason::TooSlow);
            drop(waiting);
            self.closed.notify_one();
        } else {
            drop(waiting);
        }
        self.filled.notify_one();
    }

    /// Closes this as taken over and gives what waits, for a seat that goes on over another socket. None when it was
    /// closed before: then what waited is not whole.
    pub(super) fn hand_over(&self) -> Option<VecDeque<Utf8Bytes>> {
        let messages = {
            let mut waiting = self.lock();
            if waiting.close.is_some() {
                return None;
            }
            waiting.close = Some(CloseReason::TakenOver);
            std::mem::take(&mut waiting.messages)
        };
        self.closed.notify_one();
        self.filled.notify_one();
        Some(messages)
    }

    /// Closes the socket once what waits is written. The first reason stands.
    pub fn close(&self, reason: CloseReason) {
        self.lock().close.get_or_insert(reason);
        self.closed.notify_one();
        self.filled.notify_one();
    }

    /// Waits until there is something to do. Cancelling loses nothing.
    pub async fn due(&self) -> Due {
        loop {
            if let Some(due) = self.take() {
                return due;
            }
            self.filled.notified().await;
        }
    }

    /// Waits until the socket is to be closed, for a writer that is stuck on a peer that does not read.
    pub async fn closed(&self) {
        while self.lock().close.is_none() {
            self.closed.notified().await;
        }
    }

    fn take(&self) -> Option<Due> {
        let mut waiting = self.lock();
        waiting.bytes = 0;
        let messages = std::mem::take(&mut waiting.messages);
        match waiting.close {
            Some(reason) => Some(Due::Close(messages, reason)),
            None if messages.is_empty() => None,
            None => Some(Due::Messages(messages)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // every change is complete before anything could panic
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: OutboxLimits = OutboxLimits { messages: 3, bytes: 10 };

    #[tokio::test]
    async fn messages_come_out_in_order() {
        let outbox = Outbox::new(LIMITS);
        outbox.push("a".into());
        outbox.push("b".into());
        let Due::Messages(messages) = outbox.due().await else { panic!("not to be closed") };
        assert_eq!(messages, [Utf8Bytes::from("a"), "b".into()]);
    }

    #[tokio::test]
    async fn a_reader_that_falls_behind_is_closed_and_what_waited_is_dropped() {
        for too_much in [vec!["1", "2", "3", "4"], vec!["123456", "78901"]] {
            let outbox = Outbox::new(LIMITS);
            for message in too_much {
                outbox.push(message.into());
            }
            outbox.closed().await;
            let Due::Close(left, reason) = outbox.due().await else { panic!("to be closed") };
            assert!(left.is_empty());
            assert_eq!(reason, CloseReason::TooSlow);
            outbox.push("after".into());
            assert!(matches!(outbox.due().await, Due::Close(left, _) if left.is_empty()));
        }
    }

    #[tokio::test]
    async fn what_waits_is_written_before_a_polite_close_and_the_first_reason_stands() {
        let outbox = Outbox::new(LIMITS);
        outbox.push("bye".into());
        outbox.close(CloseReason::ServerClosing);
        outbox.close(CloseReason::Silent);
        let Due::Close(left, reason) = outbox.due().await else { panic!("to be closed") };
        assert_eq!((left.len(), reason), (1, CloseReason::ServerClosing));
    }
}
