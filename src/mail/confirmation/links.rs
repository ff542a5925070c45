//! The links in Gmail's confirmation. One confirms, another one of the same shape cancels: that one is never kept.

use secrecy::{ExposeSecret as _, SecretString};
use std::fmt;
use url::{Host, Url};

/// The longest link that is looked at, in bytes.
const LONGEST: usize = 4096;
/// The hosts that such links lead to.
pub(super) const HOSTS: [&str; 3] = ["mail-settings.google.com", "mail.google.com", "isolated.mail.google.com"];

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

    /// Adds the links in a text. What stands inside of another link is none.
    pub(super) fn collect(&mut self, text: &str) {
        let mut from = 0;
        for (at, _) in text.match_indices("://") {
            if at < from {
                continue;
            }
            let around = |c: char| c.is_whitespace() || c.is_control() || "\"<>".contains(c);
            from = text[at..].find(around).map_or(text.len(), |end| at + end);
            let Some(start) = at.checked_sub("https".len()) else { continue };
            let Some(written) = text.get(start..from).filter(|written| is_https(written) && is_border(&text[..start])) else {
                continue;
            };
            let ends = |c: char| !c.is_ascii() || "'`\\^{|}".contains(c);
            let written = written.split(ends).next().unwrap_or_default();
            self.add(written.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*']));
        }
    }

    fn add(&mut self, written: &str) {
        let Some(url) = (written.len() <= LONGEST).then(|| Url::parse(written).ok()).flatten() else { return };
        if !HOSTS.iter().any(|known| url.host() == Some(Host::Domain(*known))) {
            return;
        }
        self.cancels |= url.path().starts_with("/mail/uf-");
        if is_plain(written, &url) && !self.confirming.iter().any(|known| known.expose() == url.as_str()) {
            self.confirming.push(Link(SecretString::from(String::from(url))));
        }
    }
}

fn is_https(written: &str) -> bool {
    written.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

/// Whether a link can begin behind this text.
fn is_border(before: &str) -> bool {
    let is_attribute =
        || before.len() >= 5 && before.get(before.len() - 5..).is_some_and(|end| end.eq_ignore_ascii_case("href="));
    match before.chars().next_back() {
        None => true,
        Some('=') => is_attribute(),
        Some(c) => !c.is_ascii() || c.is_whitespace() || "\"'<>([*_|,;:".contains(c),
    }
}

/// Whether it is written like the links in Gmail's messages, so that whoever opens it opens just this: a host, `/mail/vf-` and a token.
fn is_plain(written: &str, url: &Url) -> bool {
    let Some(behind) = written.get("https://".len()..) else { return false };
    let Some((host, path)) = behind.split_once('/') else { return false };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let Some(token) = path.strip_prefix("mail/vf-") else { return false };
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || "-_.~=&+".contains(c);
    url.host_str().is_some_and(|known| host.eq_ignore_ascii_case(known)) && is_token(token) && query.chars().all(is_harmless)
}

/// Whether it is one segment of a path, and stays one when it is decoded.
fn is_token(token: &str) -> bool {
    let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~=+:[]".contains(&byte);
    let mut parts = token.split('%');
    let first = parts.next().unwrap_or_default();
    let decoded = |part: &str| part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    !token.is_empty()
        && first.bytes().all(is_harmless)
        && parts.all(|part| decoded(part).is_some_and(is_harmless) && part.bytes().skip(2).all(is_harmless))
}
