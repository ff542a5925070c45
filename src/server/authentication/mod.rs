//! Who a received message is really from: SPF, DKIM and ARC are looked up after it was filed, and recorded. Nothing is refused for it.
//!
//! Messages are taken in batches, some side by side. What the looking up costs is bounded for each message and in all: answers are kept for
//! a while, also that there was none, and while the resolver is dead nobody waits for it. A sender whose own servers do not answer
//! holds up nobody else. What could not be found out is looked up again some times within a day.

mod batch;
mod body;
mod caution;
mod dns;
#[cfg(test)]
mod tests;
mod verify;

pub use dns::Dns;

use super::clock;
use super::filing::Desk;
use super::store::{StoreError, StoreResult, Unauthenticated};
use super::workspace::Workspace;
use batch::Unverified;
use futures_util::{StreamExt as _, stream};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use verify::Verifier;

/// Messages asked for at a time.
const ROWS: u32 = 200;
/// Messages looked up side by side.
const AT_ONCE: usize = 32;
/// How long to wait for word of new messages before asking for them anyway.
const IDLE: Duration = Duration::from_secs(30);
/// A rest after few messages, so that under load many share a transaction.
const REST: Duration = Duration::from_millis(100);
/// How long to wait after the database failed; doubled with each time, up to the last.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

/// Looks up who sent what `desk` filed, until `shutdown` ends. What is being looked up then is looked up again after the next start.
pub async fn run(workspace: Arc<Workspace>, dns: Dns, desk: Arc<Desk>, shutdown: impl Future<Output = ()>) {
    tokio::select! {
        biased;
        () = shutdown => {}
        () = work(&workspace, dns, &desk) => {}
    }
}

async fn work(workspace: &Arc<Workspace>, dns: Dns, desk: &Desk) {
    let verifier = Verifier::new(dns, workspace);
    let mut pause = PAUSES.0;
    loop {
        // Listens before it looks, so that nothing is missed in between.
        let filed = desk.filed();
        match round(workspace, &verifier).await {
            Ok(0) => {
                let _ = tokio::time::timeout(IDLE, filed).await;
            }
            Ok(few) if few < ROWS as usize / 2 => sleep(REST).await,
            Ok(_) => {}
            Err(error) => {
                if pause == PAUSES.0 {
                    workspace.tell(&format!("what is known of senders cannot be kept for the moment: {error}"));
                }
                pause = (pause * 2).min(PAUSES.1);
                sleep(pause).await;
                continue;
            }
        }
        pause = PAUSES.0;
    }
}

/// Looks up one batch; how many it were.
async fn round(workspace: &Arc<Workspace>, verifier: &Verifier) -> StoreResult<usize> {
    let rows = workspace.store().unauthenticated(ROWS, clock::now()).await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let messages = read(workspace, rows).await?;
    let count = messages.len();
    let looking = messages.into_iter().map(|message| verifier.look(message));
    // What is known is kept at once: it does not wait for a sender whose servers are slow.
    let mut found = stream::iter(looking).buffer_unordered(AT_ONCE).ready_chunks(ROWS as usize);
    while let Some(found) = found.next().await {
        workspace.store().keep_authentication(found).await?;
    }
    Ok(count)
}

async fn read(workspace: &Workspace, rows: Vec<Unauthenticated>) -> StoreResult<Vec<Unverified>> {
    let folder = workspace.store().journal().to_owned();
    let read = tokio::task::spawn_blocking(move || batch::read(&folder, &rows));
    read.await.map_err(|error| StoreError::Failed(format!("reading the journal: {error}")))
}
