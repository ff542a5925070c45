//! Replies on their way out.

use super::{Sqlite, channels, filing, once};
use crate::mail::incoming::Face;
use crate::server::store::{
    ANSWER_LOST, Attempt, Cipher, CutOff, DueReply, NewReply, Once, OutboxStore, Outcome, REPEATS, StoreError, StoreResult,
    Thread,
};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::Serialize;
use std::sync::Arc;

/// What is kept of an attempt that was cut off after the message was handed over.
const CUT_OFF: &str = "the process that was sending this ended before the answer came";

/// The class of a reply whose channel is gone, and what is kept of it.
const DISCONNECTED: [&str; 2] = ["channel_disconnected", "the channel has been disconnected"];
/// Of the unread messages of room `?1` those that came after the one that is answered (`?4`, its Message-ID): whoever answers has read
/// the others.
const STILL_UNREAD: &str = "min(unread, (SELECT count(*) FROM messages WHERE room = ?1 AND author = 'customer' AND row > coalesce(\
     (SELECT max(row) FROM messages WHERE room = ?1 AND author = 'customer' AND message_id = ?4), \
     (SELECT max(row) FROM messages WHERE room = ?1 AND author = 'customer'), 0)))";

/// What waits for its time, on channels that are not in the JSON list `?1`.
const DUE: &str = "phase = 'queued' AND channel_id NOT IN (SELECT value FROM json_each(?1))";

#[async_trait]
impl OutboxStore for Sqlite {
    async fn add_reply(&self, reply: NewReply, once: Option<Once>) -> StoreResult<Option<Outcome>> {
        self.write(move |t| add(t, &reply, once)).await
    }

    async fn thread(&self, room_id: String) -> StoreResult<Option<Thread>> {
        self.read(move |c| thread(c, &room_id)).await
    }

    async fn recover_outbox(&self, at: i64) -> StoreResult<CutOff> {
        self.write(move |t| cut_off(t, None, at)).await
    }

    async fn cut_off(&self, row: i64, due: i64) -> StoreResult<CutOff> {
        self.write(move |t| cut_off(t, Some(row), due)).await
    }

    async fn answered(&self, once: Once) -> StoreResult<Option<Vec<u8>>> {
        self.read(move |c| once::found(c, &once)).await
    }

    async fn take_due(&self, at: i64, busy: Vec<String>) -> StoreResult<Option<DueReply>> {
        let cipher = Arc::clone(&self.cipher);
        self.write(move |t| take(t, &cipher, at, &busy)).await
    }

    async fn next_due(&self, busy: Vec<String>) -> StoreResult<Option<i64>> {
        self.read(move |c| {
            let sql = format!("SELECT min(next_at) FROM outbox JOIN messages ON messages.row = outbox.message WHERE {DUE}");
            Ok(c.prepare_cached(&sql)?.query_row([json(&busy)?], |row| row.get(0))?)
        })
        .await
    }

    async fn hand_over(&self, row: i64) -> StoreResult<bool> {
        let sql = "UPDATE outbox SET phase = 'handed' WHERE message = ?1 AND phase = 'sending'";
        self.write(move |t| Ok(t.execute(sql, [row])? == 1)).await
    }

    async fn end_attempt(&self, row: i64, ended: Attempt, at: i64) -> StoreResult<bool> {
        self.write(move |t| end(t, row, &ended, at)).await
    }
}

fn json(value: &impl Serialize) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Failed(format!("writing a row: {e}")))
}

