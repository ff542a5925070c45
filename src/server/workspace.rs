//! A workspace: the store, the settings it is served with, and what both the server and its commands do with people and tokens.

use super::attempts::{Attempts, TooMany};
use super::body::Strangers;
use super::downloads::Downloads;
use super::hasher::Hasher;
use super::retry::Retry;
use super::store::sqlite::{Access, Sqlite};
use super::store::{CredentialRow, NewCredential, NewPerson, PersonRow, Store, StoreError, TokenRow};
use super::{clock, random};
use crate::channel::Address;
use crate::error::{Error, Kind, Result};
use crate::log::Log;
use crate::wire::oauth::TokenReply;
use crate::wire::role::Role;
use aws_lc_rs::digest;
use secrecy::{ExposeSecret as _, SecretString};
use std::path::Path;
use std::time::Duration;
use tokio::sync::Notify;

/// How long a refresh token outlives its access token.
const REFRESH_GRACE: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// The fewest characters of a password or a client secret that somebody chooses.
pub const MIN_SECRET: usize = 8;
/// The most characters of one.
const MAX_SECRET: usize = 1024;

/// How a workspace is served.
#[derive(Clone)]
pub struct Settings {
    /// The domain of new forwarder addresses.
    pub forwarder_domain: String,
    /// How long an access token lives.
    pub token_lifetime: Duration,
    /// When replies that could not be sent are tried again.
    pub retry: Retry,
    /// Where failures of ours are told.
    pub log: Option<Log>,
}

impl Default for Settings {
    /// The vendor's domain, and the vendor's 345 days.
    fn default() -> Self {
        Self {
            forwarder_domain: crate::wire::FORWARDER_DOMAIN.into(),
            token_lifetime: Duration::from_secs(345 * 24 * 60 * 60),
            retry: Retry::default(),
            log: None,
        }
    }
}

/// A person who may sign in.
pub type Person = PersonRow;
/// An HMAC credential, without its secret.
pub type Credential = CredentialRow;

/// A workspace and how it is served.
pub struct Workspace {
    store: Box<dyn Store>,
    settings: Settings,
    hasher: Hasher,
    attempts: Attempts,
    strangers: Strangers,
    outbox: Notify,
    downloads: Downloads,
}

/// What became of a sign-in.
pub(super) enum SignIn {
    Done(TokenReply),
    /// An unknown username or a wrong password.
    Wrong,
    /// Nothing was checked.
    TooMany(TooMany),
}

impl Workspace {
    /// Opens the workspace in the database file at `path` for use by this one command; makes it on first use.
    ///
    /// # Errors
    /// When the file cannot be opened, is no workspace, was made by a newer version, or its key file is missing or not its own.
    pub fn open(path: &Path, settings: Settings) -> Result<Self> {
        Ok(Self::over(Box::new(Sqlite::open(path, Access::Inline)?), settings))
    }

    /// Opens the workspace that is in the database file at `path` for use by this one command.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound) when there is none; otherwise as [`Workspace::open`].
    pub fn open_existing(path: &Path, settings: Settings) -> Result<Self> {
        Ok(Self::over(Box::new(Sqlite::open_existing(path, Access::Inline)?), settings))
    }

