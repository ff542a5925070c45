//! The wishes to stop that come from outside: Ctrl-C, SIGTERM, a terminal that is closed.

use super::Context;
use crate::error::Error;

/// Waits for a signal that ends the command; the error is its exit code. Meanwhile, a program that was stopped (Ctrl-Z) and
/// continued gets its question back.
#[cfg(unix)]
pub(super) async fn asked(ctx: &Context) -> Error {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|e| Error::unexpected("waiting for signals", e));
    let signals = || Ok([listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?]);
    let [mut interrupt, mut terminate] = match signals() {
        Ok(signals) => signals,
        Err(error) => return error,
    };
    if !ctx.ui.can_prompt() {
        return tokio::select! {
            _ = interrupt.recv() => Error::interrupted(),
            _ = terminate.recv() => Error::terminated(),
        };
    }
    // Only with a terminal: `nohup` wants no other end of it to be heard, and without a question there is none to ask again.
    let (mut closed, mut continued) = match (listen(SignalKind::hangup()), listen(SignalKind::from_raw(CONTINUE))) {
        (Ok(closed), Ok(continued)) => (closed, continued),
        (Err(error), _) | (_, Err(error)) => return error,
    };
    loop {
        tokio::select! {
            // While an editor has the terminal, Ctrl-C is one of its keys.
            _ = interrupt.recv() => if !ctx.ui.is_terminal_lent() { return Error::interrupted() },
            _ = terminate.recv() => return Error::terminated(),
            _ = closed.recv() => return Error::terminated(),
            _ = continued.recv() => ctx.ui.resume_terminal(),
        }
    }
}

/// The number of SIGCONT, which tokio has no name for.
#[cfg(unix)]
const CONTINUE: i32 = rustix::process::Signal::CONT.as_raw();

/// Waits for Ctrl-C.
#[cfg(not(unix))]
pub(super) async fn asked(_: &Context) -> Error {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Error::interrupted()
}
