//! Requests that are carried out only once, in SQLite.

use super::super::{Once, cipher};
use super::{StoreError, StoreResult};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

/// How long an answered request is remembered, in milliseconds: 24 hours.
const REMEMBER: i64 = 24 * 60 * 60 * 1000;

/// What the request was answered, if it was answered before; forgets what is old.
pub(super) fn answered(t: &Transaction<'_>, once: Option<&Once>) -> StoreResult<Option<Vec<u8>>> {
    let Some(once) = once else { return Ok(None) };
    t.execute("DELETE FROM answered WHERE forget_at <= ?1", [once.at])?;
    found(t, once)
}

/// The same, and changes nothing.
pub(super) fn found(c: &Connection, once: &Once) -> StoreResult<Option<Vec<u8>>> {
    let sql = "SELECT fingerprint, answer FROM answered WHERE caller = ?1 AND key = ?2 AND forget_at > ?3";
    let found: Option<(Vec<u8>, Vec<u8>)> =
        c.query_row(sql, (&once.caller, &once.key, once.at), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        None => Ok(None),
        Some((fingerprint, answer)) if cipher::same(&fingerprint, &once.fingerprint) => Ok(Some(answer)),
        Some(_) => Err(StoreError::KeyReused),
    }
}

/// Remembers the answer to a request.
pub(super) fn remember(t: &Transaction<'_>, once: Option<Once>) -> StoreResult<()> {
    if let Some(once) = once {
        let sql = "INSERT INTO answered (caller, key, fingerprint, answer, forget_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        t.execute(sql, params![once.caller, once.key, once.fingerprint, once.answer, once.at.saturating_add(REMEMBER)])?;
    }
    Ok(())
}
