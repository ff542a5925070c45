//! Whether the outbox server answers, and whether mail to the forwarder has somewhere to go.

use super::row::Finding;
use super::{Case, Tools};
use crate::channel::{ChannelKind, Forwarder, ForwarderSource};
use crate::commands::remedy;
use crate::mail::dns::{Found, Mx, Resolver};
use crate::mail::smtp::{self, Account};
use crate::profile::{BaseUrl, Server};
use url::Host;

const OUTBOX: &str = "outbox";
const FORWARDER: &str = "forwarder";
/// How many mail exchangers are looked up.
const EXCHANGERS: usize = 4;

/// Tries the outbox server up to the sign-in.
pub(super) async fn outbox(case: &Case<'_>, tools: &Tools<'_>) -> Finding {
    let channel = case.channel;
    if channel.kind == ChannelKind::OutlookOauth {
        return Finding::info(OUTBOX, "not_applicable", "Sends through Microsoft (OAuth): there is no SMTP server to try.");
    }
    let (Some(host), Some(port), Some(security)) = (channel.smtp_host.clone(), channel.smtp_port, case.security()) else {
        return Finding::info(OUTBOX, "not_tried", "Not tried, because the settings are incomplete.");
    };
    let at = format!("{host}:{port}");
    let account = Account {
        host,
        port,
        security,
        login: channel.smtp_username.clone().unwrap_or_default(),
        mailbox: channel.address.clone(),
        password: None,
    };
    // One step may take half of the time, so that a host that says nothing is told from one that is slow.
    let report = smtp::check(&account, tools.network, tools.limit / 2, &|_| {}).await;
    let Some(failed) = report.failure() else {
        return Finding::ok(OUTBOX, format!("{at} works up to the sign-in, which was not tried."));
    };
    let (class, cause) = failed.explanation.as_ref().map_or(("unknown", ""), |known| (known.class, known.cause));
    let cause = cause.trim_end_matches('.');
    let said = if failed.detail.is_empty() { String::new() } else { format!(" ({})", failed.detail) };
    let text = format!("{at} fails at {}: {cause}{said}.", failed.layer.as_str());
    let finding = Finding::error(OUTBOX, class, text);
    match &failed.explanation {
        Some(known) => finding.remedy(remedy::for_mailbox(known.remedy, &channel.address)).page(known.page),
        None => finding.remedy(format!("Look closer: qontak email check {} --no-login --transcript", case.reference())),
    }
}

/// Whether there is a forwarder, and whether mail to it has somewhere to go.
pub(super) async fn forwarder(case: &Case<'_>, tools: &Tools<'_>) -> Finding {
    let Some(forwarder) = &case.channel.forwarder else {
        return match case.channel.kind {
            ChannelKind::OutlookOauth => {
                let text = "Needs none: the inbox pulls the mail through Microsoft (OAuth).";
                Finding::info(FORWARDER, "not_applicable", text)
            }
            _ => Finding::error(FORWARDER, "forwarder_missing", "The server tells no forwarder, so that nothing can arrive.")
                .remedy("Look for it in the chat panel: Integrations > Email."),
        };
    };
    if matches!(tools.client.target().server.value, Server::Local(_)) {
        let text = "This is the local workspace: no mail server knows its forwarders, and nothing arrives here.";
        return Finding::info(FORWARDER, "local_workspace", text);
    }
    let Some((_, domain)) = forwarder.address.rsplit_once('@') else {
        return Finding::error(FORWARDER, "forwarder_dead", format!("The forwarder is no address: {}.", forwarder.address));
    };
    let resolver = match &tools.resolver {
        Ok(resolver) => resolver,
        Err(why) => return unknown(domain, why),
    };
    match way(resolver, domain).await {
        Way::Leads(to) => arrives(case, forwarder, &to),
        Way::Unknown(why) => unknown(domain, &why),
        Way::RefusesMail => {
            let text = format!("{domain} says that it takes no mail at all (null MX).");
            Finding::error(FORWARDER, "forwarder_no_mail", text).remedy(mx_remedy(domain))
        }
        Way::LeadsNowhere(why) => {
            let text = format!("Mail to {} has nowhere to go: {why}.", forwarder.address);
            let near = matches!(&tools.client.target().server.value, Server::Url(url) if is_near(url));
            let finding = match near {
                // A server on this machine or in a private network, say for a trial, need not be reachable from outside.
                true => Finding::warning(FORWARDER, "forwarder_dead", text),
                false => Finding::error(FORWARDER, "forwarder_dead", text),
            };
            finding.remedy(mx_remedy(domain))
        }
    }
}

/// Whether a server is on this machine or in a private network, as its URL tells.
fn is_near(url: &BaseUrl) -> bool {
    match url.as_url().host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost") || !name.contains('.'),
        None => false,
    }
}

fn arrives(case: &Case<'_>, forwarder: &Forwarder, to: &str) -> Finding {
    let address = &forwarder.address;
    match forwarder.source {
        ForwarderSource::Server => Finding::ok(FORWARDER, format!("Mail to {address} goes to {to}.")),
        ForwarderSource::Derived => {
            let text = format!("The server did not tell the forwarder: {address} is derived from the channel's id.");
            Finding::warning(FORWARDER, "forwarder_derived", text)
                .remedy(format!("Prove it with a test mail: qontak email verify {}", case.reference()))
        }
    }
}

fn mx_remedy(domain: &str) -> String {
    format!("Whoever runs the server must give {domain} an MX record that names its mail receiver.")
}

fn unknown(domain: &str, why: &str) -> Finding {
    Finding::warning(FORWARDER, "dns_failed", format!("Where mail to {domain} goes could not be looked up: {why}."))
        .remedy("Try again, or name another name server with --dns.")
}

/// Where mail to a domain goes.
enum Way {
    Leads(String),
    LeadsNowhere(String),
    RefusesMail,
    Unknown(String),
}

async fn way(resolver: &Resolver, domain: &str) -> Way {
    match resolver.mx(domain).await {
        Found::Some(exchangers) if exchangers.iter().all(Mx::is_null) => Way::RefusesMail,
        Found::Some(exchangers) => of_exchangers(resolver, exchangers).await,
        // Without an MX record, mail goes to the domain's own address (RFC 5321, 5.1).
        Found::Nothing => match resolver.addresses(domain).await {
            Found::Some(_) => Way::Leads(format!("{domain} itself, which has no MX record")),
            Found::Failed(why) => Way::Unknown(why),
            Found::Nothing | Found::NoName => Way::LeadsNowhere(format!("{domain} has neither an MX record nor an address")),
        },
        Found::NoName => match resolver.cut_off().await {
            Some(why) => Way::Unknown(why),
            None => Way::LeadsNowhere(format!("there is no name {domain}")),
        },
        Found::Failed(why) => Way::Unknown(why),
    }
}

async fn of_exchangers(resolver: &Resolver, exchangers: Vec<Mx>) -> Way {
    let mut hosts: Vec<String> = exchangers.into_iter().filter(|mx| !mx.is_null()).map(|mx| mx.host).collect();
    hosts.truncate(EXCHANGERS);
    let mut failed = None;
    for host in &hosts {
        match resolver.addresses(host).await {
            Found::Some(_) => return Way::Leads(host.clone()),
            Found::Failed(why) => failed = Some(why),
            Found::Nothing | Found::NoName => {}
        }
    }
    match failed {
        Some(why) => Way::Unknown(why),
        None => Way::LeadsNowhere(format!("{} has no address", hosts.join(", "))),
    }
}
