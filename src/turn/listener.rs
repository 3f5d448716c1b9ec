//! A UDP socket that clients write to, and that knows which address of the box each of them wrote to.
//!
//! A socket bound to one address knows that from its binding. One bound to the wildcard reads it from every
//! datagram (`IP_PKTINFO`) and answers from there: a box gets and changes its addresses while it runs, and a client
//! must see the answer come from where it asked.

use std::io::{self, IoSlice, IoSliceMut};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd};

use mio::net::UdpSocket;
use nix::cmsg_space;
use nix::sys::socket::sockopt::{
    Ipv4PacketInfo, Ipv6RecvPacketInfo, RcvBuf, RcvBufForce, SndBuf, SndBufForce,
};
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, SockaddrStorage, recvmsg, sendmsg, setsockopt,
};

use super::core::{ClientAddr, FiveTuple, Transport};

pub(super) struct Listener {
    pub(super) socket: UdpSocket,
    local: SocketAddr,
    /// Room for what the system says beside a datagram; none where the socket is bound to one address.
    ancillary: Vec<u8>,
}

impl Listener {
    pub(super) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        enlarge_buffers(&socket);
        let local = socket.local_addr()?;
        let ancillary = if !local.ip().is_unspecified() {
            Vec::new()
        } else if local.is_ipv4() {
            setsockopt(&socket, Ipv4PacketInfo, &true)?;
            cmsg_space!(libc::in_pktinfo)
        } else {
            setsockopt(&socket, Ipv6RecvPacketInfo, &true)?;
            cmsg_space!(libc::in6_pktinfo)
        };
        Ok(Self { socket: UdpSocket::from_std(socket), local, ancillary })
    }

    pub(super) const fn port(&self) -> u16 {
        self.local.port()
    }

    /// Whether an answer from `server` would leave by this socket.
    pub(super) fn serves(&self, server: SocketAddr) -> bool {
        let ip = canonical(self.local).ip();
        self.port() == server.port()
            && (ip == server.ip() || (ip.is_unspecified() && self.reaches(server.ip())))
    }

    /// Receives one datagram into `buffer`.
    pub(super) fn receive(&mut self, buffer: &mut [u8]) -> io::Result<(usize, FiveTuple)> {
        let (length, client, server) = if self.ancillary.is_empty() {
            let (length, client) = self.socket.recv_from(buffer)?;
            (length, client, self.local)
        } else {
            let Self { socket, ancillary, local } = self;
            socket.try_io(|| receive_with_destination(socket, ancillary, local.port(), buffer))?
        };
        let client = ClientAddr { transport: Transport::Udp, addr: canonical(client) };
        Ok((length, FiveTuple { client, server: canonical(server) }))
    }

    /// Sends one datagram to a client, from the address that it wrote to.
    pub(super) fn send(&self, bytes: &[u8], to: &FiveTuple) -> io::Result<()> {
        let client = self.native(to.client.addr);
        if self.ancillary.is_empty() {
            return self.socket.send_to(bytes, client).map(drop);
        }
        let server = self.native(to.server);
        self.socket.try_io(|| send_from(&self.socket, server.ip(), bytes, client))
    }

    /// IPv4 is within reach of the IPv6 wildcard, under another name.
    fn reaches(&self, ip: IpAddr) -> bool {
        self.local.is_ipv6() || ip.is_ipv4()
    }

    /// The address as this socket writes it.
    fn native(&self, addr: SocketAddr) -> SocketAddr {
        match addr.ip() {
            IpAddr::V4(ip) if self.local.is_ipv6() => {
                SocketAddr::new(ip.to_ipv6_mapped().into(), addr.port())
            }
            _ => addr,
        }
    }
}

/// Asks for buffers that a burst of video fits in: the usual ones lost a packet in a hundred. What the system
/// refuses is not missed.
pub(super) fn enlarge_buffers(socket: &impl AsFd) {
    const BYTES: usize = 4 << 20;
    let forced =
        setsockopt(socket, RcvBufForce, &BYTES).and_then(|()| setsockopt(socket, SndBufForce, &BYTES));
    if forced.is_err() {
        let _ = setsockopt(socket, RcvBuf, &BYTES);
        let _ = setsockopt(socket, SndBuf, &BYTES);
    }
}

/// The address without the dress that a dual-stack socket puts on IPv4.
pub(super) fn canonical(addr: SocketAddr) -> SocketAddr {
    match addr.ip().to_canonical() {
        ip @ IpAddr::V4(_) => SocketAddr::new(ip, addr.port()),
        // a link-local address is nothing without its scope
        IpAddr::V6(_) => addr,
    }
}

