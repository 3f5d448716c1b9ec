//! What the box tells the service manager that started it, on a real socket as systemd has one.

use std::ffi::OsStr;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::sync::Arc;

use crate::harness::{PATIENCE, TestBox};

/// Much shorter than systemd's, so that a test hears it often.
const HALF_A_SECOND: &str = "500000";

struct Manager(UnixDatagram);

impl Manager {
    fn new(socket: UnixDatagram) -> Self {
        socket.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(socket)
    }

    /// The next message; none if there is none yet and `self` does not wait.
    fn hear(&self) -> Option<String> {
        let mut message = [0; 256];
        let length = self.0.recv(&mut message).ok()?;
        Some(String::from_utf8(message[..length].to_vec()).unwrap())
    }

    /// All that is left to hear of a box that has ended.
    fn rest(&self) -> Vec<String> {
        self.0.set_nonblocking(true).unwrap();
        std::iter::from_fn(|| self.hear()).collect()
    }
}

fn start(socket: &OsStr, variables: &[(&str, &str)]) -> TestBox {
    let mut all = vec![("NOTIFY_SOCKET", socket)];
    all.extend(variables.iter().map(|(name, value)| (*name, OsStr::new(*value))));
    TestBox::start_in(Arc::new(tempfile::tempdir().unwrap()), &[], &all)
}

fn stop(mut neko: TestBox) {
    neko.signal("TERM");
    assert!(neko.wait().success());
}

#[tokio::test]
async fn the_manager_hears_that_the_box_is_ready_that_it_lives_and_that_it_stops() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let manager = Manager::new(UnixDatagram::bind(&path).unwrap());
    let neko = start(path.as_os_str(), &[("WATCHDOG_USEC", HALF_A_SECOND)]);
    assert_eq!(manager.hear().unwrap(), format!("READY=1\nSTATUS=At {}", neko.url));
    for _ in 0..3 {
        assert_eq!(manager.hear().unwrap(), "WATCHDOG=1");
    }
    stop(neko);
    let rest = manager.rest();
    assert_eq!(rest.iter().filter(|message| message.starts_with("STOPPING=1")).count(), 1, "{rest:?}");
}

#[tokio::test]
async fn a_manager_that_does_not_watch_the_box_hears_its_start_and_its_stop_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notify");
    let manager = Manager::new(UnixDatagram::bind(&path).unwrap());
    // 1 is no box: what was said to a parent is not for its children
    for variables in [&[][..], &[("WATCHDOG_USEC", "1000"), ("WATCHDOG_PID", "1")]] {
        manager.0.set_nonblocking(false).unwrap();
        stop(start(path.as_os_str(), variables));
        let heard = manager.rest();
        assert_eq!(heard.len(), 2, "{heard:?}");
        assert!(heard[0].starts_with("READY=1\n") && heard[1].starts_with("STOPPING=1\n"), "{heard:?}");
    }
}

#[tokio::test]
async fn a_manager_may_have_a_socket_that_is_no_file() {
    let name = format!("neko-test-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&name).unwrap();
    let manager = Manager::new(UnixDatagram::bind_addr(&address).unwrap());
    let neko = start(OsStr::new(&format!("@{name}")), &[]);
    assert!(manager.hear().unwrap().starts_with("READY=1\n"));
    stop(neko);
}

#[tokio::test]
async fn a_manager_that_is_gone_stops_nobody() {
    let neko = start(OsStr::new("/nowhere/notify"), &[("WATCHDOG_USEC", HALF_A_SECOND)]);
    neko.wait_for_log(&["can't reach the service manager's socket"]);
    stop(neko);
}
