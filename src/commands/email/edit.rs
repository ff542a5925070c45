//! `email edit`

use crate::cli::EditArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: EditArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email edit`", "not built yet"))
}
