//! `server run`

use crate::cli::RunArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: RunArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`server run`", "not built yet"))
}
