//! What we know about mail: data files that code reads.

pub mod app_password;
pub mod autoconfig;
pub mod confirmation;
pub mod diagnosis;
pub mod dns;
pub mod incoming;
pub mod mask;
pub mod network;
pub mod policy;
pub mod providers;
pub mod replies;
pub mod smtp;
pub mod smtp_errors;
pub mod test_mail;
pub mod trace;

/// The header of our own replies that holds the workspace's mark, so that an automatic answer that repeats it is known as a loop. The mark
/// tells nothing: whoever knew the forwarder could write into the Inbox past the mailbox's spam filter.
pub const LOOP_HEADER: &str = "X-Loop";
