//! SPF and DMARC of the mailbox's domain against the host that mail leaves by.

use super::row::Finding;
use super::{Case, Tools};
use crate::mail::dns::{Found, Resolver};
use crate::mail::policy::{self, LOOKUPS, Policy, Published, Qualifier, Sender, Verdict, Walk};
use crate::mail::providers::{self, Provider};
use std::net::IpAddr;

const SPF: &str = "spf";
const DMARC: &str = "dmarc";
/// How many of a provider's networks are held against a record that does not name the provider.
const SAMPLES: usize = 3;

/// Whether SPF vouches for what leaves through the outbox server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It does not, as far as can be seen: the host may send from other addresses.
    Perhaps,
    /// Nobody knows.
    Unknown,
    /// The provider sends under a return path of its own.
    Elsewhere,
}

/// A mailbox at its provider's own domain, which looks after both.
fn at_home(case: &Case<'_>, check: &'static str) -> Option<Finding> {
    let domain = case.domain()?;
    let home = providers::by_domain(domain)?;
    let sends = case.provider.is_some_and(|provider| provider.id == home.id);
    sends.then(|| Finding::ok(check, format!("{domain} is {}'s own domain: {} looks after it.", home.name, home.name)))
}

/// SPF of the mailbox's domain.
pub(super) async fn spf(case: &Case<'_>, tools: &Tools<'_>) -> (Finding, Cover) {
    let Some(domain) = case.domain() else {
        return (Finding::info(SPF, "not_applicable", "Not looked at: the address has no domain."), Cover::Unknown);
    };
    if let Some(finding) = at_home(case, SPF) {
        return (finding, Cover::Yes);
    }
    let resolver = match &tools.resolver {
        Ok(resolver) => resolver,
        Err(why) => return (failed(SPF, domain, why), Cover::Unknown),
    };
    let mailbox = case.channel.address.as_str();
    let walk = policy::evaluate(resolver, domain, Sender { mailbox, ip: None }).await;
    let is_named = case.provider.is_some_and(|provider| provider.spf.iter().any(|name| walk.names.contains(name)));
    match &walk.verdict {
        Verdict::Temporary(why) => (failed(SPF, domain, why), Cover::Unknown),
        Verdict::None => {
            let text = format!("{domain} has no SPF record: receivers cannot tell your mail from forged mail.");
            not_covered(case, domain, Finding::warning(SPF, "spf_missing", text), "Publish")
        }
        Verdict::Permanent(why) => broken(case, domain, why, is_named),
        Verdict::Says(Qualifier::Pass) => {
            let text = format!("SPF of {domain} lets everybody send (+all), so that it proves nothing.");
            let finding = Finding::warning(SPF, "spf_everybody", text);
            (finding.remedy("Let its record end with ~all or -all, after what it should allow."), Cover::Yes)
        }
        Verdict::Says(end) => match case.provider.filter(|provider| !provider.spf.is_empty() || provider.own_return_path) {
            Some(provider) if is_named => (named(domain, provider, &walk), Cover::Yes),
            Some(provider) => unnamed(case, domain, provider, (&walk, *end), resolver).await,
            None => by_host(case, domain, resolver).await,
        },
    }
}

fn named(domain: &str, provider: &Provider, walk: &Walk) -> Finding {
    let name = provider.spf.iter().find(|name| walk.names.contains(name)).map_or("", String::as_str);
    let text = format!("SPF of {domain} includes {name} for {} ({} of {LOOKUPS} look-ups).", provider.name, walk.lookups);
    Finding::ok(SPF, text)
}

fn broken(case: &Case<'_>, domain: &str, why: &str, is_named: bool) -> (Finding, Cover) {
    let text = format!("SPF of {domain} is broken: it {why}.");
    let remedy = "Mend the record at whoever runs the domain's DNS.";
    match case.provider {
        Some(provider) if provider.own_return_path => {
            (Finding::warning(SPF, "spf_broken", text).remedy(remedy), Cover::Elsewhere)
        }
        // What comes before the fault counts for whom it names.
        Some(_) if is_named => (Finding::warning(SPF, "spf_broken", text).remedy(remedy), Cover::Unknown),
        _ => (Finding::error(SPF, "spf_broken", text).remedy(remedy), Cover::No),
    }
}

