//! Opens a workspace's file, and makes it on first use.
//!
//! Opening one that exists is on the path of every local command: one stat, one header read, one row, one small file.

use super::super::{Cipher, Sealed, key_file};
use super::Missing;
use super::look::{self, Found};
use crate::error::{Error, Kind, Result};
use crate::files::{self, tighten};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use secrecy::SecretString;
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// Every step from an empty file to today's tables; `PRAGMA user_version` counts those that were taken.
const MIGRATIONS: [&str; 3] = [
    include_str!("../migrations/sqlite/0001_workspace.sql"),
    include_str!("../migrations/sqlite/0002_replaced_tokens.sql"),
    include_str!("../migrations/sqlite/0003_inbox.sql"),
];
const LATEST: usize = MIGRATIONS.len();
/// What the probe holds.
const PROBE: &str = "qontak workspace";

/// A workspace that is ready for use.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) cipher: Cipher,
    pub(super) organization_id: String,
}

/// The key, and its file to lock.
struct Key {
    file: File,
    cipher: Cipher,
}

impl Key {
    fn read(file: File, path: &Path) -> Result<Self> {
        let cipher = Cipher::new(&key_file::read(&file, path)?)?;
        Ok(Self { file, cipher })
    }
}

/// Opens the workspace at `path` (absolute), after making or migrating it where needed.
pub(super) fn open(path: &Path, patience: Duration, missing: Missing) -> Result<Opened> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace database {}", path.display()), e);
    // The file is looked at before the key is looked for: a key is always made before its tables, so that another process which
    // is making both right now cannot be mistaken for a workspace that has lost its key.
    let mut found = look::at(path).map_err(|e| about(&e))?;
    let key_path = key_file::path(path);
    let key = key_file::open(&key_path)?.map(|file| Key::read(file, &key_path)).transpose()?;
    if let (Some(key), Found::Database(0)) = (&key, &found) {
        // Either somebody is making it, who holds this lock, or all of it is in the log still.
        key.file.lock().map_err(|e| about(&e))?;
        let (version, tables) = look::content(path, patience).map_err(|e| about(&e))?;
        key.file.unlock().map_err(|e| about(&e))?;
        found = match (version, tables) {
            (0, 0) => Found::Empty,
            (0, _) => return Err(about(&look::FOREIGN)),
            _ => Found::Database(version),
        };
    }
    match (found, key) {
        (Found::Nothing | Found::Empty, _) if missing == Missing::Refuse => Err(no_workspace(path)),
        (Found::Nothing | Found::Empty, key) => make(path, patience, key),
        (Found::Database(0), None) => {
            Err(about(&format_args!("{}, or has lost its key file {}", look::FOREIGN, key_path.display())))
        }
        (Found::Database(version), key) if version > LATEST || key.is_none() => Err(match (look::has_workspace(path), key) {
            (false, _) => about(&look::FOREIGN),
            (true, None) => missing_key(path, &key_path),
            (true, Some(_)) => newer(path, version),
        }),
        (Found::Database(_), key) => open_existing(path, patience, key.ok_or_else(|| missing_key(path, &key_path))?),
    }
}

/// Fills an empty file, after making it where needed.
fn make(path: &Path, patience: Duration, key: Option<Key>) -> Result<Opened> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace database {}", path.display()), e);
    create_file(path).map_err(|e| about(&e))?;
    let key_path = key_file::path(path);
    let key = match key {
        Some(key) => key,
        None => Key::read(key_file::create(&key_path)?, &key_path)?,
    };
    tighten(&key_path).map_err(|e| about(&e))?;
    let mut connection = connect(path, patience).map_err(|e| about(&e))?;
    // One process at a time, whatever SQLite's own locks think of a file that is just becoming a database.
    key.file.lock().map_err(|e| about(&e))?;
    migrate(&mut connection, &key.cipher, path)?;
    let organization_id = organization(&connection, &key.cipher, path)?;
    Ok(Opened { connection, cipher: key.cipher, organization_id })
}

