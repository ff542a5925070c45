//! `email add`

use super::form::{self, Problems, Typed};
use super::row::ChannelRow;
use super::{ADMIN_ROLE, existing, proven, report};
use crate::channel::{Address, NewChannel};
use crate::cli::AddArgs;
use crate::commands::{Context, secret};
use crate::error::{Error, Kind, Result};
use crate::mail::providers;
use secrecy::SecretString;

/// Connects a mailbox: fills the gaps, refuses one that is connected already, tries the settings, and ends with its forwarder.
///
/// # Errors
/// [`Usage`](Kind::Usage) names every field that is missing or wrong, before any request; [`AlreadyExists`](Kind::AlreadyExists);
/// [`NotProven`](Kind::NotProven) for settings that do not work; whatever the server says.
pub async fn run(args: AddArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<ChannelRow>()?;
    let (address, mut typed) = read(&args, ctx)?;
    let password = secret::resolve(&args.password, ctx).await?;
    let client = ctx.sign_in()?;

    let address = match address {
        Some(address) => address,
        None => ctx.ui.ask("Email Address", None, |t| Address::parse(t).map_err(|i| i.to_string())).await?,
    };
    let existing = match client.find(&address).await {
        Ok(existing) => existing,
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    if let Some(channel) = existing {
        return existing::run(ctx, &client, channel, &args, (&mut typed, password)).await;
    }
    let mut new = complete(ctx, address, &mut typed, password).await?;
    proven::new_channel(ctx, &mut new, args.no_check).await?;
    let channel = match client.add(&new).await {
        Ok(channel) => channel,
        // Somebody else was faster, between the look and the write.
        Err(error) if error.kind() == Kind::AlreadyExists => {
            let Some(channel) = client.find(&new.address).await? else { return Err(error) };
            return existing::run(ctx, &client, channel, &args, (&mut typed, Some(new.password))).await;
        }
        Err(error) => return Err(client.explain_forbidden(error, ADMIN_ROLE).await),
    };
    ctx.ui.status(&format!("Connected {}. Its email forwarder:", channel.address));
    report::print_forwarder(ctx, &client, channel.clone())?;
    report::next_steps(ctx, &client, &channel);
    Ok(())
}

/// Checks what was typed; where nobody can be asked, what is missing is said with it.
fn read(args: &AddArgs, ctx: &Context) -> Result<(Option<Address>, Typed)> {
    let mut problems = Problems::default();
    let address = problems.check("email address", args.address.as_deref().map(Address::parse));
    let typed = Typed::read(&args.outbox, &mut problems);
    if !ctx.ui.can_prompt() {
        if args.address.is_none() {
            problems.add("email address", "field is required (pass ADDRESS)");
        }
        if !secret::is_given(&args.password) {
            problems.add(
                "password",
                "field is required (pass --password-stdin, --password-file, --password-env or --password-command)",
            );
        }
        if args.address.is_none() && args.outbox.provider.is_none() && !typed.is_custom() {
            problems.add("provider", "field is required (pass --provider, or --smtp-host, --smtp-port and --security)");
        }
        if args.outbox.smtp_username.is_none() {
            typed.missing_login(address.as_ref(), &mut problems);
        }
        typed.missing(&args.outbox, address.as_ref(), &mut problems);
    }
    problems.into_result().map(|()| (address, typed))
}

/// Asks for what is still missing. Where nobody can be asked, [`read`] has made sure that nothing is.
async fn complete(ctx: &Context, address: Address, typed: &mut Typed, password: Option<SecretString>) -> Result<NewChannel> {
    let outbox = match typed.outbox(Some(&address)) {
        // A provider that only follows from the address is a proposal: shown, and in a terminal asked.
        Some(outbox) if typed.provider.is_some() || typed.is_custom() || !ctx.ui.can_prompt() => outbox,
        _ => form::ask_outbox(ctx, typed, &address, None).await?,
    };
    let provider = typed.known_provider(Some(&address));
    let name = provider.map_or("custom provider", |p| p.name.as_str());
    ctx.ui.status(&format!("Outbox server (SMTP) of {address}: {outbox}, {name}"));
    form::warn_of_provider(ctx, providers::to_warn_of(provider, address.domain())).await?;
    if typed.lacks_login(Some(&address)).is_some() {
        typed.login = Some(form::ask_login(ctx, None).await?);
    }
    let password = match password {
        Some(password) => password,
        None => {
            ctx.ui.ask_hidden("Password (Encrypted)", false).await?.ok_or_else(|| Error::usage("password: field is required"))?
        }
    };
    let password = form::normalise(ctx, provider, password);
    Ok(NewChannel { smtp_username: typed.login_for(&address), address, password, outbox })
}
