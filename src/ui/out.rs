//! Standard output: one big buffer, and a reader that may go away.

use crate::error::{Error, Result};
use std::io::{self, ErrorKind, Write};

/// Bytes held back before they are written; a thousand rows cost a handful of system calls.
const CAPACITY: usize = 64 * 1024;

/// A buffered stream that goes quiet, without an error, once its reader has gone away.
pub(super) struct Out {
    sink: Box<dyn Write + Send>,
    buffer: Vec<u8>,
    closed: bool,
}

impl Out {
    pub(super) fn new(sink: Box<dyn Write + Send>) -> Self {
        Self { sink, buffer: Vec::new(), closed: false }
    }

    /// Whether the reader has gone away.
    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    fn drain(&mut self) -> io::Result<()> {
        let result = if self.closed { Ok(()) } else { self.sink.write_all(&self.buffer) };
        // What could not be written is not tried again: it would come twice, or fail twice.
        self.buffer.clear();
        self.quiet(result)
    }

    fn quiet(&mut self, result: io::Result<()>) -> io::Result<()> {
        match result {
            Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            result => result,
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.closed {
            self.buffer.extend_from_slice(bytes);
            if self.buffer.len() >= CAPACITY {
                self.drain()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drain()?;
        let result = if self.closed { Ok(()) } else { self.sink.flush() };
        self.quiet(result)
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// Names the stream in an error.
pub(super) fn failed<T>(result: io::Result<T>) -> Result<T> {
    result.map_err(|e| Error::unexpected("writing to standard output", e))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// A stream that can be looked at, and that fails after `room` bytes if told so.
    #[derive(Clone, Default)]
    pub struct Sink {
        pub bytes: Arc<Mutex<Vec<u8>>>,
        pub writes: Arc<Mutex<usize>>,
        pub fails: Option<(usize, ErrorKind)>,
    }

    impl Sink {
        pub fn failing(room: usize, kind: ErrorKind) -> Self {
            Self { fails: Some((room, kind)), ..Self::default() }
        }

        pub fn text(&self) -> String {
            String::from_utf8(self.bytes.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut held = self.bytes.lock().unwrap();
            *self.writes.lock().unwrap() += 1;
            match self.fails {
                Some((room, kind)) if held.len() + bytes.len() > room => Err(kind.into()),
                _ => {
                    held.extend_from_slice(bytes);
                    Ok(bytes.len())
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn many_small_writes_become_few() {
        let sink = Sink::default();
        let mut out = Out::new(Box::new(sink.clone()));
        for _ in 0..100_000 {
            out.write_all(b"0123456789").unwrap();
        }
        out.flush().unwrap();
        assert_eq!(sink.bytes.lock().unwrap().len(), 1_000_000);
        assert!(*sink.writes.lock().unwrap() <= 17);
        assert!(out.buffer.capacity() < 4 * CAPACITY);
    }

    #[test]
    fn a_closed_pipe_is_quiet_and_a_full_disk_is_not() {
        let mut out = Out::new(Box::new(Sink::failing(0, ErrorKind::BrokenPipe)));
        out.write_all(b"x").unwrap();
        assert!(!out.is_closed());
        out.flush().unwrap();
        assert!(out.is_closed());
        out.write_all(b"y").unwrap();
        out.flush().unwrap();

        let mut out = Out::new(Box::new(Sink::failing(0, ErrorKind::StorageFull)));
        out.write_all(b"x").unwrap();
        assert_eq!(out.flush().unwrap_err().kind(), ErrorKind::StorageFull);
        assert!(!out.is_closed());
    }
}
