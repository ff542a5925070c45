//! `inbox reply ROOM`

use crate::cli::ReplyArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Answers the customer of a room through the channel's outbox server.
///
/// # Errors
/// Whatever the server ended with.
pub async fn run(_args: ReplyArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("inbox reply", "not built"))
}
