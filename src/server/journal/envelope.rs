//! What the SMTP session said about a message; kept as JSON in front of it.

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Somebody that a message was sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The channel.
    pub channel_id: String,
    /// The address as it stood in RCPT.
    pub forwarder: String,
}

/// What the SMTP session said about a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// When the message had come, unix milliseconds.
    pub received_at: i64,
    /// Who connected.
    pub client: IpAddr,
    /// What it called itself.
    pub helo: String,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// The reverse path; empty for bounces.
    pub mail_from: String,
    /// Whom the message was sent to, each channel once, never none.
    pub recipients: Vec<Recipient>,
}
