//! `/rooms/{room}/messages`, and the feed of new messages.

use super::rooms::pagination;
use crate::mail::incoming::{self, Face};
use crate::server::answer::Refusal;
use crate::server::permission::{Caller, SignedIn};
use crate::server::store::{MessageRow, Sending};
use crate::server::workspace::Workspace;
use crate::server::{clock, validate};
use crate::wire::assumed::inbox::{self, Email, Fed, FedRoom};
use crate::wire::envelope::{Cursor, Pagination, Success};
use crate::wire::room::Message;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;

type Shared = State<Arc<Workspace>>;
type Ids<T> = Result<Path<T>, PathRejection>;

fn mailbox(mailbox: incoming::Mailbox) -> inbox::Mailbox {
    inbox::Mailbox { name: mailbox.name, address: mailbox.address }
}

fn mailboxes(all: Vec<incoming::Mailbox>) -> Vec<inbox::Mailbox> {
    all.into_iter().map(mailbox).collect()
}

fn sending(sending: Sending) -> inbox::Sending {
    inbox::Sending {
        attempts: Some(sending.attempts.into()),
        next_at: sending.next_at.map(clock::rfc3339),
        class: sending.class,
        reply: sending.reply,
        answers_lost: Some(sending.answers_lost.into()),
    }
}

/// A message as it is told.
pub fn told(row: MessageRow) -> Message {
    let authentication = row.authentication.map(|a| inbox::Authentication {
        spf: Some(a.spf),
        spf_domain: a.spf_domain,
        dkim: Some(a.dkim),
        dkim_domains: a.dkim_domains,
        arc: Some(a.arc),
    });
    let email = Email { authentication, sending: row.sending.map(sending), ..face(row.face) };
    Message {
        id: row.id,
        kind: Some("text".into()),
        room_id: Some(row.room_id),
        participant_type: Some(row.author),
        text: Some(row.text),
        status: Some(row.status),
        created_at: Some(clock::rfc3339(row.created_at)),
        email: Some(email),
    }
}

fn face(face: Face) -> Email {
    let attachment = |a: incoming::Attachment| inbox::Attachment {
        number: Some(a.number.into()),
        name: a.name,
        content_type: Some(a.content_type),
        size: Some(a.size),
    };
    Email {
        subject: face.subject,
        from: face.from.map(mailbox),
        original_from: face.original_from.map(mailbox),
        to: mailboxes(face.to),
        cc: mailboxes(face.cc),
        bcc: mailboxes(face.bcc),
        reply_to: mailboxes(face.reply_to),
        date: face.date.map(clock::rfc3339),
        message_id: face.message_id,
        in_reply_to: face.in_reply_to,
        references: face.references,
        attachments: face.attachments.into_iter().map(attachment).collect(),
        attachments_cut: (face.attachments_cut > 0).then_some(face.attachments_cut.into()),
        via: face.via.map(|via| inbox::Via { address: via.address, header: via.header }),
        authentication: None,
        auto_submitted: Some(face.auto_submitted),
        text_cut: Some(face.text_cut),
        sending: None,
    }
}

/// One page of a room's messages, newest first.
pub async fn list(
    State(workspace): Shared,
    _caller: Caller<SignedIn>,
    room: Ids<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let Path(room) = room.map_err(|_| Refusal::not_found())?;
    let wanted = validate::messages(query.as_deref().unwrap_or_default())?;
    let found = workspace.store().messages(room, wanted.limit, wanted.skip).await?;
    let (rows, total) = found.ok_or_else(Refusal::not_found)?;
    let messages: Vec<Message> = rows.into_iter().map(told).collect();
    Ok(Json(Success::page(messages, pagination(wanted.page, wanted.limit.into(), total))).into_response())
}

/// Messages of all rooms in the order of their arrival.
pub async fn feed(State(workspace): Shared, _caller: Caller<SignedIn>, RawQuery(query): RawQuery) -> Result<Response, Refusal> {
    let wanted = validate::feed(query.as_deref().unwrap_or_default())?;
    let limit = wanted.limit;
    let feed = workspace.store().feed(wanted.after, wanted.channels, limit).await?;
    let rows: Vec<Fed> = feed
        .rows
        .into_iter()
        .map(|row| Fed {
            message: told(row.message),
            room: FedRoom {
                name: Some(row.customer_name).filter(|name| !name.is_empty()),
                account_uniq_id: Some(row.customer),
                channel_account: Some(row.channel_address),
                channel_integration_id: Some(row.channel_id),
            },
        })
        .collect();
    let cursor = Cursor { next: feed.place.to_string().into(), ..Cursor::default() };
    let pagination = Pagination { cursor, limit: Some(limit.into()), ..Pagination::default() };
    Ok(Json(Success::page(rows, pagination)).into_response())
}
