//! The one way to a server.

use crate::channel::{Channel, ChannelPatch, NewChannel};
use crate::error::{Error, Result};
use crate::profile::{BaseUrl, Bearer, Store, Target};
use crate::ui::Confirmed;
use crate::wire::user::User;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// Takes one line about a request: method, URL, status, time, request id. Never a secret.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// How to speak to a server.
#[derive(Clone)]
pub struct Options {
    /// How long one call may take, retries included.
    pub timeout: Duration,
    /// Where `-v` goes.
    pub log: Option<Log>,
}

/// A client that can sign its requests: it cannot exist without a credential.
pub struct SignedIn {
    target: Target,
}

/// Exchanges a user name and a password for a token at `server`.
///
/// # Errors
/// [`NotSignedIn`](crate::error::Kind::NotSignedIn) for a wrong password.
pub async fn password_grant(_server: &BaseUrl, _username: &str, _password: SecretString, _options: &Options) -> Result<Bearer> {
    Err(Error::unexpected("client", "not built yet"))
}

impl SignedIn {
    /// Takes the credential of `target`; a bearer token that expires is renewed through `store`.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::error::Kind::NotSignedIn) without a credential.
    pub fn new(target: Target, _store: Store, _options: Options) -> Result<Self> {
        Ok(Self { target })
    }

    /// Where this goes.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Asks the server whether the credential works: `GET /integrations?target_channel=email&limit=1`.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::error::Kind::NotSignedIn), [`Forbidden`](crate::error::Kind::Forbidden) for an Agent, or no answer.
    pub async fn check(&self) -> Result<()> {
        Err(Error::unexpected("client", "not built yet"))
    }

    /// Who is signed in, where the server can say so (`GET /users/me`); `None` where it cannot.
    ///
    /// # Errors
    /// Anything but a missing route.
    pub async fn me(&self) -> Result<Option<User>> {
        Err(Error::unexpected("client", "not built yet"))
    }

    /// One channel by id or mailbox address.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Kind::NotFound).
    pub async fn channel(&self, _reference: &str) -> Result<Channel> {
        Err(Error::unexpected("client", "not built yet"))
    }

    /// Connects a mailbox.
    ///
    /// # Errors
    /// [`AlreadyExists`](crate::error::Kind::AlreadyExists), [`Rejected`](crate::error::Kind::Rejected), …
    pub async fn add(&self, _channel: &NewChannel) -> Result<Channel> {
        Err(Error::unexpected("client", "not built yet"))
    }

    /// Changes a channel.
    ///
    /// # Errors
    /// [`Rejected`](crate::error::Kind::Rejected), …
    pub async fn edit(&self, _id: &str, _patch: &ChannelPatch) -> Result<Channel> {
        Err(Error::unexpected("client", "not built yet"))
    }

    /// Deletes a channel and waits until the server no longer lists it.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::Kind::NotFound), …
    pub async fn disconnect(&self, _id: &str, _confirmed: Confirmed) -> Result<()> {
        Err(Error::unexpected("client", "not built yet"))
    }
}
