//! Rooms in SQLite.

use super::filing::address_key;
use super::messages::{self, snippet};
use super::{Sqlite, StoreResult};
use crate::mail::incoming::Face;
use crate::server::store::{Feed, MessageRow, RoomQuery, RoomRow, RoomStore};
use async_trait::async_trait;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params_from_iter};

/// Whether one of several texts has another in it, in lower case: what SQLite's own `lower` cannot say beyond ASCII.
const HAS: &str = "text_in_any";

/// The spelling of an address that is equal for all its spellings.
const KEY: &str = "address_key";

const COLUMNS: &str = "r.id, r.channel_id, r.channel_address, r.disconnected_at, r.customer, r.customer_name, r.subject, r.status, \
     r.unread, r.created_at, r.last_message_at, r.updated_at, r.resolved_at, \
     m.row, m.id, m.author, m.status, m.created_at";
const JOIN: &str = "LEFT JOIN messages AS m ON m.row = r.last_message";

/// Teaches a connection to search.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function(KEY, 1, flags, |ctx| Ok(address_key(ctx.get_raw(0).as_str().unwrap_or_default())))?;
    connection.create_scalar_function(HAS, -1, flags, |ctx| {
        let needle = ctx.get_raw(0).as_str().unwrap_or_default();
        Ok((1..ctx.len()).any(|n| ctx.get_raw(n).as_str().is_ok_and(|text| text.to_lowercase().contains(needle))))
    })
}

/// A room, and the row of its last message.
fn read(row: &Row<'_>) -> rusqlite::Result<(RoomRow, Option<i64>)> {
    let id: String = row.get(0)?;
    let last: Option<i64> = row.get(13)?;
    let last_message = match last {
        None => None,
        Some(_) => Some(MessageRow {
            id: row.get(14)?,
            room_id: id.clone(),
            author: row.get(15)?,
            status: row.get(16)?,
            text: String::new(),
            face: Face::default(),
            authentication: None,
            place: None,
            sending: None,
            created_at: row.get(17)?,
        }),
    };
    let room = RoomRow {
        id,
        channel_id: row.get(1)?,
        channel_address: row.get(2)?,
        disconnected_at: row.get(3)?,
        customer: row.get(4)?,
        customer_name: row.get(5)?,
        subject: row.get(6)?,
        status: row.get(7)?,
        unread: row.get::<_, i64>(8)?.unsigned_abs(),
        created_at: row.get(9)?,
        last_message_at: row.get(10)?,
        updated_at: row.get(11)?,
        resolved_at: row.get(12)?,
        last_message,
    };
    Ok((room, last))
}

/// The beginning of the last message goes into a room.
fn with_snippet(connection: &Connection, (mut room, last): (RoomRow, Option<i64>)) -> rusqlite::Result<RoomRow> {
    if let (Some(message), Some(row)) = (&mut room.last_message, last) {
        message.text = snippet(connection, row)?;
    }
    Ok(room)
}

/// The condition of a query, its values, and the index that is walked in the order of the list.
pub(super) struct Filter {
    index: &'static str,
    condition: String,
    values: Vec<Value>,
}

impl Filter {
    pub(super) fn new(query: &RoomQuery) -> Self {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        let mut value = |value: String| {
            values.push(Value::Text(value));
            format!("?{}", values.len())
        };
        let index = match query.channels.as_slice() {
            [_] => "INDEXED BY rooms_by_channel",
            // Of several channels no index has the order.
            [_, _, ..] => "",
            [] if query.unread => "INDEXED BY rooms_unread",
            [] if query.status.is_some() => "INDEXED BY rooms_by_status",
            [] => "INDEXED BY rooms_by_activity",
        };
        match query.channels.as_slice() {
            [] => {}
            [one] => conditions.push(format!("channel_id = {}", value(one.clone()))),
            several => {
                let places: Vec<String> = several.iter().map(|channel| value(channel.clone())).collect();
                conditions.push(format!("channel_id IN ({})", places.join(", ")));
            }
        }
        if let Some(status) = &query.status {
            conditions.push(format!("status = {}", value(status.clone())));
        }
        if let Some(account) = &query.account {
            conditions.push(format!("{KEY}(channel_address) = {}", value(address_key(account))));
        }
        if query.unread {
            conditions.push("unread > 0".to_owned());
        }
        if let Some(text) = &query.text {
            let needle = value(text.to_lowercase());
            conditions.push(format!("{HAS}({needle}, customer, customer_name, subject, channel_address)"));
        }
        let condition = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        Self { index, condition, values }
    }

    /// Rows are found on an index where there is one that has their order, so that a deep page skips index entries only.
    pub(super) fn page_sql(&self) -> String {
        let Self { index, condition, values } = self;
        let (limit, skip) = (values.len() + 1, values.len() + 2);
        format!(
            "SELECT {COLUMNS} FROM \
             (SELECT row FROM rooms {index} {condition} ORDER BY last_message_at DESC, row DESC LIMIT ?{limit} OFFSET ?{skip}) AS page \
             CROSS JOIN rooms AS r ON r.row = page.row {JOIN} ORDER BY r.last_message_at DESC, r.row DESC"
        )
    }

