//! Secrets that are named: `password=…`, `Authorization: …`, `user:password@host`, flags of programs; and decoded credentials.

use super::encoded::{is_basic, looks_encoded};
use crate::mail::replies::reply_at;
use crate::redact::MARK;
use std::ops::Range;

/// What a name of a secret ends with.
const NAMES: [&[u8]; 20] = [
    b"password",
    b"passwd",
    b"passphrase",
    b"passwort",
    b"sandi",
    b"pass",
    b"pwd",
    b"secret",
    b"token",
    b"apikey",
    b"api_key",
    b"api-key",
    b"authorization",
    b"credential",
    b"credentials",
    b"app password",
    b"auth-password",
    b"cookie",
    b"smtp_key",
    b"smtp-key",
];
/// Words after `password is` that are none.
const NO_PASSWORDS: [&str; 24] = [
    "required",
    "not",
    "incorrect",
    "wrong",
    "invalid",
    "expired",
    "missing",
    "empty",
    "needed",
    "too",
    "a",
    "an",
    "the",
    "no",
    "only",
    "disabled",
    "weak",
    "correct",
    "accepted",
    "rejected",
    "refused",
    "used",
    "in",
    "set",
];
/// Flags whose next word is a secret: of swaks, sendEmail, blat, mailsend and PowerShell. Those with two dashes are told by their ends.
const FLAGS: [&[u8]; 5] = [b"-ap ", b"-xp ", b"-pw ", b"-pass ", b"-password "];
/// Flags whose next word has a secret after its colon.
const USER_FLAGS: [&[u8]; 3] = [b"-u ", b"--user ", b"--proxy-user "];
/// What the names of flags end with whose next word is a secret.
const FLAG_ENDS: [&[u8]; 5] = [b"password", b"pass", b"token", b"secret", b"passwd"];
/// Bytes of a flag's name that are looked at.
const FLAG_NAME: usize = 64;
/// Links that whoever has them can use.
const LINKS: [&[u8]; 2] = [b"/mail/vf-", b"/mail/uf-"];

/// Finds secrets that are named.
pub fn find(text: &str, spans: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut nearby = false;
    let mut folded = false;
    for line in text.split_inclusive(['\n', '\r']) {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        if range.is_empty() {
            continue;
        }
        let lower = text[range.clone()].to_ascii_lowercase();
        let line = Line { text, lower: lower.as_bytes(), range };
        if folded && line.is_rest() {
            spans.push(line.range.clone());
            continue;
        }
        let before = spans.len();
        line.named(spans);
        line.urls(spans);
        line.flags(spans);
        line.decoded(spans);
        folded = spans[before..].iter().any(|span| span.end >= line.range.end.saturating_sub(4));
        let named = memchr::memmem::find(line.lower, b"pass").is_some() || memchr::memmem::find(line.lower, b"sandi").is_some();
        if nearby || named {
            line.groups(spans);
        }
        nearby = named;
    }
}

struct Line<'t> {
    text: &'t str,
    /// The line in lower case, byte for byte.
    lower: &'t [u8],
    range: Range<usize>,
}

