//! `server credential`

use crate::cli::CredentialCommand;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: CredentialCommand, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`server credential`", "not built yet"))
}
