//! Filing received messages.

use super::{Connection, Lane, Sqlite, Transaction, TransactionBehavior};
use crate::channel::Address;
use crate::mail::incoming::{Face, Mailbox, subject_key};
use crate::server::journal::Place;
use crate::server::store::{Filing, FilingStore, Looked, StoreError, StoreResult, Unauthenticated};
use async_trait::async_trait;
use rusqlite::{OptionalExtension as _, params};
use std::sync::Arc;
use uuid::Builder;

/// Statements that filing uses for every message are kept ready.
const STATEMENTS: usize = 48;
/// Of the Message-IDs that a message refers to, so many are looked for.
const ANCESTORS: usize = 20;

// Each names its index: without statistics SQLite prefers one that saves a sort and reads all rooms of a channel.

/// The open room of a customer with a subject.
const OPEN_ROOM: &str = "SELECT row FROM rooms INDEXED BY rooms_by_thread WHERE channel_id = ?1 AND customer_key = ?2 \
    AND subject_key = ?3 AND status IN ('unassigned', 'assigned') ORDER BY last_message_at DESC, row DESC LIMIT 1";
/// The latest messages of a sender with a Message-ID: nearly always one.
const KNOWN: &str = "SELECT row, author, text FROM messages INDEXED BY messages_by_message_id WHERE channel_id = ?1 \
    AND message_id = ?2 AND sender_key = ?3 ORDER BY row DESC LIMIT 4";
/// The room of the message with a Message-ID.
const ANCESTOR: &str = "SELECT room FROM messages INDEXED BY messages_by_message_id WHERE channel_id = ?1 AND message_id = ?2 \
    ORDER BY row DESC LIMIT 1";

#[async_trait]
impl FilingStore for Sqlite {
    async fn takes_mail(&self, channel_id: String) -> StoreResult<bool> {
        if self.takers.knows(&channel_id) {
            return Ok(true);
        }
        let asked = channel_id.clone();
        let takes = self
            .read(move |c| {
                let mut statement = c.prepare_cached("SELECT 1 FROM channels WHERE id = ?1")?;
                Ok(statement.exists([asked])?)
            })
            .await?;
        if takes {
            self.takers.keep(channel_id);
        }
        Ok(takes)
    }

    async fn filed(&self) -> StoreResult<Place> {
        self.read(|c| {
            let row = c.query_row("SELECT segment, offset FROM filed", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            place(row).ok_or_else(|| StoreError::Failed("database: the mark of what is filed is nowhere".into()))
        })
        .await
    }

    async fn file(&self, messages: Vec<Filing>, up_to: Place) -> StoreResult<()> {
        relaxed(&self.writer, move |t| {
            t.set_prepared_statement_cache_capacity(STATEMENTS);
            messages.iter().try_for_each(|message| file(t, message))?;
            t.prepare_cached("UPDATE filed SET segment = ?1, offset = ?2")?.execute(params![up_to.segment, offset(up_to)?])?;
            Ok(())
        })
        .await
    }

    async fn unauthenticated(&self, limit: u32, now: i64) -> StoreResult<Vec<Unauthenticated>> {
        self.read(move |c| {
            let fresh = "SELECT row, segment, offset, looks FROM messages WHERE authentication IS NULL AND segment IS NOT NULL \
                         ORDER BY row LIMIT ?1";
            let again = "SELECT row, segment, offset, looks FROM messages WHERE look_again_at <= ?2 AND segment IS NOT NULL \
                         ORDER BY look_again_at LIMIT ?1";
            let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?), row.get(3)?));
            let mut rows: Vec<(i64, (u32, i64), u32)> =
                c.prepare_cached(fresh)?.query_map([limit], found)?.collect::<Result<_, _>>()?;
            let left = limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(limit));
            if left > 0 {
                let due = c.prepare_cached(again)?.query_map(params![left, now], found)?.collect::<Result<Vec<_>, _>>()?;
                rows.extend(due);
            }
            let whole = |(row, at, looks)| place(at).map(|place| Unauthenticated { row, place, looks });
            Ok(rows.into_iter().filter_map(whole).collect())
        })
        .await
    }

    async fn keep_authentication(&self, found: Vec<Looked>) -> StoreResult<()> {
        relaxed(&self.writer, move |t| {
            let sql = "UPDATE messages SET authentication = ?2, looks = looks + 1, look_again_at = ?3 WHERE row = ?1";
            let mut statement = t.prepare_cached(sql)?;
            for Looked { row, authentication, again_at } in &found {
                statement.execute(params![row, json(authentication)?, again_at])?;
            }
            Ok(())
        })
        .await
    }
}

