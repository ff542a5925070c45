//! SPF of the mailbox's domain against the host that mail leaves by.

use super::dkim::{Signed, signed};
use super::row::Finding;
use super::{Case, Tools};
use crate::mail::dns::{Found, Resolver};
use crate::mail::policy::{self, LOOKUPS, Qualifier, Sender, Verdict, Walk};
use crate::mail::providers::{self, Provider};
use std::net::IpAddr;

const SPF: &str = "spf";
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
    /// There is no such domain.
    NoDomain,
}

/// A mailbox at its provider's own domain, which looks after both.
pub(super) fn at_home(case: &Case<'_>, check: &'static str) -> Option<Finding> {
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
        Verdict::None if resolver.txt(domain).await == Found::NoName => (no_domain(domain, resolver).await, Cover::NoDomain),
        Verdict::None => {
            let text = format!("{domain} has no SPF record: receivers cannot tell your mail from forged mail.");
            not_covered(case, domain, Finding::warning(SPF, "spf_missing", text), Change::Publish)
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

/// There is no name for a record to stand at.
async fn no_domain(domain: &str, resolver: &Resolver) -> Finding {
    if let Some(why) = resolver.cut_off().await {
        return failed(SPF, domain, &why);
    }
    let text = format!("There is no domain {domain}: mail to it arrives nowhere, and receivers refuse what comes from it.");
    Finding::error(SPF, "domain_missing", text).remedy("See that the address is spelled right, and that the domain is paid for.")
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
    if policy::covers(resolver, domain, mailbox, &samples).await.verdict == Verdict::Says(Qualifier::Pass) {
        return (Finding::ok(SPF, format!("SPF of {domain} allows the networks of {}.", provider.name)), Cover::Yes);
    }
    if walk.open {
        return open(domain, &provider.name);
    }
    let text = format!("SPF of {domain} does not allow {}, through which you send.", provider.name);
    let finding = match end {
        Qualifier::Fail => {
            let text = format!("{text} It asks to refuse the others (-all).");
            match signed(case, domain, resolver).await {
                // Large receivers let a signature of the domain stand for SPF.
                Signed::At(name) => {
                    let text = format!("{text} There is a DKIM key at {name}, which helps where it is looked at.");
                    Finding::warning(SPF, "spf_not_covered", text)
                }
                _ => Finding::error(SPF, "spf_not_covered", text),
            }
        }
        _ => Finding::warning(SPF, "spf_not_covered", text),
    };
    not_covered(case, domain, finding, Change::Extend)
}

fn open(domain: &str, whom: &str) -> (Finding, Cover) {
    let text = format!("SPF of {domain} asks back about each sender, so that nobody can tell whether it allows {whom}.");
    (Finding::info(SPF, "spf_open", text), Cover::Unknown)
}

/// What is to be done to a record.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// There is none yet.
    Publish,
    /// Something is missing in it.
    Extend,
}

/// Adds what to publish.
fn not_covered(case: &Case<'_>, domain: &str, finding: Finding, change: Change) -> (Finding, Cover) {
    if let Some(home) = providers::by_domain(domain) {
        let remedy = format!("{domain} is {}'s domain: send through {} ({}).", home.name, home.name, home.host);
        return (finding.remedy(remedy), Cover::No);
    }
    let host = case.channel.smtp_host.as_deref().unwrap_or_default();
    let record = |term: String| match change {
        Change::Publish => format!("Publish a TXT record at {domain}: v=spf1 {term} ~all"),
        Change::Extend => {
            format!("Put {term} into the SPF record of {domain} (TXT), before its final all; leave the rest as it is.")
        }
    };
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
    let walk = policy::covers(resolver, domain, &case.channel.address, &addresses).await;
    match walk.verdict {
        Verdict::Says(Qualifier::Pass) => (Finding::ok(SPF, format!("SPF of {domain} allows {host}.")), Cover::Yes),
        Verdict::Temporary(why) => (failed(SPF, domain, &why), Cover::Unknown),
        _ if addresses.iter().all(is_private) => {
            let text = format!("{host} is in a private network: which address its mail leaves from is not known.");
            (Finding::info(SPF, "spf_unknown", text), Cover::Unknown)
        }
        _ if walk.open => open(domain, host),
        _ => {
            let text =
                format!("SPF of {domain} does not name {host}. It may send from other addresses; only whoever runs it knows.");
            not_covered(case, domain, Finding::warning(SPF, "spf_host_not_covered", text), Change::Extend)
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

/// Names could not be looked up.
pub(super) fn failed(check: &'static str, domain: &str, why: &str) -> Finding {
    Finding::warning(check, "dns_failed", format!("{domain} could not be looked up: {why}."))
        .remedy("Try again, or name another name server with --dns.")
}
