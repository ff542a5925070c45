//! SMTP settings tried for real, by every verb that does so: with progress in a terminal, and what failed as an error that helps.

use crate::channel::{Channel, ChannelPatch, Security};
use crate::commands::{Context, remedy};
use crate::error::{Error, Kind, Result};
use crate::mail::network::Network;
use crate::mail::smtp::{Account, Report, Step, check};
use crate::mail::smtp_errors::Explanation;

/// Tries `account`, each step for as long as `--timeout` says. Never fails itself: see [`failure`].
pub(super) async fn tried(ctx: &Context, account: &Account, network: &Network) -> Report {
    let server = format!("{}:{}", account.host, account.port);
    let progress = |layer: crate::mail::smtp::Layer| ctx.ui.progress(&format!("Trying {server}: {}…", layer.as_str()));
    let report = check(account, network, ctx.options.timeout, &progress).await;
    ctx.ui.end_progress();
    report
}

/// What failed, as the error that ends a command; `None` where all went well. `channel` is the mailbox whose channel can be edited.
pub(super) fn failure(account: &Account, report: &Report, channel: Option<&str>) -> Option<Error> {
    let step = report.failure()?;
    let Step { layer, detail, explanation, .. } = step;
    let Explanation { class, cause, page, .. } = explanation.clone()?;
    let message = format!("{}:{} failed at {} ({class}): {detail}", account.host, account.port, layer.as_str());
    let page = page.map(|page| format!(" See {page}")).unwrap_or_default();
    let remedy = explanation.as_ref().map(|why| told(why.remedy, account, channel)).unwrap_or_default();
    Some(Error::new(Kind::NotProven, message).with_hint(format!("{cause} {remedy}{page}")))
}

/// A remedy for this channel, or for settings that are none.
pub(super) fn told(text: &str, account: &Account, channel: Option<&str>) -> String {
    channel.map_or_else(|| remedy::without_channel(text, &account.mailbox), |mailbox| remedy::for_mailbox(text, mailbox))
}

/// What a channel will sign in with once `patch` is on it.
///
/// # Errors
/// [`Rejected`](Kind::Rejected) when neither of them says where the outbox server is.
pub(super) fn account(channel: &Channel, patch: &ChannelPatch) -> Result<Account> {
    let missing = |what: &str| {
        let message = format!("the server does not say the SMTP {what} of {}", channel.address);
        Error::new(Kind::Rejected, message).with_hint(format!("pass --smtp-{what}"))
    };
    let mailbox = patch.address.as_ref().map_or_else(|| channel.address.clone(), ToString::to_string);
    let host = patch.smtp_host.as_ref().map(ToString::to_string).or_else(|| channel.smtp_host.clone());
    // A word that nobody has seen yet is treated as the one that most providers mean.
    let kept = channel.security.as_deref().and_then(Security::parse).unwrap_or(Security::Starttls);
    Ok(Account {
        host: host.ok_or_else(|| missing("host"))?,
        port: patch.smtp_port.or(channel.smtp_port).ok_or_else(|| missing("port"))?,
        security: patch.security.unwrap_or(kept),
        login: patch.smtp_username.clone().or_else(|| channel.smtp_username.clone()).unwrap_or_else(|| mailbox.clone()),
        mailbox,
        password: patch.password.clone(),
    })
}
