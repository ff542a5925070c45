//! The links in Gmail's confirmation. One confirms, another one of the same shape cancels: that one is never kept.

use secrecy::{ExposeSecret as _, SecretString};
use std::fmt;
use url::{Host, Url};

/// The longest link that is looked at, in bytes.
const LONGEST: usize = 4096;
/// How the last segment of the path begins.
const CONFIRMS: &str = "vf-";
const CANCELS: &str = "uf-";

/// The link that confirms. Whoever has it can confirm, so it is shown to nobody who did not ask for it.
#[derive(Clone)]
pub struct Link(SecretString);

impl Link {
    /// The link itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

/// What was found in a text.
#[derive(Default)]
pub(super) struct Links {
    /// Those that confirm, each once.
    pub(super) confirming: Vec<Link>,
    /// Whether there is one that cancels.
    cancels: bool,
}

impl Links {
    /// Whether there is any of Gmail's.
    pub(super) fn has_any(&self) -> bool {
        self.cancels || !self.confirming.is_empty()
    }

    /// Adds the links in a text.
    pub(super) fn collect(&mut self, text: &str) {
        for (start, _) in text.match_indices("://") {
            let Some(before) = text[..start].len().checked_sub("https".len()) else { continue };
            let Some(rest) = text.get(before..).filter(|rest| rest[..5].eq_ignore_ascii_case("https")) else { continue };
            let ends = |c: char| !c.is_ascii() || c.is_whitespace() || c.is_control() || "\"'<>`\\^{|}".contains(c);
            let written = rest.split(ends).next().unwrap_or_default();
            self.add(written.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']));
        }
    }

    fn add(&mut self, written: &str) {
        let Some(url) = (written.len() <= LONGEST).then(|| Url::parse(written).ok()).flatten() else { return };
        let Some(word) = word(&url) else { return };
        if word.starts_with(CANCELS) && word.len() > CANCELS.len() {
            self.cancels = true;
        } else if word.starts_with(CONFIRMS)
            && word.len() > CONFIRMS.len()
            && !self.confirming.iter().any(|known| known.expose() == url.as_str())
        {
            self.confirming.push(Link(SecretString::from(String::from(url))));
        }
    }
}

/// What stands behind `/mail/` in a link to Google.
fn word(url: &Url) -> Option<&str> {
    let Some(Host::Domain(host)) = url.host() else { return None };
    let is_googles = host == super::SIGNER || host.strip_suffix(super::SIGNER).is_some_and(|sub| sub.ends_with('.'));
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none() && url.port().is_none();
    let word = url.path().strip_prefix("/mail/")?;
    (is_googles && is_plain && !word.contains('/')).then_some(word)
}
