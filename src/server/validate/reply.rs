//! Checks the form of a reply.

use super::invalid;
use crate::channel::Address;
use crate::server::answer::Refusal;
use crate::server::written::Written;
use crate::wire::assumed::reply::{BCC, CC, ROOM_ID, SUBJECT, TEXT, TEXT_TYPE, TO, TYPE};
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use http::StatusCode;

/// The longest text, in bytes.
pub const MAX_TEXT: usize = 512 * 1024;
/// The longest subject, in characters.
const MAX_SUBJECT: usize = 500;
/// The most addresses in `to`, `cc` and `bcc` together.
const MAX_COPIES: usize = 100;
/// The most fields that are read.
const MAX_FIELDS: usize = 300;

/// A checked form.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    /// The room's id.
    pub room_id: String,
    /// What was written.
    pub written: Written,
}

/// Reads and checks the form. Unknown fields mean nothing; `to`, `cc` and `bcc` may come several times.
pub async fn reply(form: Result<Multipart, MultipartRejection>) -> Result<Reply, Refusal> {
    let unreadable = || Refusal::new(StatusCode::BAD_REQUEST, "The request is not a multipart form");
    let mut form = form.map_err(|_| unreadable())?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if fields.len() == MAX_FIELDS {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, format!("The request has more than {MAX_FIELDS} fields")));
        }
        let name = field.name().unwrap_or_default().trim_end_matches("[]").to_owned();
        let value = field.bytes().await.map_err(|_| unreadable())?;
        // What is no text counts as empty, and then as wrong.
        fields.push((name, String::from_utf8(value.to_vec()).ok()));
    }
    check(&fields)
}

fn check(fields: &[(String, Option<String>)]) -> Result<Reply, Refusal> {
    let mut problems = Vec::new();
    let last = |name: &str| fields.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.as_deref());
    let mut required = |name: &str, good: fn(&str) -> bool| match last(name) {
        Some(Some(value)) if !value.trim().is_empty() && good(value) => Some(value.to_owned()),
        None | Some(Some("")) => {
            problems.push(format!("{name} is missing"));
            None
        }
        Some(Some(value)) if value.trim().is_empty() => {
            problems.push(format!("{name} is missing"));
            None
        }
        _ => {
            problems.push(invalid(name));
            None
        }
    };
    let room_id = required(ROOM_ID, |id| id.len() <= 200);
    required(TYPE, |kind| kind == TEXT_TYPE);
    let text = required(TEXT, |text| text.len() <= MAX_TEXT && !text.contains('\0'));
    let subject = match last(SUBJECT) {
        None | Some(Some("")) => None,
        Some(Some(value)) if is_line(value) => Some(value.trim().to_owned()),
        Some(_) => {
            problems.push(invalid(SUBJECT));
            None
        }
    };
    let mut copies = |name: &str| {
        let values = fields.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_deref().unwrap_or("\0"));
        let read: Result<Vec<_>, _> = values.filter(|v| !v.trim().is_empty()).map(Address::parse).collect();
        read.unwrap_or_else(|_| {
            problems.push(invalid(name));
            Vec::new()
        })
    };
    let (to, cc, bcc) = (copies(TO), copies(CC), copies(BCC));
    if to.len() + cc.len() + bcc.len() > MAX_COPIES {
        problems.push(format!("{TO}, {CC} and {BCC} have more than {MAX_COPIES} addresses"));
    }
    match (room_id, text) {
        (Some(room_id), Some(text)) if problems.is_empty() => {
            Ok(Reply { room_id, written: Written { text, to, cc, bcc, subject } })
        }
        _ => Err(Refusal::invalid(problems)),
    }
}

/// Whether this can be a subject.
fn is_line(text: &str) -> bool {
    text.chars().count() <= MAX_SUBJECT && !text.chars().any(char::is_control)
}
