//! A person at a terminal: every prompt.

mod harness;
#[cfg(feature = "server")]
mod prompt;
mod table;
