//! What we know about mail: data files that code reads.

pub mod app_password;
pub mod providers;
