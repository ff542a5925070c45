//! The one test binary: the real `qontak` program against the real server of the same build.
//!
//! `support` is the hermetic environment; a mock stands in only for what our server cannot produce (garbage, timeouts, 429, 5xx).
//! Unix only: terminals, signals and file modes are what is tested here.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod arrive;
mod cli;
mod detect;
mod house;
#[cfg(feature = "server")]
mod outbox;
mod pty;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
mod smtp;
mod support;
