//! The relay's thread: it owns the sockets and the [`Relay`], and sleeps until one of them or the clock calls.
//!
//! Media is many small datagrams, so one thread reads them in bursts, decides and sends, with nothing between. Other
//! threads reach it through a [`RelayHandle`]: a queue to be told what has ended, and a snapshot of its counters.

use std::collections::BTreeSet;
use std::io;
use std::net::UdpSocket;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use if_addrs::{IfAddr, get_if_addrs};
use mio::{Events, Poll, Token, Waker};

use super::core::{HEADROOM, LocalNetwork, Packet, Relay, Settings, Stats, TAILROOM};
use super::credentials::Credentials;
use super::listener::Listener;
use super::sockets::{Sockets, Source};
use crate::clock::Clock;
use crate::domain::id::SessionId;
use crate::secret;

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
    let listeners = sockets.into_iter().map(Listener::new).collect::<io::Result<Vec<_>>>()?;
    let ports = listeners.iter().map(Listener::port).collect();
    let poll = Poll::new()?;
    let waker = Waker::new(poll.registry(), WAKER)?;
    let sockets = Sockets::new(poll.registry().try_clone()?, listeners, FIRST_SOCKET)?;
    let now = clock.monotonic();
    let relay = Relay::new(settings, credentials, ports, secret::random_bytes(), now);
    let (commands, inbox) = channel();
    let stats = Arc::new(Mutex::new(Stats::default()));
    let mut worker = Worker {
        poll,
        sockets,
        relay,
        clock,
        inbox,
        stats: Arc::clone(&stats),
        buffer: vec![0; HEADROOM + MAX_DATAGRAM + TAILROOM],
        readable: BTreeSet::new(),
        networks_read: None,
    };
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

enum Command {
    EndSession(SessionId),
    Shutdown,
    #[cfg(test)]
    Panic,
}

const WAKER: Token = Token(0);
const FIRST_SOCKET: usize = 1;
const MAX_DATAGRAM: usize = 65_535;

/// Datagrams read from one socket before the others get their turn.
const BURST: usize = 64;

/// The longest sleep. A clock that is moved by hand wakes no one, and the box's addresses are looked at now and then.
const MAX_SLEEP: Duration = Duration::from_secs(1);
const NETWORKS_EVERY: Duration = Duration::from_secs(5);

struct Worker {
    poll: Poll,
    sockets: Sockets,
    relay: Relay,
    clock: Clock,
    inbox: Receiver<Command>,
    stats: Arc<Mutex<Stats>>,
    buffer: Vec<u8>,
    /// Sockets that may have more to read. The poll tells of a socket once, when it becomes readable.
    readable: BTreeSet<Token>,
    networks_read: Option<Instant>,
}

impl Worker {
    fn run(&mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            self.read_networks();
            match self.poll.poll(&mut events, Some(self.sleep())) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                polled => polled?,
            }
            self.readable.extend(events.iter().map(mio::event::Event::token).filter(|token| *token != WAKER));
            while let Ok(command) = self.inbox.try_recv() {
                match command {
                    Command::EndSession(session) => {
                        self.relay.end_session(self.clock.monotonic(), &session, &mut self.sockets);
                    }
                    Command::Shutdown => return Ok(()),
                    #[cfg(test)]
                    Command::Panic => panic!("as the test asked"),
                }
            }
            let mut readable = std::mem::take(&mut self.readable);
            readable.retain(|token| self.read(*token));
            self.readable = readable;
            self.relay.handle_timeout(self.clock.monotonic(), &mut self.sockets);
            self.publish();
        }
    }

    fn sleep(&self) -> Duration {
        if !self.readable.is_empty() {
            return Duration::ZERO;
        }
        let now = self.clock.monotonic();
        let end = self.relay.next_timeout().map(|end| end.saturating_duration_since(now));
        end.map_or(MAX_SLEEP, |end| end.min(MAX_SLEEP))
    }

    /// Works off a burst of datagrams; `true` when there may be more.
    fn read(&mut self, token: Token) -> bool {
        let Some(source) = self.sockets.source(token, FIRST_SOCKET) else { return false };
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        let mut received_any = false;
        for _ in 0..BURST {
            let room = &mut self.buffer[HEADROOM..HEADROOM + MAX_DATAGRAM];
            let forward = match source {
                Source::Listener(listener) => {
                    self.sockets.receive_from_client(listener, room).map(|(length, from)| {
                        let mut packet = Packet::new(&mut self.buffer, length);
                        let forward =
                            self.relay.handle_client(now, wall, from, &mut packet, &mut self.sockets);
                        (forward, packet)
                    })
                }
                Source::Relay(relay) => self.sockets.receive_from_peer(relay, room).map(|(length, from)| {
                    let mut packet = Packet::new(&mut self.buffer, length);
                    let forward = self.relay.handle_peer(now, relay, from, &mut packet, &mut self.sockets);
                    (forward, packet)
                }),
            };
            match forward {
                Ok((forward, packet)) => {
                    received_any = true;
                    if let Some(forward) = forward {
                        self.sockets.forward(forward, &packet);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                // news of an earlier packet that didn't arrive, or a shortage that will pass
                Err(error) => tracing::debug!(%error, "a datagram could not be read"),
            }
        }
        received_any
    }

    /// Tells the core the box's addresses, which come and go with cables and leases.
    fn read_networks(&mut self) {
        let now = self.clock.monotonic();
        if self.networks_read.is_some_and(|read| now.saturating_duration_since(read) < NETWORKS_EVERY) {
            return;
        }
        self.networks_read = Some(now);
        match get_if_addrs() {
            Ok(interfaces) => {
                let networks = interfaces.into_iter().map(|found| {
                    let (ip, prefix) = match found.addr {
                        IfAddr::V4(v4) => (v4.ip.into(), v4.prefixlen),
                        IfAddr::V6(v6) => (v6.ip.into(), v6.prefixlen),
                    };
                    LocalNetwork { ip, prefix, interface: found.index.unwrap_or(0) }
                });
                self.relay.set_networks(networks.collect());
            }
            Err(error) => tracing::warn!(%error, "the box's addresses can't be read; the last known stand"),
        }
    }

    fn publish(&self) {
        let mut stats = self.relay.stats();
        stats.send_failures = self.sockets.failures();
        *locked(&self.stats) = stats;
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // what is behind these locks is whole at every moment
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
