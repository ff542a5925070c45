//! What a channel's settings tell without asking anybody: whether they are complete and fit each other, and what is known about the
//! provider.

use super::Case;
use super::row::Finding;
use crate::channel::{ChannelKind, Security};
use crate::mail::providers::{Dated, Provider};
use crate::profile::quoted;
use jiff::civil::Date;

const SETTINGS: &str = "settings";
const PROVIDER: &str = "provider";
/// How many days before a day it is more than good to know.
const SOON: i32 = 90;

/// Whether the settings are complete and fit each other; `answers` says whether the outbox server works, where that is known.
pub(super) fn settings(case: &Case<'_>, answers: Option<bool>) -> Finding {
    let channel = case.channel;
    let edit = |flags: &str| format!("qontak email edit {} {flags}", case.reference());
    if case.address.is_none() {
        return Finding::error(SETTINGS, "address_invalid", "The channel's address is no mailbox address.")
            .remedy(edit("--address ADDRESS"));
    }
    match &channel.kind {
        ChannelKind::OutlookOauth => {
            return Finding::ok(SETTINGS, "Connected through Microsoft (OAuth): there are no SMTP settings to be wrong.");
        }
        ChannelKind::Other(kind) => {
            return Finding::info(SETTINGS, "kind_unknown", format!("This version does not know channels of the kind {kind}."));
        }
        ChannelKind::Smtp => {}
    }
    let missing: Vec<&str> = [
        ("the host", channel.smtp_host.as_deref().is_none_or(str::is_empty)),
        ("the port", channel.smtp_port.is_none()),
        ("the security", channel.security.is_none()),
        ("the login", channel.smtp_username.as_deref().is_none_or(str::is_empty)),
    ]
    .into_iter()
    .filter_map(|(name, is_missing)| is_missing.then_some(name))
    .collect();
    if !missing.is_empty() {
        let text = format!("The outbox server is incomplete: {} missing.", is_or_are(&missing));
        return Finding::error(SETTINGS, "settings_incomplete", text).remedy(edit("--smtp-host HOST --smtp-port PORT"));
    }
    let Some(security) = case.security() else {
        let word = channel.security.as_deref().unwrap_or_default();
        return Finding::error(SETTINGS, "security_unknown", format!("Nobody knows the security {word}."))
            .remedy(edit("--security ssl"));
    };
    let port = channel.smtp_port.unwrap_or_default();
    let found = [inactive(case), login(case), misfit(case, (port, security), answers)];
    // Of several that are as bad as each other, the last one stands.
    found.into_iter().flatten().max_by_key(|finding| finding.severity).unwrap_or_else(|| {
        let host = channel.smtp_host.as_deref().unwrap_or_default();
        Finding::ok(SETTINGS, format!("Complete: {host}:{port} ({security})."))
    })
}

fn is_or_are(missing: &[&str]) -> String {
    match missing {
        [one] => format!("{one} is"),
        several => format!("{} are", several.join(", ")),
    }
}

/// A port that the provider is not known to serve so, or that is not spoken so anywhere.
fn misfit(case: &Case<'_>, (port, security): (u16, Security), answers: Option<bool>) -> Option<Finding> {
    let edit = |port: u16, security: Security| {
        format!("qontak email edit {} --smtp-port {port} --security {security}", case.reference())
    };
    if let Some(provider) = case.provider {
        if provider.serves(port, security) {
            return None;
        }
        let best = provider.outbox();
        let text = format!("{} is not known to serve port {port} with {security}", provider.name);
        let finding = match answers {
            // What a server does counts for more than what is written about it.
            Some(true) => Finding::info(SETTINGS, "port_misfit", format!("{text}, but answers there.")),
            Some(false) => Finding::error(SETTINGS, "port_misfit", format!("{text}, and nothing works there.")),
            None => Finding::warning(SETTINGS, "port_misfit", format!("{text}.")),
        };
        return Some(finding.remedy(edit(best.port, best.security)));
    }
    let expected = match port {
        465 | 2465 => Security::Ssl,
        587 | 2587 => Security::Starttls,
        25 => {
            let text = "Port 25 is between mail servers; most networks block it, and most servers take no login there.";
            return Some(Finding::warning(SETTINGS, "port_misfit", text).remedy(edit(465, Security::Ssl)));
        }
        _ => return None,
    };
    let text = format!("Port {port} is usually spoken with {expected}, not with {security}.");
    let finding = Finding::warning(SETTINGS, "port_misfit", text).remedy(edit(port, expected));
    (!expected.is_same_as(security)).then_some(finding)
}

