//! The edge: addresses, certificates, sockets, and what is said about them at start.
//!
//! Bytes come in here and leave as streams for whoever serves them; nothing here knows more of what is said over them
//! than how it begins.

pub mod acme;
pub mod banner;
pub mod ca;
pub mod certificate;
pub mod changes;
mod constraints;
pub mod discovery;
pub mod interfaces;
pub mod listener;
pub mod names;
mod places;
pub mod provided;
mod redirect;
pub mod relay_check;
pub mod request;
pub mod situation;
pub mod sockets;
pub mod tls;
pub mod trust;
pub mod whereabouts;
