//! `Received` fields (RFC 5321, 4.4), as servers really write them.

use super::Hop;
use crate::mail::incoming::milliseconds;
use std::net::IpAddr;

/// Bytes of a word that are kept.
const WORD: usize = 255;
/// What the parts of a field begin with.
const CLAUSES: [&str; 6] = ["from", "by", "via", "with", "id", "for"];
/// Words of a field that are read.
const WORDS: usize = 200;

/// Reads one field.
pub(super) fn hop(value: &str) -> Hop {
    let (words, date) = value.rsplit_once(';').map_or((value, ""), |(words, date)| (words, date));
    let comments = comments(words).to_ascii_lowercase();
    let plain = without_comments(words);
    let mut hop = Hop { time: milliseconds(date.trim()), ..Hop::default() };
    let mut words = plain.split_whitespace().take(WORDS).peekable();
    while let Some(word) = words.next() {
        let slot = match word.to_ascii_lowercase().as_str() {
            "from" => &mut hop.from,
            "by" => &mut hop.by,
            "with" => &mut hop.with,
            "for" => &mut hop.recipient,
            _ => continue,
        };
        if slot.is_none() {
            *slot = words.next().map(clean).filter(|text| !text.is_empty());
        }
        // `with Microsoft SMTP Server`
        if word.eq_ignore_ascii_case("with") {
            while let Some(more) = words.next_if(|word| !CLAUSES.iter().any(|clause| clause.eq_ignore_ascii_case(word))) {
                if let Some(with) = hop.with.as_mut().filter(|with| with.len() < WORD) {
                    with.push(' ');
                    with.push_str(&clean(more));
                }
            }
        }
    }
    let protocol = hop.with.as_deref().unwrap_or_default().to_ascii_lowercase();
    let encrypted =
        ["esmtps", "esmtpsa", "smtps", "lmtps", "lmtpsa", "utf8smtps", "utf8smtpsa", "https"].contains(&protocol.as_str());
    let open = ["smtp", "esmtp", "esmtpa", "utf8smtp", "utf8smtpa"].contains(&protocol.as_str());
    // A filter in the same machine: nobody could have listened.
    let open = open && !is_local(hop.from.as_deref(), &comments);
    let said = ["tls1", "tlsv1", "version=tls", "using tls", "cipher="].iter().any(|sign| comments.contains(sign));
    // Inside one provider nobody says how.
    hop.tls = if encrypted || said { Some(true) } else { (open && hop.from.is_some()).then_some(false) };
    hop
}

/// Whether it was handed over inside one machine. The address that the server saw counts, and not what the other side calls itself.
fn is_local(from: Option<&str>, comments: &str) -> bool {
    let comments = comments.replace("ipv6:", " ");
    let words = comments.split(|c: char| !(c.is_ascii_hexdigit() || c == ':' || c == '.'));
    let mut seen = words.filter_map(|word| word.parse::<IpAddr>().ok()).peekable();
    if seen.peek().is_some() {
        return seen.all(|ip| ip.is_loopback());
    }
    let name = from.unwrap_or_default().trim_matches(['[', ']']).to_ascii_lowercase();
    name == "localhost" || name == "localhost.localdomain" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn clean(word: &str) -> String {
    let word = word.trim_matches(|c: char| "<>;,\"'".contains(c));
    let end = (0..=WORD.min(word.len())).rev().find(|end| word.is_char_boundary(*end)).unwrap_or(0);
    word[..end].to_owned()
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => continue,
        }
        if "()".contains(c) {
            plain.push(' ');
        }
    }
    plain
}

fn comments(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0
        })
        .collect()
}
