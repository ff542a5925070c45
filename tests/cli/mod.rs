//! The command line without a terminal.

mod help;
mod providers;
mod session;
