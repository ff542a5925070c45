//! What is assumed of the Inbox: the messages of a room, what mail has beyond other messages, and the feed of new ones.
//!
//! The vendor documents `GET /rooms`, `GET /rooms/{id}`, and what resolves a room or marks it as read \[V\]; the paths are here all
//! the same, so that ids are made safe in one place.

use super::segment;
use crate::wire::lenient;
use crate::wire::room::Message;
use serde::{Deserialize, Serialize};

/// The media type of a raw message (RFC 2046, 5.2.1).
pub const RAW_TYPE: &str = "message/rfc822";
/// Where messages of all rooms are read in the order of their arrival: `?after=CURSOR&limit=N&channels[]=ID`. Without `after` it
/// gives nothing but the cursor of now; the cursor to go on with is `meta.pagination.cursor.next`, a string.
pub const FEED: &str = "/messages";
/// The parameter of `GET /rooms` that leaves only rooms with unread messages: `true` or `false`.
pub const UNREAD: &str = "unread";
/// The parameter of `GET /rooms` that leaves only rooms of a mailbox, under the name of the rooms' key.
pub const CHANNEL_ACCOUNT: &str = "channel_account";

/// The parameter of what marks a room as read: the id of the last message that was seen.
pub const UNTIL: &str = "until";

/// The path of a room \[V\]. `None` for what cannot be an id; as with all paths here.
#[must_use]
pub fn room(id: &str) -> Option<String> {
    segment(id).map(|id| format!("/rooms/{id}"))
}

/// Where a room's messages are listed, newest first.
#[must_use]
pub fn messages(room_id: &str) -> Option<String> {
    room(room_id).map(|room| format!("{room}/messages"))
}

/// Where a message is read as it came.
#[must_use]
pub fn raw(room_id: &str, id: &str) -> Option<String> {
    Some(format!("{}/{}/raw", messages(room_id)?, segment(id)?))
}

/// Where the content of an attachment is read, decoded.
#[must_use]
pub fn attachment(room_id: &str, id: &str, number: u32) -> Option<String> {
    Some(format!("{}/{}/attachments/{number}", messages(room_id)?, segment(id)?))
}

/// Where a room is resolved \[V\].
#[must_use]
pub fn resolve(room_id: &str) -> Option<String> {
    room(room_id).map(|room| format!("{room}/resolve"))
}

/// Where all messages of a room become read \[V\]; with `last`, those that came after that message do not: assumed.
#[must_use]
pub fn mark_as_read(room_id: &str, last: Option<&str>) -> Option<String> {
    let path = format!("{}/mark_all_as_read", room(room_id)?);
    let Some(last) = last else { return Some(path) };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    Some(format!("{path}?{}", query.append_pair(UNTIL, last).finish()))
}

/// What mail has beyond other messages: the key `email` of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    /// Decoded; empty when there is none.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub subject: String,
    /// The first mailbox of From.
    #[serde(default, deserialize_with = "lenient::object")]
    pub from: Option<Mailbox>,
    /// Who wrote it, when a mailing list put itself into From.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    pub original_from: Option<Mailbox>,
    /// To.
    #[serde(default, deserialize_with = "lenient::objects")]
    pub to: Vec<Mailbox>,
    /// Cc.
    #[serde(default, deserialize_with = "lenient::objects")]
    pub cc: Vec<Mailbox>,
    /// Bcc: of replies only.
    #[serde(default, deserialize_with = "lenient::objects")]
    pub bcc: Vec<Mailbox>,
    /// Where answers go, when not to From.
    #[serde(default, deserialize_with = "lenient::objects")]
    pub reply_to: Vec<Mailbox>,
    /// The Date header, RFC 3339 in UTC.
    #[serde(default, deserialize_with = "lenient::text")]
    pub date: Option<String>,
    /// Without the angle brackets; so are the others.
    #[serde(default, deserialize_with = "lenient::text")]
    pub message_id: Option<String>,
    /// What it answers.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub in_reply_to: Vec<String>,
    /// Its thread, oldest first.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub references: Vec<String>,
    /// The attachments in their order.
    #[serde(default, deserialize_with = "lenient::objects")]
    pub attachments: Vec<Attachment>,
    /// How many more there are that are not listed, if any.
    #[serde(default, deserialize_with = "lenient::number", skip_serializing_if = "Option::is_none")]
    pub attachments_cut: Option<u64>,
    /// Which mailbox it came through before it was forwarded.
    #[serde(default, deserialize_with = "lenient::object")]
    pub via: Option<Via>,
    /// What is known of its sender; absent while that is being looked up, and for replies.
    #[serde(default, deserialize_with = "lenient::object")]
    pub authentication: Option<Authentication>,
    /// Whether a program wrote it (RFC 3834).
    #[serde(default, deserialize_with = "lenient::flag")]
    pub auto_submitted: Option<bool>,
    /// Whether its text had to be cut.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub text_cut: Option<bool>,
    /// Of a reply: how its sending goes.
    #[serde(default, deserialize_with = "lenient::object")]
    pub sending: Option<Sending>,
}

