//! The relay beside coturn: both are started in turn and given the same load, and what each spent on it is printed as
//! a table.
//!
//!     cargo bench --bench relay                  # a round of the cases that matter most
//!     cargo bench --bench relay -- --full        # every combination
//!     cargo bench --bench relay -- udp 1200      # those whose name has all of these words
//!     cargo bench --bench relay -- --rounds 3    # medians of three
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
use load::{Case, Direction, Framing, Measured};
use server::Server;

fn main() {
    let options = Options::read();
    let cases = Case::all(options.full).into_iter().filter(|case| options.wants(case)).collect::<Vec<_>>();
    println!("| case | server | CPU-s per million | packets/s | loss | RSS | to coturn |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for case in cases {
        let mut coturn = Vec::new();
        let mut neko = Vec::new();
        for _ in 0..options.rounds {
            coturn.push(case.run(&Server::coturn()));
            neko.push(case.run(&Server::neko()));
        }
        let (coturn, neko) = (median(coturn), median(neko));
        println!("| {case} | coturn | {coturn} | |");
        println!("| | neko | {neko} | {:.2} |", neko.cpu_per_million / coturn.cpu_per_million);
    }
    if options.words.is_empty() || options.words.iter().any(|word| word == "control") {
        control();
    }
}

/// What is not relaying: allocating, holding allocations, and being asked by strangers.
fn control() {
    println!(
        "\n| server | allocations/s | CPU-ms per allocation | kB per idle allocation | kB grown by 1,000,000 unauthenticated |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for (name, server) in [("coturn", Server::coturn()), ("neko", Server::neko())] {
        let made = load::allocations(&server, 1000);
        let grown = load::strangers(&server, 1_000_000);
        println!(
            "| {name} | {:.0} | {:.3} | {:.2} | {grown} |",
            made.per_second, made.cpu_milliseconds, made.kilobytes
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
        let mut options = Self { full: false, rounds: 1, words: Vec::new() };
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
        options
    }

    fn wants(&self, case: &Case) -> bool {
        let name = case.to_string();
        self.words.iter().all(|word| name.split(' ').any(|part| part == word))
    }
}

fn median(mut rounds: Vec<Measured>) -> Measured {
    rounds.sort_by(|one, other| one.cpu_per_million.total_cmp(&other.cpu_per_million));
    rounds.swap_remove(rounds.len() / 2)
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
            "{:.2} | {:.0} | {loss:.2} % | {:.1} MB",
            self.cpu_per_million,
            self.rate,
            self.resident_kilobytes / 1024.0
        )
    }
}
