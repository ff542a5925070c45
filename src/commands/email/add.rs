//! `email add`

use crate::cli::AddArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: AddArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email add`", "not built yet"))
}
