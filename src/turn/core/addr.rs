//! Addresses by role: a client, the box as the client sees it, a relayed address and a peer are four different
//! things around the same two numbers, and mixing them up is how relays leak.
//!
//! Addresses here are canonical: whoever reads sockets turns `::ffff:a.b.c.d` into `a.b.c.d` first.

use std::net::{IpAddr, SocketAddr};

/// How a client speaks to the box. The hop to the peer is always UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// One message a datagram.
    Udp,
    /// Messages one after the other in a stream (RFC 8656 section 12.4).
    Tcp,
    /// The same inside TLS.
    Tls,
}

impl Transport {
    /// All of them, in the order of their discriminants.
    pub const ALL: [Self; 3] = [Self::Udp, Self::Tcp, Self::Tls];

    /// Whether messages follow each other in a stream, so that each must end on a multiple of four bytes.
    pub const fn is_stream(self) -> bool {
        !matches!(self, Self::Udp)
    }
}

/// Where a client is: the source of its packets as the box sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientAddr {
    /// The transport that carries the client's messages.
    pub transport: Transport,
    /// Address and port of the client, or of the last NAT before the box.
    pub addr: SocketAddr,
}

/// What identifies an allocation (RFC 8656 section 3.2): the client, the transport, and the address and port of the
/// box that the client chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiveTuple {
    /// The client's end.
    pub client: ClientAddr,
    /// The box's end: never a wildcard, always the address that the packet was sent to.
    pub server: SocketAddr,
}

/// A relayed transport address: a UDP port of the box that stands in for a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelayAddr(pub SocketAddr);

/// The other end of a relayed flow: someone who sends to, or is sent to from, a [`RelayAddr`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerAddr(SocketAddr);

impl PeerAddr {
    /// The peer at `ip` and `port`. Scope and flow labels are no part of it: they don't travel in STUN.
    pub const fn new(ip: IpAddr, port: u16) -> Self {
        Self(SocketAddr::new(ip, port))
    }

    /// Address and port.
    pub const fn socket(self) -> SocketAddr {
        self.0
    }

    /// The address without the port, which is all that a permission knows (RFC 8656 section 9).
    pub const fn ip(self) -> IpAddr {
        self.0.ip()
    }
}

/// An address family, in the code points of RFC 8656 section 18.8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4 = 1,
    V6 = 2,
}

impl Family {
    pub(super) const fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }

    pub(super) const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::V4),
            2 => Some(Self::V6),
            _ => None,
        }
    }

    /// The place of this family in a pair of values, one for each.
    pub(super) const fn index(self) -> usize {
        self as usize - 1
    }
}
