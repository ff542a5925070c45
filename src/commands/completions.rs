//! `completions SHELL`

use super::Context;
use crate::cli::Cli;
use crate::error::Result;
use clap::CommandFactory as _;

/// Prints the completion script of `shell`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(shell: clap_complete::Shell, ctx: &Context) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "qontak", &mut script);
    ctx.ui.raw(&script)
}
