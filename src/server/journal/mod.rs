//! Every message that was accepted, as it came: append-only files beside the database.
//!
//! A message is durable once [`Journal::append`] returns; filing reads it from here, and the raw message is read from here for ever
//! after. Nothing in a file is ever changed: each start of the server begins a new file, so that what a crash left half written stays
//! the end of an old one.

mod checked;
mod commit;
mod envelope;
mod head;
mod scan;
mod spool;
#[cfg(test)]
mod tests;
mod writer;

pub use checked::Checked;
pub use commit::{Journal, NotKept, is_open};
pub use envelope::{Envelope, Recipient};
pub use scan::{Damage, Entry, Found, Scan, open_entry};
pub use spool::Spool;

use std::path::{Path, PathBuf};

/// Where an entry begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the file, from 1.
    pub segment: u32,
    /// Bytes from its beginning.
    pub offset: u64,
}

/// A message's bytes, trace headers included.
#[derive(Debug)]
pub enum Content {
    /// A small one.
    Memory(Vec<u8>),
    /// One that was put aside.
    Spooled(Spool),
}

/// The end of every file's name.
const EXTENSION: &str = "journal";

fn file_name(folder: &Path, segment: u32) -> PathBuf {
    folder.join(format!("{segment:08}.{EXTENSION}"))
}

/// The numbers of the files that there are, in order.
fn segments(folder: &Path) -> std::io::Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = PathBuf::from(entry?.file_name());
        if path.extension().is_some_and(|e| e == EXTENSION)
            && let Some(number) = path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse().ok())
        {
            found.push(number);
        }
    }
    found.sort_unstable();
    Ok(found)
}
