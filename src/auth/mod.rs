//! Who someone is: passwords, tokens, sessions and accounts.

pub mod accounts;
pub mod audit;
pub mod management;
pub mod password;
pub mod session;
mod settings;
pub mod token;
