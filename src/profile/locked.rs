//! Changes to the files, under a lock that every process of ours takes.

use super::config::Config;
use super::credentials::{self, StoredCredential};
use super::edit::{edit, profile, remove_profile, set};
use super::replace;
use super::{BaseUrl, Bearer, Credential, Paths, Server};
use crate::confirmed::Confirmed;
use crate::error::{Error, Kind, Result};
use crate::files;
use secrecy::{ExposeSecret as _, SecretString};
use std::fs::File;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;
use toml_edit::{TableLike, Value};

/// How long others hold the lock in passing: a file is read and replaced. Nobody needs to hear of that.
const USUAL: Duration = Duration::from_millis(300);
/// Between two tries to take the lock, at first.
const SHORTEST_PAUSE: Duration = Duration::from_millis(5);
/// Between two tries to take the lock, later.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// The right to change the files. Others wait until it is dropped.
#[derive(Debug)]
pub struct Locked {
    paths: Paths,
    _lock: File,
}

/// What a successful `login` leaves behind.
#[derive(Debug)]
pub struct Login<'a> {
    /// The profile's name.
    pub profile: &'a str,
    /// Where it goes.
    pub server: &'a Server,
    /// The user name, if one was typed.
    pub username: Option<&'a str>,
    /// How it signs in; nothing is stored for [`Credential::Local`].
    pub credential: &'a Credential,
}

