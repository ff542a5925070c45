//! `config.toml`: which profiles there are. Hand-editable; holds no secret.

use super::document::{Parsed, ProfileTable, read};
use super::{BaseUrl, Server};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the file says.
#[derive(Debug, Default)]
pub(super) struct Config {
    path: PathBuf,
    /// `default-profile`
    pub(super) default: Option<String>,
    /// `[profiles.NAME]`
    pub(super) profiles: BTreeMap<String, Entry>,
}

/// One `[profiles.NAME]`.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// `server`, as it is written: a wrong one breaks its own profile only.
    pub(super) server: Option<String>,
    server_line: usize,
    /// `local`
    pub(super) local: bool,
    /// `username`
    pub(super) username: Option<String>,
}

impl Config {
    /// Reads the file; an absent one is empty.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::parse(path, read(path)?)
    }

    /// Understands the file's text.
    pub(super) fn parse(path: &Path, text: String) -> Result<Self> {
        let parsed = Parsed::new(path, text)?;
        let mut profiles = BTreeMap::new();
        for ProfileTable { name, table, place } in parsed.profiles()? {
            let entry = Entry {
                server: parsed.text(table, "server")?,
                server_line: parsed.line(table.get("server").and_then(toml_edit::Item::span)),
                local: parsed.flag(table, "local")?,
                username: parsed.text(table, "username")?,
            };
            if entry.local && entry.server.is_some() {
                return Err(parsed.wrong(place, "a profile has either server or local = true, not both"));
            }
            profiles.insert(name.to_owned(), entry);
        }
        Ok(Self { path: path.to_owned(), default: parsed.text(parsed.root(), "default-profile")?, profiles })
    }

    /// The server that the file gives to a profile.
    pub(super) fn server(&self, profile: &str, data: &Path) -> Result<Option<Server>> {
        let entry = self.profiles.get(profile);
        let typed = match entry {
            Some(entry) if entry.local => return Ok(Some(Server::Local(data.to_owned()))),
            Some(Entry { server: Some(typed), .. }) => typed,
            _ if profile == "local" => return Ok(Some(Server::Local(data.to_owned()))),
            _ => return Ok(None),
        };
        let line = entry.map_or(0, |entry| entry.server_line);
        BaseUrl::parse(typed).map(|url| Some(Server::Url(url))).map_err(|e| {
            let error = Error::new(e.kind(), format!("{}:{line}: {}", self.path.display(), e.message()));
            error.with_hint(e.hint().unwrap_or_default())
        })
    }
}
