//! The store over SQLite: one file, its write-ahead log, and the key file beside it.

mod channels;
mod credentials;
mod filing;
mod lane;
mod look;
mod messages;
mod once;
mod open;
mod outbox;
#[cfg(test)]
pub(in crate::server) mod outbox_tests;
mod people;
mod place;
mod rooms;
#[cfg(test)]
mod rooms_tests;
mod takers;
#[cfg(test)]
mod tests;
mod tokens;

use super::{
    Change, ChannelQuery, ChannelRow, Cipher, CredentialRow, NewChannelRow, NewCredential, NewPerson, Once, Outcome, Page,
    PersonRow, Store, StoreError, StoreResult, TokenRow,
};
use crate::error::{Error, Result};
use async_trait::async_trait;
use lane::Lane;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a call waits for a database that another process holds.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections that read side by side in a server.
const READERS: usize = 4;

/// Where the SQL runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// On the calling thread, over one connection: for one command in its own process.
    Inline,
    /// On threads of its own, over several connections: for a server.
    Pooled,
}

/// What to do when there is no workspace yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Missing {
    /// Make one.
    Make,
    /// Say so.
    Refuse,
}

/// A workspace in a file.
pub struct Sqlite {
    readers: Arc<Lane>,
    writer: Arc<Lane>,
    cipher: Arc<Cipher>,
    organization_id: String,
    journal: PathBuf,
    takers: takers::Takers,
    outbox_lock: PathBuf,
}

impl Sqlite {
    /// Opens the workspace in the file `path`; makes it (0600, in a 0700 folder) when it does not exist. What is no workspace is left
    /// as it is.
    ///
    /// # Errors
    /// When the file cannot be opened, is no workspace, was made by a newer version, or its key file is missing or not its own.
    pub fn open(path: &Path, access: Access) -> Result<Self> {
        Self::open_with_patience(path, access, PATIENCE, Missing::Make)
    }

    /// Opens the workspace in the file `path`.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Kind::NotFound) when there is none; otherwise as [`Sqlite::open`].
    pub fn open_existing(path: &Path, access: Access) -> Result<Self> {
        Self::open_with_patience(path, access, PATIENCE, Missing::Refuse)
    }

    pub(in crate::server) fn open_with_patience(
        path: &Path,
        access: Access,
        patience: Duration,
        missing: Missing,
    ) -> Result<Self> {
        let path =
            std::path::absolute(path).map_err(|e| Error::unexpected(format_args!("workspace database {}", path.display()), e))?;
        let opened = open::open(&path, patience, missing)?;
        let [journal, outbox_lock] = [".mail", ".outbox.lock"].map(|suffix| beside(&path, suffix));
        let first = opened.connection;
        let (readers, writer) = match access {
            Access::Inline => {
                let lane = Arc::new(Lane::inline(path, patience, first));
                (Arc::clone(&lane), lane)
            }
            Access::Pooled => (
                Arc::new(Lane::pooled(path.clone(), patience, READERS, None)),
                Arc::new(Lane::pooled(path, patience, 1, Some(first))),
            ),
        };
        Ok(Self {
            readers,
            writer,
            cipher: Arc::new(opened.cipher),
            organization_id: opened.organization_id,
            journal,
            takers: takers::Takers::default(),
            outbox_lock,
        })
    }

    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static) -> StoreResult<T> {
        self.readers.run(move |desk| work(&desk.connection)).await
    }

    /// Runs `work` in a transaction that holds the write lock from its first moment, and keeps it when `work` succeeds.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.writer
            .run(move |desk| {
                let transaction = desk.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            })
            .await
    }
}

/// A neighbour of the database: its name and a suffix.
fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            _ if is_duplicate(&error) => Self::Taken,
            _ => Self::Failed(format!("database: {error}")),
        }
    }
}

fn is_duplicate(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE)
}

/// Reads a role that the database checked on its way in.
fn role(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<crate::wire::role::Role> {
    let word: String = row.get(index)?;
    crate::wire::role::Role::parse(&word).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, format!("unknown role {word:?}").into())
    })
}

#[async_trait]
impl Store for Sqlite {
    fn journal(&self) -> &Path {
        &self.journal
    }

