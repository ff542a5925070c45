//! One file per verb: `run(args, &Context) -> Result<()>`. Commands neither exit nor read the environment; they print and ask
//! through `ctx.ui` only.

mod completions;
mod context;
mod email;
mod inbox;
mod login;
mod logout;
mod man;
mod profile;
mod remedy;
mod secret;
#[cfg(feature = "server")]
mod server;
mod status;
mod stop;

pub use context::Context;

use crate::cli::Command;
use crate::error::{Error, Result};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// How long Ctrl-C waits for what must not be torn apart.
const LONGEST_FAREWELL: Duration = Duration::from_secs(5);

/// Runs one command to its end. Starts an asynchronous runtime only for commands that need one.
///
/// # Errors
/// Whatever the command ended with; the kind is the exit code.
pub fn run(command: Command, ctx: &Context) -> Result<()> {
    match command {
        Command::Completions { shell } => completions::run(shell, ctx),
        Command::Man { dir } => man::run(&dir, ctx),
        #[cfg(feature = "server")]
        Command::Server(command) => server::run(command.0, ctx),
        command => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|e| Error::unexpected("starting", e))?;
            let result = runtime.block_on(interruptible(dispatch(command, ctx), ctx));
            // A prompt may still be waiting for a key on its own thread; nobody waits for that one.
            runtime.shutdown_background();
            result
        }
    }
}

/// Works until Ctrl-C or SIGTERM. What must not be torn apart is waited for, though not for long, and not after a second Ctrl-C.
async fn interruptible(work: impl Future<Output = Result<()>>, ctx: &Context) -> Result<()> {
    let mut work = pin!(work);
    let ended = tokio::select! {
        biased;
        ended = stop::asked(ctx) => ended,
        result = &mut work => return result,
    };
    if ctx.options.shield.interrupt() {
        let settled = poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Pending if ctx.options.shield.is_up() => Poll::Pending,
            _ => Poll::Ready(()),
        });
        tokio::select! {
            // In this order, so that the second Ctrl-C is heard before anybody is told of it.
            biased;
            _ = tokio::signal::ctrl_c() => {}
            () = async {
                ctx.ui.status("Stopping once the renewed sign-in is saved; Ctrl-C again stops at once");
                // Too late or not, nothing more is waited for.
                let _ = tokio::time::timeout(LONGEST_FAREWELL, settled).await;
            } => {}
        }
    }
    Err(ended)
}

async fn dispatch(command: Command, ctx: &Context) -> Result<()> {
    match command {
        Command::Login(args) => login::run(args, ctx).await,
        Command::Logout(args) => logout::run(args, ctx).await,
        Command::Status(args) => status::run(args, ctx).await,
        Command::Profile(command) => profile::run(command.0, ctx).await,
        Command::Email(command) => email::run(command.0, ctx).await,
        Command::Inbox(command) => inbox::run(command.0, ctx).await,
        #[cfg(feature = "server")]
        Command::Server(_) => Err(Error::unexpected("server", "runs on its own runtime")),
        Command::Completions { .. } | Command::Man { .. } => Err(Error::unexpected("dispatch", "runs without a runtime")),
    }
}
