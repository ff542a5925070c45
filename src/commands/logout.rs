//! `logout`

use super::Context;
use crate::cli::LogoutArgs;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: LogoutArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`logout`", "not built yet"))
}
