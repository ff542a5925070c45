//! What filing asks of the store: received messages become rows, once.

use super::StoreResult;
use crate::mail::incoming::Incoming;
use crate::server::journal::Place;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A received message to file for one channel.
#[derive(Debug)]
pub struct Filing {
    /// The channel it was sent to.
    pub channel_id: String,
    /// The forwarder it was sent to: names a channel that has gone since.
    pub forwarder: String,
    /// What was read from it.
    pub incoming: Arc<Incoming>,
    /// Where it begins in the journal.
    pub place: Place,
    /// When it had come.
    pub received_at: i64,
    /// Now: what comes later is later in every list.
    pub at: i64,
}

/// A message whose sender has not been looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unauthenticated {
    /// The message's row.
    pub row: i64,
    /// Where it begins in the journal.
    pub place: Place,
    /// How often it was looked up without a final answer.
    pub looks: u32,
}

/// What was found out about a message's sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The message's row.
    pub row: i64,
    /// What to keep.
    pub authentication: Authentication,
    /// When to look it up again, unix milliseconds; `None` when this stands.
    pub again_at: Option<i64>,
}

/// What SPF, DKIM and ARC say of a message (RFC 8601's words: `pass`, `fail`, `none`, `temperror`, …). Nothing is refused for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Authentication {
    /// Of the connection's envelope sender.
    pub spf: String,
    /// The domain that SPF was asked about.
    pub spf_domain: Option<String>,
    /// Of the best signature.
    pub dkim: String,
    /// The domains whose signatures pass.
    pub dkim_domains: Vec<String>,
    /// Of the chain.
    pub arc: String,
}

/// A workspace's Inbox, as mail comes in.
#[async_trait]
pub trait FilingStore: Send + Sync {
    /// Whether mail for this forwarder's local part is taken: the id of a connected channel.
    async fn takes_mail(&self, channel_id: String) -> StoreResult<bool>;

    /// Up to where the journal has been filed.
    async fn filed(&self) -> StoreResult<Place>;

    /// Files messages and moves the mark to `up_to`, all or nothing.
    async fn file(&self, messages: Vec<Filing>, up_to: Place) -> StoreResult<()>;

    /// Messages whose sender has not been looked up, oldest first; then those that are due again at `now`.
    async fn unauthenticated(&self, limit: u32, now: i64) -> StoreResult<Vec<Unauthenticated>>;

    /// Keeps what was found out about senders.
    async fn keep_authentication(&self, found: Vec<Looked>) -> StoreResult<()>;
}
