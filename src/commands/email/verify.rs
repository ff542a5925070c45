//! `email verify`

use crate::cli::VerifyArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// Until it is built.
pub async fn run(args: VerifyArgs, ctx: &Context) -> Result<()> {
    let _ = (args, ctx);
    Err(Error::unexpected("email verify", "is not built yet"))
}
