//! Splits a stream into lines, in pieces of a bounded size.

use memchr::memchr;
use std::io::{self, Read};

/// The longest piece; a longer line comes in several.
const BUFFER: usize = 16 * 1024;

/// A line or a part of one.
pub struct Piece<'a> {
    /// Its bytes, with the line's end when they reach it.
    pub bytes: &'a [u8],
    /// Whether a line begins here.
    pub first: bool,
}

/// The lines of a stream.
pub struct Lines<R> {
    raw: R,
    buffer: Vec<u8>,
    start: usize,
    searched: usize,
    end: usize,
    ended: bool,
    first: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of `raw`.
    pub fn new(raw: R) -> Self {
        Self { raw, buffer: vec![0; BUFFER], start: 0, searched: 0, end: 0, ended: false, first: true }
    }

    /// The next piece; `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Piece<'_>>> {
        loop {
            if let Some(found) = memchr(b'\n', &self.buffer[self.searched..self.end]) {
                return Ok(Some(self.give(self.searched + found + 1, true)));
            }
            self.searched = self.end;
            if self.ended {
                return Ok((self.start < self.end).then(|| self.give(self.end, true)));
            }
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.searched = self.end;
                self.start = 0;
            }
            if self.end == self.buffer.len() {
                // The last byte may be the first of a line's end: that is not torn.
                return Ok(Some(self.give(self.end - 1, false)));
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        match self.raw.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.ended = true,
            Ok(read) => self.end += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn give(&mut self, until: usize, whole: bool) -> Piece<'_> {
        let first = std::mem::replace(&mut self.first, whole);
        let start = std::mem::replace(&mut self.start, until);
        self.searched = until;
        Piece { bytes: &self.buffer[start..until], first }
    }
}

/// A line without its end, and the end.
pub fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    let text = line.strip_suffix(b"\n").map_or(line, |text| text.strip_suffix(b"\r").unwrap_or(text));
    line.split_at(text.len())
}
