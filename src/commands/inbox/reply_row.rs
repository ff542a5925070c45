//! The public schema of a reply that was written. Fields are only ever added, at the end; a test pins them.

use crate::ui::{Cell, Column, Record};
use crate::wire::assumed::inbox::{Email, Mailbox, Sending};
use crate::wire::room::Message;

/// A reply as it is printed.
pub(super) struct ReplyRow {
    pub(super) room_id: String,
    /// Whom it goes to, comma-separated.
    pub(super) to: String,
    pub(super) message: Message,
}

impl ReplyRow {
    pub(super) fn email(&self) -> Option<&Email> {
        self.message.email.as_ref()
    }

    pub(super) fn sending(&self) -> Option<&Sending> {
        self.email()?.sending.as_ref()
    }
}

const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a ReplyRow) -> Cell<'a>) -> Column<ReplyRow> {
    Column { name, shown, cell }
}

/// An empty text is one that is not there.
fn text(value: &str) -> Cell<'_> {
    Some(value).filter(|value| !value.is_empty()).into()
}

/// Addresses, comma-separated.
fn list(mailboxes: Option<&Vec<Mailbox>>) -> Cell<'static> {
    let all = mailboxes.into_iter().flatten().map(|m| m.address.as_str()).collect::<Vec<_>>().join(", ");
    Some(all).filter(|all| !all.is_empty()).into()
}

impl Record for ReplyRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", true, |r| text(&r.message.id)),
        column("room_id", true, |r| text(&r.room_id)),
        column("to", true, |r| text(&r.to)),
        column("status", true, |r| (&r.message.status).into()),
        column("error_class", true, |r| r.sending().and_then(|s| s.class.as_deref()).into()),
        column("error", false, |r| r.sending().and_then(|s| s.reply.as_deref()).filter(|_| failing(r)).into()),
        column("attempts", false, |r| r.sending().and_then(|s| s.attempts).into()),
        column("next_attempt_at", false, |r| r.sending().and_then(|s| s.next_at.as_deref()).into()),
        column("answers_lost", false, |r| r.sending().and_then(|s| s.answers_lost).into()),
        column("subject", false, |r| text(r.email().map_or("", |e| &e.subject))),
        column("message_id", false, |r| r.email().and_then(|e| e.message_id.as_deref()).into()),
        column("created_at", false, |r| (&r.message.created_at).into()),
        column("cc", false, |r| list(r.email().map(|e| &e.cc))),
        column("bcc", false, |r| list(r.email().map(|e| &e.bcc))),
    ];
}

/// What the server said to a reply that was sent is no error.
fn failing(row: &ReplyRow) -> bool {
    row.sending().is_some_and(|s| s.class.is_some())
}
