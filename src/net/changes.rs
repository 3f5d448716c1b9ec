//! Tells that something has changed: about the machine's network interfaces, or about files.
//!
//! The kernel's own word for it, never a look at the clock: `rtnetlink(7)` and `inotify(7)`. What has changed is for the
//! listener to read; a burst of changes is one, and one that was missed because too many came at once is one too.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::path::Path;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::inotify::{AddWatchFlags, InitFlags, Inotify};
use nix::sys::socket::{
    AddressFamily, MsgFlags, NetlinkAddr, SockFlag, SockProtocol, SockType, bind, recv, socket,
};
use tokio::io::unix::AsyncFd;

/// Room for what the kernel says at once; nobody reads it.
const BUFFER: usize = 16 * 1024;

/// A stream of changes.
pub struct Changes(Option<AsyncFd<Source>>);

enum Source {
    Interfaces(OwnedFd),
    Files(Inotify),
}

impl Changes {
    /// Links and addresses of the machine that come and go.
    ///
    /// # Errors
    /// When the system gives no socket for it.
    pub fn of_interfaces() -> io::Result<Self> {
        let groups = libc::RTMGRP_LINK | libc::RTMGRP_IPV4_IFADDR | libc::RTMGRP_IPV6_IFADDR;
        let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
        let socket = socket(AddressFamily::Netlink, SockType::Datagram, flags, SockProtocol::NetlinkRoute)?;
        bind(socket.as_raw_fd(), &NetlinkAddr::new(0, u32::try_from(groups).unwrap_or_default()))?;
        Self::from_source(Source::Interfaces(socket))
    }

    /// Files in `directories` that are written, renamed or removed.
    ///
    /// # Errors
    /// When one of them can't be watched.
    pub fn of_files<'a>(directories: impl IntoIterator<Item = &'a Path>) -> io::Result<Self> {
        let inotify = Inotify::init(InitFlags::IN_NONBLOCK | InitFlags::IN_CLOEXEC)?;
        for directory in directories {
            let events = AddWatchFlags::IN_CLOSE_WRITE
                | AddWatchFlags::IN_MOVED_TO
                | AddWatchFlags::IN_MOVED_FROM
                | AddWatchFlags::IN_CREATE
                | AddWatchFlags::IN_DELETE
                | AddWatchFlags::IN_ATTRIB;
            inotify.add_watch(directory, events)?;
        }
        Self::from_source(Source::Files(inotify))
    }

    /// Where nothing is watched: no change ever comes.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Waits for a change, and then until none has come for `quiet`; at most ten times that.
    pub async fn settled(&mut self, quiet: Duration) {
        self.next().await;
        let calm = async { while tokio::time::timeout(quiet, self.next()).await.is_ok() {} };
        let _ = tokio::time::timeout(10 * quiet, calm).await;
    }

    async fn next(&mut self) {
        let Some(source) = &self.0 else { return std::future::pending().await };
        loop {
            match source.readable().await {
                Ok(mut ready) => {
                    let changed = source.get_ref().drain();
                    ready.clear_ready();
                    if changed {
                        return;
                    }
                }
                // the runtime is going down
                Err(_) => return std::future::pending().await,
            }
        }
    }

    #[expect(
        deprecated,
        reason = "its successor is unsafe, for sources that may change their descriptor; ours don't"
    )]
    fn from_source(source: Source) -> io::Result<Self> {
        Ok(Self(Some(AsyncFd::new(source)?)))
    }
}

impl Source {
    /// Reads all that waits; whether there was something.
    fn drain(&self) -> bool {
        let mut changed = false;
        loop {
            let outcome = match self {
                Self::Interfaces(socket) => {
                    recv(socket.as_raw_fd(), &mut [0; BUFFER], MsgFlags::MSG_TRUNC).map(drop)
                }
                Self::Files(inotify) => inotify.read_events().map(drop),
            };
            match outcome {
                // more than the kernel could hold for us is a change as well
                Ok(()) | Err(Errno::ENOBUFS) => changed = true,
                Err(Errno::EINTR) => {}
                Err(_) => return changed,
            }
        }
    }
}

impl AsFd for Source {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Interfaces(socket) => socket.as_fd(),
            Self::Files(inotify) => inotify.as_fd(),
        }
    }
}

impl AsRawFd for Source {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const QUIET: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn a_file_that_is_written_or_replaced_is_a_change_and_silence_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let mut changes = Changes::of_files([dir.path()]).unwrap();
        fs::write(dir.path().join("a"), "1").unwrap();
        changes.settled(QUIET).await;
        fs::write(dir.path().join("b"), "2").unwrap();
        fs::rename(dir.path().join("b"), dir.path().join("a")).unwrap();
        changes.settled(QUIET).await;
        assert!(tokio::time::timeout(QUIET, changes.next()).await.is_err());
        assert!(Changes::of_files([dir.path().join("missing").as_path()]).is_err());
    }

    #[tokio::test]
    async fn the_kernel_can_be_listened_to() {
        let mut changes = Changes::of_interfaces().unwrap();
        // whatever happens on this machine meanwhile, asking does no harm
        let _ = tokio::time::timeout(QUIET, changes.next()).await;
        let mut none = Changes::none();
        assert!(tokio::time::timeout(QUIET, none.next()).await.is_err());
    }
}
