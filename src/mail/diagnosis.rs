//! What goes wrong in a log: each refusal and each failure in it, once, without credentials.

use super::mask::{harmless, mask};
use super::providers;
use super::replies::{self, lines, reply_at};
use super::smtp_errors::{self as errors, Explanation, Speaker};
use crate::redact::MARK;
use std::collections::HashSet;

/// The class of what nobody has seen yet.
const UNKNOWN: &str = "unknown";
/// As many are told.
const MOST: usize = 50;
/// Bytes of a reply that are shown.
const SHOWN: usize = 300;
/// As few words are what a server said, and not talk about it.
const WORDS: usize = 4;

/// Bytes before a reply that are looked at.
const BEFORE: usize = 200;
/// Line ends as logs write them, besides those that [`lines`] knows.
const LINE_ENDS: [&str; 6] = ["#015", "#012", "%0d", "%0a", "\\x0d", "\\x0a"];
/// Bytes of a terminal's sequence.
const SEQUENCE: usize = 16;

/// One thing that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// What it means and what helps.
    pub explanation: Explanation,
    /// What was said, on one line, without credentials; cut when it is long.
    pub said: String,
    /// The id of the provider that was asked, where that is known.
    pub provider: Option<&'static str>,
    vague: bool,
    at: usize,
}

impl Diagnosis {
    /// Whether the class is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.explanation.class != UNKNOWN
    }
}

/// What goes wrong in a text, the first first; `host` is the one that was asked for, in the place of what the text says. Never nothing:
/// when nothing is known, that is said.
#[must_use]
pub fn diagnose(text: &str, host: Option<&str>) -> Vec<Diagnosis> {
    let text = &plain(text);
    let masked = mask(text);
    let mut found = read(&masked.text, host);
    if masked.found && !found.iter().any(Diagnosis::is_known) {
        // The words that tell were part of what is not shown.
        let hidden = read(text, host).into_iter().filter(Diagnosis::is_known);
        found.splice(0..0, hidden.map(|known| Diagnosis { said: MARK.into(), ..known }));
    }
    if found.is_empty() {
        let first = masked.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let provider = host.and_then(|host| providers::id_by_host(host, None));
        found.push(Diagnosis { explanation: errors::explain_class(UNKNOWN), said: shown(first), provider, vague: false, at: 0 });
    }
    found
}

fn read(text: &str, host: Option<&str>) -> Vec<Diagnosis> {
    let replies = replies::find(text);
    let mut found: Vec<Diagnosis> = Vec::new();
    for reply in replies.iter().filter(|reply| reply.code >= 400) {
        let (asked, greeting) = (host.or(reply.asked.as_deref()), reply.greeting.as_deref());
        let said = errors::explain(&reply.text, Speaker { asked, greeting });
        // This program's own words before it know more: who answered, and at which step.
        let named = errors::class_named(before(text, reply.at)).filter(|class| *class != said.class);
        let explanation = named.map_or(said, errors::explain_class);
        let provider = provider(asked, greeting);
        found.push(Diagnosis { explanation, said: shown(&reply.text), provider, vague: false, at: reply.at });
    }
    // A later reply's host, for what is told before any: programs name it once.
    let asked = host.or_else(|| replies.iter().find_map(|reply| reply.asked.as_deref()));
    for range in lines(text) {
        let line = &text[range.clone()];
        if reply_at(line).is_some_and(|(_, code)| code >= 400) || is_part_of(&replies, range.start, line) {
            continue;
        }
        let named = errors::class_named(line).map(|class| (errors::explain_class(class), false));
        let told = named.or_else(|| errors::explain_failure(line)).or_else(|| Some((errors::explain_words(line)?, false)));
        if let Some((explanation, vague)) = told {
            found.push(Diagnosis { explanation, said: shown(line), provider: provider(asked, None), vague, at: range.start });
        }
    }
    if found.is_empty() {
        found.extend(whole(text, asked));
    }
    sorted(found)
}

/// What stands before `at` on its line, as far as it matters.
fn before(text: &str, at: usize) -> &str {
    let start = (at.saturating_sub(BEFORE)..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    text[start..at].rsplit(['\n', '\r']).next().unwrap_or_default()
}

/// A text as somebody reads it: without colours and letters that nobody sees, and with its lines as lines, whatever ends them.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\u{1b}' => length = colour(rest),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{240a}' => plain.push('\n'),
            '\u{240d}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            '\u{ff1a}' => plain.push(':'),
            '\u{ff1d}' => plain.push('='),
            '#' | '%' | '\\' => {
                match LINE_ENDS.iter().find(|end| rest.get(..end.len()).is_some_and(|r| r.eq_ignore_ascii_case(end))) {
                    Some(end) => {
                        length = end.len();
                        plain.push('\n');
                    }
                    None => plain.push(c),
                }
            }
            c => plain.push(c),
        }
        rest = &rest[length..];
    }
    plain
}

/// How long a terminal's sequence is that a text begins with.
fn colour(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else { return 1 };
    let length = rest.bytes().take(SEQUENCE).take_while(|b| b.is_ascii_digit() || b";?".contains(b)).count();
    2 + length + usize::from(rest.as_bytes().get(length).is_some_and(u8::is_ascii_alphabetic))
}

/// Whether a line was taken for the rest of the reply before it.
fn is_part_of(replies: &[replies::Reply], at: usize, line: &str) -> bool {
    let before = replies.partition_point(|reply| reply.at < at);
    let line = line.trim();
    before > 0 && line.len() > 8 && replies[before - 1].text.ends_with(line)
}

/// What a text says that has no line of its own: words that were wrapped, or a few words alone.
fn whole(text: &str, asked: Option<&str>) -> Option<Diagnosis> {
    let explanation = match text.split_whitespace().take(WORDS + 1).count() {
        0..=WORDS => Some(errors::explain(text, Speaker { asked, greeting: None })).filter(|e| e.class != UNKNOWN),
        _ => errors::explain_words(text),
    };
    Some(Diagnosis { explanation: explanation?, said: shown(text), provider: provider(asked, None), vague: false, at: 0 })
}

fn provider(asked: Option<&str>, greeting: Option<&str>) -> Option<&'static str> {
    [asked, greeting].into_iter().flatten().find_map(|host| providers::id_by_host(host, None))
}

/// In the order of the text, each once.
fn sorted(mut found: Vec<Diagnosis>) -> Vec<Diagnosis> {
    found.sort_by_key(|one| one.at);
    let clear = found.iter().any(|one| !one.vague && one.is_known());
    let mut told: HashSet<(&str, String)> = HashSet::new();
    found.retain(|one| {
        let which = if one.is_known() { one.explanation.remedy.to_owned() } else { one.said.clone() };
        !(one.vague && clear) && told.insert((one.explanation.class, which))
    });
    found.truncate(MOST);
    found
}

/// On one line, not too long, and only what is harmless of it.
fn shown(text: &str) -> String {
    let text = harmless(text);
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if line.len() + word.len() >= SHOWN {
            let room = SHOWN.saturating_sub(line.len());
            let end = (0..=room.min(word.len())).rev().find(|end| word.is_char_boundary(*end)).unwrap_or(0);
            line.push(' ');
            line.push_str(&word[..end]);
            line.push('…');
            return line.trim_start().to_owned();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
#[path = "diagnosis_tests.rs"]
mod tests;
