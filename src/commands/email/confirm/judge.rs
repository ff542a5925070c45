//! Whether a confirmation may be used, and why not.

use super::Place;
use crate::error::{Error, Kind};
use crate::mail::confirmation::{Confirmation, Refusal, SIGNER};
use crate::wire::assumed::inbox::Authentication;

/// Signers that are named.
const SIGNERS: usize = 5;

/// What is known of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dkim {
    /// It is Google's.
    Pass,
    /// The server did not look it up, or not yet.
    Unchecked,
    /// A saved message says that it is Google's; nobody verified it.
    Unverified,
    /// A saved message without one.
    None,
}

impl Dkim {
    /// The word in every output.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Unchecked => "unchecked",
            Self::Unverified => "unverified",
            Self::None => "none",
        }
    }

    /// The same for a person.
    pub(super) const fn said(self) -> &'static str {
        match self {
            Self::Pass => "signed by google.com",
            Self::Unchecked => "its signature was not checked",
            Self::Unverified => "it carries a signature of google.com, which was not verified",
            Self::None => "it carries no signature of google.com",
        }
    }
}

/// What the server's word of the signature alone says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// That it is Google's.
    For,
    /// Nothing (yet).
    Unknown,
    /// That it is not shown to be Google's.
    Against,
}

/// What is known before the message itself is read.
pub(super) fn standing(known: Option<&Authentication>) -> Standing {
    let Some((word, known)) = known.and_then(|known| Some((known.dkim.as_deref()?, known))) else { return Standing::Unknown };
    match word {
        "pass" if known.dkim_domains.iter().any(|domain| domain.eq_ignore_ascii_case(SIGNER)) => Standing::For,
        "" | "temperror" => Standing::Unknown,
        _ => Standing::Against,
    }
}

/// What the server found out about the signature. What it could not look up counts as not checked only where it can be nobody's but
/// Google's: else whoever has a domain without working DNS could sign beside, or instead of Google.
///
/// # Errors
/// What it found, where that speaks against the message.
pub(super) fn dkim(known: Option<&Authentication>, confirmation: &Confirmation) -> Result<Dkim, String> {
    let word = known.and_then(|known| known.dkim.as_deref()).unwrap_or_default();
    let domains = known.map_or(&[][..], |known| &known.dkim_domains);
    let signers = signers(confirmation);
    match word {
        "" | "temperror" if confirmation.is_signed_by_nobody_else() => Ok(Dkim::Unchecked),
        "" => Err(format!("the server has not checked its signature, and it says it is signed by {signers}")),
        "temperror" => {
            Err(format!("a key could not be looked up in DNS, and it says it is signed by {signers} (DKIM: temperror)"))
        }
        "pass" if domains.iter().any(|domain| domain.eq_ignore_ascii_case(SIGNER)) => Ok(Dkim::Pass),
        "pass" if domains.is_empty() => Err("the server does not say who signed it".into()),
        "pass" => Err(format!("it is signed by {}, not by {SIGNER}", domains.join(", "))),
        "none" => Err("it carries no signature (DKIM: none)".into()),
        "fail" => Err(format!("its signature by {signers} is wrong (DKIM: fail)")),
        "permerror" => Err(format!("its signature by {signers} is malformed, or there is no such key (DKIM: permerror)")),
        "neutral" => Err(format!("its signature by {signers} could not be used (DKIM: neutral)")),
        other => Err(format!("its signature by {signers} was not accepted (DKIM: {other})")),
    }
}

/// Who signed it by its own words, for a person.
fn signers(confirmation: &Confirmation) -> String {
    let mut signers: Vec<&str> = Vec::new();
    for signer in confirmation.signers.iter().map(String::as_str).take(SIGNERS) {
        let signer = if signer.is_empty() { "an unnamed domain" } else { signer };
        if !signers.contains(&signer) {
            signers.push(signer);
        }
    }
    if signers.is_empty() { "nobody".into() } else { signers.join(" and ") }
}

/// Why a message is not used.
pub(super) struct Refused {
    /// What it looks like.
    why: String,
    /// Where a person can look at it.
    look: String,
    hint: String,
    /// Whether somebody else asks.
    pub(super) is_stranger: bool,
}

impl Refused {
    pub(super) fn error(&self) -> Error {
        Error::new(Kind::NotProven, self.why.as_str()).with_hint(self.hint.as_str())
    }

    pub(super) fn why(&self) -> &str {
        &self.why
    }

    /// The same with where to look, for a line of its own.
    pub(super) fn warning(&self) -> String {
        format!("{}; {}", self.why, self.look)
    }
}

/// Who asks, and what is known of the signature. `look` says where a person can look at the message.
pub(super) fn judge(
    confirmation: &Confirmation,
    dkim: Result<Dkim, String>,
    place: &Place,
    look: &str,
) -> Result<(String, Dkim), Refused> {
    let refuse = |why: String, hint: String| Err(Refused { why, look: look.into(), hint, is_stranger: false });
    let (mailbox, forwarder) = (&place.channel.address, &place.forwarder);
    let refusal = match (confirmation.check(mailbox, forwarder), dkim) {
        (Ok(requester), Ok(dkim)) => return Ok((requester.to_owned(), dkim)),
        (_, Err(why)) => {
            return refuse(
                format!("a message that looks like Gmail's confirmation is not shown to be Google's: {why}"),
                format!("do not follow its links; {look}"),
            );
        }
        (Err(refusal), _) => refusal,
    };
    let again = format!("ask Gmail again: remove {forwarder} under Forwarding and POP/IMAP, and add it again");
    match refusal {
        Refusal::SomebodyElse(stranger) => Err(Refused {
            why: format!(
                "somebody else wants to forward mail into this inbox: {stranger} asks for it, and not {mailbox}; nothing was confirmed"
            ),
            hint: format!(
                "unless {stranger} is yours, leave it alone: mail forwarded from there would look like your customers'; {look}"
            ),
            look: look.into(),
            is_stranger: true,
        }),
        Refusal::SeveralAsk(several) => refuse(
            format!("the confirmation names several who could ask ({}), so nobody can tell who does", several.join(", ")),
            look.into(),
        ),
        Refusal::NobodyAsks => refuse("the confirmation does not say who asks".into(), look.into()),
        Refusal::NotForForwarder => refuse(
            format!(
                "the confirmation was written to {}, not to this channel's forwarder {forwarder}",
                if confirmation.to.is_empty() { "nobody".into() } else { confirmation.to.join(", ") }
            ),
            format!("it is about another forwarding; {look}"),
        ),
        Refusal::SeveralLinks => refuse("the confirmation has several links to confirm, and one is usual".into(), look.into()),
        Refusal::CancelsOnly => {
            refuse("Gmail's message has no code and no link to confirm; it can only be cancelled".into(), again)
        }
    }
}
