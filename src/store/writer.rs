//! The one thread that writes, and how others hand it their work.
//!
//! Whatever waits when the thread comes round becomes one batch: one commit, one sync of the disk, however many
//! writes. Nobody is told of success before the commit returned, and nobody reads what was not yet committed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tokio::sync::{mpsc, oneshot};
use tracing::{Span, debug, error};

use super::census::Census;
use super::database::Core;
use super::error::StoreError;
use super::transaction::{Batch, Transaction};
use crate::clock::Clock;
use crate::meter::{Counter, Histogram, WORK_SECONDS};

/// How many writes may wait; beyond, those who write wait.
const QUEUE: usize = 1024;
/// The most writes in one commit.
const BATCH: usize = 256;

/// What the writer counts.
#[derive(Debug)]
pub struct StoreMeter {
    /// How long commits took, their sync of the disk included.
    pub commit_seconds: Histogram,
    /// Writes in them.
    pub writes: Counter,
    /// Commits that failed.
    pub failures: Counter,
}

impl Default for StoreMeter {
    fn default() -> Self {
        let commit_seconds = Histogram::new(WORK_SECONDS);
        Self { commit_seconds, writes: Counter::default(), failures: Counter::default() }
    }
}

/// The way to the writer's thread; the thread ends, its queue done, when this is dropped.
pub(super) struct Writer {
    // none once it was told to end
    queue: Option<mpsc::Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    meter: Arc<StoreMeter>,
}

impl Writer {
    pub(super) fn start(core: Arc<Core>, census: Census) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let meter = Arc::<StoreMeter>::default();
        let (unsettled, clock) = (Vec::new(), Clock::system());
        let state = State { core, census, unsettled, meter: Arc::clone(&meter), clock };
        let thread = thread::Builder::new().name("store-writer".into()).spawn(move || run(state, jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), meter })
    }

    pub(super) fn meter(&self) -> &StoreMeter {
        &self.meter
    }

    /// Runs `work` as one transaction. It is done even where nobody waits for the answer any more.
    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Write { work: Some(work), outcome: None, reply, span: Span::current() });
        match &self.queue {
            Some(queue) if queue.send(job).await.is_ok() => {
                answer.await.unwrap_or_else(|_| Err(StoreError::Abandoned.into()))
            }
            _ => Err(StoreError::Abandoned.into()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // a panic of the thread was already reported where it happened
            let _ = thread.join();
        }
    }
}

/// A write in the queue.
trait Job: Send {
    /// Does the work inside a transaction; false when it failed and its changes must go.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;

    /// Tells whoever waits, once it is certain whether the batch was committed.
    fn finish(self: Box<Self>, committed: &Result<(), StoreError>);
}

struct Write<F, T, E> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
    /// What the log has it under.
    span: Span,
}

impl<F, T, E> Job for Write<F, T, E>
where
    F: FnOnce(&mut Transaction<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        let _entered = self.span.enter();
        self.outcome = self.work.take().map(|work| work(transaction));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn finish(self: Box<Self>, committed: &Result<(), StoreError>) {
        let Self { outcome, reply, span, .. } = *self;
        let _entered = span.enter();
        match committed {
            Ok(()) => debug!("written"),
            Err(error) => error!(%error, "a write failed"),
        }
        // without the commit even a refusal may rest on something that never came to be
        let outcome = match (committed, outcome) {
            (Err(error), _) => Err(error.clone().into()),
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(StoreError::Abandoned.into()),
        };
        // whoever asked may have gone away
        let _ = reply.send(outcome);
    }
}

fn run(mut state: State, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    while let Some(first) = jobs.blocking_recv() {
        let mut waiting = vec![first];
        while waiting.len() < BATCH
            && let Ok(job) = jobs.try_recv()
        {
            waiting.push(job);
        }
        let committed = state.commit(&mut waiting);
        if committed.is_err() {
            state.meter.failures.increment();
        }
        for job in waiting {
            job.finish(&committed);
        }
    }
}

struct State {
    core: Arc<Core>,
    census: Census,
    // batches whose commit failed: what became of them is read back before the next one
    unsettled: Vec<Batch>,
    meter: Arc<StoreMeter>,
    // for the meter alone
    clock: Clock,
}

impl State {
    fn commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        self.settle()?;
        let mut batch = Batch::new(Arc::clone(&self.core));
        for job in jobs.iter_mut() {
            let mut transaction = Transaction::new(&mut batch);
            // a fault in one write must not end them all; its changes are taken back like any other's
            let done = catch_unwind(AssertUnwindSafe(|| job.run(&mut transaction))).unwrap_or(false);
            if !done {
                transaction.roll_back();
            }
        }
        let (mut changes, deltas) = batch.changes();
        if changes.is_empty() {
            batch.settle();
            return Ok(());
        }
        let census = self.census.after(&deltas);
        changes.extend(census.changes(&self.census)?);
        let began = self.clock.monotonic();
        let written = self.core.engine.write(&changes);
        let took = self.clock.monotonic().saturating_duration_since(began);
        self.meter.commit_seconds.observe_duration(took);
        match written {
            Ok(()) => {
                self.meter.writes.add(jobs.len() as u64);
                self.census = census;
                batch.settle();
                Ok(())
            }
            Err(error) => {
                self.unsettled.push(batch);
                Err(error.into())
            }
        }
    }

    fn settle(&mut self) -> Result<(), StoreError> {
        if self.unsettled.is_empty() {
            return Ok(());
        }
        let census = Census::read(&self.core)?;
        for batch in &self.unsettled {
            batch.settle_by_engine()?;
        }
        self.census = census;
        self.unsettled.clear();
        Ok(())
    }
}
