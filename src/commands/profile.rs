//! `profile`

use super::Context;
use crate::cli::ProfileCommand;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: ProfileCommand, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`profile`", "not built yet"))
}
