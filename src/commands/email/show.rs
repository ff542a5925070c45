//! `email show`

use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_channel: String, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email show`", "not built yet"))
}
