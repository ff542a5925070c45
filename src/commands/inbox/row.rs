//! The public schema of a room. Fields are only ever added, at the end; a test pins them.

use crate::ui::{Cell, Column, Record};
use crate::wire::room::{Message, Room};

/// A room as it is printed.
pub(super) struct RoomRow(pub(super) Room);

const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a RoomRow) -> Cell<'a>) -> Column<RoomRow> {
    Column { name, shown, cell }
}

/// An empty text is one that is not there.
fn text(value: &Option<String>) -> Cell<'_> {
    value.as_deref().filter(|text| !text.is_empty()).into()
}

/// A name, unless it is only the address again.
pub(super) fn name<'a>(name: &'a Option<String>, address: &Option<String>) -> Cell<'a> {
    name.as_deref().filter(|name| !name.is_empty() && Some(*name) != address.as_deref()).into()
}

fn last(row: &RoomRow, field: fn(&Message) -> &Option<String>) -> Cell<'_> {
    row.0.last_message.as_ref().map_or(Cell::Null, |message| text(field(message)))
}

impl Record for RoomRow {
    const COLUMNS: &'static [Column<Self>] = &[
        column("id", true, |r| r.0.id.as_str().into()),
        column("channel", false, |r| text(&r.0.channel_account)),
        column("channel_id", false, |r| text(&r.0.channel_integration_id)),
        column("customer", true, |r| text(&r.0.account_uniq_id)),
        column("customer_name", false, |r| name(&r.0.name, &r.0.account_uniq_id)),
        column("subject", true, |r| text(&r.0.subject)),
        column("status", true, |r| text(&r.0.status)),
        column("unread", true, |r| r.0.unread_count.into()),
        column("last_message_at", false, |r| text(&r.0.last_message_at)),
        column("last_message", false, |r| last(r, |m| &m.text)),
        column("last_message_by", false, |r| last(r, |m| &m.participant_type)),
        column("disconnected", false, |r| r.0.channel_disconnected_at.is_some().into()),
        column("disconnected_at", false, |r| text(&r.0.channel_disconnected_at)),
        column("resolved_at", false, |r| text(&r.0.resolved_at)),
        column("created_at", false, |r| text(&r.0.created_at)),
        column("last_message_status", false, |r| last(r, |m| &m.status)),
    ];
}
