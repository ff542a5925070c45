//! `/integrations`: list, show, create, edit, delete.

use crate::server::answer::{Refusal, success};
use crate::server::permission::{Caller, ManageChannels, ViewChannels};
use crate::server::store::{Change, ChannelRow, NewChannelRow, Once, Outcome};
use crate::server::workspace::Workspace;
use crate::server::{clock, random, validate};
use crate::wire::assumed::IDEMPOTENCY_KEY;
use crate::wire::envelope::{Pagination, Success};
use crate::wire::integration::{EMAIL, Integration, Settings};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use std::sync::Arc;

/// What stands in the place of a password in every answer. It says nothing about the password.
const OPAQUE: &str = "encrypted";
/// The longest idempotency key, in bytes.
const MAX_KEY: usize = 255;

type Shared = State<Arc<Workspace>>;
type Id = Result<Path<String>, PathRejection>;

fn integration(row: ChannelRow, organization_id: &str) -> Integration {
    Integration {
        id: row.id,
        target_channel: EMAIL.into(),
        webhook: Some(row.address),
        settings: Settings {
            kind: None,
            username: Some(row.smtp_username),
            password: Some(OPAQUE),
            protocol: Some(row.protocol),
            smtp_host: Some(row.smtp_host),
            smtp_port: Some(row.smtp_port.to_string()),
            route_id: Some(row.route_id),
            forwaded_email: Some(row.forwarder),
            auto_resolve_period: None,
        },
        organization_id: Some(organization_id.to_owned()),
        created_at: Some(clock::rfc3339(row.created_at)),
        is_active: Some(true),
    }
}

/// One page of channels.
pub async fn list(
    State(workspace): Shared,
    _caller: Caller<ViewChannels>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let wanted = validate::list(query.as_deref().unwrap_or_default())?;
    let (limit, offset) = (u64::from(wanted.query.limit), wanted.page);
    // Nothing but email channels lives here.
    let (rows, total) = if wanted.email {
        let page = workspace.store().channels(wanted.query).await?;
        (page.rows, page.total)
    } else {
        (Vec::new(), 0)
    };
    let organization_id = workspace.store().organization_id();
    let rows: Vec<Integration> = rows.into_iter().map(|row| integration(row, organization_id)).collect();
    let pagination = Pagination {
        offset: Some(offset),
        limit: Some(limit),
        total: Some(total),
        target_offset: Some(0),
        ..Pagination::default()
    };
    Ok(Json(Success::page(rows, pagination)).into_response())
}

/// One channel.
pub async fn show(State(workspace): Shared, _caller: Caller<ViewChannels>, id: Id) -> Result<Response, Refusal> {
    let row = find(&workspace, id).await?;
    Ok(success(StatusCode::OK, integration(row, workspace.store().organization_id())))
}

/// Ids that cannot be read are ids that nothing has.
async fn find(workspace: &Workspace, id: Id) -> Result<ChannelRow, Refusal> {
    let Path(id) = id.map_err(|_| Refusal::not_found())?;
    workspace.store().channel(id).await?.ok_or_else(Refusal::not_found)
}

/// A new channel, once for each idempotency key.
pub async fn create(
    State(workspace): Shared,
    Caller { identity, .. }: Caller<ManageChannels>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let key = idempotency_key(&headers)?;
    let new = validate::create(&body)?;
    let store = workspace.store();
    let id = uuid::Uuid::new_v4().to_string();
    let row = ChannelRow {
        forwarder: format!("{id}@{}", workspace.settings().forwarder_domain),
        id,
        address: new.address.as_str().to_owned(),
        smtp_username: new.smtp_username.unwrap_or_else(|| new.address.as_str().to_owned()),
        protocol: new.outbox.security.as_str().to_owned(),
        smtp_host: new.outbox.host.as_str().to_owned(),
        smtp_port: new.outbox.port,
        route_id: random::hex24()?,
        created_at: clock::now(),
    };
    let at = row.created_at;
    let told = Success::new(integration(row.clone(), store.organization_id()));
    let answer = serde_json::to_vec(&told).map_err(|e| Refusal::Internal(format!("writing an answer: {e}")))?;
    let once =
        key.map(|key| Once { caller: identity.caller, key, fingerprint: store.fingerprint(&body), answer: answer.clone(), at });
    let channel = NewChannelRow { row, address_key: new.address.key(), password: new.password };
    let answer = match store.add_channel(channel, once).await? {
        Outcome::Done => answer,
        Outcome::Repeated(answer) => answer,
    };
    Ok((StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], answer).into_response())
}

/// The word that the caller chose for this request.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(key) if values.next().is_none() && (1..=MAX_KEY).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Refusal::invalid(vec![format!("{IDEMPOTENCY_KEY} does not have a valid value")])),
    }
}

/// Changes what is sent and leaves the rest.
pub async fn edit(State(workspace): Shared, _caller: Caller<ManageChannels>, id: Id, body: Bytes) -> Result<Response, Refusal> {
    let current = find(&workspace, id).await?;
    let patch = validate::edit(&body)?;
    let row = if patch.is_empty() {
        current
    } else {
        let change = Change { patch, at: clock::now() };
        workspace.store().change_channel(current.id, change).await?.ok_or_else(Refusal::not_found)?
    };
    Ok(success(StatusCode::OK, integration(row, workspace.store().organization_id())))
}

/// Deletes a channel.
pub async fn remove(State(workspace): Shared, _caller: Caller<ManageChannels>, id: Id) -> Result<Response, Refusal> {
    let Path(id) = id.map_err(|_| Refusal::not_found())?;
    if workspace.store().remove_channel(id).await? {
        Ok(success(StatusCode::OK, json!({"status": "success"})))
    } else {
        Err(Refusal::not_found())
    }
}
