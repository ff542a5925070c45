//! `email disconnect CHANNEL...`

use super::ADMIN_ROLE;
use super::row::ChannelRow;
use crate::channel::Channel;
use crate::cli::DisconnectArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::providers;
use crate::ui::{Column, Confirmed, Record};

/// The panel's question, word for word.
const QUESTION: &str = "Are you sure? Disconnecting this channel will also delete this channel";

/// What came of one channel.
struct Outcome {
    channel: Channel,
    status: &'static str,
    error: Option<Error>,
}

impl Record for Outcome {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "id", shown: true, cell: |r| r.channel.id.as_str().into() },
        Column { name: "address", shown: true, cell: |r| r.channel.address.as_str().into() },
        Column { name: "status", shown: true, cell: |r| r.status.into() },
        Column { name: "error", shown: true, cell: |r| r.error.as_ref().map(Error::message).into() },
    ];
}

/// Shows what will be lost, asks, deletes, and waits until the server no longer lists it.
///
/// # Errors
/// [`Usage`](Kind::Usage) without a terminal and without `--yes`; [`Declined`](Kind::Declined); [`NotFound`](Kind::NotFound)
/// before anything is deleted; [`Partial`](Kind::Partial) when some could not be disconnected.
pub async fn run(args: DisconnectArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Outcome>()?;
    if !args.yes && !args.dry_run && !ctx.ui.can_prompt() {
        return Err(Error::usage("disconnecting deletes the channel, and nobody can be asked here")
            .with_hint("pass --yes, or look first with --dry-run"));
    }
    let client = ctx.sign_in()?;
    let channels = match client.resolve(&args.channels).await {
        Ok(channels) => channels,
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    for channel in &channels {
        let forwarder = channel.forwarder.as_ref().map_or("no forwarder", |f| f.address.as_str());
        ctx.ui.status(&format!("{}  {}  ({forwarder})", channel.address, channel.id));
    }
    if args.dry_run {
        let planned = |channel| Outcome { channel, status: "would disconnect", error: None };
        return print(ctx, channels.into_iter().map(planned).collect());
    }
    let confirmed = if args.yes { ctx.ui.confirmed_by_flag() } else { ctx.ui.confirm(QUESTION, "Disconnect", "Cancel").await? };
    let mut outcomes = Vec::new();
    for channel in channels {
        outcomes.push(delete(&client, channel, confirmed).await);
    }
    settle(ctx, &client, &mut outcomes).await;
    finish(ctx, &client, outcomes).await
}

async fn delete(client: &SignedIn, channel: Channel, confirmed: Confirmed) -> Outcome {
    match client.disconnect(&channel.id, confirmed).await {
        Ok(()) => Outcome { channel, status: "disconnected", error: None },
        Err(error) => Outcome { channel, status: "failed", error: Some(error) },
    }
}

/// Waits until the server lists none of the deleted channels any more; one that it goes on listing was not deleted.
async fn settle(ctx: &Context, client: &SignedIn, outcomes: &mut [Outcome]) {
    let gone: Vec<String> = outcomes.iter().filter(|o| o.error.is_none()).map(|o| o.channel.id.clone()).collect();
    if gone.is_empty() {
        return;
    }
    match client.wait_until_gone(&gone).await {
        Ok(left) => {
            for outcome in outcomes.iter_mut().filter(|o| left.contains(&o.channel.id)) {
                outcome.status = "failed";
                let error = Error::unexpected(
                    format_args!("disconnecting {}", outcome.channel.address),
                    "the server still lists the channel",
                );
                outcome.error = Some(error.with_hint("look again with: qontak email list"));
            }
        }
        Err(error) => {
            ctx.ui.warn(&format!("deleted, but whether the server still lists the channels could not be read: {error}"))
        }
    }
}

async fn finish(ctx: &Context, client: &SignedIn, mut outcomes: Vec<Outcome>) -> Result<()> {
    for outcome in outcomes.iter().filter(|o| o.error.is_none()) {
        remind(ctx, &outcome.channel);
    }
    let total = outcomes.len();
    let mut failed: Vec<Error> = Vec::new();
    for outcome in &mut outcomes {
        if let Some(error) = outcome.error.take() {
            let error = client.explain_forbidden(error, ADMIN_ROLE).await;
            failed.push(error.clone());
            outcome.error = Some(error);
        }
    }
    if total == 1
        && let Some(only) = failed.pop()
    {
        return Err(only);
    }
    print(ctx, outcomes)?;
    match failed.len() {
        0 => Ok(()),
        n => Err(Error::new(Kind::Partial, format!("{n} of {total} channels could not be disconnected"))),
    }
}

fn print(ctx: &Context, outcomes: Vec<Outcome>) -> Result<()> {
    let mut out = ctx.ui.records()?;
    outcomes.into_iter().try_for_each(|outcome| out.push(outcome))?;
    out.finish()
}

/// The provider goes on forwarding to an address that nobody reads any more.
fn remind(ctx: &Context, channel: &Channel) {
    let Some(forwarder) = &channel.forwarder else { return };
    let row = ChannelRow(channel.clone());
    let at = row.provider().and_then(providers::by_id).map_or("the mail provider", |p| p.name.as_str());
    ctx.ui.status(&format!(
        "Remove the forwarding of {} to {} at {at}: mail sent there is lost from now on.",
        channel.address, forwarder.address
    ));
}
