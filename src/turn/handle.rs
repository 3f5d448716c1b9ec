//! The way to the relay's thread for the others: a queue of commands, and a snapshot of its counters.

use std::io;
use std::net::UdpSocket;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use mio::Waker;
use tokio::sync::oneshot;

use super::core::{AllocationView, Settings, Stats};
use super::credentials::Credentials;
use super::stream::ClientStream;
use super::worker::Worker;
use crate::clock::Clock;
use crate::domain::id::SessionId;

/// Starts the relay on `sockets`, which are bound and become its own.
///
/// # Errors
/// `InvalidInput` for settings that don't hold ([`Settings::validate`]); otherwise what the system says of a socket
/// or the thread.
pub fn start(
    settings: Settings,
    sockets: Vec<UdpSocket>,
    credentials: Credentials,
    clock: Clock,
) -> io::Result<RelayHandle> {
    settings.validate().map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let (commands, inbox) = channel();
    let stats = Arc::new(Mutex::new(Stats::default()));
    let (mut worker, waker) = Worker::new(settings, sockets, credentials, clock, inbox, Arc::clone(&stats))?;
    let thread = Builder::new().name("relay".to_owned()).spawn(move || {
        // a panic stops the relay, not the box; the handle tells of it
        match catch_unwind(AssertUnwindSafe(|| worker.run())) {
            Ok(Ok(())) => tracing::debug!("the relay has stopped"),
            Ok(Err(error)) => tracing::error!(%error, "the relay has failed"),
            Err(_) => tracing::error!("the relay has failed by a panic"),
        }
    })?;
    Ok(RelayHandle { commands, waker, stats, thread: Mutex::new(Some(thread)) })
}

/// The way to a running relay. Dropping it stops the relay.
pub struct RelayHandle {
    commands: Sender<Command>,
    waker: Waker,
    stats: Arc<Mutex<Stats>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl RelayHandle {
    /// The counters as of the relay's last turn.
    pub fn stats(&self) -> Stats {
        *locked(&self.stats)
    }

    /// Whether the relay does its work: `false` once it was shut down, or has failed.
    pub fn is_running(&self) -> bool {
        locked(&self.thread).as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Ends the allocations made with credentials of `session`, and lets those credentials make no more.
    pub fn end_session(&self, session: SessionId) {
        self.tell(Command::EndSession(session));
    }

    /// Takes over a connection whose client speaks STUN and TURN. What it returns comes to its end when the connection
    /// does; dropping that ends nothing.
    pub fn adopt(&self, stream: ClientStream) -> impl Future<Output = ()> + Send + use<> {
        let (ended, end) = oneshot::channel();
        self.tell(Command::Adopt(Box::new(stream), ended));
        async {
            // the sender is never used, only dropped
            let _ = end.await;
        }
    }

    /// The live allocations, oldest first; none when the relay does not run.
    pub async fn allocations(&self) -> Vec<AllocationView> {
        let (answer, answered) = oneshot::channel();
        self.tell(Command::List(answer));
        answered.await.unwrap_or_default()
    }

    /// Ends an allocation by its id; `false` if there is none such.
    pub async fn stop(&self, id: u64) -> bool {
        let (answer, answered) = oneshot::channel();
        self.tell(Command::Stop(id, answer));
        answered.await.unwrap_or_default()
    }

    /// Stops the relay, closes its sockets and waits until that is done.
    pub fn shutdown(&self) {
        let Some(thread) = locked(&self.thread).take() else { return };
        self.tell(Command::Shutdown);
        // its panics are caught inside it
        let _ = thread.join();
    }

    fn tell(&self, command: Command) {
        // a relay that has failed holds no allocation that could be ended
        if self.commands.send(command).is_ok()
            && let Err(error) = self.waker.wake()
        {
            tracing::error!(%error, "the relay can't be woken");
        }
    }
}

impl Drop for RelayHandle {
    fn drop(&mut self) {
        self.shutdown();
    }
}

/// What the relay is told.
pub(super) enum Command {
    Adopt(Box<ClientStream>, oneshot::Sender<()>),
    EndSession(SessionId),
    List(oneshot::Sender<Vec<AllocationView>>),
    Stop(u64, oneshot::Sender<bool>),
    Shutdown,
    #[cfg(test)]
    Panic,
}

/// What is behind the locks here is whole at every moment.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_that_fails_is_seen_to_have_failed() {
        let relay = relay();
        assert!(relay.is_running());
        relay.tell(Command::Panic);
        while relay.is_running() {
            std::thread::yield_now();
        }
        // and whoever still speaks to it comes to no harm
        relay.end_session("s".parse().unwrap());
        relay.shutdown();
    }

    #[test]
    fn shutting_down_frees_the_ports() {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let relay = start(Settings::default(), vec![socket], Credentials::random(), Clock::system()).unwrap();
        assert!(UdpSocket::bind(address).is_err());
        relay.shutdown();
        assert!(!relay.is_running());
        assert!(UdpSocket::bind(address).is_ok());
        relay.shutdown();
    }

    #[test]
    fn settings_that_do_not_hold_are_refused() {
        let settings = Settings { relay_ports: 80..=90, ..Settings::default() };
        let error = start(settings, Vec::new(), Credentials::random(), Clock::system()).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("turn.relay-ports"));
    }

    fn relay() -> RelayHandle {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        start(Settings::default(), vec![socket], Credentials::random(), Clock::system()).unwrap()
    }
}