/// A record that does not name the provider may name its networks.
async fn unnamed(
    case: &Case<'_>,
    domain: &str,
    provider: &Provider,
    (walk, end): (&Walk, Qualifier),
    resolver: &Resolver,
) -> (Finding, Cover) {
    if provider.own_return_path {
        let text = format!("{} sends under a return path of its own: what SPF of {domain} says does not matter.", provider.name);
        return (Finding::info(SPF, "spf_elsewhere", text), Cover::Elsewhere);
    }
    let mailbox = case.channel.address.as_str();
    let name = provider.spf.first().map_or("", String::as_str);
    let theirs = policy::evaluate(resolver, name, Sender { mailbox, ip: None }).await.networks;
    let step = theirs.len().div_ceil(SAMPLES).max(1);
    let samples: Vec<IpAddr> = theirs.into_iter().step_by(step).collect();
    if policy::covers(resolver, domain, mailbox, &samples).await == Verdict::Says(Qualifier::Pass) {
        return (Finding::ok(SPF, format!("SPF of {domain} allows the networks of {}.", provider.name)), Cover::Yes);
    }
    if walk.open {
        let text =
            format!("SPF of {domain} asks back about each sender, so that nobody can tell whether it allows {}.", provider.name);
        return (Finding::info(SPF, "spf_open", text), Cover::Unknown);
    }
    let text = format!("SPF of {domain} does not allow {}, through which you send.", provider.name);
    let finding = match end {
        Qualifier::Fail => Finding::error(SPF, "spf_not_covered", format!("{text} It asks to refuse the others (-all).")),
        _ => Finding::warning(SPF, "spf_not_covered", text),
    };
    not_covered(case, domain, finding, "Extend")
}

/// Adds what to publish.
fn not_covered(case: &Case<'_>, domain: &str, finding: Finding, verb: &str) -> (Finding, Cover) {
    if let Some(home) = providers::by_domain(domain) {
        let remedy = format!("{domain} is {}'s domain: send through {} ({}).", home.name, home.name, home.host);
        return (finding.remedy(remedy), Cover::No);
    }
    let host = case.channel.smtp_host.as_deref().unwrap_or_default();
    let record = |term: String| format!("{verb} the TXT record of {domain}: v=spf1 {term} ~all");
    match case.provider {
        Some(provider) if provider.own_return_path => (finding, Cover::Elsewhere),
        Some(provider) => match provider.spf_for(host) {
            Some(name) => (finding.remedy(record(format!("include:{name}"))), Cover::No),
            None => (finding.remedy(format!("Ask {} what the record must include.", provider.name)), Cover::No),
        },
        None => (finding.remedy(record(format!("a:{host}"))), Cover::Perhaps),
    }
}

/// A provider that nobody knows: a hint, because it may send from other addresses than it takes mail at.
async fn by_host(case: &Case<'_>, domain: &str, resolver: &Resolver) -> (Finding, Cover) {
    let host = case.channel.smtp_host.as_deref().unwrap_or_default();
    let addresses = match resolver.addresses(host).await {
        Found::Some(addresses) => addresses,
        Found::Failed(why) => return (failed(SPF, host, &why), Cover::Unknown),
        Found::Nothing | Found::NoName => {
            let text = format!("{domain} has an SPF record; what it says to {host} is not known, which has no address.");
            return (Finding::info(SPF, "spf_unknown", text), Cover::Unknown);
        }
    };
    match policy::covers(resolver, domain, &case.channel.address, &addresses).await {
        Verdict::Says(Qualifier::Pass) => (Finding::ok(SPF, format!("SPF of {domain} allows {host}.")), Cover::Yes),
        Verdict::Temporary(why) => (failed(SPF, domain, &why), Cover::Unknown),
        _ if addresses.iter().all(is_private) => {
            let text = format!("{host} is in a private network: which address its mail leaves from is not known.");
            (Finding::info(SPF, "spf_unknown", text), Cover::Unknown)
        }
        _ => {
            let text =
                format!("SPF of {domain} does not name {host}. It may send from other addresses; only whoever runs it knows.");
            not_covered(case, domain, Finding::warning(SPF, "spf_host_not_covered", text), "Extend")
        }
    }
}

