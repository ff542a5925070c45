//! `server …`

mod credential;
mod run;
mod user;

use super::Context;
use crate::cli::ServerCommand;
use crate::error::{Error, Result};

/// Runs a `server` verb on a runtime with several threads.
///
/// # Errors
/// Whatever the verb ended with.
pub fn run(command: ServerCommand, ctx: &Context) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Error::unexpected("starting", e))?;
    let result = runtime.block_on(async {
        match command {
            ServerCommand::Run(args) => run::run(args, ctx).await,
            ServerCommand::User(command) => user::run(command, ctx).await,
            ServerCommand::Credential(command) => credential::run(command, ctx).await,
        }
    });
    runtime.shutdown_background();
    result
}
