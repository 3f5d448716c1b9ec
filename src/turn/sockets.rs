//! Every socket of the relay thread, and what the core asks to have done with them.
//!
//! Datagrams are queued as they are decided on and leave together ([`Sockets::flush`]); frames for a stream wait in
//! that stream. A send that fails costs the packet and is counted: on a box without a default route half of a
//! browser's candidates are out of reach, and that must not end the allocation that tried them.

use std::collections::{HashMap, HashSet};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::os::fd::AsFd;
use std::time::Instant;

use mio::net::UdpSocket;
use mio::{Interest, Registry, Token};
use slab::Slab;
use tokio::sync::oneshot;

use super::batch::{Inbox, Message, Outbox, offload};
use super::core::{FiveTuple, Forward, Framing, OpenError, Outputs, RelayAddr};
use super::index::Index;
use super::listener::{Listener, enlarge_buffers};
use super::stream::{ClientStream, Stream};
use super::troubles::{Trouble, Troubles};

/// Datagrams that wait to be sent before they are, batch or no batch.
const MAX_QUEUE: usize = 512;

pub(super) struct Sockets {
    registry: Registry,
    listeners: Vec<Listener>,
    relays: RelaySockets,
    streams: HashMap<Token, Stream>,
    streams_by_tuple: HashMap<FiveTuple, Token>,
    streams_by_address: HashMap<IpAddr, usize>,
    /// How many streams there have ever been.
    streams_taken: usize,
    /// Whether datagrams may come in runs, and go in runs where the kernel sends them.
    runs: bool,
    outbox: Outbox,
    queue: Vec<Queued>,
    /// Streams that something was queued for, or that have failed, since the last [`Sockets::flush_streams`].
    touched: HashSet<Token>,
    failures: u64,
    dropped: u64,
    pub(super) troubles: Troubles,
}

/// What a token that became ready stands for.
///
/// A token is four times a number and the kind of what has this number; those of kind 0 are no socket's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Listener(usize),
    Relay(RelayAddr),
    Stream,
}

const KINDS: usize = 4;
const LISTENER: usize = 1;
const RELAY: usize = 2;
const STREAM: usize = 3;

/// A datagram that waits for the rest of its batch. The payload is a range of the buffer that [`Sockets::flush`] gets.
struct Queued {
    by: By,
    to: SocketAddr,
    framing: Option<Framing>,
    payload: Range<usize>,
}

/// The socket to send by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    /// A listener, by its index, from this address of the box.
    Listener(usize, SocketAddr),
    Relay(RelayAddr),
}

impl Sockets {
    /// These listeners and nothing else yet; with `runs`, datagrams may be sent and received in runs.
    pub(super) fn new(registry: Registry, listeners: Vec<Listener>, runs: bool) -> io::Result<Self> {
        let mut segments = runs;
        for listener in &listeners {
            segments &= runs && offload(listener.fd());
        }
        let mut sockets = Self {
            registry,
            listeners,
            relays: RelaySockets::default(),
            streams: HashMap::new(),
            streams_by_tuple: HashMap::new(),
            streams_by_address: HashMap::new(),
            streams_taken: 0,
            runs,
            outbox: Outbox::new(segments),
            queue: Vec::new(),
            touched: HashSet::new(),
            failures: 0,
            dropped: 0,
            troubles: Troubles::default(),
        };
        for (index, listener) in sockets.listeners.iter_mut().enumerate() {
            let token = Token(index * KINDS + LISTENER);
            sockets.registry.register(&mut listener.socket, token, Interest::READABLE)?;
        }
        Ok(sockets)
    }

    /// `None` for the token of a socket that was closed since.
    pub(super) fn source(&self, token: Token) -> Option<Source> {
        let number = token.0 / KINDS;
        match token.0 % KINDS {
            LISTENER => Some(Source::Listener(number)),
            RELAY => self.relays.at(number).map(Source::Relay),
            _ => self.streams.contains_key(&token).then_some(Source::Stream),
        }
    }

    pub(super) fn listener(&self, index: usize) -> &Listener {
        &self.listeners[index]
    }

    pub(super) fn receive_from_clients(&self, listener: usize, inbox: &mut Inbox) -> io::Result<usize> {
        inbox.receive(self.listeners[listener].fd())
    }

    pub(super) fn receive_from_peers(&self, relay: RelayAddr, inbox: &mut Inbox) -> io::Result<usize> {
        // closed while its readiness was being worked off
        let socket = self.relays.get(relay).ok_or(io::ErrorKind::WouldBlock)?;
        inbox.receive(socket.as_fd())
    }

