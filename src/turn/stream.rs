//! A client that came by TCP or TLS: bytes in, frames out, and the other way round.
//!
//! Invariants: what waits for a client that reads slowly is bounded ([`MAX_QUEUED`]), and what doesn't fit is dropped
//! whole, as UDP would; nobody else ever waits for it, and since when it has taken nothing at all is known. What waits to become a whole message is bounded by the longest
//! message.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream as StdTcpStream};
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use rustls::ServerConnection;
use socket2::{SockRef, TcpKeepalive};
use tokio::sync::oneshot;

use super::core::{ClientAddr, FiveTuple, Transport};
use super::frames::{self, Frame, MAX_FRAME};

/// Bytes that may wait for a client: at 2 Mbit/s a second of video, which is too late already.
const MAX_QUEUED: usize = 256 * 1024;

/// Bytes that the kernel may hold unsent, for the same reason.
const MAX_UNSENT: u32 = 128 * 1024;

/// How long a client may leave what it was sent unacknowledged, or a probe unanswered.
const HALF_OPEN: Duration = Duration::from_secs(30);
const PROBE_AFTER: Duration = Duration::from_secs(15);
const PROBE_EVERY: Duration = Duration::from_secs(5);

/// A connection whose client speaks STUN and TURN, to be handed to the relay.
#[derive(Debug)]
pub struct ClientStream {
    /// The connection.
    pub socket: StdTcpStream,
    /// The state of TLS on it, after the handshake; what it has decrypted already is read first.
    pub tls: Option<Box<ServerConnection>>,
    /// The client's end.
    pub client: SocketAddr,
    /// The box's end.
    pub server: SocketAddr,
}

/// Such a connection in the relay's hands.
pub(super) struct Stream {
    pub(super) socket: TcpStream,
    pub(super) tuple: FiveTuple,
    /// Since when it has no allocation.
    pub(super) idle_since: Option<Instant>,
    tls: Option<Box<ServerConnection>>,
    /// The beginning of a message.
    partial: Vec<u8>,
    /// What is still to be sent, from `sent` on.
    outbound: Vec<u8>,
    sent: usize,
    stuck_since: Option<Instant>,
    /// Dropped with the stream, which tells whoever waits for its end.
    _ended: oneshot::Sender<()>,
}

/// The room that [`Stream::read`] needs: the rest of a message and a good many more.
pub(super) const READ_ROOM: usize = MAX_FRAME + 64 * 1024;

impl Stream {
    pub(super) fn new(stream: ClientStream, now: Instant, ended: oneshot::Sender<()>) -> io::Result<Self> {
        let ClientStream { socket, mut tls, client, server } = stream;
        socket.set_nonblocking(true)?;
        let options = SockRef::from(&socket);
        // none of these is worth a connection
        let _ = options.set_tcp_nodelay(true);
        let _ = options.set_tcp_user_timeout(Some(HALF_OPEN));
        let _ = options.set_tcp_notsent_lowat(MAX_UNSENT);
        let probes = TcpKeepalive::new().with_time(PROBE_AFTER).with_interval(PROBE_EVERY).with_retries(3);
        let _ = options.set_tcp_keepalive(&probes);
        if let Some(tls) = &mut tls {
            // the bound is ours
            tls.set_buffer_limit(None);
        }
        let transport = if tls.is_some() { Transport::Tls } else { Transport::Tcp };
        Ok(Self {
            socket: TcpStream::from_std(socket),
            tuple: FiveTuple { client: ClientAddr { transport, addr: client }, server },
            idle_since: Some(now),
            tls,
            partial: Vec::new(),
            outbound: Vec::new(),
            sent: 0,
            stuck_since: None,
            _ended: ended,
        })
    }

