//! A mail that proves that mail arrives: written with a token that nobody can guess, and known again by it wherever it turns up.

mod report;
#[cfg(test)]
mod tests;

pub use report::Report;

use crate::channel::Address;
use crate::mail::{incoming, trace};
use jiff::Timestamp;
use mail_parser::{Message, MessageParser};
use std::fmt;

/// The most that is read of a message, in bytes: a test mail is small, and so is a report about it.
const LARGEST: usize = 1024 * 1024;

/// What a test mail is known by: 122 random bits in 32 letters and digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string())
    }

    /// The one of a test mail that was written before; `None` for what cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |b: u8| b.is_ascii_hexdigit();
        (text.len() == 32 && text.bytes().all(is_hex)).then(|| Self(text.to_ascii_lowercase()))
    }

    /// Whether a text holds it. Some programs turn letters to upper case.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        text.as_bytes().windows(self.0.len()).any(|part| part.eq_ignore_ascii_case(self.0.as_bytes()))
    }

    /// The subject of the test mail.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("Qontak test mail {self}")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A test mail from a mailbox to itself. It looks like what a customer writes: a provider may treat what a program wrote otherwise.
#[must_use]
pub fn compose(mailbox: &Address, token: &Token, now: Timestamp) -> Vec<u8> {
    let date = jiff::fmt::rfc2822::to_string(&now.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default();
    format!(
        "From: <{mailbox}>\r\nTo: <{mailbox}>\r\nSubject: {}\r\nDate: {date}\r\nMessage-ID: <{token}@{}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\r\n\
         This is a test mail. It shows that mail to {} arrives in the\r\nQontak Inbox, and can be deleted.\r\n\r\nToken: {token}\r\n",
        token.subject(),
        mailbox.domain(),
        if mailbox.as_str().is_ascii() { mailbox.as_str() } else { "this mailbox" },
    )
    .into_bytes()
}

/// What a message is to whoever waits for the test mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The test mail.
    TestMail(Letter),
    /// A report that it was not delivered, or not yet.
    Report(Report),
    /// Something else, if only an automatic answer to it.
    Other,
}

/// The test mail as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// Who wrote it, as it says.
    pub from: Option<String>,
    /// Who wrote it before somebody put himself into From, where that is left.
    pub original_from: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Whether its way shows that somebody put himself into From, whoever wrote it.
    pub is_rewritten: bool,
    /// When the first station took it, unix milliseconds; the stations' clocks may differ.
    pub accepted_at: Option<i64>,
    /// When the station that forwarded it had it, as far as that is known.
    pub forwarded_at: Option<i64>,
}

/// Reads a message that has come.
#[must_use]
pub fn read(raw: &[u8], token: &Token) -> Seen {
    let raw = &raw[..LARGEST.min(raw.len())];
    let Some(message) = MessageParser::default().parse(raw) else { return Seen::Other };
    let own_id = message.message_id().is_some_and(|id| token.is_in(id));
    if !own_id && report::is_report(&message) {
        return if is_about(&message, raw, token) { Seen::Report(report::read(&message)) } else { Seen::Other };
    }
    // What answers the test mail repeats its subject.
    let answers = |name| field(&message, name).is_some_and(|ids| token.is_in(ids));
    let is_automatic =
        field(&message, "Auto-Submitted").is_some_and(|said| said.trim().to_ascii_lowercase().starts_with("auto-replied"));
    let is_answer = answers("In-Reply-To") || answers("References") || is_automatic || report::is_notice(&message);
    let named = message.subject().is_some_and(|subject| token.is_in(subject))
        // By a name that servers use, the text may be one that quotes it.
        || !report::is_postmaster(&message) && (0..message.text_body_count()).any(|n| message.body_text(n).is_some_and(|text| token.is_in(&text)));
    if own_id || (named && !is_answer) { Seen::TestMail(letter(&message, raw)) } else { Seen::Other }
}

/// The first field of this name, as it stands there.
fn field<'m>(message: &'m Message<'_>, name: &str) -> Option<&'m str> {
    message.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Whether the token stands anywhere in it.
fn is_about(message: &Message<'_>, raw: &[u8], token: &Token) -> bool {
    token.is_in(&String::from_utf8_lossy(raw))
        || message.parts.iter().any(|part| token.is_in(&String::from_utf8_lossy(part.contents())))
}

fn letter(message: &Message<'_>, raw: &[u8]) -> Letter {
    let first = |list: Option<&mail_parser::Address<'_>>| {
        list.and_then(|list| list.iter().find_map(|one| one.address())).map(str::to_owned)
    };
    let original = ["X-Original-From", "X-Google-Original-From"].iter();
    let mut original = original.filter_map(|name| field(message, name)).filter_map(incoming::address_in);
    let way = trace::read(raw);
    // The last station is the server that has it now: one alone has nothing to tell.
    let before = way.hops.len().checked_sub(2).and_then(|last| way.hops.get(last));
    let written = || message.date().map(|date| date.to_timestamp() * 1000);
    Letter {
        from: first(message.from()),
        original_from: original.next(),
        reply_to: first(message.reply_to()),
        is_rewritten: way.sender.rewritten,
        accepted_at: before.and_then(|_| way.accepted()).or_else(written),
        forwarded_at: way.forwarded().or_else(|| before?.time),
    }
}