fn add(t: &Transaction<'_>, reply: &NewReply, once: Option<Once>) -> StoreResult<Option<Outcome>> {
    if let Some(answer) = once::answered(t, once.as_ref())? {
        return Ok(Some(Outcome::Repeated(answer)));
    }
    let sql = "SELECT row, channel_id FROM rooms WHERE id = ?1";
    let room: Option<(i64, String)> =
        t.prepare_cached(sql)?.query_row([&reply.room_id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((room, channel_id)) = room else { return Ok(None) };
    let sender = reply.face.from.as_ref().map(|from| filing::address_key(&from.address)).unwrap_or_default();
    t.prepare_cached(
        "INSERT INTO messages (id, room, channel_id, author, status, message_id, sender_key, text, face, created_at) \
         VALUES (?1, ?2, ?3, 'agent', 'pending', ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        reply.id,
        room,
        channel_id,
        reply.face.message_id,
        sender,
        reply.text,
        json(&reply.face)?,
        reply.at
    ])?;
    let message = t.last_insert_rowid();
    t.prepare_cached(
        "INSERT INTO outbox (message, raw, envelope, phase, attempts, next_at) VALUES (?1, ?2, ?3, 'queued', 0, ?4)",
    )?
    .execute(params![message, reply.raw, json(&reply.recipients)?, reply.at])?;
    // A room that is answered is not done with.
    t.prepare_cached(&format!(
        "UPDATE rooms SET last_message = ?2, last_message_at = max(last_message_at, ?3), updated_at = ?3, resolved_at = NULL, \
         status = CASE status WHEN 'resolved' THEN 'unassigned' ELSE status END, unread = {STILL_UNREAD} WHERE row = ?1"
    ))?
    .execute(params![room, message, reply.at, reply.face.in_reply_to.first()])?;
    once::remember(t, once)?;
    Ok(Some(Outcome::Done))
}

fn thread(c: &Connection, room_id: &str) -> StoreResult<Option<Thread>> {
    // One transaction, so that all of it is of one moment.
    let c = c.unchecked_transaction()?;
    let sql = "SELECT row, channel_id, channel_address, customer, subject FROM rooms WHERE id = ?1";
    let room = c.prepare_cached(sql)?.query_row([room_id], |row| {
        let thread = Thread {
            channel: None,
            channel_address: row.get(2)?,
            customer: row.get(3)?,
            subject: row.get(4)?,
            last_from_customer: None,
        };
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, thread))
    });
    let Some((row, channel_id, mut thread)) = room.optional()? else { return Ok(None) };
    thread.channel = channels::find(&c, &channel_id)?;
    let sql = "SELECT face FROM messages WHERE room = ?1 AND author = 'customer' ORDER BY row DESC LIMIT 1";
    let face: Option<String> = c.prepare_cached(sql)?.query_row([row], |row| row.get(0)).optional()?;
    let parse = |face: String| -> StoreResult<Face> {
        serde_json::from_str(&face).map_err(|e| StoreError::Failed(format!("a message's headers: {e}")))
    };
    thread.last_from_customer = face.map(parse).transpose()?;
    Ok(Some(thread))
}

/// Of all replies that are under way, or of one.
fn cut_off(t: &Transaction<'_>, row: Option<i64>, due: i64) -> StoreResult<CutOff> {
    // `IN` as in the index, so that only what is under way is read.
    const UNDER_WAY: &str = "phase IN ('sending', 'handed') AND message = coalesce(?1, message)";
    let sql = format!("SELECT message, answers_lost FROM outbox WHERE {UNDER_WAY} AND phase = 'handed'");
    let handed: Vec<(i64, u32)> =
        t.prepare_cached(&sql)?.query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut found = CutOff::default();
    for (row, lost) in handed {
        let (class, reply, answer_lost) = (ANSWER_LOST.to_owned(), CUT_OFF.to_owned(), true);
        if lost < REPEATS {
            found.again += 1;
            end(t, row, &Attempt::Later { at: due, class, reply, answer_lost }, due)?;
        } else {
            found.given_up += 1;
            end(t, row, &Attempt::Failed { class, reply, answer_lost }, due)?;
        }
    }
    t.execute(&format!("UPDATE outbox SET phase = 'queued', next_at = ?2 WHERE {UNDER_WAY}"), params![row, due])?;
    Ok(found)
}

