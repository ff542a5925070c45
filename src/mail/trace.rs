//! What a message's headers tell of its way: who passed it on and when, where it was forwarded, and whether its sender was rewritten.
//! All of it is what the hosts named say; only the uppermost `Received` was written by the server that has the message.

mod findings;
mod forwarding;
mod parse;
mod received;
mod results;

pub use findings::Finding;

use super::incoming::Mailbox;

/// One server that the message passed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hop {
    /// Who handed it over, as it introduced itself.
    pub from: Option<String>,
    /// Who took it.
    pub by: Option<String>,
    /// The protocol, as it stands there.
    pub with: Option<String>,
    /// Whether the connection was encrypted, where that is said.
    pub tls: Option<bool>,
    /// For whom it was taken.
    pub recipient: Option<String>,
    /// When, unix milliseconds.
    pub time: Option<i64>,
    /// Seconds since the latest known hop before; below zero when clocks disagree.
    pub delay: Option<i64>,
}

/// How a message was forwarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarding {
    /// The word for the way: `gmail`, `microsoft_mailbox`, `google_group`, `redirect` and so on.
    pub pattern: &'static str,
    /// The header that shows it.
    pub header: String,
    /// The mailbox it came through.
    pub mailbox: Option<String>,
    /// Where it was sent on to: the email forwarder.
    pub target: Option<String>,
    /// The place in [`Trace::hops`] of the last server before it was sent on.
    pub hop: Option<usize>,
}

/// Who wrote the message, and who is said to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// From, as it stands there.
    pub from: Option<Mailbox>,
    /// Who wrote it, when From names somebody else.
    pub author: Option<Mailbox>,
    /// The header that names the author.
    pub author_header: Option<&'static str>,
    /// Whether From was rewritten on the way.
    pub rewritten: bool,
    /// Whether it may have been: answers go to somebody else than From, and nobody says through which mailbox it came. The author is
    /// then who the answers go to.
    pub perhaps_rewritten: bool,
    /// The envelope sender.
    pub envelope: Option<String>,
    /// Whether the envelope sender was rewritten: `srs`, `caf` (Gmail), `list`.
    pub envelope_rewritten: Option<&'static str>,
}

/// What a host says about SPF, DKIM, DMARC or ARC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who says it.
    pub host: String,
    /// `Authentication-Results` or `ARC-Authentication-Results`.
    pub header: &'static str,
    /// Method and result: `spf`, `pass`.
    pub results: Vec<(String, String)>,
    /// The place in [`Trace::hops`] of the server that wrote it.
    pub hop: Option<usize>,
}

/// The way of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The servers, the first one first.
    pub hops: Vec<Hop>,
    /// How it was forwarded, if it was.
    pub forwarding: Option<Forwarding>,
    /// Who wrote it.
    pub sender: Sender,
    /// What hosts say about the sender's domain, the last one first.
    pub claims: Vec<Claim>,
    /// Whether a program wrote it (RFC 3834).
    pub auto_submitted: bool,
    /// Mailboxes or hosts that it came to more than once.
    pub loops: Vec<String>,
    /// Whether there were more hops than are kept.
    pub cut: bool,
}

impl Trace {
    /// When the first server took it, unix milliseconds.
    #[must_use]
    pub fn accepted(&self) -> Option<i64> {
        self.hops.iter().find_map(|hop| hop.time)
    }

    /// When the server that forwarded it had it, unix milliseconds.
    #[must_use]
    pub fn forwarded(&self) -> Option<i64> {
        self.hops.get(self.forwarding.as_ref()?.hop?)?.time
    }

    /// When the last server took it, unix milliseconds.
    #[must_use]
    pub fn arrived(&self) -> Option<i64> {
        self.hops.iter().rev().find_map(|hop| hop.time)
    }
}

/// Reads a message's header block; bounded, and never failing: what is broken counts as absent.
#[must_use]
pub fn read(raw: &[u8]) -> Trace {
    parse::trace(raw)
}

#[cfg(test)]
mod tests;
