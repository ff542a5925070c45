//! SPF, evaluated (RFC 7208, 4): bounded as the standard says, so that no record costs more than a handful of look-ups.

use super::macros::{Facts, expand, needs_address};
use super::record::{Mechanism, Prefixes, Qualifier, Record, is_spf};
use super::{Names, is_name, quoted};
use crate::mail::dns::Found;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

/// How many terms of a record, with all that it includes, may need a look-up (RFC 7208, 4.6.4).
pub const LOOKUPS: usize = 10;
/// How many of them may find nothing.
const VOIDS: usize = 2;
/// How many networks are kept of a walk.
const NETWORKS: usize = 64;
/// How many mail exchangers a domain may have for `mx`.
const EXCHANGERS: usize = 10;

/// The mail that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// The mailbox that sends.
    pub mailbox: &'a str,
    /// Where its mail comes from; `None` walks through all of the record, as mail from an address that nothing names.
    pub ip: Option<IpAddr>,
}

/// What a receiver finds out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The domain says this about the sender.
    Says(Qualifier),
    /// The domain has no record.
    None,
    /// The record is wrong, which counts as worse than none; why, in words that follow the domain's name.
    Permanent(String),
    /// Names could not be looked up; why.
    Temporary(String),
}

/// A way through a record and all that it includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// Where it ended.
    pub verdict: Verdict,
    /// The domains whose records were included to let them pass, or taken instead, in their order.
    pub names: Vec<String>,
    /// How many terms needed a look-up.
    pub lookups: usize,
    /// Whether a term could not be judged: it asks back about the sender's address.
    pub open: bool,
    /// The first addresses of the networks on the way, where the walk had no address of its own: some of them, not all.
    pub networks: Vec<IpAddr>,
    voids: usize,
}

/// What is under way.
struct Evaluation<'a, N> {
    names: &'a N,
    sender: Sender<'a>,
    walk: Walk,
    /// The records that are being read: one that is in it includes itself.
    stack: Vec<String>,
    /// Whether all the terms that lead here let pass what they match.
    vouching: bool,
}

/// What ends an evaluation before its time.
type Ended<T> = Result<T, Verdict>;

/// Evaluates the SPF of `domain` for a sender.
pub async fn evaluate(names: &impl Names, domain: &str, sender: Sender<'_>) -> Walk {
    let mut evaluation = Evaluation { names, sender, walk: Walk::empty(), stack: Vec::new(), vouching: true };
    let verdict = evaluation.check(domain.to_ascii_lowercase()).await;
    Walk { verdict, ..evaluation.walk }
}

/// Whether mail from all of these addresses passes the SPF of `domain`: the way of the first that does not, or of the last that does.
pub async fn covers(names: &impl Names, domain: &str, mailbox: &str, addresses: &[IpAddr]) -> Walk {
    let mut last = Walk::empty();
    for ip in addresses {
        last = evaluate(names, domain, Sender { mailbox, ip: Some(*ip) }).await;
        if last.verdict != Verdict::Says(Qualifier::Pass) {
            break;
        }
    }
    last
}

impl Walk {
    fn empty() -> Self {
        Self { verdict: Verdict::None, names: Vec::new(), lookups: 0, open: false, networks: Vec::new(), voids: 0 }
    }
}

