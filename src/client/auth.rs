//! How requests are signed, and how a bearer token that expires is renewed: once, under the lock of the credentials file, also
//! when several processes notice at the same time.

use super::oauth;
use super::transport::Transport;
use super::{Options, transport::Request};
use crate::error::{Error, Kind, Result};
use crate::profile::{Bearer, Credential, Server, Store, Target};
use crate::wire::{Face, hmac};
use http::header::{AUTHORIZATION, DATE};
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use std::path::Path;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Signs requests with one credential.
pub(super) struct Signer {
    credential: Mutex<Credential>,
    face: Face,
    profile: String,
    server: Server,
    store: Store,
    renewable: bool,
    /// The command that signs in to where this goes.
    login: String,
}

impl Signer {
    /// Signs with `credential`. Only one that was read from the credentials file is `renewable`.
    pub(super) fn new(credential: Credential, target: &Target, store: Store, renewable: bool) -> Self {
        let (profile, server) = (target.profile.clone(), target.server.value.clone());
        let login = target.login_command();
        Self { face: credential.face(), credential: Mutex::new(credential), profile, server, store, renewable, login }
    }

    /// The face of the contract this credential speaks to.
    pub(super) const fn face(&self) -> Face {
        self.face
    }

    /// Adds what proves who is asking; renews a token that has expired first, within the call's `deadline`.
    pub(super) async fn sign(
        &self,
        request: &mut Request,
        transport: &dyn Transport,
        options: &Options,
        deadline: Instant,
    ) -> Result<()> {
        // Whoever was interrupted sends nothing more.
        options.shield.check()?;
        let mut credential = self.credential.lock().await;
        if let Credential::Bearer(bearer) = &*credential
            && self.renewable
            && bearer.refresh.is_some()
            && is_stale(bearer, Timestamp::now())
        {
            *credential = Credential::Bearer(self.renew(bearer, transport, options, deadline).await?);
        }
        match &*credential {
            Credential::Bearer(bearer) => put_secret(request, &format!("Bearer {}", bearer.access.expose_secret())),
            Credential::Hmac { client_id, secret } => sign_hmac(request, client_id, secret.expose_secret()),
            Credential::Local => Ok(()),
        }
    }

    /// After a 401: renews the token the request was signed with, within the call's `deadline`. False when there is nothing to renew.
    pub(super) async fn renew_rejected(
        &self,
        signed: &HeaderMap,
        transport: &dyn Transport,
        options: &Options,
        deadline: Instant,
    ) -> Result<bool> {
        let mut credential = self.credential.lock().await;
        let Credential::Bearer(bearer) = &*credential else { return Ok(false) };
        if !self.renewable || bearer.refresh.is_none() {
            return Ok(false);
        }
        let sent = signed.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        if sent != Some(format!("Bearer {}", bearer.access.expose_secret()).as_bytes()) {
            return Ok(true); // A request beside this one has renewed it already.
        }
        *credential = Credential::Bearer(self.renew(bearer, transport, options, deadline).await?);
        Ok(true)
    }

    /// Exchanges the refresh token. Under the lock the file is read again: another process may have been faster, and a refresh
    /// token works only once. Whoever signed out meanwhile, or in elsewhere, is not signed in again by an old token.
    async fn renew(&self, stale: &Bearer, transport: &dyn Transport, options: &Options, deadline: Instant) -> Result<Bearer> {
        let mut files = self.store.lock(deadline, |file| (options.notice)(&waiting_for(file))).await?;
        let Some(bearer) = files.bearer(&self.profile, &self.server)? else { return Err(self.gone()) };
        if bearer.access.expose_secret() != stale.access.expose_secret() {
            return Ok(bearer);
        }
        let Some(refresh) = bearer.refresh else { return Err(self.expired()) };
        // A spent refresh token whose successor is lost signs somebody out.
        let shield = options.shield.raise()?;
        let renewed = oauth::refresh(transport, refresh, options, deadline).await.map_err(|e| match e.kind() {
            Kind::NotSignedIn => self.expired().with_request_id(e.request_id().map(str::to_owned)),
            _ => e,
        })?;
        files.save_bearer(&self.profile, &self.server, &bearer.access, &renewed)?;
        drop(shield);
        options.shield.check()?;
        Ok(renewed)
    }

    fn expired(&self) -> Error {
        self.not_signed_in(format!("the sign-in of profile {} has expired", self.profile))
    }

    fn gone(&self) -> Error {
        let Self { profile, server, .. } = self;
        self.not_signed_in(format!("profile {profile} is not signed in to {server} with this token any more"))
    }

    fn not_signed_in(&self, message: String) -> Error {
        Error::new(Kind::NotSignedIn, message).with_hint(&self.login)
    }
}

/// What to say while another process has the lock of the profiles' files.
#[must_use]
pub fn waiting_for(lock: &Path) -> String {
    format!("Waiting for another qontak that holds {}", lock.display())
}

/// Whether a token has expired. One that expires on its way is answered 401 and renewed then.
fn is_stale(bearer: &Bearer, now: Timestamp) -> bool {
    bearer.expires_at.is_some_and(|at| at <= now)
}

fn put_secret(request: &mut Request, value: &str) -> Result<()> {
    let mut value = HeaderValue::from_str(value).map_err(|_| Error::usage("the token holds characters that no token has"))?;
    value.set_sensitive(true);
    request.headers.insert(AUTHORIZATION, value);
    Ok(())
}

fn sign_hmac(request: &mut Request, client_id: &str, secret: &str) -> Result<()> {
    let date = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&Timestamp::now())
        .map_err(|e| Error::unexpected("writing the date", e))?;
    let signature = hmac::signature(secret, &date, request.method.as_str(), &request.path_and_query);
    put_secret(request, &hmac::authorization(client_id, &signature))?;
    let header = |text: &str| HeaderValue::from_str(text).map_err(|e| Error::unexpected("signing", e));
    request.headers.insert(DATE, header(&date)?);
    if let Some(body) = &request.body {
        request.headers.insert("digest", header(&hmac::digest(body))?);
    }
    Ok(())
}
