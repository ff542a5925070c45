//! Tokens in SQLite, as hashes.

use super::super::{PersonRow, TokenRow};
use super::{StoreResult, people};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

fn insert(t: &Transaction<'_>, person_id: &str, tokens: &TokenRow) -> StoreResult<()> {
    t.execute("DELETE FROM tokens WHERE forget_at <= ?1", [tokens.at])?;
    let sql =
        "INSERT INTO tokens (access_hash, refresh_hash, person_id, access_expires_at, forget_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    t.execute(sql, params![tokens.access_hash, tokens.refresh_hash, person_id, tokens.access_expires_at, tokens.forget_at])?;
    Ok(())
}

/// The password may have changed while it was being checked; then nothing is issued.
pub(super) fn issue(t: &Transaction<'_>, person_id: &str, password_hash: &str, tokens: &TokenRow) -> StoreResult<bool> {
    let sql = "SELECT 1 FROM people WHERE id = ?1 AND password_hash = ?2";
    if t.query_row(sql, [person_id, password_hash], |_| Ok(())).optional()?.is_none() {
        return Ok(false);
    }
    insert(t, person_id, tokens)?;
    Ok(true)
}

/// The old pair goes in the same moment as the new one comes.
pub(super) fn rotate(t: &Transaction<'_>, refresh_hash: &[u8; 32], tokens: &TokenRow) -> StoreResult<bool> {
    let sql = "DELETE FROM tokens WHERE refresh_hash = ?1 AND forget_at > ?2 RETURNING person_id";
    let person_id: Option<String> = t.query_row(sql, params![refresh_hash, tokens.at], |row| row.get(0)).optional()?;
    let Some(person_id) = person_id else { return Ok(false) };
    insert(t, &person_id, tokens)?;
    Ok(true)
}

pub(super) fn bearer(connection: &Connection, access_hash: &[u8; 32], now: i64) -> StoreResult<Option<PersonRow>> {
    let sql = format!(
        "SELECT {} FROM tokens JOIN people ON people.id = tokens.person_id WHERE access_hash = ?1 AND access_expires_at > ?2",
        people::COLUMNS
    );
    Ok(connection.prepare_cached(&sql)?.query_row(params![access_hash, now], people::read).optional()?)
}
