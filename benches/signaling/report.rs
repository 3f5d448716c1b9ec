//! The table: what each server spent, as numbers and as ratios, beside what was aimed for.

use std::fmt::Write as _;

use crate::crowd::{Joined, Load, Rejoined, Relayed, Storm};
use crate::log_ins;
use crate::server::Kind;

/// What a run with one server brought.
pub(crate) struct Measured {
    pub(crate) joined: Joined,
    pub(crate) relayed: Relayed,
    /// For each socket, once all have relayed.
    pub(crate) kilobytes_used: f64,
    pub(crate) chatted: Storm,
    pub(crate) chat_storm: Storm,
    pub(crate) rejoined: Rejoined,
    pub(crate) log_in_storm: Option<log_ins::Storm>,
}

struct Row {
    name: &'static str,
    value: fn(&Measured) -> Option<f64>,
    /// The most of the bare relay's, and of Node's.
    at_most: [Option<f64>; 2],
}

const fn row(name: &'static str, value: fn(&Measured) -> Option<f64>, at_most: [Option<f64>; 2]) -> Row {
    Row { name, value, at_most }
}

const ROWS: [Row; 20] = [
    row("sockets", |m| Some(whole(m.joined.sockets)), [None, None]),
    row("join p50, ms", |m| Some(m.joined.latency.p50), [None, None]),
    row("join p99, ms", |m| Some(m.joined.latency.p99), [None, None]),
    row(
        "CPU of a join, TLS and upgrade included, ms",
        |m| Some(m.joined.cpu_milliseconds),
        [None, Some(0.25)],
    ),
    row("memory of a socket, kB", |m| Some(m.joined.kilobytes), [Some(1.0), None]),
    row("the same once all have relayed, kB", |m| Some(m.kilobytes_used), [Some(1.0), None]),
    row("relay of 1 kB, CPU-s per million", |m| Some(m.relayed.cpu_per_million), [Some(1.3), Some(0.45)]),
    row("relay p50, ms", |m| Some(m.relayed.latency.p50), [None, None]),
    row("relay p99, ms", |m| Some(m.relayed.latency.p99), [None, None]),
    row("relayed messages lost", |m| Some(whole(m.relayed.lost)), [None, None]),
    row("chat, CPU-s per million lines heard", |m| Some(m.chatted.cpu_per_million), [None, Some(0.75)]),
    row("chat storm, s until all is heard", |m| Some(m.chat_storm.seconds), [None, None]),
    row("chat storm, CPU-s per million heard", |m| Some(m.chat_storm.cpu_per_million), [None, Some(0.75)]),
    row("chat storm, lines not heard", |m| Some(whole(m.chat_storm.lost)), [None, None]),
    row("all dropped at once, s until all are back", |m| Some(m.rejoined.seconds), [Some(2.0), None]),
    row("CPU of a rejoin, ms", |m| Some(m.rejoined.cpu_milliseconds), [None, None]),
    row("rejoins that had to be tried again", |m| Some(whole(m.rejoined.refusals)), [None, None]),
    row("log-in storm, log-ins a second", |m| Some(m.log_in_storm.as_ref()?.per_second), [None, None]),
    row("relay p50 meanwhile, ms", |m| Some(m.log_in_storm.as_ref()?.relay.p50), [None, None]),
    row("relay p99 meanwhile, ms", |m| Some(m.log_in_storm.as_ref()?.relay.p99), [None, None]),
];

/// A Markdown table of all that was measured.
pub(crate) fn table(load: &Load, measured: &[(Kind, Measured)]) -> String {
    let of =
        |kind: Kind| measured.iter().find(|(measured, _)| *measured == kind).map(|(_, measured)| measured);
    let [neko, bare, node] = Kind::ALL.map(of);
    let mut table = format!("{} sockets in rooms of {}\n\n", load.sockets, crate::ROOM);
    table +=
        "| | Neko | bare | Node | to bare | to Node | aim |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    for Row { name, value, at_most } in &ROWS {
        let [neko, bare, node] = [neko, bare, node].map(|measured| measured.and_then(value));
        let ratios = [bare, node]
            .map(|other| neko.zip(other).filter(|(_, other)| *other > 0.0).map(|(neko, other)| neko / other));
        let tried: Vec<bool> = at_most
            .iter()
            .zip(ratios)
            .filter_map(|(most, ratio)| most.zip(ratio))
            .map(|(most, ratio)| ratio <= most)
            .collect();
        let aims = ["bare", "Node"].into_iter().zip(at_most);
        let aims: Vec<String> =
            aims.filter_map(|(name, most)| Some(format!("{:.2} {name}", (*most)?))).collect();
        let aim = aims.join(", ");
        let verdict = match &tried[..] {
            [] => "",
            all if all.contains(&false) => " ✗",
            _ => " ✓",
        };
        let cells = [neko, bare, node].into_iter().chain(ratios).map(cell);
        // writing to a string does not fail
        let _ = writeln!(table, "| {name} | {} | {aim}{verdict} |", cells.collect::<Vec<_>>().join(" | "));
    }
    table
}

fn cell(value: Option<f64>) -> String {
    match value {
        None => String::from("–"),
        Some(value) if value.fract() == 0.0 || value >= 100.0 => format!("{value:.0}"),
        Some(value) => format!("{value:.2}"),
    }
}

fn whole(number: impl TryInto<u32, Error: std::fmt::Debug>) -> f64 {
    f64::from(number.try_into().unwrap())
}
