//! What an outbox server sends, before anybody reads it: whole lines, bounded, in UTF-8. The library that speaks SMTP would
//! read a line of any length, and take one in another charset for a broken connection: then a message that was taken would be
//! sent again.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::fmt::Debug;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The most that a server may send between two things that it is told, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;
/// As much of a line as is passed on, in bytes; the library refuses lines of more than 1000.
const LINE: usize = 900;

/// The first line of the answer to what was said last; empty before it comes.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Arc<Mutex<String>>);

impl Heard {
    /// That line, without its end.
    pub(super) fn line(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, line: &str) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.clear();
        heard.push_str(line);
    }

    fn note(&self, line: &str) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.is_empty() {
            heard.push_str(line);
        }
    }
}

/// An encrypted connection whose other side is held to lines.
#[derive(Debug)]
pub(super) struct Wire<S> {
    stream: S,
    peer: SocketAddr,
    /// Lines that may be read.
    ready: Vec<u8>,
    /// How much of them was read.
    read: usize,
    /// The beginning of a line.
    held: Vec<u8>,
    /// Bytes that came since something was said last.
    came: usize,
    heard: Heard,
}

impl<S> Wire<S> {
    /// Over `stream`; what is read first is `greeting`.
    pub(super) fn new(stream: S, peer: SocketAddr, greeting: &[u8]) -> Self {
        let (ready, held) = (greeting.to_vec(), Vec::new());
        Self { stream, peer, ready, read: 0, held, came: 0, heard: Heard::default() }
    }

    /// What was heard last, also while somebody else has the connection.
    pub(super) fn heard(&self) -> Heard {
        self.heard.clone()
    }

    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.came += bytes.len();
        if self.came > LONGEST {
            return Err(io::Error::other(format!("an answer of more than {} KiB", LONGEST / 1024)));
        }
        for piece in bytes.split_inclusive(|&b| b == b'\n') {
            self.held.extend_from_slice(piece);
            if let Some(line) = self.held.strip_suffix(b"\n") {
                let line = readable(line);
                self.heard.note(&line);
                self.ready.extend_from_slice(line.as_bytes());
                self.ready.extend_from_slice(b"\r\n");
                self.held.clear();
            }
        }
        Ok(())
    }

    fn said(&mut self) {
        self.came = 0;
        self.heard.set("");
    }
}

/// A line as the library can read it: in UTF-8, not too long, and with a blank behind a code that stands alone.
fn readable(line: &[u8]) -> String {
    let mut line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned();
    let end = (0..=LINE.min(line.len())).rev().find(|&at| line.is_char_boundary(at)).unwrap_or_default();
    line.truncate(end);
    if line.len() == 3 {
        line.push(' ');
    }
    line
}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug> AsyncTokioStream for Wire<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        while this.read == this.ready.len() {
            this.ready.clear();
            this.read = 0;
            let mut bytes = [0; 4096];
            let mut some = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(&mut this.stream).poll_read(context, &mut some));
            if read.is_err() || some.filled().is_empty() {
                // Of a line that was cut off, the code may have come.
                this.heard.note(&readable(&this.held));
                return Poll::Ready(read);
            }
            let came = some.filled().to_vec();
            this.take(&came)?;
        }
        let some = buffer.remaining().min(this.ready.len() - this.read);
        buffer.put_slice(&this.ready[this.read..this.read + some]);
        this.read += some;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.said();
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.said();
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    /// What is read of what a server sends, and what was heard of it.
    async fn read(greeting: &[u8], sent: &[u8]) -> (io::Result<String>, String) {
        let (near, mut far) = duplex(1 << 20);
        far.write_all(sent).await.unwrap();
        drop(far);
        let mut wire = Wire::new(near, "127.0.0.1:25".parse().unwrap(), greeting);
        let mut text = String::new();
        let read = wire.read_to_string(&mut text).await.map(|_| text);
        (read, wire.heard().line())
    }

    #[tokio::test]
    async fn lines_are_made_readable() {
        let long = format!("250 {}\r\n", "\u{e4}".repeat(2000));
        for (sent, expected, heard) in [
            (&b"250-a\r\n250 b\r\n"[..], "250-a\r\n250 b\r\n", "250-a"),
            (b"250 accept\xe9\r\n", "250 accept\u{fffd}\r\n", "250 accept\u{fffd}"),
            (b"250 bare\n", "250 bare\r\n", "250 bare"),
            (b"250\r\n", "250 \r\n", "250 "),
            (b"250 cut o", "", "250 cut o"),
            (b"", "", ""),
            (long.as_bytes(), &format!("250 {}\r\n", "\u{e4}".repeat(448)), &format!("250 {}", "\u{e4}".repeat(448))),
        ] {
            let (text, line) = read(b"", sent).await;
            assert_eq!((text.unwrap().as_str(), line.as_str()), (expected, heard));
        }
        assert_eq!(read(b"220 go on\r\n", b"250 x\r\n").await.0.unwrap(), "220 go on\r\n250 x\r\n");
    }

    #[tokio::test]
    async fn an_answer_without_an_end_is_cut_off() {
        for endless in [vec![b'x'; LONGEST + 1], b"250-x\r\n".repeat(LONGEST / 7 + 1)] {
            let error = read(b"", &endless).await.0.unwrap_err();
            assert!(error.to_string().contains("64 KiB"), "{error}");
        }
        let (near, mut far) = duplex(1 << 20);
        let mut wire = Wire::new(near, "127.0.0.1:25".parse().unwrap(), b"");
        for _ in 0..5 {
            far.write_all(&b"250-x\r\n".repeat(LONGEST / 8)).await.unwrap();
            let mut much = vec![0; LONGEST / 8 * 7];
            wire.read_exact(&mut much).await.unwrap();
            wire.write_all(b"NOOP\r\n").await.unwrap();
            assert_eq!(wire.heard().line(), "", "nothing yet");
        }
    }
}
