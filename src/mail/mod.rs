//! What we know about mail: data files that code reads.

pub mod app_password;
#[cfg(feature = "server")]
pub mod incoming;
pub mod providers;
pub mod smtp_errors;
