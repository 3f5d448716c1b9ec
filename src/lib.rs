//! Neko: video calls for one building, in one binary.
//!
//! Modules import one way, left to right:
//! `clock, secret → config → protocol → domain → store → auth → turn → hub → net → http → app`.

pub mod clock;
pub mod domain;
pub mod secret;
pub mod turn;
