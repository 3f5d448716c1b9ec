//! The system calls that move datagrams in batches. The only unsafe code of the box is in this file.
//!
//! [`Inbox`] receives many datagrams in one call, [`Outbox`] sends many, each gathered from parts that lie where they
//! were received. Where the kernel can (probed once), a run of equal datagrams to one address goes through its network
//! stack as one (`UDP_SEGMENT`), and one that came as a run is received as one (`UDP_GRO`).
//!
//! Invariant: every pointer handed to the kernel points into a buffer that is alive and untouched for the length of
//! the call; the kernel keeps none of them.

#![allow(unsafe_code, reason = "no safe interface sends a batch with an address and a size for each message")]

use std::io;
use std::mem::{size_of, zeroed};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

use libc::{c_int, c_uint, c_void, cmsghdr, iovec, mmsghdr, sockaddr_storage, socklen_t};
use socket2::SockAddr;

/// Datagrams, or runs of them, that one call receives at most.
pub(super) const BATCH: usize = 64;

/// Room for the longest datagram or run. An odd number of cache lines, so that the beginnings of neighbours don't
/// compete for the same lines; of a slot only the pages that were ever written to take memory.
const SLOT: usize = 65_600;

/// `UDP_MAX_SEGMENTS` of every kernel that has `UDP_SEGMENT`.
const MAX_SEGMENTS: usize = 64;
/// The payload of the longest IPv4 datagram, which a run may not exceed.
const MAX_RUN: usize = 65_507;

/// Room for what the kernel says, or is told, beside a datagram: an address and a segment size.
/// In words, so that it is aligned for a header.
#[derive(Clone, Copy)]
struct Control([u64; 12]);

/// Takes datagrams in.
pub(super) struct Inbox {
    bytes: Vec<u8>,
    names: Vec<sockaddr_storage>,
    // these two are only pointed to by the headers
    _controls: Vec<Control>,
    _parts: Vec<iovec>,
    headers: Vec<mmsghdr>,
}

/// A datagram, or a run of datagrams of one flow, in an [`Inbox`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Received {
    /// Where it begins in [`Inbox::bytes`].
    pub(super) start: usize,
    /// The bytes in it.
    pub(super) length: usize,
    /// The length of each datagram of the run but the last, which may be shorter; at least 1.
    pub(super) segment: usize,
    /// Who sent it.
    pub(super) from: SocketAddr,
    /// The address it was sent to, where the socket is told.
    pub(super) to: Option<IpAddr>,
}

impl Received {
    /// The datagrams in it and where each begins in `bytes`, those of the [`Inbox`].
    pub(super) fn datagrams<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = (usize, &'a [u8])> + use<'a> {
        let (start, segment) = (self.start, self.segment);
        let run = &bytes[start..start + self.length];
        // an empty datagram is one all the same
        let empty = run.is_empty().then_some(run);
        let datagrams = run.chunks(segment).chain(empty).enumerate();
        datagrams.map(move |(index, datagram)| (start + index * segment, datagram))
    }
}

// SAFETY: the pointers in `_parts` and `headers` lead to heap blocks that this value owns and never shares
unsafe impl Send for Inbox {}

impl Inbox {
    pub(super) fn new() -> Self {
        let mut bytes = vec![0; BATCH * SLOT];
        // what ordinary datagrams will take is taken from the start, so that a burst of them makes no box grow
        bytes.iter_mut().step_by(SLOT).for_each(|first| *first = 1);
        // SAFETY: all of these are plain C data for which zeroes are a value
        let (mut names, header) = unsafe { (vec![zeroed::<sockaddr_storage>(); BATCH], zeroed::<mmsghdr>()) };
        let mut controls = vec![Control([0; 12]); BATCH];
        let mut parts: Vec<iovec> = bytes
            .chunks_exact_mut(SLOT)
            .map(|slot| iovec { iov_base: slot.as_mut_ptr().cast(), iov_len: SLOT })
            .collect();
        let mut headers = vec![header; BATCH];
        for (index, header) in headers.iter_mut().enumerate() {
            header.msg_hdr.msg_name = (&raw mut names[index]).cast();
            header.msg_hdr.msg_iov = &raw mut parts[index];
            header.msg_hdr.msg_iovlen = 1;
            header.msg_hdr.msg_control = (&raw mut controls[index]).cast();
        }
        Self { bytes, names, _controls: controls, _parts: parts, headers }
    }

