//! The work: a few channels side by side, each one reply at a time and in order.

use super::{LOOK, log};
use crate::channel::Security;
use crate::mail::network::Network;
use crate::mail::smtp::{self, Account, Session};
use crate::server::clock;
use crate::server::store::{ANSWER_LOST, Attempt, ChannelRow, DueReply, REPEATS, StoreResult};
use crate::server::workspace::Workspace;
use secrecy::SecretString;
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
/// How long replies whose content is on its way may take once the process is told to stop: whose answer is not heard is sent again.
const GRACE: Duration = Duration::from_secs(60);
/// The longest pause between two tries to keep how an attempt ended.
const PAUSE: Duration = Duration::from_secs(60);
/// What [`Attempt`] says of a channel that is gone.
const DISCONNECTED: &str = "channel_disconnected";

/// Why a reply was not taken.
struct Trouble {
    class: &'static str,
    /// What the server said, or what happened; holds no secret.
    text: String,
    /// Whether trying again is in vain.
    permanent: bool,
    /// Whether the server answered, so that it hears a farewell.
    answered: bool,
}

impl From<smtp::Trouble> for Trouble {
    fn from(trouble: smtp::Trouble) -> Self {
        Self { class: trouble.class(), text: trouble.text, permanent: trouble.permanent, answered: trouble.answered }
    }
}

/// Sends until `shutdown` ends.
pub(super) async fn work(workspace: &Arc<Workspace>, mut shutdown: Pin<&mut impl Future<Output = ()>>) {
    let (stop, stopping) = watch::channel(());
    let mut attempts = JoinSet::new();
    let mut busy: HashMap<Id, Begun> = HashMap::new();
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
            (id, kept) = ended(&mut attempts) => {
                if let Some(begun) = busy.remove(&id).filter(|_| !kept) {
                    again(workspace, &begun).await;
                }
            }
            () = workspace.outbox().notified() => {}
            () = sleep(rest) => {}
        }
    }
    // Whatever was not handed over is left; whoever works on the outbox next finds it.
    drop(stop);
    let _ = timeout(GRACE, async { while attempts.join_next().await.is_some() {} }).await;
}

/// What is known of an attempt that is under way.
struct Begun {
    channel: String,
    row: i64,
    attempts: u32,
    created_at: i64,
}

/// The next attempt that ends, and whether it kept how; never, when there is none.
async fn ended(attempts: &mut JoinSet<bool>) -> (Id, bool) {
    match attempts.join_next_with_id().await {
        Some(Ok(ended)) => ended,
        // It panicked.
        Some(Err(e)) => (e.id(), false),
        None => pending().await,
    }
}

/// A reply whose attempt ended without a word is due again in its time.
async fn again(workspace: &Workspace, begun: &Begun) {
    let now = clock::now();
    let Begun { row, attempts, created_at, .. } = *begun;
    let due = workspace.settings().retry.next(attempts, created_at, now).unwrap_or(now.saturating_add(60_000));
    match workspace.store().cut_off(row, due).await {
        Ok(_) => log(workspace, &format!("an attempt to send a reply of channel {} was cut off", begun.channel)),
        Err(e) => log(workspace, &format!("a reply that was cut off waits for the next start: {e}")),
    }
}

/// Begins what is due, as far as there is room; returns how long nothing new can be due.
async fn fill(
    workspace: &Arc<Workspace>,
    attempts: &mut JoinSet<bool>,
    busy: &mut HashMap<Id, Begun>,
    stopping: &watch::Receiver<()>,
) -> StoreResult<Duration> {
    let names = |busy: &HashMap<Id, Begun>| busy.values().map(|begun| begun.channel.clone()).collect::<Vec<_>>();
    // A look before the first write: most of the time there is nothing.
    let mut next = workspace.store().next_due(names(busy)).await?;
    while next.is_some_and(|at| at <= clock::now()) && busy.len() < CHANNELS {
        let Some(reply) = workspace.store().take_due(clock::now(), names(busy)).await? else { break };
        let DueReply { row, attempts: nth, created_at, .. } = reply;
        let begun = Begun { channel: reply.channel_id.clone(), row, attempts: nth, created_at };
        let task = attempts.spawn(attempt(Arc::clone(workspace), reply, stopping.clone()));
        busy.insert(task.id(), begun);
        next = workspace.store().next_due(names(busy)).await?;
    }
    let wait = next.map_or(i64::MAX, |at| at.saturating_sub(clock::now()));
    let wait = if busy.len() < CHANNELS { wait.max(1) } else { i64::MAX };
    Ok(OTHERS.min(Duration::from_millis(wait.unsigned_abs())))
}

