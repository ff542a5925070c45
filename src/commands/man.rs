//! `man DIR`

use super::Context;
use crate::cli::Cli;
use crate::error::{Error, Result};
use clap::CommandFactory as _;
use std::path::Path;

/// Writes one manual page per command into `dir`.
///
/// # Errors
/// When the folder or a page cannot be written.
pub fn run(dir: &Path, ctx: &Context) -> Result<()> {
    let failed = |e: std::io::Error| Error::unexpected(format_args!("writing manual pages to {}", dir.display()), e);
    std::fs::create_dir_all(dir).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), dir).map_err(failed)?;
    ctx.ui.status(&format!("Manual pages written to {}", dir.display()));
    Ok(())
}
