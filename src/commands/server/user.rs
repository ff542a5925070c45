//! `server user`

use crate::cli::UserCommand;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: UserCommand, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`server user`", "not built yet"))
}
