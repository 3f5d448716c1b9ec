//! A room: what is kept of it, who may enter, and what happens in it while it is live.

pub mod access;
pub mod live;
pub mod record;
