//! Header blocks, read with mail-parser.

use super::addresses::{mailboxes, named_or_addressed};
use super::charset::{decode, line};
use super::fit::{self, fit};
use super::{Face, Mailbox, via};
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{DateTime, Header, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Bytes of a subject, a name, a Message-ID that are kept.
const SUBJECT: usize = 2000;
const NAME: usize = 255;
/// Of a content type: RFC 6838 allows each half 127.
const CONTENT_TYPE: usize = 127;
const ID: usize = 998;
/// How many mailboxes of To, Cc or Reply-To are kept.
const MAILBOXES: usize = 100;
/// How many Message-IDs of References are kept: the last ones.
const REFERENCES: usize = 100;

/// The fields of the message itself that say something to us.
const READ: [&str; 29] = [
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "x-original-from",
    "received",
    "return-path",
    "delivered-to",
    "x-forwarded-for",
    "x-forwarded-to",
    "x-original-to",
    "x-gm-original-to",
    "x-delivered-to",
    "envelope-to",
    "x-apparently-to",
    "x-ms-exchange-forwardingloop",
    "auto-submitted",
    "precedence",
    "x-autoreply",
    "x-autorespond",
    "x-failed-recipients",
    "list-id",
    "mailing-list",
    "x-google-group-id",
];

/// What a part's header block says.
#[derive(Debug, Clone)]
pub struct Part {
    /// `type/subtype`, in lower case.
    pub content_type: String,
    /// The charset.
    pub charset: Option<String>,
    /// What separates the parts of a multipart.
    pub boundary: Option<String>,
    /// The Content-Transfer-Encoding.
    pub encoding: Option<String>,
    /// The file name.
    pub name: Option<String>,
    /// Whether it is to be kept as a file.
    pub attached: bool,
}

impl Default for Part {
    fn default() -> Self {
        Self { content_type: "text/plain".into(), charset: None, boundary: None, encoding: None, name: None, attached: false }
    }
}

/// Whether a field is looked at.
pub fn is_read(name: &[u8], root: bool) -> bool {
    const CONTENT: &[u8] = b"content-";
    let content = name.get(..CONTENT.len()).is_some_and(|start| start.eq_ignore_ascii_case(CONTENT));
    content || (root && READ.iter().any(|read| name.eq_ignore_ascii_case(read.as_bytes())))
}

static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    let mut parser = MessageParser::new()
        .header_content_type(HeaderName::ContentType)
        .header_content_type(HeaderName::ContentDisposition)
        .header_text(HeaderName::ContentTransferEncoding)
        .header_text(HeaderName::Subject)
        .header_received(HeaderName::Received);
    for name in [HeaderName::From, HeaderName::To, HeaderName::Cc, HeaderName::ReplyTo] {
        parser = parser.header_address(name);
    }
    parser.header_address(HeaderName::Other("X-Original-From".into())).default_header_raw()
});

/// Reads a part's header block; `digest` when it stands in a multipart/digest.
pub fn part(block: &[u8], digest: bool) -> Part {
    let usual = if digest { "message/rfc822" } else { "text/plain" };
    let mut part = Part { content_type: usual.into(), ..Part::default() };
    let block = utf8(block);
    let Some(message) = PARSER.parse_headers(block.as_ref()) else { return part };
    part.encoding = message.content_transfer_encoding().map(|encoding| line(encoding, NAME));
    if let Some(kind) = message.content_type() {
        part.charset = kind.attribute("charset").map(|charset| charset.trim_matches(['\'', '"', ' ']).to_owned());
        part.name = kind.attribute("name").map(str::to_owned);
        match (kind.ctype(), kind.subtype()) {
            ("multipart", subtype) => {
                part.boundary =
                    kind.attribute("boundary").filter(|boundary| !boundary.trim().is_empty()).map(|b| b.trim_end().to_owned());
                // Without a boundary it is just text.
                part.content_type =
                    if part.boundary.is_some() { format!("multipart/{}", subtype.unwrap_or("mixed")) } else { usual.into() };
            }
            (kind, Some(subtype)) if !kind.is_empty() => part.content_type = format!("{kind}/{subtype}"),
            // `Content-Type: text` was the way before MIME.
            ("text", None) => {}
            _ => part.content_type = "application/octet-stream".into(),
        }
        part.content_type = line(&part.content_type.to_lowercase(), CONTENT_TYPE);
    }
    if let Some(disposition) = message.content_disposition() {
        part.attached = disposition.ctype().eq_ignore_ascii_case("attachment");
        part.name = disposition.attribute("filename").map(str::to_owned).or(part.name);
    }
    part.name = part.name.map(|name| line(&unquoted(&name), NAME)).filter(|name| !name.is_empty());
    part
}

/// A file name in which encoded words stand, though they may not (RFC 2047, 5): many programs write them.
fn unquoted(name: &str) -> Cow<'_, str> {
    if !name.contains("=?") {
        return name.into();
    }
    subject_of(format!("Subject: {name}\r\n\r\n").as_bytes()).map_or(name.into(), Cow::Owned)
}

/// The subject in a header block, or at the beginning of a message.
pub fn subject_of(block: &[u8]) -> Option<String> {
    let block = utf8(block);
    let message = PARSER.parse_headers(block.as_ref())?;
    Some(line(first(&message, "subject")?.as_text()?, SUBJECT)).filter(|subject| !subject.is_empty())
}

