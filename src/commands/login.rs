//! `login`

use super::Context;
use crate::cli::LoginArgs;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: LoginArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`login`", "not built yet"))
}
