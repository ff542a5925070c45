//! Where a command goes and how it signs in: paths, `config.toml`, `credentials.toml`, precedence, and where each value came from.
//!
//! `--profile` > `QONTAK_PROFILE` > `default-profile`; environment beats files. Nothing here speaks to a server.

mod config;
mod credentials;
mod document;
mod edit;
mod list;
mod locked;
mod paths;
mod replace;
mod resolve;
mod target;
#[cfg(test)]
mod tests;

pub use credentials::{NOT_HEADER_SAFE, StoredCredential, is_client_id, is_token};
pub use list::Profile;
pub use locked::{Locked, Login};
pub use paths::Paths;
pub use resolve::{ALWAYS, environment_server};
pub use target::{BaseUrl, Bearer, Credential, Server, Source, Sourced, Target, quoted};

use crate::environment::Environment;
use crate::error::Result;
use std::path::{Path, PathBuf};
use tokio::time::Instant;

/// What the global flags say about the profile.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// `--profile`
    pub profile: Option<String>,
    /// `--local`
    pub local: bool,
}

/// `config.toml` and `credentials.toml`, read and written whole or not at all.
#[derive(Debug, Clone)]
pub struct Store {
    paths: Paths,
}

impl Store {
    /// The files in `paths`; nothing is read yet.
    #[must_use]
    pub const fn new(paths: Paths) -> Self {
        Self { paths }
    }

    /// Where the files are.
    #[must_use]
    pub const fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The credentials file, if others than its owner may read or change it. The next write closes it.
    #[must_use]
    pub fn exposed(&self) -> Option<PathBuf> {
        Some(self.paths.credentials_file()).filter(|path| crate::files::is_open_to_others(path).unwrap_or_default())
    }

    /// Takes the right to change the files; waits until `deadline` while another process has it. Creates the folder. `waiting` is
    /// told the lock's file, once, when the wait takes longer than usual.
    ///
    /// # Errors
    /// When the folder cannot be written, or the deadline passes: the message names the lock's file.
    pub async fn lock(&self, deadline: Instant, waiting: impl FnOnce(&Path)) -> Result<Locked> {
        Locked::wait(self.paths.clone(), deadline, waiting).await
    }
}
