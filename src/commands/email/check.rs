//! `email check`

use super::form::{self, Problems, Typed};
use super::row::ChannelRow;
use super::{VIEW_ROLE, patch, tried};
use crate::channel::{Address, Channel, ChannelKind};
use crate::cli::CheckArgs;
use crate::commands::{Context, secret};
use crate::error::{Error, Kind, Result};
use crate::mail::providers::{self, Provider};
use crate::mail::smtp::{Account, Outcome, Step};
use crate::ui::{Cell, Column, Record};
use secrecy::SecretString;

/// Tries SMTP settings layer by layer: a channel's, or some that are no channel yet. Of a channel, the server is asked for its
/// settings and for nothing else; without one, no server is asked.
///
/// # Errors
/// [`Usage`](Kind::Usage) names every field that is missing or wrong, before any request; [`NotProven`](Kind::NotProven) names the
/// layer that failed; whatever reading the channel ends with.
pub async fn run(args: CheckArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Row>()?;
    let (address, mut typed) = read(&args, ctx)?;
    let password = secret::resolve(&args.password, ctx).await?;
    let (account, channel) = match (&args.channel, address) {
        (Some(reference), _) => of_channel(ctx, reference, &args, &mut typed, password).await?,
        (None, Some(address)) => (by_hand(ctx, address, &args, &mut typed, password).await?, None),
        (None, None) => return Err(Error::usage("email address: field is required (pass CHANNEL, or --address)")),
    };
    let report = tried::tried(ctx, &account, &args.network.network()).await;
    if args.transcript {
        report.transcript.iter().for_each(|line| ctx.ui.status(line));
    }
    let failure = tried::failure(&account, &report, channel.as_deref());
    let mut rows = ctx.ui.records()?;
    report.steps.into_iter().try_for_each(|step| rows.push(Row::new(step, &account, channel.as_deref())))?;
    rows.finish()?;
    if let Some(error) = failure {
        return Err(error);
    }
    let Account { host, port, login, mailbox, .. } = &account;
    ctx.ui.status(&match account.password {
        Some(_) => format!("{login} can send as {mailbox} through {host}:{port}. Nothing was sent."),
        None => format!("{host}:{port} works up to the sign-in, which was not tried."),
    });
    Ok(())
}

/// Checks what was typed; where nobody can be asked, what is missing is said with it.
fn read(args: &CheckArgs, ctx: &Context) -> Result<(Option<Address>, Typed)> {
    let mut problems = Problems::default();
    let address = problems.check("email address", args.address.as_deref().map(Address::parse));
    let typed = Typed::read(&args.outbox, &mut problems);
    if !ctx.ui.can_prompt() {
        if !args.no_login && !secret::is_given(&args.password) {
            let message = "field is required (pass --password-stdin, --password-file, --password-env or --password-command, \
                           or --no-login)";
            problems.add("password", message);
        }
        if args.channel.is_none() {
            if !args.no_login && args.outbox.smtp_username.is_none() {
                typed.missing_login(address.as_ref(), &mut problems);
            }
            typed.missing(&args.outbox, address.as_ref(), &mut problems);
        }
    }
    problems.into_result().map(|()| (address, typed))
}

/// The settings of a channel, and what the flags say instead.
async fn of_channel(
    ctx: &Context,
    reference: &str,
    args: &CheckArgs,
    typed: &mut Typed,
    password: Option<SecretString>,
) -> Result<(Account, Option<String>)> {
    let client = ctx.sign_in()?;
    let channel = match client.channel(reference).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    checkable(&channel)?;
    let provider = typed.known_provider(None).or_else(|| providers::by_id(ChannelRow(channel.clone()).provider()?));
    let domain = channel.address.rsplit('@').next().unwrap_or_default();
    warn(ctx, providers::to_warn_of(provider, domain), args).await?;
    patch::fill_login(ctx, &channel, typed).await?;
    let password = ask_password(ctx, args, password).await?;
    let patch = patch::from_flags(ctx, &channel, None, typed, password);
    Ok((tried::account(&channel, &patch)?, Some(channel.address)))
}

