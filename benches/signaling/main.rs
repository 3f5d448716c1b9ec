//! The signaling beside a bare WebSocket relay and a Node.js server of the same messages: each is started in turn and
//! given the same crowd over TLS, and what it spent on it is printed as a table.
//!
//!     cargo bench --bench signaling                          # 5,000 sockets in rooms of 10
//!     cargo bench --bench signaling -- --sockets 10000
//!     cargo bench --bench signaling -- --servers neko,bare   # without Node.js
//!
//! Server CPU is the kernel scheduler's (`/proc/PID/task/*/schedstat`), so what the crowd itself spends doesn't count; still,
//! only ratios within one run on an otherwise idle machine mean something. Needs Node.js 20 and npm, which installs what
//! `node/package-lock.json` names into `target/bench-signaling`.

#![allow(clippy::unwrap_used, reason = "a bench that can't go on ends")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the table is what this is for")]

mod bare;
mod client;
mod crowd;
mod log_ins;
#[path = "../shared/process.rs"]
mod process;
mod report;
mod server;
#[path = "../shared/tls.rs"]
mod tls;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crowd::{Crowd, Load};
use report::Measured;
use server::{Kind, Server};

/// How many share a room.
const ROOM: usize = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    raise_open_files();
    if let [mode, certificate, key] = &arguments[..]
        && mode == bare::MODE
    {
        return bare::serve(certificate.as_ref(), key.as_ref());
    }
    let options = Options::read(arguments);
    // one thread: what is left of the machine is the server's
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut measured = Vec::new();
    for kind in options.servers {
        eprintln!("{}:", kind.name());
        measured.push((kind, runtime.block_on(run(kind, &options.load))));
    }
    println!("{}", report::table(&options.load, &measured));
}

async fn run(kind: Kind, load: &Load) -> Measured {
    let step = |text: &str| eprintln!("  {text}");
    // one more, to warm up in
    let server = Server::start(kind, load.sockets / ROOM + 1).await;
    let mut crowd = Crowd::new(&server);
    // what the first ones cost is the server's, not theirs
    crowd.warm_up().await;
    step("joining");
    let joined = crowd.join(load).await;
    step("relaying");
    let relayed = crowd.relay(load).await;
    let kilobytes_used = crowd.kilobytes();
    step("chatting");
    let chatted = crowd.chat(load).await;
    step("chat storm");
    let chat_storm = crowd.chat_storm(load).await;
    step("dropping and rejoining");
    let rejoined = crowd.rejoin().await;
    let log_in_storm = if kind.has_accounts() {
        step("log-in storm");
        Some(log_ins::storm(&server, &mut crowd, load).await)
    } else {
        None
    };
    Measured { joined, relayed, kilobytes_used, chatted, chat_storm, rejoined, log_in_storm }
}

/// A socket takes a file handle at either end.
fn raise_open_files() {
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, most, most).unwrap();
}

struct Options {
    servers: Vec<Kind>,
    load: Load,
}

impl Options {
    fn read(arguments: Vec<String>) -> Self {
        let mut options = Self { servers: Kind::ALL.to_vec(), load: Load::default() };
        // cargo adds one of its own
        let mut arguments = arguments.into_iter().filter(|argument| argument != "--bench");
        while let Some(argument) = arguments.next() {
            let mut number = || arguments.next().and_then(|text| text.parse().ok());
            match argument.as_str() {
                "--sockets" => options.load.sockets = number().expect("--sockets NUMBER"),
                "--messages" => options.load.messages = number().expect("--messages NUMBER"),
                "--servers" => {
                    let names = arguments.next().expect("--servers NAME,NAME");
                    options.servers = names.split(',').map(Kind::named).collect();
                }
                _ => panic!("{argument} is no option: --sockets, --messages and --servers are"),
            }
        }
        assert!(options.load.sockets >= ROOM, "at least one room of {ROOM}");
        options.load.sockets -= options.load.sockets % ROOM;
        options
    }
}
