//! Neko: video calls for one building, in one binary.
//!
//! Modules import one way, left to right:
//! `clock, meter, secret → config → protocol → domain → limiter → store → backup → auth → turn → hub → net → doctor →
//! http → app`.

pub mod app;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod doctor;
pub mod domain;
pub mod http;
pub mod hub;
pub mod limiter;
pub mod meter;
pub mod net;
pub mod protocol;
pub mod secret;
pub mod store;
pub mod turn;
