//! What an edit changes: which of the wanted values differ from what is there, and whether the server did as it was told.

use super::form::{self, Typed};
use super::row::ChannelRow;
use crate::channel::{Address, Channel, ChannelPatch, Host, Security};
use crate::commands::Context;
use crate::error::Result;
use crate::mail::providers;
use secrecy::SecretString;

/// What the flags ask for, and nothing else. A provider that was named brings its server and the login it wants.
pub(super) fn from_flags(
    ctx: &Context,
    channel: &Channel,
    address: Option<Address>,
    typed: &Typed,
    password: Option<SecretString>,
) -> ChannelPatch {
    let outbox = typed.provider.map(providers::Provider::outbox);
    let provider = typed.known_provider(None).or_else(|| providers::by_id(ChannelRow(channel.clone()).provider()?));
    let mailbox = address.clone().or_else(|| Address::parse(&channel.address).ok());
    ChannelPatch {
        address,
        smtp_username: typed.login.clone().or_else(|| implied_login(channel, typed, mailbox.as_ref())),
        password: password.map(|p| form::normalise(ctx, provider, p)),
        smtp_host: outbox.as_ref().map(|o| o.host.clone()).or_else(|| typed.host.clone()),
        smtp_port: outbox.as_ref().map(|o| o.port).or(typed.port),
        security: outbox.as_ref().map(|o| o.security).or(typed.security),
    }
}

/// The login that a named provider wants, where the channel has another one.
pub(super) fn implied_login(channel: &Channel, typed: &Typed, mailbox: Option<&Address>) -> Option<String> {
    let (provider, mailbox) = (typed.provider.filter(|p| !p.has_own_logins())?, mailbox?);
    let wanted = provider.login(mailbox).unwrap_or_else(|| mailbox.to_string());
    let current = channel.smtp_username.as_deref().unwrap_or(&channel.address);
    (!is_same_login(&wanted, current)).then_some(wanted)
}

/// Asks for the login where the channel moves to a provider whose logins only the customer knows. At the provider it is at, a
/// channel keeps the login it has.
pub(super) async fn fill_login(ctx: &Context, channel: &Channel, typed: &mut Typed) -> Result<()> {
    let Some(provider) = typed.lacks_login(None) else { return Ok(()) };
    let kept = channel.smtp_username.as_deref().filter(|login| !is_same_login(login, &channel.address));
    if kept.is_none() || ChannelRow(channel.clone()).provider() != Some(&*provider.id) {
        typed.login = Some(form::ask_login(ctx, None).await?);
    }
    Ok(())
}

/// Drops what is already so. The case of an address may be changed; a server's own spelling of a host, a domain or a security
/// is no difference.
pub(super) fn only_changes(channel: &Channel, patch: ChannelPatch) -> ChannelPatch {
    let same_address = |a: &Address| Address::parse(&channel.address).is_ok_and(|old| old == *a);
    let same_login = |login: &String| channel.smtp_username.as_ref() == Some(login);
    drop_same(channel, patch, same_address, same_login)
}

/// What of a patch the server did not do. A server may normalise: the same mailbox in another spelling is the same.
pub(super) fn left_undone(changed: &Channel, patch: ChannelPatch) -> ChannelPatch {
    let same_address = |a: &Address| a.is_same_mailbox(&changed.address);
    let same_login = |login: &String| changed.smtp_username.as_deref().is_some_and(|old| is_same_login(login, old));
    drop_same(changed, ChannelPatch { password: None, ..patch }, same_address, same_login)
}

/// Whether two logins are one: equal, or the same mailbox. What is no address (a key) has only one spelling.
pub(super) fn is_same_login(one: &str, other: &str) -> bool {
    one == other || Address::parse(one).is_ok_and(|address| address.is_same_mailbox(other))
}

fn drop_same(
    channel: &Channel,
    patch: ChannelPatch,
    same_address: impl Fn(&Address) -> bool,
    same_login: impl Fn(&String) -> bool,
) -> ChannelPatch {
    let same_host = |host: &Host| channel.smtp_host.as_deref().is_some_and(|old| Host::parse(old).is_ok_and(|old| old == *host));
    let old_security = channel.security.as_deref().and_then(Security::parse);
    ChannelPatch {
        address: patch.address.filter(|a| !same_address(a)),
        smtp_username: patch.smtp_username.filter(|login| !same_login(login)),
        password: patch.password,
        smtp_host: patch.smtp_host.filter(|host| !same_host(host)),
        smtp_port: patch.smtp_port.filter(|port| channel.smtp_port != Some(*port)),
        security: patch.security.filter(|new| !old_security.is_some_and(|old| old.is_same_as(*new))),
    }
}

/// On the wire, a login sent alone is also the mailbox address; so whoever changes one of two that differ sends both.
pub(super) fn with_login(channel: &Channel, mut patch: ChannelPatch) -> ChannelPatch {
    let own_login = channel.smtp_username.clone().filter(|login| !is_same_login(login, &channel.address));
    if patch.address.is_some() && patch.smtp_username.is_none() {
        patch.smtp_username = own_login;
    } else if patch.smtp_username.is_some() && patch.address.is_none() {
        patch.address = Address::parse(&channel.address).ok();
    }
    patch
}

/// `field: old → new`, a line each; a password is never shown.
pub(super) fn describe(channel: &Channel, patch: &ChannelPatch) -> Vec<String> {
    let text = |name: &str, old: Option<String>, new: Option<String>| {
        new.map(|new| format!("{name}: {} → {new}", old.as_deref().unwrap_or("-")))
    };
    [
        text("address", Some(channel.address.clone()), patch.address.as_ref().map(ToString::to_string)),
        text("smtp_host", channel.smtp_host.clone(), patch.smtp_host.as_ref().map(ToString::to_string)),
        text("smtp_port", channel.smtp_port.map(|p| p.to_string()), patch.smtp_port.map(|p| p.to_string())),
        text("security", channel.security.clone(), patch.security.map(|s| s.to_string())),
        text("smtp_username", channel.smtp_username.clone(), patch.smtp_username.clone()),
        text("password", Some("(set)".into()), patch.password.as_ref().map(|_| "(new)".into())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