impl Line<'_> {
    fn bytes(&self) -> &[u8] {
        &self.text.as_bytes()[self.range.clone()]
    }

    fn push(&self, spans: &mut Vec<Range<usize>>, start: usize, end: usize) {
        spans.push(self.range.start + start..self.range.start + end);
    }

    /// Whether a secret that the line before ended in goes on here: one word alone that is none of a language.
    fn is_rest(&self) -> bool {
        let words = self.text[self.range.clone()].trim_matches(|c: char| c.is_whitespace() || "'\",>".contains(c));
        words.len() >= 4
            && words.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=_-.~\\".contains(&b))
            && !words.starts_with("--")
    }

    /// `name=value`, `"name": "value"`, `name is value`, `<name>value</name>`, `Bearer value`.
    fn named(&self, spans: &mut Vec<Range<usize>>) {
        let (bytes, lower) = (self.bytes(), self.lower);
        let mut at = 0;
        while at < bytes.len() {
            let Some(end) = name_end(lower, at) else {
                at += 1;
                continue;
            };
            at = end;
            let Some(start) = separator(bytes, lower, end) else { continue };
            let value = self.value(start);
            at = value.end.max(at);
            self.push(spans, value.start, value.end);
        }
    }

    /// The value that begins at `start`, without its quotes.
    fn value(&self, start: usize) -> Range<usize> {
        let bytes = self.bytes();
        if let Some(after) = bytes[start..].strip_prefix(MARK.as_bytes())
            && after.first().is_none_or(|next| b" \t,;)}]&\\\"'<".contains(next))
        {
            return start..start + MARK.len();
        }
        let escapes = bytes[start..].iter().take_while(|b| **b == b'\\').count();
        match bytes.get(start + escapes) {
            Some(quote @ (b'"' | b'\'' | b'`')) => {
                let start = start + escapes + 1;
                start..self.quoted_end(start, *quote, escapes)
            }
            _ => {
                // `<password>`, and not `password=>`
                if bytes[..start].ends_with(b">") && !bytes[..start].ends_with(b"=>") && !bytes[..start].ends_with(b":>") {
                    return start..memchr::memchr(b'<', &bytes[start..]).map_or(bytes.len(), |n| start + n);
                }
                let rest = &self.text[self.range.start + start..self.range.end];
                start..reply_at(rest).filter(|(at, _)| *at > 0).map_or(bytes.len(), |(at, _)| start + at)
            }
        }
    }

    /// A quote that nothing follows but what separates values ends one; `escapes` backslashes stand before it.
    fn quoted_end(&self, start: usize, quote: u8, escapes: usize) -> usize {
        let bytes = self.bytes();
        let mut at = start;
        while at < bytes.len() {
            let run = bytes[at..].iter().take_while(|b| **b == b'\\').count();
            at += run;
            let Some(byte) = bytes.get(at) else { break };
            let closes = *byte == quote && run == escapes;
            if closes && bytes.get(at + 1).is_none_or(|next| b" \t,;)}]&\\".contains(next)) {
                return at - run;
            }
            at += 1;
        }
        bytes.len()
    }

    /// `scheme://user:password@host`; the password may have an @ of its own.
    fn urls(&self, spans: &mut Vec<Range<usize>>) {
        let bytes = self.bytes();
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&bytes[at..], b"://") {
            let start = at + found + 3;
            let end = bytes[start..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || b"\"'`<>".contains(b))
                .map_or(bytes.len(), |n| start + n);
            if let Some(sign) = memchr::memrchr(b'@', &bytes[start..end])
                && let Some(colon) = memchr::memchr(b':', &bytes[start..start + sign])
            {
                self.push(spans, start + colon + 1, start + sign);
            }
            at = end;
        }
        for link in LINKS {
            let mut at = 0;
            while let Some(found) = memchr::memmem::find(&self.lower[at..], link) {
                let start = at + found + link.len();
                let length = bytes[start..].iter().take_while(|b| !b.is_ascii_whitespace() && !b"\"'<>".contains(b)).count();
                self.push(spans, start, start + length);
                at = start + length;
            }
        }
    }

    fn flags(&self, spans: &mut Vec<Range<usize>>) {
        let bytes = self.bytes();
        for (flag, user) in FLAGS.iter().map(|flag| (flag, false)).chain(USER_FLAGS.iter().map(|flag| (flag, true))) {
            for found in memchr::memmem::find_iter(self.lower, flag) {
                if found > 0 && !b" \t".contains(&bytes[found - 1]) {
                    continue;
                }
                let start = found + flag.len();
                let end = shell_word(bytes, start);
                match memchr::memchr(b':', &bytes[start..end]) {
                    Some(colon) if user => self.push(spans, start + colon + 1, end),
                    None if user => {}
                    _ => self.push(spans, start, end),
                }
            }
        }
        self.long_flags(spans);
        // POP3
        let first = self.lower.iter().take_while(|b| b.is_ascii_whitespace()).count();
        if bytes[first..].starts_with(b"PASS ") {
            self.push(spans, first + 5, bytes.len());
        }
    }

    /// `--smtp-password VALUE`
    fn long_flags(&self, spans: &mut Vec<Range<usize>>) {
        let bytes = self.bytes();
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&self.lower[at..], b"--") {
            let name = at + found + 2;
            let length = self.lower[name..].iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
            let end = name + length;
            // A run of dashes is passed in one step.
            at = end;
            let last = &self.lower[end - length.min(FLAG_NAME)..end];
            let start = end + 1;
            if FLAG_ENDS.iter().any(|name| last.ends_with(name))
                && bytes.get(end) == Some(&b' ')
                && bytes.get(start).is_some_and(|b| *b != b'-')
            {
                self.push(spans, start, shell_word(bytes, start));
            }
        }
    }

    /// What PLAIN encodes: `\0user\0password`, whichever way the NUL is written.
    fn decoded(&self, spans: &mut Vec<Range<usize>>) {
        let bytes = self.bytes();
        let nul = (0..bytes.len()).find(|at| {
            let rest = &bytes[*at..];
            match rest[0] {
                0 => true,
                b'^' => rest.starts_with(b"^@"),
                b'\\' => {
                    let escape = &rest[1..];
                    let octal = escape.starts_with(b"0") && !escape.starts_with(b"033");
                    octal || [&b"x00"[..], b"u0000", b"u{0}"].iter().any(|form| escape.starts_with(form))
                }
                _ => false,
            }
        });
        if let Some(start) = nul {
            let rest = &self.text[self.range.start + start..self.range.end];
            let end = reply_at(rest).filter(|(at, _)| *at > 0).map_or(bytes.len(), |(at, _)| start + at);
            self.push(spans, start, end);
        }
    }

    /// App passwords, as Google and Apple show them: four groups of four letters, or sixteen letters.
    fn groups(&self, spans: &mut Vec<Range<usize>>) {
        let lower = self.lower;
        let (mut at, mut run): (usize, Vec<Range<usize>>) = (0, Vec::new());
        while at < lower.len() {
            let length = lower[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            if length == 16 && lower[at..at + length].iter().all(u8::is_ascii_lowercase) {
                self.push(spans, at, at + length);
            }
            if length == 4 && lower[at..at + 4].iter().all(u8::is_ascii_lowercase) {
                run.push(at..at + 4);
                if run.len() >= 4 {
                    self.push(spans, run[run.len() - 4].start, at + 4);
                }
            } else if length > 0 {
                run.clear();
            }
            at += length;
            let gap = lower[at..].iter().take_while(|b| !b.is_ascii_alphanumeric()).count();
            let close = gap == 1 || lower[at..at + gap] == [0xc2, 0xa0];
            if !close {
                run.clear();
            }
            at += gap;
        }
    }
}

