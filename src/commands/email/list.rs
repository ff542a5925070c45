//! `email list`

use crate::cli::ListArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: ListArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email list`", "not built yet"))
}
