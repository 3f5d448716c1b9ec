//! The load: what is sent, how fast, and what came of it.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

use crate::client::{Client, Transport, bare_allocate, channel_data, send_indication};
use crate::server::Server;

/// Packets a second in all, how many of them are sent, and how many before what is measured.
const RATE: u32 = 20_000;
const PACKETS: u32 = 20_000;
const WARM_UP: u32 = 2_000;

/// Packets that one sender sends at a time, as a frame of video comes in several.
const BURST: u32 = 8;

/// How long packets may be under way without one arriving.
const LINGER: Duration = Duration::from_millis(250);

pub(crate) struct Case {
    pub(crate) transport: Transport,
    pub(crate) direction: Direction,
    pub(crate) framing: Framing,
    /// Bytes of a payload.
    pub(crate) size: usize,
    pub(crate) allocations: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From clients to a peer.
    Up,
    /// From a peer to clients.
    Down,
    /// From one client of the server to another.
    Between,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    Channel,
    Indication,
}

pub(crate) struct Measured {
    pub(crate) cpu_per_million: f64,
    pub(crate) rate: f64,
    pub(crate) sent: f64,
    pub(crate) received: f64,
    pub(crate) kilobytes: f64,
}

pub(crate) struct Made {
    pub(crate) per_second: f64,
    pub(crate) cpu_milliseconds: f64,
    /// Memory for each, while it is idle.
    pub(crate) kilobytes: f64,
}

impl Case {
    /// Every combination, or those that say most: everything of ChannelData over UDP on 10 allocations, and one step
    /// from there in each other way.
    pub(crate) fn all(full: bool) -> Vec<Self> {
        let mut cases = Vec::new();
        for transport in [Transport::Udp, Transport::Tcp, Transport::Tls] {
            for framing in [Framing::Channel, Framing::Indication] {
                for allocations in [10, 1, 100] {
                    for size in [1200, 200] {
                        for direction in [Direction::Up, Direction::Down, Direction::Between] {
                            let steps = usize::from(transport != Transport::Udp)
                                + usize::from(framing != Framing::Channel)
                                + usize::from(allocations != 10)
                                + usize::from(size != 1200);
                            if full || steps <= 1 {
                                cases.push(Self { transport, direction, framing, size, allocations });
                            }
                        }
                    }
                }
            }
        }
        cases
    }

    pub(crate) fn run(&self, server: &Server) -> Measured {
        let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
        let _ = socket2::SockRef::from(&peer).set_recv_buffer_size(8 << 20);
        let at_peer = peer.local_addr().unwrap();
        let payload = vec![7; self.size];
        let clients = |count: usize| -> Vec<Client> {
            (0..count).map(|_| Client::allocate(server, self.transport)).collect()
        };
        let receivers = Receivers::default();
        let mut senders: Vec<Sender> = match self.direction {
            Direction::Up => {
                let mut senders = clients(self.allocations);
                for client in &mut senders {
                    self.open(client, at_peer);
                }
                receivers.count_datagrams(peer);
                let frame = self.frame(&payload, at_peer);
                senders.into_iter().map(|client| Sender::Client(client, frame.clone())).collect()
            }
            Direction::Down => {
                let peer = Arc::new(peer);
                let mut receiving = clients(self.allocations);
                for client in &mut receiving {
                    self.open(client, at_peer);
                }
                let senders = receiving
                    .iter()
                    .map(|client| Sender::Peer(Arc::clone(&peer), client.relayed, payload.clone()));
                let senders = senders.collect();
                for client in receiving {
                    receivers.count_frames(client, self.transport);
                }
                senders
            }
            Direction::Between => {
                let (mut from, mut to) = (clients(self.allocations), clients(self.allocations));
                for (from, to) in from.iter_mut().zip(&mut to) {
                    self.open(from, to.relayed);
                    self.open(to, from.relayed);
                }
                let frames: Vec<Vec<u8>> = to.iter().map(|to| self.frame(&payload, to.relayed)).collect();
                for client in to {
                    receivers.count_frames(client, self.transport);
                }
                from.into_iter().zip(frames).map(|(client, frame)| Sender::Client(client, frame)).collect()
            }
        };
        send(&mut senders, WARM_UP, RATE);
        receivers.wait_for(u64::from(WARM_UP));
        let (warm, cpu) = (receivers.count(), server.cpu());
        let took = send(&mut senders, PACKETS, RATE);
        receivers.wait_for(warm + u64::from(PACKETS));
        let cpu = server.cpu() - cpu;
        let kilobytes = server.kilobytes();
        let received = f64::from(u32::try_from(receivers.stop() - warm).unwrap());
        let sent = f64::from(PACKETS);
        Measured {
            cpu_per_million: cpu * 1e6 / received,
            rate: sent / took.as_secs_f64(),
            sent,
            received,
            kilobytes,
        }
    }

    fn open(&self, client: &mut Client, peer: SocketAddr) {
        match self.framing {
            Framing::Channel => client.bind(peer),
            Framing::Indication => client.permit(peer),
        }
    }

    fn frame(&self, payload: &[u8], peer: SocketAddr) -> Vec<u8> {
        match self.framing {
            Framing::Channel => channel_data(payload, self.transport),
            Framing::Indication => send_indication(payload, peer),
        }
    }
}

enum Sender {
    Client(Client, Vec<u8>),
    Peer(Arc<UdpSocket>, SocketAddr, Vec<u8>),
}

