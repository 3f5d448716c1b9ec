//! What goes wrong so often that it would fill a log: counted, and told every ten seconds.
//!
//! Clients and networks bring these about, so there must be no line for each. No address is told.

use std::io;
use std::time::{Duration, Instant};

const TOLD_EVERY: Duration = Duration::from_secs(10);

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No socket could be had for an allocation or a client.
    NoSocket,
    /// The addresses of the box can't be read; the last known stand.
    NoAddresses,
    /// The system would not send a packet.
    NotSent,
    /// News of an earlier packet that didn't arrive, or a shortage that will pass.
    NotRead,
    /// A client's stream has ended otherwise than by its last byte.
    StreamEnded,
}

#[derive(Default)]
pub(super) struct Troubles {
    /// How often each came up since it was told, and why the last time.
    counts: [(u64, Option<io::Error>); Trouble::ALL.len()],
    told: Option<Instant>,
}

impl Trouble {
    const ALL: [Self; 5] =
        [Self::NoSocket, Self::NoAddresses, Self::NotSent, Self::NotRead, Self::StreamEnded];

    const fn says(self) -> &'static str {
        match self {
            Self::NoSocket => "sockets could not be had for allocations or clients",
            Self::NoAddresses => "the box's addresses can't be read; the last known stand",
            Self::NotSent => "packets could not be sent",
            Self::NotRead => "datagrams could not be read",
            Self::StreamEnded => "clients' streams have broken",
        }
    }

    /// Whether the box's keeper can do something about it.
    const fn concerns_the_keeper(self) -> bool {
        matches!(self, Self::NoSocket | Self::NoAddresses)
    }
}

impl Troubles {
    /// Counts `times` more of a kind, the last of them for `reason`.
    pub(super) fn note(&mut self, trouble: Trouble, times: usize, reason: io::Error) {
        let (count, last) = &mut self.counts[trouble as usize];
        *count += times as u64;
        *last = Some(reason);
    }

    /// Says what came up, unless something was said less than ten seconds before `now`.
    pub(super) fn tell(&mut self, now: Instant) {
        let early = self.told.is_some_and(|told| now.saturating_duration_since(told) < TOLD_EVERY);
        if early || self.counts.iter().all(|(count, _)| *count == 0) {
            return;
        }
        self.told = Some(now);
        for trouble in Trouble::ALL {
            let (count, reason) = std::mem::take(&mut self.counts[trouble as usize]);
            let Some(error) = reason else { continue };
            if trouble.concerns_the_keeper() {
                tracing::warn!(count, %error, "{}", trouble.says());
            } else {
                tracing::debug!(count, %error, "{}", trouble.says());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_its_place() {
        for (index, trouble) in Trouble::ALL.into_iter().enumerate() {
            assert_eq!(trouble as usize, index);
        }
    }
}
