//! What sending replies asks of the store.

use super::{ChannelRow, Once, Outcome, StoreError, StoreResult};
use crate::mail::incoming::Face;
pub use crate::mail::smtp::ANSWER_LOST;
use async_trait::async_trait;
use secrecy::SecretString;

/// How often a reply is sent again after the answer to it was lost: each time the customer may get it once more.
pub const REPEATS: u32 = 1;

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
    /// The channel that it leaves through, connected or not.
    pub channel_id: String,
    /// When the reply was written.
    pub created_at: i64,
    /// The whole message as it is sent.
    pub raw: Vec<u8>,
    /// Whom it goes to.
    pub recipients: Vec<String>,
    /// Attempts so far, this one among them.
    pub attempts: u32,
    /// How many of them ended with a lost answer.
    pub answers_lost: u32,
    /// The channel's outbox server and its password; `None` when the channel has been disconnected, and why when its password
    /// cannot be read: that is not the fault of the replies of other channels.
    pub channel: Result<Option<(ChannelRow, SecretString)>, StoreError>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The other side took it.
    Sent {
        /// What the other server said to it.
        reply: String,
    },
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
        /// As in [`Attempt::Later`].
        answer_lost: bool,
    },
}

/// What was found to be cut off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CutOff {
    /// Replies that are sent again although the answer to them was lost.
    pub again: usize,
    /// Replies that were given up because answers to them were lost more than [`REPEATS`] times.
    pub given_up: usize,
}

/// A workspace's replies on their way out.
#[async_trait]
pub trait OutboxStore: Send + Sync {
    /// Keeps a reply and queues it, once; false stands for a room that is not there. A room that was resolved is open again, and
    /// what was unread up to the message that is answered is read; what came after that stays unread, because a reply does not prove
    /// that its author saw it.
    async fn add_reply(&self, reply: NewReply, once: Option<Once>) -> StoreResult<Option<Outcome>>;

    /// What a reply in this room continues; `None` when there is no such room.
    async fn thread(&self, room_id: String) -> StoreResult<Option<Thread>>;

    /// Replies whose attempt was cut off by the end of the process that made it are due again; counts lost answers. Only whoever
    /// holds the outbox's lock may ask this.
    async fn recover_outbox(&self, at: i64) -> StoreResult<CutOff>;

    /// The same for one reply, if it is still being sent: its attempt ended without a word. It is due again at `due`.
    async fn cut_off(&self, row: i64, due: i64) -> StoreResult<CutOff>;

    /// What a request to write a reply was answered, if it was answered before.
    async fn answered(&self, once: Once) -> StoreResult<Option<Vec<u8>>>;

    /// Takes the reply that has been due for the longest time, leaves out those of the channels in `busy`, and marks it `sending`.
    async fn take_due(&self, at: i64, busy: Vec<String>) -> StoreResult<Option<DueReply>>;

    /// When the next one is due that `busy` does not hold back.
    async fn next_due(&self, busy: Vec<String>) -> StoreResult<Option<i64>>;

    /// The content is about to be handed over: from here on a lost answer leaves it open whether it arrived. False when the reply
    /// is not being sent, and then it may not be handed over.
    async fn hand_over(&self, row: i64) -> StoreResult<bool>;

    /// Keeps how an attempt ended; with the end, the whole message is forgotten. False when the reply is not being sent: then
    /// nothing is changed.
    async fn end_attempt(&self, row: i64, ended: Attempt, at: i64) -> StoreResult<bool>;
}

/// What a reply continues.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The channel, unless it has been disconnected.
    pub channel: Option<ChannelRow>,
    /// The mailbox, connected or not.
    pub channel_address: String,
    /// The customer's address as the room has it; empty when the mail named nobody.
    pub customer: String,
    /// Of the room's first message.
    pub subject: String,
    /// The headers of the customer's last message; `None` when the room has none.
    pub last_from_customer: Option<Face>,
}
