//! Who asks. Each face takes its own kind of credential and no other.

use super::answer::Refusal;
use super::workspace::Workspace;
use super::{body, clock};
use crate::wire::role::Role;
use crate::wire::{Face, hmac};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderName, Version, header};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Tells callers apart: no two have the same.
    pub caller: String,
    /// A person's UUID, or a credential's client id.
    pub id: String,
    /// The name shown.
    pub name: String,
    /// A person's username.
    pub email: Option<String>,
    /// What the caller may do.
    pub role: Role,
}

/// Marks a request made inside the process by somebody who can open the workspace's file. It is an extension of the request,
/// not a header: nothing that comes over the network can carry it.
#[derive(Debug, Clone, Copy)]
pub struct FileOwner;

impl Identity {
    fn file_owner() -> Self {
        Self {
            caller: "local".into(),
            id: uuid::Uuid::nil().to_string(),
            name: "Local workspace".into(),
            email: None,
            role: Role::Admin,
        }
    }
}

/// Finds out who asks, reads the body and hands both on.
pub async fn authenticate(State((workspace, face)): State<(Arc<Workspace>, Face)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match identify(&workspace, face, &parts, body).await {
        Ok((identity, body)) => {
            parts.extensions.insert(identity);
            next.run(Request::from_parts(parts, Body::from(body))).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn identify(workspace: &Workspace, face: Face, parts: &Parts, body: Body) -> Result<(Identity, Bytes), Refusal> {
    if parts.extensions.get::<FileOwner>().is_some() {
        return Ok((Identity::file_owner(), body::collect(body).await?));
    }
    match face {
        Face::OpenApi => {
            let identity = bearer(workspace, &parts.headers).await?;
            Ok((identity, body::read(body).await?))
        }
        Face::Gateway => {
            // The signature does not cover the body, so that strangers are turned away before theirs is read.
            let identity = signed(workspace, parts).await?;
            let body = body::read(body).await?;
            check_digest(&parts.headers, &body)?;
            Ok((identity, body))
        }
    }
}

/// The value of a header that is there exactly once and is text.
fn single(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

async fn bearer(workspace: &Workspace, headers: &HeaderMap) -> Result<Identity, Refusal> {
    let value = single(headers, header::AUTHORIZATION).ok_or(Refusal::Unauthorized)?;
    let (scheme, token) = value.split_once(' ').ok_or(Refusal::Unauthorized)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::Unauthorized);
    }
    let person = workspace.bearer(token.trim()).await?.ok_or(Refusal::Unauthorized)?;
    Ok(Identity {
        caller: format!("person:{}", person.id),
        id: person.id,
        name: person.full_name,
        email: Some(person.username),
        role: person.role,
    })
}

async fn signed(workspace: &Workspace, parts: &Parts) -> Result<Identity, Refusal> {
    let authorization = single(&parts.headers, header::AUTHORIZATION).ok_or(Refusal::Gateway)?;
    let given = hmac::parse_authorization(authorization).ok_or(Refusal::Gateway)?;
    let date = single(&parts.headers, header::DATE).ok_or(Refusal::Gateway)?;
    let then = clock::parse_http_date(date).ok_or(Refusal::Gateway)?;
    let skew = (clock::now() / 1000).saturating_sub(then).saturating_abs();
    if skew > hmac::MAX_SKEW_SECONDS || parts.version != Version::HTTP_11 {
        return Err(Refusal::Gateway);
    }
    let found = workspace.store().credential(given.username.to_owned()).await?;
    // An unknown client id is checked against a secret too: the time taken does not tell that it is unknown.
    let secret = found.as_ref().map_or_else(|| SecretString::from("no such client"), |(_, secret)| secret.clone());
    let target = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let right = hmac::verify(secret.expose_secret(), date, parts.method.as_str(), target, given.signature);
    match found {
        Some((row, _)) if right => Ok(Identity {
            caller: format!("credential:{}", row.client_id),
            id: row.client_id,
            name: row.name,
            email: None,
            role: row.role,
        }),
        _ => Err(Refusal::Gateway),
    }
}

/// With a body the digest is required; without one it may be there, and then must be right.
fn check_digest(headers: &HeaderMap, body: &[u8]) -> Result<(), Refusal> {
    const DIGEST: HeaderName = HeaderName::from_static("digest");
    if body.is_empty() && !headers.contains_key(DIGEST) {
        return Ok(());
    }
    let given = single(headers, DIGEST).ok_or(Refusal::Gateway)?;
    if given == hmac::digest(body) { Ok(()) } else { Err(Refusal::Gateway) }
}
