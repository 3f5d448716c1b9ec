//! A UDP socket that clients write to, and that knows which address of the box each of them wrote to.
//!
//! A socket bound to one address knows that from its binding. One bound to the wildcard reads it from every
//! datagram (`IP_PKTINFO`) and answers from there: a box gets and changes its addresses while it runs, and a client
//! must see the answer come from where it asked.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, BorrowedFd};

use mio::net::UdpSocket;
use nix::sys::socket::setsockopt;
use nix::sys::socket::sockopt::{
    Ipv4PacketInfo, Ipv6RecvPacketInfo, RcvBuf, RcvBufForce, SndBuf, SndBufForce,
};

use super::batch::{Message, Received};
use super::core::{ClientAddr, FiveTuple, Transport};

pub(super) struct Listener {
    pub(super) socket: UdpSocket,
    local: SocketAddr,
}

impl Listener {
    pub(super) fn new(socket: std::net::UdpSocket) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        enlarge_buffers(&socket);
        let local = socket.local_addr()?;
        if local.ip().is_unspecified() {
            if local.is_ipv4() {
                setsockopt(&socket, Ipv4PacketInfo, &true)?;
            } else {
                setsockopt(&socket, Ipv6RecvPacketInfo, &true)?;
            }
        }
        Ok(Self { socket: UdpSocket::from_std(socket), local })
    }

    pub(super) const fn port(&self) -> u16 {
        self.local.port()
    }

    /// The socket, for [`super::batch`].
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Whether an answer from `server` would leave by this socket.
    pub(super) fn serves(&self, server: SocketAddr) -> bool {
        let ip = canonical(self.local).ip();
        self.port() == server.port()
            && (ip == server.ip() || (ip.is_unspecified() && self.reaches(server.ip())))
    }

    /// Who sent a datagram that this socket received, and to which address of the box.
    pub(super) fn tuple(&self, received: &Received) -> FiveTuple {
        let client = ClientAddr { transport: Transport::Udp, addr: canonical(received.from) };
        let server = received.to.map_or(self.local, |ip| SocketAddr::new(ip, self.port()));
        FiveTuple { client, server: canonical(server) }
    }

    /// A datagram to a client, from the address that it wrote to.
    pub(super) fn message<'a>(
        &self,
        client: SocketAddr,
        server: SocketAddr,
        parts: [&'a [u8]; 3],
    ) -> Message<'a> {
        let source = self.local.ip().is_unspecified().then(|| self.native(server).ip());
        Message { to: self.native(client), source, parts }
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

#[cfg(test)]
mod tests {
    use std::net::UdpSocket as StdSocket;

    use super::super::batch::{Inbox, Outbox, offload};
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
        let mut inbox = Inbox::new();
        for (bound, asked) in rows {
            let listener = Listener::new(StdSocket::bind(bound).unwrap()).unwrap();
            let asked = SocketAddr::new(asked.parse().unwrap(), listener.port());
            let client = StdSocket::bind(if asked.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" }).unwrap();
            client.send_to(b"ask", asked).unwrap();

            assert_eq!(receive(&mut inbox, listener.fd()), 1);
            let received = inbox.received(0).unwrap();
            let tuple = listener.tuple(&received);
            assert_eq!(&inbox.bytes()[received.start..][..received.length], b"ask");
            assert_eq!((tuple.server, tuple.client.addr), (asked, client.local_addr().unwrap()), "{bound}");
            assert!(listener.serves(tuple.server), "{bound}");

            let answer = listener.message(tuple.client.addr, tuple.server, [b"an", b"", b"swer"]);
            assert_eq!(Outbox::new(false).send(listener.fd(), &[answer]).0, 0);
            let mut buffer = [0; 100];
            let (length, from) = client.recv_from(&mut buffer).unwrap();
            assert_eq!((&buffer[..length], from), (&b"answer"[..], asked), "{bound}");
        }
    }

