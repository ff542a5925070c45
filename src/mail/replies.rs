//! SMTP replies in what somebody pastes: a log of any program, a dialogue, an error message.

use std::ops::Range;

/// Words that stand before a reply's code where nothing else sets it off.
const BEFORE: [&str; 16] = [
    "error",
    "code",
    "status",
    "reply",
    "response",
    "responsecode",
    "said",
    "got",
    "with",
    "answered",
    "returned",
    "retcode",
    "received",
    "server",
    "smtp",
    "dsn",
];
/// What stands before a host that was asked for, in the words of many programs.
const HOST_MARKS: [&str; 16] = [
    "trying to connect to host",
    "trying to connect to",
    "connection: opening to",
    "connecting to",
    "connected to host",
    "connected to",
    "connect to host",
    "connect to",
    "connect: (",
    "trying",
    "resolved",
    "relay=",
    "-connect",
    " server ",
    " host ",
    " h=",
];
/// Bytes before a code that are looked at.
const LOOK_BACK: usize = 48;
/// Bytes of a reply that are kept.
const LONGEST: usize = 4096;

/// A reply that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Where it begins, in bytes.
    pub at: usize,
    /// The reply code.
    pub code: u16,
    /// Its lines, each with its code, as far as they have one.
    pub text: String,
    /// The host that was asked for, as far as the text before tells.
    pub asked: Option<String>,
    /// The name in the greeting before it.
    pub greeting: Option<String>,
}

/// The lines of a text; also those that are written as escapes (`\r\n`), as JSON and many programs do. Without their ends.
pub fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let start = rest?;
        let (end, next) = line_end(text.as_bytes(), start);
        rest = next;
        Some(start..end)
    })
}

/// Where the line that begins at `start` ends, and where the next one begins.
fn line_end(text: &[u8], start: usize) -> (usize, Option<usize>) {
    let mut at = start;
    while at < text.len() {
        match text[at] {
            b'\n' | b'\r' => return (at, Some(at + 1)),
            b'\\' => {
                let run = text[at..].iter().take_while(|b| **b == b'\\').count();
                match text.get(at + run) {
                    Some(b'n' | b'r') => return (at, Some(at + run + 1)),
                    _ => at += run,
                }
            }
            _ => at += 1,
        }
    }
    (text.len(), None)
}

/// The first reply on a line: where its code begins, and the code.
#[must_use]
pub fn reply_at(line: &str) -> Option<(usize, u16)> {
    (0..line.len().saturating_sub(2)).find_map(|at| Some((at, code_at(line, at)?)))
}

/// The reply code that begins at `at`, if one does: three digits that stand where a server speaks.
fn code_at(line: &str, at: usize) -> Option<u16> {
    let bytes = line.as_bytes();
    let digits = bytes.get(at..at + 3)?;
    let shape = (b'2'..=b'5').contains(&digits[0]) && (b'0'..=b'5').contains(&digits[1]) && digits[2].is_ascii_digit();
    let after = bytes.get(at + 3).copied().unwrap_or(b' ');
    if !shape || !b" -,);:'\"]".contains(&after) {
        return None;
    }
    let before = at.checked_sub(1).map_or(b' ', |n| bytes[n]);
    if before.is_ascii_alphanumeric() || b".-_/,\\%+@".contains(&before) || before >= 0x80 {
        return None;
    }
    // A process's number: `postfix/smtpd[412]: …`.
    if before == b'[' && at.checked_sub(2).is_some_and(|n| bytes[n].is_ascii_alphanumeric()) {
        return None;
    }
    let code = std::str::from_utf8(digits).ok()?.parse().ok()?;
    let (said, rest) = (&bytes[at.saturating_sub(LOOK_BACK)..at], &line[at + 3..]);
    let speaks = starts_speech(said) && after != b':' && has_words(rest.as_bytes());
    (speaks || starts_enhanced(rest) || follows_word(said)).then_some(code)
}

/// Whether something is said after a code, and not the unit of a number.
fn has_words(rest: &[u8]) -> bool {
    let words: Vec<u8> = rest.iter().skip_while(|b| !b.is_ascii_alphanumeric()).take(6).map(u8::to_ascii_lowercase).collect();
    !["ms", "bytes", "sec", "kb", "mb"].iter().any(|unit| words.starts_with(unit.as_bytes()))
}

/// Whether a code may stand after this: at the beginning of a line, after who speaks, or in quotes.
fn starts_speech(before: &[u8]) -> bool {
    let trimmed = before.trim_ascii_end();
    trimmed.last().is_none_or(|last| b"'\"`(:<>~*|]-[#".contains(last))
}

