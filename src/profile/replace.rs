//! Files that are replaced whole or not at all.

use crate::error::{Error, Result};
use crate::files::{private_folder, sync_folder};
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// More links than any honest chain has.
const MOST_LINKS: usize = 16;

/// Replaces the file at `path`, or the file that a link at `path` leads to. Whoever reads it sees the old or the new text, never a
/// part; the new file can be read by its owner only, from its birth.
///
/// # Errors
/// When the folder cannot be written or the disk is full. The old file is intact then.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    replace_with(path, |file| file.write_all(text.as_bytes()))
}

fn replace_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let failed = |e: io::Error| Error::unexpected(format_args!("writing {} (it is unchanged)", path.display()), e);
    let target = follow(path).map_err(failed)?;
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    private_folder(folder).map_err(failed)?;
    // tempfile makes it 0600; it is removed again when anything below fails.
    let mut file = tempfile::Builder::new().prefix(".qontak-").suffix(".tmp").tempfile_in(folder).map_err(failed)?;
    write(&mut file).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&target).map_err(|e| failed(e.error))?;
    sync_folder(folder);
    Ok(())
}

/// Where a chain of links ends, whether or not a file is there.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&path) {
            Ok(next) => path = path.parent().map_or(next.clone(), |folder| folder.join(&next)),
            // Not a link, or nothing there yet.
            Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::NotFound) => return Ok(path),
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::other("too many links"))
}

/// The file that is locked while somebody changes a folder's files.
pub(super) fn lock_file(folder: &Path) -> PathBuf {
    folder.join(".lock")
}

/// Opens the lock file of a folder, creating both. It is locked by [`try_lock`].
pub(super) fn open_lock(folder: &Path) -> Result<File> {
    let path = lock_file(folder);
    let failed = |e: io::Error| cannot_lock(&path, &e);
    private_folder(folder).map_err(failed)?;
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path).map_err(failed)
}

/// Takes the lock of a folder, unless somebody else holds it. Dropping the file lets go.
pub(super) fn try_lock(folder: &Path, file: &File) -> Result<bool> {
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(TryLockError::Error(e)) => return Err(cannot_lock(&lock_file(folder), &e)),
        }
    }
}

fn cannot_lock(path: &Path, cause: &io::Error) -> Error {
    Error::unexpected(format_args!("locking {}", path.display()), cause)
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn new_files_and_folders_are_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/credentials.toml");
        replace(&path, "x = 1\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "x = 1\n");
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    }

    #[test]
    fn an_open_file_comes_out_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("credentials.toml");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        replace(&path, "new").unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_rubbish() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("config.toml");
        fs::write(&path, "old").unwrap();
        let error = replace_with(&path, |file| {
            file.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        })
        .unwrap_err();
        assert!(error.message().contains("config.toml (it is unchanged)"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_followed_and_stays_a_link() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("dotfiles")).unwrap();
        let path = dir.path().join("config.toml");
        symlink("dotfiles/middle.toml", &path).unwrap();
        symlink("config.toml", dir.path().join("dotfiles/middle.toml")).unwrap();
        for text in ["created through a dangling link", "replaced"] {
            replace(&path, text).unwrap();
            assert_eq!(fs::read_to_string(dir.path().join("dotfiles/config.toml")).unwrap(), text);
        }
        assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
        symlink("round", dir.path().join("round")).unwrap();
        assert!(replace(&dir.path().join("round"), "x").unwrap_err().message().contains("links"));
    }

    #[test]
    fn a_folder_that_cannot_be_is_said() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(replace(&dir.path().join("file/config.toml"), "x").is_err());
        assert!(open_lock(&dir.path().join("file")).is_err());
    }
}
