//! What a served workspace does besides answering requests: it receives mail, files it, looks up its senders and sends replies.

use super::authentication::{self, Dns};
use super::intake::Intake;
use super::outbox;
use super::smtp::{self, Limits};
use super::tls::Tls;
use super::workspace::Workspace;
use crate::error::Result;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

/// Where mail comes in.
pub struct Receiver {
    /// Where to listen.
    pub listener: TcpListener,
    /// What a sender may do.
    pub limits: Limits,
    /// Offers STARTTLS.
    pub tls: Option<Tls>,
}

/// A workspace's Inbox, ready to run.
pub struct Inbox {
    workspace: Arc<Workspace>,
    intake: Option<(Arc<Intake>, Receiver)>,
    dns: Dns,
}

impl Inbox {
    /// Opens it. Without a receiver, what was received before and not filed is filed, unless another process receives.
    ///
    /// # Errors
    /// When mail is to be received, and another process does that for this workspace, or the journal cannot be written.
    pub async fn open(workspace: &Arc<Workspace>, receiver: Option<Receiver>, dns: Dns) -> Result<Self> {
        let intake = match receiver {
            Some(receiver) => Some((Arc::new(Intake::open(Arc::clone(workspace)).await?), receiver)),
            None => None,
        };
        Ok(Self { workspace: Arc::clone(workspace), intake, dns })
    }

    /// Works until `stopping` changes or ends; then what is under way may end.
    pub async fn run(self, stopping: watch::Receiver<()>) {
        let Self { workspace, intake, dns } = self;
        let replies = outbox::run(Arc::clone(&workspace), ended(&stopping));
        let mail = async {
            let Some((intake, receiver)) = intake else { return file_what_is_left(&workspace).await };
            let senders = authentication::run(workspace, dns, Arc::clone(intake.desk()), ended(&stopping));
            tokio::join!(senders, receive(intake, receiver, ended(&stopping)));
        };
        tokio::join!(replies, mail);
    }
}

/// Files what was received by a process that ended before it was filed.
async fn file_what_is_left(workspace: &Arc<Workspace>) {
    if !workspace.store().journal().is_dir() {
        return;
    }
    match Intake::open(Arc::clone(workspace)).await {
        Ok(intake) => intake.filing(std::future::ready(())).await,
        Err(e) => workspace.tell(&format!("what was received before is not looked at: {e}")),
    }
}

/// Receives and files; filing ends last, when nothing more can come.
async fn receive(intake: Arc<Intake>, receiver: Receiver, stop: impl Future<Output = ()>) {
    let (last, no_more) = oneshot::channel::<()>();
    let filing = intake.filing(async { drop(no_more.await) });
    let receiving = async {
        smtp::launch(receiver.listener, Arc::clone(&intake), receiver.limits, receiver.tls, stop).await;
        drop(last);
    };
    tokio::join!(filing, receiving);
}

fn ended(stopping: &watch::Receiver<()>) -> impl Future<Output = ()> + use<> {
    let mut stopping = stopping.clone();
    async move { drop(stopping.changed().await) }
}
