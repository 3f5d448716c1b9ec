//!
//! Bytes come in here and leave as TLS streams for whoever serves them; nothing here knows what is said over them.

pub mod ca;
mod constraints;
pub mod interfaces;
pub mod names;
pub mod tls;