/// Whether no receiver ever sees mail from there.
fn is_private(address: &IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

fn failed(check: &'static str, domain: &str, why: &str) -> Finding {
    Finding::warning(check, "dns_failed", format!("{domain} could not be looked up: {why}."))
        .remedy("Try again, or name another name server with --dns.")
}

/// DMARC of the mailbox's domain, in the light of its SPF.
pub(super) async fn dmarc(case: &Case<'_>, tools: &Tools<'_>, cover: Cover) -> Finding {
    let Some(domain) = case.domain() else {
        return Finding::info(DMARC, "not_applicable", "Not looked at: the address has no domain.");
    };
    if let Some(finding) = at_home(case, DMARC) {
        return finding;
    }
    let resolver = match &tools.resolver {
        Ok(resolver) => resolver,
        Err(why) => return failed(DMARC, domain, why),
    };
    match policy::find(resolver, domain).await {
        Published::Failed(why) => failed(DMARC, &format!("_dmarc.{domain}"), &why),
        Published::Nothing => {
            let text = format!("{domain} has no DMARC record: large receivers expect one.");
            Finding::warning(DMARC, "dmarc_missing", text)
                .remedy(format!("Publish a TXT record at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:ADDRESS"))
        }
        Published::Wrong(why) => Finding::warning(DMARC, "dmarc_broken", format!("Receivers pass DMARC over: {why}."))
            .remedy("Mend the record at whoever runs the domain's DNS."),
        Published::Record(found) if found.policy == Policy::None || found.percent == 0 => {
            let text = format!("DMARC of {} asks receivers for nothing (p={}).", found.domain, found.policy.as_str());
            Finding::info(DMARC, "dmarc_none", text)
        }
        Published::Record(found) => judged(case, domain, &found, cover),
    }
}

fn judged(case: &Case<'_>, domain: &str, found: &policy::Dmarc, cover: Cover) -> Finding {
    let (what, fate) = match found.policy {
        Policy::Reject => ("to refuse mail that proves nothing", "be refused"),
        _ => ("to treat mail that proves nothing as spam", "land in spam"),
    };
    let share = if found.percent < 100 { format!("; pct={}", found.percent) } else { String::new() };
    let asks = format!("DMARC of {} asks receivers {what} (p={}{share})", found.domain, found.policy.as_str());
    let host = case.channel.smtp_host.as_deref().unwrap_or("the outbox server");
    let unless = format!("unless {host} signs them with DKIM for {domain}");
    let remedy = format!("Let SPF of {domain} allow the outbox server, or switch on DKIM for {domain} at its provider.");
    match cover {
        Cover::Yes => Finding::ok(DMARC, format!("{asks}, and SPF vouches for yours.")),
        Cover::No => {
            let text = format!("{asks}, and SPF does not vouch for yours: replies will {fate}, {unless}.");
            Finding::error(DMARC, "dmarc_not_covered", text).remedy(remedy)
        }
        Cover::Perhaps => {
            let text = format!("{asks}, and SPF seems not to vouch for yours: replies may {fate}, {unless}.");
            Finding::warning(DMARC, "dmarc_not_covered", text).remedy(remedy)
        }
        Cover::Unknown => {
            let text = format!("{asks}; whether SPF vouches for yours is not known: replies may {fate}, {unless}.");
            Finding::warning(DMARC, "dmarc_unknown", text).remedy(remedy)
        }
        Cover::Elsewhere => {
            let text = format!("{asks}; SPF is not about {domain} here: replies will {fate}, {unless}.");
            Finding::warning(DMARC, "dmarc_needs_dkim", text)
                .remedy(format!("See at the provider that {domain} is verified there, with DKIM."))
        }
    }
}
