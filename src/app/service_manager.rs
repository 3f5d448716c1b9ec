//! What the service manager that started the box is told, by `sd_notify(3)`: ready, alive, stopping.
//!
//! A message is one datagram of `NAME=value` lines to the socket that `NOTIFY_SOCKET` names; without that variable
//! nothing is said. Being alive is said by a task of the runtime that serves everyone, so that a runtime which gets
//! nothing done falls silent, and the manager starts the box anew.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;
use std::time::Duration;

use tracing::warn;

/// The service manager, if there is one.
pub(super) struct ServiceManager {
    socket: Option<UnixDatagram>,
    /// The longest silence that it takes for life, if it watches.
    patience: Option<Duration>,
}

impl ServiceManager {
    /// The one that the variables of the environment tell of.
    pub(super) fn of_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let socket = variable("NOTIFY_SOCKET").filter(|name| !name.is_empty()).and_then(|name| {
            connect(&name).inspect_err(|error| warn!(%error, "can't reach the service manager's socket")).ok()
        });
        let number = |name: &str| variable(name)?.to_str()?.parse::<u64>().ok();
        let for_us = number("WATCHDOG_PID").is_none_or(|process| process == u64::from(std::process::id()));
        let patience = number("WATCHDOG_USEC").filter(|patience| for_us && *patience > 0);
        Self { socket, patience: patience.map(Duration::from_micros) }
    }

    /// Says that the box serves, and where, for whoever asks the manager about it.
    pub(super) fn ready(&self, url: Option<&str>) {
        self.tell(&format!("READY=1\nSTATUS=At {}", url.unwrap_or("no address yet")));
    }

    /// Says that the box is going down.
    pub(super) fn stopping(&self) {
        self.tell("STOPPING=1\nSTATUS=Going down");
    }

    /// Says that the box lives, twice as often as it must, for as long as this is polled.
    pub(super) async fn keep_alive(self: Arc<Self>) {
        let (Some(_), Some(patience)) = (&self.socket, self.patience) else { return };
        let mut times = tokio::time::interval(patience / 2);
        loop {
            times.tick().await;
            self.tell("WATCHDOG=1");
        }
    }

    fn tell(&self, message: &str) {
        if let Some(socket) = &self.socket
            && let Err(error) = socket.send(message.as_bytes())
        {
            warn!(%error, "the service manager does not listen");
        }
    }
}

fn connect(name: &OsStr) -> io::Result<UnixDatagram> {
    let address = match name.as_bytes() {
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name)?,
        _ => SocketAddr::from_pathname(name)?,
    };
    let socket = UnixDatagram::unbound()?;
    socket.connect_addr(&address)?;
    // a manager that does not read must not hold the runtime up
    socket.set_nonblocking(true)?;
    Ok(socket)
}
