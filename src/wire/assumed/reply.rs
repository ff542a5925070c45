//! A reply: `POST /messages/email` \[T\], a multipart form. `room_id`, `type=text` and `text` were seen in third-party code; `to`, `cc`,
//! `bcc` and `subject` are assumed, and so is that it is answered with the message.

/// Where a reply is written \[T\].
pub const REPLY: &str = "/messages/email";
/// The room.
pub const ROOM_ID: &str = "room_id";
/// What kind of message it is.
pub const TYPE: &str = "type";
/// The one kind that mail has.
pub const TEXT_TYPE: &str = "text";
/// What it says.
pub const TEXT: &str = "text";
/// Whom it goes to, in the place of the room's customer; the field comes once for each.
pub const TO: &str = "to";
/// An address that gets a copy; the field comes once for each.
pub const CC: &str = "cc";
/// The same, hidden from the others.
pub const BCC: &str = "bcc";
/// In the place of `Re:` and the subject of what is answered.
pub const SUBJECT: &str = "subject";

/// The multipart form of a reply, and its media type (RFC 7578). `boundary` must be one that is in no value: a random word.
#[must_use]
pub fn form(boundary: &str, fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let mut body = String::new();
    for (name, value) in fields {
        body.push_str(&format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    (format!("multipart/form-data; boundary={boundary}"), body.into_bytes())
}