    /// Queues what the core said to send, if anything, of the message at `start` of `bytes`, which the next
    /// [`Sockets::flush`] must get as well; a long queue is flushed here.
    pub(super) fn pass_on(&mut self, forward: Option<Forward>, start: usize, bytes: &[u8]) {
        match forward {
            Some(Forward::ToClient { to, framing, payload }) => {
                let payload = start + payload.start..start + payload.end;
                if to.client.transport.is_stream() {
                    self.send_on_stream(&to, [framing.header(), &bytes[payload], framing.padding()]);
                } else if let Some(listener) = self.listener_of(&to) {
                    let by = By::Listener(listener, to.server);
                    self.queue.push(Queued { by, to: to.client.addr, framing: Some(framing), payload });
                } else {
                    self.failures += 1;
                }
            }
            Some(Forward::ToPeer { from, to, payload }) => {
                let payload = start + payload.start..start + payload.end;
                self.queue.push(Queued { by: By::Relay(from), to: to.socket(), framing: None, payload });
            }
            None => {}
        }
        if self.queue.len() >= MAX_QUEUE {
            self.flush(bytes);
        }
    }

    /// Sends what was queued of `bytes`.
    pub(super) fn flush(&mut self, bytes: &[u8]) {
        let mut queue = std::mem::take(&mut self.queue);
        // stable: what goes to one address keeps its order, and makes a run
        queue.sort_by_key(|queued| (queued.by, queued.to));
        for group in queue.chunk_by(|one, other| socket_of(one.by) == socket_of(other.by)) {
            let messages = group.iter().map(|queued| self.message(queued, bytes));
            let messages: Vec<Message<'_>> = messages.collect();
            let socket = match group[0].by {
                By::Listener(index, _) => self.listeners[index].fd(),
                By::Relay(relay) => match self.relays.get(relay) {
                    Some(socket) => socket.as_fd(),
                    // closed by what came after these packets
                    None => continue,
                },
            };
            let (failed, reason) = self.outbox.send(socket, &messages);
            self.note_failures(failed, reason);
        }
        queue.clear();
        self.queue = queue;
    }

    /// Packets that the system would not send.
    pub(super) const fn failures(&self) -> u64 {
        self.failures
    }

    /// Frames that were dropped because their client reads too slowly.
    pub(super) const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Takes a stream over and returns its token; the box's end is closed when `ended` is dropped. `None` when
    /// its address has `most` streams already.
    pub(super) fn adopt(
        &mut self,
        stream: ClientStream,
        most: usize,
        now: Instant,
        ended: oneshot::Sender<()>,
    ) -> io::Result<Option<Token>> {
        let ip = stream.client.ip();
        if self.streams_by_address.get(&ip).is_some_and(|held| *held >= most) {
            return Ok(None);
        }
        let mut stream = Stream::new(stream, now, ended)?;
        let token = Token(self.streams_taken * KINDS + STREAM);
        self.registry.register(&mut stream.socket, token, Interest::READABLE | Interest::WRITABLE)?;
        self.streams_taken += 1;
        *self.streams_by_address.entry(ip).or_default() += 1;
        self.streams_by_tuple.insert(stream.tuple, token);
        self.streams.insert(token, stream);
        Ok(Some(token))
    }

    pub(super) fn stream(&mut self, token: Token) -> Option<&mut Stream> {
        self.streams.get_mut(&token)
    }

    pub(super) fn streams(&mut self) -> impl Iterator<Item = (Token, &mut Stream)> {
        self.streams.iter_mut().map(|(token, stream)| (*token, stream))
    }

    /// Closes a stream and returns whose it was.
    pub(super) fn drop_stream(&mut self, token: Token, now: Instant) -> Option<FiveTuple> {
        let mut stream = self.streams.remove(&token)?;
        stream.say_farewell(now);
        self.touched.remove(&token);
        self.streams_by_tuple.remove(&stream.tuple);
        let ip = stream.tuple.client.addr.ip();
        if let Some(held) = self.streams_by_address.get_mut(&ip) {
            *held -= 1;
            if *held == 0 {
                self.streams_by_address.remove(&ip);
            }
        }
        // it is closed right after, which takes it off the poll as well
        let _ = self.registry.deregister(&mut stream.socket);
        Some(stream.tuple)
    }

    /// Marks a stream that can be written to again.
    pub(super) fn touch(&mut self, token: Token) {
        self.touched.insert(token);
    }

    /// Sends what waits for streams, as far as their clients take it, and names those that have failed.
    pub(super) fn flush_streams(&mut self, now: Instant) -> Vec<Token> {
        let mut failed = Vec::new();
        for token in self.touched.drain() {
            if let Some(stream) = self.streams.get_mut(&token)
                && let Err(error) = stream.flush(now)
            {
                self.troubles.note(Trouble::StreamEnded, 1, error);
                failed.push(token);
            }
        }
        failed
    }

