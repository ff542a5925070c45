//! `email providers`

use crate::cli::ProvidersCommand;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: ProvidersCommand, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email providers`", "not built yet"))
}