    pub(super) fn count_sql(&self) -> String {
        format!("SELECT count(*) FROM rooms {} {}", self.index, self.condition)
    }
}

/// One page, and how many match in all.
fn list(connection: &Connection, query: &RoomQuery) -> StoreResult<(Vec<RoomRow>, u64)> {
    // One transaction, so that the rows and their number are of one moment.
    let transaction = connection.unchecked_transaction()?;
    let filter = Filter::new(query);
    let total: i64 =
        transaction.prepare_cached(&filter.count_sql())?.query_row(params_from_iter(&filter.values), |row| row.get(0))?;
    let bounds = [Value::from(query.limit), Value::from(query.skip)];
    let mut statement = transaction.prepare_cached(&filter.page_sql())?;
    let found: Vec<(RoomRow, Option<i64>)> =
        statement.query_map(params_from_iter(filter.values.iter().chain(&bounds)), read)?.collect::<Result<_, _>>()?;
    let rooms: rusqlite::Result<_> = found.into_iter().map(|room| with_snippet(&transaction, room)).collect();
    Ok((rooms?, total.unsigned_abs()))
}

/// One room.
pub(super) fn find(connection: &Connection, id: &str) -> StoreResult<Option<RoomRow>> {
    let transaction = connection.unchecked_transaction()?;
    let mut statement = transaction.prepare_cached(&format!("SELECT {COLUMNS} FROM rooms AS r {JOIN} WHERE r.id = ?1"))?;
    let found = statement.query_row([id], read).optional()?;
    Ok(found.map(|room| with_snippet(&transaction, room)).transpose()?)
}

fn exists(t: &Transaction<'_>, id: &str) -> StoreResult<bool> {
    Ok(t.prepare_cached("SELECT 1 FROM rooms WHERE id = ?1")?.exists([id])?)
}

fn resolve(t: &Transaction<'_>, id: &str, at: i64) -> StoreResult<bool> {
    let sql = "UPDATE rooms SET status = 'resolved', resolved_at = coalesce(resolved_at, ?2), updated_at = ?2, unread = 0 \
               WHERE id = ?1 AND (status <> 'resolved' OR unread > 0)";
    Ok(t.execute(sql, (id, at))? > 0 || exists(t, id)?)
}

/// What customers wrote after the message `until` stays unread.
fn mark_read(t: &Transaction<'_>, id: &str, until: Option<&str>, at: i64) -> StoreResult<bool> {
    let left = match until {
        None => 0,
        Some(until) => {
            let sql = "SELECT r.row, m.row FROM rooms AS r JOIN messages AS m ON m.room = r.row WHERE r.id = ?1 AND m.id = ?2";
            let found = t.query_row(sql, [id, until], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).optional()?;
            let Some((room, last)) = found else { return Ok(false) };
            let sql = "SELECT count(*) FROM messages WHERE room = ?1 AND row > ?2 AND author = 'customer'";
            t.query_row(sql, [room, last], |row| row.get::<_, i64>(0))?
        }
    };
    let sql = "UPDATE rooms SET unread = ?3, updated_at = ?2 WHERE id = ?1 AND unread > ?3";
    Ok(t.execute(sql, (id, at, left))? > 0 || exists(t, id)?)
}

/// The rooms of a channel that is being deleted stay, and say so.
pub(super) fn disconnect(t: &Transaction<'_>, channel_id: &str, at: i64) -> StoreResult<()> {
    let sql = "UPDATE rooms SET disconnected_at = ?2, updated_at = ?2 WHERE channel_id = ?1 AND disconnected_at IS NULL";
    t.execute(sql, (channel_id, at))?;
    Ok(())
}

#[async_trait]
impl RoomStore for Sqlite {
    async fn rooms(&self, query: RoomQuery) -> StoreResult<(Vec<RoomRow>, u64)> {
        self.read(move |c| list(c, &query)).await
    }

    async fn room(&self, id: String) -> StoreResult<Option<RoomRow>> {
        self.read(move |c| find(c, &id)).await
    }

    async fn messages(&self, room_id: String, limit: u32, skip: i64) -> StoreResult<Option<(Vec<MessageRow>, u64)>> {
        self.read(move |c| messages::list(c, &room_id, limit, skip)).await
    }

    async fn message(&self, id: String) -> StoreResult<Option<MessageRow>> {
        self.read(move |c| messages::find(c, &id)).await
    }

    async fn feed(&self, after: Option<i64>, channels: Vec<String>, limit: u32) -> StoreResult<Feed> {
        self.read(move |c| messages::feed(c, after, &channels, limit)).await
    }

    async fn resolve_room(&self, id: String, at: i64) -> StoreResult<bool> {
        self.write(move |t| resolve(t, &id, at)).await
    }

    async fn mark_read(&self, id: String, until: Option<String>, at: i64) -> StoreResult<bool> {
        self.write(move |t| mark_read(t, &id, until.as_deref(), at)).await
    }
}
