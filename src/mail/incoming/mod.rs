//! What a received message says: read with mail-parser, bounded, and never failing. Whatever is broken counts as absent.

mod addresses;
mod charset;
mod collect;
mod contents;
mod decode;
mod entity;
mod fit;
mod headers;
mod html;
mod lines;
mod subject;
#[cfg(test)]
mod tests;
mod via;
mod walk;

use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

pub(crate) use addresses::address as address_in;
pub(crate) use headers::milliseconds;
pub use subject::subject_key;
pub(crate) use via::is_forwarder;

/// The most text that is kept of a message, in bytes.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// The most attachments that are listed, as far as their names leave room.
pub const ATTACHMENT_LIMIT: u32 = 1000;

/// Bytes of JSON that a [`Face`] takes at most, whatever a sender makes up: lists of rooms and messages carry it.
pub const FACE_LIMIT: usize = 64 * 1024;

/// A mailbox in a header.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name, decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address as it stands there.
    pub address: String,
}

/// An attachment, without its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its number in the message, from 1: its place in what [`unpack`] tells.
    pub number: u32,
    /// The file name, as the sender wrote it: never to be used as a path.
    pub name: Option<String>,
    /// `type/subtype`, in lower case.
    pub content_type: String,
    /// Bytes, decoded.
    pub size: u64,
}

/// The mailbox that a message came through before it was forwarded, and the header that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The mailbox.
    pub address: String,
    /// The header's name.
    pub header: String,
}

/// What the headers say and which attachments there are: all of a message but its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Face {
    /// Without the angle brackets.
    pub message_id: Option<String>,
    /// Message-IDs without the angle brackets.
    pub in_reply_to: Vec<String>,
    /// Message-IDs without the angle brackets, oldest first.
    pub references: Vec<String>,
    /// The first mailbox of From.
    pub from: Option<Mailbox>,
    /// Who wrote it, when a mailing list put itself into From (`X-Original-From`).
    pub original_from: Option<Mailbox>,
    /// Where answers go, when not to From.
    pub reply_to: Vec<Mailbox>,
    /// To.
    pub to: Vec<Mailbox>,
    /// Cc.
    pub cc: Vec<Mailbox>,
    /// Bcc: of our own replies only.
    pub bcc: Vec<Mailbox>,
    /// Decoded; empty when there is none.
    pub subject: String,
    /// The Date header, unix milliseconds.
    pub date: Option<i64>,
    /// Which mailbox it came through, as far as the headers tell.
    pub via: Option<Via>,
    /// Whether a program wrote it (RFC 3834).
    pub auto_submitted: bool,
    /// Whether the text had to be cut.
    pub text_cut: bool,
    /// The attachments in their order.
    pub attachments: Vec<Attachment>,
    /// How many more there are that are not listed; [`unpack`] finds them.
    #[serde(skip_serializing_if = "is_zero")]
    pub attachments_cut: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's signature
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Face {
    /// Whom the room is with: who wrote it, before any list rewrote that.
    #[must_use]
    pub fn customer(&self) -> Option<&Mailbox> {
        self.original_from.as_ref().or(self.from.as_ref())
    }
}

/// A message as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// All but the text.
    pub face: Face,
    /// From text/plain, or from HTML turned to text.
    pub text: String,
}

impl Incoming {
    /// Bytes that it takes, roughly.
    #[must_use]
    pub fn weight(&self) -> usize {
        let Face { in_reply_to, references, reply_to, to, cc, attachments, subject, .. } = &self.face;
        let ids = in_reply_to.iter().chain(references).map(String::len);
        let people = reply_to.iter().chain(to).chain(cc).map(|m| m.address.len() + m.name.as_ref().map_or(0, String::len));
        let files = attachments.iter().map(|a| a.content_type.len() + a.name.as_ref().map_or(0, String::len));
        self.text.len() + subject.len() + ids.chain(people).chain(files).map(|bytes| bytes + size_of::<Mailbox>()).sum::<usize>()
    }
}

/// Reads a message. Holds a bounded part of it at a time, whatever its size and shape.
///
/// # Errors
/// When reading `raw` fails; never because of what stands in it.
pub fn read(raw: impl Read) -> io::Result<Incoming> {
    let mut collector = collect::Collector::default();
    walk::walk(raw, &mut collector)?;
    Ok(collector.finish())
}

/// Writes the contents of all attachments to `out`, decoded, one after the other; tells where each ends. Reads the message once.
///
/// # Errors
/// When reading `raw` or writing fails.
pub fn unpack(raw: impl Read, out: &mut dyn Write) -> io::Result<Vec<u64>> {
    contents::unpack(raw, out)
}