impl Sender {
    fn send(&mut self) {
        match self {
            Self::Client(client, frame) => client.send(frame).unwrap(),
            // a full buffer is a lost packet, as anywhere
            Self::Peer(socket, to, payload) => drop(socket.send_to(payload, *to)),
        }
    }
}

/// Sends packets by all senders in turn, in bursts, at an even rate, and says how long that took.
#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
fn send(senders: &mut [Sender], packets: u32, rate: u32) -> Duration {
    let started = Instant::now();
    let mut sent = 0;
    let mut turn = 0;
    while sent < packets {
        let due = u32::try_from(started.elapsed().as_micros() * u128::from(rate) / 1_000_000).unwrap();
        if sent >= due {
            sleep(Duration::from_micros(200));
        }
        while sent < due.min(packets) {
            let sender = &mut senders[turn % senders.len()];
            let burst = BURST.min(packets - sent);
            (0..burst).for_each(|_| sender.send());
            sent += burst;
            turn += 1;
        }
    }
    started.elapsed()
}

/// Threads that count what arrives.
#[derive(Default)]
struct Receivers {
    count: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    threads: std::cell::RefCell<Vec<JoinHandle<()>>>,
}

impl Receivers {
    fn count_datagrams(&self, socket: UdpSocket) {
        socket.set_read_timeout(Some(LINGER / 8)).unwrap();
        self.run(move |buffer| usize::from(socket.recv(buffer).is_ok()));
    }

    fn count_frames(&self, mut client: Client, transport: Transport) {
        client.set_patience(LINGER / 8);
        let mut frames = Frames::default();
        self.run(move |buffer| match (client.receive(buffer), transport) {
            (Err(_), _) => 0,
            (Ok(_), Transport::Udp) => 1,
            (Ok(length), Transport::Tcp | Transport::Tls) => frames.count(&buffer[..length]),
        });
    }

    fn run(&self, mut receive: impl FnMut(&mut [u8]) -> usize + Send + 'static) {
        let (count, stop) = (Arc::clone(&self.count), Arc::clone(&self.stop));
        self.threads.borrow_mut().push(spawn(move || {
            let mut buffer = vec![0; 65_536];
            while !stop.load(Ordering::Relaxed) {
                count.fetch_add(receive(&mut buffer) as u64, Ordering::Relaxed);
            }
        }));
    }

    /// Waits for so many in all, or until no more come.
    fn wait_for(&self, wanted: u64) {
        let (mut seen, mut silent) = (self.count(), Duration::ZERO);
        while seen < wanted && silent < LINGER {
            let pause = Duration::from_millis(5);
            sleep(pause);
            let count = self.count();
            silent = if count > seen { Duration::ZERO } else { silent + pause };
            seen = count;
        }
    }

    fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn stop(&self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.take() {
            thread.join().unwrap();
        }
        self.count()
    }
}

/// What a stream's frames are counted by: their own headers, since servers put different attributes in.
#[derive(Default)]
struct Frames {
    header: Vec<u8>,
    rest: usize,
}

impl Frames {
    /// How many frames end in these bytes.
    fn count(&mut self, mut bytes: &[u8]) -> usize {
        let mut whole = 0;
        while let [first, others @ ..] = bytes {
            if self.rest > 0 {
                let taken = self.rest.min(bytes.len());
                self.rest -= taken;
                whole += usize::from(self.rest == 0);
                bytes = &bytes[taken..];
                continue;
            }
            self.header.push(*first);
            bytes = others;
            if let [kind, _, high, low] = self.header[..] {
                let length = usize::from(u16::from_be_bytes([high, low]));
                self.rest = if kind < 0x40 { 16 + length } else { length.next_multiple_of(4) };
                self.header.clear();
            }
        }
        whole
    }
}

/// Makes allocations one after the other and holds them.
#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
pub(crate) fn allocations(server: &Server, count: u32) -> Made {
    // what the first one costs is the server's, not the allocation's
    drop(Client::allocate(server, Transport::Udp));
    let (memory, cpu, started) = (server.kilobytes(), server.cpu(), Instant::now());
    let clients: Vec<Client> = (0..count).map(|_| Client::allocate(server, Transport::Udp)).collect();
    let (took, cpu) = (started.elapsed(), server.cpu() - cpu);
    let memory = server.kilobytes() - memory;
    drop(clients);
    let count = f64::from(count);
    Made {
        per_second: count / took.as_secs_f64(),
        cpu_milliseconds: cpu * 1e3 / count,
        kilobytes: memory / count,
    }
}

/// Has so many Allocate requests without a credential answered, from many ports, and says by how many kB the server has
/// grown.
pub(crate) fn strangers(server: &Server, count: u32) -> f64 {
    let request = bare_allocate();
    let sockets: Vec<UdpSocket> = (0..100).map(|_| UdpSocket::bind("127.0.0.1:0").unwrap()).collect();
    for socket in &sockets {
        socket.connect(server.plain).unwrap();
        socket.set_read_timeout(Some(LINGER)).unwrap();
    }
    let ask = |count: u32| {
        let mut answered = 0;
        while answered < count {
            for socket in &sockets {
                socket.send(&request).unwrap();
            }
            for socket in &sockets {
                answered += u32::from(socket.recv(&mut [0; 500]).is_ok());
            }
        }
    };
    // buffers are filled once
    ask(count / 10);
    let before = server.kilobytes();
    ask(count);
    server.kilobytes() - before
}
