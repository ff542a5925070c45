//! `email check`

use crate::cli::CheckArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// Until it is built.
pub async fn run(args: CheckArgs, ctx: &Context) -> Result<()> {
    let _ = (args, ctx);
    Err(Error::unexpected("email check", "is not built yet"))
}
