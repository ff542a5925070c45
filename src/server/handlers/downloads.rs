//! `/rooms/{room}/messages/{message}/raw` and its attachments.

use crate::server::answer::Refusal;
use crate::server::downloads::{Slot, streamed};
use crate::server::journal::{self, Place};
use crate::server::permission::{Caller, SignedIn};
use crate::server::workspace::Workspace;
use crate::wire::assumed::inbox;
use crate::wire::room::AGENT;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::header;
use std::io;
use std::sync::Arc;

type Shared = State<Arc<Workspace>>;
type Ids<T> = Result<Path<T>, PathRejection>;

/// A message of a room that has its raw form in the journal, and a slot to read it; replies have none there.
async fn received(workspace: &Workspace, room: &str, id: String) -> Result<(Place, Slot), Refusal> {
    let message = workspace.store().message(id).await?;
    let message = message.filter(|m| m.room_id == room && m.author != AGENT);
    let place = message.and_then(|m| m.place).ok_or_else(Refusal::not_found)?;
    let slot = workspace.downloads().slot().await.ok_or(Refusal::Busy)?;
    Ok((place, slot))
}

fn unreadable(error: io::Error) -> Refusal {
    Refusal::Internal(format!("journal: {error}"))
}

/// A message as it came, behind the headers of its reception.
pub async fn raw(State(workspace): Shared, _caller: Caller<SignedIn>, ids: Ids<(String, String)>) -> Result<Response, Refusal> {
    let Path((room, id)) = ids.map_err(|_| Refusal::not_found())?;
    let (place, slot) = received(&workspace, &room, id).await?;
    let folder = workspace.store().journal().to_owned();
    let opened = tokio::task::spawn_blocking(move || journal::open_entry(&folder, place)).await;
    let entry = opened.map_err(io::Error::other).and_then(|entry| entry).map_err(unreadable)?;
    let headers = [(header::CONTENT_TYPE, inbox::RAW_TYPE.to_owned()), (header::CONTENT_LENGTH, entry.length.to_string())];
    Ok((headers, streamed(entry.length, entry.raw, slot)).into_response())
}

/// The content of an attachment, decoded. Its type is the sender's word: a browser is not to believe it.
pub async fn attachment(
    State(workspace): Shared,
    _caller: Caller<SignedIn>,
    ids: Ids<(String, String, u32)>,
) -> Result<Response, Refusal> {
    let Path((room, id, number)) = ids.map_err(|_| Refusal::not_found())?;
    let (place, slot) = received(&workspace, &room, id).await?;
    let found = workspace.downloads().attachment(workspace.store().journal(), place, number).await;
    let content = found.map_err(unreadable)?.ok_or_else(Refusal::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_LENGTH, content.len().to_string()),
    ];
    Ok((headers, streamed(content.len(), content, slot)).into_response())
}