/// A mailbox in a header.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The address.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub address: String,
}

/// An attachment, without its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its number in the message, from 1.
    #[serde(default, deserialize_with = "lenient::number")]
    pub number: Option<u64>,
    /// The file name as the sender wrote it: never to be used as a path.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// `type/subtype`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub content_type: Option<String>,
    /// Bytes, decoded.
    #[serde(default, deserialize_with = "lenient::number")]
    pub size: Option<u64>,
}

/// The mailbox that a message came through, and the header that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The mailbox.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub address: String,
    /// The header's name.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub header: String,
}

/// What SPF, DKIM and ARC say of a message, in RFC 8601's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// Of the connection's envelope sender.
    #[serde(default, deserialize_with = "lenient::text")]
    pub spf: Option<String>,
    /// The domain that SPF was asked about.
    #[serde(default, deserialize_with = "lenient::text")]
    pub spf_domain: Option<String>,
    /// Of the best signature.
    #[serde(default, deserialize_with = "lenient::text")]
    pub dkim: Option<String>,
    /// The domains whose signatures pass.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub dkim_domains: Vec<String>,
    /// Of the chain.
    #[serde(default, deserialize_with = "lenient::text")]
    pub arc: Option<String>,
}

/// How the sending of a reply goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Attempts so far.
    #[serde(default, deserialize_with = "lenient::number")]
    pub attempts: Option<u64>,
    /// When the next one is due, RFC 3339; absent when there is none.
    #[serde(default, deserialize_with = "lenient::text")]
    pub next_at: Option<String>,
    /// The class of the last error, as in the table of SMTP errors.
    #[serde(default, deserialize_with = "lenient::text")]
    pub class: Option<String>,
    /// What the other server said last.
    #[serde(default, deserialize_with = "lenient::text")]
    pub reply: Option<String>,
    /// How many times the answer to the whole message was lost, so that the customer may have it more than once.
    #[serde(default, deserialize_with = "lenient::number")]
    pub answers_lost: Option<u64>,
}

/// A message of the feed: with what is worth knowing of its room.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Fed {
    /// The message.
    #[serde(flatten)]
    pub message: Message,
    /// Its room.
    #[serde(default, deserialize_with = "lenient::some_object")]
    pub room: FedRoom,
}

/// The room of a message of the feed, under the keys of a room.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FedRoom {
    /// The customer's name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// The customer's address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub account_uniq_id: Option<String>,
    /// The mailbox.
    #[serde(default, deserialize_with = "lenient::text")]
    pub channel_account: Option<String>,
    /// The id of the channel.
    #[serde(default, deserialize_with = "lenient::text")]
    pub channel_integration_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_cannot_leave_their_path_segment() {
        assert_eq!(room("../x?y z").as_deref(), Some("/rooms/..%2Fx%3Fy%20z"));
        assert_eq!(raw("r", "m/1").as_deref(), Some("/rooms/r/messages/m%2F1/raw"));
        assert_eq!(mark_as_read("r", Some("m&x")).as_deref(), Some("/rooms/r/mark_all_as_read?until=m%26x"));
        assert_eq!(attachment("r", "m", 2).as_deref(), Some("/rooms/r/messages/m/attachments/2"));
        for none in ["", ".", ".."] {
            assert_eq!((room(none), resolve(none), mark_as_read(none, None), messages(none)), (None, None, None, None));
            assert_eq!((raw("r", none), raw(none, "m"), attachment("r", none, 1)), (None, None, None));
        }
    }
}
