//! `email trace FILE`: what a saved message says about its way. Asks no server and needs no sign-in.

mod file;
mod row;

use crate::cli::TraceArgs;
use crate::commands::Context;
use crate::error::Result;
use crate::mail::trace;
use row::TraceRow;

/// Prints the way of a message: hops, forwarding, sender, what hosts say of it, and what to change.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when the file cannot be read, [`Rejected`](crate::error::Kind::Rejected) when it is no message.
pub async fn run(args: &TraceArgs, ctx: &Context) -> Result<()> {
    let mut records = ctx.ui.records::<TraceRow>()?;
    let raw = file::read(&args.file, ctx).await?;
    let trace = trace::read(file::message(&raw, &args.file)?);
    let (rows, findings) = row::rows(&trace);
    rows.into_iter().try_for_each(|row| records.push(row))?;
    records.finish()?;
    if trace.cut {
        ctx.ui.warn("the message passed more servers than are shown; the oldest are left out");
    }
    if findings == 0 {
        ctx.ui.status("Nothing in its headers asks for a change.");
    }
    if !trace.claims.is_empty() {
        ctx.ui.status(
            "What stands under authentication is what the host named says; only the last server's own headers are certain.",
        );
    }
    Ok(())
}
