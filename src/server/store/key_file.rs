//! The key file beside the database: 32 bytes, readable by its owner only.

use super::cipher::KEY_LEN;
use crate::error::{Error, Result};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Where the key of `database` is.
#[must_use]
pub fn path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// Opens the key file; `None` when there is none.
///
/// # Errors
/// When there is one that cannot be opened.
pub fn open(path: &Path) -> Result<Option<File>> {
    match OpenOptions::new().read(true).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::unexpected(format_args!("workspace key {}", path.display()), e)),
    }
}

/// Reads the key.
///
/// # Errors
/// When it is not 32 bytes long.
pub fn read(file: &File, path: &Path) -> Result<[u8; KEY_LEN]> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace key {}", path.display()), e);
    let mut bytes = Vec::with_capacity(KEY_LEN + 1);
    file.take(KEY_LEN as u64 + 1).read_to_end(&mut bytes).map_err(|e| about(&e))?;
    bytes.try_into().map_err(|_| about(&"is not a key: it must be exactly 32 bytes"))
}

/// Makes a new key, unless another process was faster: then that one's counts.
///
/// The key is written under another name first and appears whole under its own, which is never overwritten.
///
/// # Errors
/// When the file cannot be written or opened.
pub fn create(path: &Path) -> Result<File> {
    let about = |e: &dyn std::fmt::Display| Error::unexpected(format_args!("workspace key {}", path.display()), e);
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    // 0600 from birth: that is how tempfile makes its files.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|e| about(&e))?;
    file.write_all(&crate::server::random::bytes::<KEY_LEN>()?).map_err(|e| about(&e))?;
    file.as_file().sync_all().map_err(|e| about(&e))?;
    match file.persist_noclobber(path) {
        Ok(_) => crate::files::sync_folder(folder),
        Err(e) if e.error.kind() == ErrorKind::AlreadyExists => {}
        Err(e) => return Err(about(&e.error)),
    }
    open(path)?.ok_or_else(|| about(&"vanished while it was made"))
}
