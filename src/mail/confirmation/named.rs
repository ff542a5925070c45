//! Addresses in a text of any language.

/// The most that is read of one, in bytes: an address has 254 at most.
const LONGEST: usize = 320;
/// What may stand before the `@` beside letters and digits.
const LOCAL: &str = "!#$%&'*+-/=?^_`{|}~.";
/// What is read as a dot between the labels of a domain (UTS 46), and ends sentences too.
const DOTS: [char; 3] = ['\u{3002}', '\u{ff0e}', '\u{ff61}'];

/// The addresses in a text, outside of links.
pub(super) fn addresses(text: &str) -> Vec<String> {
    // What nobody sees separates nothing.
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let at = text.match_indices('@').map(|(at, _)| at);
    at.filter(|at| !is_in_link(&text, *at)).filter_map(|at| address(&text, at)).collect()
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether this is one of Google's own.
pub(super) fn is_googles(address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    domain.strip_suffix(super::SIGNER).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
}

/// Whether this place is in a link: those are ASCII without blanks.
fn is_in_link(text: &str, at: usize) -> bool {
    let ends = |c: char| !c.is_ascii() || c.is_whitespace() || "<>\"".contains(c);
    let start = text[..at].rfind(ends).unwrap_or_default();
    text[start..at].contains("://")
}

/// The address around an `@`. Languages without blanks go on right behind it; but what makes its domain another one belongs to it, or
/// somebody could hide behind an address that only begins like the right one.
fn address(text: &str, at: usize) -> Option<String> {
    let before = text[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && !LOCAL.contains(c));
    let start = before.map_or(0, |place| place + text[place..].chars().next().map_or(1, char::len_utf8));
    let local = text[start..at].trim_start_matches(['\'', '*', '`', '.', '=', '/']);
    let rest = &text[at + 1..];
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    let could_be = |c: char| plain(c) || c.is_alphanumeric() || DOTS.contains(&c);
    let (ascii, whole) = (end(rest, plain), end(rest, could_be));
    let more = &rest[ascii..whole];
    // The next address may follow without a blank too.
    let is_next = rest[whole..].starts_with('@') && !more.contains('.');
    let domain = rest[..if more.contains(plain) && !is_next { whole } else { ascii }].trim_end_matches(['.', '-']);
    let fits = !local.is_empty() && domain.contains('.') && local.len() + domain.len() < LONGEST;
    fits.then(|| format!("{local}@{domain}"))
}

/// Where the characters end that belong to it.
fn end(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !belongs(c)).unwrap_or(text.len())
}
