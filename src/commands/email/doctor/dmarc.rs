//! DMARC of the mailbox's domain, in the light of its SPF and of the DKIM keys that can be seen.

use super::dkim::{Signed, signed};
use super::policy::{Cover, at_home, failed};
use super::row::Finding;
use super::{Case, Tools};
use crate::mail::policy::{Dmarc, Policy, Published, find};
use crate::mail::providers;

const DMARC: &str = "dmarc";

/// What the domain asks receivers to do, and what that means for replies.
pub(super) async fn dmarc(case: &Case<'_>, tools: &Tools<'_>, cover: Cover) -> Finding {
    let Some(domain) = case.domain() else {
        return Finding::info(DMARC, "not_applicable", "Not looked at: the address has no domain.");
    };
    if let Some(finding) = at_home(case, DMARC) {
        return finding;
    }
    if cover == Cover::NoDomain {
        return Finding::info(DMARC, "not_applicable", format!("Not looked at: there is no answer for a domain {domain}."));
    }
    let resolver = match &tools.resolver {
        Ok(resolver) => resolver,
        Err(why) => return failed(DMARC, domain, why),
    };
    match find(resolver, domain).await {
        Published::Failed(why) => failed(DMARC, &format!("_dmarc.{domain}"), &why),
        Published::Nothing => {
            let text = format!("{domain} has no DMARC record: large receivers expect one.");
            Finding::warning(DMARC, "dmarc_missing", text)
                .remedy(format!("Publish a TXT record at _dmarc.{domain}: v=DMARC1; p=none"))
        }
        Published::Wrong(why) => Finding::warning(DMARC, "dmarc_broken", format!("Receivers pass DMARC over: {why}."))
            .remedy("Mend the record at whoever runs the domain's DNS."),
        Published::Record(found) if found.asked() == Policy::None => {
            let text = format!("DMARC of {} asks receivers for nothing ({}).", found.domain, tags(&found));
            Finding::info(DMARC, "dmarc_none", text)
        }
        Published::Record(found) => {
            let signed = match cover {
                Cover::Yes => Signed::Unknown,
                _ => signed(case, domain, resolver).await,
            };
            Judgement { case, domain, found: &found }.finding(cover, signed)
        }
    }
}

/// The tags that decide, as they are published.
fn tags(found: &Dmarc) -> String {
    let share = if found.percent < 100 { format!("; pct={}", found.percent) } else { String::new() };
    format!("p={}{share}{}", found.policy.as_str(), if found.testing { "; t=y" } else { "" })
}

/// A record that asks for something.
struct Judgement<'a> {
    case: &'a Case<'a>,
    domain: &'a str,
    found: &'a Dmarc,
}

impl Judgement<'_> {
    fn finding(&self, cover: Cover, signed: Signed) -> Finding {
        let (what, fate) = match self.found.asked() {
            Policy::Reject => ("to refuse mail that proves nothing", "be refused"),
            _ => ("to treat mail that proves nothing as spam", "land in spam"),
        };
        let domain = self.domain;
        let asks = format!("DMARC of {} asks receivers {what} ({})", self.found.domain, tags(self.found));
        let spf = match cover {
            Cover::Yes => return Finding::ok(DMARC, format!("{asks}, and SPF vouches for yours.")),
            Cover::No => "SPF does not vouch for yours".to_owned(),
            Cover::Perhaps => "SPF seems not to vouch for yours".to_owned(),
            Cover::Unknown | Cover::NoDomain => "whether SPF vouches for yours is not known".to_owned(),
            Cover::Elsewhere => format!("SPF is not about {domain} here"),
        };
        let class = match cover {
            Cover::Unknown | Cover::NoDomain => "dmarc_unknown",
            Cover::Elsewhere => "dmarc_needs_dkim",
            Cover::Yes | Cover::No | Cover::Perhaps => "dmarc_not_covered",
        };
        match (signed, cover) {
            (Signed::At(key), _) => {
                let text = format!("{asks}; {spf}, but there is a DKIM key at {key}: what is signed with it passes.");
                Finding::info(DMARC, "dmarc_by_dkim", text).remedy(self.see_signing())
            }
            (Signed::Absent(key), Cover::No) => {
                let text = format!("{asks}; {spf}, and there is no DKIM key at {key}: replies will {fate}.");
                Finding::error(DMARC, class, text).remedy(self.remedy())
            }
            (Signed::Never, Cover::No | Cover::Elsewhere) => {
                let text = format!("{asks}; nobody else can sign for {domain}: replies will {fate}.");
                Finding::error(DMARC, "dmarc_not_covered", text).remedy(self.remedy())
            }
            (_, Cover::Elsewhere) => {
                let text = format!("{asks}; {spf}: replies will {fate}, {}.", self.unless());
                Finding::warning(DMARC, class, text).remedy(self.see_signing())
            }
            _ => Finding::warning(DMARC, class, format!("{asks}; {spf}: replies may {fate}, {}.", self.unless()))
                .remedy(self.remedy()),
        }
    }

    /// What cannot be seen from outside.
    fn unless(&self) -> String {
        let host = self.case.channel.smtp_host.as_deref().unwrap_or("the outbox server");
        format!("unless {host} signs them with DKIM for {}", self.domain)
    }

    fn remedy(&self) -> String {
        let domain = self.domain;
        match providers::by_domain(domain) {
            Some(home) => format!("{domain} is {}'s domain: send through {} ({}).", home.name, home.name, home.host),
            None => format!("Let SPF of {domain} allow the outbox server, or switch on DKIM for {domain} at its provider."),
        }
    }

    fn see_signing(&self) -> String {
        let provider = self.case.provider.map_or("the provider", |provider| provider.name.as_str());
        format!("See at {provider} that {} is verified there, and that DKIM is switched on.", self.domain)
    }
}
