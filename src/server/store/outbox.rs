//! What sending replies asks of the store.

use super::{ChannelRow, MessageRow, Once, Outcome, StoreResult};
use crate::mail::incoming::Face;
use async_trait::async_trait;
use secrecy::SecretString;

/// A reply to keep and send.
#[derive(Debug)]
pub struct NewReply {
    /// A UUID.
    pub id: String,
    /// The room's id.
    pub room_id: String,
    /// What it says.
    pub text: String,
    /// Its headers.
    pub face: Face,
    /// The whole message as it is sent.
    pub raw: Vec<u8>,
    /// Whom it goes to: To, Cc and Bcc alike.
    pub recipients: Vec<String>,
    /// Now.
    pub at: i64,
}

/// A reply that is due.
#[derive(Debug)]
pub struct DueReply {
    /// The message's row.
    pub row: i64,
    /// The message's id.
    pub id: String,
    /// The whole message as it is sent.
    pub raw: Vec<u8>,
    /// Whom it goes to.
    pub recipients: Vec<String>,
    /// Attempts so far.
    pub attempts: u32,
    /// The channel's outbox server and its password; `None` when the channel has been disconnected.
    pub channel: Option<(ChannelRow, SecretString)>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The other side took it.
    Sent,
    /// It is tried again at this time.
    Later {
        /// When, in unix milliseconds.
        at: i64,
        /// The class of the error.
        class: String,
        /// What the other server said.
        reply: String,
        /// Whether the answer to the whole message was lost, so that the other side may have it.
        answer_lost: bool,
    },
    /// It is not tried again.
    Failed {
        /// The class of the error.
        class: String,
        /// What the other server said.
        reply: String,
    },
}

/// A workspace's replies on their way out.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// Keeps a reply and queues it, once.
    async fn add_reply(&self, reply: NewReply, once: Option<Once>) -> StoreResult<Outcome>;

    /// The messages of a room that a reply refers to: Message-IDs, oldest first, and the last message of the customer.
    async fn thread(&self, room_id: String) -> StoreResult<Option<Thread>>;

    /// Replies whose attempt was cut off by the end of the process that made it are due again; counts lost answers. Only whoever
    /// holds the outbox's lock may ask this.
    async fn recover_outbox(&self, at: i64) -> StoreResult<()>;

    /// Takes one reply that is due, and marks it `sending`.
    async fn take_due(&self, at: i64) -> StoreResult<Option<DueReply>>;

    /// When the next one is due.
    async fn next_due(&self) -> StoreResult<Option<i64>>;

    /// The content is about to be handed over: from here on a lost answer leaves it open whether it arrived.
    async fn hand_over(&self, row: i64) -> StoreResult<()>;

    /// Keeps how an attempt ended.
    async fn end_attempt(&self, row: i64, ended: Attempt, at: i64) -> StoreResult<()>;
}

/// What a reply continues.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The channel, unless it has been disconnected.
    pub channel: Option<ChannelRow>,
    /// The customer's last message.
    pub last_from_customer: Option<MessageRow>,
}
