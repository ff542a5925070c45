//! `server …`: a server of your own, and who may use it.

mod credential;
mod database;
mod run;
mod user;

use super::{Context, interruptible};
use crate::cli::{RoleArg, ServerCommand};
use crate::error::{Error, Result};
use crate::wire::role::Role;
use tokio::runtime::Builder;

/// Calls that may wait for the disk, hash a password or look up a name side by side; more of them wait for their turn. Far more
/// than all those that are bounded by themselves, so that none of them starves the others.
const BLOCKING_THREADS: usize = 64;

/// Runs a `server` verb: `run` on several threads, the others on one.
///
/// # Errors
/// Whatever the verb ended with.
pub fn run(command: ServerCommand, ctx: &Context) -> Result<()> {
    let serves = matches!(command, ServerCommand::Run(_));
    let mut builder = if serves { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    let runtime =
        builder.enable_all().max_blocking_threads(BLOCKING_THREADS).build().map_err(|e| Error::unexpected("starting", e))?;
    let result = runtime.block_on(async {
        match command {
            // Ctrl-C ends it in its own way.
            ServerCommand::Run(args) => run::run(args, ctx).await,
            ServerCommand::User(command) => interruptible(user::run(command, ctx), ctx).await,
            ServerCommand::Credential(command) => interruptible(credential::run(command, ctx), ctx).await,
        }
    });
    runtime.shutdown_background();
    result
}

/// Refuses, before anything is touched, to remove something when nobody said yes and nobody can be asked.
fn check_removal(yes: bool, ctx: &Context) -> Result<()> {
    if yes || ctx.ui.can_prompt() {
        return Ok(());
    }
    Err(Error::usage("removing needs a confirmation, and nobody can be asked").with_hint("pass --yes"))
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Admin => Self::Admin,
            RoleArg::Supervisor => Self::Supervisor,
            RoleArg::Agent => Self::Agent,
        }
    }
}
