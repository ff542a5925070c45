//! `email forwarder`

use crate::cli::ForwarderArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// See the kinds in [`crate::error`].
pub async fn run(_args: ForwarderArgs, _ctx: &Context) -> Result<()> {
    Err(Error::unexpected("`email forwarder`", "not built yet"))
}