/// One attempt, to its end and into the store; false when how it ended is not kept.
async fn attempt(workspace: Arc<Workspace>, reply: DueReply, stopping: watch::Receiver<()>) -> bool {
    let mut session = None;
    let Some(result) = send(&workspace, &reply, stopping, &mut session).await else { return false };
    let now = clock::now();
    // A conversation that broke off is not ended with a word.
    let mut session: Option<Session<'_>> = session.filter(|_| result.as_ref().err().is_none_or(|trouble| trouble.answered));
    let ended = match result {
        Ok(said) => Attempt::Sent { reply: said },
        Err(trouble) => after(&workspace, &reply, trouble, now),
    };
    if let Attempt::Failed { class, reply: said, .. } = &ended {
        let mailbox = reply.channel.as_ref().ok().and_then(Option::as_ref).map_or("-", |(channel, _)| channel.address.as_str());
        log(&workspace, &format!("a reply of {mailbox} (channel {}) failed ({class}): {said}", reply.channel_id));
    }
    keep(&workspace, &reply, ended, now).await;
    if let Some(session) = &mut session {
        session.close().await;
    }
    true
}

/// What is known must be kept: without it, the reply would be sent again.
async fn keep(workspace: &Workspace, reply: &DueReply, ended: Attempt, now: i64) {
    let mut pause = LOOK;
    loop {
        match workspace.store().end_attempt(reply.row, ended.clone(), now).await {
            Ok(true) => return,
            Ok(false) => {
                log(workspace, &format!("a reply of channel {} was in other hands when its attempt ended", reply.channel_id));
                return;
            }
            Err(e) => log(workspace, &format!("cannot keep how a reply ended: {e}")),
        }
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE);
    }
}

/// What becomes of a reply that was not taken.
fn after(workspace: &Workspace, reply: &DueReply, trouble: Trouble, now: i64) -> Attempt {
    let Trouble { class, text, permanent, .. } = trouble;
    let (class, answer_lost) = (class.to_owned(), class == ANSWER_LOST);
    let retry = &workspace.settings().retry;
    let often = answer_lost && reply.answers_lost >= REPEATS;
    match retry.next(reply.attempts, reply.created_at, now).filter(|_| !permanent && !often) {
        Some(at) => Attempt::Later { at, class, reply: text, answer_lost },
        None if permanent => Attempt::Failed { class, reply: text, answer_lost },
        None if often => {
            let reply = format!("{text} (handed over {} times, and no answer came)", reply.answers_lost + 1);
            Attempt::Failed { class, reply, answer_lost }
        }
        None => Attempt::Failed { class, reply: format!("{text} (given up after {})", retry.patience()), answer_lost },
    }
}

/// Sends a reply: what the server said to it, or why it did not take it. `None` when the process is told to stop before the
/// content was handed over.
async fn send(
    workspace: &Workspace,
    reply: &DueReply,
    mut stopping: watch::Receiver<()>,
    open: &mut Option<Session<'static>>,
) -> Option<Result<String, Trouble>> {
    let permanent = |class, text: String| Some(Err(Trouble { class, text, permanent: true, answered: true }));
    let (channel, password) = match &reply.channel {
        Ok(Some(channel)) => channel,
        Ok(None) => return permanent(DISCONNECTED, "the channel has been disconnected".to_owned()),
        Err(e) => return permanent("bad_credentials", format!("the channel's password cannot be read: {e}")),
    };
    let hello = channel.forwarder.rsplit('@').next().unwrap_or("localhost").to_owned();
    let account = account(channel, password);
    let prepare = async {
        let session = open.insert(Session::signed_in(&account, hello, &Network::default()).await?);
        session.prepare(&reply.recipients, &reply.raw).await
    };
    let prepared = tokio::select! {
        biased;
        prepared = prepare => prepared,
        _ = stopping.changed() => return None,
    };
    if let Err(trouble) = prepared {
        return Some(Err(trouble.into()));
    }
    // From here on nobody stops it: the answer is to be heard.
    match workspace.store().hand_over(reply.row).await {
        Ok(true) => Some(open.as_mut()?.hand_over(&reply.raw).await.map_err(Trouble::from)),
        // Somebody else has this reply, or nobody can tell: without a word, so that the server forgets it.
        Ok(false) => None,
        Err(e) => Some(Err(Trouble { class: "unknown", text: format!("database: {e}"), permanent: false, answered: false })),
    }
}

/// Who signs in where.
fn account(channel: &ChannelRow, password: &SecretString) -> Account {
    Account {
        host: channel.smtp_host.clone(),
        port: channel.smtp_port,
        // A word that nobody has seen yet is treated as the one that most providers mean.
        security: Security::parse(&channel.protocol).unwrap_or(Security::Starttls),
        login: channel.smtp_username.clone(),
        mailbox: channel.address.clone(),
        password: Some(password.clone()),
    }
}