fn open_existing(path: &Path, patience: Duration, key: Key) -> Result<Opened> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace database {}", path.display()), e);
    let mut connection = connect(path, patience).map_err(|e| about(&e))?;
    let organization_id = organization(&connection, &key.cipher, path)?;
    // Now it is certain whose files these are.
    tighten(&key_file::path(path)).map_err(|e| about(&e))?;
    if tighten(path).map_err(|e| about(&e))? {
        // The log files took their mode from the file.
        for suffix in ["-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            tighten(Path::new(&name)).map_err(|e| about(&e))?;
        }
    }
    let version = version(&connection).map_err(|e| about(&e))?;
    if version > LATEST {
        return Err(newer(path, version));
    }
    if version < LATEST {
        key.file.lock().map_err(|e| about(&e))?;
        migrate(&mut connection, &key.cipher, path)?;
    }
    Ok(Opened { connection, cipher: key.cipher, organization_id })
}

/// A connection to an existing file. Foreign keys and full durability are this build's defaults; the log mode is kept in the file.
pub(super) fn connect(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    super::rooms::prepare(&connection)?;
    Ok(connection)
}

/// A `user_version`. A negative number is nothing this program ever wrote, and larger than all it knows.
pub(super) fn known(version: i64) -> usize {
    usize::try_from(version).unwrap_or(usize::MAX)
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map(known)
}

/// Makes an empty file that only its owner can read, or makes an empty one so. The log files take their mode from it.
fn create_file(path: &Path) -> std::io::Result<()> {
    if path.try_exists()? {
        return tighten(path).map(drop);
    }
    if let Some(folder) = path.parent() {
        files::private_folder(folder)?;
    }
    match files::new_private(path) {
        // Another process was faster.
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result.map(drop),
    }
}

fn no_workspace(path: &Path) -> Error {
    Error::new(Kind::NotFound, format!("there is no workspace at {}", path.display()))
        .with_hint("`qontak server user add` makes one; --database says where")
}

fn newer(path: &Path, version: usize) -> Error {
    let why = format_args!("was made by a newer version of this program (format {version}, this one knows {LATEST})");
    Error::unexpected(format_args!("workspace database {}", path.display()), why)
}

fn missing_key(path: &Path, key_path: &Path) -> Error {
    Error::new(
        Kind::Unexpected,
        format!("workspace database {} exists, but its key file {} does not", path.display(), key_path.display()),
    )
    .with_hint("put the key file back from a backup; without it the stored passwords cannot be read by anybody")
}

fn migrate(connection: &mut Connection, cipher: &Cipher, path: &Path) -> Result<()> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace database {}", path.display()), e);
    if version(connection).map_err(|e| about(&e))? == 0 {
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(|e| about(&e))?;
        if tables > 0 {
            return Err(about(&look::FOREIGN));
        }
        connection.pragma_update(None, "journal_mode", "WAL").map_err(|e| about(&e))?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| about(&e))?;
    let from = version(&transaction).map_err(|e| about(&e))?;
    for step in MIGRATIONS.iter().skip(from) {
        transaction.execute_batch(step).map_err(|e| about(&e))?;
    }
    if from == 0 {
        found(&transaction, cipher).map_err(|e| about(&e))?;
    }
    if from < LATEST {
        transaction.pragma_update(None, "user_version", LATEST as i64).map_err(|e| about(&e))?;
    }
    transaction.commit().map_err(|e| about(&e))?;
    if let Some(folder) = path.parent() {
        files::sync_folder(folder);
    }
    Ok(())
}

const fn probe(organization_id: &str) -> Sealed<'_> {
    Sealed { table: "workspace", id: organization_id, column: "sealed_probe" }
}

fn found(transaction: &Transaction<'_>, cipher: &Cipher) -> Result<(), super::StoreError> {
    let organization_id = uuid::Uuid::new_v4().to_string();
    let sealed = cipher.seal(probe(&organization_id), &SecretString::from(PROBE))?;
    let sql = "INSERT INTO workspace (row, organization_id, sealed_probe) VALUES (1, ?1, ?2)";
    transaction.execute(sql, (&organization_id, sealed))?;
    Ok(())
}

fn organization(connection: &Connection, cipher: &Cipher, path: &Path) -> Result<String> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace database {}", path.display()), e);
    let row: (String, Vec<u8>) = connection
        .query_row("SELECT organization_id, sealed_probe FROM workspace", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|e| about(&format_args!("is not a workspace of this program ({e})")))?;
    if cipher.open(probe(&row.0), &row.1).is_err() {
        let key = key_file::path(path);
        return Err(about(&format_args!("the key file {} belongs to another database", key.display())));
    }
    Ok(row.0)
}
