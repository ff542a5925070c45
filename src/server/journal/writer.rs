//! The thread that writes: it appends what has gathered, flushes once, and tells everybody.

use super::commit::{Job, NotKept, Queue, sync_names};
use super::head::{FIRST, Marker, title};
use super::{Place, Spool, file_name};
use crate::files;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::PoisonError;
use tokio::sync::watch;

/// A file that has grown beyond this is followed by a new one.
const SEGMENT: u64 = 256 << 20;
/// What is read from a spool and written to the journal at a time.
const PIECE: usize = 128 << 10;
/// A buffer that grew beyond this for one round is not kept.
const KEPT_BUFFER: usize = 1 << 20;

/// The file that is written to.
struct Segment {
    file: File,
    number: u32,
    marker: Marker,
    /// Up to here everything is durable.
    end: u64,
}

pub(super) struct Writer {
    folder: PathBuf,
    /// The number of the next file.
    next: u32,
    open: Option<Segment>,
    told: watch::Sender<Place>,
    buffer: Vec<u8>,
}

/// Makes sure that nobody waits for a thread that has ended, however it did.
struct Closing<'a>(&'a Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.lock();
        waiting.closed = true;
        waiting.jobs.clear();
    }
}

impl Writer {
    /// Writes into `folder`, from the file `next` on; `told` hears of each commit.
    pub(super) const fn new(folder: PathBuf, next: u32, told: watch::Sender<Place>) -> Self {
        Self { folder, next, open: None, told, buffer: Vec::new() }
    }

    pub(super) fn work(mut self, queue: &Queue) {
        let _closing = Closing(queue);
        loop {
            let mut waiting = queue.lock();
            while waiting.jobs.is_empty() {
                if waiting.closed {
                    return;
                }
                waiting = queue.filled.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            let mut jobs = std::mem::take(&mut waiting.jobs);
            drop(waiting);
            let kept = self.keep(&mut jobs);
            if let Ok(place) = kept {
                self.told.send_replace(place);
            }
            for job in jobs {
                // A session that has gone needs no answer.
                let _ = job.answer.send(kept.clone().map(drop));
            }
        }
    }

    /// Writes all of `jobs` and flushes once. When that fails, none of them counts.
    fn keep(&mut self, jobs: &mut [Job]) -> std::result::Result<Place, NotKept> {
        let mut segment = match self.open.take() {
            Some(segment) => segment,
            None => self.begin().map_err(|e| NotKept::from(&e))?,
        };
        match self.write(&mut segment, jobs) {
            Ok(end) => {
                segment.end = end;
                let place = Place { segment: segment.number, offset: end };
                self.open = (end < SEGMENT).then_some(segment);
                Ok(place)
            }
            Err(Broken { error, flushing }) => {
                // What was written is cut off again. Where that fails, and after a flush that failed (nobody knows what is on the
                // disk then, and a second flush would not tell), the file is left to what is durable in it and a new one is begun.
                let cut = segment.file.set_len(segment.end).and_then(|()| segment.file.seek(SeekFrom::Start(segment.end)));
                if cut.is_ok() && !flushing {
                    self.open = Some(segment);
                }
                Err(NotKept::from(&error))
            }
        }
    }

    fn begin(&mut self) -> io::Result<Segment> {
        let number = self.next;
        let path = file_name(&self.folder, number);
        let file = files::new_private(&path)?;
        // A name that was taken is not taken again, whatever happens to the file.
        self.next = number.saturating_add(1);
        let begun = self.title(file, number);
        if begun.is_err() && fs::remove_file(path).is_ok() {
            self.next = number;
        }
        begun
    }

    fn title(&self, mut file: File, number: u32) -> io::Result<Segment> {
        let mut marker = Marker::default();
        aws_lc_rs::rand::fill(&mut marker).map_err(|_| io::Error::other("there are no random numbers"))?;
        file.write_all(&title(&marker))?;
        sync_names(&self.folder)?;
        Ok(Segment { file, number, marker, end: FIRST })
    }

    /// The new end.
    fn write(&mut self, segment: &mut Segment, jobs: &mut [Job]) -> std::result::Result<u64, Broken> {
        let mut end = segment.end;
        self.buffer.clear();
        for job in jobs {
            self.buffer.extend_from_slice(&job.head.write(&segment.marker));
            self.buffer.extend_from_slice(&std::mem::take(&mut job.bytes));
            let Some(mut spool) = job.spool.take() else { continue };
            end += self.buffer.len() as u64 + spool.len();
            segment.file.write_all(&self.buffer)?;
            copy(&mut spool, &mut self.buffer, &mut segment.file)?;
            self.buffer.clear();
        }
        end += self.buffer.len() as u64;
        segment.file.write_all(&self.buffer)?;
        if self.buffer.capacity() > KEPT_BUFFER {
            self.buffer = Vec::new();
        }
        segment.file.sync_data().map_err(|error| Broken { error, flushing: true })?;
        // Somebody may have taken the folder away meanwhile: what is in a file that has no name any more is not kept.
        self.is_in_place(segment).map_err(|error| Broken { error, flushing: true })?;
        Ok(end)
    }

    /// Whether the file is still the one of its name.
    #[cfg(unix)]
    fn is_in_place(&self, segment: &Segment) -> io::Result<()> {
        use std::os::unix::fs::MetadataExt as _;
        let (ours, named) = (segment.file.metadata()?, fs::metadata(file_name(&self.folder, segment.number))?);
        if (ours.dev(), ours.ino()) == (named.dev(), named.ino()) {
            Ok(())
        } else {
            Err(io::Error::other(format!("{} was replaced", file_name(&self.folder, segment.number).display())))
        }
    }

    #[cfg(not(unix))]
    fn is_in_place(&self, _segment: &Segment) -> io::Result<()> {
        // An open file cannot be removed there.
        Ok(())
    }
}

/// Why nothing was kept.
struct Broken {
    error: io::Error,
    /// Whether it had been written, but not flushed.
    flushing: bool,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self { error, flushing: false }
    }
}

/// Copies a spool in pieces; one that is shorter than it should be is an error.
fn copy(spool: &mut Spool, buffer: &mut Vec<u8>, file: &mut File) -> io::Result<()> {
    let mut left = spool.len();
    let from = spool.rewind()?;
    while left > 0 {
        buffer.resize(usize::try_from(left).unwrap_or(PIECE).min(PIECE), 0);
        from.read_exact(buffer)?;
        file.write_all(buffer)?;
        left -= buffer.len() as u64;
    }
    Ok(())
}