    /// Reads into `room` ([`READ_ROOM`] bytes), behind what was [kept](Self::keep) there, and says how many bytes it
    /// holds then. `UnexpectedEof` at the end of the stream.
    pub(super) fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let kept = self.partial.len();
        let count = match &mut self.tls {
            None => self.socket.read(&mut room[kept..])?,
            Some(tls) => read_decrypted(tls, &mut self.socket, &mut room[kept..])?,
        };
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        room[..kept].copy_from_slice(&self.partial);
        self.partial.clear();
        Ok(kept + count)
    }

    /// Keeps the beginning of a message until there is more of it.
    pub(super) fn keep(&mut self, beginning: &[u8]) {
        if beginning.is_empty() {
            // most streams end where a message does: an idle one should hold nothing
            self.partial = Vec::new();
        } else {
            self.partial.extend_from_slice(beginning);
        }
    }

    /// Queues a frame; `false` when it was dropped because too much waits already.
    pub(super) fn queue(&mut self, parts: [&[u8]; 3]) -> bool {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if self.outbound.len() - self.sent + length > MAX_QUEUED {
            return false;
        }
        for part in parts {
            self.outbound.extend_from_slice(part);
        }
        true
    }

    /// Since when something waits for a client that has taken nothing, as far as a flush has tried.
    pub(super) const fn stuck_since(&self) -> Option<Instant> {
        self.stuck_since
    }

    /// Sends what is queued, as far as the client takes it.
    pub(super) fn flush(&mut self, now: Instant) -> io::Result<()> {
        let mut taken = 0;
        match &mut self.tls {
            None => {
                while self.sent < self.outbound.len() {
                    match self.socket.write(&self.outbound[self.sent..]) {
                        Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                        Ok(count) => {
                            self.sent += count;
                            taken += count;
                        }
                        Err(error) => return self.pause(error, taken, now),
                    }
                }
            }
            Some(tls) => loop {
                // what rustls holds is bounded by what is given it only when it holds nothing
                if !tls.wants_write() {
                    if self.outbound.is_empty() {
                        break;
                    }
                    // each message in a record of its own: there are clients that look no further
                    let mut rest = self.outbound.as_slice();
                    while let Frame::Whole { taken, .. } = frames::first(rest) {
                        tls.writer().write_all(&rest[..taken])?;
                        rest = &rest[taken..];
                    }
                    self.outbound.clear();
                }
                match tls.write_tls(&mut self.socket) {
                    Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                    Ok(count) => taken += count,
                    Err(error) => return self.pause(error, taken, now),
                }
            },
        }
        // a burst must not leave its size behind
        self.outbound.clear();
        self.outbound.shrink_to(16 * 1024);
        self.sent = 0;
        self.stuck_since = None;
        Ok(())
    }

    /// Ends TLS as it should be ended, if the client still listens.
    pub(super) fn say_farewell(&mut self, now: Instant) {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
        }
        let _ = self.flush(now);
    }

    /// Leaves the rest for later, if `error` says no more than that; `taken` bytes were sent before it came up.
    fn pause(&mut self, error: io::Error, taken: usize, now: Instant) -> io::Result<()> {
        if error.kind() != io::ErrorKind::WouldBlock {
            return Err(error);
        }
        if taken > 0 || self.stuck_since.is_none() {
            self.stuck_since = Some(now);
        }
        if self.sent > MAX_QUEUED / 2 {
            self.outbound.drain(..self.sent);
            self.sent = 0;
        }
        Ok(())
    }
}

fn read_decrypted(tls: &mut ServerConnection, socket: &mut TcpStream, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match tls.reader().read(room) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            read => return read,
        }
        if tls.read_tls(socket)? == 0 {
            return Ok(0);
        }
        tls.process_new_packets().map_err(io::Error::other)?;
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::clock::{Clock, Timestamp};

    #[test]
    fn a_client_that_is_gone_without_a_word_is_found_out() {
        let now = Clock::manual(Timestamp::default()).monotonic();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let _client = StdTcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (socket, client) = listener.accept().unwrap();
        let server = socket.local_addr().unwrap();
        let (ended, _) = oneshot::channel();
        let stream = Stream::new(ClientStream { socket, tls: None, client, server }, now, ended).unwrap();
        let options = SockRef::from(&stream.socket);
        // what was sent and is not acknowledged, and silence: either way half a minute at most
        assert_eq!(options.tcp_user_timeout().unwrap(), Some(HALF_OPEN));
        assert!(options.keepalive().unwrap());
        let silence = options.tcp_keepalive_time().unwrap()
            + options.tcp_keepalive_interval().unwrap() * options.tcp_keepalive_retries().unwrap();
        assert_eq!(silence, HALF_OPEN);
    }
}
