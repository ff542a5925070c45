//! One command line, read. smtp-proto does the reading; where it is laxer than we want, we look first.

use super::path::{Path, is_domain};
use super::reply::{self, Reply};
use smtp_proto::request::parser::Rfc5321Parser;
use smtp_proto::{Error, MAIL_BODY_BINARYMIME, MAIL_SMTPUTF8, Request};

/// What a client wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command<'a> {
    Ehlo(&'a str),
    Helo(&'a str),
    Mail(Sender<'a>),
    Rcpt(Path<'a>),
    Data,
    /// Octets that follow, and whether they are the last of the message.
    Bdat(u64, bool),
    Rset,
    Noop,
    Quit,
    Vrfy,
    Help,
    StartTls,
}

/// What MAIL says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sender<'a> {
    pub(super) path: Path<'a>,
    /// Declared bytes; 0 when not declared.
    pub(super) size: u64,
    pub(super) utf8: bool,
}

/// Why a line is no command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The next line may be one.
    Refused(Reply),
    /// Nobody can tell where the next command begins: a broken BDAT is followed by octets that are none.
    Lost(Reply),
}

impl From<Reply> for Wrong {
    fn from(reply: Reply) -> Self {
        Self::Refused(reply)
    }
}

/// Reads a line that ends with CR LF.
pub(super) fn read(line: &[u8]) -> Result<Command<'_>, Wrong> {
    let text = line.strip_suffix(b"\r\n").ok_or(reply::BARE_LINE_END)?;
    let end = text.iter().rposition(|b| !b" \t".contains(b)).map_or(0, |last| last + 1);
    let text = &text[..end];
    if let Some(&control) = text.iter().find(|b| b.is_ascii_control()) {
        return Err(if b"\r\n".contains(&control) { reply::BARE_LINE_END } else { reply::CONTROL_CHARACTER }.into());
    }
    let text = str::from_utf8(text).map_err(|_| reply::NOT_UTF8)?;
    let (verb, argument) = text.split_once(' ').map_or((text, ""), |(verb, argument)| (verb, argument.trim_ascii_start()));
    // smtp-proto reads over blanks before a verb, and past what is looked for here.
    if verb.is_empty() {
        return Err(reply::UNKNOWN_COMMAND.into());
    }
    let is = |name: &str| verb.eq_ignore_ascii_case(name);
    if is("MAIL") {
        return Ok(Command::Mail(sender(argument)?));
    }
    if is("RCPT") {
        return Ok(Command::Rcpt(recipient(argument)?));
    }
    if is("BDAT") {
        return chunk(line, argument);
    }
    if is("AUTH") {
        return Err(reply::NO_AUTHENTICATION.into());
    }
    if ["DATA", "RSET", "QUIT", "STARTTLS"].iter().any(|name| is(name)) && !argument.is_empty() {
        return Err(reply::NO_ARGUMENT.into());
    }
    match Request::parse(&mut line.iter()) {
        // The host is taken from the line: smtp-proto stops at the first blank.
        Ok(Request::Ehlo { .. }) if is_host(argument) => Ok(Command::Ehlo(argument)),
        Ok(Request::Helo { .. }) if is_host(argument) => Ok(Command::Helo(argument)),
        Ok(Request::Ehlo { .. } | Request::Helo { .. }) => Err(reply::BAD_HELO.into()),
        Ok(Request::Data) => Ok(Command::Data),
        Ok(Request::Rset) => Ok(Command::Rset),
        Ok(Request::Noop { .. }) => Ok(Command::Noop),
        Ok(Request::Quit) => Ok(Command::Quit),
        Ok(Request::Vrfy { .. }) => Ok(Command::Vrfy),
        Ok(Request::Help { .. }) => Ok(Command::Help),
        Ok(Request::StartTls) => Ok(Command::StartTls),
        Ok(Request::Expn { .. } | Request::Etrn { .. } | Request::Atrn { .. } | Request::Burl { .. }) => {
            Err(reply::NOT_IMPLEMENTED.into())
        }
        Ok(_) | Err(Error::UnknownCommand) => Err(reply::UNKNOWN_COMMAND.into()),
        Err(_) if is("EHLO") || is("HELO") => Err(reply::BAD_HELO.into()),
        Err(_) if is("EXPN") => Err(reply::NOT_IMPLEMENTED.into()),
        Err(_) => Err(reply::SYNTAX.into()),
    }
}

