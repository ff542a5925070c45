//! What goes wrong in a log: each refusal and each failure in it, once, without credentials.

use super::mask::mask;
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
        let explanation = errors::explain(&reply.text, Speaker { asked, greeting });
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
        let told = errors::explain_failure(line).or_else(|| Some((errors::explain_words(line)?, false)));
        if let Some((explanation, vague)) = told {
            found.push(Diagnosis { explanation, said: shown(line), provider: provider(asked, None), vague, at: range.start });
        }
    }
    if found.is_empty() {
        found.extend(whole(text, asked));
    }
    sorted(found)
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

/// On one line, and not too long.
fn shown(text: &str) -> String {
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