/// Reads the message's own header block.
pub fn face(block: &[u8]) -> Face {
    let block = utf8(block);
    let Some(message) = PARSER.parse_headers(block.as_ref()) else { return Face::default() };
    let raw = |name: &'static str| first(&message, name).and_then(HeaderValue::as_text).unwrap_or_default();
    let all_mailboxes =
        |name: &'static str, limit| fit(all(&message, name).flat_map(|header| mailboxes(&header.value)).take(MAILBOXES), limit);
    let mut references = fit(ids(raw("references")).into_iter().rev().take(REFERENCES), fit::LONG);
    references.reverse();
    Face {
        message_id: ids(raw("message-id")).into_iter().next(),
        in_reply_to: fit(ids(raw("in-reply-to")).into_iter().take(REFERENCES), fit::SHORT),
        references,
        from: all(&message, "from").find_map(|header| named_or_addressed(&header.value)),
        original_from: original_from(&message),
        reply_to: all_mailboxes("reply-to", fit::SHORT),
        to: all_mailboxes("to", fit::LONG),
        cc: all_mailboxes("cc", fit::LONG),
        bcc: Vec::new(),
        subject: first(&message, "subject")
            .and_then(HeaderValue::as_text)
            .map(|subject| line(subject, SUBJECT))
            .unwrap_or_default(),
        date: milliseconds(raw("date")),
        via: via::find(&message),
        auto_submitted: auto_submitted(&message),
        text_cut: false,
        attachments: Vec::new(),
        attachments_cut: 0,
    }
}

/// Who wrote what a list passed on. Without a list's own fields nobody had a reason to put somebody else into From.
fn original_from(message: &Message<'_>) -> Option<Mailbox> {
    ["list-id", "mailing-list", "x-google-group-id"].iter().find_map(|name| first(message, name))?;
    mailboxes(first(message, "x-original-from")?).next()
}

/// All fields of this name.
pub fn all<'m>(message: &'m Message<'_>, name: &'m str) -> impl Iterator<Item = &'m Header<'m>> {
    message.headers().iter().filter(move |header| header.name().eq_ignore_ascii_case(name))
}

/// The first field of this name that has a value.
pub fn first<'m>(message: &'m Message<'_>, name: &'m str) -> Option<&'m HeaderValue<'m>> {
    all(message, name).map(|header| &header.value).find(|value| !value.is_empty())
}

/// Message-IDs: what stands in angle brackets; without any, the words. Each once.
fn ids(raw: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut keep = |id: &str| {
        let id: String = id.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '<').collect();
        if !id.is_empty() && id.len() <= ID && found.last() != Some(&id) {
            found.push(id);
        }
    };
    if raw.contains('<') {
        for piece in raw.split('<').skip(1) {
            keep(piece.split('>').next().unwrap_or_default());
        }
    } else {
        raw.split([' ', '\t', '\r', '\n', ',', '>']).for_each(&mut keep);
    }
    found
}

/// A date that can be one. jiff reads what mail-parser does not: a time without seconds.
pub fn milliseconds(written: &str) -> Option<i64> {
    if written.split_whitespace().any(is_impossible) {
        return None;
    }
    let lenient = DateTime::parse_rfc822(&format!("{written}\r\n"))
        .filter(|date| date.is_valid() && is_day(date))
        .map(|date| date.to_timestamp());
    let seconds = lenient.or_else(|| Some(jiff::fmt::rfc2822::parse(written).ok()?.timestamp().as_second()))?;
    // From 1970 to 9999.
    (0..253_402_300_800).contains(&seconds).then_some(seconds * 1000)
}

/// Whether the month has such a day.
fn is_day(date: &DateTime) -> bool {
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day)) else {
        return false;
    };
    jiff::civil::Date::new(year, month, day).is_ok()
}

/// Whether a word of a date is a year before 1000 or an offset from UTC that no place has: what reads dates makes something of both.
fn is_impossible(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']);
    let number = digits.unwrap_or(word);
    let four = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
    match digits {
        None => four && number.starts_with('0'),
        Some(digits) if four => &digits[..2] > "14" || &digits[2..] > "59",
        Some(digits) => digits.bytes().all(|b| b.is_ascii_digit()),
    }
}

/// Whether a program wrote it: RFC 3834's field, or what programs used to say before there was one. `Precedence: bulk` and `list` do not
/// count: mailing lists add them to what people write.
fn auto_submitted(message: &Message<'_>) -> bool {
    let word = |name: &'static str| {
        let text = first(message, name).and_then(HeaderValue::as_text).unwrap_or_default();
        text.split([';', ' ', '(', '\t', '\r', '\n']).next().unwrap_or_default().to_ascii_lowercase()
    };
    let submitted = word("auto-submitted");
    (!submitted.is_empty() && submitted != "no")
        || word("precedence") == "auto_reply"
        || ["x-autoreply", "x-autorespond", "x-failed-recipients"]
            .iter()
            .any(|name| !["", "no", "false"].contains(&word(name).as_str()))
}

/// A header block as UTF-8. Raw bytes that are not are taken for the charset of the body, else for windows-1252.
fn utf8(block: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(block).is_ok() {
        return block.into();
    }
    let charset = PARSER.parse_headers(block).and_then(|message| Some(message.content_type()?.attribute("charset")?.to_owned()));
    let charset = charset.filter(|name| charset_decoder(name.as_bytes()).is_some());
    let mut text = Vec::with_capacity(block.len() * 2);
    for line in block.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(_) => text.extend_from_slice(line),
            Err(_) => text.extend_from_slice(decode(line, charset.as_deref()).as_bytes()),
        }
    }
    text.into()
}
