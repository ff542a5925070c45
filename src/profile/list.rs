//! All profiles, for `profile list`.

use super::config::{Config, Entry};
use super::credentials;
use super::{Server, Store};
use crate::error::Result;
use crate::wire;
use std::collections::BTreeSet;

/// One profile that stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The server's URL as the file writes it, or `local`.
    pub server: String,
    /// `bearer`, `hmac` or `local`; `None` when not signed in.
    pub kind: Option<&'static str>,
    /// The user name given at `login`.
    pub username: Option<String>,
    /// Whether commands use it unless told otherwise.
    pub default: bool,
    /// Whether a credential for its server is stored, or none is needed.
    pub signed_in: bool,
}

impl Store {
    /// Every profile that stands in `config.toml` or `credentials.toml`, by name.
    ///
    /// # Errors
    /// When a file is broken.
    pub fn list(&self) -> Result<Vec<Profile>> {
        let config = Config::read(&self.paths.config_file())?;
        let credentials = credentials::load(&self.paths.credentials_file())?;
        let names: BTreeSet<&String> = config.profiles.keys().chain(credentials.keys()).collect();
        let default = config.default.as_deref().unwrap_or("default");
        let row = |name: &String| {
            let entry = config.profiles.get(name);
            // A server that is no URL is shown as it is, so that somebody can see and remove it.
            let server = config.server(name, &self.paths.data).unwrap_or_default();
            let typed = entry.and_then(|entry: &Entry| entry.server.clone());
            let stored = credentials.get(name);
            let (kind, signed_in) = match (&server, stored) {
                (Some(Server::Local(_)), _) => (Some("local"), true),
                (Some(url), Some(stored)) => (Some(stored.credential.kind()), *url == Server::Url(stored.server.clone())),
                (None, Some(stored)) => (Some(stored.credential.kind()), typed.is_none()),
                (_, None) => (None, false),
            };
            let shown = server.map(|server| server.to_string()).or(typed).or(stored.map(|stored| stored.server.to_string()));
            Profile {
                name: name.clone(),
                server: shown.unwrap_or_else(|| wire::OPEN_API_SERVER.into()),
                kind,
                username: entry.and_then(|entry| entry.username.clone()),
                default: name == default,
                signed_in,
            }
        };
        Ok(names.into_iter().map(row).collect())
    }

    /// The server that the files give to a profile, if any: `config.toml`, else the stored credential.
    ///
    /// # Errors
    /// When a file is broken.
    pub fn server_of(&self, profile: &str) -> Result<Option<Server>> {
        if let Some(server) = Config::read(&self.paths.config_file())?.server(profile, &self.paths.data)? {
            return Ok(Some(server));
        }
        let stored = credentials::load(&self.paths.credentials_file())?.remove(profile);
        Ok(stored.map(|stored| Server::Url(stored.server)))
    }
}
