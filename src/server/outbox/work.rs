//! The work: a few channels side by side, each one reply at a time and in order.

use super::session::{Session, Trouble};
use super::{LOOK, log};
use crate::server::clock;
use crate::server::store::{Attempt, DueReply, StoreResult};
use crate::server::workspace::Workspace;
use std::collections::HashMap;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::{sleep, timeout};

/// Channels that are worked on side by side. A dead server holds up its own channel only, unless there are as many of them.
const CHANNELS: usize = 8;
/// How often to look for replies that another process has queued.
const OTHERS: Duration = Duration::from_secs(2);
/// How long replies whose content is on its way may take once the process is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// What [`Attempt`] says of a channel that is gone.
const DISCONNECTED: &str = "channel_disconnected";

/// Sends until `shutdown` ends.
pub(super) async fn work(workspace: &Arc<Workspace>, mut shutdown: Pin<&mut impl Future<Output = ()>>) {
    let (stop, stopping) = watch::channel(());
    let mut attempts = JoinSet::new();
    let mut busy: HashMap<Id, String> = HashMap::new();
    loop {
        let rest = match fill(workspace, &mut attempts, &mut busy, &stopping).await {
            Ok(rest) => rest,
            Err(e) => {
                log(workspace, &format!("cannot look for replies: {e}"));
                LOOK
            }
        };
        tokio::select! {
            biased;
            () = &mut shutdown => break,
            ended = ended(&mut attempts) => drop(busy.remove(&ended)),
            () = workspace.outbox().notified() => {}
            () = sleep(rest) => {}
        }
    }
    // Whatever was not handed over is left; whoever works on the outbox next finds it.
    drop(stop);
    let _ = timeout(GRACE, async { while attempts.join_next().await.is_some() {} }).await;
}

/// The next attempt that ends; never, when there is none.
async fn ended(attempts: &mut JoinSet<()>) -> Id {
    match attempts.join_next_with_id().await {
        Some(Ok((id, ()))) => id,
        Some(Err(e)) => e.id(),
        None => pending().await,
    }
}

/// Begins what is due, as far as there is room; returns how long nothing new can be due.
async fn fill(
    workspace: &Arc<Workspace>,
    attempts: &mut JoinSet<()>,
    busy: &mut HashMap<Id, String>,
    stopping: &watch::Receiver<()>,
) -> StoreResult<Duration> {
    let names = |busy: &HashMap<Id, String>| busy.values().cloned().collect::<Vec<_>>();
    // A look before the first write: most of the time there is nothing.
    let mut next = workspace.store().next_due(names(busy)).await?;
    while next.is_some_and(|at| at <= clock::now()) && busy.len() < CHANNELS {
        let Some(reply) = workspace.store().take_due(clock::now(), names(busy)).await? else { break };
        let channel = reply.channel_id.clone();
        let task = attempts.spawn(attempt(Arc::clone(workspace), reply, stopping.clone()));
        busy.insert(task.id(), channel);
        next = workspace.store().next_due(names(busy)).await?;
    }
    let wait = next.map_or(i64::MAX, |at| at.saturating_sub(clock::now()));
    let wait = if busy.len() < CHANNELS { wait.max(1) } else { i64::MAX };
    Ok(OTHERS.min(Duration::from_millis(wait.unsigned_abs())))
}

/// One attempt, to its end and into the store.
async fn attempt(workspace: Arc<Workspace>, reply: DueReply, stopping: watch::Receiver<()>) {
    let mut session = None;
    let Some(result) = send(&workspace, &reply, stopping, &mut session).await else { return };
    let now = clock::now();
    // A conversation that broke off is not ended with a word.
    let session = session.filter(|_| result.as_ref().err().is_none_or(|trouble| trouble.answered));
    let ended = match result {
        Ok(said) => Attempt::Sent { reply: said },
        Err(trouble) => after(&workspace, &reply, trouble, now),
    };
    if let Attempt::Failed { class, reply: said } = &ended {
        log(&workspace, &format!("a reply of channel {} failed ({class}): {said}", reply.channel_id));
    }
    // What is known must be kept: without it, the reply would be sent again.
    while let Err(e) = workspace.store().end_attempt(reply.row, ended.clone(), now).await {
        log(&workspace, &format!("cannot keep how a reply ended: {e}"));
        sleep(LOOK).await;
    }
    if let Some(session) = session {
        session.close().await;
    }
}

/// What becomes of a reply that was not taken.
fn after(workspace: &Workspace, reply: &DueReply, trouble: Trouble, now: i64) -> Attempt {
    let Trouble { class, text, permanent, .. } = trouble;
    let (class, lost) = (class.to_owned(), class == "answer_lost");
    let retry = &workspace.settings().retry;
    match retry.next(reply.attempts, reply.created_at, now).filter(|_| !permanent) {
        Some(at) => Attempt::Later { at, class, reply: text, answer_lost: lost },
        None if permanent => Attempt::Failed { class, reply: text },
        None => Attempt::Failed { class, reply: format!("{text} (given up after {})", retry.patience()) },
    }
}

/// Sends a reply: what the server said to it, or why it did not take it. `None` when the process is told to stop before the
/// content was handed over.
async fn send(
    workspace: &Workspace,
    reply: &DueReply,
    mut stopping: watch::Receiver<()>,
    open: &mut Option<Session>,
) -> Option<Result<String, Trouble>> {
    let permanent = |class, text: String| Some(Err(Trouble { class, text, permanent: true, answered: true }));
    let (channel, password) = match &reply.channel {
        Ok(Some(channel)) => channel,
        Ok(None) => return permanent(DISCONNECTED, "the channel has been disconnected".to_owned()),
        Err(e) => return permanent("bad_credentials", format!("the channel's password cannot be read: {e}")),
    };
    let prepare = async {
        let session = open.insert(Session::open(channel, password).await?);
        session.prepare(&channel.address, &reply.recipients, &reply.raw).await
    };
    let prepared = tokio::select! {
        biased;
        prepared = prepare => prepared,
        _ = stopping.changed() => return None,
    };
    if let Err(trouble) = prepared {
        return Some(Err(trouble));
    }
    // From here on nobody stops it: the answer is to be heard.
    match workspace.store().hand_over(reply.row).await {
        Ok(true) => Some(open.as_mut()?.hand_over(&reply.raw).await),
        // Somebody else has this reply, or nobody can tell: without a word, so that the server forgets it.
        Ok(false) => None,
        Err(e) => Some(Err(Trouble { class: "unknown", text: format!("database: {e}"), permanent: false, answered: false })),
    }
}
