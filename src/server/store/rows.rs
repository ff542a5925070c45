//! What goes into a store and comes out of it. Times are unix milliseconds.

use crate::channel::ChannelPatch;
use crate::server::clock;
use crate::wire::role::Role;
use secrecy::SecretString;

/// An email channel, without its password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelRow {
    /// A UUID.
    pub id: String,
    /// The mailbox.
    pub address: String,
    /// The login at the outbox server.
    pub smtp_username: String,
    /// The wire's word for the security.
    pub protocol: String,
    /// The outbox server.
    pub smtp_host: String,
    /// Its port, never 0.
    pub smtp_port: u16,
    /// 24 hexadecimal digits.
    pub route_id: String,
    /// Where the provider forwards to.
    pub forwarder: String,
    /// When it was made.
    pub created_at: i64,
}

/// A channel to keep.
#[derive(Debug)]
pub struct NewChannelRow {
    /// What can be told to anybody.
    pub row: ChannelRow,
    /// [`Address::key`](crate::channel::Address::key) of the mailbox.
    pub address_key: String,
    /// The app password, in clear until the store seals it.
    pub password: SecretString,
}

/// What to change in a channel, and when that is.
#[derive(Debug)]
pub struct Change {
    /// What to change.
    pub patch: ChannelPatch,
    /// Now.
    pub at: i64,
}

/// A request that is to be carried out only once.
#[derive(Debug, Clone)]
pub struct Once {
    /// Who asks.
    pub caller: String,
    /// The word the caller chose.
    pub key: String,
    /// Tells this request from others: [`super::Store::fingerprint`].
    pub fingerprint: [u8; 32],
    /// The answer to give, now and to every repetition. Holds no secret.
    pub answer: Vec<u8>,
    /// Now.
    pub at: i64,
}

/// What became of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out.
    Done,
    /// It had been carried out before; this was the answer.
    Repeated(Vec<u8>),
}

/// By what a list is ordered; ties are broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// When the channel was made.
    Created,
    /// When the channel was last changed.
    Updated,
}

/// Which channels to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelQuery {
    /// Only those with this in address, login or host; upper and lower case are the same.
    pub text: Option<String>,
    /// Rows to give.
    pub limit: u32,
    /// Rows to skip first.
    pub skip: i64,
    /// The order.
    pub order: Order,
    /// Newest first.
    pub descending: bool,
}

/// One page of channels.
#[derive(Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<ChannelRow>,
    /// How many match in all.
    pub total: u64,
}

/// A person who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// A UUID.
    pub id: String,
    /// An email address.
    pub username: String,
    /// The name shown.
    pub full_name: String,
    /// What the person may do.
    pub role: Role,
    /// When the person was added.
    pub created_at: i64,
}

impl PersonRow {
    /// When the person was added, RFC 3339 in UTC.
    #[must_use]
    pub fn created(&self) -> String {
        clock::rfc3339(self.created_at)
    }
}

/// A person to keep.
#[derive(Debug)]
pub struct NewPerson {
    /// What can be told.
    pub row: PersonRow,
    /// The username's spelling that is equal for all its spellings.
    pub username_key: String,
    /// Argon2id in PHC form.
    pub password_hash: String,
}

/// A pair of tokens, as SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Of the access token.
    pub access_hash: [u8; 32],
    /// Of the refresh token.
    pub refresh_hash: [u8; 32],
    /// Now.
    pub at: i64,
    /// When the access token stops working.
    pub access_expires_at: i64,
    /// When the refresh token stops working too, and the row can go.
    pub forget_at: i64,
}

/// An HMAC credential, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRow {
    /// The public part.
    pub client_id: String,
    /// A name to know it by.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// When it was made.
    pub created_at: i64,
}

impl CredentialRow {
    /// When it was made, RFC 3339 in UTC.
    #[must_use]
    pub fn created(&self) -> String {
        clock::rfc3339(self.created_at)
    }
}

/// An HMAC credential to keep.
#[derive(Debug)]
pub struct NewCredential {
    /// What can be told.
    pub row: CredentialRow,
    /// Signs requests; in clear until the store seals it.
    pub secret: SecretString,
}

/// The place of a sealed value: it opens nowhere else, so that nobody who can write to the database can move it about.
#[derive(Debug, Clone, Copy)]
pub struct Sealed<'a> {
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub id: &'a str,
    /// The column.
    pub column: &'static str,
}
