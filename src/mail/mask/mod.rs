//! Credentials in what somebody pastes: a log or a transcript without them. Rather too much goes than too little; what the classifier
//! reads (codes and the words after them) stays.

mod dialogue;
mod encoded;
mod harmless;
mod values;

pub use harmless::harmless;

use crate::redact::MARK;
use std::ops::Range;

/// How often the text is gone over: what is taken out may show something else to be a secret.
const ROUNDS: usize = 8;

/// A text without its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The text; [`MARK`] stands where something was.
    pub text: String,
    /// Whether something was taken out.
    pub found: bool,
}

/// Takes credentials out of a text. Takes time in proportion to its length.
#[must_use]
pub fn mask(text: &str) -> Masked {
    let mut masked = text.to_owned();
    for _ in 0..ROUNDS {
        let next = once(&masked);
        if next == masked {
            break;
        }
        masked = next;
    }
    Masked { found: masked != text, text: masked }
}

fn once(text: &str) -> String {
    let mut spans = Vec::new();
    dialogue::find(text, &mut spans);
    values::find(text, &mut spans);
    encoded::find(text, &mut spans);
    cut(text, spans)
}

/// Puts the mark in the place of the spans, which may overlap. They begin and end between characters: each ends at an ASCII one.
fn cut(text: &str, mut spans: Vec<Range<usize>>) -> String {
    spans.retain(|span| span.start < span.end);
    // What was taken out before is one piece with what is beside it.
    spans.extend(text.match_indices(MARK).map(|(at, mark)| at..at + mark.len()));
    spans.sort_unstable_by_key(|span| span.start);
    let (mut clean, mut done) = (String::with_capacity(text.len()), 0);
    for span in spans {
        let (start, end) = (floor(text, span.start), ceil(text, span.end));
        if start >= done {
            clean.push_str(&text[done..start]);
            if !clean.ends_with(MARK) {
                clean.push_str(MARK);
            }
        }
        done = done.max(end);
    }
    clean.push_str(&text[done..]);
    clean
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;
