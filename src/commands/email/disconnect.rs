//! `email disconnect CHANNEL...`

use super::ADMIN_ROLE;
use super::outcomes::{DISCONNECTED, Outcome, Outcomes};
use super::row::ChannelRow;
use crate::channel::Channel;
use crate::cli::{DisconnectArgs, IfMissing};
use crate::client::SignedIn;
use crate::commands::Context;
use crate::confirmed::Confirmed;
use crate::error::{Error, Kind, Result};
use crate::mail::providers;
use std::time::Duration;

/// The panel's question, word for word.
const QUESTION: &str = "Are you sure? Disconnecting this channel will also delete this channel";

/// How long it may take to count the rooms of a channel.
const LONGEST_COUNT: Duration = Duration::from_secs(5);

/// Shows what will be lost, asks, deletes, and waits until the server no longer lists it.
///
/// # Errors
/// [`Usage`](Kind::Usage) without a terminal and without `--yes`; [`Declined`](Kind::Declined); [`NotFound`](Kind::NotFound)
/// before anything is deleted, unless the missing are skipped; [`Partial`](Kind::Partial) when some could not be disconnected.
pub async fn run(args: DisconnectArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Outcome>()?;
    if !args.yes && !args.dry_run && !ctx.ui.can_prompt() {
        return Err(Error::usage("disconnecting deletes the channel, and nobody can be asked here")
            .with_hint("pass --yes, or look first with --dry-run"));
    }
    let client = ctx.sign_in()?;
    let (channels, missing) = match find(&args, &client).await {
        Ok(found) => found,
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    let mut counts = Counts { client: &client, wanted: true };
    for channel in &channels {
        let forwarder = channel.forwarder.as_ref().map_or("no forwarder", |f| f.address.as_str());
        ctx.ui.status(&format!("{}  {}  ({forwarder}{})", channel.address, channel.id, counts.rooms(channel).await));
    }
    let gone = missing.into_iter().map(Outcome::not_found);
    if args.dry_run {
        let planned = channels.into_iter().map(|channel| Outcome::of(channel, "would disconnect"));
        return Outcomes::new(ctx, gone.chain(planned).collect()).print();
    }
    let confirmed = match channels.is_empty() || args.yes {
        true => ctx.ui.confirmed_by_flag(),
        false => ctx.ui.confirm(QUESTION, "Disconnect", "Cancel").await?,
    };
    let total = channels.len();
    let mut outcomes = Outcomes::new(ctx, gone.collect());
    for channel in channels {
        delete(&client, channel, confirmed, &mut outcomes.rows).await;
    }
    settle(ctx, &client, &mut outcomes.rows).await;
    finish(ctx, &client, outcomes, total).await
}

/// The channels, and the references that lead nowhere where those are to be skipped.
async fn find(args: &DisconnectArgs, client: &SignedIn) -> Result<(Vec<Channel>, Vec<String>)> {
    match args.if_missing {
        IfMissing::Skip => client.resolve_present(&args.channels).await,
        IfMissing::Fail => match client.resolve(&args.channels).await {
            Ok(channels) => Ok((channels, Vec::new())),
            Err(error) if error.kind() == Kind::NotFound => {
                Err(error.with_hint("qontak email list; to go on without those that are gone, pass --if-missing skip"))
            }
            Err(error) => Err(error),
        },
    }
}

/// Counts the rooms of channels for whoever looks before they are gone.
struct Counts<'a> {
    client: &'a SignedIn,
    wanted: bool,
}

impl Counts<'_> {
    /// What happens to the rooms of a channel. Where they cannot be counted, nothing is said of them, and nobody waits for it.
    async fn rooms(&mut self, channel: &Channel) -> String {
        if !self.wanted {
            return String::new();
        }
        match tokio::time::timeout(LONGEST_COUNT, self.client.count_rooms(&channel.id)).await {
            Ok(Ok(Some(0))) => "; no rooms in the Inbox".into(),
            Ok(Ok(Some(1))) => "; 1 room in the Inbox: it stays readable, marked disconnected; a reply that waits fails".into(),
            Ok(Ok(Some(n))) => {
                format!("; {n} rooms in the Inbox: they stay readable, marked disconnected; replies that wait fail")
            }
            Ok(Ok(None)) => String::new(),
            Ok(Err(_)) | Err(_) => {
                self.wanted = false;
                String::new()
            }
        }
    }
}

async fn delete(client: &SignedIn, channel: Channel, confirmed: Confirmed, rows: &mut Vec<Outcome>) {
    let id = channel.id.clone();
    // What an interruption finds: the server may have deleted it, and its answer did not come.
    rows.push(Outcome::of(channel, "unknown"));
    let result = client.disconnect(&id, confirmed).await;
    if let Some(row) = rows.last_mut() {
        match result {
            Ok(()) => row.status = DISCONNECTED,
            Err(error) => row.fail(error),
        }
    }
}

/// Waits until the server lists none of the deleted channels any more; one that it goes on listing was not deleted.
async fn settle(ctx: &Context, client: &SignedIn, rows: &mut [Outcome]) {
    let gone: Vec<String> = rows.iter().filter_map(Outcome::disconnected).map(|c| c.id.clone()).collect();
    if gone.is_empty() {
        return;
    }
    match client.wait_until_gone(&gone).await {
        Ok(left) => {
            for row in rows {
                let Some(channel) = row.disconnected().filter(|c| left.contains(&c.id)) else { continue };
                let error =
                    Error::unexpected(format_args!("disconnecting {}", channel.address), "the server still lists the channel");
                row.fail(error.with_hint("look again with: qontak email list"));
            }
        }
        Err(error) => {
            ctx.ui.warn(&format!("deleted, but whether the server still lists the channels could not be read: {error}"))
        }
    }
}

async fn finish(ctx: &Context, client: &SignedIn, mut outcomes: Outcomes<'_>, total: usize) -> Result<()> {
    outcomes.rows.iter().filter_map(Outcome::disconnected).for_each(|channel| remind(ctx, channel));
    let mut failed: Vec<Error> = Vec::new();
    for row in &mut outcomes.rows {
        if let Some(error) = row.error.take() {
            let error = client.explain_forbidden(error, ADMIN_ROLE).await;
            failed.push(error.clone());
            row.error = Some(error);
        }
    }
    if outcomes.rows.len() == 1
        && let Some(only) = failed.pop()
    {
        outcomes.rows.clear();
        return Err(only);
    }
    outcomes.print()?;
    match failed.len() {
        0 => Ok(()),
        n => Err(Error::new(Kind::Partial, format!("{n} of {total} channels could not be disconnected"))),
    }
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
