//! The one way to a server: [`SignedIn`] cannot exist without a credential, and everything it asks goes through one send path.

mod auth;
mod channels;
mod decode;
mod failure;
mod oauth;
mod paging;
mod public;
mod reply;
mod rooms;
mod send;
mod shield;
mod transport;
pub mod web;

use crate::error::{Error, Kind, Result};
use crate::log::Log;
use crate::profile::{BaseUrl, Bearer, Server, Source, Store, Target};
use crate::wire::Face;
use crate::wire::role::Role;
use crate::wire::user::{self, User};
use auth::Signer;
pub use auth::waiting_for;
pub use reply::NewReply;
pub use rooms::{RoomFilter, no_such_room};
use secrecy::SecretString;
use send::Call;
pub use shield::Shield;
use std::time::Duration;
use tokio::time::Instant;
use transport::Transport;

/// How to speak to a server.
#[derive(Clone)]
pub struct Options {
    /// How long one call may take, retries included.
    pub timeout: Duration,
    /// Where `-v` goes.
    pub log: Option<Log>,
    /// Where a line goes that says why a call takes long.
    pub notice: Log,
    /// What Ctrl-C must not tear apart.
    pub shield: Shield,
}

/// A client that can sign its requests: it cannot exist without a credential.
pub struct SignedIn {
    target: Target,
    transport: Box<dyn Transport>,
    signer: Signer,
    options: Options,
}

/// Exchanges a user name and a password for a token at `server`.
///
/// # Errors
/// [`NotSignedIn`](crate::error::Kind::NotSignedIn) for a wrong password.
pub async fn password_grant(server: &BaseUrl, username: &str, password: SecretString, options: &Options) -> Result<Bearer> {
    let transport = transport::Http::new(server.clone(), Face::OpenApi)?;
    let deadline = Instant::now() + options.timeout;
    oauth::password(&transport, username, password, options, deadline).await
}

impl SignedIn {
    /// Takes the credential of `target`; a bearer token that expires is renewed through `store`. Sends nothing.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::error::Kind::NotSignedIn) without a credential.
    pub fn new(target: Target, store: Store, options: Options) -> Result<Self> {
        let credential = target.credential.clone().ok_or_else(|| target.not_signed_in())?;
        let renewable = matches!(credential.source, Source::File(_));
        let signer = Signer::new(credential.value, &target, store, renewable);
        let transport = connect(&target.server.value, signer.face())?;
        Ok(Self { target, transport, signer, options })
    }

    /// Where this goes.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Whether mail to the forwarders can arrive: to the workspace on this machine only where a server receives for it.
    #[must_use]
    pub fn receives_mail(&self) -> bool {
        self.transport.receives_mail()
    }

    /// Asks the server whether the credential works: `GET /integrations?target_channel=email&limit=1`.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::error::Kind::NotSignedIn), [`Forbidden`](crate::error::Kind::Forbidden) for an Agent, or no answer.
    pub async fn check(&self) -> Result<()> {
        let (reply, url) = self.call(Call::get("/integrations?target_channel=email&limit=1&offset=1")).await?;
        decode::data::<Vec<serde_json::Value>>(&url, &reply).map(drop)
    }

    /// Who is signed in, where the server can say so (`GET /users/me`); `None` where it cannot.
    ///
    /// # Errors
    /// Anything but a missing route.
    pub async fn me(&self) -> Result<Option<User>> {
        match self.call(Call::get(user::ME)).await {
            Ok((reply, url)) => Ok(Some(decode::data::<User>(&url, &reply)?.data)),
            Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Forbidden) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Says which role a forbidden act needs, and which one is signed in.
    pub async fn explain_forbidden(&self, error: Error, needed: &str) -> Error {
        if error.kind() != Kind::Forbidden {
            return error;
        }
        let role = self.me().await.ok().flatten().and_then(|u| u.role).and_then(|r| Role::parse(&r));
        let id = error.request_id().map(str::to_owned);
        let message = match role {
            Some(role) => format!("needs {needed}; you are {role}"),
            None => format!("needs {needed}: {}", error.message()),
        };
        Error::new(Kind::Forbidden, message).with_hint("ask an Admin of your organization").with_request_id(id)
    }
}

fn connect(server: &Server, face: Face) -> Result<Box<dyn Transport>> {
    match server {
        Server::Url(base) => Ok(Box::new(transport::Http::new(base.clone(), face)?)),
        #[cfg(feature = "server")]
        Server::Local(dir) => Ok(Box::new(transport::Local::open(dir)?)),
        #[cfg(not(feature = "server"))]
        Server::Local(_) => {
            Err(Error::usage("this build has no local workspace").with_hint("use a build with the server feature"))
        }
    }
}
