//! SPF, DKIM and DMARC of a domain: what they say to mail that leaves through a host.

mod dkim;
mod dmarc;
#[cfg(test)]
mod dmarc_tests;
mod macros;
mod record;
mod spf;
#[cfg(test)]
mod spf_tests;
#[cfg(test)]
mod zone;

pub use dkim::{Keys, keys};
pub use dmarc::{Dmarc, Policy, Published, find};
pub use record::Qualifier;
pub use spf::{LOOKUPS, Sender, Verdict, Walk, covers, evaluate};

use super::dns::{Found, Mx, Resolver};
use std::future::Future;
use std::net::IpAddr;

/// Where records are looked up.
pub trait Names {
    /// The text records of a name, each joined from its strings.
    fn txt(&self, name: &str) -> impl Future<Output = Found<Vec<String>>>;
    /// The mail exchangers of a domain, preferred first.
    fn mx(&self, domain: &str) -> impl Future<Output = Found<Vec<Mx>>>;
    /// The addresses of a host.
    fn addresses(&self, host: &str) -> impl Future<Output = Found<Vec<IpAddr>>>;
}

impl Names for Resolver {
    async fn txt(&self, name: &str) -> Found<Vec<String>> {
        Resolver::txt(self, name).await
    }

    async fn mx(&self, domain: &str) -> Found<Vec<Mx>> {
        Resolver::mx(self, domain).await
    }

    async fn addresses(&self, host: &str) -> Found<Vec<IpAddr>> {
        Resolver::addresses(self, host).await
    }
}

/// As much of a record as a message quotes, in characters.
const QUOTED: usize = 80;

/// The start of what somebody published.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a name can be looked up.
fn is_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.len() <= 253 && name.is_ascii() && name.split('.').all(|label| (1..=63).contains(&label.len()))
}
