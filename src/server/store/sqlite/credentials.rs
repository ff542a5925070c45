//! HMAC credentials in SQLite; their secrets are sealed.

use super::super::{Cipher, CredentialRow, NewCredential, Sealed};
use super::{StoreResult, role};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use secrecy::SecretString;

const COLUMNS: &str = "client_id, name, role, created_at";

fn read(row: &Row<'_>) -> rusqlite::Result<CredentialRow> {
    Ok(CredentialRow { client_id: row.get(0)?, name: row.get(1)?, role: role(row, 2)?, created_at: row.get(3)? })
}

const fn place(client_id: &str) -> Sealed<'_> {
    Sealed { table: "credentials", id: client_id, column: "sealed_secret" }
}

pub(super) fn add(t: &Transaction<'_>, cipher: &Cipher, credential: &NewCredential) -> StoreResult<()> {
    let row = &credential.row;
    let sealed = cipher.seal(place(&row.client_id), &credential.secret)?;
    let sql = "INSERT INTO credentials (client_id, name, role, sealed_secret, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    t.execute(sql, params![row.client_id, row.name, row.role.as_str(), sealed, row.created_at])?;
    Ok(())
}

pub(super) fn list(connection: &Connection) -> StoreResult<Vec<CredentialRow>> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM credentials ORDER BY name"))?;
    Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
}

pub(super) fn find(
    connection: &Connection,
    cipher: &Cipher,
    client_id: &str,
) -> StoreResult<Option<(CredentialRow, SecretString)>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS}, sealed_secret FROM credentials WHERE client_id = ?1"))?;
    let found: Option<(CredentialRow, Vec<u8>)> =
        statement.query_row([client_id], |row| Ok((read(row)?, row.get(4)?))).optional()?;
    found.map(|(row, sealed)| Ok((row, cipher.open(place(client_id), &sealed)?))).transpose()
}

pub(super) fn remove(t: &Transaction<'_>, client_id: &str) -> StoreResult<bool> {
    Ok(t.execute("DELETE FROM credentials WHERE client_id = ?1", [client_id])? > 0)
}
