//! DMARC (RFC 7489): what a domain asks receivers to do with mail that neither SPF nor DKIM vouches for.

use super::{Names, is_name, quoted};
use crate::mail::dns::Found;

/// How many names are asked on the way up from a domain.
const STEPS: usize = 8;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Nothing.
    None,
    /// To treat it as spam.
    Quarantine,
    /// To refuse it.
    Reject,
}

impl Policy {
    /// The word in a record.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::None, Self::Quarantine, Self::Reject].into_iter().find(|policy| policy.as_str().eq_ignore_ascii_case(word))
    }
}

/// A record, as far as it concerns a domain's own mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dmarc {
    /// The domain whose record it is: the one that was asked about, or one above it.
    pub domain: String,
    /// What it asks for.
    pub policy: Policy,
    /// The share of mail that it asks it for, in percent.
    pub percent: u8,
    /// Whether the domain is only trying it out (`t=y`).
    pub testing: bool,
}

impl Dmarc {
    /// What it asks for in effect: of a policy that is tried out, or that no mail is picked for, the next milder one (RFC 7489, 6.6.4;
    /// RFC 9989, 4.7).
    #[must_use]
    pub const fn asked(&self) -> Policy {
        match self.policy {
            policy if !self.testing && self.percent > 0 => policy,
            Policy::Reject => Policy::Quarantine,
            Policy::Quarantine | Policy::None => Policy::None,
        }
    }
}

/// What a domain publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// A record.
    Record(Dmarc),
    /// None.
    Nothing,
    /// One that is wrong, so that receivers pass it over; in a sentence.
    Wrong(String),
    /// Names could not be looked up; why.
    Failed(String),
}

/// Finds the DMARC record that counts for `domain`: its own, or else the one of the organization above it.
pub async fn find(names: &impl Names, domain: &str) -> Published {
    if !domain.contains('.') || !is_name(domain) {
        return Published::Nothing;
    }
    match record(names, domain).await {
        Ok(Some(tags)) => return Published::Record(tags.found_at(domain, true)),
        Ok(None) => {}
        // Receivers stop here, or look further up: they do not agree (RFC 7489, 6.6.3; RFC 9989, 4.10).
        Err(Published::Wrong(why)) => {
            return match above(names, domain).await {
                Published::Record(found) => Published::Wrong(format!("{why}; some take the one of {} instead", found.domain)),
                _ => Published::Wrong(why),
            };
        }
        Err(other) => return other,
    }
    above(names, domain).await
}

/// The record of the organization that a domain belongs to: the highest one, unless one says where the organization ends.
async fn above(names: &impl Names, domain: &str) -> Published {
    let (mut wrong, mut found) = (None, None::<Dmarc>);
    for name in ways_up(domain).filter(|name| *name != domain) {
        match record(names, name).await {
            Ok(Some(tags)) => {
                let parent = found.as_ref().and_then(|dmarc| dmarc.domain.split_once('.'));
                let is_of_organization = parent.is_some_and(|(_, parent)| parent == name);
                // A public suffix (psd=y): the organization is the name right below it, and this counts where that has no record.
                if !(tags.is_public && is_of_organization) {
                    found = Some(tags.found_at(name, false));
                }
                if tags.is_public || tags.is_organization {
                    break;
                }
            }
            Ok(None) => {}
            Err(Published::Wrong(why)) => drop(wrong.get_or_insert(why)),
            Err(other) => return other,
        }
    }
    match (found, wrong) {
        (Some(found), _) => Published::Record(found),
        (None, Some(why)) => Published::Wrong(why),
        (None, None) => Published::Nothing,
    }
}

/// The domain and those above it that have at least two labels.
fn ways_up(domain: &str) -> impl Iterator<Item = &str> {
    let up = std::iter::successors(Some(domain), |name| name.split_once('.').map(|(_, rest)| rest));
    let names: Vec<&str> = up.filter(|name| name.contains('.') && is_name(name)).collect();
    let skipped = names.len().saturating_sub(STEPS);
    // Of a very deep name its own record and the highest ones are asked for (DMARCbis, 4.10).
    names.into_iter().enumerate().filter(move |(n, _)| *n == 0 || *n > skipped).map(|(_, name)| name)
}

async fn record(names: &impl Names, domain: &str) -> Result<Option<Tags>, Published> {
    let texts = match names.txt(&format!("_dmarc.{domain}")).await {
        Found::Some(texts) => texts,
        Found::Nothing | Found::NoName => return Ok(None),
        Found::Failed(why) => return Err(Published::Failed(why)),
    };
    let mut records = texts.iter().filter(|text| is_dmarc(text));
    match (records.next(), records.next()) {
        (None, _) => Ok(None),
        (Some(text), None) => Tags::parse(text).map(Some).map_err(|why| Published::Wrong(format!("_dmarc.{domain} {why}"))),
        _ => Err(Published::Wrong(format!("_dmarc.{domain} has more than one DMARC record"))),
    }
}

fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    first.split_once('=').is_some_and(|(tag, value)| tag.trim().eq_ignore_ascii_case("v") && value.trim() == "DMARC1")
}

/// The tags that matter here.
#[derive(Debug)]
struct Tags {
    policy: Policy,
    subdomains: Option<Policy>,
    percent: u8,
    testing: bool,
    is_organization: bool,
    is_public: bool,
}

impl Tags {
    fn parse(text: &str) -> Result<Self, String> {
        let tags = text.split(';').skip(1).filter_map(|tag| tag.split_once('='));
        let tags: Vec<(String, &str)> = tags.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim())).collect();
        let value = |name: &str| tags.iter().find(|(tag, _)| tag == name).map(|(_, value)| *value);
        let policy = match value("p").map(|word| Policy::parse(word).ok_or(word)) {
            Some(Ok(policy)) => policy,
            // A record that asks for reports is taken as one that asks for nothing else (RFC 7489, 6.6.3).
            _ if value("rua").is_some_and(|uri| uri.contains(':')) => Policy::None,
            Some(Err(word)) => return Err(format!("asks for a policy that does not exist: p={}", quoted(word))),
            None => return Err("has a DMARC record without a policy (p=)".into()),
        };
        let says = |name: &str, word: &str| value(name).is_some_and(|value| value.eq_ignore_ascii_case(word));
        Ok(Self {
            policy,
            subdomains: value("sp").and_then(Policy::parse),
            percent: value("pct").and_then(|number| number.parse().ok()).filter(|n| *n <= 100).unwrap_or(100),
            testing: says("t", "y"),
            is_organization: says("psd", "n"),
            is_public: says("psd", "y"),
        })
    }

    /// What it says to mail of the domain itself (`own`), or of one below.
    fn found_at(&self, domain: &str, own: bool) -> Dmarc {
        let policy = self.subdomains.filter(|_| !own).unwrap_or(self.policy);
        Dmarc { domain: domain.to_owned(), policy, percent: self.percent, testing: self.testing }
    }
}
