//! A message as it is read from the journal: what is damaged is not taken for whole.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};

/// Reads a message and checks it meanwhile. The last bytes of one that is damaged or cut off are an error instead.
pub struct Checked {
    file: BufReader<File>,
    left: u64,
    found: crc32fast::Hasher,
    written: u32,
}

impl Checked {
    /// The next `length` bytes of a file, of which `crc` was written down.
    pub(super) fn new(file: BufReader<File>, length: u64, crc: u32) -> Self {
        Self { file, left: length, found: crc32fast::Hasher::new(), written: crc }
    }
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.file.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "the journal ends within a message"));
        }
        self.found.update(&buffer[..read]);
        self.left -= read as u64;
        if self.left == 0 && self.found.clone().finalize() != self.written {
            return Err(io::Error::new(ErrorKind::InvalidData, "the journal is damaged within a message"));
        }
        Ok(read)
    }
}
