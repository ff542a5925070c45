//! Where the receiver brings a message, and what it may ask before: the seam between `smtp` and what is behind it.

use super::journal::{Content, Envelope, Spool};
use super::store::StoreError;
use super::workspace::Workspace;
use std::io;
use std::sync::Arc;

/// Takes messages for a workspace.
pub struct Intake {
    workspace: Arc<Workspace>,
}

/// Why a message was not taken. Either is for the moment: the sender is to try again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// The disk is full: `452 4.3.1`.
    Full,
    /// Anything else: `451 4.3.0`. The text is for the operator's log.
    Failed(String),
}

impl Intake {
    /// The workspace.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Whether mail for this channel is taken (the local part of a forwarder, a UUID in lower case).
    ///
    /// # Errors
    /// When nobody can tell for the moment: `451 4.3.0`.
    pub async fn takes(&self, channel_id: &str) -> Result<bool, StoreError> {
        self.workspace.store().takes_mail(channel_id.to_owned()).await
    }

    /// Whether messages can be taken for the moment; asked at MAIL. `false` while what was taken before cannot be filed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        true
    }

    /// A file for a message that is too large to be held.
    ///
    /// # Errors
    /// When the disk is full or the folder cannot be written.
    pub fn spool(&self) -> io::Result<Spool> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Takes a message: when this returns, it is durable, and whoever sent it may forget it. Dropping the future before it returns
    /// leaves open whether it was taken.
    ///
    /// # Errors
    /// Nothing was taken.
    pub async fn take(&self, _envelope: Envelope, _content: Content) -> Result<(), NotTaken> {
        Err(NotTaken::Failed("not built".into()))
    }
}
