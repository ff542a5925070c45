//! `email disconnect`

use crate::cli::DisconnectArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: DisconnectArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email disconnect`", "not built yet"))
}
