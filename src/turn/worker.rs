//! The relay's thread: it owns the sockets and the [`Relay`], and sleeps until one of them or the clock calls.
//!
//! Media is many small datagrams, so one thread reads them in bursts, decides and sends, with nothing between; TCP and
//! TLS clients are read and written by it as well, for handing their packets to another thread would cost more than
//! the packets.

use std::collections::BTreeSet;
use std::io;
use std::net::UdpSocket;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use if_addrs::{IfAddr, get_if_addrs};
use mio::{Events, Poll, Token, Waker};
use tokio::sync::oneshot;

use super::batch::{BATCH, Inbox};
use super::core::{LocalNetwork, MAX_REQUEST, PeerAddr, Relay, RelayAddr, Settings, Stats};
use super::credentials::Credentials;
use super::frames::{self, Frame};
use super::handle::{Command, locked};
use super::listener::{Listener, canonical};
use super::sockets::{Sockets, Source};
use super::stream::{ClientStream, READ_ROOM};
use super::troubles::Trouble;
use crate::clock::Clock;
use crate::secret;

/// No token of [`Sockets`].
const WAKER: Token = Token(0);

/// How long packets may gather while they come closer together than this. A packet alone costs a waking up and three
/// calls into the kernel; ten together cost little more. A call does not feel a millisecond.
const GATHER: Duration = Duration::from_millis(1);

/// The longest sleep. A clock that is moved by hand wakes no one, and the box's addresses are looked at now and then.
const MAX_SLEEP: Duration = Duration::from_secs(1);
const NETWORKS_EVERY: Duration = Duration::from_secs(5);
const SWEEP_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Worker {
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
    /// Whether a payload was relayed in this turn.
    relayed: bool,
    /// When this turn began to wait for packets.
    turned: Instant,
    /// Sockets that may have more to read. The poll tells of a socket once, when it becomes readable.
    readable: BTreeSet<Token>,
    networks_read: Option<Instant>,
}

#[derive(Clone, Copy)]
struct StreamLimits {
    per_address: usize,
    idle: Duration,
}

impl Worker {
    /// A relay on `sockets`, and what wakes it after a command was sent.
    pub(super) fn new(
        settings: Settings,
        sockets: Vec<UdpSocket>,
        credentials: Credentials,
        clock: Clock,
        commands: Receiver<Command>,
        stats: Arc<Mutex<Stats>>,
    ) -> io::Result<(Self, Waker)> {
        let listeners = sockets.into_iter().map(Listener::new).collect::<io::Result<Vec<_>>>()?;
        let ports = listeners.iter().map(Listener::port).collect();
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKER)?;
        let now = clock.monotonic();
        let limits = &settings.limits;
        let streams = StreamLimits { per_address: limits.streams_per_address, idle: limits.stream_idle };
        let worker = Self {
            sockets: Sockets::new(poll.registry().try_clone()?, listeners, settings.udp_offload)?,
            poll,
            relay: Relay::new(settings, credentials, ports, secret::random_bytes(), now),
            clock,
            commands,
            stats,
            inbox: Inbox::new(),
            room: vec![0; READ_ROOM],
            streams,
            swept: now,
            relayed: false,
            turned: now,
            readable: BTreeSet::new(),
            networks_read: None,
        };
        Ok((worker, waker))
    }

    /// Works until it is told to stop, or the poll fails.
    pub(super) fn run(&mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        loop {
            self.read_networks();
            self.gather();
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
            for failed in self.sockets.flush_streams(self.clock.monotonic()) {
                self.end_stream(failed);
            }
            self.sockets.troubles.tell(self.clock.monotonic());
            self.publish();
        }
    }

    /// Lets packets gather under load: when there were payloads in the last turn and they came within [`GATHER`] of its
    /// beginning. Requests alone, and payloads that come one by one, never wait.
    fn gather(&mut self) {
        let now = self.clock.monotonic();
        let relayed = std::mem::take(&mut self.relayed);
        let busy = relayed && now.saturating_duration_since(self.turned) < GATHER;
        if busy && self.readable.is_empty() {
            std::thread::sleep(GATHER);
        }
        self.turned = self.clock.monotonic();
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
                self.sockets.troubles.note(Trouble::NotRead, 1, error);
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
                self.relayed |= forward.is_some();
                self.sockets.pass_on(forward, start, bytes);
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
                self.relayed |= forward.is_some();
                self.sockets.pass_on(forward, start, bytes);
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
                if error.kind() != io::ErrorKind::UnexpectedEof {
                    self.sockets.troubles.note(Trouble::StreamEnded, 1, error);
                }
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
                    self.relayed |= forward.is_some();
                    self.sockets.pass_on(forward, start, &self.room);
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
            Err(error) => self.sockets.troubles.note(Trouble::NoSocket, 1, error),
        }
    }

    /// Closes a stream; its allocation goes with it, for its client can't come back to it.
    fn end_stream(&mut self, token: Token) {
        if let Some(tuple) = self.sockets.drop_stream(token, self.clock.monotonic()) {
            self.relay.client_gone(&tuple, &mut self.sockets);
        }
    }

    /// Closes the streams that have held no allocation for too long, or whose client has for as long taken nothing of
    /// what waits for it.
    fn sweep_streams(&mut self) {
        let now = self.clock.monotonic();
        if now.saturating_duration_since(self.swept) < SWEEP_EVERY {
            return;
        }
        self.swept = now;
        let mut idle = Vec::new();
        for (token, stream) in self.sockets.streams() {
            stream.idle_since =
                if self.relay.holds(&stream.tuple) { None } else { stream.idle_since.or(Some(now)) };
            let since = stream.idle_since.or(stream.stuck_since());
            if since.is_some_and(|since| now.saturating_duration_since(since) >= self.streams.idle) {
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
            Err(error) => self.sockets.troubles.note(Trouble::NoAddresses, 1, error),
        }
    }

    fn publish(&self) {
        let mut stats = self.relay.stats();
        stats.send_failures = self.sockets.failures();
        stats.dropped = self.sockets.dropped();
        *locked(&self.stats) = stats;
    }
}
