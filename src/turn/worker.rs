//! The relay's thread: it owns the sockets and the [`Relay`], and sleeps until one of them or the clock calls.
//!
//! Media is many small datagrams, so one thread reads them in bursts, decides and sends, with nothing between; TCP and
//! TLS clients are read and written by it as well, for handing their packets to another thread would cost more than
//! the packets. Other threads reach it through a [`RelayHandle`]: a queue of commands, and a snapshot of its counters.

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
use tokio::sync::oneshot;

use super::batch::{BATCH, Inbox};
use super::core::{AllocationView, LocalNetwork, MAX_REQUEST, PeerAddr, Relay, RelayAddr, Settings, Stats};
use super::credentials::Credentials;
use super::frames::{self, Frame};
use super::listener::{Listener, canonical};
use super::sockets::{Sockets, Source};
use super::stream::{ClientStream, READ_ROOM};
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
    let streams =
        StreamLimits { per_address: settings.limits.streams_per_address, idle: settings.limits.stream_idle };
    let relay = Relay::new(settings, credentials, ports, secret::random_bytes(), now);
    let (commands, inbox) = channel();
    let stats = Arc::new(Mutex::new(Stats::default()));
    let mut worker = Worker {
        poll,
        sockets,
        relay,
        clock,
        commands: inbox,
        stats: Arc::clone(&stats),
        inbox: Inbox::new(),
        room: vec![0; READ_ROOM],
        streams,
        swept: now,
        readable: BTreeSet::new(),
        networks_read: None,
        troubles_told: None,
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

enum Command {
    Adopt(Box<ClientStream>, oneshot::Sender<()>),
    EndSession(SessionId),
    List(oneshot::Sender<Vec<AllocationView>>),
    Stop(u64, oneshot::Sender<bool>),
    Shutdown,
    #[cfg(test)]
    Panic,
}

const WAKER: Token = Token(0);
const FIRST_SOCKET: usize = 1;

/// Datagrams that wait to be sent before they are, batch or no batch.
const MAX_QUEUE: usize = 512;

/// The longest sleep. A clock that is moved by hand wakes no one, and the box's addresses are looked at now and then.
const MAX_SLEEP: Duration = Duration::from_secs(1);
const NETWORKS_EVERY: Duration = Duration::from_secs(5);
const TROUBLES_EVERY: Duration = Duration::from_secs(10);
const SWEEP_EVERY: Duration = Duration::from_secs(1);

struct Worker {
    poll: Poll,
    sockets: Sockets,
    relay: Relay,
    clock: Clock,
    commands: Receiver<Command>,
    stats: Arc<Mutex<Stats>>,
    inbox: Inbox,
    /// Where streams are read into.
    room: Vec<u8>,
    streams: StreamLimits,
    swept: Instant,
    /// Sockets that may have more to read. The poll tells of a socket once, when it becomes readable.
    readable: BTreeSet<Token>,
    networks_read: Option<Instant>,
    troubles_told: Option<Instant>,
}

#[derive(Clone, Copy)]
struct StreamLimits {
    per_address: usize,
    idle: Duration,
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
            for event in events.iter().filter(|event| event.token() != WAKER) {
                if event.is_readable() || event.is_read_closed() || event.is_error() {
                    self.readable.insert(event.token());
                }
                if event.is_writable() {
                    self.sockets.touch(event.token());
                }
            }
            while let Ok(command) = self.commands.try_recv() {
                match command {
                    Command::Adopt(stream, ended) => self.adopt(*stream, ended),
                    Command::EndSession(session) => {
                        self.relay.end_session(self.clock.monotonic(), &session, &mut self.sockets);
                    }
                    // whoever asked may have gone away
                    Command::List(answer) => {
                        let _ = answer.send(self.relay.allocations(self.clock.monotonic()));
                    }
                    Command::Stop(id, answer) => {
                        let _ = answer.send(self.relay.stop(id, &mut self.sockets));
                    }
                    Command::Shutdown => return Ok(()),
                    #[cfg(test)]
                    Command::Panic => panic!("as the test asked"),
                }
            }
            let mut readable = std::mem::take(&mut self.readable);
            readable.retain(|token| self.read(*token));
            self.readable.append(&mut readable);
            self.relay.handle_timeout(self.clock.monotonic(), &mut self.sockets);
            self.sweep_streams();
            for failed in self.sockets.flush_streams() {
                self.end_stream(failed);
            }
            self.tell_troubles();
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

    /// Works off a burst; `true` when there may be more.
    fn read(&mut self, token: Token) -> bool {
        let read = match self.sockets.source(token) {
            Some(Source::Listener(listener)) => self.read_clients(listener),
            Some(Source::Relay(relay)) => self.read_peers(relay),
            Some(Source::Stream) => return self.read_stream(token),
            None => return false,
        };
        match read {
            Ok(count) => count == BATCH,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
            Err(error) => {
                // news of an earlier packet that didn't arrive, or a shortage that will pass
                tracing::debug!(%error, "a datagram could not be read");
                true
            }
        }
    }

    fn read_clients(&mut self, listener: usize) -> io::Result<usize> {
        let count = self.sockets.receive_from_clients(listener, &mut self.inbox)?;
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        for received in (0..count).filter_map(|index| self.inbox.received(index)) {
            let from = self.sockets.listener(listener).tuple(&received);
            let bytes = self.inbox.bytes();
            for (start, datagram) in received.datagrams(bytes) {
                let forward = self.relay.handle_client(now, wall, from, datagram, &mut self.sockets);
                if let Some(forward) = forward {
                    self.sockets.forward(forward, start, bytes);
                }
                if self.sockets.queued() >= MAX_QUEUE {
                    self.sockets.flush(bytes);
                }
            }
        }
        self.sockets.flush(self.inbox.bytes());
        Ok(count)
    }

    fn read_peers(&mut self, relay: RelayAddr) -> io::Result<usize> {
        let count = self.sockets.receive_from_peers(relay, &mut self.inbox)?;
        let now = self.clock.monotonic();
        for received in (0..count).filter_map(|index| self.inbox.received(index)) {
            let from = canonical(received.from);
            let from = PeerAddr::new(from.ip(), from.port());
            let bytes = self.inbox.bytes();
            for (start, payload) in received.datagrams(bytes) {
                let forward = self.relay.handle_peer(now, relay, from, payload, &mut self.sockets);
                if let Some(forward) = forward {
                    self.sockets.forward(forward, start, bytes);
                }
                if self.sockets.queued() >= MAX_QUEUE {
                    self.sockets.flush(bytes);
                }
            }
        }
        self.sockets.flush(self.inbox.bytes());
        Ok(count)
    }

    fn read_stream(&mut self, token: Token) -> bool {
        let Some(stream) = self.sockets.stream(token) else { return false };
        let from = stream.tuple;
        let filled = match stream.read(&mut self.room) {
            Ok(filled) => filled,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                // TLS may have something to say to what it has read
                self.sockets.touch(token);
                return false;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return true,
            Err(error) => {
                tracing::debug!(%error, "a client's stream has ended");
                self.end_stream(token);
                return false;
            }
        };
        let (now, wall) = (self.clock.monotonic(), self.clock.now());
        let mut start = 0;
        let sound = loop {
            let rest = &self.room[start..filled];
            match frames::first(rest) {
                Frame::Whole { message, taken } => {
                    let forward =
                        self.relay.handle_client(now, wall, from, &rest[..message], &mut self.sockets);
                    if let Some(forward) = forward {
                        self.sockets.forward(forward, start, &self.room);
                    }
                    start += taken;
                }
                // whoever has proved nothing has nothing long to say
                Frame::Partial(length) => break length <= MAX_REQUEST || self.relay.holds(&from),
                Frame::Broken => break false,
            }
        };
        self.sockets.flush(&self.room);
        if !sound {
            self.end_stream(token);
            return false;
        }
        if let Some(stream) = self.sockets.stream(token) {
            stream.keep(&self.room[start..filled]);
        }
        true
    }

    fn adopt(&mut self, stream: ClientStream, ended: oneshot::Sender<()>) {
        let adopted = self.sockets.adopt(stream, self.streams.per_address, self.clock.monotonic(), ended);
        match adopted {
            // TLS may have decrypted something before it came here
            Ok(Some(token)) => drop(self.readable.insert(token)),
            Ok(None) => self.relay.note_refused_stream(),
            Err(error) => self.sockets.note_trouble(error),
        }
    }

    /// Closes a stream; its allocation goes with it, for its client can't come back to it.
    fn end_stream(&mut self, token: Token) {
        if let Some(tuple) = self.sockets.drop_stream(token) {
            self.relay.client_gone(&tuple, &mut self.sockets);
        }
    }

    /// Closes the streams that have held no allocation for too long.
    fn sweep_streams(&mut self) {
        let now = self.clock.monotonic();
        if now.saturating_duration_since(self.swept) < SWEEP_EVERY {
            return;
        }
        self.swept = now;
        let mut idle = Vec::new();
        for (token, stream) in self.sockets.streams() {
            if self.relay.holds(&stream.tuple) {
                stream.idle_since = None;
            } else if now.saturating_duration_since(*stream.idle_since.get_or_insert(now))
                >= self.streams.idle
            {
                idle.push(token);
            }
        }
        for token in idle {
            self.end_stream(token);
        }
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

    /// Says what there was no room for, now and then: a client must not be able to fill the log.
    fn tell_troubles(&mut self) {
        let now = self.clock.monotonic();
        if self.troubles_told.is_some_and(|told| now.saturating_duration_since(told) < TROUBLES_EVERY) {
            return;
        }
        if let Some((count, error)) = self.sockets.take_troubles() {
            self.troubles_told = Some(now);
            tracing::warn!(count, %error, "sockets could not be had for allocations or clients");
        }
    }

    fn publish(&self) {
        let mut stats = self.relay.stats();
        stats.send_failures = self.sockets.failures();
        stats.dropped = self.sockets.dropped();
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
