//! Neko from outside: its parts together, on the real things.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod store_conformance;