/// As [`Sqlite::write`], for what can be done again from the journal: such a commit does not wait for the disk. A later one that
/// does makes it durable too, so nothing that rests on it can outlive it.
async fn relaxed<T: Send + 'static>(
    writer: &Arc<Lane>,
    work: impl FnOnce(&Transaction<'_>) -> StoreResult<T> + Send + 'static,
) -> StoreResult<T> {
    writer
        .run(move |desk| {
            synchronous(&desk.connection, "NORMAL")?;
            let result = (|| {
                let transaction = desk.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            })();
            synchronous(&desk.connection, "FULL")?;
            result
        })
        .await
}

fn synchronous(connection: &Connection, level: &str) -> StoreResult<()> {
    Ok(connection.pragma_update(None, "synchronous", level)?)
}

fn place((segment, offset): (u32, i64)) -> Option<Place> {
    Some(Place { segment, offset: u64::try_from(offset).ok()? })
}

fn offset(place: Place) -> StoreResult<i64> {
    i64::try_from(place.offset).map_err(|_| StoreError::Failed("the journal is too long".into()))
}

fn json(value: &impl serde::Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Failed(format!("writing a row: {e}")))
}

/// The spelling of an address that is equal for all its spellings; what is no address is compared as it stands.
pub(super) fn address_key(address: &str) -> String {
    Address::parse(address).map_or_else(|_| address.trim().to_lowercase(), |address| address.key())
}

/// An id that is the same whenever the same entry is filed, so that filing it again after a power cut changes nothing for whoever
/// has seen it.
fn id(kind: &[u8], message: &Filing) -> String {
    let Place { segment, offset } = message.place;
    let name = [kind, message.channel_id.as_bytes(), &segment.to_be_bytes(), &offset.to_be_bytes()].concat();
    let mut random = [0; 10];
    random.copy_from_slice(&aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &name).as_ref()[..10]);
    let milliseconds = u64::try_from(message.received_at).unwrap_or_default();
    Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid().to_string()
}

/// A room that a message belongs to.
struct Room {
    row: i64,
}

fn file(t: &Transaction<'_>, message: &Filing) -> StoreResult<()> {
    let face = &message.incoming.face;
    let sender = face.from.as_ref().map(|from| address_key(&from.address)).unwrap_or_default();
    if let Some(known) = delivered_before(t, message, &sender)? {
        t.prepare_cached("UPDATE messages SET repeated = repeated + 1 WHERE row = ?1")?.execute([known])?;
        return Ok(());
    }
    let room = match by_references(t, message)? {
        Some(room) => room,
        None => match by_subject(t, message)? {
            Some(room) => room,
            None => open_room(t, message)?,
        },
    };
    t.prepare_cached(
        "INSERT INTO messages (id, room, channel_id, author, status, message_id, sender_key, text, face, segment, offset, created_at) \
         VALUES (?1, ?2, ?3, 'customer', 'created', ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        id(b"message", message),
        room.row,
        message.channel_id,
        face.message_id,
        sender,
        message.incoming.text,
        json(face)?,
        message.place.segment,
        offset(message.place)?,
        message.at
    ])?;
    // A resolved room is open again; the customer has something to say.
    t.prepare_cached(
        "UPDATE rooms SET last_message = ?2, last_message_at = max(last_message_at, ?3), updated_at = max(updated_at, ?3), \
         unread = unread + 1, resolved_at = NULL, status = iif(status = 'resolved', 'unassigned', status) WHERE row = ?1",
    )?
    .execute(params![room.row, t.last_insert_rowid(), message.at])?;
    Ok(())
}

