//! What the server keeps. The trait says what is asked of a database; `sqlite` is the one there is.

mod cipher;
mod filing;
mod key_file;
mod outbox;
mod rooms;
mod rows;
pub mod sqlite;

pub use cipher::Cipher;
pub use filing::{Authentication, Filing, FilingStore, Looked, Unauthenticated};
pub use outbox::{ANSWER_LOST, Attempt, CutOff, DueReply, NewReply, OutboxStore, REPEATS, Thread};
pub use rooms::{FedRow, Feed, MessageRow, RoomQuery, RoomRow, RoomStore, Sending};
pub use rows::{
    Change, ChannelQuery, ChannelRow, CredentialRow, NewChannelRow, NewCredential, NewPerson, Once, Order, Outcome, Page,
    PersonRow, Sealed, TokenRow,
};

use async_trait::async_trait;
use secrecy::SecretString;
use std::fmt;
use std::path::Path;

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The name is in use already: a mailbox, a person or a credential.
    Taken,
    /// The idempotency key was used before for another request.
    KeyReused,
    /// Somebody else holds the database for longer than we wait.
    Busy,
    /// Anything else; the text is for the operator's log and holds no secret.
    Failed(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("it exists already"),
            Self::KeyReused => f.write_str("the idempotency key was used for another request"),
            Self::Busy => f.write_str("the database is busy: another process holds it"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl From<crate::error::Error> for StoreError {
    fn from(error: crate::error::Error) -> Self {
        Self::Failed(error.message().to_owned())
    }
}

/// The result of everything a store does.
pub type StoreResult<T> = Result<T, StoreError>;

/// A workspace's database. Every call is one transaction: all of it is kept, or nothing.
#[async_trait]
pub trait Store: FilingStore + RoomStore + OutboxStore {
    /// The folder of the journal, which holds the raw messages.
    fn journal(&self) -> &Path;

    /// The file whose lock is held by the one process that sends this workspace's replies.
    fn outbox_lock(&self) -> &Path;

    /// The organization that everything in this workspace belongs to (a UUID).
    fn organization_id(&self) -> &str;

    /// A keyed digest of a request, to tell whether a second one is the same; says nothing about what was in it.
    fn fingerprint(&self, request: &[u8]) -> [u8; 32];

    /// What marks this workspace's replies, so that an automatic answer that repeats it is known: 32 hexadecimal digits, always the
    /// same, and nobody else can tell them.
    fn loop_mark(&self) -> String {
        let digest = self.fingerprint(b"the mark of replies in X-Loop");
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether the database answers.
    async fn ping(&self) -> StoreResult<()>;

    /// One page of channels, and how many there are in all.
    async fn channels(&self, query: ChannelQuery) -> StoreResult<Page>;

    /// One channel.
    async fn channel(&self, id: String) -> StoreResult<Option<ChannelRow>>;

    /// Keeps a new channel; with `once`, only if that request was not answered before.
    async fn add_channel(&self, channel: NewChannelRow, once: Option<Once>) -> StoreResult<Outcome>;

    /// Changes a channel; `None` when there is no such channel.
    async fn change_channel(&self, id: String, change: Change) -> StoreResult<Option<ChannelRow>>;

    /// Deletes a channel; false when there is no such channel.
    async fn remove_channel(&self, id: String) -> StoreResult<bool>;

    /// Puts the forwarders of all channels under a domain, their ids as they are; how many were elsewhere.
    async fn move_forwarders(&self, domain: String) -> StoreResult<usize>;

    /// Keeps a new person.
    async fn add_person(&self, person: NewPerson) -> StoreResult<()>;

    /// Everybody, by username.
    async fn people(&self) -> StoreResult<Vec<PersonRow>>;

    /// A person and the password's hash, by the username's key.
    async fn person(&self, username_key: String) -> StoreResult<Option<(PersonRow, String)>>;

    /// Replaces a password's hash and forgets the person's tokens; false when there is no such person.
    async fn set_password(&self, username_key: String, password_hash: String) -> StoreResult<bool>;

    /// Removes a person and all tokens; false when there is no such person.
    async fn remove_person(&self, username_key: String) -> StoreResult<bool>;

    /// Keeps a pair of tokens, if the password's hash is still the one that was checked.
    async fn issue_tokens(&self, person_id: String, password_hash: String, tokens: TokenRow) -> StoreResult<bool>;

    /// Puts a new pair in the place of the one that `refresh_hash` belongs to; false when it is unknown or too old. That refresh
    /// token itself ends when the new pair is first used.
    async fn rotate_tokens(&self, refresh_hash: [u8; 32], tokens: TokenRow) -> StoreResult<bool>;

    /// Whose access token this is, unless it has expired. Its first use ends the refresh token that its pair replaces.
    async fn bearer(&self, access_hash: [u8; 32], now: i64) -> StoreResult<Option<PersonRow>>;

    /// Keeps a new HMAC credential.
    async fn add_credential(&self, credential: NewCredential) -> StoreResult<()>;

    /// All HMAC credentials, by name.
    async fn credentials(&self) -> StoreResult<Vec<CredentialRow>>;

    /// An HMAC credential and its secret.
    async fn credential(&self, client_id: String) -> StoreResult<Option<(CredentialRow, SecretString)>>;

    /// Removes an HMAC credential; false when there is none.
    async fn remove_credential(&self, client_id: String) -> StoreResult<bool>;
}
