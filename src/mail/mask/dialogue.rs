//! What a client says to sign in: after AUTH, and after each 334.

use super::encoded::{is_base64, looks_encoded};
use crate::mail::replies::{lines, reply_at};
use crate::mail::smtp_errors;
use std::ops::Range;

const MECHANISMS: [&str; 16] = [
    "plain",
    "login",
    "xoauth2",
    "xoauth",
    "oauthbearer",
    "cram-md5",
    "digest-md5",
    "scram-sha-1",
    "scram-sha-1-plus",
    "scram-sha-256",
    "scram-sha-256-plus",
    "scram-sha-512",
    "ntlm",
    "gssapi",
    "external",
    "plain-clienttoken",
];
/// What a client says that is no part of signing in.
const COMMANDS: [&str; 9] = ["mail", "rcpt", "quit", "rset", "noop", "ehlo", "helo", "data", "starttls"];
/// Lines of several words, neither a reply nor marked as somebody's, after which a sign-in is over.
const STRANGE: u8 = 8;
/// Bytes before a command in which an opening quote is looked for, and after a code in which AUTH is.
const LOOK_BACK: usize = 64;
/// Bytes after a code in which mechanisms are named.
const OFFERED: usize = 512;
/// Bytes of a word that tell whether it is encoded; no language has a longer one.
const WORD: usize = 128;

/// Reads a dialogue line by line.
#[derive(Default)]
struct Dialogue {
    /// Whether what the client says is secret.
    secret: bool,
    strange: u8,
}

/// Finds what is secret in a dialogue.
pub fn find(text: &str, spans: &mut Vec<Range<usize>>) {
    let mut dialogue = Dialogue::default();
    for range in lines(text) {
        dialogue.line(text, range, spans);
    }
}

impl Dialogue {
    /// A line may hold several turns: line ends are lost where people paste.
    fn line(&mut self, text: &str, range: Range<usize>, spans: &mut Vec<Range<usize>>) {
        let mut at = range.start;
        while at < range.end {
            let reply = reply_at(&text[at..range.end]).map(|(offset, code)| (at + offset, code));
            let end = reply.map_or(range.end, |(start, _)| start);
            self.client(text, at..end, spans);
            let Some((start, code)) = reply else { return };
            self.secret = code == 334;
            self.strange = 0;
            at = start + 3;
            if code == 334 {
                // The challenge.
                let rest = &text[at..range.end];
                let word = rest.trim_start_matches([' ', '-']);
                at = range.end - word.len() + word.find(char::is_whitespace).unwrap_or(word.len());
            } else if code == 250 || code >= 400 {
                // What the server offers, and what it says about AUTH, is no command.
                at += capability(&text[at..range.end]);
            }
        }
    }

    fn client(&mut self, text: &str, range: Range<usize>, spans: &mut Vec<Range<usize>>) {
        let said = &text[range.clone()];
        if let Some(response) = response(said) {
            let start = range.start + response;
            let words = text[start..range.end].split_whitespace().map(|w| w.trim_matches(['\'', '"', ',', ')']));
            let (mut none, mut offer) = (true, true);
            for word in words.filter(|word| !word.is_empty()) {
                none = false;
                offer &= is_mechanism(word);
            }
            self.secret |= none || !offer;
            self.strange = 0;
            if !none && !offer {
                spans.push(trim(text, start..quoted_end(text, range.start, start, range.end)));
            }
            return;
        }
        if self.secret {
            self.secret_line(text, range, spans);
        }
    }

    fn secret_line(&mut self, text: &str, range: Range<usize>, spans: &mut Vec<Range<usize>>) {
        let whole = trim(text, range.clone());
        if whole.is_empty() {
            return;
        }
        let said = &text[whole.clone()];
        let marked = mark_end(said).map(|end| trim(text, whole.start + end..whole.end));
        let words = marked.clone().unwrap_or_else(|| whole.clone());
        let first = text[words.clone()].split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if COMMANDS.contains(&first.as_str()) {
            self.secret = false;
        } else if !text[words.clone()].contains(char::is_whitespace) {
            // One word is what a client says here, whatever letters are in it.
            self.strange = if marked.is_some() { 0 } else { self.strange };
            spans.push(words);
        } else if tells_failure(said) {
            self.secret = false;
            push_encoded(text, whole, spans, |word| looks_encoded(word) || has_signs(word));
        } else if let Some(marked) = marked {
            self.strange = 0;
            spans.push(marked);
        } else {
            self.strange += 1;
            self.secret = self.strange < STRANGE;
            push_encoded(text, whole, spans, |word| word.trim_end_matches('=').len() % 4 != 1 || looks_encoded(word));
        }
    }
}