impl<N: Names> Evaluation<'_, N> {
    /// `check_host` of the standard. Boxed, because records include records.
    fn check(&mut self, domain: String) -> Pin<Box<dyn Future<Output = Verdict> + '_>> {
        Box::pin(async move {
            if self.stack.contains(&domain) {
                return Verdict::Permanent(format!("includes itself through {}", quoted(&domain)));
            }
            let text = match self.record(&domain).await {
                Ok(text) => text,
                Err(verdict) => return verdict,
            };
            let record = match Record::parse(&text) {
                Ok(record) => record,
                Err(why) if self.stack.is_empty() => return Verdict::Permanent(why),
                Err(why) => return Verdict::Permanent(format!("includes {}, whose record {why}", quoted(&domain))),
            };
            self.stack.push(domain.clone());
            let verdict = self.follow(&domain, record).await.unwrap_or_else(|ended| ended);
            self.stack.pop();
            verdict
        })
    }

    async fn record(&self, domain: &str) -> Ended<String> {
        let texts = match self.names.txt(domain).await {
            Found::Some(texts) => texts,
            Found::Nothing | Found::NoName => return Err(Verdict::None),
            Found::Failed(why) => return Err(Verdict::Temporary(why)),
        };
        let mut records = texts.into_iter().filter(|text| is_spf(text));
        match (records.next(), records.next()) {
            (None, _) => Err(Verdict::None),
            (Some(record), None) => Ok(record),
            _ if self.stack.is_empty() => Err(Verdict::Permanent("has more than one SPF record".into())),
            _ => Err(Verdict::Permanent(format!("includes {}, which has more than one SPF record", quoted(domain)))),
        }
    }

    async fn follow(&mut self, domain: &str, record: Record) -> Ended<Verdict> {
        let has_all = record.has_all();
        for (qualifier, mechanism) in record.directives {
            if self.matches(domain, qualifier, mechanism).await? {
                return Ok(Verdict::Says(qualifier));
            }
        }
        let Some(target) = record.redirect.filter(|_| !has_all) else { return Ok(Verdict::Says(Qualifier::Neutral)) };
        self.count()?;
        let Some(name) = self.name(domain, &target) else { return Ok(Verdict::Says(Qualifier::Neutral)) };
        self.note(&name);
        match self.check(name.clone()).await {
            Verdict::None => Err(no_record(&name)),
            verdict => Ok(verdict),
        }
    }

    async fn matches(&mut self, domain: &str, qualifier: Qualifier, mechanism: Mechanism) -> Ended<bool> {
        match mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Ip4(network, prefix) => Ok(self.is_named(IpAddr::V4(network), Prefixes { v4: prefix, v6: 128 })),
            Mechanism::Ip6(network, prefix) => Ok(self.is_named(IpAddr::V6(network), Prefixes { v4: 32, v6: prefix })),
            Mechanism::Include(spec) => self.include(domain, qualifier, &spec).await,
            Mechanism::A(spec, prefixes) => {
                self.count()?;
                let host = self.name(domain, spec.as_deref().unwrap_or(domain));
                self.is_at(host, prefixes).await
            }
            Mechanism::Mx(spec, prefixes) => {
                self.count()?;
                let name = self.name(domain, spec.as_deref().unwrap_or(domain));
                self.is_exchanger(name, prefixes).await
            }
            Mechanism::Ptr => {
                self.count()?;
                self.walk.open = true;
                Ok(false)
            }
            Mechanism::Exists(spec) => {
                self.count()?;
                let Some(name) = self.name(domain, &spec) else { return Ok(false) };
                let found = self.names.addresses(&name).await;
                Ok(self.answered(found)?.is_some())
            }
        }
    }

    async fn include(&mut self, domain: &str, qualifier: Qualifier, spec: &str) -> Ended<bool> {
        self.count()?;
        let Some(name) = self.name(domain, spec) else { return Ok(false) };
        // What a record lets pass counts for nothing where the term that includes it does not.
        let vouching = self.vouching;
        self.vouching &= qualifier == Qualifier::Pass;
        self.note(&name);
        let verdict = self.check(name.clone()).await;
        self.vouching = vouching;
        match verdict {
            Verdict::Says(qualifier) => Ok(qualifier == Qualifier::Pass),
            Verdict::None => Err(no_record(&name)),
            ended => Err(ended),
        }
    }

    async fn is_at(&mut self, host: Option<String>, prefixes: Prefixes) -> Ended<bool> {
        let Some(host) = host else { return Ok(false) };
        let found = self.names.addresses(&host).await;
        let addresses = self.answered(found)?.unwrap_or_default();
        Ok(addresses.into_iter().any(|address| self.is_in(address, prefixes)))
    }

    async fn is_exchanger(&mut self, name: Option<String>, prefixes: Prefixes) -> Ended<bool> {
        let Some(name) = name else { return Ok(false) };
        let found = self.names.mx(&name).await;
        let exchangers = self.answered(found)?.unwrap_or_default();
        if exchangers.len() > EXCHANGERS {
            return Err(Verdict::Permanent(format!("asks for the mail exchangers of {}, which are too many", quoted(&name))));
        }
        // Without an address to hold them against, nobody needs theirs.
        for host in exchangers.into_iter().map(|mx| mx.host).filter(|host| self.sender.ip.is_some() && is_name(host)) {
            match self.names.addresses(&host).await {
                Found::Some(addresses) if addresses.iter().any(|address| self.is_in(*address, prefixes)) => return Ok(true),
                Found::Failed(why) => return Err(Verdict::Temporary(why)),
                _ => {}
            }
        }
        Ok(false)
    }

    /// The name to look up; `None` for one that cannot be, or that nobody can make without the sender's address.
    fn name(&mut self, domain: &str, spec: &str) -> Option<String> {
        if self.sender.ip.is_none() && needs_address(spec) {
            self.walk.open = true;
            return None;
        }
        let facts = Facts { mailbox: self.sender.mailbox, domain, ip: self.sender.ip };
        expand(spec, &facts).filter(|name| is_name(name))
    }

    fn note(&mut self, name: &str) {
        if self.vouching {
            self.walk.names.push(name.to_owned());
        }
    }

    /// Counts a term that needs a look-up.
    fn count(&mut self) -> Ended<()> {
        self.walk.lookups += 1;
        match self.walk.lookups > LOOKUPS {
            true => Err(Verdict::Permanent(format!("needs more than {LOOKUPS} look-ups, with all that it includes"))),
            false => Ok(()),
        }
    }

    /// What was found, if anything; counts what was not.
    fn answered<T>(&mut self, found: Found<T>) -> Ended<Option<T>> {
        match found {
            Found::Some(records) => Ok(Some(records)),
            Found::Failed(why) => Err(Verdict::Temporary(why)),
            Found::Nothing | Found::NoName => {
                self.walk.voids += 1;
                match self.walk.voids > VOIDS {
                    true => Err(Verdict::Permanent(format!("names more than {VOIDS} hosts that do not exist"))),
                    false => Ok(None),
                }
            }
        }
    }

    /// The same for a network that the record names itself.
    fn is_named(&mut self, network: IpAddr, prefixes: Prefixes) -> bool {
        if self.sender.ip.is_none() && self.walk.networks.len() < NETWORKS {
            self.walk.networks.push(network);
        }
        self.is_in(network, prefixes)
    }

    fn is_in(&self, network: IpAddr, prefixes: Prefixes) -> bool {
        match (self.sender.ip.map(|ip| ip.to_canonical()), network) {
            (Some(IpAddr::V4(ip)), IpAddr::V4(network)) => {
                let shift = 32 - u32::from(prefixes.v4.min(32));
                u32::from(ip).checked_shr(shift) == u32::from(network).checked_shr(shift)
            }
            (Some(IpAddr::V6(ip)), IpAddr::V6(network)) => {
                let shift = 128 - u32::from(prefixes.v6.min(128));
                u128::from(ip).checked_shr(shift) == u128::from(network).checked_shr(shift)
            }
            _ => false,
        }
    }
}

fn no_record(name: &str) -> Verdict {
    Verdict::Permanent(format!("includes {}, which has no SPF record", quoted(name)))
}
