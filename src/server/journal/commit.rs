//! Writing: one thread appends what all sessions bring and flushes it together; each session is answered when its own is on the disk.

use super::head::{FIRST, Head, Marker, title};
use super::{Content, Envelope, Place, Spool, file_name, segments};
use crate::error::{Error, Result};
use crate::files;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{oneshot, watch};

/// A file that has grown beyond this is followed by a new one.
const SEGMENT: u64 = 256 << 20;
/// What is read from a spool and written to the journal at a time.
const PIECE: usize = 128 << 10;
/// A buffer that grew beyond this for one round is not kept.
const KEPT_BUFFER: usize = 1 << 20;

/// Why a message was not kept. The disk holds nothing of it that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotKept {
    /// The disk is full.
    Full,
    /// Anything else; the text is for the operator's log.
    Failed(String),
}

impl From<&io::Error> for NotKept {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full,
            _ => Self::Failed(format!("journal: {error}")),
        }
    }
}

type Answer = oneshot::Sender<std::result::Result<(), NotKept>>;

/// An entry that waits to be written: its envelope, and the message itself after that or in a spool.
struct Job {
    head: Head,
    bytes: Vec<u8>,
    spool: Option<Spool>,
    answer: Answer,
}

#[derive(Default)]
struct Waiting {
    jobs: Vec<Job>,
    closed: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    filled: Condvar,
}

impl Queue {
    /// A job that nobody will take is dropped: whoever waits for it is told.
    fn push(&self, job: Job) {
        let mut waiting = self.lock();
        if !waiting.closed {
            waiting.jobs.push(job);
        }
        self.filled.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The journal, open for writing: only one process at a time has it so.
pub struct Journal {
    folder: PathBuf,
    queue: Arc<Queue>,
    durable: watch::Receiver<Place>,
    thread: Option<JoinHandle<()>>,
    /// Held until the end.
    _lock: File,
}

impl Journal {
    /// Opens the journal in `folder`, which is made (0700) when it is not there. What is written from now on is behind `filed`, even
    /// where the files that were filed are gone.
    ///
    /// # Errors
    /// When another process has it open, or it cannot be written.
    pub fn open(folder: &Path, filed: Place) -> Result<Self> {
        let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("journal {}", folder.display()), e);
        if !folder.is_dir() {
            files::private_folder(folder).map_err(|e| about(&e))?;
            folder.parent().map_or(Ok(()), sync_names).map_err(|e| about(&e))?;
        }
        let lock = lock(&lock_name(folder)).map_err(|e| match e {
            TryLockError::WouldBlock => about(&"another `qontak server run --smtp` receives for this workspace"),
            TryLockError::Error(e) => about(&e),
        })?;
        let last = segments(folder).map_err(|e| about(&e))?.last().copied().unwrap_or(0).max(filed.segment);
        let (told, durable) = watch::channel(Place { segment: last.saturating_add(1), offset: 0 });
        let queue = Arc::new(Queue::default());
        let writer = Writer { folder: folder.to_owned(), next: last.saturating_add(1), open: None, told, buffer: Vec::new() };
        let waiting = Arc::clone(&queue);
        let thread = std::thread::Builder::new().name("journal".into()).spawn(move || writer.work(&waiting));
        let thread = Some(thread.map_err(|e| about(&e))?);
        Ok(Self { folder: folder.to_owned(), queue, durable, thread, _lock: lock })
    }

    /// Up to where everything is durable; changes with every commit.
    #[must_use]
    pub fn durable(&self) -> watch::Receiver<Place> {
        self.durable.clone()
    }

    /// A file for a message that is too large to be held.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be written.
    pub fn spool(&self) -> io::Result<Spool> {
        Spool::new(&self.folder)
    }

    /// Appends a message; it is durable when this returns.
    ///
    /// # Errors
    /// Nothing was kept.
    pub async fn append(&self, envelope: &Envelope, content: Content) -> std::result::Result<(), NotKept> {
        let (answer, answered) = oneshot::channel();
        let job = job(envelope, content, answer).map_err(|e| NotKept::Failed(format!("journal: {e}")))?;
        self.queue.push(job);
        answered.await.unwrap_or_else(|_| Err(NotKept::Failed("journal: its thread has ended".into())))
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.queue.lock().closed = true;
        self.queue.filled.notify_one();
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has told nobody that anything was kept.
            let _ = thread.join();
        }
    }
}

/// Beside the folder: somebody may take the folder away while a process receives.
fn lock_name(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

fn lock(path: &Path) -> std::result::Result<File, TryLockError> {
    let file = match files::new_private(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => File::options().write(true).open(path),
        made => made,
    };
    let file = file.map_err(TryLockError::Error)?;
    file.try_lock()?;
    Ok(file)
}

fn job(envelope: &Envelope, content: Content, answer: Answer) -> io::Result<Job> {
    let envelope = serde_json::to_vec(envelope)?;
    let (held, spool) = match content {
        Content::Memory(held) => (held, None),
        Content::Spooled(spool) => (Vec::new(), Some(spool)),
    };
    let head = Head {
        envelope: u32::try_from(envelope.len()).map_err(io::Error::other)?,
        message: spool.as_ref().map_or(held.len() as u64, Spool::len),
        envelope_crc: crc32fast::hash(&envelope),
        message_crc: spool.as_ref().map_or_else(|| crc32fast::hash(&held), Spool::crc),
    };
    let mut bytes = envelope;
    bytes.extend_from_slice(&held);
    Ok(Job { head, bytes, spool, answer })
}

/// The file that is written to.
struct Segment {
    file: File,
    number: u32,
    marker: Marker,
    /// Up to here everything is durable.
    end: u64,
}

struct Writer {
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
    fn work(mut self, queue: &Queue) {
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

/// Makes new names in a folder survive a power cut: without that, no message in a new file is durable.
fn sync_names(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some file systems have nothing to flush there.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
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
