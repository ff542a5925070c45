//! Gmail's confirmation of a forwarding address: known by its sender, its header and its link, never by its words.
//!
//! Before Gmail forwards a mailbox's mail, it writes to the address that is to get it. Whoever types the code from that mail into
//! Gmail's settings, or follows its link, agrees. So it matters who asked: a stranger may forward into somebody's inbox too.

mod links;
mod named;
#[cfg(test)]
mod tests;

pub use links::Link;

use crate::channel::Address;
use links::Links;
use mail_parser::{HeaderName, Message, MessageParser, PartType};

/// Who sends it.
pub const SENDER: &str = "forwarding-noreply@google.com";
/// Who must have signed it: the domain of the DKIM signature.
pub const SIGNER: &str = "google.com";
/// The header that only it has; what stands there is opaque, and not the code.
const HEADER: &str = "X-Google-Address-Confirmation";
/// The largest message that is read, in bytes: Gmail's have a few thousand.
pub const LARGEST: usize = 512 * 1024;
/// How many digits a code has.
const CODE: std::ops::RangeInclusive<usize> = 5..=12;

/// A message that Gmail wrote to a forwarding address, as far as its sender, its header and its links tell.
#[derive(Debug)]
pub struct Confirmation {
    /// The code that Gmail's settings take. Messages since 2025 have none.
    pub code: Option<String>,
    /// The link that confirms.
    pub link: Option<Link>,
    /// Whether it has several such links, so that none of them can be meant.
    pub has_several_links: bool,
    /// Who asks: every address that it names, but Google's and those it is addressed to. Each once.
    pub named: Vec<String>,
    /// Whom it is addressed to (To and Cc).
    pub to: Vec<String>,
    /// Whose its signatures say they are, in lower case; nobody's where one says several or nothing. That it is so was not verified.
    pub signers: Vec<String>,
}

/// Why a confirmation must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It was written to another address.
    NotForForwarder,
    /// It names nobody who asks.
    NobodyAsks,
    /// It names several.
    SeveralAsk(Vec<String>),
    /// Somebody else wants to forward into this inbox.
    SomebodyElse(String),
    /// It has several links.
    SeveralLinks,
    /// It can only be cancelled.
    CancelsOnly,
}

impl Confirmation {
    /// Whether one of its signatures says that it is Google's.
    #[must_use]
    pub fn has_signature(&self) -> bool {
        self.signers.iter().any(|signer| signer == SIGNER)
    }

    /// Whether it has signatures, and all of them say that they are Google's: only then, what could not be looked up is Google's.
    #[must_use]
    pub fn is_signed_by_nobody_else(&self) -> bool {
        self.has_signature() && self.signers.iter().all(|signer| signer == SIGNER)
    }

    /// Whether it is the one by which `mailbox` may forward to `forwarder`; who asked, as it stands there.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, mailbox: &str, forwarder: &str) -> Result<&str, Refusal> {
        if !self.to.iter().any(|to| is_same(to, forwarder)) {
            return Err(Refusal::NotForForwarder);
        }
        let requester = match self.named.as_slice() {
            [] => return Err(Refusal::NobodyAsks),
            [one] => one,
            several => return Err(Refusal::SeveralAsk(several.to_vec())),
        };
        if !is_same_account(requester, mailbox) {
            return Err(Refusal::SomebodyElse(requester.clone()));
        }
        if self.has_several_links {
            return Err(Refusal::SeveralLinks);
        }
        if self.code.is_none() && self.link.is_none() {
            return Err(Refusal::CancelsOnly);
        }
        Ok(requester)
    }
}

/// Reads a message; `None` when it is none of Gmail's confirmations.
#[must_use]
pub fn read(raw: &[u8]) -> Option<Confirmation> {
    let raw = raw.get(..LARGEST.min(raw.len()))?;
    let message = MessageParser::default().parse(raw)?;
    if !is_from_gmail(&message, raw) {
        return None;
    }
    let (text, html) = bodies(&message);
    let mut links = Links::default();
    links.collect(&text);
    links.collect(&html.replace("&amp;", "&"));
    if !links.has_any() && message.header(HeaderName::Other(HEADER.into())).is_none() {
        return None;
    }
    let subject = message.subject().unwrap_or_default();
    let to = recipients(&message);
    let shown = mail_parser::decoders::html::html_to_text(&with_borders(&html));
    let mut named: Vec<String> = Vec::new();
    for address in [subject, &text, &shown].into_iter().flat_map(named::addresses) {
        let is_known = |known: &String| is_same(known, &address);
        if !named::is_googles(&address) && !to.iter().any(is_known) && !named.iter().any(is_known) {
            named.push(address);
        }
    }
    let has_several_links = links.confirming.len() > 1;
    let link = links.confirming.into_iter().next().filter(|_| !has_several_links);
    Some(Confirmation { code: code(subject), link, has_several_links, named, to, signers: signers(&message) })
}

