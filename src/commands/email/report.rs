//! What is said about a channel's forwarder, by every verb that shows one.

use super::row::ChannelRow;
use crate::channel::{Channel, ChannelKind, Forwarder, ForwarderSource};
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::providers::{self, Confirms};

/// The forwarder, or why there is none.
pub(super) fn forwarder(channel: &Channel) -> Result<&Forwarder> {
    channel.forwarder.as_ref().ok_or_else(|| {
        let error = Error::new(Kind::Rejected, format!("{} has no email forwarder", channel.address));
        match channel.kind {
            ChannelKind::OutlookOauth => error
                .with_hint("it is connected through Microsoft (OAuth): the inbox pulls its mail, so nothing has to be forwarded"),
            _ => error,
        }
    })
}

/// Warns of a forwarder that nobody confirmed, and explains one that is not there.
pub(super) fn about_forwarder(ctx: &Context, channel: &Channel) {
    match (&channel.forwarder, &channel.kind) {
        (Some(Forwarder { source: ForwarderSource::Derived, address }), _) => ctx.ui.warn(&format!(
            "the server did not say this channel's forwarder; {address} is derived from its id. Check it with a test mail before you rely on it"
        )),
        (None, ChannelKind::OutlookOauth) => ctx.ui.status(&format!(
            "{} is connected through Microsoft (OAuth): the inbox pulls its mail, so it needs no forwarder",
            channel.address
        )),
        (None, _) => ctx.ui.status(&format!("{} has no email forwarder", channel.address)),
        _ => {}
    }
}

/// Makes sure that waiting for mail is not in vain from the start.
///
/// # Errors
/// [`NotProven`](Kind::NotProven) in the local workspace, unless a server receives for it.
pub(super) fn can_arrive(client: &SignedIn) -> Result<()> {
    if client.receives_mail() {
        return Ok(());
    }
    let message = "this is the local workspace, and no server receives mail for it: nothing would arrive";
    Err(Error::new(Kind::NotProven, message).with_hint(
        "start one over it (qontak server run --smtp ADDRESS:PORT --forwarder-domain DOMAIN), or name your server with --profile",
    ))
}

/// The answer of `add` and `forwarder`: the bare address, or the whole record when a format was asked for.
pub(super) fn print_forwarder(ctx: &Context, client: &SignedIn, channel: Channel) -> Result<()> {
    if ctx.ui.explicit_format() {
        about_forwarder(ctx, &channel);
        ctx.ui.record(&ChannelRow(channel))?;
    } else {
        let forwarder = forwarder(&channel)?;
        about_forwarder(ctx, &channel);
        ctx.ui.line(&forwarder.address)?;
    }
    if !client.receives_mail() {
        ctx.ui
            .status("This is the local workspace: no mail server knows this forwarder, so mail sent to it does not arrive here.");
    }
    Ok(())
}

/// What to do next: nothing in a local workspace where no mail arrives.
pub(super) fn next_steps(ctx: &Context, client: &SignedIn, channel: &Channel) {
    if client.receives_mail() {
        print_steps(ctx, client, channel);
    }
}

/// How to set up forwarding at the mailbox's provider, on standard error; and how it is proven, where mail can arrive.
pub(super) fn print_steps(ctx: &Context, client: &SignedIn, channel: &Channel) {
    let Some(forwarder) = &channel.forwarder else { return };
    let row = ChannelRow(channel.clone());
    let provider = row.provider().and_then(providers::by_id);
    let name = provider.map_or("your mail provider", |p| p.name.as_str());
    ctx.ui.status(&format!("Forward mail from {} to {} at {name}:", channel.address, forwarder.address));
    for (number, step) in providers::forwarding_steps(provider).iter().enumerate() {
        ctx.ui.status(&format!("  {}. {step}", number + 1));
    }
    if !client.receives_mail() {
        return;
    }
    if provider.is_some_and(|provider| provider.confirms == Some(Confirms::Gmail)) {
        ctx.ui.status(&format!("Gmail's confirmation is found by: qontak email confirm {} --wait", channel.address));
    }
    ctx.ui.status(&format!("Whether mail arrives is proven by: qontak email verify {}", channel.address));
}
