//! Where messages are brought: they gather here for the thread that writes, and each is answered when it is on the disk.

use super::head::Head;
use super::writer::Writer;
use super::{Content, Envelope, Place, Spool, segments};
use crate::error::{Error, Result};
use crate::files;
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// How often, and after how long, a lock is tried again that somebody has.
const LOOKS: usize = 3;
const LOOK: Duration = Duration::from_millis(20);

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
pub(super) struct Job {
    pub(super) head: Head,
    pub(super) bytes: Vec<u8>,
    pub(super) spool: Option<Spool>,
    pub(super) answer: Answer,
}

#[derive(Default)]
pub(super) struct Waiting {
    pub(super) jobs: Vec<Job>,
    pub(super) closed: bool,
}

#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    pub(super) filled: Condvar,
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

    pub(super) fn lock(&self) -> MutexGuard<'_, Waiting> {
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
        let writer = Writer::new(folder.to_owned(), last.saturating_add(1), told);
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

/// Whether a process has the journal in `folder` open: whether mail is received.
#[must_use]
pub fn is_open(folder: &Path) -> bool {
    let Ok(file) = File::open(lock_name(folder)) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn lock(path: &Path) -> std::result::Result<File, TryLockError> {
    let file = match files::new_private(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => File::options().write(true).open(path),
        made => made,
    };
    let file = file.map_err(TryLockError::Error)?;
    for _ in 0..LOOKS {
        match file.try_lock() {
            // Somebody may only be looking, and lets go at once.
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
            done => return done.map(|()| file),
        }
    }
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

/// Makes new names in a folder survive a power cut: without that, no message in a new file is durable.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // Some file systems have nothing to flush there.
        Err(e) if matches!(e.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}
