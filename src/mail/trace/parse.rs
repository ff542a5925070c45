//! From a header block to the way of a message.

use super::forwarding;
use super::{Claim, Hop, Trace, received, results};
use crate::mail::incoming;
use std::collections::HashMap;

/// Bytes of a header block that are read.
const LONGEST: usize = 1024 * 1024;
/// Fields that are read, and of these as many hops as are kept.
const FIELDS: usize = 5000;
const HOPS: usize = 200;
/// Bytes of a field that are read.
const FIELD: usize = 16 * 1024;
/// Claims that are kept.
const CLAIMS: usize = 50;

/// A header field, unfolded; and how many `Received` fields stand below it: those of servers before.
pub(super) struct Field {
    pub name: String,
    pub value: String,
    pub below: usize,
}

/// The header block's fields, the uppermost first.
pub(super) struct Fields(pub Vec<Field>);

impl Fields {
    /// The fields of a name, which is in lower case.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Field> {
        self.0.iter().filter(move |field| field.name == name)
    }

    /// The uppermost field of a name.
    pub fn first(&self, name: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.name == name)
    }

    fn read(raw: &[u8]) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        let raw = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
        for line in raw[..raw.len().min(LONGEST)].split(|b| *b == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() || fields.len() >= FIELDS {
                break;
            }
            let text = String::from_utf8_lossy(&line[..line.len().min(FIELD)]);
            if line[0] == b' ' || line[0] == b'\t' {
                if let Some(last) = fields.last_mut().filter(|last| last.value.len() < FIELD) {
                    last.value.push(' ');
                    last.value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push(Field { name: name.trim().to_ascii_lowercase(), value: value.trim().to_owned(), below: 0 });
            }
        }
        let mut below = 0;
        for field in fields.iter_mut().rev() {
            field.below = below;
            below += usize::from(field.name == "received");
        }
        Self(fields)
    }
}

/// Reads the way of a message.
pub(super) fn trace(raw: &[u8]) -> Trace {
    let fields = Fields::read(raw);
    // Only the header block counts; what reads messages never fails on bytes in memory.
    let head = raw.len().min(LONGEST);
    let face = incoming::read(&raw[..head]).map(|read| read.face).unwrap_or_default();
    let all = fields.all("received").count();
    let mut hops: Vec<Hop> = fields.all("received").take(HOPS).map(|field| received::hop(&field.value)).collect();
    hops.reverse();
    // The oldest ones are those that are left out.
    let skipped = all - hops.len();
    delays(&mut hops);
    let place = |below: usize| below.checked_sub(skipped + 1).filter(|place| *place < hops.len());
    let mut forwarding = forwarding::find(&fields, &face, &hops);
    if let Some(one) = &mut forwarding {
        one.hop = one.hop.and_then(place).or_else(|| before_target(&hops, one.target.as_deref()));
    }
    let mut claims = claims(&fields, place);
    for claim in &mut claims {
        let by = |hop: &Hop| hop.by.as_deref().is_some_and(|by| by.eq_ignore_ascii_case(&claim.host));
        claim.hop = hops.iter().rposition(by).or(claim.hop);
    }
    let sender = forwarding::sender(&fields, &face, forwarding.as_ref());
    Trace {
        forwarding,
        sender,
        claims,
        auto_submitted: face.auto_submitted,
        loops: loops(&fields, &hops),
        cut: skipped > 0,
        hops,
    }
}

fn delays(hops: &mut [Hop]) {
    let mut before: Option<i64> = None;
    for hop in hops {
        hop.delay = before.zip(hop.time).map(|(before, now)| (now - before).div_euclid(1000));
        before = hop.time.or(before);
    }
}

/// The last hop before the one that took it for the target.
fn before_target(hops: &[Hop], target: Option<&str>) -> Option<usize> {
    let target = target?;
    let at = hops.iter().position(|hop| hop.recipient.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(target)))?;
    at.checked_sub(1)
}

fn claims(fields: &Fields, place: impl Fn(usize) -> Option<usize>) -> Vec<Claim> {
    let read = |field: &Field| {
        let header = match field.name.as_str() {
            "authentication-results" => "Authentication-Results",
            "arc-authentication-results" => "ARC-Authentication-Results",
            _ => return None,
        };
        results::claim(header, &field.value, place(field.below))
    };
    fields.0.iter().filter_map(read).take(CLAIMS).collect()
}

/// Mailboxes that the message was delivered to more than once.
fn loops(fields: &Fields, hops: &[Hop]) -> Vec<String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    let delivered = fields.all("delivered-to").map(|field| field.value.trim_matches(['<', '>']).to_ascii_lowercase());
    for address in delivered.filter(|address| address.contains('@')) {
        *times.entry(address).or_default() += 1;
    }
    let mut stations: HashMap<String, usize> = HashMap::new();
    for hop in hops {
        if let (Some(by), Some(recipient), Some(_)) = (&hop.by, &hop.recipient, &hop.from) {
            *stations.entry(format!("{} at {}", recipient.to_ascii_lowercase(), by.to_ascii_lowercase())).or_default() += 1;
        }
    }
    // A server may pass a message to itself once, for a filter.
    let mut found: Vec<String> = times.into_iter().filter(|(_, n)| *n > 1).map(|(address, _)| address).collect();
    found.extend(stations.into_iter().filter(|(_, n)| *n > 2).map(|(station, _)| station));
    found.sort_unstable();
    found
}