/// Settings that are no channel yet.
async fn by_hand(
    ctx: &Context,
    address: Address,
    args: &CheckArgs,
    typed: &mut Typed,
    password: Option<SecretString>,
) -> Result<Account> {
    let outbox = match typed.outbox(Some(&address)) {
        Some(outbox) => outbox,
        None => form::ask_outbox(ctx, typed, &address, None).await?,
    };
    let provider = typed.known_provider(Some(&address));
    warn(ctx, providers::to_warn_of(provider, address.domain()), args).await?;
    if !args.no_login && typed.lacks_login(Some(&address)).is_some() {
        typed.login = Some(form::ask_login(ctx, None).await?);
    }
    let password = ask_password(ctx, args, password).await?.map(|password| form::normalise(ctx, provider, password));
    Ok(Account {
        host: outbox.host.to_string(),
        port: outbox.port,
        security: outbox.security,
        login: typed.login_for(&address).unwrap_or_else(|| address.to_string()),
        mailbox: address.to_string(),
        password,
    })
}

/// Refuses a channel that has no outbox server.
fn checkable(channel: &Channel) -> Result<()> {
    if channel.kind == ChannelKind::Smtp {
        return Ok(());
    }
    let (address, kind) = (&channel.address, channel.kind.as_str());
    let message = format!("{address} is not an SMTP channel ({kind}): there are no SMTP settings to check");
    Err(Error::new(Kind::Rejected, message).with_hint("a channel that signs in through Microsoft needs no password here"))
}

/// What is known to go wrong is said before it is tried; and nobody is asked about a password that is not tried.
async fn warn(ctx: &Context, provider: Option<&Provider>, args: &CheckArgs) -> Result<()> {
    if !args.no_login {
        return form::warn_of_provider(ctx, provider).await;
    }
    if let Some(provider) = provider {
        provider.warnings().iter().for_each(|warning| ctx.ui.warn(&format!("{}: {warning}", provider.name)));
    }
    Ok(())
}

/// The server never gives a channel's password out.
async fn ask_password(ctx: &Context, args: &CheckArgs, password: Option<SecretString>) -> Result<Option<SecretString>> {
    if args.no_login || password.is_some() {
        return Ok(password);
    }
    let typed = ctx.ui.ask_hidden("Password (Encrypted)", false).await?;
    typed.map(Some).ok_or_else(|| Error::usage("password: field is required"))
}

/// A layer as it is printed. Fields are only ever added, at the end; a test pins them.
struct Row {
    step: Step,
    remedy: Option<String>,
}

impl Row {
    fn new(step: Step, account: &Account, channel: Option<&str>) -> Self {
        let remedy = step.explanation.as_ref().map(|why| tried::told(why.remedy, account, channel));
        Self { step, remedy }
    }
}

/// One column.
const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a Row) -> Cell<'a>) -> Column<Row> {
    Column { name, shown, cell }
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        column("layer", true, |r| r.step.layer.as_str().into()),
        column("result", true, |r| r.step.outcome.as_str().into()),
        column("elapsed_ms", true, |r| r.step.elapsed.map(|t| u64::try_from(t.as_millis()).unwrap_or(u64::MAX)).into()),
        column("detail", true, |r| (r.step.outcome != Outcome::Skipped).then_some(r.step.detail.as_str()).into()),
        column("class", true, |r| r.step.explanation.as_ref().map(|why| why.class).into()),
        column("cause", false, |r| r.step.explanation.as_ref().map(|why| why.cause).into()),
        column("remedy", false, |r| (&r.remedy).into()),
        column("page", false, |r| r.step.explanation.as_ref().and_then(|why| why.page).into()),
    ];
}
