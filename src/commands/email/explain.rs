//! `email explain`

use crate::cli::ExplainArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// Until it is built.
pub async fn run(args: ExplainArgs, ctx: &Context) -> Result<()> {
    let _ = (args, ctx);
    Err(Error::unexpected("email explain", "is not built yet"))
}
