//! The wire: what goes over HTTP and the WebSocket, and nothing of what it means.
//!
//! Pure data. The client's TypeScript types are generated from here (`scripts/types`) and checked for drift by a
//! test. `docs/protocol.md` tells the same to people.

pub mod admin;
pub mod api;
pub mod error;
pub mod incoming;
pub mod network;
pub mod signal;

#[cfg(test)]
mod document;
#[cfg(test)]
mod typescript;
