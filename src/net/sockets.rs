//! The sockets the box listens on: TCP for everything, UDP of the same numbers for the relay.
//!
//! All are bound before anything is served, so that a port in use stops the start with one clear line.

use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

use socket2::{Domain, Protocol, Socket, Type};

/// The port where STUN and TURN are looked for by convention (RFC 8489, section 8.1).
const STUN_PORT: u16 = 3478;
/// Connections that may wait to be accepted.
const BACKLOG: i32 = 1024;
/// How many free TCP ports are tried until one is free for UDP too.
const ATTEMPTS: usize = 32;

/// Bound sockets, ready to be served.
#[derive(Debug)]
pub struct Sockets {
    /// For TCP, non-blocking, in the order of the settings.
    pub tcp: Vec<TcpListener>,
    /// For UDP, blocking as the system makes them.
    pub udp: Vec<UdpSocket>,
}

/// Why an address can't be listened on, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Someone else is there.
    #[error(
        "cannot listen on {address}: {transport}port is in use by another program; stop it or choose another with {flag}"
    )]
    InUse {
        /// Where.
        address: SocketAddr,
        /// Empty for TCP.
        transport: &'static str,
        /// The flag that chose it.
        flag: &'static str,
    },
    /// A port below 1024 without the right to it.
    #[error(
        "cannot listen on {address}: ports below 1024 need root or CAP_NET_BIND_SERVICE; grant it or choose another with {flag}"
    )]
    Denied {
        /// Where.
        address: SocketAddr,
        /// The flag that chose it.
        flag: &'static str,
    },
    /// Not an address of this machine.
    #[error("cannot listen on {address}: this machine has no such address; choose another with {flag}")]
    NoSuchAddress {
        /// Where.
        address: SocketAddr,
        /// The flag that chose it.
        flag: &'static str,
    },
    /// Anything else.
    #[error("cannot listen on {address}: {source}")]
    Io {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

/// Binds TCP on each of `listen` and UDP on each of `udp_listen`; where that is empty, UDP on the addresses and ports
/// that TCP got, and on port 3478 of the same addresses as far as it is free.
///
/// `[::]` takes IPv4 too, and is `0.0.0.0` on a machine without IPv6. Port 0 is any that is free for both.
pub fn bind(listen: &[SocketAddr], udp_listen: &[SocketAddr]) -> Result<Sockets, BindError> {
    let mut sockets = Sockets { tcp: Vec::new(), udp: Vec::new() };
    for address in listen {
        if udp_listen.is_empty() {
            let (tcp, udp) = bind_pair(*address)?;
            sockets.tcp.push(tcp);
            sockets.udp.push(udp);
        } else {
            sockets.tcp.push(bind_tcp(*address, "--listen")?);
        }
    }
    for address in udp_listen {
        sockets.udp.push(bind_udp(*address, "--udp-listen")?);
    }
    if udp_listen.is_empty() {
        bind_stun_ports(&mut sockets.udp);
    }
    Ok(sockets)
}

/// Binds TCP on each of `addresses` for those who come by plain HTTP. One that can't be had is no failure: who knows the
/// box's address by `https` needs none of them.
pub fn bind_http(addresses: &[SocketAddr]) -> Vec<TcpListener> {
    let bound = addresses.iter().map(|address| bind_tcp(*address, "--http-listen"));
    bound
        .filter_map(|bound| {
            bound.inspect_err(|error| tracing::warn!(%error, "no way from there to HTTPS")).ok()
        })
        .collect()
}

fn bind_pair(address: SocketAddr) -> Result<(TcpListener, UdpSocket), BindError> {
    let mut attempts = if address.port() == 0 { ATTEMPTS } else { 1 };
    loop {
        let tcp = bind_tcp(address, "--listen")?;
        let same = tcp.local_addr().map_err(|source| BindError::Io { address, source })?;
        attempts -= 1;
        match bind_udp(same, "--listen or --udp-listen") {
            Ok(udp) => return Ok((tcp, udp)),
            Err(BindError::InUse { .. }) if attempts > 0 => {}
            Err(error) => return Err(error),
        }
    }
}

/// The box works without these: its own port says the same, and is what clients are told.
fn bind_stun_ports(udp: &mut Vec<UdpSocket>) {
    let bound: Vec<SocketAddr> = udp.iter().filter_map(|socket| socket.local_addr().ok()).collect();
    for address in stun_addresses(&bound) {
        match bind_udp(address, "--udp-listen") {
            Ok(socket) => udp.push(socket),
            Err(error) => tracing::warn!(%error, "STUN and TURN are on the box's own port alone"),
        }
    }
}

/// Port 3478 of each address in `bound`, or of all addresses if a wildcard is among them, unless that is bound too.
fn stun_addresses(bound: &[SocketAddr]) -> Vec<SocketAddr> {
    let wildcard = bound.iter().find(|address| address.ip().is_unspecified());
    let mut wanted = Vec::new();
    for address in wildcard.map_or(bound, std::slice::from_ref) {
        let stun = SocketAddr::new(address.ip(), STUN_PORT);
        if !bound.contains(&stun) && !wanted.contains(&stun) {
            wanted.push(stun);
        }
    }
    wanted
}

fn bind_tcp(address: SocketAddr, flag: &'static str) -> Result<TcpListener, BindError> {
    let socket = bind_socket(address, Type::STREAM, Protocol::TCP)
        .and_then(|socket| {
            socket.listen(BACKLOG)?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        })
        .map_err(|source| explain(address, source, "", flag))?;
    Ok(socket.into())
}

fn bind_udp(address: SocketAddr, flag: &'static str) -> Result<UdpSocket, BindError> {
    let socket = bind_socket(address, Type::DGRAM, Protocol::UDP)
        .map_err(|source| explain(address, source, "the UDP ", flag))?;
    Ok(socket.into())
}

fn bind_socket(address: SocketAddr, kind: Type, protocol: Protocol) -> io::Result<Socket> {
    let attempt = |address: SocketAddr| {
        let socket = Socket::new(Domain::for_address(address), kind, Some(protocol))?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        if protocol == Protocol::TCP {
            // a restart must not wait for the last run's connections to be forgotten
            socket.set_reuse_address(true)?;
        }
        socket.bind(&address.into())?;
        Ok(socket)
    };
    match attempt(address) {
        Err(error) if address.is_ipv6() && address.ip().is_unspecified() && lacks_ipv6(&error) => {
            attempt(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), address.port()))
        }
        outcome => outcome,
    }
}

