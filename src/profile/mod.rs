//! Where a command goes and how it signs in: paths, `config.toml`, `credentials.toml`, precedence, and where each value came from.
//!
//! `--profile` > `QONTAK_PROFILE` > `default-profile`; environment beats files. Nothing here speaks to a server.

mod environment;
mod target;

pub use environment::Environment;
pub use target::{BaseUrl, Bearer, Credential, Face, Server, Source, Sourced, Target};

use crate::error::{Error, Result};
use std::path::PathBuf;

/// Where our files are.
#[derive(Debug, Clone)]
pub struct Paths {
    /// Holds `config.toml` and `credentials.toml`.
    pub config: PathBuf,
    /// Holds the local workspace.
    pub data: PathBuf,
}

impl Paths {
    /// `QONTAK_CONFIG_DIR`, else XDG on Linux and macOS, `%APPDATA%` on Windows.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn new(_environment: &Environment) -> Result<Self> {
        Err(Error::unexpected("profile", "not built yet"))
    }
}

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

    /// Decides where a command goes, and as whom.
    ///
    /// # Errors
    /// When a file is broken, or a named profile does not exist.
    pub fn resolve(&self, _environment: &Environment, _selection: &Selection) -> Result<Target> {
        Err(Error::unexpected("profile", format!("{:?} not built yet", self.paths)))
    }
}
