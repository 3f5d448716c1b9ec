//! Every socket of the relay thread, and what the core asks to have done with them.
//!
//! A send that fails costs the packet and is counted: on a box without a default route half of a browser's
//! candidates are out of reach, and that must not end the allocation that tried them.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;

use mio::net::UdpSocket;
use mio::{Interest, Registry, Token};

use super::core::{FiveTuple, Forward, OpenError, Outputs, Packet, PeerAddr, RelayAddr};
use super::listener::{Listener, canonical, enlarge_buffers};

pub(super) struct Sockets {
    registry: Registry,
    listeners: Vec<Listener>,
    relays: HashMap<RelayAddr, (Token, UdpSocket)>,
    tokens: HashMap<Token, RelayAddr>,
    next_token: usize,
    failures: u64,
}

/// What a token that became readable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Listener(usize),
    Relay(RelayAddr),
}

impl Sockets {
    /// Tokens of these sockets begin at `first_token`.
    pub(super) fn new(registry: Registry, listeners: Vec<Listener>, first_token: usize) -> io::Result<Self> {
        let mut sockets = Self {
            registry,
            listeners,
            relays: HashMap::new(),
            tokens: HashMap::new(),
            next_token: first_token,
            failures: 0,
        };
        for listener in &mut sockets.listeners {
            sockets.registry.register(&mut listener.socket, Token(sockets.next_token), Interest::READABLE)?;
            sockets.next_token += 1;
        }
        Ok(sockets)
    }

    /// `None` for the token of a socket that was closed since.
    pub(super) fn source(&self, token: Token, first_token: usize) -> Option<Source> {
        let listener = token.0 - first_token;
        if listener < self.listeners.len() {
            return Some(Source::Listener(listener));
        }
        self.tokens.get(&token).map(|relay| Source::Relay(*relay))
    }

    pub(super) fn receive_from_client(
        &mut self,
        listener: usize,
        buffer: &mut [u8],
    ) -> io::Result<(usize, FiveTuple)> {
        self.listeners[listener].receive(buffer)
    }

    pub(super) fn receive_from_peer(
        &self,
        relay: RelayAddr,
        buffer: &mut [u8],
    ) -> io::Result<(usize, PeerAddr)> {
        // closed while its readiness was being worked off
        let (_, socket) = self.relays.get(&relay).ok_or(io::ErrorKind::WouldBlock)?;
        let (length, from) = socket.recv_from(buffer)?;
        let from: SocketAddr = canonical(from);
        Ok((length, PeerAddr::new(from.ip(), from.port())))
    }

    /// Sends what the core said to send of `packet`.
    pub(super) fn forward(&mut self, forward: Forward, packet: &Packet<'_>) {
        let sent = match forward {
            Forward::ToClient { to, bytes } => self.send_to_client(&to, packet.bytes(bytes)),
            Forward::ToPeer { from, to, bytes } => match self.relays.get(&from) {
                Some((_, socket)) => socket.send_to(packet.bytes(bytes), to.socket()).map(drop),
                None => Err(io::ErrorKind::NotConnected.into()),
            },
        };
        self.count(&sent);
    }

    /// Packets that the system would not send.
    pub(super) const fn failures(&self) -> u64 {
        self.failures
    }

    fn send_to_client(&self, to: &FiveTuple, bytes: &[u8]) -> io::Result<()> {
        let listener = self.listeners.iter().find(|listener| listener.serves(to.server));
        listener.ok_or(io::ErrorKind::NotConnected)?.send(bytes, to)
    }

    fn count(&mut self, sent: &io::Result<()>) {
        if let Err(error) = sent {
            self.failures += 1;
            tracing::debug!(%error, "a relayed packet could not be sent");
        }
    }

    fn bind(&mut self, relay: RelayAddr) -> io::Result<()> {
        let mut socket = UdpSocket::bind(relay.0)?;
        enlarge_buffers(&socket);
        let token = Token(self.next_token);
        self.registry.register(&mut socket, token, Interest::READABLE)?;
        self.next_token += 1;
        self.tokens.insert(token, relay);
        self.relays.insert(relay, (token, socket));
        Ok(())
    }
}

impl Outputs for Sockets {
    fn open(&mut self, relay: RelayAddr) -> Result<(), OpenError> {
        self.bind(relay).map_err(|error| {
            if error.kind() == io::ErrorKind::AddrInUse {
                return OpenError::Busy;
            }
            tracing::warn!(%error, "no socket could be opened for an allocation");
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
        let sent = self.send_to_client(&to, message);
        self.count(&sent);
    }
}
