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
use tokio::sync::oneshot;

use super::batch::{Inbox, Message, Outbox, offload};
use super::core::{FiveTuple, Forward, Framing, OpenError, Outputs, RelayAddr};
use super::listener::{Listener, enlarge_buffers};
use super::stream::{ClientStream, Stream};
use super::troubles::{Trouble, Troubles};

/// Datagrams that wait to be sent before they are, batch or no batch.
const MAX_QUEUE: usize = 512;

pub(super) struct Sockets {
    registry: Registry,
    listeners: Vec<Listener>,
    relays: HashMap<RelayAddr, (Token, UdpSocket)>,
    streams: HashMap<Token, Stream>,
    tokens: HashMap<Token, Source>,
    streams_by_tuple: HashMap<FiveTuple, Token>,
    streams_by_address: HashMap<IpAddr, usize>,
    next_token: usize,
    outbox: Outbox,
    queue: Vec<Queued>,
    /// Streams that something was queued for, or that have failed, since the last [`Sockets::flush_streams`].
    touched: HashSet<Token>,
    failures: u64,
    dropped: u64,
    pub(super) troubles: Troubles,
}

/// What a token that became ready stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Listener(usize),
    Relay(RelayAddr),
    Stream,
}

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
    /// Tokens of these sockets begin at `first_token`.
    pub(super) fn new(registry: Registry, listeners: Vec<Listener>, first_token: usize) -> io::Result<Self> {
        let mut segments = true;
        for listener in &listeners {
            segments &= offload(listener.fd());
        }
        let mut sockets = Self {
            registry,
            listeners,
            relays: HashMap::new(),
            streams: HashMap::new(),
            tokens: HashMap::new(),
            streams_by_tuple: HashMap::new(),
            streams_by_address: HashMap::new(),
            next_token: first_token,
            outbox: Outbox::new(segments),
            queue: Vec::new(),
            touched: HashSet::new(),
            failures: 0,
            dropped: 0,
            troubles: Troubles::default(),
        };
        for index in 0..sockets.listeners.len() {
            let token = sockets.token(Source::Listener(index));
            let socket = &mut sockets.listeners[index].socket;
            sockets.registry.register(socket, token, Interest::READABLE)?;
        }
        Ok(sockets)
    }

    /// `None` for the token of a socket that was closed since.
    pub(super) fn source(&self, token: Token) -> Option<Source> {
        self.tokens.get(&token).copied()
    }

    pub(super) fn listener(&self, index: usize) -> &Listener {
        &self.listeners[index]
    }

    pub(super) fn receive_from_clients(&self, listener: usize, inbox: &mut Inbox) -> io::Result<usize> {
        inbox.receive(self.listeners[listener].fd())
    }

    pub(super) fn receive_from_peers(&self, relay: RelayAddr, inbox: &mut Inbox) -> io::Result<usize> {
        // closed while its readiness was being worked off
        let (_, socket) = self.relays.get(&relay).ok_or(io::ErrorKind::WouldBlock)?;
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
                By::Relay(relay) => match self.relays.get(&relay) {
                    Some((_, socket)) => socket.as_fd(),
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
        let token = Token(self.next_token);
        self.registry.register(&mut stream.socket, token, Interest::READABLE | Interest::WRITABLE)?;
        self.token(Source::Stream);
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
        self.tokens.remove(&token);
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
        offload(socket.as_fd());
        let token = Token(self.next_token);
        self.registry.register(&mut socket, token, Interest::READABLE)?;
        self.token(Source::Relay(relay));
        self.relays.insert(relay, (token, socket));
        Ok(())
    }

    fn token(&mut self, source: Source) -> Token {
        let token = Token(self.next_token);
        self.next_token += 1;
        self.tokens.insert(token, source);
        token
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
        if let Some((token, mut socket)) = self.relays.remove(&relay) {
            self.tokens.remove(&token);
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

fn socket_of(by: By) -> Result<usize, RelayAddr> {
    match by {
        By::Listener(index, _) => Ok(index),
        By::Relay(relay) => Err(relay),
    }
}
