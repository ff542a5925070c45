//! Whether a confirmation may be used, and why not.

use super::Place;
use crate::error::{Error, Kind};
use crate::mail::confirmation::{Confirmation, Refusal, SIGNER};
use crate::wire::assumed::inbox::Authentication;

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
            Self::Unchecked => "whether google.com signed it was not checked (yet)",
            Self::Unverified => "it carries a signature of google.com, which was not verified",
            Self::None => "it carries no signature of google.com",
        }
    }
}

/// What the server found out about the signature.
///
/// # Errors
/// What it found, where that speaks against the message.
pub(super) fn dkim(known: Option<&Authentication>) -> Result<Dkim, String> {
    let word = known.and_then(|known| known.dkim.as_deref()).unwrap_or_default();
    let domains = known.map_or(&[][..], |known| &known.dkim_domains);
    match word {
        // The keys could not be looked up.
        "" | "temperror" => Ok(Dkim::Unchecked),
        "pass" if domains.iter().any(|domain| domain.eq_ignore_ascii_case(SIGNER)) => Ok(Dkim::Pass),
        "pass" => Err(format!("it is signed by {}, not by {SIGNER}", domains.join(", "))),
        other => Err(format!("DKIM says {other}")),
    }
}

/// Why a message is not used.
pub(super) struct Refused {
    /// What it looks like.
    why: String,
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
}

/// Who asks, and what is known of the signature. `shown` is where a person can look at the message.
pub(super) fn judge(
    confirmation: &Confirmation,
    dkim: Result<Dkim, String>,
    place: &Place,
    shown: &str,
) -> Result<(String, Dkim), Refused> {
    let refuse = |why: String, hint: String| Err(Refused { why, hint, is_stranger: false });
    let (mailbox, forwarder) = (&place.channel.address, &place.forwarder);
    let refusal = match (confirmation.check(mailbox, forwarder), dkim) {
        (Ok(requester), Ok(dkim)) => return Ok((requester.to_owned(), dkim)),
        (_, Err(why)) => {
            return refuse(
                format!("a message that looks like Gmail's confirmation is not Google's: {why}"),
                format!("do not follow its links; look at it: {shown}"),
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
                "unless {stranger} is yours, leave it alone: mail forwarded from there would look like your customers'. Look at it: {shown}"
            ),
            is_stranger: true,
        }),
        Refusal::SeveralAsk(several) => refuse(
            format!("the confirmation names several who could ask ({}), so nobody can tell who does", several.join(", ")),
            format!("look at it: {shown}"),
        ),
        Refusal::NobodyAsks => refuse("the confirmation does not say who asks".into(), format!("look at it: {shown}")),
        Refusal::NotForForwarder => refuse(
            format!(
                "the confirmation was written to {}, not to this channel's forwarder {forwarder}",
                if confirmation.to.is_empty() { "nobody".into() } else { confirmation.to.join(", ") }
            ),
            format!("it is about another forwarding; look at it: {shown}"),
        ),
        Refusal::SeveralLinks => {
            refuse("the confirmation has several links to confirm, and one is usual".into(), format!("look at it: {shown}"))
        }
        Refusal::CancelsOnly => {
            refuse("Gmail's message has no code and no link to confirm; it can only be cancelled".into(), again)
        }
    }
}
