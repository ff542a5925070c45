//! Files and folders for their owner alone, the one way they are made.

use std::fs::{self, File};
use std::io::{ErrorKind, Result};
use std::path::Path;

/// Creates a folder that only its owner may enter, and those above it; one that exists is left as it is.
///
/// # Errors
/// When it cannot be created.
pub fn private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Creates a file that did not exist and that only its owner may read, from its birth.
///
/// # Errors
/// [`ErrorKind::AlreadyExists`]; when it cannot be created.
pub fn new_private(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes a file away from everybody but its owner: one that came back from a backup, say. Tells whether that was needed; a file
/// that is not there needs nothing.
///
/// # Errors
/// When it cannot be looked at or changed.
#[cfg(unix)]
pub fn tighten(path: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    let open = is_open_to_others(path)?;
    if open {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    }
    Ok(open)
}

/// Whether a file is there that others than its owner may do anything with.
///
/// # Errors
/// When it cannot be looked at.
#[cfg(unix)]
pub fn is_open_to_others(path: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.is_file() && metadata.permissions().mode() & 0o077 != 0),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

/// Elsewhere a file has the rights of its folder.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn tighten(_path: &Path) -> Result<bool> {
    Ok(false)
}

/// Elsewhere a file has the rights of its folder.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn is_open_to_others(_path: &Path) -> Result<bool> {
    Ok(false)
}

/// Makes new names in a folder survive a power cut. Some file systems cannot, and the file is in place already: no error.
pub fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/b");
        private_folder(&folder).unwrap();
        private_folder(&folder).unwrap();
        let file = folder.join("file");
        new_private(&file).unwrap();
        assert_eq!([mode(&folder), mode(&dir.path().join("a")), mode(&file)], [0o700, 0o700, 0o600]);
        assert_eq!(new_private(&file).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert!(private_folder(&file.join("c")).is_err());
    }

    #[test]
    fn an_open_file_is_closed_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        assert!(!tighten(&file).unwrap(), "not there");
        fs::write(&file, "").unwrap();
        for open in [0o644, 0o640, 0o602] {
            fs::set_permissions(&file, fs::Permissions::from_mode(open)).unwrap();
            assert!(is_open_to_others(&file).unwrap());
            assert_eq!((tighten(&file).unwrap(), mode(&file), tighten(&file).unwrap()), (true, 0o600, false));
            assert!(!is_open_to_others(&file).unwrap());
        }
        let before = mode(dir.path());
        assert!(!tighten(dir.path()).unwrap() && mode(dir.path()) == before, "folders are left alone");
        assert!(tighten(&file.join("under")).is_err());
    }
}
