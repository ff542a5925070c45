//! `POST /oauth/token`: a password or a refresh token for a bearer token.

use super::Options;
use super::failure;
use super::send::{SLOW_DOWN, told_to_wait};
use super::transport::{MAX_BODY, NoReply, Reply, Request, Transport};
use crate::error::{Error, Kind, Result};
use crate::profile::Bearer;
use crate::wire::envelope::error_messages;
use crate::wire::oauth::{TOKEN_PATH, TokenReply, TokenRequest};
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use tokio::time::Instant;

/// The password grant. A lost answer is not asked for again: wrong passwords may lock an account.
pub(super) async fn password(
    transport: &dyn Transport,
    username: &str,
    password: SecretString,
    options: &Options,
    deadline: Instant,
) -> Result<Bearer> {
    exchange(transport, &TokenRequest::password(username, password), options, deadline, 0).await
}

/// The refresh grant. A lost answer is asked for once more with the same token: our server takes it until the new one is used, and
/// another one that refuses it now has signed us out already.
pub(super) async fn refresh(
    transport: &dyn Transport,
    token: SecretString,
    options: &Options,
    deadline: Instant,
) -> Result<Bearer> {
    exchange(transport, &TokenRequest::refresh(token), options, deadline, 1).await
}

/// Asks again after a lost answer, `repeats` times. Waits as told while the server asks to slow down: nothing was done then.
async fn exchange(
    transport: &dyn Transport,
    body: &TokenRequest,
    options: &Options,
    deadline: Instant,
    mut repeats: u8,
) -> Result<Bearer> {
    let url = format!("{}{TOKEN_PATH}", transport.base());
    let body = serde_json::to_vec(body).map_err(|e| Error::unexpected("writing the request", e))?;
    let reply = loop {
        let reply = match send(transport, &body, &url, options, deadline).await {
            Ok(reply) => reply,
            Err(NoReply::Lost(_)) if repeats > 0 => {
                repeats -= 1;
                continue;
            }
            Err(no_reply) => return Err(failure::no_reply(no_reply)),
        };
        if reply.status != StatusCode::TOO_MANY_REQUESTS {
            break reply;
        }
        // A server may tell any number of seconds, also more than time can hold.
        match Instant::now().checked_add(told_to_wait(&reply)).filter(|then| *then < deadline) {
            Some(then) => tokio::time::sleep_until(then).await,
            None => return Err(failure::from_reply(&url, &reply).with_hint(SLOW_DOWN)),
        }
    };
    match reply.status.as_u16() {
        200..=299 => bearer(&reply.body).ok_or_else(|| failure::not_the_contract(&url, &reply)),
        400 | 401 if !error_messages(&reply.body).is_empty() => {
            Err(Error::new(Kind::NotSignedIn, format!("sign-in refused: {}", error_messages(&reply.body).join(", ")))
                .with_request_id(reply.request_id()))
        }
        _ => Err(failure::from_reply(&url, &reply)),
    }
}

async fn send(transport: &dyn Transport, body: &[u8], url: &str, options: &Options, deadline: Instant) -> Result<Reply, NoReply> {
    let json = HeaderValue::from_static("application/json");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, json.clone()), (ACCEPT, json)]);
    let request = Request {
        method: Method::POST,
        path_and_query: TOKEN_PATH.into(),
        headers,
        body: Some(body.to_owned()),
        largest: MAX_BODY,
    };
    let started = Instant::now();
    let sent = tokio::time::timeout_at(deadline, transport.send(request)).await;
    let sent = sent.unwrap_or_else(|_| Err(NoReply::Late(format!("{url} did not answer within {:?}", options.timeout))));
    match &sent {
        Ok(reply) => options.log_reply(&Method::POST, url, reply, started.elapsed()),
        Err(_) => options.log_failure(&Method::POST, url, started.elapsed()),
    }
    sent
}

fn bearer(body: &[u8]) -> Option<Bearer> {
    let reply: TokenReply = serde_json::from_slice(body).ok()?;
    // Counted from now by this machine's clock, which is the one it will be compared with.
    let expires_at = reply.expires_in.and_then(|seconds| Timestamp::now().checked_add(SignedDuration::from_secs(seconds)).ok());
    Some(Bearer { access: reply.access_token, refresh: reply.refresh_token, expires_at })
}
