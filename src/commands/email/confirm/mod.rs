//! `email confirm CHANNEL`

mod answer;
mod file;
mod inbox;
mod judge;
mod missing;
mod open;
mod search;

use super::{VIEW_ROLE, report};
use crate::channel::Channel;
use crate::cli::ConfirmArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Result};
use answer::Answer;

/// The channel whose forwarder is to be confirmed.
struct Place {
    channel: Channel,
    forwarder: String,
}

/// Finds Gmail's confirmation of the channel's forwarder, makes sure that the mailbox itself asks, and gives its code or its link.
///
/// # Errors
/// [`NotProven`](crate::error::Kind::NotProven) when there is none, or none that may be used; [`Usage`](crate::error::Kind::Usage)
/// for `--open` without a terminal, before any request.
pub async fn run(args: ConfirmArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Answer>()?;
    if args.open && !ctx.ui.can_prompt() {
        return Err(Error::usage("--open asks before it opens the browser, and nobody can be asked here")
            .with_hint("print the link instead: --link"));
    }
    let saved = match &args.from_file {
        Some(path) => Some(file::read(path, ctx).await?),
        None => None,
    };
    let client = if args.wait { ctx.sign_in_to_wait()? } else { ctx.sign_in()? };
    let place = place(&args.channel, &client).await?;
    let answer = match saved.as_deref().zip(args.from_file.as_deref()) {
        Some((raw, path)) => file::judge(raw, path, &place)?,
        None => inbox::find(&args, ctx, &client, &place).await?,
    };
    answer.give(&args, ctx).await
}

async fn place(reference: &str, client: &SignedIn) -> Result<Place> {
    let channel = match client.channel(reference).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    let forwarder = report::forwarder(&channel)?.address.clone();
    Ok(Place { channel, forwarder })
}
