//! A large message on its way into the journal.

use std::fs::File;
use std::io::{self, Seek as _, Write};
use std::path::Path;

/// A file without a name, on the journal's disk: it is gone when the process is.
#[derive(Debug)]
pub struct Spool {
    file: File,
    length: u64,
    crc: crc32fast::Hasher,
}

impl Spool {
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile_in(folder)?, length: 0, crc: crc32fast::Hasher::new() })
    }

    /// Bytes so far.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.length
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The checksum of what was written.
    pub(super) fn crc(&self) -> u32 {
        self.crc.clone().finalize()
    }

    /// The file, to be read from its beginning.
    pub(super) fn rewind(&mut self) -> io::Result<&mut File> {
        self.file.rewind()?;
        Ok(&mut self.file)
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written as u64;
        self.crc.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