/// Whether this can stand in a `Received` header as what the client calls itself.
fn is_host(text: &str) -> bool {
    text.is_ascii() && is_domain(text)
}

/// What stands after `name` and a colon. Blanks after the colon are common.
fn after<'a>(argument: &'a str, name: &str) -> Option<&'a str> {
    let (head, tail) = argument.split_at_checked(name.len())?;
    head.eq_ignore_ascii_case(name).then(|| tail.trim_ascii_start())
}

fn sender(argument: &str) -> Result<Sender<'_>, Reply> {
    let (path, rest) = after(argument, "FROM:").and_then(Path::read).ok_or(reply::BAD_SENDER)?;
    if !path.text.is_empty() && path.domain.is_empty() {
        return Err(reply::BAD_SENDER);
    }
    let size = check_parameters(rest)?;
    let words = format!("{rest}\r\n");
    let mut bytes = words.as_bytes().iter();
    let said = Rfc5321Parser::new(&mut bytes).mail_from_parameters("".into()).map_err(|_| reply::SYNTAX)?;
    if said.flags & MAIL_BODY_BINARYMIME != 0 {
        return Err(reply::UNKNOWN_PARAMETER);
    }
    let utf8 = said.flags & MAIL_SMTPUTF8 != 0;
    if path.is_international() && !utf8 {
        return Err(reply::NEEDS_SMTPUTF8);
    }
    Ok(Sender { path, size, utf8 })
}

/// Lets through only parameters that EHLO announces, each at most once, in the form they have to have; returns SIZE. smtp-proto
/// knows many others, takes them twice, and starts to count anew when a size does not fit.
fn check_parameters(rest: &str) -> Result<u64, Reply> {
    if !rest.is_empty() && !rest.starts_with(' ') {
        return Err(reply::BAD_SENDER);
    }
    let (mut seen, mut size) = ([false; 3], 0);
    for word in rest.split(' ').filter(|word| !word.is_empty()) {
        let (key, value) = word.split_once('=').map_or((word, None), |(key, value)| (key, Some(value)));
        let known = ["SIZE", "BODY", "SMTPUTF8"].iter().position(|name| key.eq_ignore_ascii_case(name));
        let known = known.ok_or(reply::UNKNOWN_PARAMETER)?;
        if std::mem::replace(&mut seen[known], true) || value.is_some() == (known == 2) {
            return Err(reply::SYNTAX);
        }
        if let (0, Some(digits)) = (known, value) {
            // 1*20DIGIT (RFC 1870): more than fits into a u64 is more than any limit.
            if !(1..=20).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(reply::SYNTAX);
            }
            size = digits.parse().unwrap_or(u64::MAX);
            if size > u64::MAX / 2 {
                return Err(reply::TOO_LARGE);
            }
        }
    }
    Ok(size)
}

fn recipient(argument: &str) -> Result<Path<'_>, Reply> {
    let (path, rest) = after(argument, "TO:").and_then(Path::read).ok_or(reply::BAD_RECIPIENT)?;
    if path.text.is_empty() {
        return Err(reply::BAD_RECIPIENT);
    }
    match rest {
        "" => Ok(path),
        // Nothing that RCPT could be given is announced.
        _ if rest.starts_with(' ') => Err(reply::UNKNOWN_PARAMETER),
        _ => Err(reply::BAD_RECIPIENT),
    }
}

/// Fifteen digits are more than any limit and never overflow.
fn chunk<'a>(line: &[u8], argument: &str) -> Result<Command<'a>, Wrong> {
    let (digits, last) = argument.split_once(' ').unwrap_or((argument, ""));
    let last_is_right = last.is_empty() || last.trim_ascii().eq_ignore_ascii_case("LAST");
    if !(1..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) || !last_is_right {
        return Err(Wrong::Lost(reply::SYNTAX));
    }
    match Request::parse(&mut line.iter()) {
        Ok(Request::Bdat { chunk_size, is_last }) => Ok(Command::Bdat(chunk_size as u64, is_last)),
        _ => Err(Wrong::Lost(reply::SYNTAX)),
    }
}

#[cfg(test)]
#[path = "command_tests.rs"]
mod tests;
