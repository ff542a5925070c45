//! Some messages of the journal, read.

use crate::mail::incoming::{self, Incoming};
use crate::server::journal::{Damage, Found, Place, Scan, open_entry};
use crate::server::store::Filing;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// Messages of one batch.
const MESSAGES: usize = 500;
/// What was read from the messages of one batch may come to this many bytes before no more is added.
const WEIGHT: usize = 1 << 20;

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
        let mut weight = 0;
        while batch.messages.len() < MESSAGES && weight < WEIGHT {
            let folder = scan.folder().to_owned();
            let Some(found) = scan.next(end, &mut |damage| batch.damage.push(say(&folder, &damage)))? else { break };
            let incoming = read(&folder, &found)?;
            weight += incoming.weight();
            let incoming = Arc::new(incoming);
            for recipient in &found.envelope.recipients {
                batch.messages.push(Filing {
                    channel_id: recipient.channel_id.clone(),
                    forwarder: recipient.forwarder.clone(),
                    incoming: Arc::clone(&incoming),
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

fn say(folder: &Path, damage: &Damage) -> String {
    let what = match damage {
        Damage::Bytes { from, to, last } => {
            let why = if *last { "a crash may have left them, or they are damaged" } else { "they are damaged" };
            let bytes = to.saturating_sub(from.offset);
            format!("{bytes} bytes of file {} from {} are no whole message; {why}", from.segment, from.offset)
        }
        Damage::Files { first, last } => format!("the files {first} to {last} are missing"),
    };
    format!("journal {}: {what}", folder.display())
}
