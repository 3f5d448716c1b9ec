//! A room: what is kept of it, who may enter, and what happens in it.

pub mod record;