    #[test]
    fn a_batch_arrives_whole_and_in_order_with_and_without_runs() {
        for bound in ["127.0.0.1:0", "[::]:0"] {
            for segments in [false, true] {
                let listener = Listener::new(StdSocket::bind(bound).unwrap()).unwrap();
                let segments = segments && offload(listener.fd());
                let clients = [(); 3].map(|()| StdSocket::bind("127.0.0.1:0").unwrap());
                let server = SocketAddr::new("127.0.0.1".parse().unwrap(), listener.port());
                let addresses = clients.each_ref().map(|client| client.local_addr().unwrap());
                // runs of equal sizes, a run with a short end, an empty one, growing ones
                let sizes = [(0, 1200, 40), (0, 700, 1), (1, 100, 80), (2, 0, 2), (0, 900, 1), (0, 1200, 3)];
                let payloads: Vec<(usize, Vec<u8>)> = sizes
                    .iter()
                    .flat_map(|(client, size, count)| vec![(*client, *size); *count])
                    .enumerate()
                    .map(|(n, (client, size))| (client, vec![n.to_le_bytes()[0]; size]))
                    .collect();
                let messages: Vec<Message<'_>> = payloads
                    .iter()
                    .map(|(client, bytes)| {
                        let (head, tail) = bytes.split_at(bytes.len().min(4));
                        listener.message(addresses[*client], server, [head, tail, b""])
                    })
                    .collect();
                let mut outbox = Outbox::new(segments);
                assert_eq!(outbox.send(listener.fd(), &messages).0, 0, "{bound} {segments}");
                let mut buffer = [0; 2000];
                for (client, bytes) in &payloads {
                    let length = clients[*client].recv(&mut buffer).unwrap();
                    assert_eq!(&buffer[..length], bytes, "{bound} {segments}");
                }
            }
        }
    }

    #[test]
    fn what_comes_as_a_run_is_told_apart() {
        let listener = Listener::new(StdSocket::bind("127.0.0.1:0").unwrap()).unwrap();
        let sender = Listener::new(StdSocket::bind("127.0.0.1:0").unwrap()).unwrap();
        let segments = offload(listener.fd());
        let payloads: Vec<Vec<u8>> = (0..10_u8).map(|n| vec![n; if n == 9 { 5 } else { 50 }]).collect();
        let to = listener.local;
        let messages: Vec<_> =
            payloads.iter().map(|bytes| sender.message(to, sender.local, [bytes, b"", b""])).collect();
        assert_eq!(Outbox::new(segments).send(sender.fd(), &messages).0, 0);
        let mut inbox = Inbox::new();
        let count = receive(&mut inbox, listener.fd());
        let mut arrived = Vec::new();
        for received in (0..count).map(|index| inbox.received(index).unwrap()) {
            arrived.extend(received.datagrams(inbox.bytes()).map(|(_, datagram)| datagram.to_vec()));
        }
        assert_eq!(arrived, payloads);
    }

    #[test]
    fn one_that_cannot_be_sent_costs_itself_alone() {
        let sender = StdSocket::bind("127.0.0.1:0").unwrap();
        let receiver = StdSocket::bind("127.0.0.1:0").unwrap();
        let to = receiver.local_addr().unwrap();
        let unreachable: SocketAddr = "10.254.254.254:5000".parse().unwrap();
        let message = |to, bytes| Message { to, source: None, parts: [bytes, b"", b""] };
        let batch =
            [message(to, b"a"), message(unreachable, b"x"), message(unreachable, b"y"), message(to, b"b")];
        for segments in [false, true] {
            let (failed, reason) = Outbox::new(segments).send(sender.as_fd(), &batch);
            assert_eq!(failed, 2, "{reason:?}");
            let mut buffer = [0; 10];
            for expected in [b"a", b"b"] {
                let length = receiver.recv(&mut buffer).unwrap();
                assert_eq!(&buffer[..length], expected);
            }
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

    fn receive(inbox: &mut Inbox, socket: BorrowedFd<'_>) -> usize {
        loop {
            match inbox.receive(socket) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::yield_now(),
                received => return received.unwrap(),
            }
        }
    }
}
