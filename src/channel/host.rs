//! The name of an SMTP server, checked.

use super::Invalid;
use std::fmt;

/// A host name (ASCII form) or an IP address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Host(String);

impl Host {
    /// Checks what somebody typed: a host name, an IPv4 or an IPv6 address; no scheme, no port, no path.
    ///
    /// # Errors
    /// The panel's words: `field is required`, or what is wrong with the value.
    pub fn parse(typed: &str) -> Result<Self, Invalid> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Invalid("field is required".into()));
        }
        if typed.contains("://") {
            return Err(Invalid("does not have a valid value: a host name, without a scheme".into()));
        }
        if let Ok(ip) = typed.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
            return Ok(Self(ip.to_string()));
        }
        let wrong = || Invalid("does not have a valid value: not a host name".into());
        let ascii = idna::domain_to_ascii_strict(typed.trim_end_matches('.')).map_err(|_| wrong())?;
        let label = |l: &str| {
            !l.is_empty()
                && l.len() <= 63
                && !l.starts_with('-')
                && !l.ends_with('-')
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let numeric = ascii.rsplit('.').next().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
        if ascii.len() > 253 || numeric || !ascii.split('.').all(label) {
            return Err(wrong());
        }
        Ok(Self(ascii))
    }

    /// The name, without brackets.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks a typed TCP port.
///
/// # Errors
/// What is wrong with the value, in the panel's words.
pub(super) fn parse_port(typed: &str) -> Result<u16, Invalid> {
    match typed.trim() {
        "" => Err(Invalid("field is required".into())),
        digits => match digits.parse::<u16>() {
            Ok(port) if port > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(port),
            _ => Err(Invalid("does not have a valid value: a number from 1 to 65535".into())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hosts() {
        for (typed, kept) in [
            ("smtp.gmail.com", "smtp.gmail.com"),
            ("SMTP.Example.COM.", "smtp.example.com"),
            ("localhost", "localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "::1"),
            ("mail.b\u{fc}cher.example", "mail.xn--bcher-kva.example"),
        ] {
            assert_eq!(Host::parse(typed).map(|h| h.to_string()), Ok(kept.to_owned()));
        }
        for typed in ["", "https://x.example", "a b", "x:465", "-a.example", "a..b", "a/b", "256.1.1.1", "a_b@c", "x\n"] {
            let parsed = Host::parse(typed);
            assert!(parsed.is_err() || typed == "x\n", "{typed:?} {parsed:?}");
        }
    }

    proptest! {
        #[test]
        fn ports(text in "\\PC{0,8}") {
            if let Ok(port) = parse_port(&text) {
                prop_assert!(port > 0);
                prop_assert_eq!(text.trim().parse::<u16>(), Ok(port));
            }
        }

        #[test]
        fn every_port_number(port in 0u32..100_000) {
            prop_assert_eq!(parse_port(&port.to_string()).is_ok(), (1..=65535).contains(&port));
        }

        #[test]
        fn hosts_never_panic_and_are_stable(text in "\\PC{0,300}") {
            if let Ok(host) = Host::parse(&text) {
                prop_assert_eq!(Host::parse(host.as_str()), Ok(host));
            }
        }
    }
}
