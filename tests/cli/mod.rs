//! The command line without a terminal.

mod help;
mod providers;
mod session;
#[cfg(feature = "server")]
mod session_login;
