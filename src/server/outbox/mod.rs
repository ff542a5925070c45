//! Replies on their way out: one process at a time works on a workspace's outbox, and it does not stop at one dead server.

mod compose;
mod work;

pub(super) use compose::{Composed, answered, compose};

use super::clock;
use super::store::CutOff;
use super::workspace::Workspace;
use std::fs::{File, TryLockError};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How often to look whether whoever works on the outbox has gone.
const LOOK: Duration = Duration::from_secs(1);

/// Works on the outbox of `workspace` until `shutdown` ends: sends what is due, and again what could not be sent. Waits as long as
/// another process does that already. At the end, a reply whose content is on its way has a minute to be answered.
///
/// The lock is one of the operating system: it ends with the process, however that ends.
pub async fn run(workspace: Arc<Workspace>, shutdown: impl Future<Output = ()>) {
    let mut shutdown = pin!(shutdown);
    let _lock = tokio::select! {
        biased;
        () = &mut shutdown => return,
        lock = lock(&workspace) => lock,
    };
    let recovered = tokio::select! {
        biased;
        () = &mut shutdown => return,
        recovered = recover(&workspace) => recovered,
    };
    if recovered.again > 0 {
        let line = format!(
            "replies that are sent again although the answer to them was lost: {} (they may arrive twice)",
            recovered.again
        );
        log(&workspace, &line);
    }
    if recovered.given_up > 0 {
        let line =
            format!("replies that were given up because no answer came again: {} (they may have arrived)", recovered.given_up);
        log(&workspace, &line);
    }
    work::work(&workspace, shutdown).await;
}

/// Tells the operator.
fn log(workspace: &Workspace, line: &str) {
    if let Some(log) = &workspace.settings().log {
        log(&format!("outbox: {line}"));
    }
}

async fn lock(workspace: &Workspace) -> File {
    let path = workspace.store().outbox_lock();
    let mut told = false;
    loop {
        let opened = open(path).and_then(|file| match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(e),
        });
        match opened {
            Ok(Some(file)) => return file,
            Ok(None) => {}
            Err(e) if !told => {
                log(workspace, &format!("no reply is sent as long as {} cannot be locked: {e}", path.display()));
                told = true;
            }
            Err(_) => {}
        }
        sleep(LOOK).await;
    }
}

/// The file is never removed: a second process could lock a new one of the same name.
fn open(path: &std::path::Path) -> std::io::Result<File> {
    match crate::files::new_private(path) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => File::options().write(true).open(path),
        made => made,
    }
}

async fn recover(workspace: &Workspace) -> CutOff {
    loop {
        match workspace.store().recover_outbox(clock::now()).await {
            Ok(lost) => return lost,
            Err(e) => log(workspace, &format!("cannot look at replies that were cut off: {e}")),
        }
        sleep(LOOK).await;
    }
}
