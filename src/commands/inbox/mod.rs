//! `inbox …`

mod reply;

use super::Context;
use crate::cli::InboxCommand;
use crate::error::{Error, Result};

/// Runs an `inbox` verb.
///
/// # Errors
/// Whatever the verb ended with.
pub async fn run(command: InboxCommand, ctx: &Context) -> Result<()> {
    match command {
        InboxCommand::Reply(args) => reply::run(args.0, ctx).await,
        _ => Err(Error::unexpected("inbox", "not built")),
    }
}
