//! What a certificate says of itself: whom it is for, and when. Nothing is decided by it; that does the verifier.

/// As many names as are told.
const NAMES: usize = 6;
/// The longest name that is told, in bytes.
const LONGEST: usize = 253;
/// subjectAltName (2.5.29.17).
const SUBJECT_ALT_NAME: [u8; 3] = [0x55, 0x1d, 0x11];

/// Whom a certificate is for, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Certificate {
    /// The hosts it names.
    pub(super) names: Vec<String>,
    /// The day it begins, as `2026-11-23`.
    pub(super) from: String,
    /// The day it ends.
    pub(super) until: String,
}

impl Certificate {
    /// Reads one; of a broken one, nothing or what comes before the break.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let (certificate, _) = part(der, 0x30)?;
        let (mut rest, _) = part(certificate, 0x30)?;
        if rest.first() == Some(&0xa0) {
            rest = skip(rest)?;
        }
        // Serial number, algorithm, issuer.
        rest = skip(skip(skip(rest)?)?)?;
        let (validity, rest) = part(rest, 0x30)?;
        let (from, after) = day(validity)?;
        let (until, _) = day(after)?;
        // Subject, key.
        let mut rest = skip(skip(rest)?)?;
        let mut names = Vec::new();
        while let Some((tag, value, after)) = element(rest) {
            if tag == 0xa3 {
                names = alternatives(value).unwrap_or_default();
            }
            rest = after;
        }
        Some(Self { names, from, until })
    }

    /// The names, for a person.
    pub(super) fn hosts(&self) -> String {
        let shown = self.names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
        match self.names.len() {
            0 => "no host at all".to_owned(),
            many if many > NAMES => format!("{shown} and {} more", many - NAMES),
            _ => shown,
        }
    }
}

/// The names in a list of extensions.
fn alternatives(extensions: &[u8]) -> Option<Vec<String>> {
    let (mut rest, _) = part(extensions, 0x30)?;
    while let Some((extension, after)) = part(rest, 0x30) {
        rest = after;
        let (id, mut value) = part(extension, 0x06)?;
        if id != SUBJECT_ALT_NAME {
            continue;
        }
        if value.first() == Some(&0x01) {
            value = skip(value)?;
        }
        let (octets, _) = part(value, 0x04)?;
        let (mut list, _) = part(octets, 0x30)?;
        let mut names = Vec::new();
        while let Some((tag, value, after)) = element(list) {
            names.extend(name(tag, value));
            list = after;
        }
        return Some(names);
    }
    None
}

/// A host's name or address; `None` of whatever else can be certified.
fn name(tag: u8, value: &[u8]) -> Option<String> {
    match (tag, value.len()) {
        (0x82, 1..=LONGEST) => value.iter().all(u8::is_ascii_graphic).then(|| String::from_utf8_lossy(value).into_owned()),
        (0x87, 4) => Some(std::net::Ipv4Addr::from(<[u8; 4]>::try_from(value).ok()?).to_string()),
        (0x87, 16) => Some(std::net::Ipv6Addr::from(<[u8; 16]>::try_from(value).ok()?).to_string()),
        _ => None,
    }
}

/// The day of a UTCTime or a GeneralizedTime, and what follows.
fn day(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (tag, value, rest) = element(bytes)?;
    let text = std::str::from_utf8(value).ok().filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric()))?;
    let (year, rest_of_day) = match tag {
        // Two digits: 50 and more are of the last century (RFC 5280, 4.1.2.5.1).
        0x17 => (format!("{}{}", if text.get(..2)? >= "50" { "19" } else { "20" }, text.get(..2)?), text.get(2..6)?),
        0x18 => (text.get(..4)?.to_owned(), text.get(4..8)?),
        _ => return None,
    };
    Some((format!("{year}-{}-{}", rest_of_day.get(..2)?, rest_of_day.get(2..)?), rest))
}

/// The value with this tag at the beginning, and what follows.
fn part(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    element(bytes).filter(|(found, ..)| *found == tag).map(|(_, value, rest)| (value, rest))
}

fn skip(bytes: &[u8]) -> Option<&[u8]> {
    element(bytes).map(|(.., rest)| rest)
}

/// Tag, value and what follows (DER).
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((tag, value, rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio_rustls::rustls::pki_types::CertificateDer;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;

    fn der() -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(include_bytes!("../../../tests/fixtures/tls/server.pem")).unwrap()
    }

    #[test]
    fn names_and_days_are_read() {
        let read = Certificate::read(&der()).unwrap();
        assert_eq!(read.hosts(), "127.0.0.1, localhost");
        assert!(read.from.starts_with("2026-") && read.until.starts_with("2126-") && read.until.len() == 10, "{read:?}");
        let many = Certificate { names: (0..9).map(|n| format!("h{n}")).collect(), ..Certificate::default() };
        assert_eq!(many.hosts(), "h0, h1, h2, h3, h4, h5 and 3 more");
        assert_eq!(Certificate::default().hosts(), "no host at all");
        assert_eq!(day(b"\x17\x0d491231235959Zx"), Some(("2049-12-31".into(), &b"x"[..])));
        assert_eq!(day(b"\x17\x0d500101000000Z").unwrap().0, "1950-01-01");
    }

    #[test]
    fn a_broken_one_is_nothing_and_no_panic() {
        let der = der();
        for end in 0..der.len() {
            Certificate::read(&der[..end]);
        }
        for broken in [&b""[..], b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80", b"\x17\x01\xff"] {
            assert_eq!(Certificate::read(broken), None);
            assert_eq!(day(broken), None);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_changed_in_one(at in 0_usize..400, to: u8, bytes in proptest::collection::vec(0_u8.., 0..64)) {
            let mut changed = der().to_vec();
            if let Some(byte) = changed.get_mut(at) { *byte = to; }
            Certificate::read(&changed);
            Certificate::read(&bytes);
        }
    }
}
