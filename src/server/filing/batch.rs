//! Some messages of the journal, read.

use crate::mail::incoming::{self, Incoming};
use crate::server::journal::{Damage, Found, Place, Scan, open_entry};
use crate::server::store::Filing;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Messages of one batch.
const MESSAGES: usize = 500;
/// What the messages of one batch say may come to this many bytes before no more is added.
const TEXT: usize = 1 << 20;

/// Some messages of the journal, read.
pub(super) struct Batch {
    pub(super) messages: Vec<Filing>,
    /// What the operator is to know.
    pub(super) damage: Vec<String>,
}

impl Batch {
    /// Reads from where `scan` stands towards `end`.
    pub(super) fn read(scan: &mut Scan, end: Place, now: i64) -> io::Result<Self> {
        let mut batch = Self { messages: Vec::new(), damage: Vec::new() };
        let mut text = 0;
        while batch.messages.len() < MESSAGES && text < TEXT {
            let folder = scan.folder().to_owned();
            let Some(found) = scan.next(end, &mut |damage| batch.damage.push(say(&folder, &damage)))? else { break };
            let incoming = read(&folder, &found)?;
            text += incoming.text.len();
            for recipient in &found.envelope.recipients {
                batch.messages.push(Filing {
                    channel_id: recipient.channel_id.clone(),
                    forwarder: recipient.forwarder.clone(),
                    incoming: incoming.clone(),
                    place: found.place,
                    received_at: found.envelope.received_at,
                    at: now,
                });
            }
        }
        Ok(batch)
    }
}

/// Reads a message. One that the reader trips over is filed all the same, with nothing but its raw form.
fn read(folder: &Path, found: &Found) -> io::Result<Incoming> {
    let read = AssertUnwindSafe(|| match &found.message {
        Some(message) => incoming::read(message.as_slice()),
        None => incoming::read(open_entry(folder, found.place)?.raw),
    });
    catch_unwind(read).unwrap_or_else(|_| Ok(Incoming::default()))
}

fn say(folder: &Path, Damage { from, to, last }: &Damage) -> String {
    let why = if *last { "a crash may have left them, or they are damaged" } else { "they are damaged" };
    let bytes = to.saturating_sub(from.offset);
    format!(
        "journal {}: {bytes} bytes of file {} from {} are no whole message; {why}",
        folder.display(),
        from.segment,
        from.offset
    )
}