/// Where the name of a secret ends that begins at `at`.
fn name_end(lower: &[u8], at: usize) -> Option<usize> {
    let rest = &lower[at..];
    if at > 0 && (lower[at - 1].is_ascii_lowercase()) && !b"pst".contains(&rest[0]) {
        return None;
    }
    let bearer = rest.starts_with(b"bearer ") || rest.starts_with(b"basic ");
    if bearer {
        return Some(at + 6 - usize::from(rest[1] == b'a'));
    }
    let length = NAMES.iter().filter(|name| rest.starts_with(name)).map(|name| name.len()).max()?;
    Some(at + length)
}

/// Where the value begins, when the name that ends at `end` has one.
fn separator(bytes: &[u8], lower: &[u8], end: usize) -> Option<usize> {
    let blanks = |at: usize| at + bytes[at..].iter().take_while(|b| b" \t".contains(b)).count();
    if lower[..end].ends_with(b"bearer") || lower[..end].ends_with(b"basic") {
        let start = blanks(end);
        let length = bytes[start..].iter().take_while(|b| !b.is_ascii_whitespace() && !b"\"',".contains(b)).count();
        let word = std::str::from_utf8(&bytes[start..start + length]).unwrap_or_default();
        let basic = lower[..end].ends_with(b"basic");
        let secret =
            if basic { is_basic(word) && length >= 4 } else { lower[..end].ends_with(b"auth=bearer") || looks_encoded(word) };
        return (secret && length > 0).then_some(start);
    }
    // The quote that ends a name in JSON and its like.
    let closed = end + bytes[end..].iter().take_while(|b| b"\\\"'`]".contains(b)).count();
    let at = blanks(closed);
    let rest = &bytes[at..];
    let skip = match rest {
        [b'=' | b':', b'>' | b'=', ..] => 2,
        [b'=' | b':', ..] => 1,
        [b'>', b'<', ..] => return None,
        [b'>', ..] if opens_tag(&lower[end.saturating_sub(32)..end]) => 1,
        _ => {
            let after = lower[at..].strip_prefix(b"is ").or_else(|| lower[at..].strip_prefix(b"was "))?;
            let start = blanks(lower.len() - after.len());
            let word: Vec<u8> = lower[start..].iter().copied().take_while(|b| b.is_ascii_alphabetic()).take(16).collect();
            let none = NO_PASSWORDS.iter().any(|known| known.as_bytes() == word);
            return (at > closed && !none).then_some(start).filter(|start| *start < bytes.len());
        }
    };
    let start = blanks(at + skip);
    (start < bytes.len()).then_some(start)
}

/// Whether what stands before a `>` opens an element.
fn opens_tag(before: &[u8]) -> bool {
    memchr::memrchr(b'<', before).is_some_and(|at| before.get(at + 1) != Some(&b'/'))
}

/// Where a word of a command line ends.
fn shell_word(bytes: &[u8], start: usize) -> usize {
    match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, &bytes[start + 1..]).map_or(bytes.len(), |n| start + n + 2),
        _ => bytes[start..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |n| start + n),
    }
}
