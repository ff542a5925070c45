//! `qontak`: connects support mailboxes to a Qontak Omnichannel inbox, and proves that mail really arrives.
//!
//! The rooms, in the order data walks through them. A room knows only the rooms after it; `channel`, `wire` and `error` know no one.

pub mod channel;
pub mod cli;
pub mod client;
pub mod commands;
pub mod error;
pub mod mail;
pub mod profile;
#[cfg(feature = "server")]
pub mod server;
pub mod ui;
pub mod wire;
