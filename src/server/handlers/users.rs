//! `GET /users` \[V\], `GET /users/me` \[T\].

use crate::server::answer::{Refusal, success};
use crate::server::permission::{Caller, SignedIn, ViewPeople};
use crate::server::workspace::Workspace;
use crate::wire::user::User;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use std::sync::Arc;

/// Everybody.
pub async fn list(State(workspace): State<Arc<Workspace>>, _caller: Caller<ViewPeople>) -> Result<Response, Refusal> {
    let people = workspace.store().people().await?;
    let users: Vec<User> = people
        .into_iter()
        .map(|person| User {
            id: person.id,
            organization_id: Some(workspace.store().organization_id().to_owned()),
            full_name: Some(person.full_name),
            email: Some(person.username),
            role: Some(person.role.as_str().to_owned()),
        })
        .collect();
    Ok(success(StatusCode::OK, users))
}

/// Whoever asks.
pub async fn me(State(workspace): State<Arc<Workspace>>, Caller { identity, .. }: Caller<SignedIn>) -> Response {
    let user = User {
        id: identity.id,
        organization_id: Some(workspace.store().organization_id().to_owned()),
        full_name: Some(identity.name),
        email: identity.email,
        role: Some(identity.role.as_str().to_owned()),
    };
    success(StatusCode::OK, user)
}