    /// Opens the workspace in the database file at `path` to serve many requests side by side.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_to_serve(path: &Path, settings: Settings) -> Result<Self> {
        Ok(Self::over(Box::new(Sqlite::open(path, Access::Pooled)?), settings))
    }

    pub(super) fn over(store: Box<dyn Store>, settings: Settings) -> Self {
        Self {
            store,
            settings,
            hasher: Hasher::new(),
            attempts: Attempts::default(),
            strangers: Strangers::default(),
            outbox: Notify::new(),
            downloads: Downloads::default(),
        }
    }

    #[cfg(test)]
    pub(super) fn counting_by(self, clock: super::attempts::Clock) -> Self {
        Self { attempts: Attempts::with_clock(clock), ..self }
    }

    pub(super) const fn strangers(&self) -> &Strangers {
        &self.strangers
    }

    pub(super) const fn downloads(&self) -> &Downloads {
        &self.downloads
    }

    pub(super) fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Told when there is something new to send.
    pub(super) const fn outbox(&self) -> &Notify {
        &self.outbox
    }

    /// How it is served.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Puts the forwarders of all channels under the domain that is served: mail to another one does not arrive. Returns how many
    /// were elsewhere.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn move_forwarders(&self) -> Result<usize> {
        self.store.move_forwarders(self.settings.forwarder_domain.clone()).await.map_err(failed)
    }

    /// Tells the operator.
    pub(super) fn tell(&self, line: &str) {
        if let Some(log) = &self.settings.log {
            log(line);
        }
    }

    /// Adds a person. The username is an email address.
    ///
    /// # Errors
    /// [`Usage`](Kind::Usage) for a username or a password that cannot be, [`AlreadyExists`](Kind::AlreadyExists).
    pub async fn add_person(
        &self,
        username: &str,
        full_name: Option<&str>,
        role: Role,
        password: SecretString,
    ) -> Result<Person> {
        let address = Address::parse(username).map_err(|e| Error::usage(format!("username: {e}")))?;
        check_secret("password", &password)?;
        let full_name = full_name.unwrap_or_else(|| address.as_str()).trim().to_owned();
        check_name("full name", &full_name)?;
        let row = PersonRow {
            id: uuid::Uuid::new_v4().to_string(),
            username: address.as_str().to_owned(),
            full_name,
            role,
            created_at: clock::now(),
        };
        let password_hash = self.hasher.turn().await.map_err(failed)?.hash(password).await?;
        let person = NewPerson { row: row.clone(), username_key: address.key(), password_hash };
        self.store.add_person(person).await.map_err(|e| match e {
            StoreError::Taken => Error::new(Kind::AlreadyExists, format!("{address} exists already")),
            e => failed(e),
        })?;
        Ok(row)
    }

    /// Everybody, by username.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(&self) -> Result<Vec<Person>> {
        self.store.people().await.map_err(failed)
    }

    /// One person.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound).
    pub async fn person(&self, username: &str) -> Result<Person> {
        let found = self.store.person(username_key(username)).await.map_err(failed)?;
        found.map(|(row, _)| row).ok_or_else(|| nobody(username))
    }

    /// Sets a new password; all tokens of the person stop working.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound), [`Usage`](Kind::Usage) for a password that cannot be.
    pub async fn set_password(&self, username: &str, password: SecretString) -> Result<()> {
        check_secret("password", &password)?;
        let hash = self.hasher.turn().await.map_err(failed)?.hash(password).await?;
        match self.store.set_password(username_key(username), hash).await.map_err(failed)? {
            true => Ok(()),
            false => Err(nobody(username)),
        }
    }

    /// Removes a person; all tokens of the person stop working.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound).
    pub async fn remove_person(&self, username: &str) -> Result<()> {
        match self.store.remove_person(username_key(username)).await.map_err(failed)? {
            true => Ok(()),
            false => Err(nobody(username)),
        }
    }

    /// Adds an HMAC credential with `secret`.
    ///
    /// # Errors
    /// [`Usage`](Kind::Usage) for a name or a secret that cannot be, [`AlreadyExists`](Kind::AlreadyExists) for the name.
    pub async fn add_credential(&self, name: &str, role: Role, secret: SecretString) -> Result<Credential> {
        let name = name.trim().to_owned();
        check_name("name", &name)?;
        check_secret("client secret", &secret)?;
        let row = CredentialRow { client_id: random::hex24()?, name, role, created_at: clock::now() };
        self.store.add_credential(NewCredential { row: row.clone(), secret }).await.map_err(|e| match e {
            StoreError::Taken => Error::new(Kind::AlreadyExists, format!("there is a credential named {:?} already", row.name)),
            e => failed(e),
        })?;
        Ok(row)
    }

    /// All HMAC credentials, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self) -> Result<Vec<Credential>> {
        self.store.credentials().await.map_err(failed)
    }

    /// One HMAC credential.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound).
    pub async fn credential(&self, client_id: &str) -> Result<Credential> {
        // Its secret stays sealed: a damaged one must not keep anybody from removing it.
        let all = self.store.credentials().await.map_err(failed)?;
        all.into_iter().find(|row| row.client_id == client_id).ok_or_else(|| no_credential(client_id))
    }

    /// Removes an HMAC credential.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound).
    pub async fn remove_credential(&self, client_id: &str) -> Result<()> {
        match self.store.remove_credential(client_id.to_owned()).await.map_err(failed)? {
            true => Ok(()),
            false => Err(no_credential(client_id)),
        }
    }

    /// A secret for a new credential: 43 url-safe characters.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn new_secret() -> Result<SecretString> {
        random::secret()
    }

    /// Signs a person in.
    pub(super) async fn sign_in(&self, username: &str, password: SecretString) -> Result<SignIn, StoreError> {
        let key = username_key(username);
        let name = sha256(&key);
        if let Err(wait) = self.attempts.check(&name) {
            return Ok(SignIn::TooMany(wait));
        }
        let found = self.store.person(key).await?;
        let turn = self.hasher.turn().await?;
        if let Err(wait) = self.attempts.begin(name, found.is_some()) {
            return Ok(SignIn::TooMany(wait));
        }
        let right = turn.verify(password, found.as_ref().map(|(_, hash)| hash.clone())).await?;
        let Some((person, hash)) = found.filter(|_| right) else { return Ok(SignIn::Wrong) };
        self.attempts.succeeded(&name);
        let (tokens, reply) = self.new_tokens()?;
        let issued = self.store.issue_tokens(person.id, hash, tokens).await?;
        Ok(if issued { SignIn::Done(reply) } else { SignIn::Wrong })
    }

    /// Exchanges a refresh token for a new pair; `None` when it is not one that can be exchanged.
    pub(super) async fn renew(&self, refresh: &SecretString) -> Result<Option<TokenReply>, StoreError> {
        let (tokens, reply) = self.new_tokens()?;
        let renewed = self.store.rotate_tokens(token_hash(refresh.expose_secret()), tokens).await?;
        Ok(renewed.then_some(reply))
    }

    /// Whose access token this is.
    pub(super) async fn bearer(&self, token: &str) -> Result<Option<Person>, StoreError> {
        self.store.bearer(token_hash(token), clock::now()).await
    }

    pub(super) fn new_tokens(&self) -> Result<(TokenRow, TokenReply)> {
        let (access, refresh) = (random::secret()?, random::secret()?);
        let at = clock::now();
        let milliseconds = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        let access_expires_at = at.saturating_add(milliseconds(self.settings.token_lifetime));
        let row = TokenRow {
            access_hash: token_hash(access.expose_secret()),
            refresh_hash: token_hash(refresh.expose_secret()),
            at,
            access_expires_at,
            forget_at: access_expires_at.saturating_add(milliseconds(REFRESH_GRACE)),
        };
        let reply = TokenReply {
            access_token: access,
            token_type: "Bearer".into(),
            expires_in: i64::try_from(self.settings.token_lifetime.as_secs()).ok(),
            refresh_token: Some(refresh),
            created_at: Some(at / 1000),
        };
        Ok((row, reply))
    }
}