fn take(t: &Transaction<'_>, cipher: &Cipher, at: i64, busy: &[String]) -> StoreResult<Option<DueReply>> {
    let sql = format!(
        "SELECT outbox.message, channel_id, created_at, raw, envelope, attempts + 1, answers_lost \
         FROM outbox JOIN messages ON messages.row = outbox.message \
         WHERE {DUE} AND next_at <= ?2 ORDER BY next_at, outbox.message LIMIT 1"
    );
    let due = t.prepare_cached(&sql)?.query_row(params![json(&busy)?, at], |row| {
        let due = DueReply {
            row: row.get(0)?,
            channel_id: row.get(1)?,
            created_at: row.get(2)?,
            raw: row.get(3)?,
            recipients: Vec::new(),
            attempts: row.get(5)?,
            answers_lost: row.get(6)?,
            channel: Ok(None),
        };
        Ok((due, row.get::<_, String>(4)?))
    });
    let Some((mut due, envelope)) = due.optional()? else { return Ok(None) };
    due.recipients = serde_json::from_str(&envelope).map_err(|e| StoreError::Failed(format!("an envelope: {e}")))?;
    due.channel = channels::find_with_password(t, cipher, &due.channel_id);
    t.prepare_cached("UPDATE outbox SET phase = 'sending', attempts = attempts + 1 WHERE message = ?1")?.execute([due.row])?;
    Ok(Some(due))
}

/// The replies of a channel that is being deleted fail at once. One that is being sent ends as its attempt does.
pub(super) fn disconnect(t: &Transaction<'_>, channel_id: &str, at: i64) -> StoreResult<()> {
    let [class, why] = DISCONNECTED;
    let sql = "UPDATE outbox SET phase = 'failed', next_at = ?2, class = ?3, reply = ?4 WHERE phase = 'queued' \
               AND (SELECT channel_id FROM messages WHERE messages.row = outbox.message) = ?1 RETURNING message";
    let mut statement = t.prepare(sql)?;
    let failed: Vec<i64> =
        statement.query_map(params![channel_id, at, class, why], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for message in failed {
        forget(t, message)?;
        t.prepare_cached("UPDATE messages SET status = 'failed' WHERE row = ?1")?.execute([message])?;
    }
    Ok(())
}

fn is_connected(t: &Transaction<'_>, row: i64) -> StoreResult<bool> {
    let sql = "SELECT 1 FROM messages JOIN channels ON channels.id = messages.channel_id WHERE messages.row = ?1";
    Ok(t.prepare_cached(sql)?.exists([row])?)
}

fn end(t: &Transaction<'_>, row: i64, ended: &Attempt, at: i64) -> StoreResult<bool> {
    let failed = match ended {
        // Nobody would send it.
        Attempt::Later { answer_lost, .. } if !is_connected(t, row)? => {
            let [class, why] = DISCONNECTED.map(str::to_owned);
            Some(Attempt::Failed { class, reply: why, answer_lost: *answer_lost })
        }
        _ => None,
    };
    let ended = failed.as_ref().unwrap_or(ended);
    let (phase, status, next_at, class, reply, lost) = match ended {
        Attempt::Sent { reply } => ("sent", "sent", at, None, reply, false),
        Attempt::Later { at, class, reply, answer_lost } => ("queued", "pending", *at, Some(class), reply, *answer_lost),
        Attempt::Failed { class, reply, answer_lost } => ("failed", "failed", at, Some(class), reply, *answer_lost),
    };
    let changed = t
        .prepare_cached(
            "UPDATE outbox SET phase = ?2, next_at = ?3, class = ?4, reply = ?5, answers_lost = answers_lost + ?6 \
             WHERE message = ?1 AND phase IN ('sending', 'handed')",
        )?
        .execute(params![row, phase, next_at, class, reply, lost])?;
    if changed == 0 {
        return Ok(false);
    }
    if phase != "queued" {
        forget(t, row)?;
    }
    t.prepare_cached("UPDATE messages SET status = ?2 WHERE row = ?1 AND status <> ?2")?.execute(params![row, status])?;
    t.prepare_cached("UPDATE rooms SET updated_at = max(updated_at, ?2) WHERE row = (SELECT room FROM messages WHERE row = ?1)")?
        .execute(params![row, at])?;
    Ok(true)
}

/// A message that nobody sends any more needs no bytes; what it says is in its row.
fn forget(t: &Transaction<'_>, row: i64) -> StoreResult<()> {
    t.prepare_cached("UPDATE outbox SET raw = x'' WHERE message = ?1")?.execute([row])?;
    Ok(())
}
