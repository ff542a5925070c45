//! `email confirm`

use crate::cli::ConfirmArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// Until it is built.
pub async fn run(args: ConfirmArgs, ctx: &Context) -> Result<()> {
    let _ = (args, ctx);
    Err(Error::unexpected("email confirm", "is not built yet"))
}
