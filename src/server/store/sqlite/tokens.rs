//! Tokens in SQLite, as hashes.

use super::super::{PersonRow, TokenRow};
use super::{StoreResult, people};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

fn insert(t: &Transaction<'_>, person_id: &str, tokens: &TokenRow, replaces: Option<&[u8; 32]>) -> StoreResult<()> {
    t.execute("DELETE FROM tokens WHERE forget_at <= ?1", [tokens.at])?;
    let sql = "INSERT INTO tokens (access_hash, refresh_hash, person_id, access_expires_at, forget_at, replaces) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = tokens;
    t.execute(sql, params![row.access_hash, row.refresh_hash, person_id, row.access_expires_at, row.forget_at, replaces])?;
    Ok(())
}

/// The password may have changed while it was being checked; then nothing is issued.
pub(super) fn issue(t: &Transaction<'_>, person_id: &str, password_hash: &str, tokens: &TokenRow) -> StoreResult<bool> {
    let sql = "SELECT 1 FROM people WHERE id = ?1 AND password_hash = ?2";
    if t.query_row(sql, [person_id, password_hash], |_| Ok(())).optional()?.is_none() {
        return Ok(false);
    }
    insert(t, person_id, tokens, None)?;
    Ok(true)
}

/// The old access token ends in the same moment as the new pair comes. The old refresh token stays until the new pair is first
/// used: whoever did not get the answer asks again, and gets a pair in the place of the one that was lost.
pub(super) fn rotate(t: &Transaction<'_>, refresh_hash: &[u8; 32], tokens: &TokenRow) -> StoreResult<bool> {
    let sql = "UPDATE tokens SET access_expires_at = 0 WHERE refresh_hash = ?1 AND forget_at > ?2 RETURNING person_id";
    let person_id: Option<String> = t.query_row(sql, params![refresh_hash, tokens.at], |row| row.get(0)).optional()?;
    let Some(person_id) = person_id else { return Ok(false) };
    let in_use = "DELETE FROM tokens WHERE refresh_hash = (SELECT replaces FROM tokens WHERE refresh_hash = ?1)";
    t.execute(in_use, [refresh_hash])?;
    t.execute("DELETE FROM tokens WHERE replaces = ?1", [refresh_hash])?;
    insert(t, &person_id, tokens, Some(refresh_hash))?;
    Ok(true)
}

/// Whose access token this is, and whether it is the first time that its pair is used.
pub(super) fn bearer(connection: &Connection, access_hash: &[u8; 32], now: i64) -> StoreResult<Option<(PersonRow, bool)>> {
    let sql = format!(
        "SELECT {}, replaces IS NOT NULL FROM tokens JOIN people ON people.id = tokens.person_id \
         WHERE access_hash = ?1 AND access_expires_at > ?2",
        people::COLUMNS
    );
    let read = |row: &Row<'_>| Ok((people::read(row)?, row.get(5)?));
    Ok(connection.prepare_cached(&sql)?.query_row(params![access_hash, now], read).optional()?)
}

/// The pair of this access token has arrived: the refresh token that it replaces ends. False when the pair is gone.
pub(super) fn arrived(t: &Transaction<'_>, access_hash: &[u8; 32]) -> StoreResult<bool> {
    t.execute("DELETE FROM tokens WHERE refresh_hash = (SELECT replaces FROM tokens WHERE access_hash = ?1)", [access_hash])?;
    Ok(t.execute("UPDATE tokens SET replaces = NULL WHERE access_hash = ?1", [access_hash])? > 0)
}
