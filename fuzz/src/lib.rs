//! What is fuzzed: for each target a module with a `run` that takes any bytes and must neither panic nor break a rule
//! that it checks.
//!
//! `scripts/fuzz TARGET SECONDS` has libFuzzer look for bytes that do; what it has learnt is kept in `corpus/TARGET`
//! and replayed by an ordinary test of the box (`tests/it/fuzz.rs`), which compiles this file as a module. A target
//! more is a module here, a row in [`TARGETS`], a file in `fuzz_targets` and a `[[bin]]` in `Cargo.toml`.

pub mod backup_files;
pub mod http_bodies;
mod memory;
pub mod relay_steps;
pub mod settings_files;
pub mod signaling_frames;
pub mod stun_messages;
pub mod turn_streams;
mod world;

/// A target: any bytes in, nothing out.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: [(&str, Target); 7] = [
    ("stun_messages", stun_messages::run),
    ("turn_streams", turn_streams::run),
    ("relay_steps", relay_steps::run),
    ("signaling_frames", signaling_frames::run),
    ("http_bodies", http_bodies::run),
    ("backup_files", backup_files::run),
    ("settings_files", settings_files::run),
];
