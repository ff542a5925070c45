//! A report of a server that could not deliver a message (RFC 3464).

use mail_parser::{Message, MessagePart, MimeHeaders as _};

/// The most of a diagnostic that is kept, in characters.
const LONGEST: usize = 500;
/// A name by which servers write, and administrators.
const POSTMASTER: &str = "postmaster";
/// The type of a report about a delivery.
const DELIVERY: &str = "delivery-status";

/// What a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What became of the message: `failed`, `delayed`, …
    pub action: String,
    /// What the other server said, or what else tells why; on one line.
    pub diagnostic: String,
    /// Whom it could not be delivered to.
    pub recipient: Option<String>,
}

impl Report {
    /// Whether delivery goes on being tried.
    #[must_use]
    pub fn is_delay(&self) -> bool {
        ["delayed", "relayed", "expanded", "delivered"].contains(&self.action.as_str())
    }
}

/// What a message is by its type (RFC 6522): `delivery-status`, or what else it reports; `None` for what is no report by its type.
fn reported<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    let kind = message.root_part().content_type()?;
    let is_report = kind.ctype() == "multipart" && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"));
    is_report.then(|| kind.attribute("report-type").unwrap_or(DELIVERY))
}

/// Whether a message is a report about a delivery: by its type, or by who sends it.
pub(super) fn is_report(message: &Message<'_>) -> bool {
    if let Some(kind) = reported(message) {
        return kind.eq_ignore_ascii_case(DELIVERY);
    }
    match local(message).as_str() {
        "" | "mailer-daemon" | "mail-daemon" => true,
        // An administrator writes by this name too.
        POSTMASTER => is_from_nobody(message),
        _ => false,
    }
}

/// Whether it is from where servers and their administrators write.
pub(super) fn is_postmaster(message: &Message<'_>) -> bool {
    local(message) == POSTMASTER
}

/// Whether a program tells something else about a message: that somebody has read it (RFC 8098), or complains (RFC 5965).
pub(super) fn is_notice(message: &Message<'_>) -> bool {
    reported(message).is_some_and(|kind| !kind.eq_ignore_ascii_case(DELIVERY))
}

/// Who wrote it, without the domain.
fn local(message: &Message<'_>) -> String {
    let from = message.from().and_then(|list| list.iter().find_map(|one| one.address())).unwrap_or_default();
    from.split('@').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether nobody wants an answer to it: an empty envelope sender, or a program's own word.
fn is_from_nobody(message: &Message<'_>) -> bool {
    let says =
        |name: &str| message.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    let by_program = says("Auto-Submitted").is_some_and(|said| !said.to_ascii_lowercase().starts_with("no"));
    by_program || says("Return-Path") == Some("<>")
}

pub(super) fn read(message: &Message<'_>) -> Report {
    let status = message.parts.iter().find(|part| is_status(part));
    let fields = status.map(|part| unfolded(&String::from_utf8_lossy(part.contents()))).unwrap_or_default();
    // `rfc822; a@example.org`, `smtp; 550 5.1.1 …`: the type of what follows is of no use here.
    let field = |name: &str| {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        let value = value.split_once(';').filter(|(kind, _)| !kind.trim().contains(' ')).map_or(value.as_str(), |(_, rest)| rest);
        Some(line(value)).filter(|value| !value.is_empty())
    };
    // Only the status tells the class where the words are those of a program, and not of a server (`X-Postfix; Access denied`).
    let said = match (field("diagnostic-code"), field("status")) {
        (Some(words), Some(status)) if !words.starts_with(|c: char| c.is_ascii_digit()) => Some(format!("{status} {words}")),
        (words, status) => words.or(status),
    };
    Report {
        action: field("action").unwrap_or_else(|| "failed".into()).to_ascii_lowercase(),
        diagnostic: said.or_else(|| message.body_text(0).map(|text| line(&text))).unwrap_or_default(),
        recipient: field("final-recipient").or_else(|| field("original-recipient")),
    }
}

fn is_status(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        kind.ctype() == "message"
            && kind.subtype().is_some_and(|subtype| subtype.to_ascii_lowercase().ends_with("delivery-status"))
    })
}

/// Names in lower case, and values.
fn unfolded(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (false, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.to_owned())),
            _ => {}
        }
    }
    fields
}

fn line(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(LONGEST).collect()
}
