//! Addresses in a text of any language.
//!
//! What is read here must be what a person reads: whoever has an address that only looks like another one must not pass for it.

/// The most that is read of one, in bytes: an address has 254 at most.
const LONGEST: usize = 320;
/// What may stand before the `@` beside letters and digits.
const LOCAL: &str = "!#$%&'*+-/=?^_`{|}~.";
/// What often stands around a whole address. At one side only, it belongs to the address.
const AROUND: [char; 4] = ['\'', '*', '`', '_'];
/// What may follow an address without a blank, of ASCII.
const FOLLOWS: &str = "!\"'()*,/:;<>?@[]`|}";
/// What is read as a dot between the labels of a domain (UTS 46), and ends sentences too.
const DOTS: [char; 3] = ['\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// The addresses in a text, outside of links.
pub(super) fn addresses(text: &str) -> Vec<String> {
    // What nobody sees separates nothing.
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let at = text.match_indices('@').map(|(at, _)| at);
    at.filter(|at| !is_in_link(&text, *at)).filter_map(|at| address(&text, at)).collect()
}

/// Whether a character has no width: it only changes how others are shown (Unicode's `Default_Ignorable_Code_Point`, and controls).
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a letter is of a script that goes on behind an address without a blank: Thai to Khmer, kana, Han, Hangul. Such a letter
/// beside an address belongs to the sentence; one of another script belongs to the address.
const fn is_of_no_blanks(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{318f}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether a character makes an address another one: a letter with or without marks, of a script that has blanks.
fn is_foreign(c: char) -> bool {
    (c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')) && !is_of_no_blanks(c)
}

/// Whether this is one of Google's own.
pub(super) fn is_googles(address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    domain.strip_suffix(super::SIGNER).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
}

/// Whether this place is in a web link, behind its host: those are ASCII without blanks.
fn is_in_link(text: &str, at: usize) -> bool {
    let ends = |c: char| !c.is_ascii() || c.is_whitespace() || "<>\"".contains(c);
    let start = text[..at].rfind(ends).map_or(0, |end| end + text[end..].chars().next().map_or(1, char::len_utf8));
    let Some((before, behind)) = text[start..at].split_once("://") else { return false };
    let scheme = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) && behind.contains(['/', '?', '#'])
}

/// The address around an `@`. Languages without blanks go on right behind it; but what makes it another one belongs to it, or somebody
/// could hide behind an address that is only a part of theirs.
fn address(text: &str, at: usize) -> Option<String> {
    let rest = &text[at + 1..];
    let domain = domain(rest);
    let local = local(&text[..at], rest[domain.len()..].chars().next());
    let domain = domain.trim_end_matches(['.', '-']);
    let fits = !local.is_empty() && domain.contains('.') && local.len() + domain.len() < LONGEST;
    fits.then(|| format!("{local}@{domain}"))
}

/// What stands before the `@`; `behind` is the character behind the whole address.
fn local(before: &str, behind: Option<char>) -> &str {
    if before.ends_with('"') {
        return before.rsplit(char::is_whitespace).next().unwrap_or_default();
    }
    let belongs = |c: char| c.is_ascii_alphanumeric() || LOCAL.contains(c) || is_foreign(c);
    let local = before.rsplit(|c| !belongs(c)).next().unwrap_or_default();
    match local.chars().next() {
        Some(first) if AROUND.contains(&first) && behind == Some(first) => &local[1..],
        _ => local,
    }
}

/// What stands behind the `@`.
fn domain(rest: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let could_be = |c: char| plain(c) || is_foreign(c) || c.is_alphanumeric() || DOTS.contains(&c);
    let (ascii, whole) = (end(rest, plain), end(rest, could_be));
    let more = &rest[ascii..whole];
    // The next address may follow without a blank too.
    let is_next = rest[whole..].starts_with('@') && !more.contains('.');
    let domain = &rest[..if more.contains(|c| plain(c) || is_foreign(c)) && !is_next { whole } else { ascii }];
    let behind = &rest[domain.len()..];
    if behind.starts_with("://") {
        // A link follows without a blank.
        let lower = domain.to_ascii_lowercase();
        let scheme = ["https", "http"].into_iter().find(|scheme| lower.ends_with(scheme));
        return &domain[..domain.len() - scheme.map_or(0, str::len)];
    }
    let is_odd = |c: char| c.is_ascii() && !c.is_whitespace() && !FOLLOWS.contains(c) && !AROUND.contains(&c);
    let is_half_quoted = |c: char| c == '_' && behind[1..].starts_with(plain);
    match behind.chars().next() {
        Some(next) if is_odd(next) || is_half_quoted(next) => &rest[..end(rest, |c| !c.is_whitespace())],
        _ => domain,
    }
}

/// Where the characters end that belong to it.
fn end(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !belongs(c)).unwrap_or(text.len())
}
