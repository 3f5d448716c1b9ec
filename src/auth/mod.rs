//! Who someone is: passwords, tokens, sessions and accounts.

pub mod accounts;
mod guests;
pub mod password;
pub mod session;
pub mod token;