/// Whether its one From field names the sender and nobody else. The display name, which is translated, does not matter.
fn is_from_gmail(message: &Message<'_>, raw: &[u8]) -> bool {
    let mut fields = message.headers().iter().filter(|header| header.name == HeaderName::From);
    let (Some(field), None) = (fields.next(), fields.next()) else { return false };
    let mut addresses = field.value.as_address().into_iter().flat_map(|list| list.iter());
    let (Some(one), None) = (addresses.next(), addresses.next()) else { return false };
    let written = raw.get(field.offset_start as usize..field.offset_end as usize).unwrap_or_default();
    one.address().is_some_and(|address| address.eq_ignore_ascii_case(SENDER)) && is_plain_from(&String::from_utf8_lossy(written))
}

/// Whether nobody can read another address in a From field: it must be the address, or a name and the address in angle brackets.
fn is_plain_from(field: &str) -> bool {
    let field = field.trim();
    if field.eq_ignore_ascii_case(SENDER) {
        return true;
    }
    let Some((name, bracketed)) = field.rfind('<').map(|at| field.split_at(at)) else { return false };
    let (mut quoted, mut escaped) = (false, false);
    let is_plain = name.chars().all(|c| {
        let was_escaped = std::mem::take(&mut escaped);
        match c {
            '\\' if quoted && !was_escaped => escaped = true,
            '"' if !was_escaped => quoted = !quoted,
            _ => return quoted || !"<>@()[],:;\\".contains(c),
        }
        true
    });
    is_plain && !quoted && bracketed.eq_ignore_ascii_case(&format!("<{SENDER}>"))
}

/// What it says: plain text, and HTML as it is. Attachments are no part of it.
fn bodies(message: &Message<'_>) -> (String, String) {
    let (mut text, mut html) = (String::new(), String::new());
    for part in message.text_bodies() {
        if let PartType::Text(body) = &part.body {
            text.push_str(body);
            text.push('\n');
        }
    }
    for part in message.html_bodies() {
        if let PartType::Html(body) = &part.body {
            html.push_str(body);
            html.push('\n');
        }
    }
    (text, html)
}

/// Elements that stand apart from the text around them.
const APART: [&str; 16] = ["a", "p", "br", "hr", "div", "td", "th", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "center"];

/// HTML with a blank where one of those elements begins or ends: the conversion to text joins what stands around most of them.
fn with_borders(html: &str) -> String {
    let mut spaced = String::with_capacity(html.len() + html.len() / 8);
    for (n, part) in html.split('<').enumerate() {
        let name = part.strip_prefix('/').unwrap_or(part);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if n > 0 {
            spaced.push_str(if APART.iter().any(|apart| name.eq_ignore_ascii_case(apart)) { "\n<" } else { "<" });
        }
        spaced.push_str(part);
    }
    spaced
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let fields = message.all_to().chain(message.all_cc());
    fields.flat_map(|list| list.iter()).filter_map(|one| one.address().map(str::to_owned)).collect()
}

/// The code between parentheses in the subject, with or without a `#`: `(#12345678)`, in some languages full-width ones.
fn code(subject: &str) -> Option<String> {
    subject.split(['(', '\u{ff08}']).skip(1).find_map(|inside| {
        let (inside, _) = inside.split_once([')', '\u{ff09}'])?;
        let digits = inside.trim().trim_start_matches(['#', '\u{ff03}']).trim();
        (CODE.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.to_owned())
    })
}

/// The domain of each DKIM-Signature.
fn signers(message: &Message<'_>) -> Vec<String> {
    let signatures = message.headers_raw().filter(|(name, _)| name.trim().eq_ignore_ascii_case("DKIM-Signature"));
    let domain = |value: &str| {
        let tags = value.split(';').filter_map(|tag| tag.split_once('='));
        // A tag may stand there only once (RFC 6376, 3.2); who takes another one of several reads another signer.
        let mut domains =
            tags.filter(|(name, _)| name.trim_matches(|c: char| !c.is_ascii_alphanumeric()).eq_ignore_ascii_case("d"));
        match (domains.next(), domains.next()) {
            (Some((_, domain)), None) => domain.trim().to_ascii_lowercase(),
            _ => String::new(),
        }
    };
    signatures.map(|(_, value)| domain(value)).collect()
}

fn is_same(one: &str, other: &str) -> bool {
    Address::parse(one).map_or_else(|_| one.eq_ignore_ascii_case(other), |address| address.is_same_mailbox(other))
}

/// Whether two addresses lead to one account. Gmail has two domains, and takes a mailbox with and without dots.
fn is_same_account(one: &str, other: &str) -> bool {
    let gmail = |address: &str| {
        let (local, domain) = address.trim().rsplit_once('@')?;
        let is_gmail = ["gmail.com", "googlemail.com"].iter().any(|own| domain.eq_ignore_ascii_case(own));
        is_gmail.then(|| local.to_ascii_lowercase().replace('.', ""))
    };
    match (gmail(one), gmail(other)) {
        (Some(one), Some(other)) => one == other,
        _ => is_same(one, other),
    }
}