/// Tokens have 256 random bits: a plain hash cannot be searched, and one that is equal was made from the token.
fn token_hash(token: &str) -> [u8; 32] {
    sha256(token)
}

fn sha256(text: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, text.as_bytes()).as_ref());
    hash
}

fn username_key(username: &str) -> String {
    Address::parse(username).map_or_else(|_| username.trim().to_lowercase(), |address| address.key())
}

fn nobody(username: &str) -> Error {
    Error::new(Kind::NotFound, format!("there is nobody with the username {username:?}"))
}

fn no_credential(client_id: &str) -> Error {
    Error::new(Kind::NotFound, format!("there is no credential with the client id {client_id:?}"))
}

fn failed(error: StoreError) -> Error {
    Error::new(Kind::Unexpected, error.to_string())
}

fn check_secret(what: &str, secret: &SecretString) -> Result<()> {
    match secret.expose_secret().chars().count() {
        0 => Err(Error::usage(format!("{what}: field is required"))),
        1..MIN_SECRET => Err(Error::usage(format!("{what}: must have at least {MIN_SECRET} characters"))),
        MIN_SECRET..=MAX_SECRET => Ok(()),
        _ => Err(Error::usage(format!("{what}: must have at most {MAX_SECRET} characters"))),
    }
}

fn check_name(what: &str, name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::usage(format!("{what}: field is required")));
    }
    if name.chars().any(char::is_control) || name.chars().count() > 200 {
        return Err(Error::usage(format!("{what}: must have at most 200 characters, none of them a control character")));
    }
    Ok(())
}
