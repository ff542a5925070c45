//! A number of connections to one file, and the threads they are used on.

use super::place::Memory;
use super::{StoreError, StoreResult, open};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What each of several connections keeps of the file, in KiB: the operating system keeps it for all of them.
const POOLED_CACHE: i64 = 512;

/// Connections that are used one call at a time each.
pub(super) struct Lane {
    shelf: Arc<Shelf>,
    /// One permit per connection; `None` runs on the calling thread.
    slots: Option<Arc<Semaphore>>,
}

/// A connection and what it remembers.
pub(super) struct Desk {
    pub(super) connection: Connection,
    pub(super) memory: Memory,
}

impl From<Connection> for Desk {
    fn from(connection: Connection) -> Self {
        Self { connection, memory: Memory::default() }
    }
}

/// The connections nobody is using.
struct Shelf {
    path: PathBuf,
    patience: Duration,
    one_of_several: bool,
    idle: Mutex<Vec<Desk>>,
}

impl Lane {
    /// Runs on the calling thread.
    pub(super) fn inline(path: PathBuf, patience: Duration, first: Connection) -> Self {
        let idle = Mutex::new(vec![first.into()]);
        Self { shelf: Arc::new(Shelf { path, patience, one_of_several: false, idle }), slots: None }
    }

    /// Runs on the runtime's blocking threads, `size` calls at a time.
    pub(super) fn pooled(path: PathBuf, patience: Duration, size: usize, first: Option<Connection>) -> Self {
        first.iter().for_each(keep_little);
        let idle = Mutex::new(first.into_iter().map(Desk::from).collect());
        Self {
            shelf: Arc::new(Shelf { path, patience, one_of_several: true, idle }),
            slots: Some(Arc::new(Semaphore::new(size))),
        }
    }

    /// Runs `work` over a connection of its own.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let Some(slots) = &self.slots else { return self.shelf.run(work) };
        let failed = |e: &dyn std::fmt::Display| StoreError::Failed(format!("database thread: {e}"));
        let slot = Arc::clone(slots).acquire_owned().await.map_err(|e| failed(&e))?;
        let shelf = Arc::clone(&self.shelf);
        let task = tokio::task::spawn_blocking(move || {
            // Held until the work is done, even when nobody waits for it any more.
            let _slot = slot;
            shelf.run(work)
        });
        task.await.map_err(|e| failed(&e))?
    }
}

fn keep_little(connection: &Connection) {
    // One that keeps more works all the same.
    let _ = connection.pragma_update(None, "cache_size", -POOLED_CACHE);
}

impl Shelf {
    fn connect(&self) -> StoreResult<Connection> {
        let connection = open::connect(&self.path, self.patience)?;
        if self.one_of_several {
            keep_little(&connection);
        }
        Ok(connection)
    }

    fn run<T>(&self, work: impl FnOnce(&mut Desk) -> StoreResult<T>) -> StoreResult<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut desk = match idle {
            Some(desk) => desk,
            None => self.connect()?.into(),
        };
        let result = work(&mut desk);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(desk);
        result
    }
}
