//! People in SQLite.

use super::super::{NewPerson, PersonRow};
use super::{StoreResult, role};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

/// The columns that [`read`] takes, in its order.
pub(super) const COLUMNS: &str = "people.id, people.username, people.full_name, people.role, people.created_at";

/// Reads a person.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<PersonRow> {
    Ok(PersonRow { id: row.get(0)?, username: row.get(1)?, full_name: row.get(2)?, role: role(row, 3)?, created_at: row.get(4)? })
}

pub(super) fn add(t: &Transaction<'_>, person: &NewPerson) -> StoreResult<()> {
    let row = &person.row;
    let sql = "INSERT INTO people (id, username, username_key, full_name, role, password_hash, created_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let role = row.role.as_str();
    t.execute(
        sql,
        params![row.id, row.username, person.username_key, row.full_name, role, person.password_hash, row.created_at],
    )?;
    Ok(())
}

pub(super) fn list(connection: &Connection) -> StoreResult<Vec<PersonRow>> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM people ORDER BY username_key"))?;
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

pub(super) fn find(connection: &Connection, username_key: &str) -> StoreResult<Option<(PersonRow, String)>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS}, password_hash FROM people WHERE username_key = ?1"))?;
    Ok(statement.query_row([username_key], |row| Ok((read(row)?, row.get(5)?))).optional()?)
}

pub(super) fn set_password(t: &Transaction<'_>, username_key: &str, password_hash: &str) -> StoreResult<bool> {
    let sql = "UPDATE people SET password_hash = ?2 WHERE username_key = ?1";
    if t.execute(sql, [username_key, password_hash])? == 0 {
        return Ok(false);
    }
    t.execute("DELETE FROM tokens WHERE person_id = (SELECT id FROM people WHERE username_key = ?1)", [username_key])?;
    Ok(true)
}

/// The tokens go with the person: the foreign key says so.
pub(super) fn remove(t: &Transaction<'_>, username_key: &str) -> StoreResult<bool> {
    Ok(t.execute("DELETE FROM people WHERE username_key = ?1", [username_key])? > 0)
}
