//! Where the receiver brings a message, and what it may ask before: the seam between `smtp` and what is behind it.

use super::filing::Desk;
pub use super::journal::NotKept as NotTaken;
use super::journal::{Content, Envelope, Journal, Spool};
use super::store::StoreError;
use super::workspace::Workspace;
use crate::error::{Error, Result};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Takes messages for a workspace. Only one process at a time does.
pub struct Intake {
    workspace: Arc<Workspace>,
    journal: Journal,
    desk: Arc<Desk>,
    /// Whether the last message could not be kept.
    refusing: AtomicBool,
}

impl Intake {
    /// Opens the workspace's journal.
    ///
    /// # Errors
    /// When another process receives for this workspace, the journal cannot be written, or the database cannot be read.
    pub async fn open(workspace: Arc<Workspace>) -> Result<Self> {
        let store = workspace.store();
        let filed = store.filed().await.map_err(|e| Error::unexpected("workspace database", e))?;
        let journal = Journal::open(store.journal(), filed)?;
        Ok(Self { workspace, journal, desk: Arc::default(), refusing: AtomicBool::new(false) })
    }

    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Files what was taken, until `shutdown` ends and all of it is filed or cannot be.
    pub fn filing(&self, shutdown: impl Future<Output = ()>) -> impl Future<Output = ()> {
        Arc::clone(&self.desk).work(Arc::clone(&self.workspace), self.journal.durable(), shutdown)
    }

    /// Told of every batch that was filed.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Whether mail for this channel is taken (the local part of a forwarder, a UUID in lower case).
    ///
    /// # Errors
    /// When nobody can tell for the moment: `451 4.3.0`.
    pub async fn takes(&self, channel_id: &str) -> std::result::Result<bool, StoreError> {
        self.workspace.store().takes_mail(channel_id.to_owned()).await
    }

    /// Whether messages can be taken for the moment; asked at MAIL. `false` while what was taken before cannot be filed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.desk.is_keeping_up()
    }

    /// A file for a message that is too large to be held.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be written.
    pub fn spool(&self) -> io::Result<Spool> {
        self.journal.spool()
    }

    /// Takes a message: when this returns, it is durable, and whoever sent it may forget it. Dropping the future before it returns
    /// leaves open whether it was taken.
    ///
    /// # Errors
    /// Nothing was taken, and the sender is to try again: `452 4.3.1` when the disk is full, otherwise `451 4.3.0`.
    pub async fn take(&self, envelope: Envelope, content: Content) -> std::result::Result<(), NotTaken> {
        let taken = self.journal.append(&envelope, content).await;
        // The operator hears of it once, not with each message.
        let refused = taken.is_err();
        if self.refusing.swap(refused, Ordering::Relaxed) != refused {
            self.workspace.tell(&match &taken {
                Ok(()) => "mail is taken again".to_owned(),
                Err(NotTaken::Full) => "mail is refused for the moment: the disk is full".to_owned(),
                Err(NotTaken::Failed(why)) => format!("mail is refused for the moment: {why}"),
            });
        }
        taken
    }
}