    /// Receives what waits at `socket`, up to [`BATCH`], and says how many came. Fewer than that means that no more
    /// is waiting.
    pub(super) fn receive(&mut self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        let batch = count_of(&self.headers);
        for header in &mut self.headers {
            header.msg_hdr.msg_namelen = length_of::<sockaddr_storage>();
            header.msg_hdr.msg_controllen = size_of::<Control>();
        }
        // SAFETY: every header points into buffers of ours of the lengths that it says
        let count = unsafe {
            libc::recvmmsg(
                socket.as_raw_fd(),
                self.headers.as_mut_ptr(),
                batch,
                libc::MSG_DONTWAIT as _,
                ptr::null_mut(),
            )
        };
        usize::try_from(count).map_err(|_| io::Error::last_os_error())
    }

    /// The datagram or run at `index` of the last call; `None` where its addresses make no sense.
    pub(super) fn received(&self, index: usize) -> Option<Received> {
        let header = &self.headers[index];
        let length = header.msg_len as usize;
        let from = socket_addr(&self.names[index])?;
        let (mut to, mut segment) = (None, length.max(1));
        // SAFETY: the kernel has filled the control buffer as far as `msg_controllen`, and the CMSG functions stay
        // inside that; `Control` is aligned for a cmsghdr, and payloads are read unaligned
        unsafe {
            let mut message = libc::CMSG_FIRSTHDR(&raw const header.msg_hdr);
            while let Some(found) = message.as_ref() {
                let data = libc::CMSG_DATA(message);
                match (found.cmsg_level, found.cmsg_type) {
                    (libc::IPPROTO_IP, libc::IP_PKTINFO) => {
                        let info: libc::in_pktinfo = data.cast::<libc::in_pktinfo>().read_unaligned();
                        to = Some(IpAddr::from(info.ipi_spec_dst.s_addr.to_ne_bytes()));
                    }
                    (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) => {
                        let info: libc::in6_pktinfo = data.cast::<libc::in6_pktinfo>().read_unaligned();
                        to = Some(IpAddr::from(info.ipi6_addr.s6_addr));
                    }
                    (libc::SOL_UDP, libc::UDP_GRO) => {
                        let size: c_int = data.cast::<c_int>().read_unaligned();
                        segment = usize::try_from(size).unwrap_or(length).max(1);
                    }
                    _ => {}
                }
                message = libc::CMSG_NXTHDR(&raw const header.msg_hdr, message);
            }
        }
        Some(Received { start: index * SLOT, length: length.min(SLOT), segment, from, to })
    }

