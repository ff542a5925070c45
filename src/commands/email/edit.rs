//! `email edit CHANNEL`

use super::form::{self, Problems, Typed};
use super::row::ChannelRow;
use super::{ADMIN_ROLE, patch, proven, report};
use crate::channel::{Address, Channel, ChannelKind, ChannelPatch, Host, Outbox, Security};
use crate::cli::EditArgs;
use crate::client::SignedIn;
use crate::commands::{Context, secret};
use crate::error::{Error, Kind, Result};
use crate::mail::providers;

/// Changes a channel: only what differs is sent, old and new are shown, new settings are tried, and in a terminal *Save changes?* is
/// asked.
///
/// # Errors
/// [`Usage`](Kind::Usage) for wrong fields or when nothing is to be changed; [`NotFound`](Kind::NotFound);
/// [`NotProven`](Kind::NotProven) for settings that do not work; [`Declined`](Kind::Declined); whatever the server says.
pub async fn run(args: EditArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<ChannelRow>()?;
    let mut problems = Problems::default();
    let address = problems.check("email address", args.address.as_deref().map(Address::parse));
    let mut typed = Typed::read(&args.outbox, &mut problems);
    let nothing = args.address.is_none() && !secret::is_given(&args.password) && !typed.says_something();
    problems.into_result()?;
    if nothing && !ctx.ui.can_prompt() {
        return Err(Error::usage("nothing to change")
            .with_hint("pass --address, --provider, --smtp-…, or a password source like --password-stdin"));
    }
    let password = secret::resolve(&args.password, ctx).await?;
    let client = ctx.sign_in()?;
    let channel = match client.channel(&args.channel).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    editable(&channel)?;
    let wanted = if nothing {
        ask(ctx, &channel, &mut typed).await?
    } else {
        patch::fill_login(ctx, &channel, &mut typed).await?;
        patch::from_flags(ctx, &channel, address, &typed, password)
    };
    let mut patch = patch::only_changes(&channel, wanted);
    if !patch.is_empty() {
        ctx.ui.status(&format!("To be changed on {}:", channel.address));
    }
    for line in patch::describe(&channel, &patch) {
        ctx.ui.status(&line);
    }
    if patch.is_empty() {
        ctx.ui.status("Nothing to change.");
        return ctx.ui.record(&ChannelRow(channel));
    }
    if args.dry_run {
        ctx.ui.status("Dry run: nothing was changed.");
        return ctx.ui.record(&ChannelRow(channel));
    }
    proven::patch(ctx, &channel, &mut patch, args.no_check).await?;
    if !args.yes && ctx.ui.can_prompt() {
        ctx.ui.confirm("Save changes?", "Save", "Cancel").await?;
    }
    let changed = apply(ctx, &client, &channel, patch).await?;
    report::about_forwarder(ctx, &changed);
    ctx.ui.record(&ChannelRow(changed))
}

/// Sends the patch, and makes sure that the server did what it said.
pub(super) async fn apply(ctx: &Context, client: &SignedIn, channel: &Channel, patch: ChannelPatch) -> Result<Channel> {
    editable(channel)?;
    let patch = patch::with_login(channel, patch);
    let changed = match client.edit(&channel.id, &patch).await {
        Ok(changed) => changed,
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    let left = patch::left_undone(&changed, patch);
    if !left.is_empty() {
        let fields: Vec<String> = patch::describe(&changed, &left);
        return Err(Error::unexpected(
            format_args!("editing {}", channel.address),
            format!("the server said yes but kept {}", fields.join("; ")),
        ));
    }
    ctx.ui.status(&format!("Saved {}.", changed.address));
    Ok(changed)
}

/// The guided form: Enter keeps what is there.
async fn ask(ctx: &Context, channel: &Channel, typed: &mut Typed) -> Result<ChannelPatch> {
    ctx.ui.status(&format!("Editing {} (channel {}). Enter keeps a value.", channel.address, channel.id));
    let check = |t: &str| Address::parse(t).map_err(|i| i.to_string());
    let address = ctx.ui.ask("Email Address", Some(&channel.address), check).await?;
    let kept = current_outbox(channel);
    let outbox = form::ask_outbox(ctx, typed, &address, kept.as_ref()).await?;
    form::warn_of_provider(ctx, providers::to_warn_of(typed.provider, address.domain())).await?;
    patch::fill_login(ctx, channel, typed).await?;
    let password = ctx.ui.ask_hidden("Password (Encrypted, Enter keeps it)", true).await?;
    Ok(ChannelPatch {
        smtp_username: typed.login.clone().or_else(|| patch::implied_login(channel, typed, Some(&address))),
        password: password.map(|p| form::normalise(ctx, typed.provider, p)),
        smtp_host: Some(outbox.host),
        smtp_port: Some(outbox.port),
        security: Some(outbox.security),
        address: Some(address),
    })
}

fn current_outbox(channel: &Channel) -> Option<Outbox> {
    Some(Outbox {
        host: Host::parse(channel.smtp_host.as_deref()?).ok()?,
        port: channel.smtp_port?,
        security: Security::parse(channel.security.as_deref()?)?,
    })
}

/// Refuses a channel that has no password and no outbox server.
pub(super) fn editable(channel: &Channel) -> Result<()> {
    if channel.kind == ChannelKind::Smtp {
        return Ok(());
    }
    let (address, kind) = (&channel.address, channel.kind.as_str());
    let message = format!("{address} is not an SMTP channel ({kind}): it has no password and no outbox server to edit");
    Err(Error::new(Kind::Rejected, message).with_hint("a channel that signs in through Microsoft is reconnected in the panel"))
}
