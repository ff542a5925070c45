//! `email doctor`

use crate::cli::DoctorArgs;
use crate::commands::Context;
use crate::error::{Error, Result};

/// Runs the command.
///
/// # Errors
/// Until it is built.
pub async fn run(args: DoctorArgs, ctx: &Context) -> Result<()> {
    let _ = (args, ctx);
    Err(Error::unexpected("email doctor", "is not built yet"))
}
