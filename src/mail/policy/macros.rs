//! The macros of SPF (RFC 7208, 7): names that are put together from the mail that is judged.

use std::net::IpAddr;

/// The longest name that a macro may make.
const LONGEST: usize = 253;

/// What macros are filled with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    /// The reverse path.
    pub mailbox: &'a str,
    /// The domain whose record is evaluated.
    pub domain: &'a str,
    /// Where the mail comes from, where that is known.
    pub ip: Option<IpAddr>,
}

/// A part of a name with macros.
enum Part {
    Text(String),
    Macro { letter: char, keep: usize, reverse: bool, delimiters: String },
}

/// Whether this is a name with macros, well written.
pub(super) fn is_well_formed(spec: &str) -> bool {
    read(spec).is_some()
}

/// Whether it takes the sender's address to fill it.
pub(super) fn needs_address(spec: &str) -> bool {
    let needs = |part: &Part| matches!(part, Part::Macro { letter: 'i' | 'v' | 'p' | 'c', .. });
    read(spec).is_some_and(|parts| parts.iter().any(needs))
}

/// The name that it makes; `None` where something is missing for it.
pub(super) fn expand(spec: &str, facts: &Facts<'_>) -> Option<String> {
    let mut name = String::new();
    for part in read(spec)? {
        match part {
            Part::Text(text) => name.push_str(&text),
            Part::Macro { letter, keep, reverse, delimiters } => {
                let value = value(letter, facts)?;
                let mut words: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
                if reverse {
                    words.reverse();
                }
                let first = words.len().saturating_sub(keep);
                name.push_str(&words[first..].join("."));
            }
        }
    }
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    Some(shortened(name))
}

/// A name that is too long loses labels from its left.
fn shortened(mut name: String) -> String {
    while name.len() > LONGEST {
        match name.split_once('.') {
            Some((_, rest)) => name = rest.to_owned(),
            None => return String::new(),
        }
    }
    name
}

fn value(letter: char, facts: &Facts<'_>) -> Option<String> {
    let (local, domain) = facts.mailbox.rsplit_once('@').unwrap_or(("postmaster", facts.mailbox));
    Some(match letter {
        's' => facts.mailbox.to_owned(),
        'l' => local.to_owned(),
        'o' | 'h' => domain.to_owned(),
        'd' => facts.domain.to_owned(),
        'i' => dotted(facts.ip?),
        'c' => facts.ip?.to_string(),
        'p' => facts.ip.map(|_| "unknown".to_owned())?,
        'v' => if facts.ip?.is_ipv4() { "in-addr" } else { "ip6" }.to_owned(),
        _ => return None,
    })
}

fn dotted(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let nibbles = ip.octets().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
            nibbles.map(|nibble| format!("{nibble:x}")).collect::<Vec<_>>().join(".")
        }
    }
}

fn read(spec: &str) -> Option<Vec<Part>> {
    let (mut parts, mut rest) = (Vec::new(), spec);
    while !rest.is_empty() {
        let text = rest.find('%').unwrap_or(rest.len());
        if !rest[..text].bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        parts.push(Part::Text(rest[..text].to_owned()));
        rest = &rest[text..];
        if rest.is_empty() {
            break;
        }
        rest = match rest.get(..2)? {
            "%%" => {
                parts.push(Part::Text("%".into()));
                &rest[2..]
            }
            "%_" | "%-" => {
                // A blank, which no name has.
                parts.push(Part::Text(" ".into()));
                &rest[2..]
            }
            "%{" => {
                let (inner, after) = rest[2..].split_once('}')?;
                parts.push(one(inner)?);
                after
            }
            _ => return None,
        };
    }
    Some(parts)
}

/// `d`, `d2`, `ir`, `l1r-`: a letter, how many words are kept, whether they are turned around, what stands between them.
fn one(inner: &str) -> Option<Part> {
    let letter = inner.chars().next().filter(char::is_ascii)?.to_ascii_lowercase();
    if !"slodiphcrtv".contains(letter) {
        return None;
    }
    let rest = &inner[1..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let keep = match &rest[..digits] {
        "" => usize::MAX,
        // Zero words are not to be asked for; more than there are is all of them.
        number => number.parse().ok().filter(|n| *n > 0)?,
    };
    let rest = &rest[digits..];
    let turned = rest.strip_prefix(['r', 'R']);
    let delimiters = turned.unwrap_or(rest);
    if !delimiters.chars().all(|c| ".-+,/_=".contains(c)) {
        return None;
    }
    let delimiters = if delimiters.is_empty() { "." } else { delimiters }.to_owned();
    Some(Part::Macro { letter, keep, reverse: turned.is_some(), delimiters })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        let facts =
            |ip: &str| Facts { mailbox: "strong-bad@email.example.com", domain: "email.example.com", ip: ip.parse().ok() };
        for (spec, name) in [
            ("%{s}", "strong-bad@email.example.com"),
            ("%{o}", "email.example.com"),
            ("%{d}", "email.example.com"),
            ("%{d4}", "email.example.com"),
            ("%{d1}", "com"),
            ("%{d2}", "example.com"),
            ("%{dr}", "com.example.email"),
            ("%{d2r}", "example.email"),
            ("%{l}", "strong-bad"),
            ("%{l-}", "strong.bad"),
            ("%{lr-}", "bad.strong"),
            ("%{l1r-}", "strong"),
            ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
            ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
            ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
        ] {
            assert_eq!(expand(spec, &facts("192.0.2.3")).as_deref(), Some(name), "{spec}");
        }
        let six = "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com";
        assert_eq!(expand("%{ir}.%{v}._spf.%{d2}", &facts("2001:db8::cb01")).as_deref(), Some(six));
        assert_eq!(expand("%{i}.example.com", &facts("")), None, "nobody knows the address");
        assert!(needs_address("%{ir}.x") && !needs_address("%{d}.x"));
    }

    #[test]
    fn what_is_no_macro_is_refused() {
        for wrong in ["%", "%{", "%{}", "%{x}", "%{d0}", "%{d}%", "%x", "%{d*}", "a b", "\u{e9}.example.com", "%{\u{e9}}"] {
            assert!(!is_well_formed(wrong), "{wrong}");
        }
        let long = format!("{}.example.com", vec!["a"; 200].join("."));
        let facts = Facts { mailbox: "a@example.com", domain: "example.com", ip: None };
        assert!(expand(&long, &facts).is_some_and(|name| name.len() <= LONGEST && name.ends_with(".example.com")));
        assert_eq!(expand(&"a".repeat(300), &facts).as_deref(), Some(""));
    }
}
