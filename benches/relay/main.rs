//! The relay beside coturn: both are started in turn and given the same load, and what each spent on it is printed as
//! a table.
//!
//!     cargo bench --bench relay                  # a round of the cases that matter most
//!     cargo bench --bench relay -- --full        # every combination in three rounds: twenty minutes
//!     cargo bench --bench relay -- udp 1200      # those whose name has all of these words
//!     cargo bench --bench relay -- control       # allocations, idle memory, strangers
//!     cargo bench --bench relay -- --rounds 3    # medians of so many rounds
//!
//! Numbers are server CPU time from the kernel's scheduler (`/proc/PID/task/*/schedstat`), so what the load generator
//! spends doesn't count; still, only ratios within one run on an otherwise idle machine mean something. Needs coturn.

#![allow(clippy::unwrap_used, reason = "a bench that can't go on ends")]
#![allow(clippy::print_stdout, reason = "the table is what this is for")]

mod client;
mod load;
#[path = "../shared/process.rs"]
mod process;
mod server;
#[path = "../shared/tls.rs"]
mod tls;

use std::fmt;

use client::Transport;
use load::{Case, Direction, Framing, Made, Measured};
use server::Server;

fn main() {
    let options = Options::read();
    let cases = Case::all(options.full).into_iter().filter(|case| options.wants(case)).collect::<Vec<_>>();
    if !cases.is_empty() {
        println!("CPU is in server seconds per million packets; of {} rounds the median.\n", options.rounds);
        println!(
            "| case | coturn: CPU | packets/s | lost | MB | Neko: CPU | packets/s | lost | MB | ratio | without offload |"
        );
        println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    }
    for case in cases {
        println!("{}", row(&case, options.rounds));
    }
    if options.words.is_empty() || options.words.iter().any(|word| word == "control") {
        control(options.rounds);
    }
}

/// Gives the servers the same load in turn, a few times over.
fn row(case: &Case, rounds: usize) -> String {
    let (coturn, neko) = (Server::coturn(), Server::neko(true));
    // a stream of bytes has nothing to be offloaded
    let plain = (case.transport == Transport::Udp).then(|| Server::neko(false));
    let (mut coturns, mut nekos, mut plains) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        coturns.push(case.run(&coturn));
        nekos.push(case.run(&neko));
        plains.extend(plain.as_ref().map(|server| case.run(server)));
    }
    let (coturn, neko) = (median(coturns), median(nekos));
    let ratio = |measured: &Measured| measured.cpu_per_million / coturn.cpu_per_million;
    let plain = if plains.is_empty() { "–".to_owned() } else { format!("{:.2}", ratio(&median(plains))) };
    format!("| {case} | {coturn} | {neko} | {:.2} | {plain} |", ratio(&neko))
}

/// What is not relaying: allocating, holding allocations, and being asked by strangers.
fn control(rounds: usize) {
    println!(
        "\n| server | allocations/s | CPU-ms per allocation | kB per idle allocation | kB grown by 1,000,000 unauthenticated |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for name in ["coturn", "Neko"] {
        let (mut made, mut grown) = (Vec::new(), 0.0_f64);
        for _ in 0..rounds {
            let server = if name == "Neko" { Server::neko(true) } else { Server::coturn() };
            made.push(load::allocations(&server, 1000));
            grown = grown.max(load::strangers(&server, 1_000_000));
        }
        let of = |value: fn(&Made) -> f64| middle(made.iter().map(value).collect());
        println!(
            "| {name} | {:.0} | {:.3} | {:.2} | {grown} |",
            of(|made| made.per_second),
            of(|made| made.cpu_milliseconds),
            of(|made| made.kilobytes)
        );
    }
}

struct Options {
    full: bool,
    rounds: usize,
    words: Vec<String>,
}

impl Options {
    fn read() -> Self {
        let mut options = Self { full: false, rounds: 0, words: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--full" => options.full = true,
                "--rounds" => options.rounds = arguments.next().unwrap().parse().unwrap(),
                // what cargo adds
                "--bench" => {}
                word => options.words.push(word.to_owned()),
            }
        }
        if options.rounds == 0 {
            options.rounds = if options.full { 3 } else { 1 };
        }
        options
    }

    fn wants(&self, case: &Case) -> bool {
        let name = case.to_string();
        self.words.iter().all(|word| name.split(' ').any(|part| part == word))
    }
}

/// The round whose CPU time is the one in the middle, with what was lost in the worst.
fn median(mut rounds: Vec<Measured>) -> Measured {
    rounds.sort_by(|one, other| one.cpu_per_million.total_cmp(&other.cpu_per_million));
    let fewest = rounds.iter().map(|round| round.received).fold(f64::INFINITY, f64::min);
    Measured { received: fewest, ..rounds.swap_remove(rounds.len() / 2) }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = match self.transport {
            Transport::Udp => "udp",
            Transport::Tcp => "tcp",
            Transport::Tls => "tls",
        };
        let direction = match self.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Between => "between",
        };
        let framing = match self.framing {
            Framing::Channel => "channel",
            Framing::Indication => "indication",
        };
        let Self { size, allocations, .. } = self;
        write!(f, "{transport} {direction} {framing} {size} x{allocations}")
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loss = 100.0 * (1.0 - self.received / self.sent);
        write!(
            f,
            "{:.2} | {:.0} | {loss:.2} % | {:.1}",
            self.cpu_per_million,
            self.rate,
            self.resident_kilobytes / 1024.0
        )
    }
}
