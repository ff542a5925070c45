//! The command line without a terminal.

mod help;
