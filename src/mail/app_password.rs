//! App passwords as people copy them: some providers show them with blanks that do not belong to them.

use super::providers::{Provider, Shape};
use secrecy::{ExposeSecret as _, SecretString};

/// Letters in an app password that is shown as four groups of four.
const LETTERS: usize = 16;

/// Mends a copied app password where the provider is known to show it with blanks, and says so; or says that it does not
/// look like an app password. Never refuses: a provider may change its shape any day. The note holds nothing of the secret.
#[must_use]
pub fn normalise(provider: Option<&Provider>, secret: SecretString) -> (SecretString, Option<String>) {
    let Some((provider, shape)) = provider.and_then(|p| Some((p, p.shape?))) else { return (secret, None) };
    let name = &provider.name;
    let typed = secret.expose_secret();
    match shape {
        Shape::Blanks => {
            // The blanks of a web page may be no-break spaces.
            let bare: SecretString = typed.split(char::is_whitespace).collect::<String>().into();
            let fits = is_app_password(bare.expose_secret());
            if fits && bare.expose_secret().len() < typed.len() {
                let note = format!("{name} shows app passwords with blanks that do not belong to them; they were left out.");
                return (bare, Some(note));
            }
            let note = (!fits).then(|| looks_wrong(name, "16 lower-case letters"));
            (secret, note)
        }
        Shape::Hyphens => {
            let fits = typed.len() == LETTERS + 3 && typed.split('-').all(|group| group.len() == 4 && letters(group));
            let note = (!fits).then(|| looks_wrong(name, "four groups of four letters joined by hyphens"));
            (secret, note)
        }
    }
}

fn is_app_password(text: &str) -> bool {
    text.len() == LETTERS && letters(text)
}

fn letters(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase())
}

fn looks_wrong(name: &str, shape: &str) -> String {
    format!(
        "This does not look like an app password of {name} ({shape}). If it is the account password: {name} refuses those for SMTP."
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::providers::by_id;
    use super::*;
    use proptest::prelude::*;

    fn kept(provider: &str, typed: &str) -> (String, Option<String>) {
        let (secret, note) = normalise(by_id(provider), SecretString::from(typed));
        (secret.expose_secret().to_owned(), note)
    }

    #[test]
    fn blanks_go_only_where_they_are_known_to_be_shown() {
        for provider in ["gmail", "yahoo", "aol"] {
            for typed in ["abcd efgh ijkl mnop", " abcd\u{a0}efgh\tijkl mnop "] {
                let (secret, note) = kept(provider, typed);
                assert_eq!(secret, "abcdefghijklmnop", "{provider}");
                assert!(note.unwrap().contains("left out"));
            }
            assert_eq!(kept(provider, "abcdefghijklmnop"), ("abcdefghijklmnop".into(), None));
        }
        for provider in ["zoho", "microsoft365", "icloud", "no such provider"] {
            assert_eq!(kept(provider, "abcd efgh ijkl mnop").0, "abcd efgh ijkl mnop", "{provider}");
        }
    }

    #[test]
    fn what_looks_like_the_account_password_is_kept_and_warned_of() {
        for typed in ["Summer 2026!", "abcd efgh ijkl mno", "ABCD EFGH IJKL MNOP", "12345678901234567890", ""] {
            let (secret, note) = kept("gmail", typed);
            assert_eq!(secret, typed);
            let note = note.unwrap();
            assert!(note.contains("does not look like an app password of Gmail"), "{note}");
            assert!(typed.is_empty() || !note.contains(typed));
        }
    }

    #[test]
    fn hyphens_belong_to_it() {
        assert_eq!(kept("icloud", "abcd-efgh-ijkl-mnop"), ("abcd-efgh-ijkl-mnop".into(), None));
        assert!(kept("icloud", "abcdefghijklmnop").1.is_some());
        assert!(kept("icloud", "abcd--efghi-jkl-mno").1.is_some());
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_ever_lost(typed in "[a-z \u{a0}]{0,24}|\\PC{0,24}", id in "gmail|yahoo|icloud|zoho") {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&kept(&id, &typed).0), bare(&typed));
        }
    }
}
