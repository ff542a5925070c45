//! What of a text may be shown. The rest of this room looks for what is secret and cannot know every form of it; here a word is shown only
//! when nothing speaks for a secret in it. Rather too much is hidden.

use crate::mail::smtp_errors::is_common;
use crate::redact::MARK;

/// As much of a text is looked at, in bytes.
const LONGEST: usize = 4096;
/// Longer words are shown only when they are common ones; an app password has sixteen letters.
const WORD: usize = 15;
/// Longer words in capitals are shown only when they are common ones.
const CAPITALS: usize = 11;
/// Parts of words after which people and programs write secrets.
const NAMES: [&str; 10] = ["pass", "pwd", "sandi", "secret", "token", "apikey", "credential", "kennwort", "bearer", "xoauth"];
/// Words after which they do.
const WHOLE_NAMES: [&str; 7] = ["pw", "login", "auth", "plain", "ap", "xp", "p"];

/// The text on one line, with the mark in the place of every word that may be a secret.
#[must_use]
pub fn harmless(text: &str) -> String {
    let end = super::floor(text, LONGEST);
    let mut line = Line::default();
    for word in text[..end].split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        line.word(word);
    }
    line.without_groups()
}

/// What has been read.
#[derive(Default)]
struct Line {
    /// The words as they are shown, and whether each could be a group of an app password: four letters that are no common word.
    words: Vec<(String, Group)>,
    /// Whether something was named whose secret may come now.
    named: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    No,
    /// Four letters, and a common word.
    Common,
    Yes,
}

impl Line {
    fn word(&mut self, word: &str) {
        let mut shown = String::new();
        for (n, part) in word.split(MARK).enumerate() {
            if n > 0 && !shown.ends_with(MARK) {
                shown.push_str(MARK);
            }
            self.part(part, &mut shown);
        }
        let four = word.len() == 4 && word.bytes().all(|b| b.is_ascii_lowercase());
        let group = match four {
            true if is_common(word) => Group::Common,
            true => Group::Yes,
            false => Group::No,
        };
        self.words.push((shown, group));
    }

    /// A word, or what stands before or after the mark in one.
    fn part(&mut self, part: &str, shown: &mut String) {
        let inner = part.trim_matches(|c: char| !c.is_alphanumeric());
        if inner.is_empty() {
            // `--` and brackets; but no long run of signs.
            shown.push_str(if part.chars().count() <= 4 { part } else { MARK });
            return;
        }
        let start = part.find(inner).unwrap_or(0);
        let (before, after) = (&part[..start], &part[start + inner.len()..]);
        let place = !self.named && (is_host(inner) || is_address(inner) || is_link(inner));
        if place || self.is_harmless(inner, before) {
            shown.push_str(part);
        } else if shown.is_empty() || !shown.ends_with(MARK) {
            let sign = |c: char| "<>()[]{}\"'`,;:.".contains(c);
            shown.extend(before.chars().filter(|c| sign(*c)).take(2));
            shown.push_str(MARK);
            shown.extend(after.chars().filter(|c| sign(*c)).take(2));
        }
    }

    /// Whether each piece of a word may be shown. What is named in it counts for the pieces after it, in this word and the next ones.
    fn is_harmless(&mut self, inner: &str, before: &str) -> bool {
        // Written in a way that hides what it is, or a flag with its value in one.
        let disguised = inner.contains(['\\', '%', '&']);
        let flag = before.ends_with('-') && inner.starts_with('p') && inner.len() > 1 && !is_common(inner);
        let (mut fine, mut value, mut pieces, mut groups, mut common) = (!disguised && !flag, false, 0, 0, 0);
        let mut at = 0;
        while at < inner.len() {
            let rest = &inner[at..];
            let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let piece = &rest[..length];
            let gap = rest[length..].find(char::is_alphanumeric).unwrap_or(rest.len() - length);
            let lower = piece.to_lowercase();
            fine &= piece.is_empty() || may_be_shown(piece, &lower, self.named, value);
            self.named |= is_name(&lower) && (!before.is_empty() || length > 1 || gap > 0);
            value |= rest[length..length + gap].contains([':', '=', '@']);
            // Base64 has these between letters.
            fine &= !rest[length..length + gap].contains('+');
            pieces += 1;
            groups += usize::from(length == 4 && lower == piece);
            common += usize::from(is_common(&lower));
            at += length + gap;
        }
        fine && !(pieces >= 4 && groups == pieces && common < 2)
    }

    /// Without four groups of four letters that are no sentence.
    fn without_groups(mut self) -> String {
        let groups: Vec<Group> = self.words.iter().map(|(_, group)| *group).collect();
        for (at, four) in groups.windows(4).enumerate() {
            let common = four.iter().filter(|group| **group == Group::Common).count();
            if !four.contains(&Group::No) && common < 2 {
                self.words[at..at + 4].iter_mut().for_each(|(word, _)| MARK.clone_into(word));
            }
        }
        self.words.dedup_by(|(b, _), (a, _)| a == MARK && b == MARK);
        self.words.into_iter().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
    }
}

fn is_name(lower: &str) -> bool {
    NAMES.iter().any(|name| lower.contains(name)) || WHOLE_NAMES.contains(&lower.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Whether letters or digits may be shown; `named` after something whose secret may come, `value` after a colon and the like in the same
/// word.
fn may_be_shown(piece: &str, lower: &str, named: bool, value: bool) -> bool {
    if is_common(lower) {
        return true;
    }
    if piece.bytes().all(|b| b.is_ascii_digit()) {
        return piece.len() <= if named { 3 } else { 5 };
    }
    let length = piece.chars().count();
    if named || value {
        return length == 1;
    }
    let letters = piece.chars().all(char::is_alphabetic);
    let capitals = piece.chars().filter(|c| c.is_uppercase()).count();
    let capitalised = capitals == 1 && piece.chars().next().is_some_and(char::is_uppercase);
    letters && (capitals == 0 || capitalised || (capitals == length && length <= CAPITALS)) && length <= WORD
}

/// Whether this is a host's name, as providers write theirs: in one case, and with a name of letters at its end.
fn is_host(word: &str) -> bool {
    let one_case = !(word.bytes().any(|b| b.is_ascii_lowercase()) && word.bytes().any(|b| b.is_ascii_uppercase()));
    let label = |label: &str| (1..=30).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let top = word.rsplit('.').next().unwrap_or_default();
    let name = word.len() <= 255 && word.contains('.') && word.split('.').all(label);
    let mixed_labels =
        word.split('.').any(|l| l.bytes().any(|b| b.is_ascii_uppercase()) && l.bytes().any(|b| b.is_ascii_lowercase()));
    name && (one_case || !mixed_labels) && (2..=12).contains(&top.len()) && top.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether this is an address without a secret before its sign.
fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, host)| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._+-".contains(&b);
        (1..=40).contains(&local.len()) && local.bytes().all(plain) && is_host(host)
    })
}

/// Whether this is a link to a page whose every word may be shown.
fn is_link(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")) else { return false };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let piece = |piece: &str| piece.is_empty() || may_be_shown(piece, &piece.to_lowercase(), false, false);
    is_host(host) && !path.contains('%') && path.split(|c: char| !c.is_alphanumeric()).all(piece)
}