    /// What was received, and what was before it.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// A datagram on its way out, in parts.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) to: SocketAddr,
    /// The address to send from, where the socket is bound to all of them.
    pub(super) source: Option<IpAddr>,
    pub(super) parts: [&'a [u8]; 3],
}

impl Message<'_> {
    fn length(&self) -> usize {
        self.parts.iter().map(|part| part.len()).sum()
    }
}

/// Sends datagrams.
pub(super) struct Outbox {
    segments: bool,
    names: Vec<SockAddr>,
    controls: Vec<Control>,
    parts: Vec<iovec>,
    headers: Vec<mmsghdr>,
    /// For each header the number of messages in its run.
    runs: Vec<usize>,
}

// SAFETY: the pointers in `parts` and `headers` are written and read within one call of `send`
unsafe impl Send for Outbox {}

impl Outbox {
    /// `segments`: whether the kernel takes runs ([`offload`]).
    pub(super) const fn new(segments: bool) -> Self {
        Self {
            segments,
            names: Vec::new(),
            controls: Vec::new(),
            parts: Vec::new(),
            headers: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Sends `messages` in their order and says how many could not be sent, with the last reason. One that fails
    /// costs itself alone.
    pub(super) fn send(
        &mut self,
        socket: BorrowedFd<'_>,
        messages: &[Message<'_>],
    ) -> (usize, Option<io::Error>) {
        self.prepare(messages, self.segments);
        let (mut failed, mut reason) = (0, None);
        let (mut done, mut first) = (0, 0);
        while done < self.headers.len() {
            match self.submit(socket, done) {
                Ok(count) => {
                    first += self.runs[done..done + count].iter().sum::<usize>();
                    done += count;
                }
                Err(error) => {
                    let run = self.runs[done];
                    done += 1;
                    if run == 1 {
                        failed += 1;
                        reason = Some(error);
                    } else {
                        // a device that can't finish checksums, or a path too narrow for the segments: one by one
                        if error.raw_os_error() == Some(libc::EIO) {
                            self.segments = false;
                        }
                        let mut single = Self::new(false);
                        let (more, why) = single.send(socket, &messages[first..first + run]);
                        failed += more;
                        reason = why.or(reason);
                    }
                    first += run;
                }
            }
        }
        (failed, reason)
    }

    /// Lays out headers for `messages`, a run in each where `segments` says so.
    fn prepare(&mut self, messages: &[Message<'_>], segments: bool) {
        self.names.clear();
        self.parts.clear();
        self.headers.clear();
        self.runs.clear();
        self.controls.clear();
        let mut rest = messages;
        while let Some(first) = rest.first() {
            let run = if segments { run_length(rest) } else { 1 };
            let mut control = Control([0; 12]);
            let size = u16::try_from(first.length()).ok().filter(|_| run > 1);
            let used = control.write(first.source, size);
            self.names.push(SockAddr::from(first.to));
            self.controls.push(control);
            // SAFETY: plain C data for which zeroes are a value
            let mut header: mmsghdr = unsafe { zeroed() };
            let before = self.parts.len();
            for part in rest[..run].iter().flat_map(|message| message.parts).filter(|part| !part.is_empty()) {
                self.parts.push(iovec { iov_base: part.as_ptr().cast_mut().cast(), iov_len: part.len() });
            }
            header.msg_hdr.msg_iovlen = self.parts.len() - before;
            header.msg_hdr.msg_controllen = used;
            self.headers.push(header);
            self.runs.push(run);
            rest = &rest[run..];
        }
        // the vectors have stopped growing: now their elements stay where they are
        let mut part = 0;
        for (index, header) in self.headers.iter_mut().enumerate() {
            let header = &mut header.msg_hdr;
            header.msg_name = self.names[index].as_ptr().cast_mut().cast();
            header.msg_namelen = self.names[index].len();
            header.msg_iov = self.parts[part..].as_mut_ptr();
            part += header.msg_iovlen;
            if header.msg_controllen > 0 {
                header.msg_control = (&raw mut self.controls[index]).cast();
            }
        }
    }

    /// Hands the headers from `first` on to the kernel, which takes at least one of them or says why not.
    fn submit(&mut self, socket: BorrowedFd<'_>, first: usize) -> io::Result<usize> {
        let headers = &mut self.headers[first..];
        let count = count_of(headers);
        // SAFETY: `prepare` has pointed every header at names, controls and parts that live as long as `self` and
        // the messages; the kernel only reads them
        let sent = unsafe {
            libc::sendmmsg(socket.as_raw_fd(), headers.as_mut_ptr(), count, libc::MSG_DONTWAIT as _)
        };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }
}

/// Has `socket` receive runs as one, and says whether the kernel sends runs as one.
pub(super) fn offload(socket: BorrowedFd<'_>) -> bool {
    let set = |option: c_int, value: c_int| {
        // SAFETY: the value is a c_int and says so
        let done = unsafe {
            libc::setsockopt(
                socket.as_raw_fd(),
                libc::SOL_UDP,
                option,
                (&raw const value).cast::<c_void>(),
                length_of::<c_int>(),
            )
        };
        done == 0
    };
    set(libc::UDP_GRO, 1);
    // no segment size for the socket, but a kernel that doesn't know the option says so
    set(libc::UDP_SEGMENT, 0)
}

impl Control {
    /// Writes the address to send from and the size of segments, and says how many bytes that took.
    fn write(&mut self, source: Option<IpAddr>, segment: Option<u16>) -> usize {
        let mut used = 0;
        match source {
            Some(IpAddr::V4(ip)) => {
                let address = libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) };
                let info = libc::in_pktinfo { ipi_ifindex: 0, ipi_spec_dst: address, ipi_addr: address };
                used += self.push(used, libc::IPPROTO_IP, libc::IP_PKTINFO, info);
            }
            // the interface is left to the routing table, or to the scope of a link-local client
            Some(IpAddr::V6(ip)) => {
                let address = libc::in6_addr { s6_addr: ip.octets() };
                let info = libc::in6_pktinfo { ipi6_addr: address, ipi6_ifindex: 0 };
                used += self.push(used, libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, info);
            }
            None => {}
        }
        if let Some(size) = segment {
            used += self.push(used, libc::SOL_UDP, libc::UDP_SEGMENT, size);
        }
        used
    }

    fn push<T>(&mut self, at: usize, level: c_int, kind: c_int, value: T) -> usize {
        let size = length_of::<T>();
        // SAFETY: these two only compute
        let (space, length) = unsafe { (libc::CMSG_SPACE(size) as usize, libc::CMSG_LEN(size) as usize) };
        assert!(at + space <= size_of::<Self>(), "an address and a size fit");
        // SAFETY: `at` is a sum of CMSG_SPACEs and so aligned for a header, and all of it lies inside the buffer
        unsafe {
            let header = self.0.as_mut_ptr().byte_add(at).cast::<cmsghdr>();
            (*header).cmsg_len = length;
            (*header).cmsg_level = level;
            (*header).cmsg_type = kind;
            libc::CMSG_DATA(header).cast::<T>().write_unaligned(value);
        }
        space
    }
}

/// How many of `messages`, from the first on, can be sent as one: to one address, all of one size but the last, which
/// may be smaller.
fn run_length(messages: &[Message<'_>]) -> usize {
    let first = &messages[0];
    let size = first.length();
    let mut total = 0;
    let mut count = 0;
    for message in messages.iter().take(MAX_SEGMENTS) {
        let length = message.length();
        let fits = length > 0 && length <= size && total + length <= MAX_RUN;
        if !fits || message.to != first.to || message.source != first.source {
            break;
        }
        total += length;
        count += 1;
        if length < size {
            break;
        }
    }
    count.max(1)
}

fn socket_addr(name: &sockaddr_storage) -> Option<SocketAddr> {
    let name = ptr::from_ref(name);
    // SAFETY: the storage is as large as any address, and the family says which one it holds
    unsafe {
        match c_int::from((*name).ss_family) {
            libc::AF_INET => {
                let v4 = &*name.cast::<libc::sockaddr_in>();
                let ip = Ipv4Addr::from(v4.sin_addr.s_addr.to_ne_bytes());
                Some(SocketAddr::from((ip, u16::from_be(v4.sin_port))))
            }
            libc::AF_INET6 => {
                let v6 = &*name.cast::<libc::sockaddr_in6>();
                let (ip, port) = (Ipv6Addr::from(v6.sin6_addr.s6_addr), u16::from_be(v6.sin6_port));
                Some(std::net::SocketAddrV6::new(ip, port, v6.sin6_flowinfo, v6.sin6_scope_id).into())
            }
            _ => None,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "these are C structures of some hundred bytes at most")]
const fn length_of<T>() -> socklen_t {
    size_of::<T>() as socklen_t
}

fn count_of(headers: &[mmsghdr]) -> c_uint {
    c_uint::try_from(headers.len()).unwrap_or(c_uint::MAX)
}
