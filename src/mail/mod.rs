//! What we know about mail: data files that code reads.

pub mod app_password;
#[cfg(feature = "server")]
pub mod incoming;
pub mod providers;
pub mod smtp_errors;

/// The header of our own replies that names the channel's forwarder, so that a mail that comes back by itself is known as a loop.
pub const LOOP_HEADER: &str = "X-Loop";