/// The row of the same message, when it came before: a sender that lost our answer sends it again, and two ways lead here. One that
/// only bears the same Message-ID, but is from somebody else or says something else, is another message.
fn delivered_before(t: &Transaction<'_>, message: &Filing, sender: &str) -> StoreResult<Option<i64>> {
    let Some(message_id) = &message.incoming.face.message_id else { return Ok(None) };
    let mut statement = t.prepare_cached(KNOWN)?;
    let mut rows = statement.query([&message.channel_id, message_id, sender])?;
    while let Some(row) = rows.next()? {
        let (author, text): (String, String) = (row.get(1)?, row.get(2)?);
        // What we sent ourselves and comes back may have been changed on its way in more than its end.
        if author == "agent" || says_the_same(&text, &message.incoming.text) {
            return Ok(Some(row.get(0)?));
        }
    }
    Ok(None)
}

/// Whether two texts differ in nothing, or only in what a list or a provider put at the end of one.
fn says_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    one == other || (!one.is_empty() && other.starts_with(one)) || (!other.is_empty() && one.starts_with(other))
}

/// The room of the nearest message that this one refers to.
fn by_references(t: &Transaction<'_>, message: &Filing) -> StoreResult<Option<Room>> {
    let Face { in_reply_to, references, .. } = &message.incoming.face;
    let mut statement = t.prepare_cached(ANCESTOR)?;
    for ancestor in in_reply_to.iter().chain(references.iter().rev()).take(ANCESTORS) {
        let found = statement.query_row([&message.channel_id, ancestor], |row| row.get(0)).optional()?;
        if let Some(row) = found {
            return Ok(Some(Room { row }));
        }
    }
    Ok(None)
}

/// The open room of the same customer with the same subject.
fn by_subject(t: &Transaction<'_>, message: &Filing) -> StoreResult<Option<Room>> {
    let Some(customer) = message.incoming.face.customer() else { return Ok(None) };
    let key = subject_key(&message.incoming.face.subject);
    let found = t
        .prepare_cached(OPEN_ROOM)?
        .query_row([&message.channel_id, &address_key(&customer.address), &key], |row| row.get(0))
        .optional()?;
    Ok(found.map(|row| Room { row }))
}

fn open_room(t: &Transaction<'_>, message: &Filing) -> StoreResult<Room> {
    let (address, disconnected_at) = mailbox(t, message)?;
    let face = &message.incoming.face;
    let nobody = Mailbox::default();
    let customer = face.customer().unwrap_or(&nobody);
    t.prepare_cached(
        "INSERT INTO rooms (id, channel_id, channel_address, disconnected_at, customer, customer_key, customer_name, subject, \
         subject_key, status, unread, created_at, last_message_at, updated_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'unassigned', 0, ?10, ?10, ?10)",
    )?
    .execute(params![
        id(b"room", message),
        message.channel_id,
        address,
        disconnected_at,
        customer.address,
        address_key(&customer.address),
        customer.name.as_deref().unwrap_or_default(),
        face.subject,
        subject_key(&face.subject),
        message.at
    ])?;
    Ok(Room { row: t.last_insert_rowid() })
}

/// The channel's mailbox, and since when it is disconnected: a message may have been accepted just before.
fn mailbox(t: &Transaction<'_>, message: &Filing) -> StoreResult<(String, Option<i64>)> {
    let connected = t
        .prepare_cached("SELECT address FROM channels WHERE id = ?1")?
        .query_row([&message.channel_id], |row| row.get(0))
        .optional()?;
    if let Some(address) = connected {
        return Ok((address, None));
    }
    let known = t
        .prepare_cached("SELECT channel_address FROM rooms WHERE channel_id = ?1 LIMIT 1")?
        .query_row([&message.channel_id], |row| row.get(0))
        .optional()?;
    Ok((known.unwrap_or_else(|| message.forwarder.clone()), Some(message.at)))
}
