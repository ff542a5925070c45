//! An SPF record, taken apart (RFC 7208, 4.6 and 12).

use super::{is_name, macros, quoted};
use std::net::{Ipv4Addr, Ipv6Addr};

/// What a match means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualifier {
    /// `+`: may send.
    Pass,
    /// `-`: may not send.
    Fail,
    /// `~`: probably may not.
    SoftFail,
    /// `?`: nothing is said.
    Neutral,
}

/// The networks around the addresses of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prefixes {
    pub v4: u8,
    pub v6: u8,
}

/// What an address is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Include(String),
    A(Option<String>, Prefixes),
    Mx(Option<String>, Prefixes),
    Ptr,
    Ip4(Ipv4Addr, u8),
    Ip6(Ipv6Addr, u8),
    Exists(String),
}

/// A record.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub directives: Vec<(Qualifier, Mechanism)>,
    pub redirect: Option<String>,
}

/// Whether a text record is one of SPF.
pub(super) fn is_spf(text: &str) -> bool {
    let version = text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("v=spf1"));
    version && text[6..].chars().next().is_none_or(|c| c == ' ')
}

impl Record {
    /// Reads a record of SPF.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow "the record".
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (mut record, mut has_exp) = (Self::default(), false);
        for term in text.get(6..).unwrap_or_default().split(' ').filter(|term| !term.is_empty()) {
            let wrong = |why: &str| format!("has a term that is wrong: {} ({why})", quoted(term));
            match modifier(term) {
                Some((name, value)) if name.eq_ignore_ascii_case("redirect") => {
                    if record.redirect.is_some() {
                        return Err(wrong("redirect stands there twice"));
                    }
                    record.redirect = Some(domain(value).map_err(wrong)?);
                }
                Some((name, value)) if name.eq_ignore_ascii_case("exp") => {
                    if std::mem::replace(&mut has_exp, true) {
                        return Err(wrong("exp stands there twice"));
                    }
                    domain(value).map_err(wrong)?;
                }
                Some((_, value)) if macros::is_well_formed(value) => {}
                Some(_) => return Err(wrong("its value is broken")),
                None => record.directives.push(directive(term).map_err(wrong)?),
            }
        }
        Ok(record)
    }

    /// Whether it ends for every sender.
    pub(super) fn has_all(&self) -> bool {
        self.directives.iter().any(|(_, mechanism)| *mechanism == Mechanism::All)
    }
}

/// A term like `name=value`.
fn modifier(term: &str) -> Option<(&str, &str)> {
    let (name, value) = term.split_once('=')?;
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    (starts && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))).then_some((name, value))
}

fn directive(term: &str) -> Result<(Qualifier, Mechanism), &'static str> {
    let (qualifier, rest) = match term.as_bytes().first() {
        Some(b'+') => (Qualifier::Pass, &term[1..]),
        Some(b'-') => (Qualifier::Fail, &term[1..]),
        Some(b'~') => (Qualifier::SoftFail, &term[1..]),
        Some(b'?') => (Qualifier::Neutral, &term[1..]),
        _ => (Qualifier::Pass, term),
    };
    let end = rest.find([':', '/']).unwrap_or(rest.len());
    let (name, value) = rest.split_at(end);
    let after_colon = value.strip_prefix(':');
    let mechanism = match name.to_ascii_lowercase().as_str() {
        "all" if value.is_empty() => Mechanism::All,
        "all" => return Err("all takes no value"),
        "include" => Mechanism::Include(domain(after_colon.unwrap_or_default())?),
        "exists" => Mechanism::Exists(domain(after_colon.unwrap_or_default())?),
        "a" => hosts(value).map(|(name, prefixes)| Mechanism::A(name, prefixes))?,
        "mx" => hosts(value).map(|(name, prefixes)| Mechanism::Mx(name, prefixes))?,
        "ptr" => {
            after_colon.map(domain).transpose()?;
            Mechanism::Ptr
        }
        "ip4" => {
            let (address, prefix) = network(after_colon.unwrap_or_default(), 32)?;
            Mechanism::Ip4(address.parse().map_err(|_| "this is no IPv4 address")?, prefix)
        }
        "ip6" => {
            let (address, prefix) = network(after_colon.unwrap_or_default(), 128)?;
            Mechanism::Ip6(address.parse().map_err(|_| "this is no IPv6 address")?, prefix)
        }
        _ => return Err("there is no such mechanism"),
    };
    Ok((qualifier, mechanism))
}

/// What stands behind `a` and `mx`: `:domain`, `/24`, `//64`, or several of them.
fn hosts(value: &str) -> Result<(Option<String>, Prefixes), &'static str> {
    let (rest, v6) = match value.rsplit_once("//") {
        Some((rest, number)) => (rest, prefix(number, 128)?),
        None => (value, 128),
    };
    let (rest, v4) = match rest.rsplit_once('/') {
        // A slash may be part of a macro.
        Some((rest, number)) if !number.contains('}') => (rest, prefix(number, 32)?),
        _ => (rest, 32),
    };
    let name = match rest.strip_prefix(':') {
        Some(name) => Some(domain(name)?),
        None if rest.is_empty() => None,
        None => return Err("there is no such mechanism"),
    };
    Ok((name, Prefixes { v4, v6 }))
}

fn network(value: &str, most: u8) -> Result<(&str, u8), &'static str> {
    match value.split_once('/') {
        Some((address, number)) => Ok((address, prefix(number, most)?)),
        None => Ok((value, most)),
    }
}

fn prefix(number: &str, most: u8) -> Result<u8, &'static str> {
    let plain = number.bytes().all(|b| b.is_ascii_digit()) && (number == "0" || !number.starts_with('0'));
    let read = number.parse().ok().filter(|n: &u8| plain && *n <= most);
    read.ok_or("the length of the network is wrong")
}

/// A name, perhaps with macros.
fn domain(text: &str) -> Result<String, &'static str> {
    if text.is_empty() {
        return Err("a domain is missing");
    }
    if !macros::is_well_formed(text) {
        return Err("its domain is broken");
    }
    if text.contains('%') {
        return Ok(text.to_owned());
    }
    let last = text.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_top = last.bytes().any(|b| !b.is_ascii_digit()) && last.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match text.contains('.') && is_top && is_name(text) {
        true => Ok(text.trim_end_matches('.').to_ascii_lowercase()),
        false => Err("its domain is broken"),
    }
}
