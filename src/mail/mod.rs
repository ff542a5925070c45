//! What we know about mail: data files that code reads.

pub mod app_password;
#[cfg(feature = "server")]
pub mod incoming;
pub mod providers;
pub mod smtp_errors;

/// The header of our own replies that holds the workspace's mark, so that an automatic answer that repeats it is known as a loop. The mark
/// tells nothing: whoever knew the forwarder could write into the Inbox past the mailbox's spam filter.
pub const LOOP_HEADER: &str = "X-Loop";
