//! Where a command goes and how it signs in: paths, `config.toml`, `credentials.toml`, precedence, and where each value came from.
//!
//! `--profile` > `QONTAK_PROFILE` > `default-profile`; environment beats files. Nothing here speaks to a server.

mod config;
mod credentials;
mod document;
mod edit;
mod environment;
mod list;
mod locked;
mod paths;
mod replace;
mod resolve;
mod target;
#[cfg(test)]
mod tests;

pub use credentials::{NOT_HEADER_SAFE, StoredCredential, is_client_id, is_token};
pub use environment::Environment;
pub use list::Profile;
pub use locked::{Locked, Login};
pub use paths::Paths;
pub use resolve::{ALWAYS, environment_server};
pub use target::{BaseUrl, Bearer, Credential, Face, Server, Source, Sourced, Target};

use crate::error::{Error, Result};

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

    /// Takes the right to change the files; waits while another process has it. Creates the folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn lock(&self) -> Result<Locked> {
        Locked::new(self.paths.clone())
    }

    /// [`Store::lock`] for asynchronous callers: Ctrl-C works while it waits.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub async fn lock_async(&self) -> Result<Locked> {
        let store = self.clone();
        let waiting = tokio::task::spawn_blocking(move || store.lock());
        waiting.await.map_err(|e| Error::unexpected("waiting for the configuration's lock", e))?
    }
}
