//! Some messages of the journal, as far as looking up their senders needs them.

use super::body::{self, BodyHash};
use crate::server::journal::{Envelope, Place, open_entry};
use crate::server::store::Unauthenticated;
use mail_auth::AuthenticatedMessage;
use std::io::{self, BufRead, Read as _};
use std::panic::catch_unwind;
use std::path::Path;

/// Bytes of a header block; the signatures of a message with a longer one are not looked at.
const HEADERS: u64 = 256 * 1024;
/// The headers of one batch may come to this many bytes before no more is added.
const BATCH: usize = 512 * 1024;

/// A message before its sender was looked up.
#[derive(Debug)]
pub struct Unverified {
    /// The message's row.
    pub row: i64,
    /// How often it was looked up before.
    pub looks: u32,
    /// What is known of it; `None` when the journal is damaged there.
    pub message: Option<Message>,
}

/// What is needed of a message.
#[derive(Debug)]
pub struct Message {
    /// What the session said.
    pub envelope: Envelope,
    /// Its signatures.
    pub signatures: Signatures,
}

/// The signatures of a message.
#[derive(Debug)]
pub enum Signatures {
    /// There is none.
    None,
    /// There may be some, but too much stands around them.
    Unread,
    /// Some.
    Some {
        /// The header block.
        headers: Vec<u8>,
        /// What they need of the body.
        hashes: Vec<BodyHash>,
    },
}

/// Reads as many of these messages as fit, at least one.
pub fn read(folder: &Path, rows: &[Unauthenticated]) -> Vec<Unverified> {
    let mut held = 0;
    let mut batch = Vec::with_capacity(rows.len());
    for row in rows {
        if held > BATCH {
            break;
        }
        // Whatever a message does to whoever reads it, the others are read.
        let message = catch_unwind(|| read_one(folder, row.place).ok()).unwrap_or_default();
        if let Some(Message { signatures: Signatures::Some { headers, .. }, .. }) = &message {
            held += headers.len();
        }
        batch.push(Unverified { row: row.row, looks: row.looks, message });
    }
    batch
}

fn read_one(folder: &Path, place: Place) -> io::Result<Message> {
    let mut entry = open_entry(folder, place)?;
    let signatures = signatures(&mut entry.raw)?;
    Ok(Message { envelope: entry.envelope, signatures })
}

/// Reads the signatures of the message that `raw` reads, and its body when there are any.
pub(super) fn signatures(raw: &mut impl BufRead) -> io::Result<Signatures> {
    let mut headers = Vec::with_capacity(4096);
    loop {
        let start = headers.len();
        let room = HEADERS.saturating_sub(start as u64);
        raw.by_ref().take(room).read_until(b'\n', &mut headers)?;
        match &headers[start..] {
            // Nothing more, or no room.
            line if !line.ends_with(b"\n") && room == line.len() as u64 => return Ok(Signatures::Unread),
            b"\r\n" | b"\n" | b"" => break,
            _ => {}
        }
    }
    let Some(message) = AuthenticatedMessage::parse(&headers) else { return Ok(Signatures::None) };
    let signed = !message.dkim_headers.is_empty() || has_arc(&message) || message.has_dkim_errors;
    if !signed {
        return Ok(Signatures::None);
    }
    let hashes = body::hashes(&message, raw)?;
    drop(message);
    Ok(Signatures::Some { headers, hashes })
}

fn has_arc(message: &AuthenticatedMessage<'_>) -> bool {
    !message.as_headers.is_empty() || !message.ams_headers.is_empty() || message.has_arc_errors
}
