//! `qontak`: connects support mailboxes to a Qontak Omnichannel inbox, and proves that mail really arrives.
//!
//! The rooms: each knows only those after it. A test reads the order from here and holds the whole source to it.

// The blank lines keep rustfmt from sorting by name.

// What a verb does.
pub mod commands;

// What can be typed.
pub mod cli;

// The way to a server.
pub mod client;

// Our own server.
#[cfg(feature = "server")]
pub mod server;

// What is known about mail.
pub mod mail;

// Where a command goes and how it signs in.
pub mod profile;

// Prints and asks.
pub mod ui;

// The domain.
pub mod channel;

// The contract between client and server.
pub mod wire;

// Leaves: they know no room.
pub mod confirmed;
pub mod environment;
pub mod files;
pub mod log;
pub mod redact;
pub mod trust;

// What can go wrong.
pub mod error;
