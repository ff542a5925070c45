//! Who is asked for SMTP settings, and what each says.
//!
//! Nobody is told more than the domain: the part before the @ names a person.

use super::proposal::{Proposal, Source};
use crate::channel::{Address, Host, Outbox, Security};
use crate::client::web::{NoFile, Web};
use crate::mail::autoconfig::{self, SignIn};
use crate::mail::dns::{Found, Mx, Resolver, Srv};
use crate::mail::providers;
use futures_util::future::join;

/// Why a source proposes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Silent {
    /// It answered.
    HasNone(String),
    /// Nobody answered.
    Unreachable(String),
}

impl Silent {
    pub(super) fn why(&self) -> &str {
        let (Self::HasNone(why) | Self::Unreachable(why)) = self;
        why
    }
}

/// What helps against a name server that knows too little.
pub(super) const OTHER_DNS: &str = "Name another one with --dns ADDRESS:PORT";

/// What a source says.
pub(super) type Said = Result<Vec<Proposal>, Silent>;

/// What the program knows by itself.
pub(super) fn table(address: &Address) -> Option<Proposal> {
    let provider = providers::by_domain(address.domain())?;
    Some(Proposal::of(Source::Table, provider, address, format!("mailboxes of {} are there", address.domain())))
}

/// What follows from where mail for the domain goes.
pub(super) struct Way {
    pub(super) mx: Said,
    pub(super) guess: Said,
    /// Why no mail arrives at the mailbox, or why nobody can tell.
    pub(super) warning: Option<String>,
    /// Whether the name server denies what certainly exists, so that nothing it denies is known.
    pub(super) cut_off: bool,
}

/// Looks where mail for the domain goes.
pub(super) async fn way(resolver: &Resolver, address: &Address) -> Way {
    let domain = address.domain();
    let none = |why: String, warning: Option<String>| Way {
        mx: Err(Silent::HasNone(why)),
        guess: Err(Silent::HasNone("mail for the domain does not go to a host of its own".into())),
        warning,
        cut_off: false,
    };
    match resolver.mx(domain).await {
        Found::Some(exchangers) if exchangers.iter().all(Mx::is_null) => {
            let warning = format!("{domain} receives no mail: its MX record says so (null MX)");
            none("a null MX: the domain takes no mail".into(), Some(warning))
        }
        Found::Some(exchangers) => Way {
            mx: by_exchanger(&exchangers, address),
            guess: guess(resolver, &exchangers, domain).await,
            warning: None,
            cut_off: false,
        },
        Found::Nothing => none("there is no MX record".into(), Some(without_mx(resolver, domain).await)),
        Found::NoName => {
            if let Some(why) = resolver.cut_off().await {
                let silent = || Err(Silent::Unreachable(why.clone()));
                return Way { mx: silent(), guess: silent(), warning: Some(format!("{why}. {OTHER_DNS}")), cut_off: true };
            }
            let warning =
                format!("there is no domain {domain}: mail to it does not arrive anywhere. Is the address spelled right?");
            none(format!("there is no domain {domain}"), Some(warning))
        }
        Found::Failed(why) => {
            let not_known = "not asked: where mail for the domain goes is not known".into();
            Way { mx: Err(Silent::Unreachable(why)), guess: Err(Silent::Unreachable(not_known)), warning: None, cut_off: false }
        }
    }
}

/// Mail goes to the domain's address then (RFC 5321, 5.1), where there is one.
async fn without_mx(resolver: &Resolver, domain: &str) -> String {
    match resolver.addresses(domain).await {
        Found::Some(_) => format!("{domain} has no MX record: mail for it goes to its web host, which rarely takes any"),
        Found::Failed(_) => format!("{domain} has no MX record"),
        Found::Nothing | Found::NoName if resolver.is_alias(domain).await => {
            format!("the DNS of {domain} is broken: it is another name (CNAME) for what leads nowhere, so that no mail arrives")
        }
        Found::Nothing | Found::NoName => format!("{domain} receives no mail: it has neither an MX record nor an address"),
    }
}

fn by_exchanger(exchangers: &[Mx], address: &Address) -> Said {
    let known = exchangers.iter().find_map(|mx| Some((providers::by_mx(&mx.host)?, &mx.host)));
    if let Some((provider, host)) = known {
        return Ok(vec![Proposal::of(Source::Mx, provider, address, format!("the MX is {host}"))]);
    }
    let first = exchangers.first().map_or("", |mx| mx.host.as_str());
    Err(Silent::HasNone(format!("the MX is {first}, which is none of a provider in the table")))
}

