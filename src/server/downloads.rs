//! Raw messages and attachments on their way to a client: read a piece at a time, so that whoever reads slowly, or not at all, keeps
//! neither a thread nor the content waiting.

use super::journal::{Place, open_entry};
use crate::mail::incoming;
use axum::body::{Body, Bytes};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How much of a content is on its way at once, in bytes.
const CHUNK: u64 = 64 * 1024;
/// Downloads side by side.
const DOWNLOADS: usize = 64;
/// How long one more waits for its turn.
const WAIT: Duration = Duration::from_secs(10);
/// How long a client may take for a chunk.
const STALLED: Duration = Duration::from_secs(60);
/// Messages whose attachments are kept unpacked: somebody who saves all of them asks for one after the other.
const UNPACKED: usize = 2;

/// The downloads of a workspace.
pub struct Downloads {
    slots: Arc<Semaphore>,
    /// The message used last comes first. Unpacking one holds the lock: one at a time.
    unpacked: tokio::sync::Mutex<VecDeque<(Place, Arc<Unpacked>)>>,
}

impl Default for Downloads {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(DOWNLOADS)), unpacked: tokio::sync::Mutex::default() }
    }
}

/// The right to download, given back when it is dropped.
pub struct Slot(OwnedSemaphorePermit);

impl Downloads {
    /// Waits for a turn; `None` when too many others take too long.
    pub async fn slot(&self) -> Option<Slot> {
        let slot = timeout(WAIT, Arc::clone(&self.slots).acquire_owned()).await;
        Some(Slot(slot.ok()?.ok()?))
    }

    /// The content of the attachment `number` of the message at `place`; `None` when there is no such one.
    ///
    /// # Errors
    /// When the journal cannot be read or is damaged, or the attachments cannot be put aside.
    pub async fn attachment(&self, journal: &Path, place: Place, number: u32) -> io::Result<Option<Content>> {
        let mut kept = self.unpacked.lock().await;
        let unpacked = match kept.iter().position(|(of, _)| *of == place).and_then(|index| kept.remove(index)) {
            Some((_, unpacked)) => unpacked,
            None => {
                let folder = journal.to_owned();
                Arc::new(spawn_blocking(move || Unpacked::new(&folder, place)).await.map_err(io::Error::other)??)
            }
        };
        kept.truncate(UNPACKED - 1);
        kept.push_front((place, Arc::clone(&unpacked)));
        Ok(unpacked.content(number))
    }
}

/// What is in the attachments of one message, one after the other in a file without a name.
struct Unpacked {
    file: Mutex<File>,
    ends: Vec<u64>,
}

impl Unpacked {
    fn new(journal: &Path, place: Place) -> io::Result<Self> {
        let entry = open_entry(journal, place)?;
        let mut file = BufWriter::new(tempfile::tempfile_in(journal)?);
        let ends = incoming::unpack(entry.raw, &mut file)?;
        file.flush()?;
        Ok(Self { file: Mutex::new(file.into_inner().map_err(io::IntoInnerError::into_error)?), ends })
    }

    fn content(self: &Arc<Self>, number: u32) -> Option<Content> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(Content { of: Arc::clone(self), at: start, end })
    }
}

/// The content of an attachment.
pub struct Content {
    of: Arc<Unpacked>,
    at: u64,
    end: u64,
}

impl Content {
    /// Bytes that are left to be read.
    pub const fn len(&self) -> u64 {
        self.end - self.at
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.len()).unwrap_or(usize::MAX).min(buffer.len());
        let mut file = self.of.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(&mut buffer[..most])?;
        self.at += read as u64;
        Ok(read)
    }
}

/// A body of `length` bytes that is read while it is sent. When reading fails or the client takes too long, the connection breaks:
/// nobody takes a part for the whole.
pub fn streamed(length: u64, from: impl Read + Send + 'static, slot: Slot) -> Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(1);
    tokio::spawn(async move {
        let Slot(_permit) = slot;
        let (mut from, mut left) = (from, length);
        while left > 0 {
            let read = spawn_blocking(move || (chunk(&mut from, left.min(CHUNK)), from)).await;
            let Ok((piece, rest)) = read else { return };
            from = rest;
            left = piece.as_ref().map_or(0, |bytes| left - bytes.len() as u64);
            // Whoever asked may have gone away, or read nothing any more.
            if !matches!(timeout(STALLED, sender.send(piece)).await, Ok(Ok(()))) {
                return;
            }
        }
    });
    Body::from_stream(futures_util::stream::unfold((receiver, length), |(mut receiver, left)| async move {
        if left == 0 {
            return None;
        }
        let piece = receiver.recv().await.unwrap_or_else(|| Err(ErrorKind::TimedOut.into()));
        let left = piece.as_ref().map_or(0, |bytes| left - bytes.len() as u64);
        Some((piece, (receiver, left)))
    }))
}

/// The next `length` bytes.
fn chunk(from: &mut impl Read, length: u64) -> io::Result<Bytes> {
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    from.read_exact(&mut bytes)?;
    Ok(bytes.into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use tokio::runtime::Builder;

    /// More clients than threads ask for much and read nothing: others are served, and the clients are let go.
    #[test]
    fn a_client_that_reads_nothing_keeps_no_thread_and_not_its_slot() {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            let downloads = Downloads::default();
            let mut bodies = Vec::new();
            for _ in 0..DOWNLOADS {
                let slot = downloads.slot().await.unwrap();
                bodies.push(streamed(1 << 30, io::repeat(7), slot));
            }
            assert!(downloads.slot().await.is_none(), "the next one waits in vain");
            assert_eq!(spawn_blocking(|| 1).await.unwrap(), 1, "the only thread is free");
            tokio::time::sleep(STALLED).await;
            assert!(downloads.slot().await.is_some(), "and the slots come back");
            let broken = axum::body::to_bytes(bodies.remove(0), usize::MAX).await;
            assert!(broken.is_err(), "what was given up is not taken for the whole");
        });
    }

    #[tokio::test]
    async fn a_body_is_whole_or_broken() {
        let downloads = Downloads::default();
        let content = vec![7; 3 * CHUNK as usize + 5];
        for length in [0, 1, CHUNK, content.len() as u64] {
            let slot = downloads.slot().await.unwrap();
            let body = streamed(length, io::Cursor::new(content.clone()), slot);
            assert_eq!(axum::body::to_bytes(body, usize::MAX).await.unwrap().len() as u64, length);
        }
        let slot = downloads.slot().await.unwrap();
        let body = streamed(content.len() as u64 + 1, io::Cursor::new(content), slot);
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
    }
}
