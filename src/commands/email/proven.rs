//! The SMTP settings of a new or changed channel, tried before anything is written.

use super::{form, tried};
use crate::channel::{Channel, ChannelPatch, NewChannel};
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::mail::network::Network;
use crate::mail::providers;
use crate::mail::smtp::{Account, Report};
use crate::mail::smtp_errors::About;
use crate::redact::Forms;
use secrecy::{ExposeSecret as _, SecretString};

/// What says that nothing is to be tried.
const NO_CHECK: &str = "QONTAK_NO_CHECK";
/// How many passwords are tried before somebody has to look elsewhere: providers lock mailboxes after a few.
const PASSWORDS: usize = 3;

/// Tries the settings of a new channel; in a terminal a password that is refused can be typed again.
///
/// # Errors
/// [`NotProven`](crate::error::Kind::NotProven) when they do not work.
pub(super) async fn new_channel(ctx: &Context, new: &mut NewChannel, no_check: bool) -> Result<()> {
    let account = Account {
        host: new.outbox.host.to_string(),
        port: new.outbox.port,
        security: new.outbox.security,
        login: new.smtp_username.clone().unwrap_or_else(|| new.address.to_string()),
        mailbox: new.address.to_string(),
        password: Some(new.password.clone()),
    };
    if let Some(password) = prove(ctx, account, None, no_check).await? {
        new.password = password;
    }
    Ok(())
}

/// The same for what an edit changes of the settings. Without a new password everything up to the sign-in is tried: the one that is
/// stored never leaves the server.
///
/// # Errors
/// [`NotProven`](crate::error::Kind::NotProven) when they do not work.
pub(super) async fn patch(ctx: &Context, channel: &Channel, patch: &mut ChannelPatch, no_check: bool) -> Result<()> {
    let touches = patch.password.is_some()
        || patch.smtp_username.is_some()
        || patch.smtp_host.is_some()
        || patch.smtp_port.is_some()
        || patch.security.is_some();
    if !touches || is_off(ctx, no_check) {
        return Ok(());
    }
    let account = match tried::account(channel, patch) {
        Ok(account) => account,
        // A server that keeps the outbox to itself does not keep anybody from setting a password.
        Err(why) => {
            ctx.ui.warn(&format!("the settings were not tried: {}", why.message()));
            return Ok(());
        }
    };
    let unsigned = account.password.is_none();
    if let Some(password) = prove(ctx, account, Some(&channel.address), no_check).await? {
        patch.password = Some(password);
    }
    if unsigned {
        ctx.ui.status("The sign-in was not tried: the stored password stays on the server.");
    }
    Ok(())
}

fn is_off(ctx: &Context, no_check: bool) -> bool {
    no_check || ctx.environment.is_set(NO_CHECK)
}

/// Tries an account until it works; the password that does, where another one was typed.
async fn prove(ctx: &Context, mut account: Account, channel: Option<&str>, no_check: bool) -> Result<Option<SecretString>> {
    if is_off(ctx, no_check) {
        return Ok(None);
    }
    let (mut typed, mut refused) = (None, Forms::default());
    for attempt in 1.. {
        let report = tried::tried(ctx, &account, &Network::default()).await;
        let Some(error) = tried::failure(&account, &report, channel) else { break };
        let error = saved_all_the_same(&error, &refused);
        if !is_mended_by_a_password(&account, &report) || attempt == PASSWORDS || !ctx.ui.can_prompt() {
            return Err(error);
        }
        ctx.ui.warn(error.message());
        let why = report.failure().and_then(|step| step.explanation.as_ref());
        why.inspect(|why| ctx.ui.status(why.cause));
        let Some(password) = ctx.ui.ask_hidden("Password (Encrypted, Enter gives up)", true).await? else { return Err(error) };
        let password = form::normalise(ctx, providers::by_host(&account.host, account.port), password);
        if let Some(before) = account.password.replace(password.clone()) {
            refused.extend(Forms::of(before.expose_secret()));
        }
        typed = Some(password);
    }
    Ok(typed)
}

fn is_mended_by_a_password(account: &Account, report: &Report) -> bool {
    let about = report.failure().and_then(|step| step.explanation.as_ref()).and_then(|why| why.about);
    account.password.is_some() && about == Some(About::Password)
}

/// Nothing was saved; somebody may want to all the same. A server may repeat the passwords that it has refused before.
fn saved_all_the_same(error: &Error, refused: &Forms) -> Error {
    let clean = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        refused.replace_disguised(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let hint = clean(error.hint().unwrap_or_default());
    let end = if hint.ends_with(['.', '?']) || hint.is_empty() { "" } else { "." };
    let hint = format!("{hint}{end} Nothing was saved; to save without trying: --no-check");
    Error::new(error.kind(), clean(error.message())).with_hint(hint.trim())
}
