//! Who came and went, on its way to the store: written in batches, off the path of the call.
//!
//! Joining never waits for the disk. A commit costs the same for one change and for a hundred, so changes gather for a
//! moment first; a storm of joins is a few commits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::store::{Presence, Store};

/// How many changes may wait when the disk does not take them; beyond that the oldest are given up, and said so.
const MOST_WAITING: usize = 100_000;

/// How long changes gather. Who is in a room is known without the store; after a crash whoever came or went in this time is
/// not in the room's history.
const GATHER: Duration = Duration::from_millis(500);

/// How long after a failed write the next is tried.
const RETRY: Duration = Duration::from_secs(2);

/// The changes that are not written yet.
#[derive(Debug, Default)]
pub(super) struct Journal {
    waiting: Mutex<Vec<Presence>>,
    filled: Notify,
}

impl Journal {
    /// Notes a change.
    pub(super) fn note(&self, presence: Presence) {
        self.lock().push(presence);
        self.filled.notify_one();
    }

    /// Writes changes to `store` until `stop`, then once more what is left.
    pub(super) async fn run(self: Arc<Self>, store: Store, stop: CancellationToken) {
        let mut failing = false;
        loop {
            let gathered = async {
                self.filled.notified().await;
                tokio::time::sleep(GATHER).await;
            };
            let stopping = stop.run_until_cancelled(gathered).await.is_none();
            let written = self.write(&store, failing).await;
            if written && failing {
                info!("who came and went is written again");
            }
            failing = !written;
            if failing && !stopping {
                tokio::select! {
                    () = tokio::time::sleep(RETRY) => self.filled.notify_one(),
                    () = stop.cancelled() => {}
                }
            }
            if stopping {
                return;
            }
        }
    }

    /// Whether it was done; that it was not is told unless the last one was `failing` already.
    async fn write(&self, store: &Store, failing: bool) -> bool {
        let batch = std::mem::take(&mut *self.lock());
        if batch.is_empty() {
            return true;
        }
        let Err(error) = store.rooms().record_presence(batch.clone()).await else { return true };
        if !failing {
            error!(%error, changes = batch.len(), "could not write who came and went; it is kept and tried again");
        }
        let mut waiting = self.lock();
        let newer = std::mem::replace(&mut *waiting, batch);
        waiting.extend(newer);
        if waiting.len() > MOST_WAITING {
            let excess = waiting.len() - MOST_WAITING;
            error!(given_up = excess, "too many unwritten changes of presence");
            waiting.drain(..excess);
        }
        false
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Presence>> {
        // every change is complete before anything could panic
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
