//! A report of a server that could not deliver a message (RFC 3464).

use mail_parser::{Message, MessagePart, MimeHeaders as _};

/// The most of a diagnostic that is kept, in characters.
const LONGEST: usize = 500;

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

/// Whether a message is such a report: by its type, or by who sends it.
pub(super) fn is_report(message: &Message<'_>) -> bool {
    let kind = message.root_part().content_type();
    let typed = kind.is_some_and(|kind| {
        kind.ctype() == "multipart" && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("report"))
    });
    let from = message.from().and_then(|list| list.iter().find_map(|one| one.address())).unwrap_or_default().to_ascii_lowercase();
    let local = from.split('@').next().unwrap_or_default();
    typed || ["mailer-daemon", "postmaster", "mail-daemon"].contains(&local) || from.is_empty()
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
