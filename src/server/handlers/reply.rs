//! `/messages/email`: an agent answers.

use super::channels::idempotency_key;
use super::messages::told;
use crate::server::answer::Refusal;
use crate::server::clock;
use crate::server::outbox::{Composed, answered, compose};
use crate::server::permission::{Caller, SignedIn};
use crate::server::store::{MessageRow, NewReply, Once, Outcome, Sending, Thread};
use crate::server::validate::{self, Reply};
use crate::server::workspace::Workspace;
use crate::wire::envelope::Success;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use std::sync::Arc;

/// Keeps a reply and queues it, once for each idempotency key.
pub async fn create(
    State(workspace): State<Arc<Workspace>>,
    Caller { identity, .. }: Caller<SignedIn>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refusal> {
    let key = idempotency_key(&headers)?;
    let reply = validate::reply(form).await?;
    let store = workspace.store();
    let (id, at) = (uuid::Uuid::new_v4().to_string(), clock::now());
    let fingerprint = store.fingerprint(&meaning(&reply));
    let mut once = key.map(|key| Once { caller: identity.caller, key, fingerprint, answer: Vec::new(), at });
    // Whatever has become of the room and its channel since: what was answered is answered again.
    if let Some(once) = &once
        && let Some(answer) = store.answered(once.clone()).await?
    {
        return Ok(created(answer));
    }
    let thread = store.thread(reply.room_id.clone()).await?.ok_or_else(Refusal::not_found)?;
    let Composed { face, raw, recipients } = write(&thread, &reply, &id, &store.loop_mark(), at)?;
    let row = MessageRow {
        id: id.clone(),
        room_id: reply.room_id.clone(),
        author: "agent".into(),
        status: "pending".into(),
        text: reply.written.text.clone(),
        face: face.clone(),
        authentication: None,
        place: None,
        sending: Some(Sending { attempts: 0, next_at: Some(at), class: None, reply: None, answers_lost: 0 }),
        created_at: at,
    };
    let answer =
        serde_json::to_vec(&Success::new(told(row))).map_err(|e| Refusal::Internal(format!("writing an answer: {e}")))?;
    if let Some(once) = &mut once {
        once.answer.clone_from(&answer);
    }
    let new = NewReply { id, room_id: reply.room_id, text: reply.written.text, face, raw, recipients, at };
    let answer = match store.add_reply(new, once).await?.ok_or_else(Refusal::not_found)? {
        Outcome::Done => answer,
        Outcome::Repeated(answer) => answer,
    };
    workspace.outbox().notify_one();
    Ok(created(answer))
}

fn created(answer: Vec<u8>) -> Response {
    (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

/// What the form says, whatever its boundary: repeated, it is the same request.
fn meaning(reply: &Reply) -> Vec<u8> {
    let Reply { room_id, written } = reply;
    let all = |addresses: &[crate::channel::Address]| addresses.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!([room_id, written.text, written.subject, all(&written.cc), all(&written.bcc), all(&written.to)])
        .to_string()
        .into_bytes()
}

fn write(thread: &Thread, reply: &Reply, id: &str, mark: &str, at: i64) -> Result<Composed, Refusal> {
    let mut problems = Vec::new();
    let to = answered(thread, &reply.written.to);
    if thread.channel.is_none() {
        problems.push(format!("The channel of this room, {}, has been disconnected", thread.channel_address));
    }
    if to.is_empty() {
        problems.push("The customer of this room has no email address to answer to".to_owned());
    }
    match &thread.channel {
        Some(channel) if problems.is_empty() => {
            compose(thread, channel, to, &reply.written, id, mark, at).map_err(|why| Refusal::invalid(vec![why]))
        }
        _ => Err(Refusal::invalid(problems)),
    }
}
