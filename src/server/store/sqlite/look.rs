//! Looks at a file before anything is done to it: what is not ours is neither changed nor given company.

use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::{Error, ErrorKind, Read as _, Result};
use std::path::Path;
use std::time::Duration;

/// The first bytes of every SQLite database.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of the header, and where two of its numbers are (<https://www.sqlite.org/fileformat2.html>).
const HEADER: u64 = 100;
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;
/// What is said of a file that is somebody else's.
pub(super) const FOREIGN: &str = "is a database of another program";

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// A file without a byte.
    Empty,
    /// A database with this `user_version`. The version may still be in its log while the file says 0.
    Database(usize),
}

/// Looks at the file's own bytes.
pub(super) fn at(path: &Path) -> Result<Found> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => return Err(Error::other("is not a file")),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(e) => return Err(e),
    }
    let mut header = Vec::new();
    File::open(path)?.take(HEADER).read_to_end(&mut header)?;
    if header.is_empty() {
        return Ok(Found::Empty);
    }
    let number = |at: usize| header.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()).map(i32::from_be_bytes);
    match (header.starts_with(MAGIC), number(USER_VERSION), number(APPLICATION_ID)) {
        (true, Some(version), Some(0)) => Ok(Found::Database(super::open::known(version.into()))),
        (true, _, Some(_)) => Err(Error::other(FOREIGN)),
        _ => Err(Error::other("is not a database")),
    }
}

/// Whether the file has the table that every workspace has. Not even a log is made: nothing but the file is read.
pub(super) fn has_workspace(path: &Path) -> bool {
    let Ok(mut url) = url::Url::from_file_path(path) else { return false };
    url.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'workspace'";
    Connection::open_with_flags(url.as_str(), flags).is_ok_and(|c| c.query_row(sql, [], |_| Ok(())).is_ok())
}

/// The version and the number of tables, log included.
pub(super) fn content(path: &Path, patience: Duration) -> rusqlite::Result<(usize, u32)> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok((super::open::version(&connection)?, tables))
}
