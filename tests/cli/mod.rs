//! The command line without a terminal.

mod help;
mod session;
