//! Whether mail of the mailbox's domain can carry a DKIM signature of that domain, as far as DNS tells.

use super::Case;
use crate::mail::dns::Resolver;
use crate::mail::policy::{Keys, keys};
use crate::mail::providers;

/// What is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    /// There is a key of the provider at this name.
    At(String),
    /// There is none under any of the selectors that the provider uses: it does not sign for the domain. The first name.
    Absent(String),
    /// The domain is a provider's own, and mail leaves through somebody else, who cannot sign for it.
    Never,
    /// Nobody can see it from outside.
    Unknown,
}

/// Looks for a key of the provider that the mailbox sends through.
pub(super) async fn signed(case: &Case<'_>, domain: &str, resolver: &Resolver) -> Signed {
    if providers::by_domain(domain).is_some_and(|home| case.provider.is_none_or(|provider| provider.id != home.id)) {
        return Signed::Never;
    }
    let Some((provider, first)) = case.provider.and_then(|provider| Some((provider, provider.dkim.first()?))) else {
        return Signed::Unknown;
    };
    match keys(resolver, domain, &provider.dkim).await {
        Keys::At(name) => Signed::At(name),
        Keys::Absent if !provider.dkim_chosen => Signed::Absent(format!("{first}._domainkey.{domain}")),
        Keys::Absent | Keys::Failed(_) => Signed::Unknown,
    }
}
