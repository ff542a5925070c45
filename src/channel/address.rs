//! A mailbox address that has been checked once and is right ever after.

use super::Invalid;
use std::fmt;

/// The longest address SMTP can carry between its angle brackets (RFC 5321, 4.5.3.1.3 with erratum 1690).
const MAX_ADDRESS: usize = 254;
/// The longest local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// A mailbox address: the local part as typed, the domain in lower case and in its ASCII (IDNA) form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    text: String,
    at: usize,
}

impl Address {
    /// Checks and normalises what somebody typed.
    ///
    /// Accepts dot-atoms, quoted local parts, UTF-8 local parts (RFC 6531) and international domains; refuses display
    /// names, comments, address literals and control characters.
    ///
    /// # Errors
    /// The panel's words: `field is required`, or what is wrong with the value.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Invalid("field is required".into()));
        }
        let wrong = |why: &str| Err(Invalid(format!("does not have a valid value: {why}")));
        if typed.len() > MAX_ADDRESS * 4 {
            return wrong("longer than 254 characters");
        }
        let Some(at) = typed.rfind('@') else { return wrong("there is no @ in it") };
        let (local, domain) = (&typed[..at], &typed[at + 1..]);
        if local.len() > MAX_LOCAL {
            return wrong("the part before the @ is longer than 64 characters");
        }
        if let Some(quoted) = local.strip_prefix('"') {
            if !quoted_string(quoted) {
                return wrong("the quoted part before the @ is broken");
            }
        } else if !dot_atom(local) {
            return wrong("the part before the @ is not a mailbox name");
        }
        let Some(domain) = domain_ascii(domain) else { return wrong("the part after the @ is not a domain") };
        let text = format!("{local}@{domain}");
        if text.len() > MAX_ADDRESS {
            return wrong("longer than 254 characters");
        }
        Ok(Self { at: local.len(), text })
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The domain, in lower case and ASCII.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// Whether `other`, in whatever spelling, names the same mailbox. Case is ignored on both sides of the @: no provider
    /// in use tells mailboxes apart by case, and connecting one twice is the mistake to prevent.
    #[must_use]
    pub fn is_same_mailbox(&self, other: &str) -> bool {
        self.text.eq_ignore_ascii_case(other.trim()) || Self::parse(other).is_ok_and(|o| o.key() == self.key())
    }

    /// The spelling that is equal for all spellings of one mailbox.
    #[must_use]
    pub fn key(&self) -> String {
        self.text.to_lowercase()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn dot_atom(local: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || is_international(c);
    !local.is_empty() && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
}

/// A character beyond ASCII that somebody could write on paper: nothing that is invisible or turns the writing direction, because
/// an address that looks like another one is a trap.
fn is_international(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_ascii() && !c.is_control() && !c.is_whitespace() && !invisible
}

/// The rest of a quoted string after its opening quote: every quote and backslash inside is escaped, one quote ends it.
fn quoted_string(rest: &str) -> bool {
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return chars.next().is_none() && rest.len() > 1,
            '\\' => match chars.next() {
                Some(escaped) if !escaped.is_control() => {}
                _ => return false,
            },
            c if c.is_control() || !(c.is_ascii() || is_international(c)) => return false,
            _ => {}
        }
    }
    false
}

fn domain_ascii(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let label = |l: &str| !l.is_empty() && l.len() <= 63 && !l.starts_with('-') && !l.ends_with('-');
    let labels: Vec<&str> = ascii.split('.').collect();
    let numeric_end = labels.last().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
    (labels.len() >= 2 && labels.iter().all(|l| label(l)) && !numeric_end).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_what_mail_accepts() {
        for (typed, kept) in [
            ("support@example.com", "support@example.com"),
            ("  Support@EXAMPLE.com ", "Support@example.com"),
            ("a+tag@example.co.id", "a+tag@example.co.id"),
            ("\"john doe\"@example.com", "\"john doe\"@example.com"),
            ("\"a@b\"@example.com", "\"a@b\"@example.com"),
            ("\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com"),
            ("halo@b\u{fc}cher.example", "halo@xn--bcher-kva.example"),
            ("dukungan\u{e9}@example.test", "dukungan\u{e9}@example.test"),
        ] {
            assert_eq!(Address::parse(typed).map(|a| a.to_string()), Ok(kept.to_owned()), "{typed}");
        }
    }

    #[test]
    fn refuses_what_is_no_mailbox() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long = format!("{}@{}.com", "a".repeat(64), ["b".repeat(63), "c".repeat(63), "d".repeat(60)].join("."));
        for typed in [
            "",
            " ",
            "support",
            "@example.com",
            "a@",
            "a@b",
            "a..b@example.com",
            ".a@example.com",
            "a.@example.com",
            "a b@example.com",
            "\"a\"b\"@example.com",
            "\"\"@example.com",
            "\"a@example.com",
            "a@-x.com",
            "a@x-.com",
            "a@ex ample.com",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "Help <a@example.com>",
            "a\r\nb@example.com",
            "a@example.com\0",
            "a@exam\u{7}ple.com",
            "a,b@example.com",
            "r\u{202e}tl@example.com",
            "zero\u{200b}width@example.com",
            "\"soft\u{ad}hyphen\"@example.com",
            &long_local,
            &long,
        ] {
            assert!(Address::parse(typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn case_and_idna_spelling_name_one_mailbox() -> Result<(), Invalid> {
        let address = Address::parse("Support@b\u{fc}cher.example")?;
        assert!(address.is_same_mailbox("support@XN--BCHER-KVA.example"));
        assert!(address.is_same_mailbox("SUPPORT@B\u{dc}CHER.EXAMPLE"));
        assert!(!address.is_same_mailbox("support2@b\u{fc}cher.example"));
        Ok(())
    }

    proptest! {
        #[test]
        fn never_panics_and_is_stable(typed in "\\PC{0,300}") {
            if let Ok(address) = Address::parse(&typed) {
                prop_assert!(address.as_str().len() <= MAX_ADDRESS);
                prop_assert!(!address.as_str().chars().any(char::is_control));
                prop_assert_eq!(Address::parse(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn plain_addresses_pass(local in "[a-z0-9]{1,20}([.+_-][a-z0-9]{1,10}){0,3}", domain in "[a-z]{1,20}(\\.[a-z]{2,10}){1,3}") {
            let typed = format!("{local}@{domain}");
            prop_assert_eq!(Address::parse(&typed).map(|a| a.to_string()), Ok(typed));
        }
    }
}