    fn outbox_lock(&self) -> &Path {
        &self.outbox_lock
    }

    fn organization_id(&self) -> &str {
        &self.organization_id
    }

    fn fingerprint(&self, request: &[u8]) -> [u8; 32] {
        self.cipher.fingerprint(request)
    }

    async fn ping(&self) -> StoreResult<()> {
        self.read(|c| Ok(c.query_row("SELECT row FROM workspace", [], |_| Ok(()))?)).await
    }

    async fn channels(&self, query: ChannelQuery) -> StoreResult<Page> {
        self.readers.run(move |desk| channels::list(&desk.connection, &mut desk.memory, &query)).await
    }

    async fn channel(&self, id: String) -> StoreResult<Option<ChannelRow>> {
        self.read(move |c| channels::find(c, &id)).await
    }

    async fn add_channel(&self, channel: NewChannelRow, once: Option<Once>) -> StoreResult<Outcome> {
        let cipher = Arc::clone(&self.cipher);
        self.write(move |t| channels::add(t, &cipher, &channel, once)).await
    }

    async fn change_channel(&self, id: String, change: Change) -> StoreResult<Option<ChannelRow>> {
        let cipher = Arc::clone(&self.cipher);
        self.write(move |t| channels::change(t, &cipher, &id, &change)).await
    }

    async fn remove_channel(&self, id: String) -> StoreResult<bool> {
        let at = crate::server::clock::now();
        let removed = self.write(move |t| channels::remove(t, &id, at)).await;
        self.takers.forget();
        removed
    }

    async fn move_forwarders(&self, domain: String) -> StoreResult<usize> {
        self.write(move |t| channels::move_forwarders(t, &domain)).await
    }

    async fn add_person(&self, person: NewPerson) -> StoreResult<()> {
        self.write(move |t| people::add(t, &person)).await
    }

    async fn people(&self) -> StoreResult<Vec<PersonRow>> {
        self.read(people::list).await
    }

    async fn person(&self, username_key: String) -> StoreResult<Option<(PersonRow, String)>> {
        self.read(move |c| people::find(c, &username_key)).await
    }

    async fn set_password(&self, username_key: String, password_hash: String) -> StoreResult<bool> {
        self.write(move |t| people::set_password(t, &username_key, &password_hash)).await
    }

    async fn remove_person(&self, username_key: String) -> StoreResult<bool> {
        self.write(move |t| people::remove(t, &username_key)).await
    }

    async fn issue_tokens(&self, person_id: String, password_hash: String, tokens: TokenRow) -> StoreResult<bool> {
        self.write(move |t| tokens::issue(t, &person_id, &password_hash, &tokens)).await
    }

    async fn rotate_tokens(&self, refresh_hash: [u8; 32], tokens: TokenRow) -> StoreResult<bool> {
        self.write(move |t| tokens::rotate(t, &refresh_hash, &tokens)).await
    }

    async fn bearer(&self, access_hash: [u8; 32], now: i64) -> StoreResult<Option<PersonRow>> {
        match self.read(move |c| tokens::bearer(c, &access_hash, now)).await? {
            // Nearly always a mere read: only the first use of a pair changes something.
            Some((person, true)) => Ok(self.write(move |t| tokens::arrived(t, &access_hash)).await?.then_some(person)),
            found => Ok(found.map(|(person, _)| person)),
        }
    }

    async fn add_credential(&self, credential: NewCredential) -> StoreResult<()> {
        let cipher = Arc::clone(&self.cipher);
        self.write(move |t| credentials::add(t, &cipher, &credential)).await
    }

    async fn credentials(&self) -> StoreResult<Vec<CredentialRow>> {
        self.read(credentials::list).await
    }

    async fn credential(&self, client_id: String) -> StoreResult<Option<(CredentialRow, SecretString)>> {
        let cipher = Arc::clone(&self.cipher);
        self.read(move |c| credentials::find(c, &cipher, &client_id)).await
    }

    async fn remove_credential(&self, client_id: String) -> StoreResult<bool> {
        self.write(move |t| credentials::remove(t, &client_id)).await
    }
}
