//! The box from outside: the real binary, real sockets, a real data directory.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]
#![allow(clippy::print_stderr, reason = "a test that fails shows the box's log")]
#![allow(
    missing_docs,
    unreachable_pub,
    reason = "a test's name says what it shows, and nobody uses it elsewhere"
)]

mod accounts;
mod admin;
mod administration;
mod assets;
mod backup;
mod bad_input;
mod clock;
mod command_line;
mod coturn;
mod doctor;
mod doors;
mod faults;
mod fuzz;
mod hardening;
mod harness;
mod ice;
mod lifecycle;
mod limits;
mod manuals;
mod namespaces;
mod networks;
mod observability;
mod privacy;
mod relay;
mod relay_safety;
mod relay_streams;
mod rooms;
mod service_manager;
mod signaling;
mod store_conformance;
mod tidy;
mod tricks;
mod trust;
mod turn_client;