impl Locked {
    /// Waits for the lock; `waiting` is told its file once, when that takes longer than usual.
    pub(super) async fn wait(paths: Paths, deadline: Instant, waiting: impl FnOnce(&Path)) -> Result<Self> {
        let started = Instant::now();
        let (mut waiting, mut pause) = (Some(waiting), SHORTEST_PAUSE);
        let lock = replace::open_lock(&paths.config)?;
        while !replace::try_lock(&paths.config, &lock)? {
            let now = Instant::now();
            if now >= deadline {
                return Err(held(&replace::lock_file(&paths.config), now - started));
            }
            if now - started >= USUAL
                && let Some(tell) = waiting.take()
            {
                tell(&replace::lock_file(&paths.config));
            }
            tokio::time::sleep_until(deadline.min(now + pause)).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
        Ok(Self { paths, _lock: lock })
    }

    /// The bearer token that is stored for a profile now, if it belongs to `server`. `None` when it was removed meanwhile, or when the
    /// profile was signed in to another server: that token must not be sent to this one.
    ///
    /// # Errors
    /// When the file is broken.
    pub fn bearer(&self, profile: &str, server: &Server) -> Result<Option<Bearer>> {
        let stored = credentials::load(&self.paths.credentials_file())?.remove(profile);
        Ok(stored.filter(|stored| matches!(server, Server::Url(url) if *url == stored.server)).and_then(|stored| {
            match stored.credential {
                Credential::Bearer(bearer) => Some(bearer),
                Credential::Hmac { .. } | Credential::Local => None,
            }
        }))
    }

    /// Replaces the bearer token `old` of a profile by a renewed one of the same server.
    ///
    /// # Errors
    /// When the file is broken or cannot be written, or no longer holds that token for that server: whoever signed out stays signed
    /// out, and whoever signed in elsewhere stays there.
    pub fn save_bearer(&mut self, profile: &str, server: &Server, old: &SecretString, renewed: &Bearer) -> Result<()> {
        let stored = self.bearer(profile, server)?;
        let same = stored.is_some_and(|stored| stored.access.expose_secret() == old.expose_secret());
        match server {
            Server::Url(url) if same => self.save_credential(profile, url, &Credential::Bearer(renewed.clone())),
            _ => Err(Error::unexpected("saving the renewed token", "the stored sign-in has changed meanwhile")),
        }
    }

    /// Saves what `login` found out, and makes the profile the default.
    ///
    /// # Errors
    /// When a file is broken or cannot be written.
    pub fn save_login(&mut self, login: &Login<'_>) -> Result<()> {
        // A broken config.toml must be noticed before the credential is written.
        Config::read(&self.paths.config_file())?;
        match login.server {
            Server::Url(url) => self.save_credential(login.profile, url, login.credential)?,
            Server::Local(_) => {
                self.remove_credential(login.profile)?;
            }
        }
        self.edit_config(|document| {
            set(document.as_table_mut(), "default-profile", Some(login.profile.into()));
            let Some(entry) = profile(document, login.profile) else { return };
            match login.server {
                Server::Url(url) => {
                    set(entry, "local", None);
                    set(entry, "server", Some(url.to_string().into()));
                }
                Server::Local(_) => {
                    set(entry, "server", None);
                    set(entry, "local", Some(true.into()));
                }
            }
            set(entry, "username", login.username.map(Value::from));
        })
    }

    /// Forgets the credential of a profile and keeps the profile. The credential that was stored comes back.
    ///
    /// # Errors
    /// When the file is broken or cannot be written.
    pub fn remove_credential(&mut self, profile: &str) -> Result<Option<StoredCredential>> {
        let stored = credentials::load(&self.paths.credentials_file())?.remove(profile);
        self.edit_credentials(|document| remove_profile(document, profile))?;
        Ok(stored)
    }

    /// Forgets a profile and its credential. When it was the default, there is no default afterwards.
    ///
    /// # Errors
    /// When a file is broken or cannot be written.
    pub fn remove_profile(&mut self, profile: &str, _confirmed: Confirmed) -> Result<()> {
        let default = Config::read(&self.paths.config_file())?.default;
        self.remove_credential(profile)?;
        self.edit_config(|document| {
            remove_profile(document, profile);
            if default.as_deref() == Some(profile) {
                set(document.as_table_mut(), "default-profile", None);
            }
        })
    }

    /// Makes a profile the default. Whether it exists is the caller's business.
    ///
    /// # Errors
    /// When the file is broken or cannot be written.
    pub fn set_default(&mut self, profile: &str) -> Result<()> {
        self.edit_config(|document| set(document.as_table_mut(), "default-profile", Some(profile.into())))
    }

    fn save_credential(&self, name: &str, server: &BaseUrl, credential: &Credential) -> Result<()> {
        self.edit_credentials(|document| {
            if let Some(entry) = profile(document, name) {
                write_credential(entry, server, credential);
            }
        })
    }

    fn edit_config(&self, change: impl FnOnce(&mut toml_edit::DocumentMut)) -> Result<()> {
        let path = self.paths.config_file();
        edit(&path, |text| Config::parse(&path, text).map(drop), change)
    }

    fn edit_credentials(&self, change: impl FnOnce(&mut toml_edit::DocumentMut)) -> Result<()> {
        let path = self.paths.credentials_file();
        // Also when its text will not change.
        files::tighten(&path).map_err(|e| Error::unexpected(format_args!("making {} private", path.display()), e))?;
        edit(&path, |text| credentials::parse(&path, text).map(drop), change)
    }
}

fn held(file: &Path, time: Duration) -> Error {
    let message =
        format!("another qontak has held {} for more than {:?}", file.display(), Duration::from_secs(time.as_secs().max(1)));
    Error::new(Kind::Unexpected, message).with_hint("let it finish, or end it; --timeout allows more time")
}

fn write_credential(entry: &mut dyn TableLike, server: &BaseUrl, credential: &Credential) {
    let text = |secret: &SecretString| Value::from(secret.expose_secret());
    let (mut access, mut refresh, mut expires, mut id, mut key) = (None, None, None, None, None);
    match credential {
        Credential::Bearer(bearer) => {
            access = Some(text(&bearer.access));
            refresh = bearer.refresh.as_ref().map(text);
            expires = bearer.expires_at.map(|at| at.to_string().into());
        }
        Credential::Hmac { client_id, secret } => {
            id = Some(client_id.into());
            key = Some(text(secret));
        }
        Credential::Local => {}
    }
    set(entry, "server", Some(server.to_string().into()));
    set(entry, "access-token", access);
    set(entry, "refresh-token", refresh);
    set(entry, "expires-at", expires);
    set(entry, "client-id", id);
    set(entry, "client-secret", key);
}
