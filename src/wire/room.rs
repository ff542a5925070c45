//! A room and a message as the server tells them \[C\]. Unknown keys are dropped, missing and odd ones tolerated. What mail has
//! beyond other messages is assumed: [`super::assumed::inbox`].

use super::assumed::inbox::Email;
use super::lenient;
use serde::{Deserialize, Serialize};

/// Where rooms are listed \[V\].
pub const LIST: &str = "/rooms";
/// The `channel` of rooms with mail.
pub const EMAIL: &str = "email";
/// The `participant_type` of a customer.
pub const CUSTOMER: &str = "customer";
/// The `participant_type` of an agent.
pub const AGENT: &str = "agent";

/// One row of `GET /rooms` \[C\]: a conversation with one customer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Room {
    /// A UUID.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub id: String,
    /// The customer's name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Unexplained by the vendor.
    #[serde(default, deserialize_with = "lenient::text")]
    pub description: Option<String>,
    /// `campaign`, `unassigned`, `assigned` or `resolved`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// Unexplained by the vendor.
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// Which kind of channel: `email`, `wa`, …
    #[serde(default, deserialize_with = "lenient::text")]
    pub channel: Option<String>,
    /// The mailbox.
    #[serde(default, deserialize_with = "lenient::text")]
    pub channel_account: Option<String>,
    /// The organization's UUID.
    #[serde(default, deserialize_with = "lenient::text")]
    pub organization_id: Option<String>,
    /// The customer's address.
    #[serde(default, deserialize_with = "lenient::text")]
    pub account_uniq_id: Option<String>,
    /// The id of the channel.
    #[serde(default, deserialize_with = "lenient::text")]
    pub channel_integration_id: Option<String>,
    /// Messages nobody has read.
    #[serde(default, deserialize_with = "lenient::number")]
    pub unread_count: Option<u64>,
    /// RFC 3339 with milliseconds, UTC; as all times here.
    #[serde(default, deserialize_with = "lenient::text")]
    pub created_at: Option<String>,
    /// When the last message came or was written.
    #[serde(default, deserialize_with = "lenient::text")]
    pub last_message_at: Option<String>,
    /// When anything happened in it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub last_activity_at: Option<String>,
    /// When anything about it changed.
    #[serde(default, deserialize_with = "lenient::text")]
    pub updated_at: Option<String>,
    /// When it was resolved.
    #[serde(default, deserialize_with = "lenient::text")]
    pub resolved_at: Option<String>,
    /// The agents that have it.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub agent_ids: Vec<String>,
    /// Who gets copies.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub email_cc: Vec<String>,
    /// Whether the customer is blocked.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub is_blocked: Option<bool>,
    /// Whether the customer waits for an answer.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub is_unresponded: Option<bool>,
    /// Labels.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub tags: Vec<String>,
    /// The last message; of a long text only the beginning, and nothing that only mail has.
    #[serde(default, deserialize_with = "lenient::object")]
    pub last_message: Option<Message>,
    /// The subject of the first message: assumed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub subject: Option<String>,
    /// When its channel was disconnected: assumed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::text")]
    pub channel_disconnected_at: Option<String>,
}

/// A message of a room \[C\].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Message {
    /// A UUID.
    #[serde(default, deserialize_with = "lenient::some_text")]
    pub id: String,
    /// `text`, …
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The room's id.
    #[serde(default, deserialize_with = "lenient::text")]
    pub room_id: Option<String>,
    /// `customer`, `agent`, `bot` or `system`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub participant_type: Option<String>,
    /// What it says.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// `created`, `pending`, `sent`, `delivered`, `read` or `failed`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// When it came or was written.
    #[serde(default, deserialize_with = "lenient::text")]
    pub created_at: Option<String>,
    /// What only mail has: assumed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "lenient::object")]
    pub email: Option<Email>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_room_is_read_as_far_as_it_can_be() -> serde_json::Result<()> {
        let rooms: Vec<Room> = serde_json::from_str(
            r#"[{"id":"1","tags":["a",{"b":[1]},null,"c"],"agent_ids":{"x":1},"email_cc":"a@example.com","unread_count":"3",
                "is_blocked":"no","last_message":[],"name":{"first":"x"},"subject":7,"new_key":[[[]]]},
               {"id":2,"last_message":{"id":"m","text":null,"participant_type":"customer","email":[1],"created_at":-1.5}},
               {"last_message":{"email":{"subject":[],"to":["x",{"address":"b@example.com"},{"name":5}],"attachments":{},"references":[1,"r"],
                "sending":"no","via":{"address":[]}}}}]"#,
        )?;
        assert_eq!((rooms[0].tags.join(","), rooms[0].unread_count), ("a,c".into(), Some(3)));
        assert_eq!((rooms[0].name.as_deref(), rooms[0].subject.as_deref()), (None, Some("7")));
        let last = rooms[1].last_message.as_ref();
        assert_eq!(last.map(|m| (m.id.as_str(), m.email.is_some())), Some(("m", false)));
        let email = rooms[2].last_message.as_ref().and_then(|m| m.email.as_ref());
        let seen = email.map(|e| (e.to.len(), e.to[0].address.as_str(), e.references.as_slice(), e.attachments.len()));
        assert_eq!(seen, Some((2, "b@example.com", ["r".to_owned()].as_slice(), 0)));
        Ok(())
    }
}
