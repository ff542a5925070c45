//! A message handed to an outbox server.

use super::{Account, Layer};
use crate::mail::network::Network;
use crate::mail::smtp_errors::{Explanation, explain_class};
use std::time::Duration;

/// What a server that took the message said.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// From the connection to the server's yes.
    pub elapsed: Duration,
    /// The server's words, on one line.
    pub reply: String,
}

/// Why a message was not taken.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Where it ended; a recipient or a content that was refused ends at [`Layer::Mail`].
    pub layer: Layer,
    /// What the server said, or what happened. Holds no secret.
    pub detail: String,
    /// What it means.
    pub explanation: Explanation,
    /// Whether the content was on its way, so that the message may have been taken all the same.
    pub uncertain: bool,
}

/// Hands `raw` over, from the account's mailbox to `recipients`.
///
/// # Errors
/// Why it was not taken.
pub async fn send(account: &Account, recipients: &[String], raw: &[u8], network: &Network) -> Result<Accepted, Refused> {
    let _ = (account, recipients, raw, network);
    Err(Refused { layer: Layer::Dns, detail: String::new(), explanation: explain_class("unknown"), uncertain: false })
}
