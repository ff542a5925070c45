//! `email add` of a mailbox that is connected already.

use super::form::{self, Typed};
use super::{edit, patch, proven, report};
use crate::channel::Channel;
use crate::cli::{AddArgs, IfExists};
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use secrecy::SecretString;

/// Refuses it, leaves it as it is, or sets on it what was given and nothing else; ends with its forwarder.
///
/// # Errors
/// [`AlreadyExists`](Kind::AlreadyExists) where that is asked for; whatever an edit ends with.
pub(super) async fn run(
    ctx: &Context,
    client: &SignedIn,
    channel: Channel,
    args: &AddArgs,
    given: (&mut Typed, Option<SecretString>),
) -> Result<()> {
    match args.if_exists {
        IfExists::Fail => Err(taken(&channel)),
        IfExists::Skip => skip(ctx, client, channel),
        IfExists::Update => {
            let channel = update(ctx, client, channel, given, args.no_check).await?;
            report::print_forwarder(ctx, client, channel.clone())?;
            report::next_steps(ctx, client, &channel);
            Ok(())
        }
    }
}

fn taken(channel: &Channel) -> Error {
    Error::new(Kind::AlreadyExists, format!("{} is connected already (channel {})", channel.address, channel.id))
        .with_hint("--if-exists skip leaves it as it is, --if-exists update sets these settings on it")
}

fn skip(ctx: &Context, client: &SignedIn, channel: Channel) -> Result<()> {
    let left = format!("{} is connected already; left as it is.", channel.address);
    if channel.forwarder.is_none() && !ctx.ui.explicit_format() {
        ctx.ui.status(&left);
        report::about_forwarder(ctx, &channel);
        return Ok(());
    }
    let more = if channel.forwarder.is_some() { " Its email forwarder:" } else { "" };
    ctx.ui.status(&format!("{left}{more}"));
    report::print_forwarder(ctx, client, channel)
}

/// `--if-exists update` said that it may be changed, so nobody is asked.
async fn update(
    ctx: &Context,
    client: &SignedIn,
    channel: Channel,
    (typed, password): (&mut Typed, Option<SecretString>),
    no_check: bool,
) -> Result<Channel> {
    edit::editable(&channel)?;
    form::warn_of_provider(ctx, typed.provider).await?;
    patch::fill_login(ctx, &channel, typed).await?;
    let wanted = patch::from_flags(ctx, &channel, None, typed, password);
    let mut patch = patch::only_changes(&channel, wanted);
    patch::describe(&channel, &patch).iter().for_each(|line| ctx.ui.status(line));
    if patch.is_empty() {
        ctx.ui.status("Nothing to change.");
        return Ok(channel);
    }
    proven::patch(ctx, &channel, &mut patch, no_check).await?;
    edit::apply(ctx, client, &channel, patch).await
}
