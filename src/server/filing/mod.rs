//! Files what was received: from the journal into rooms. A message is filed once, however often the server dies meanwhile, because
//! how far filing has come is kept in the transaction that files.

mod batch;
#[cfg(test)]
mod tests;

use super::clock;
use super::journal::{Place, Scan};
use super::store::{StoreError, StoreResult};
use super::workspace::Workspace;
use batch::Batch;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;

/// A batch smaller than this is followed by a rest, so that under load several messages share a transaction.
const WORTHWHILE: usize = 64;
/// That rest.
const REST: Duration = Duration::from_millis(10);
/// How long filing may go on once it is told to stop.
const GRACE: Duration = Duration::from_secs(5);
/// How long to wait after filing failed; doubled with each time, up to the last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Where messages are filed.
#[derive(Default)]
pub struct Desk {
    /// Whether filing failed the last time.
    stuck: AtomicBool,
    /// Told of every batch that was filed.
    filed: Notify,
}

impl Desk {
    /// Whether what was taken is being filed.
    #[must_use]
    pub fn is_keeping_up(&self) -> bool {
        !self.stuck.load(Ordering::Relaxed)
    }

    /// Ends with the next batch that is filed after this was called.
    pub fn filed(&self) -> Notified<'_> {
        self.filed.notified()
    }

    /// Files everything up to `durable`, again and again, until `shutdown` ends and nothing is left that can be filed in a few seconds.
    pub(super) async fn work(
        self: Arc<Self>,
        workspace: Arc<Workspace>,
        mut durable: watch::Receiver<Place>,
        shutdown: impl Future<Output = ()>,
    ) {
        let mut shutdown = std::pin::pin!(shutdown);
        let mut pause = PAUSES.0;
        let mut scan = None;
        // Set when there is nothing more to wait for.
        let mut last = None;
        loop {
            let end = *durable.borrow_and_update();
            let done = self.round(&workspace, &mut scan, end).await;
            let rest = match done {
                // What is left is filed after the next start.
                Ok(Round::Full) if last.is_some_and(|last: Instant| last.elapsed() > GRACE) => return,
                Ok(Round::Full) if last.is_some() || !is_over(&mut shutdown).await => continue,
                Ok(Round::Full) => {
                    last = Some(Instant::now());
                    continue;
                }
                Ok(Round::Small) if last.is_some() => return,
                Ok(Round::Small) => REST,
                Err(_) if last.is_some() => return,
                Err(_) => {
                    pause = (pause * 2).min(PAUSES.1);
                    pause
                }
            };
            if done.is_ok() {
                pause = PAUSES.0;
            }
            tokio::select! {
                biased;
                () = &mut shutdown, if last.is_none() => last = Some(Instant::now()),
                () = async {
                    sleep(rest).await;
                    // After a failure nothing new is waited for.
                    if done.is_ok() && durable.changed().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                } => {}
            }
        }
    }

    /// Files one batch.
    async fn round(&self, workspace: &Arc<Workspace>, scan: &mut Option<Scan>, end: Place) -> Result<Round, ()> {
        let done = self.try_round(workspace, scan, end).await;
        let stuck = done.is_err();
        if let Err(why) = &done {
            // Whatever was read and not filed is read again.
            *scan = None;
            if !self.stuck.load(Ordering::Relaxed) {
                workspace.tell(&format!("received mail cannot be filed and is refused for the moment: {why}"));
            }
        }
        if self.stuck.swap(stuck, Ordering::Relaxed) && !stuck {
            workspace.tell("received mail is filed again");
        }
        done.map_err(drop)
    }

    async fn try_round(&self, workspace: &Arc<Workspace>, scan: &mut Option<Scan>, end: Place) -> StoreResult<Round> {
        let store = workspace.store();
        let mut walk = match scan.take() {
            Some(walk) => walk,
            None => Scan::new(store.journal(), store.filed().await?),
        };
        if walk.place() >= end {
            *scan = Some(walk);
            return Ok(Round::Small);
        }
        let now = clock::now();
        let read = move || -> io::Result<(Batch, Scan)> {
            let batch = Batch::read(&mut walk, end, now)?;
            Ok((batch, walk))
        };
        let read = tokio::task::spawn_blocking(read).await.map_err(|e| StoreError::Failed(format!("filing: {e}")))?;
        let (batch, walk) = read.map_err(|e| StoreError::Failed(format!("journal: {e}")))?;
        batch.damage.iter().for_each(|damage| workspace.tell(damage));
        let round = if batch.messages.len() < WORTHWHILE && walk.place() >= end { Round::Small } else { Round::Full };
        store.file(batch.messages, walk.place()).await?;
        *scan = Some(walk);
        self.filed.notify_waiters();
        Ok(round)
    }
}

/// Whether it has ended; it is not asked again then.
async fn is_over(shutdown: &mut (impl Future<Output = ()> + Unpin)) -> bool {
    std::future::poll_fn(|context| Poll::Ready(Pin::new(&mut *shutdown).poll(context).is_ready())).await
}

#[derive(Clone, Copy)]
enum Round {
    /// There is more to do.
    Full,
    /// All there was.
    Small,
}