/// Whether a program tells of a failure here, in words that are part of no encoded one.
fn tells_failure(said: &str) -> bool {
    let plain: Vec<&str> = said.split_whitespace().filter(|word| !looks_encoded(word) && !has_signs(word)).collect();
    smtp_errors::explain_failure(&plain.join(" ")).is_some()
}

/// Whether a word has letters of base64 that are none of a language.
fn has_signs(word: &str) -> bool {
    is_base64(word) && word.contains(['+', '/', '='])
}

/// Takes those words of base64 out of a line of several that `is_secret` says it of.
fn push_encoded(text: &str, line: Range<usize>, spans: &mut Vec<Range<usize>>, is_secret: impl Fn(&str) -> bool) {
    let mut at = line.start;
    for word in text[line].split(' ') {
        let core = trim_word(text, at..at + word.len());
        let inner = &text[core.clone()];
        if inner.len() >= 4 && is_base64(inner) && is_secret(inner) {
            spans.push(core);
        }
        at += word.len() + 1;
    }
}

/// Where the words after `AUTH MECHANISM` begin.
fn response(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(&bytes[from..], b"auth")?;
        from = at + 4;
        let alone = at.checked_sub(1).is_none_or(|n| !bytes[n].is_ascii_alphanumeric() && !b"-_".contains(&bytes[n]));
        let gap = bytes[from..].iter().take_while(|b| b" \t+".contains(b)).count();
        if !alone || gap == 0 {
            continue;
        }
        let start = from + gap;
        let end = bytes[start..]
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || b"-_".contains(b)))
            .map_or(bytes.len(), |n| start + n);
        if is_mechanism(&line[start..end]) || (end > start && begins_encoded(&bytes[end..])) {
            return Some(end);
        }
    }
}

/// Whether the first word here is an encoded one.
fn begins_encoded(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let word = &rest[..rest.iter().take(WORD).position(u8::is_ascii_whitespace).unwrap_or(rest.len().min(WORD))];
    // What is not ASCII is not encoded.
    let word = std::str::from_utf8(word).unwrap_or_default();
    (word.len() == WORD && is_base64(word)) || looks_encoded(word.trim_end_matches(['\'', '"']))
}

fn find_ignoring_case(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|part| part.eq_ignore_ascii_case(needle))
}

fn is_mechanism(word: &str) -> bool {
    MECHANISMS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// How much of what a server says is about AUTH: up to the last mechanism it names.
fn capability(rest: &str) -> usize {
    let near = &rest.as_bytes()[..rest.len().min(LOOK_BACK)];
    let Some(at) = find_ignoring_case(near, b"auth") else { return 0 };
    let mut end = at + 4;
    let limit = (end..=rest.len().min(OFFERED)).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(end);
    let mut words = rest[end..limit].split_inclusive([' ', '=', ',']);
    while let Some(word) = words.next().filter(|w| w.len() == 1 || is_mechanism(w.trim_end_matches([' ', '=', ',', '\'', '"']))) {
        end += word.len();
    }
    end
}

/// Where what somebody says begins: after the first `:` or `>` before a blank or a quote.
fn mark_end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let at = (0..bytes.len())
        .find(|at| matches!(bytes[*at], b':' | b'>') && bytes.get(at + 1).is_none_or(|next| b" \t'\"".contains(next)))?;
    Some(at + 1).filter(|end| !line[*end..].trim().is_empty())
}

/// Where a quote ends that was opened shortly before `start`.
fn quoted_end(text: &str, floor: usize, start: usize, end: usize) -> usize {
    let before = &text.as_bytes()[floor.max(start.saturating_sub(LOOK_BACK))..start];
    let Some(quote) = before.iter().rev().find(|b| b"'\"`".contains(b)) else { return end };
    memchr::memchr(*quote, &text.as_bytes()[start..end]).map_or(end, |n| start + n)
}

/// Without blanks and quotes around it.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    trim_by(text, range, |c| c.is_whitespace() || "'\"`".contains(c))
}

fn trim_word(text: &str, range: Range<usize>) -> Range<usize> {
    trim_by(text, range, |c| !(c.is_ascii_alphanumeric() || "+/=_-".contains(c)))
}

fn trim_by(text: &str, range: Range<usize>, out: fn(char) -> bool) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start_matches(out).len());
    let end = range.end - (part.len() - part.trim_end_matches(out).len());
    start..end.max(start)
}
