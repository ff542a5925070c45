//! Addresses between angle brackets (RFC 5321, 4.1.2; RFC 6531).
//!
//! smtp-proto's own reading of them is not used: it drops quotes, reads `<postmaster>` as the empty path and refuses address
//! literals, and what stands here goes into a header and decides who gets a message.

/// More than any address in use; RFC 5321 asks for 256.
const MAX_PATH: usize = 512;

/// A path as it was written, without its brackets and without a source route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Path<'a> {
    /// All of it: empty for `<>`.
    pub(super) text: &'a str,
    /// The part before the @, quotes included.
    pub(super) local: &'a str,
    /// The part after the @; empty when there is none.
    pub(super) domain: &'a str,
}

impl<'a> Path<'a> {
    /// Reads `<path>` at the beginning of `text`, which holds no control characters; returns it and the rest. `None` when it is
    /// not a path.
    pub(super) fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let inside = without_route(text.strip_prefix('<')?)?;
        let (local, after) = local_part(inside)?;
        let (domain, rest) = match after.strip_prefix('@') {
            Some(after) => {
                let (domain, rest) = after.split_once('>')?;
                (is_domain(domain) && !local.is_empty()).then_some((domain, rest))?
            }
            None => ("", after.strip_prefix('>')?),
        };
        let length = local.len() + if domain.is_empty() { 0 } else { 1 + domain.len() };
        let text = &inside[..length];
        (length <= MAX_PATH).then_some((Self { text, local, domain }, rest))
    }

    /// Whether it has characters that need SMTPUTF8.
    pub(super) const fn is_international(&self) -> bool {
        !self.text.is_ascii()
    }

    /// The local part without quotes: what two spellings of it have in common.
    pub(super) fn unquoted(&self) -> String {
        let Some(inside) = self.local.strip_prefix('"').and_then(|local| local.strip_suffix('"')) else {
            return self.local.to_owned();
        };
        let mut plain = String::with_capacity(inside.len());
        let mut chars = inside.chars();
        while let Some(c) = chars.next() {
            plain.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        plain
    }
}

/// Source routes are to be accepted and ignored (RFC 5321, appendix C).
fn without_route(inside: &str) -> Option<&str> {
    if !inside.starts_with('@') {
        return Some(inside);
    }
    let (route, rest) = inside.split_once(':')?;
    route.split(',').all(|hop| hop.strip_prefix('@').is_some_and(is_domain)).then_some(rest)
}

/// Splits off the local part. Dots may stand anywhere: mailboxes like `a..b@` and `a.@` are in use.
fn local_part(text: &str) -> Option<(&str, &str)> {
    let end = match text.strip_prefix('"') {
        Some(quoted) => 1 + quoted_end(quoted)?,
        None => text.find(|c: char| !is_atext(c) && c != '.').unwrap_or(text.len()),
    };
    Some(text.split_at(end))
}

/// Where a quoted string ends, its opening quote behind it.
fn quoted_end(quoted: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii()
}

/// A domain or an address literal, by its characters: nothing is looked up here. Underscores are in use.
pub(super) fn is_domain(text: &str) -> bool {
    if let Some(literal) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        return !literal.is_empty() && literal.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-".contains(&b));
    }
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c) || !c.is_ascii());
    text.len() <= 255 && text.strip_suffix('.').unwrap_or(text).split('.').all(label)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_they_are_written() {
        let table = [
            ("<>", "", "", ""),
            ("<a@b>", "a@b", "a", "b"),
            ("<a.b+c=d@example.com>", "a.b+c=d@example.com", "a.b+c=d", "example.com"),
            ("<a..b.@example.com>", "a..b.@example.com", "a..b.", "example.com"),
            ("<postmaster>", "postmaster", "postmaster", ""),
            ("<\"a b>\\\"@c\"@example.com>", "\"a b>\\\"@c\"@example.com", "\"a b>\\\"@c\"", "example.com"),
            ("<\"\"@example.com>", "\"\"@example.com", "\"\"", "example.com"),
            ("<@relay.test,@b.test:a@example.com>", "a@example.com", "a", "example.com"),
            ("<a@[192.0.2.1]>", "a@[192.0.2.1]", "a", "[192.0.2.1]"),
            ("<a@[IPv6:2001:db8::1]>", "a@[IPv6:2001:db8::1]", "a", "[IPv6:2001:db8::1]"),
            ("<用户@例子.test>", "用户@例子.test", "用户", "例子.test"),
        ];
        for (written, text, local, domain) in table {
            assert_eq!(Path::read(&format!("{written} REST")), Some((Path { text, local, domain }, " REST")), "{written}");
        }
    }

    #[test]
    fn anything_else_is_not_a_path() {
        let long = format!("<{}@example.com>", "a".repeat(600));
        let table = [
            "",
            "<",
            "a@b",
            "<a@b",
            "<a b@c>",
            "<@b>",
            "<a@>",
            "<a@b@c>",
            "<a@b c>",
            "<a@b\">",
            "<\"a@b>",
            "<\"a\"b@c>",
            "<a@b..c>",
            "<a@.b>",
            "<a@[]>",
            "<a@[1.2.3.4>",
            "<a@[<]>",
            "<a<b@c>",
            "<(a)@b>",
            "<@relay.test>",
            "<@relay.test:>x",
            "<relay.test:a@b>",
            "<@:a@b>",
            "<@a b:c@d>",
            "< a@b>",
            "<a@b >",
            "<a,b@c>",
            "<a@b,c@d>",
            &long,
        ];
        for written in table {
            let read = Path::read(written).filter(|(path, _)| !path.text.is_empty());
            assert_eq!(read, None, "{written}");
        }
    }

    #[test]
    fn quotes_make_no_difference() {
        for (written, plain) in [("<a@b>", "a"), ("<\"a\"@b>", "a"), ("<\"\\a\\\\\\\"\"@b>", "a\\\""), ("<\"a b\"@b>", "a b")] {
            assert_eq!(Path::read(written).unwrap().0.unquoted(), plain, "{written}");
        }
    }
}
