//! The relay against clients that others wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod relay;
