//! DKIM keys (RFC 6376, 3.6): whether a domain publishes one for whoever signs its mail.

use super::{Names, is_name};
use crate::mail::dns::Found;
use futures_util::future::join_all;

/// What is known about the keys of some selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// There is one at this name.
    At(String),
    /// There is none.
    Absent,
    /// Names could not be looked up; why.
    Failed(String),
}

/// Looks for a DKIM key of `domain` under any of the selectors, the first first.
pub async fn keys(names: &impl Names, domain: &str, selectors: &[String]) -> Keys {
    let hosts = selectors.iter().map(|selector| format!("{selector}._domainkey.{domain}")).filter(|name| is_name(name));
    let asked = hosts.map(|name| async move { (names.txt(&name).await, name) });
    let mut failed = None;
    for (found, name) in join_all(asked).await {
        match found {
            Found::Some(texts) if texts.iter().any(|text| is_key(text)) => return Keys::At(name),
            Found::Failed(why) => drop(failed.get_or_insert(why)),
            _ => {}
        }
    }
    failed.map_or(Keys::Absent, Keys::Failed)
}

/// Whether a record has a key: one without any is revoked.
fn is_key(text: &str) -> bool {
    let tags = || text.split(';').filter_map(|tag| tag.split_once('=')).map(|(name, value)| (name.trim(), value.trim()));
    tags().any(|(name, value)| name == "p" && !value.is_empty()) && tags().all(|(name, value)| name != "v" || value == "DKIM1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::policy::zone::{Zone, at_once};
    use proptest::prelude::*;

    fn found(lines: &[&str]) -> Keys {
        at_once(keys(&Zone::new(lines), "example.com", &["s1".into(), "s2".into()]))
    }

    #[test]
    fn keys_and_what_is_none() {
        let at = |name: &str| Keys::At(format!("{name}._domainkey.example.com"));
        let second = "s2._domainkey.example.com TXT v=DKIM1; k=rsa; p=MIGf";
        assert_eq!(found(&[second]), at("s2"));
        assert_eq!(found(&["s1._domainkey.example.com TXT p=MIGf", second]), at("s1"));
        assert_eq!(found(&["s1._domainkey.example.com ?", second]), at("s2"));
        for none in ["v=DKIM1; p=", "v=DKIM1; k=rsa", "v=DKIM2; p=MIGf", "hello", "v=DKIM1; notp=x"] {
            assert_eq!(found(&[&format!("s1._domainkey.example.com TXT {none}")]), Keys::Absent, "{none}");
        }
        assert_eq!(found(&[]), Keys::Absent);
        assert!(matches!(found(&["s1._domainkey.example.com ?"]), Keys::Failed(_)));
    }

    proptest! {
        #[test]
        fn no_record_crashes_it(text in "\\PC{0,60}", domain in "\\PC{0,300}") {
            is_key(&text);
            at_once(keys(&Zone::default(), &domain, &["s1".into()]));
        }
    }
}
