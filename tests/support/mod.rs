//! The hermetic environment every test runs in.
#![cfg_attr(not(feature = "server"), allow(dead_code, unused_imports))]

mod canned;
pub mod dns;
mod http;
#[cfg(feature = "server")]
pub mod mail;
mod output;
mod pty;
#[cfg(feature = "server")]
mod relay;
pub mod rows;
mod run;
pub mod secrets;
mod selftest;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
pub mod sink;
#[cfg(feature = "server")]
mod smtp;
pub mod transcript;
pub mod wait;
pub mod web;
mod world;

pub use canned::{Canned, Reply, Request};
pub use http::{Answer, http};
pub use output::Output;
pub use pty::Pty;
#[cfg(feature = "server")]
pub use relay::{Lose, Relay};
pub use run::{Run, Running};
#[cfg(feature = "server")]
pub use server::{HmacPair, Server};
#[cfg(feature = "server")]
pub use smtp::Smtp;
pub use world::World;

use std::time::Duration;

/// How long anything may take before a test calls it hung. Never a measure of speed.
pub const LIMIT: Duration = Duration::from_secs(60);
