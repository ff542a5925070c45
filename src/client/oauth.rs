//! `POST /oauth/token`: a password or a refresh token for a bearer token.

use super::Options;
use super::failure;
use super::transport::{NoReply, Request, Transport};
use crate::error::{Error, Kind, Result};
use crate::profile::Bearer;
use crate::wire::envelope::error_messages;
use crate::wire::oauth::{TOKEN_PATH, TokenReply, TokenRequest};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;

/// The password grant.
pub(super) async fn password(
    transport: &dyn Transport,
    username: &str,
    password: SecretString,
    options: &Options,
    deadline: Instant,
) -> Result<Bearer> {
    exchange(transport, &TokenRequest::password(username, password), options, deadline).await
}

/// The refresh grant.
pub(super) async fn refresh(
    transport: &dyn Transport,
    token: SecretString,
    options: &Options,
    deadline: Instant,
) -> Result<Bearer> {
    exchange(transport, &TokenRequest::refresh(token), options, deadline).await
}

/// Sent once: a refresh token may be spent even if the answer is lost, and a password may lock an account.
async fn exchange(transport: &dyn Transport, body: &TokenRequest, options: &Options, deadline: Instant) -> Result<Bearer> {
    let json = HeaderValue::from_static("application/json");
    let body = serde_json::to_vec(body).map_err(|e| Error::unexpected("writing the request", e))?;
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, json.clone()), (ACCEPT, json)]);
    let request = Request { method: Method::POST, path_and_query: TOKEN_PATH.into(), headers, body: Some(body) };
    let started = Instant::now();
    let sent = tokio::time::timeout_at(deadline, transport.send(request)).await;
    let reply = match sent.unwrap_or_else(|_| Err(NoReply::Lost(format!("no answer within {:?}", options.timeout)))) {
        Ok(reply) => reply,
        Err(no_reply) => return Err(failure::no_reply(no_reply)),
    };
    options.log_reply(&Method::POST, &format!("{}{TOKEN_PATH}", transport.base()), &reply, started.elapsed());
    let url = format!("{}{TOKEN_PATH}", transport.base());
    match reply.status.as_u16() {
        200..=299 => bearer(&reply.body).ok_or_else(|| failure::not_the_contract(&url, &reply)),
        400 | 401 if !error_messages(&reply.body).is_empty() => {
            Err(Error::new(Kind::NotSignedIn, format!("sign-in refused: {}", error_messages(&reply.body).join(", ")))
                .with_request_id(reply.request_id()))
        }
        _ => Err(failure::from_reply(&url, &reply)),
    }
}

fn bearer(body: &[u8]) -> Option<Bearer> {
    let reply: TokenReply = serde_json::from_slice(body).ok()?;
    // Counted from now by this machine's clock, which is the one it will be compared with.
    let expires_at = reply.expires_in.and_then(|seconds| Timestamp::now().checked_add(SignedDuration::from_secs(seconds)).ok());
    Some(Bearer { access: reply.access_token, refresh: reply.refresh_token, expires_at })
}
