//! The public schema of a message. Fields are only ever added, at the end; a test pins them.

use crate::ui::{Cell, Column, Record};
use crate::wire::assumed::inbox::{Authentication, Email, Mailbox, Sending};
use crate::wire::room::Message;
use serde_json::{Value, json};

/// A message as it is printed.
pub(super) struct MessageRow(pub(super) Message);

const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a MessageRow) -> Cell<'a>) -> Column<MessageRow> {
    Column { name, shown, cell }
}

fn email<'a>(row: &'a MessageRow, field: impl FnOnce(&'a Email) -> Cell<'a>) -> Cell<'a> {
    row.0.email.as_ref().map_or(Cell::Null, field)
}

fn authentication<'a>(row: &'a MessageRow, field: fn(&'a Authentication) -> &'a Option<String>) -> Cell<'a> {
    email(row, |e| e.authentication.as_ref().map_or(Cell::Null, |a| field(a).into()))
}

fn sending<'a>(row: &'a MessageRow, field: impl FnOnce(&'a Sending) -> Cell<'a>) -> Cell<'a> {
    email(row, |e| e.sending.as_ref().map_or(Cell::Null, field))
}

fn address(mailbox: &Option<Mailbox>) -> Cell<'_> {
    mailbox.as_ref().map(|m| m.address.as_str()).into()
}

fn mailboxes<'a>(all: &[Mailbox]) -> Cell<'a> {
    Cell::Json(all.iter().map(|m| json!({"name": m.name, "address": m.address})).collect())
}

fn texts<'a>(all: &[String]) -> Cell<'a> {
    Cell::Json(all.iter().cloned().map(Value::from).collect())
}

fn attachments<'a>(email: &Email) -> Cell<'a> {
    let attachments = email.attachments.iter();
    Cell::Json(
        attachments
            .map(|a| json!({"number": a.number, "name": a.name, "content_type": a.content_type, "size": a.size}))
            .collect(),
    )
}

impl Record for MessageRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", true, |r| r.0.id.as_str().into()),
        column("room_id", false, |r| (&r.0.room_id).into()),
        column("author", true, |r| (&r.0.participant_type).into()),
        column("status", true, |r| (&r.0.status).into()),
        column("created_at", true, |r| (&r.0.created_at).into()),
        column("subject", true, |r| email(r, |e| e.subject.as_str().into())),
        column("from", false, |r| email(r, |e| address(&e.from))),
        column("from_name", false, |r| email(r, |e| e.from.as_ref().map_or(Cell::Null, |m| (&m.name).into()))),
        column("original_from", false, |r| email(r, |e| address(&e.original_from))),
        column("to", false, |r| email(r, |e| mailboxes(&e.to))),
        column("cc", false, |r| email(r, |e| mailboxes(&e.cc))),
        column("bcc", false, |r| email(r, |e| mailboxes(&e.bcc))),
        column("reply_to", false, |r| email(r, |e| mailboxes(&e.reply_to))),
        column("date", false, |r| email(r, |e| (&e.date).into())),
        column("text", false, |r| (&r.0.text).into()),
        column("text_cut", false, |r| email(r, |e| e.text_cut.into())),
        column("attachments", false, |r| email(r, attachments)),
        column("message_id", false, |r| email(r, |e| (&e.message_id).into())),
        column("in_reply_to", false, |r| email(r, |e| texts(&e.in_reply_to))),
        column("references", false, |r| email(r, |e| texts(&e.references))),
        column("via", false, |r| email(r, |e| e.via.as_ref().map(|v| v.address.as_str()).into())),
        column("auto_submitted", false, |r| email(r, |e| e.auto_submitted.into())),
        column("spf", false, |r| authentication(r, |a| &a.spf)),
        column("spf_domain", false, |r| authentication(r, |a| &a.spf_domain)),
        column("dkim", false, |r| authentication(r, |a| &a.dkim)),
        column("dkim_domains", false, |r| email(r, |e| e.authentication.as_ref().map_or(Cell::Null, |a| texts(&a.dkim_domains)))),
        column("arc", false, |r| authentication(r, |a| &a.arc)),
        column("attempts", false, |r| sending(r, |s| s.attempts.into())),
        column("next_attempt_at", false, |r| sending(r, |s| (&s.next_at).into())),
        column("error_class", false, |r| sending(r, |s| (&s.class).into())),
        column("error", false, |r| sending(r, |s| (&s.reply).into())),
        column("answers_lost", false, |r| sending(r, |s| s.answers_lost.into())),
    ];
}
