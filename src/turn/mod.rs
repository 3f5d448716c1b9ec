//! STUN and TURN: what a browser asks for its own address, and the relay it falls back to.
//!
//! [`core`] decides, without sockets, clocks or async; [`credentials`] says who may ask; [`handle`] leads to the
//! thread that owns the sockets. This module knows nothing of rooms, HTTP or accounts beyond a user's and a session's id.
//!
//! Invariants: a packet that proves no credential leaves no state and earns at most three times its own size;
//! nothing is relayed to an address that the deny table of `docs/relay.md` names; an address of a client or a peer
//! never stands in a log at `info` or above.

mod batch;
pub mod core;
pub mod credentials;
pub mod frames;
pub mod handle;
pub mod ice;
mod index;
mod listener;
mod sockets;
mod stream;
mod troubles;
mod worker;

pub use self::core::{AllocationView, Limits, Settings, SettingsError, Stats, Traffic, Transport};
pub use self::credentials::{Credentials, IceCredential};
pub use self::handle::{RelayHandle, start};
pub use self::stream::ClientStream;
