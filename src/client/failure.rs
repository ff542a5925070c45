//! What an answer that is no success means, in one place: status and the server's words to an [`Error`].

use super::transport::{NoReply, Reply};
use crate::error::{Error, Kind};
use crate::wire::assumed::TAKEN;
use crate::wire::envelope::error_messages;
use http::StatusCode;

/// How much of an unreadable answer is shown, in characters.
const EXCERPT: usize = 80;

/// The error for no answer at all.
pub(super) fn no_reply(no_reply: NoReply) -> Error {
    match no_reply {
        NoReply::NotSent { message, hint } => {
            let error = Error::new(Kind::Unreachable, message);
            if let Some(hint) = hint { error.with_hint(hint) } else { error }
        }
        NoReply::Failed(error) => error,
        NoReply::Lost(message) | NoReply::Late(message) | NoReply::Unusable(message) => Error::new(Kind::Unreachable, message),
    }
}

/// The error for an answer that is no success.
pub(super) fn from_reply(url: &str, reply: &Reply) -> Error {
    let messages = error_messages(&reply.body);
    let said = if messages.is_empty() { format!("{} answered {}", url, reply.status) } else { one_line(&messages.join(", ")) };
    let error = match reply.status {
        StatusCode::UNAUTHORIZED => {
            Error::new(Kind::NotSignedIn, format!("the server does not accept the credential: {said}")).with_hint("qontak login")
        }
        StatusCode::FORBIDDEN => Error::new(Kind::Forbidden, said),
        // Of a route that is not there, a server says either.
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Error::new(Kind::NotFound, said),
        StatusCode::TOO_MANY_REQUESTS => Error::new(Kind::RateLimited, format!("the server asks to slow down: {said}")),
        StatusCode::BAD_REQUEST | StatusCode::CONFLICT | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNPROCESSABLE_ENTITY => {
            rejected(&messages, said)
        }
        status if status.is_server_error() => Error::new(Kind::Unreachable, format!("the server is failing: {said}")),
        status if status.is_redirection() => redirected(url, reply),
        _ if messages.is_empty() => not_the_contract(url, reply),
        _ => Error::new(Kind::Unexpected, said),
    };
    error.with_request_id(reply.request_id())
}

/// What a server says stays on one line: the lines of this program's errors are its own.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn rejected(messages: &[String], said: String) -> Error {
    if messages.iter().any(|m| m.contains(TAKEN)) {
        return Error::new(Kind::AlreadyExists, said);
    }
    Error::new(Kind::Rejected, format!("the server rejected the data: {said}"))
}

fn redirected(url: &str, reply: &Reply) -> Error {
    let to = one_line(reply.header("location").unwrap_or("nowhere"));
    Error::new(Kind::Unreachable, format!("{url} answered {} and points to {to}; nothing was sent there", reply.status))
        .with_hint("if that is the right server, sign in to it: qontak login --server URL")
}

/// The error for an answer that is not what the contract says: an HTML page, broken JSON, another shape.
pub(super) fn not_the_contract(url: &str, reply: &Reply) -> Error {
    let text = String::from_utf8_lossy(&reply.body);
    let excerpt: String = text.chars().take(EXCERPT).collect();
    let kind = reply.header("content-type").unwrap_or("no content type");
    let what = if excerpt.trim().is_empty() {
        "an empty body".to_owned()
    } else {
        format!("{kind}, starting with: {}", one_line(excerpt.trim()))
    };
    Error::new(Kind::Unreachable, format!("{url} did not answer as a Qontak server does ({}, {what})", reply.status))
        .with_hint("is this the API's host? A wrong host, a proxy or a maintenance page answers like this")
        .with_request_id(reply.request_id())
}
