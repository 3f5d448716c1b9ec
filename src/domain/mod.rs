//! What Neko decides, without doing it: names, roles, rooms and who may do what.
//!
//! Knows no time, socket or storage: moments and random ids come in as arguments, decisions go out as values.

pub mod account;
pub mod audit;
pub mod id;
pub mod name;
pub mod room;
pub mod settings;