fn receive_with_destination(
    socket: &UdpSocket,
    ancillary: &mut [u8],
    port: u16,
    buffer: &mut [u8],
) -> io::Result<(usize, SocketAddr, SocketAddr)> {
    let mut parts = [IoSliceMut::new(buffer)];
    let received =
        recvmsg::<SockaddrStorage>(socket.as_raw_fd(), &mut parts, Some(ancillary), MsgFlags::empty())?;
    let client = received.address.as_ref().and_then(socket_addr);
    let server = received.cmsgs()?.find_map(|message| match message {
        ControlMessageOwned::Ipv4PacketInfo(info) => {
            Some(IpAddr::from(info.ipi_spec_dst.s_addr.to_ne_bytes()))
        }
        ControlMessageOwned::Ipv6PacketInfo(info) => Some(IpAddr::from(info.ipi6_addr.s6_addr)),
        _ => None,
    });
    match (client, server) {
        (Some(client), Some(server)) => Ok((received.bytes, client, SocketAddr::new(server, port))),
        _ => Err(io::Error::other("a datagram came without its addresses")),
    }
}

fn send_from(socket: &UdpSocket, source: IpAddr, bytes: &[u8], to: SocketAddr) -> io::Result<()> {
    let to = SockaddrStorage::from(to);
    let parts = [IoSlice::new(bytes)];
    // the interface is left to the routing table, or to the scope of a link-local client
    let (v4, v6);
    let control = match source {
        IpAddr::V4(ip) => {
            let address = libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) };
            v4 = libc::in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: address, ipi_addr: address };
            ControlMessage::Ipv4PacketInfo(&v4)
        }
        IpAddr::V6(ip) => {
            v6 = packet_info(ip);
            ControlMessage::Ipv6PacketInfo(&v6)
        }
    };
    sendmsg(socket.as_raw_fd(), &parts, &[control], MsgFlags::empty(), Some(&to))?;
    Ok(())
}

const fn packet_info(ip: Ipv6Addr) -> libc::in6_pktinfo {
    libc::in6_pktinfo { ipi6_addr: libc::in6_addr { s6_addr: ip.octets() }, ipi6_ifindex: 0 }
}

fn socket_addr(addr: &SockaddrStorage) -> Option<SocketAddr> {
    let v4 = addr.as_sockaddr_in().map(|v4| SocketAddr::from(*v4));
    v4.or_else(|| addr.as_sockaddr_in6().map(|v6| SocketAddr::from(*v6)))
}

#[cfg(test)]
mod tests {
    use std::net::UdpSocket as StdSocket;

    use super::*;

    #[test]
    fn an_answer_leaves_from_the_address_that_was_asked() {
        // 127.0.0.2 is no less the box's than 127.0.0.1, but no wildcard socket would answer from it by itself
        let rows = [
            ("127.0.0.1:0", "127.0.0.1"),
            ("0.0.0.0:0", "127.0.0.1"),
            ("0.0.0.0:0", "127.0.0.2"),
            ("[::]:0", "127.0.0.2"),
            ("[::]:0", "::1"),
            ("[::1]:0", "::1"),
        ];
        for (bound, asked) in rows {
            let mut listener = Listener::new(StdSocket::bind(bound).unwrap()).unwrap();
            let asked = SocketAddr::new(asked.parse().unwrap(), listener.port());
            let client = StdSocket::bind(if asked.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" }).unwrap();
            client.send_to(b"ask", asked).unwrap();

            let mut buffer = [0; 100];
            let (length, tuple) = receive(&mut listener, &mut buffer);
            assert_eq!((&buffer[..length], tuple.server), (&b"ask"[..], asked), "{bound}");
            assert_eq!(tuple.client.addr, client.local_addr().unwrap(), "{bound}");
            assert!(listener.serves(tuple.server), "{bound}");

            listener.send(b"answer", &tuple).unwrap();
            let (length, from) = client.recv_from(&mut buffer).unwrap();
            assert_eq!((&buffer[..length], from), (&b"answer"[..], asked), "{bound}");
        }
    }

    #[test]
    fn a_listener_serves_its_own_port_and_family() {
        let listener = Listener::new(StdSocket::bind("0.0.0.0:0").unwrap()).unwrap();
        let port = listener.port();
        assert!(listener.serves(SocketAddr::new("10.0.0.1".parse().unwrap(), port)));
        assert!(!listener.serves(SocketAddr::new("10.0.0.1".parse().unwrap(), port ^ 1)));
        assert!(!listener.serves(SocketAddr::new("fd00::1".parse().unwrap(), port)));
        let bound = Listener::new(StdSocket::bind("127.0.0.1:0").unwrap()).unwrap();
        assert!(!bound.serves(SocketAddr::new("127.0.0.2".parse().unwrap(), bound.port())));
    }

    fn receive(listener: &mut Listener, buffer: &mut [u8]) -> (usize, FiveTuple) {
        loop {
            match listener.receive(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::yield_now(),
                received => return received.unwrap(),
            }
        }
    }
}
