//! `/rooms`: list, show, resolve, mark as read.

use super::messages::told;
use crate::server::answer::{Refusal, success};
use crate::server::permission::{Caller, SignedIn};
use crate::server::store::RoomRow;
use crate::server::workspace::Workspace;
use crate::server::{clock, validate};
use crate::wire::envelope::{Pagination, Success};
use crate::wire::room::{CUSTOMER, EMAIL, Room};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use std::sync::Arc;

type Shared = State<Arc<Workspace>>;
type Id = Result<Path<String>, PathRejection>;

fn room(row: RoomRow, organization_id: &str) -> Room {
    let waits = row.status != "resolved" && row.last_message.as_ref().is_some_and(|m| m.author == CUSTOMER);
    let name = if row.customer_name.is_empty() { &row.customer } else { &row.customer_name };
    Room {
        name: Some(name.clone()),
        id: row.id,
        description: None,
        status: Some(row.status),
        kind: None,
        channel: Some(EMAIL.into()),
        channel_account: Some(row.channel_address),
        organization_id: Some(organization_id.to_owned()),
        account_uniq_id: Some(row.customer),
        channel_integration_id: Some(row.channel_id),
        unread_count: Some(row.unread),
        created_at: Some(clock::rfc3339(row.created_at)),
        last_message_at: Some(clock::rfc3339(row.last_message_at)),
        last_activity_at: Some(clock::rfc3339(row.updated_at.max(row.last_message_at))),
        updated_at: Some(clock::rfc3339(row.updated_at)),
        resolved_at: row.resolved_at.map(clock::rfc3339),
        is_blocked: Some(false),
        is_unresponded: Some(waits),
        last_message: row.last_message.map(|message| crate::wire::room::Message { email: None, ..told(message) }),
        subject: Some(row.subject),
        channel_disconnected_at: row.disconnected_at.map(clock::rfc3339),
        ..Room::default()
    }
}

/// One page of rooms, the one with the latest message first.
pub async fn list(State(workspace): Shared, _caller: Caller<SignedIn>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let wanted = validate::rooms(query.as_deref().unwrap_or_default())?;
    let (limit, offset) = (u64::from(wanted.query.limit), wanted.page);
    let (rows, total) = if wanted.possible { workspace.store().rooms(wanted.query).await? } else { (Vec::new(), 0) };
    let organization_id = workspace.store().organization_id();
    let rooms: Vec<Room> = rows.into_iter().map(|row| room(row, organization_id)).collect();
    Ok(Json(Success::page(rooms, pagination(offset, limit, total))).into_response())
}

/// What stands beside a page.
pub(super) fn pagination(offset: u64, limit: u64, total: u64) -> Pagination {
    Pagination { offset: Some(offset), limit: Some(limit), total: Some(total), target_offset: Some(0), ..Pagination::default() }
}

/// One room.
pub async fn show(State(workspace): Shared, _caller: Caller<SignedIn>, id: Id) -> Result<Response, Refusal> {
    tell(&workspace, readable(id)?).await
}

/// Resolves a room; one that is resolved stays as it is.
pub async fn resolve(State(workspace): Shared, _caller: Caller<SignedIn>, id: Id) -> Result<Response, Refusal> {
    let id = readable(id)?;
    match workspace.store().resolve_room(id.clone(), clock::now()).await? {
        true => tell(&workspace, id).await,
        false => Err(Refusal::not_found()),
    }
}

/// Nothing in the room is unread any more, or nothing up to a message.
pub async fn mark_as_read(
    State(workspace): Shared,
    _caller: Caller<SignedIn>,
    id: Id,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let id = readable(id)?;
    let until = validate::seen(query.as_deref().unwrap_or_default());
    match workspace.store().mark_read(id.clone(), until, clock::now()).await? {
        true => tell(&workspace, id).await,
        false => Err(Refusal::not_found()),
    }
}

/// Ids that cannot be read are ids that nothing has.
fn readable(id: Id) -> Result<String, Refusal> {
    id.map(|Path(id)| id).map_err(|_| Refusal::not_found())
}

async fn tell(workspace: &Workspace, id: String) -> Result<Response, Refusal> {
    let row = workspace.store().room(id).await?.ok_or_else(Refusal::not_found)?;
    Ok(success(StatusCode::OK, room(row, workspace.store().organization_id())))
}