/// A login that the provider does not know.
fn login(case: &Case<'_>) -> Option<Finding> {
    let (provider, address) = (case.provider?, case.address.as_ref()?);
    let login = case.channel.smtp_username.as_deref()?;
    let edit = |login: &str| format!("qontak email edit {} --smtp-username {}", case.reference(), quoted(login));
    let wrong = |wanted: &str, remedy: String| {
        let text = format!("{} wants {wanted} as login, not {login}.", provider.name);
        Some(Finding::warning(SETTINGS, "username_form", text).remedy(remedy))
    };
    match provider.login(address) {
        Some(wanted) if wanted != login => wrong(&wanted, edit(&wanted)),
        Some(_) => None,
        None if provider.has_own_logins() && address.is_same_mailbox(login) => {
            wrong("the login that was made there", edit("LOGIN"))
        }
        None if !provider.has_own_logins() && !login.contains('@') => wrong("an email address", edit(address.as_str())),
        None => None,
    }
}

fn inactive(case: &Case<'_>) -> Option<Finding> {
    let finding = Finding::warning(SETTINGS, "inactive", "The server says that the channel is not active.");
    (case.channel.active == Some(false)).then(|| finding.remedy("Look at it in the chat panel: Integrations > Email."))
}

/// What is known about the provider, seen on a day.
pub(super) fn provider(case: &Case<'_>, today: Date) -> Vec<Finding> {
    let Some(provider) = case.provider else {
        return match case.channel.kind {
            ChannelKind::Smtp => vec![Finding::info(PROVIDER, "provider_unknown", "The provider is not one that is known here.")],
            _ => vec![Finding::info(PROVIDER, "not_applicable", "Nothing is known about the provider.")],
        };
    };
    if case.channel.kind == ChannelKind::OutlookOauth {
        let text = "Signs in with Microsoft (OAuth): the end of passwords for SMTP does not matter here.";
        return vec![Finding::info(PROVIDER, "not_applicable", text)];
    }
    let help = provider.help.as_deref();
    if !provider.works_with_password() {
        let text = provider.warnings().first().cloned().unwrap_or_else(|| format!("{} takes no password.", provider.name));
        let remedy = provider.notes.first().cloned().unwrap_or_default();
        return vec![Finding::error(PROVIDER, "basic_auth_retired", text).remedy(remedy).page(help)];
    }
    let is_dated = |text: &String| provider.dated.iter().any(|dated| dated.text == *text);
    let timeless = provider.warnings().iter().filter(|text| !is_dated(text));
    let timeless = timeless.map(|text| Finding::info(PROVIDER, "provider_notice", text.clone()).page(help));
    let dated = provider.dated.iter().map(|dated| on_a_day(provider, dated, today));
    let mut findings: Vec<Finding> = dated.chain(timeless).collect();
    if findings.is_empty() {
        findings.push(Finding::ok(PROVIDER, format!("Nothing is known against {}.", provider.name)));
    }
    findings
}

fn on_a_day(provider: &Provider, dated: &Dated, today: Date) -> Finding {
    let days = today.until(dated.on).map_or(0, |span| span.get_days());
    let when = match days {
        0 => "That is today.".to_owned(),
        1 => "That is tomorrow.".to_owned(),
        2.. => format!("That is in {days} days ({}).", dated.on),
        _ => format!("That was on {}.", dated.on),
    };
    let text = format!("{} {when}", dated.text);
    let finding = match days > SOON {
        true => Finding::info(PROVIDER, "provider_date", text),
        false => Finding::warning(PROVIDER, "provider_date", text),
    };
    let remedy = match days >= 0 {
        true => "Settle it with the mailbox's administrator before that day.",
        false => "If sign-ins fail since then, ask the mailbox's administrator.",
    };
    finding.remedy(remedy).page(provider.help.as_deref())
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
