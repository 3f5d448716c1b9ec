//! Two machines on one cable, made of network namespaces: one for the box, one for a client. Needs root and `ip`.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::sched::{CloneFlags, setns};

/// Two namespaces whose interfaces `eth0` are joined. Gone when dropped.
pub struct Cable {
    /// Where the box runs.
    pub server: Namespace,
    /// Where a client does.
    pub client: Namespace,
}

/// A network of its own.
pub struct Namespace(String);

impl Cable {
    /// A cable with nothing but loopback addresses at its ends; nothing where namespaces can't be made, which is said
    /// aloud.
    pub fn lay() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            |end: &str| format!("nk{end}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let (server, client) = (name("s"), name("c"));
        if !run(&["netns", "add", &server]) {
            eprintln!("SKIPPED: network namespaces need root and iproute2");
            return None;
        }
        let cable = Self { server: Namespace(server), client: Namespace(client) };
        assert!(run(&["netns", "add", &cable.client.0]));
        let pair = ["link", "add", "eth0", "netns", &cable.server.0, "type", "veth"];
        assert!(run(&[&pair[..], &["peer", "name", "eth0", "netns", &cable.client.0]].concat()));
        for end in [&cable.server, &cable.client] {
            end.ip(&["link", "set", "lo", "up"]);
            end.ip(&["link", "set", "eth0", "up"]);
        }
        Some(cable)
    }
}

impl Namespace {
    /// Runs `ip` in it.
    pub fn ip(&self, args: &[&str]) {
        assert!(run(&[&["-n", &self.0], args].concat()), "ip {args:?}");
    }

    /// Does something in it: sockets are opened and processes started there.
    pub fn inside<T: Send>(&self, what: impl FnOnce() -> T + Send) -> T {
        let namespace = std::fs::File::open(format!("/run/netns/{}", self.0)).unwrap();
        std::thread::scope(|scope| {
            let thread = scope.spawn(move || {
                setns(namespace, CloneFlags::CLONE_NEWNET).unwrap();
                what()
            });
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// The same for what is async.
    pub fn block_on<T: Send>(&self, what: impl Future<Output = T> + Send) -> T {
        self.inside(|| {
            // its helper threads are made by this one and stay in its network
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(what)
        })
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        run(&["netns", "del", &self.0]);
    }
}

fn run(args: &[&str]) -> bool {
    Command::new("ip").args(args).status().is_ok_and(|status| status.success())
}
