//! Who someone is: passwords, tokens, sessions and accounts.

pub mod password;
pub mod token;
