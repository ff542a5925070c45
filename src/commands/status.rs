//! `status`

use super::Context;
use crate::cli::StatusArgs;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: StatusArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`status`", "not built yet"))
}
