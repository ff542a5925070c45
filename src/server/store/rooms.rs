//! What the Inbox's API asks of the store.

use super::{Authentication, StoreResult};
use crate::mail::incoming::Face;
use crate::server::journal::Place;
use async_trait::async_trait;

/// A conversation with one customer over one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomRow {
    /// A UUID.
    pub id: String,
    /// The channel, connected or not.
    pub channel_id: String,
    /// The mailbox.
    pub channel_address: String,
    /// When the channel was disconnected.
    pub disconnected_at: Option<i64>,
    /// The customer's address; empty when the mail named nobody.
    pub customer: String,
    /// The customer's name; may be empty.
    pub customer_name: String,
    /// Of the first message.
    pub subject: String,
    /// `unassigned`, `assigned` or `resolved`.
    pub status: String,
    /// Messages nobody has read.
    pub unread: u64,
    /// When the room was opened.
    pub created_at: i64,
    /// When its last message came or was written.
    pub last_message_at: i64,
    /// When anything about it changed.
    pub updated_at: i64,
    /// When it was resolved.
    pub resolved_at: Option<i64>,
    /// The last message: of a long text only the beginning, and nothing that only mail has.
    pub last_message: Option<MessageRow>,
}

/// A message of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// A UUID.
    pub id: String,
    /// The room's id.
    pub room_id: String,
    /// `customer` or `agent`.
    pub author: String,
    /// `created`, `pending`, `sent`, `delivered`, `read` or `failed`.
    pub status: String,
    /// What it says.
    pub text: String,
    /// What its headers say.
    pub face: Face,
    /// What is known of its sender; `None` while that is being looked up, and for replies.
    pub authentication: Option<Authentication>,
    /// Where the raw message begins in the journal; `None` for replies.
    pub place: Option<Place>,
    /// Of a reply: how its sending goes.
    pub sending: Option<Sending>,
    /// When it came or was written.
    pub created_at: i64,
}

/// How the sending of a reply goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Attempts so far.
    pub attempts: u32,
    /// When the next one is due; `None` when there is none.
    pub next_at: Option<i64>,
    /// The class of the last error.
    pub class: Option<String>,
    /// What the other server said last.
    pub reply: Option<String>,
    /// How many times the answer to the whole message was lost.
    pub answers_lost: u32,
}

/// A message and what is worth knowing of its room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedRow {
    /// The message; of a long text only the beginning, of its face only what a line about it needs.
    pub message: MessageRow,
    /// The customer's address.
    pub customer: String,
    /// The customer's name; may be empty.
    pub customer_name: String,
    /// The channel, connected or not.
    pub channel_id: String,
    /// The mailbox.
    pub channel_address: String,
}

/// Messages of all rooms in the order of their arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The messages.
    pub rows: Vec<FedRow>,
    /// Where to go on.
    pub place: i64,
}

/// Which rooms to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomQuery {
    /// Only those with this in customer, subject or mailbox; upper and lower case are the same.
    pub text: Option<String>,
    /// Only this status.
    pub status: Option<String>,
    /// Only rooms of these channels (ids); empty for all.
    pub channels: Vec<String>,
    /// Only rooms of this mailbox, in any of its spellings.
    pub account: Option<String>,
    /// Only rooms with unread messages.
    pub unread: bool,
    /// Rows to give.
    pub limit: u32,
    /// Rows to skip first.
    pub skip: i64,
}

/// A workspace's Inbox, as people use it.
#[async_trait]
pub trait RoomStore: Send + Sync {
    /// One page of rooms, the one with the latest message first, and how many match in all.
    async fn rooms(&self, query: RoomQuery) -> StoreResult<(Vec<RoomRow>, u64)>;

    /// One room.
    async fn room(&self, id: String) -> StoreResult<Option<RoomRow>>;

    /// One page of a room's messages, newest first, and how many there are; `None` when there is no such room.
    async fn messages(&self, room_id: String, limit: u32, skip: i64) -> StoreResult<Option<(Vec<MessageRow>, u64)>>;

    /// One message.
    async fn message(&self, id: String) -> StoreResult<Option<MessageRow>>;

    /// At most `limit` messages of all rooms after a place, in the order of their arrival; without a place, only that of now. With
    /// `channels`, only theirs.
    async fn feed(&self, after: Option<i64>, channels: Vec<String>, limit: u32) -> StoreResult<Feed>;

    /// Resolves a room, and nothing in it is unread any more; false when there is no such room. One that is resolved stays as it is.
    async fn resolve_room(&self, id: String, at: i64) -> StoreResult<bool>;

    /// Nothing in the room is unread any more, with `until` nothing up to that message of the room; false when there is no such room
    /// or message.
    async fn mark_read(&self, id: String, until: Option<String>, at: i64) -> StoreResult<bool>;
}