fn lacks_ipv6(error: &io::Error) -> bool {
    error.kind() == ErrorKind::AddrNotAvailable || error.raw_os_error() == Some(libc::EAFNOSUPPORT)
}

fn explain(address: SocketAddr, source: io::Error, transport: &'static str, flag: &'static str) -> BindError {
    match source.kind() {
        ErrorKind::AddrInUse => BindError::InUse { address, transport, flag },
        ErrorKind::PermissionDenied => BindError::Denied { address, flag },
        ErrorKind::AddrNotAvailable => BindError::NoSuchAddress { address, flag },
        _ => BindError::Io { address, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loopback(port: u16) -> SocketAddr {
        SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)
    }

    #[test]
    fn a_free_port_is_the_same_for_tcp_and_udp() {
        let sockets = bind(&[loopback(0), loopback(0)], &[]).unwrap();
        for (tcp, udp) in sockets.tcp.iter().zip(&sockets.udp) {
            assert_ne!(tcp.local_addr().unwrap().port(), 0);
            assert_eq!(tcp.local_addr().unwrap(), udp.local_addr().unwrap());
        }
    }

    #[test]
    fn udp_addresses_of_their_own_are_all_there_is() {
        let sockets = bind(&[loopback(0)], &[loopback(0)]).unwrap();
        assert_eq!((sockets.tcp.len(), sockets.udp.len()), (1, 1));
        assert_ne!(sockets.udp[0].local_addr().unwrap().port(), STUN_PORT);
    }

    #[test]
    fn the_stun_port_is_wanted_once_on_every_address() {
        for (bound, wanted) in [
            (
                &["10.0.0.5:8443", "10.0.0.5:9443", "[fd00::5]:8443"][..],
                &["10.0.0.5:3478", "[fd00::5]:3478"][..],
            ),
            (&["10.0.0.5:443", "[::]:8443"], &["[::]:3478"]),
            (&["0.0.0.0:8443"], &["0.0.0.0:3478"]),
            (&["10.0.0.5:3478"], &[]),
        ] {
            let bound: Vec<SocketAddr> = bound.iter().map(|text| text.parse().unwrap()).collect();
            let shown: Vec<String> = stun_addresses(&bound).iter().map(ToString::to_string).collect();
            assert_eq!(shown, wanted, "{bound:?}");
        }
    }

    #[test]
    fn a_port_in_use_says_what_to_do() {
        let taken = bind(&[loopback(0)], &[loopback(0)]).unwrap();
        let address = taken.tcp[0].local_addr().unwrap();
        assert_eq!(
            bind(&[address], &[]).unwrap_err().to_string(),
            format!(
                "cannot listen on {address}: port is in use by another program; stop it or choose another with --listen"
            )
        );
        let address = taken.udp[0].local_addr().unwrap();
        assert_eq!(
            bind(&[loopback(0)], &[address]).unwrap_err().to_string(),
            format!(
                "cannot listen on {address}: the UDP port is in use by another program; stop it or choose another \
                 with --udp-listen"
            )
        );
    }

    #[test]
    fn a_port_for_plain_http_that_is_in_use_is_done_without() {
        let taken = bind_http(&[loopback(0)]);
        let address = taken[0].local_addr().unwrap();
        assert!(bind_http(&[address]).is_empty());
        assert_eq!(bind_http(&[address, loopback(0)]).len(), 1);
    }

    #[test]
    fn an_address_of_another_machine_is_refused() {
        let error = bind(&["203.0.113.1:0".parse().unwrap()], &[]).unwrap_err().to_string();
        assert!(error.contains("this machine has no such address"), "{error}");
    }

    #[test]
    fn everywhere_takes_ipv4_too() {
        let sockets = bind(&["[::]:0".parse().unwrap()], &[loopback(0)]).unwrap();
        let port = sockets.tcp[0].local_addr().unwrap().port();
        std::net::TcpStream::connect(loopback(port)).unwrap();
    }
}