fn follows_word(before: &[u8]) -> bool {
    let word: Vec<u8> = before
        .iter()
        .rev()
        .skip_while(|b| b" =:(#[".contains(b))
        .take_while(|b| b.is_ascii_alphabetic())
        .map(u8::to_ascii_lowercase)
        .collect();
    BEFORE.iter().any(|known| known.bytes().rev().eq(word.iter().copied()))
}

/// Whether an enhanced code (RFC 3463) comes next.
fn starts_enhanced(rest: &str) -> bool {
    let word = rest.trim_start_matches(|c: char| " -,();:'\"b".contains(c)).split(|c: char| !(c.is_ascii_digit() || c == '.'));
    word.into_iter().next().is_some_and(super::smtp_errors::is_enhanced)
}

/// What is known about the conversation so far.
#[derive(Default)]
struct Talk {
    asked: Option<String>,
    greeting: Option<String>,
}

impl Talk {
    fn listen(&mut self, line: &str) {
        if let Some(host) = host_asked(line) {
            self.asked = Some(host);
            self.greeting = None;
        }
    }

    fn greet(&mut self, reply: &str) {
        let name = reply.get(4..).and_then(|rest| rest.split_whitespace().next()).filter(|name| is_host(name));
        if let Some(name) = name {
            self.greeting = Some(name.to_owned());
        }
    }
}

/// The host that a line says was asked for.
fn host_asked(line: &str) -> Option<String> {
    let start = (0..=line.len().min(LONGEST)).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    let lower = format!(" {}", line[..start].to_ascii_lowercase());
    HOST_MARKS.iter().find_map(|mark| {
        let (_, rest) = lower.split_once(mark)?;
        let rest = rest.trim_start_matches(|c: char| " '\"(:[".contains(c));
        let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
        let name = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')).next()?;
        let name = name.trim_end_matches(['.', '-']);
        is_host(name).then(|| name.to_owned())
    })
}

/// Whether this is a name with a dot, and no address.
pub(super) fn is_host(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let top = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 253
        && name.contains('.')
        && top.len() > 1
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && name.split('.').all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// Every reply of a text, in its order; those of several lines as one.
#[must_use]
pub fn find(text: &str) -> Vec<Reply> {
    let (mut found, mut talk): (Vec<Reply>, _) = (Vec::new(), Talk::default());
    let (mut open, mut more) = (false, false);
    for range in lines(text) {
        let line = &text[range.clone()];
        talk.listen(line);
        let Some((at, code)) = reply_at(line) else {
            match found.last_mut() {
                Some(last) if goes_on(line, open) => append(&mut last.text, line.trim()),
                _ if line.trim().trim_matches(['\'', '"']).is_empty() => {}
                _ => open = false,
            }
            continue;
        };
        let said = speech(line, at);
        match found.last_mut() {
            Some(last) if more && last.code == code => append(&mut last.text, said),
            _ => {
                if code == 220 {
                    talk.greet(said);
                }
                let mut text = String::new();
                append(&mut text, said);
                let (asked, greeting) = (talk.asked.clone(), talk.greeting.clone());
                found.push(Reply { at: range.start + at, code, text, asked, greeting });
            }
        }
        more = line.as_bytes().get(at + 3) == Some(&b'-');
        open = more || code >= 400;
    }
    found
}

/// Whether a line without a code belongs to the reply before it: an enhanced code alone, or the rest of a sentence that was wrapped.
fn goes_on(line: &str, open: bool) -> bool {
    let words = line.trim();
    let sentence = || {
        let small = words.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
        small && words.contains(' ') && !words.contains(": ") && super::smtp_errors::explain_failure(words).is_none()
    };
    open && (words.split_whitespace().next().is_some_and(super::smtp_errors::is_enhanced) || sentence())
}

fn append(text: &mut String, line: &str) {
    if !text.is_empty() && text.len() < LONGEST {
        text.push('\n');
    }
    let room = LONGEST.saturating_sub(text.len()).min(line.len());
    let end = (0..=room).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
    text.push_str(&line[..end]);
}

/// What is said from the code on: to the quote's end, if it stands in one.
fn speech(line: &str, at: usize) -> &str {
    let said = &line[at..];
    let quote = line[..at].chars().next_back().filter(|c| "'\"`".contains(*c));
    quote.and_then(|quote| said.split_once(quote)).map_or(said, |(said, _)| said).trim_end()
}

#[cfg(test)]
#[path = "replies_tests.rs"]
mod tests;
