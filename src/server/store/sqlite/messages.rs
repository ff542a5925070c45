//! Messages in SQLite.

use super::StoreResult;
use crate::mail::incoming::{Attachment, Face};
use crate::server::journal::Place;
use crate::server::store::{FedRow, Feed, MessageRow, Sending};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};
use serde::de::DeserializeOwned;

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "m.id, r.id, m.author, m.status, m.authentication, m.segment, m.offset, m.created_at, m.face, \
     o.attempts, CASE WHEN o.phase IN ('queued', 'sending', 'handed') THEN o.next_at END, o.class, o.reply, o.answers_lost, m.text";
/// Where [`COLUMNS`] come from.
pub(super) const TABLES: &str = "messages AS m JOIN rooms AS r ON r.row = m.room LEFT JOIN outbox AS o ON o.message = m.row";
/// The most of a text that is shown beside others, in bytes.
const SNIPPET: usize = 1024;
/// What a page of the feed may come to, in bytes: with the message that takes it there it is the last one.
const PAGE: usize = 1024 * 1024;
/// What an attachment comes to there, in bytes.
const ATTACHMENT: usize = 80;

fn json<T: DeserializeOwned>(index: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(e)))
}

/// Reads a message; the text is the last column.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let message = read_without_text(row)?;
    Ok(MessageRow { text: row.get(14)?, ..message })
}

fn read_without_text(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    let authentication: Option<String> = row.get(4)?;
    let place = row.get::<_, Option<u32>>(5)?.zip(row.get::<_, Option<i64>>(6)?);
    let sending = match row.get::<_, Option<u32>>(9)? {
        None => None,
        Some(attempts) => Some(Sending {
            attempts,
            next_at: row.get(10)?,
            class: row.get(11)?,
            reply: row.get(12)?,
            answers_lost: row.get(13)?,
        }),
    };
    Ok(MessageRow {
        id: row.get(0)?,
        room_id: row.get(1)?,
        author: row.get(2)?,
        status: row.get(3)?,
        text: String::new(),
        authentication: authentication.map(|text| json(4, &text)).transpose()?,
        place: place.map(|(segment, offset)| Place { segment, offset: offset.unsigned_abs() }),
        created_at: row.get(7)?,
        face: json(8, &row.get::<_, String>(8)?)?,
        sending,
    })
}

/// The beginning of a message's text; of a long one, no more is read.
pub(super) fn snippet(connection: &Connection, row: i64) -> rusqlite::Result<String> {
    let blob = connection.blob_open("main", "messages", "text", row, true)?;
    let mut bytes = vec![0; blob.len().min(SNIPPET)];
    let read = blob.read_at(&mut bytes, 0)?;
    bytes.truncate(read);
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        // Cut in the middle of a character.
        Err(error) => {
            let whole = error.utf8_error().valid_up_to();
            String::from_utf8_lossy(&error.as_bytes()[..whole]).into_owned()
        }
    })
}

/// One page of a room's messages, newest first, and how many there are; `None` when there is no such room.
pub(super) fn list(connection: &Connection, room_id: &str, limit: u32, skip: i64) -> StoreResult<Option<(Vec<MessageRow>, u64)>> {
    let transaction = connection.unchecked_transaction()?;
    let room = transaction.prepare_cached("SELECT row FROM rooms WHERE id = ?1")?.query_row([room_id], |row| row.get(0));
    let Some(room) = room.optional()?.map(|row: i64| row) else { return Ok(None) };
    let total: i64 =
        transaction.prepare_cached("SELECT count(*) FROM messages WHERE room = ?1")?.query_row([room], |row| row.get(0))?;
    let mut statement = transaction.prepare_cached(&page_sql())?;
    let rows = statement.query_map((room, limit, skip), read)?.collect::<Result<_, _>>()?;
    Ok(Some((rows, total.unsigned_abs())))
}

/// Only the rows of the page itself are read.
pub(super) fn page_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM (SELECT row FROM messages WHERE room = ?1 ORDER BY row DESC LIMIT ?2 OFFSET ?3) AS page \
         CROSS JOIN messages AS m ON m.row = page.row JOIN rooms AS r ON r.row = m.room \
         LEFT JOIN outbox AS o ON o.message = m.row ORDER BY m.row DESC"
    )
}

/// One message.
pub(super) fn find(connection: &Connection, id: &str) -> StoreResult<Option<MessageRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM {TABLES} WHERE m.id = ?1"))?;
    Ok(statement.query_row([id], read).optional()?)
}

/// Messages after a place, in the order of their arrival; without a place, only that of now. Rows are written one transaction
/// after the other, so that none can appear before one that was seen.
pub(super) fn feed(connection: &Connection, after: Option<i64>, channels: &[String], limit: u32) -> StoreResult<Feed> {
    let transaction = connection.unchecked_transaction()?;
    let last: i64 = transaction.prepare_cached("SELECT coalesce(max(row), 0) FROM messages")?.query_row([], |row| row.get(0))?;
    let Some(after) = after else { return Ok(Feed { rows: Vec::new(), place: last }) };
    let mut values = vec![Value::from(after), Value::from(limit)];
    values.extend(channels.iter().cloned().map(Value::from));
    let sql = feed_sql(channels.len());
    let mut statement = transaction.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let (mut rows, mut place, mut weight) = (Vec::new(), last, 0);
    while let Some(row) = found.next()? {
        let number = row.get(14)?;
        let mut message = read_without_text(row)?;
        message.text = snippet(&transaction, number)?;
        message.face = shown(message.face);
        weight += message.text.len() + message.face.subject.len() + message.face.attachments.len() * ATTACHMENT;
        rows.push(FedRow {
            message,
            customer: row.get(15)?,
            customer_name: row.get(16)?,
            channel_id: row.get(17)?,
            channel_address: row.get(18)?,
        });
        // After a full page there may be more; otherwise everything there is was looked at.
        if rows.len() as u64 >= u64::from(limit) || weight >= PAGE {
            place = number;
            break;
        }
    }
    Ok(Feed { rows, place })
}

/// What the feed gives of a face: of attachments no more than that they are there.
fn shown(face: Face) -> Face {
    let bare = |a: Attachment| Attachment { name: None, content_type: String::new(), ..a };
    Face {
        subject: face.subject,
        from: face.from,
        date: face.date,
        message_id: face.message_id,
        auto_submitted: face.auto_submitted,
        attachments: face.attachments.into_iter().map(bare).collect(),
        ..Face::default()
    }
}

pub(super) fn feed_sql(channels: usize) -> String {
    let columns = COLUMNS.replace("m.text", "m.row");
    let places: Vec<String> = (0..channels).map(|n| format!("?{}", n + 3)).collect();
    let filter = if places.is_empty() { String::new() } else { format!("AND m.channel_id IN ({})", places.join(", ")) };
    format!(
        "SELECT {columns}, r.customer, r.customer_name, r.channel_id, r.channel_address \
         FROM messages AS m CROSS JOIN rooms AS r ON r.row = m.room LEFT JOIN outbox AS o ON o.message = m.row \
         WHERE m.row > ?1 {filter} ORDER BY m.row LIMIT ?2"
    )
}