/// Hosters with cPanel take mail at `mail.DOMAIN`, for every domain with its own name.
async fn guess(resolver: &Resolver, exchangers: &[Mx], domain: &str) -> Said {
    let Some(own) = exchangers.iter().find(|mx| is_within(&mx.host, domain)) else {
        return Err(Silent::HasNone("mail for the domain does not go to a host of its own".into()));
    };
    let name = format!("mail.{domain}");
    let no_host = || Silent::HasNone(format!("there is no host {name}"));
    match resolver.addresses(&name).await {
        Found::Some(_) => {
            let host = Host::parse(&name).map_err(|_| no_host())?;
            let outbox = Outbox { host, port: 465, security: Security::Ssl };
            let evidence = format!("the MX is {} and there is a host {name}", own.host);
            let note = "A guess: hosters with cPanel have it so, and the login is the whole address.";
            Ok(vec![Proposal::new(Source::Guess, outbox, evidence).with_note(note)])
        }
        Found::Nothing | Found::NoName => Err(no_host()),
        Found::Failed(why) => Err(Silent::Unreachable(why)),
    }
}

/// Whether a host is the domain itself or a name below it.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// Where the autoconfig file of a domain is.
pub(super) fn file(source: Source, domain: &str) -> String {
    match source {
        Source::Autoconfig => format!("https://autoconfig.{domain}/mail/config-v1.1.xml"),
        Source::WellKnown => format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
        _ => format!("https://autoconfig.thunderbird.net/v1.1/{domain}"),
    }
}

/// Reads an autoconfig file.
pub(super) async fn autoconfig(web: &Web<'_>, source: Source, address: &Address) -> Said {
    let url = file(source, address.domain());
    let file = web.get(&url).await.map_err(|none| match none {
        NoFile::Missing(why) | NoFile::Unusable(why) => Silent::HasNone(why),
        NoFile::Unreachable(why) => Silent::Unreachable(why),
    })?;
    let offers = autoconfig::read(&file, address).map_err(|why| Silent::HasNone(format!("{url}: {why}")))?;
    let proposals: Vec<Proposal> = offers.usable.into_iter().map(|offer| proposed(source, offer, &url)).collect();
    match (proposals.is_empty(), offers.left_out.is_empty()) {
        (false, _) => Ok(proposals),
        (true, true) => Err(Silent::HasNone(format!("{url} names no SMTP server"))),
        (true, false) => Err(Silent::HasNone(offers.left_out.join("; "))),
    }
}

fn proposed(source: Source, offer: autoconfig::Offer, url: &str) -> Proposal {
    let proposal = Proposal::new(source, offer.outbox, url).with_username(offer.username);
    match offer.sign_in {
        SignIn::Password => proposal,
        SignIn::OAuth => proposal.with_oauth_only().with_note("It takes OAuth only: no password works."),
    }
}

/// Reads the SRV records: with TLS from the first byte (RFC 8314), then with STARTTLS (RFC 6186).
pub(super) async fn services(resolver: &Resolver, address: &Address) -> Said {
    let domain = address.domain();
    let (encrypted, upgraded) = (format!("_submissions._tcp.{domain}"), format!("_submission._tcp.{domain}"));
    let found = join(resolver.srv(&encrypted), resolver.srv(&upgraded)).await;
    let (failure, mut said_none) = (found.0.failure().or(found.1.failure()).map(str::to_owned), false);
    let mut proposals = Vec::new();
    for (name, security, servers) in [(encrypted, Security::Ssl, found.0), (upgraded, Security::Starttls, found.1)] {
        for server in servers.some().into_iter().flatten() {
            said_none |= server.host.is_empty();
            proposals.extend(by_service(&server, security, &name, address));
        }
    }
    match (proposals.is_empty(), failure) {
        (false, _) => Ok(proposals),
        (true, Some(why)) => Err(Silent::Unreachable(why)),
        (true, None) if said_none => Err(Silent::HasNone("the domain says that it has no such service".into())),
        (true, None) => Err(Silent::HasNone("there is no such record that can be used".into())),
    }
}

fn by_service(server: &Srv, security: Security, name: &str, address: &Address) -> Option<Proposal> {
    let host = Host::parse(&server.host).ok().filter(|host| host.as_str().contains('.'))?;
    if matches!(server.port, 0 | 25) || host.as_str().parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    let is_own = is_within(host.as_str(), address.domain());
    let proposal = Proposal::new(Source::Srv, Outbox { host, port: server.port, security }, format!("SRV {name}"));
    if is_own || proposal.provider.is_some() {
        return Some(proposal);
    }
    Some(proposal.with_note(format!("The host is not at {}: make sure that it is your provider's.", address.domain())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_within_a_domain() {
        for (host, within) in
            [("example.com", true), ("mx.example.com", true), ("badexample.com", false), ("com", false), ("", false)]
        {
            assert_eq!(is_within(host, "example.com"), within, "{host}");
        }
    }

    #[test]
    fn files_are_asked_for_by_the_domain_alone() {
        for source in [Source::Autoconfig, Source::WellKnown, Source::Ispdb] {
            let url = file(source, "example.com");
            assert!(url.starts_with("https://") && url.contains("example.com") && !url.contains(['@', '?', '%']), "{url}");
        }
    }
}