    fn note_failures(&mut self, failed: usize, reason: Option<io::Error>) {
        self.failures += failed as u64;
        if let Some(reason) = reason {
            self.troubles.note(Trouble::NotSent, failed, reason);
        }
    }

    fn send_on_stream(&mut self, to: &FiveTuple, parts: [&[u8]; 3]) {
        let token = self.streams_by_tuple.get(to).copied();
        let stream = token.and_then(|token| Some((token, self.streams.get_mut(&token)?)));
        let Some((token, stream)) = stream else { return self.failures += 1 };
        if stream.queue(parts) {
            self.touched.insert(token);
        } else {
            self.dropped += 1;
        }
    }

    fn listener_of(&self, to: &FiveTuple) -> Option<usize> {
        self.listeners.iter().position(|listener| listener.serves(to.server))
    }

    fn message<'a>(&self, queued: &'a Queued, bytes: &'a [u8]) -> Message<'a> {
        let payload = bytes.get(queued.payload.clone()).unwrap_or_default();
        let (header, padding): (&[u8], &[u8]) = match &queued.framing {
            Some(framing) => (framing.header(), framing.padding()),
            None => (&[], &[]),
        };
        let parts = [header, payload, padding];
        match queued.by {
            By::Listener(index, server) => self.listeners[index].message(queued.to, server, parts),
            By::Relay(_) => Message { to: queued.to, source: None, parts },
        }
    }

    fn bind(&mut self, relay: RelayAddr) -> io::Result<()> {
        let mut socket = UdpSocket::bind(relay.0)?;
        enlarge_buffers(&socket);
        if self.runs {
            offload(socket.as_fd());
        }
        let token = Token(self.relays.next() * KINDS + RELAY);
        self.registry.register(&mut socket, token, Interest::READABLE)?;
        self.relays.insert(relay, socket);
        Ok(())
    }
}

impl Outputs for Sockets {
    fn open(&mut self, relay: RelayAddr) -> Result<(), OpenError> {
        self.bind(relay).map_err(|error| {
            if error.kind() == io::ErrorKind::AddrInUse {
                return OpenError::Busy;
            }
            self.troubles.note(Trouble::NoSocket, 1, error);
            OpenError::Unavailable
        })
    }

    fn close(&mut self, relay: RelayAddr) {
        if let Some(mut socket) = self.relays.remove(relay) {
            // it is closed right after, which takes it off the poll as well
            let _ = self.registry.deregister(&mut socket);
        }
    }

    fn reply(&mut self, to: FiveTuple, message: &[u8]) {
        if to.client.transport.is_stream() {
            return self.send_on_stream(&to, [message, &[], &[]]);
        }
        let Some(index) = self.listener_of(&to) else { return self.failures += 1 };
        let listener = &self.listeners[index];
        let message = listener.message(to.client.addr, to.server, [message, &[], &[]]);
        let (failed, reason) = self.outbox.send(listener.fd(), &[message]);
        self.note_failures(failed, reason);
    }
}

/// The sockets of allocations, each by its number and by its address.
#[derive(Default)]
struct RelaySockets {
    sockets: Slab<(RelayAddr, UdpSocket)>,
    numbers: Index,
}

impl RelaySockets {
    /// The number that the next one gets.
    fn next(&self) -> usize {
        self.sockets.vacant_key()
    }

    fn insert(&mut self, relay: RelayAddr, socket: UdpSocket) {
        let number = self.sockets.insert((relay, socket));
        let number = u32::try_from(number).expect("no system has as many sockets");
        self.numbers.insert(&relay, number, |number| address(&self.sockets, number));
    }

    fn get(&self, relay: RelayAddr) -> Option<&UdpSocket> {
        self.sockets.get(self.number(relay)? as usize).map(|(_, socket)| socket)
    }

    fn at(&self, number: usize) -> Option<RelayAddr> {
        self.sockets.get(number).map(|(relay, _)| *relay)
    }

    fn remove(&mut self, relay: RelayAddr) -> Option<UdpSocket> {
        let number = self.number(relay)?;
        self.numbers.remove(&relay, number);
        self.sockets.try_remove(number as usize).map(|(_, socket)| socket)
    }

    fn number(&self, relay: RelayAddr) -> Option<u32> {
        self.numbers.find(&relay, |number| address(&self.sockets, number))
    }
}

fn address(sockets: &Slab<(RelayAddr, UdpSocket)>, number: u32) -> Option<RelayAddr> {
    sockets.get(number as usize).map(|(relay, _)| *relay)
}

fn socket_of(by: By) -> Result<usize, RelayAddr> {
    match by {
        By::Listener(index, _) => Ok(index),
        By::Relay(relay) => Err(relay),
    }
}
