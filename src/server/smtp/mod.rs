//! The receiver: takes mail for the forwarders over SMTP.
//!
//! Bytes walk: connection → session (commands, content) → intake. The session knows no socket; what it needs from outside it asks
//! the connection for.

mod command;
mod connection;
mod connections;
mod content;
mod limits;
mod listener;
mod path;
mod reply;
mod session;
#[cfg(test)]
mod tests;
mod trace;
mod transaction;

pub use super::intake::NotTaken;
pub use limits::{LIMIT_NAMES, Limits};
pub use listener::launch;
pub use session::{Event, Session, Setup};
pub use transaction::Message;
