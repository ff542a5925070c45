//! Mailboxes in headers.

use super::Mailbox;
use super::charset::line;
use mail_parser::{Addr, HeaderValue};

/// How many mailboxes of a field are kept.
const LIMIT: usize = 100;
/// Bytes of a name; RFC 5321 allows an address 254.
const NAME: usize = 255;
const ADDRESS: usize = 320;

/// The mailboxes of a field that have an address, those in groups too.
pub fn mailboxes<'m>(value: &'m HeaderValue<'_>) -> impl Iterator<Item = Mailbox> + use<'m> {
    every(value).filter(|mailbox| !mailbox.address.is_empty())
}

/// The first mailbox with an address; when none has one, the first name.
pub fn named_or_addressed(value: &HeaderValue<'_>) -> Option<Mailbox> {
    mailboxes(value).next().or_else(|| every(value).find(|mailbox| mailbox.name.is_some()))
}

/// The address in a text like `Name <a@b>`, `<a@b>` or `a@b`, if it has the shape of one.
pub fn address(text: &str) -> Option<String> {
    let inner = text.split_once('<').map_or(text, |(_, rest)| rest.split('>').next().unwrap_or(rest));
    let inner = inner.trim_matches(|c: char| c.is_whitespace() || "<>,;\"'".contains(c));
    let (local, domain) = inner.rsplit_once('@')?;
    let plain = !inner.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;:\"()[]".contains(c));
    (plain && !local.is_empty() && !domain.is_empty() && inner.len() <= ADDRESS).then(|| inner.to_owned())
}

fn every<'m>(value: &'m HeaderValue<'_>) -> impl Iterator<Item = Mailbox> + use<'m> {
    value.as_address().into_iter().flat_map(|list| list.iter()).map(mailbox).take(LIMIT)
}

fn mailbox(addr: &Addr<'_>) -> Mailbox {
    let written = line(addr.address().unwrap_or_default(), ADDRESS).replace(' ', "");
    let mut name = addr.name().map(|name| line(name, NAME)).filter(|name| !name.is_empty());
    // Some write the address as the name and nothing else, some the name in quotes that it does not need.
    let address = match (written.contains('@'), name.as_deref().and_then(address)) {
        (false, Some(address)) => address,
        _ if written.contains('@') => written,
        _ => {
            name = name.or_else(|| Some(written).filter(|text| !text.is_empty()));
            String::new()
        }
    };
    if name.as_deref() == Some(address.as_str()) {
        name = None;
    }
    Mailbox { name, address }
}
