//! A reply as a mail: whom it goes to, what it continues, and its bytes. What came from outside (addresses, subjects, Message-IDs)
//! gets into a header only after it was checked, so that nobody can add a header of his own.

use crate::channel::Address;
use crate::mail::LOOP_HEADER;
use crate::mail::incoming::{Face, Mailbox};
use crate::server::store::{ChannelRow, Thread};
use crate::server::written::Written;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Message, SinglePart};
use std::time::{Duration, SystemTime};

/// Message-IDs in References: the first, and the last of the others.
const REFERENCES: usize = 20;
/// The longest Message-ID that is repeated, in bytes: with its angle brackets it fits on a line (RFC 5322, 2.1.1).
const LONGEST_ID: usize = 900;
/// The longest subject that is taken over, in characters.
const LONGEST_SUBJECT: usize = 250;

/// A reply that can be queued.
#[derive(Debug)]
pub struct Composed {
    /// Its headers.
    pub face: Face,
    /// The whole message.
    pub raw: Vec<u8>,
    /// Whom it goes to: To, Cc and Bcc, each mailbox once.
    pub recipients: Vec<String>,
}

/// Whom a reply in this room goes to: who was named, or else the room's customer; empty when that one has no address. What a
/// mail says about where answers go (Reply-To) is never followed by itself: anybody can write the customer's address and the
/// room's subject into a mail, and would get the answers.
pub fn answered(thread: &Thread, named: &[Address]) -> Vec<Address> {
    if named.is_empty() {
        return Address::parse(&thread.customer).into_iter().collect();
    }
    each_once(named.iter())
}

/// Each mailbox once, in order.
fn each_once<'a>(addresses: impl Iterator<Item = &'a Address>) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in addresses {
        if !all.iter().any(|a| a.key() == address.key()) {
            all.push(address.clone());
        }
    }
    all
}

/// Writes the mail. `at` is unix milliseconds, `id` the message's UUID, `mark` what stands in `X-Loop`.
///
/// # Errors
/// What of it cannot be a mail.
pub fn compose(
    thread: &Thread,
    channel: &ChannelRow,
    to: Vec<Address>,
    written: &Written,
    id: &str,
    mark: &str,
    at: i64,
) -> Result<Composed, String> {
    let last = thread.last_from_customer.as_ref();
    let from = Address::parse(&channel.address).map_err(|e| format!("the channel's address {e}"))?;
    let message_id = format!("{id}@{}", from.domain());
    let subject = written.subject.clone().unwrap_or_else(|| answering(last.map_or(&*thread.subject, |f| &*f.subject)));
    let mailboxes = |all: &[Address]| all.iter().map(|a| Mailbox { name: None, address: a.to_string() }).collect::<Vec<_>>();
    let face = Face {
        message_id: Some(message_id),
        in_reply_to: last.and_then(|f| f.message_id.clone()).filter(|id| is_id(id)).into_iter().collect(),
        references: last.map(references).unwrap_or_default(),
        from: mailboxes(&[from]).pop(),
        to: mailboxes(&to),
        cc: mailboxes(&written.cc),
        bcc: mailboxes(&written.bcc),
        subject,
        date: Some(at),
        ..Face::default()
    };
    let recipients = each_once(to.iter().chain(&written.cc).chain(&written.bcc));
    let raw = message(&face, mark, &written.text, at)?;
    Ok(Composed { face, raw, recipients: recipients.iter().map(Address::to_string).collect() })
}

fn message(face: &Face, mark: &str, text: &str, at: i64) -> Result<Vec<u8>, String> {
    let mailbox = |mailbox: &Mailbox| {
        let address: lettre::Address =
            mailbox.address.parse().map_err(|_| format!("{} cannot be written to", mailbox.address))?;
        Ok::<_, String>(lettre::message::Mailbox::new(None, address))
    };
    let since = Duration::from_millis(u64::try_from(at).unwrap_or_default());
    let mut builder = Message::builder().date(SystemTime::UNIX_EPOCH + since).subject(face.subject.clone());
    if let Some(from) = &face.from {
        builder = builder.from(mailbox(from)?);
    }
    for to in &face.to {
        builder = builder.to(mailbox(to)?);
    }
    for cc in &face.cc {
        builder = builder.cc(mailbox(cc)?);
    }
    // Bcc stands in the envelope only.
    for (name, ids) in
        [("Message-ID", face.message_id.as_slice()), ("In-Reply-To", &face.in_reply_to), ("References", &face.references)]
    {
        if !ids.is_empty() {
            builder = builder.raw_header(ids_header(name, ids));
        }
    }
    let loop_header = HeaderName::new_from_ascii_str(LOOP_HEADER);
    builder = builder.raw_header(HeaderValue::new(loop_header, mark.to_owned()));
    let part = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body(text)?);
    Ok(builder.singlepart(part).map_err(|e| e.to_string())?.formatted())
}

/// Message-IDs, one a line: an encoder for words would take a long one apart. Each was checked by [`is_id`].
fn ids_header(name: &'static str, ids: &[String]) -> HeaderValue {
    let value = ids.iter().map(|id| format!("<{id}>")).collect::<Vec<_>>().join("\r\n ");
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// The text in the shortest encoding that survives every mail server. A line that begins with `From ` is altered by old mailbox
/// files, so that it is hidden.
fn body(text: &str) -> Result<Body, String> {
    // The mail ends with a line end of its own.
    let text = text.trim_end_matches(['\r', '\n']);
    if text.lines().any(|line| line.starts_with("From ")) {
        return Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::Base64)
            .map_err(|_| "the text cannot be encoded".to_owned());
    }
    Ok(Body::new(text.to_owned()))
}

/// Whether this may stand between angle brackets in a header: printable ASCII without blanks and brackets.
fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'<' && b != b'>')
}

/// RFC 5322, 3.6.4: the references of the message that is answered (or else what it answers), and the message itself.
fn references(answered: &Face) -> Vec<String> {
    let before = match answered.references.as_slice() {
        [] if answered.in_reply_to.len() == 1 => answered.in_reply_to.as_slice(),
        references => references,
    };
    let mut all: Vec<String> = Vec::new();
    for id in before.iter().chain(&answered.message_id).filter(|id| is_id(id)) {
        if !all.contains(id) {
            all.push(id.clone());
        }
    }
    if all.len() > REFERENCES {
        all.drain(1..=all.len() - REFERENCES);
    }
    all
}

/// The subject of an answer: `Re: ` once, whatever stood there in whatever language.
fn answering(subject: &str) -> String {
    let plain: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut rest = plain.trim();
    while let Some(after) = without_mark(rest) {
        rest = after.trim_start();
    }
    let words: String = rest.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_SUBJECT).collect();
    format!("Re: {words}").trim_end().to_owned()
}

/// What follows `Re:`, `RE[2]:`, `Aw:` and the like.
fn without_mark(subject: &str) -> Option<&str> {
    let (mark, rest) = subject.split_once([':', '：'])?;
    let mark = mark.trim_end();
    let mark = mark.split_once('[').map_or(mark, |(word, number)| {
        if number.trim_end_matches(']').bytes().all(|b| b.is_ascii_digit()) { word } else { mark }
    });
    ["re", "aw", "sv", "antw", "bls", "balas", "rif", "odp"].iter().any(|m| mark.eq_ignore_ascii_case(m)).then_some(rest)
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
