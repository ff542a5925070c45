//! `inbox reply`

use clap::Args;

pub(super) const REPLY_EXAMPLES: &str = "\
Example:
  qontak inbox reply 0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001";

/// `qontak inbox reply`
#[derive(Debug, Args)]
pub struct ReplyArgs {
    /// The room's id
    pub room: String,
}
