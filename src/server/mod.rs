//! Our own server: the same handlers over HTTP ([`launch`]) and inside the process ([`Local`]).
//!
//! A request walks: face → identity → permission → handler → store. Everything it does is in `router`.

mod answer;
mod attempts;
mod authentication;
mod body;
mod clock;
mod downloads;
mod filing;
mod handlers;
mod hasher;
mod identity;
mod inbox;
mod intake;
pub mod journal;
mod launch;
mod local;
pub mod outbox;
mod patience;
mod permission;
mod random;
mod retry;
mod router;
pub mod smtp;
mod store;
#[cfg(test)]
mod tests;
mod tls;
mod validate;
mod workspace;
mod written;

pub use authentication::Dns;
pub use inbox::{Inbox, Receiver};
pub use launch::launch;
pub use local::{DATABASE, Local};
pub use retry::Retry;
pub use tls::Tls;
pub use workspace::{Credential, MIN_SECRET, Person, Settings, Workspace};
