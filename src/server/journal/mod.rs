//! Every message that was accepted, as it came: append-only files beside the database. A message is durable once [`Journal::append`]
//! returns; filing reads it from here.

use std::io::{self, Read, Write};
use std::net::IpAddr;
use std::path::Path;

/// Where an entry begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the file.
    pub segment: u32,
    /// Bytes from its beginning.
    pub offset: u64,
}

/// Somebody that a message was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The channel.
    pub channel_id: String,
    /// The address as it stood in RCPT.
    pub forwarder: String,
}

/// What the SMTP session said about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// A message's bytes, trace headers included.
#[derive(Debug)]
pub enum Content {
    /// A small one.
    Memory(Vec<u8>),
    /// One that was put aside.
    Spooled(Spool),
}

/// A large message on its way into the journal: a file without a name.
#[derive(Debug)]
pub struct Spool {
    file: std::fs::File,
    length: u64,
}

impl Spool {
    /// Bytes so far.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// An entry of the journal.
pub struct Entry<R> {
    /// What the session said.
    pub envelope: Envelope,
    /// Bytes of the message.
    pub length: u64,
    /// The message.
    pub raw: R,
}

/// Opens the entry at `place` of the journal in `folder`; whoever may read the files may do so at any time.
///
/// # Errors
/// When it cannot be read, or is damaged.
pub fn open_entry(_folder: &Path, _place: Place) -> io::Result<Entry<Box<dyn Read + Send>>> {
    Err(io::ErrorKind::Unsupported.into())
}
