//! A connection on which lines are written and replies are read: bounded, of any charset, and of which it is known how far one came.

use crate::mail::replies::is_host;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::timeout;

/// The most that one reply may have, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;
/// Bytes that are read at once.
const PIECE: usize = 4096;
/// How long a farewell may take; nothing depends on it.
const FAREWELL: Duration = Duration::from_secs(1);

/// A connection, encrypted or not.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for S {}

/// What a server answered: one line or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The code of the first line, which is the one that counts.
    pub(super) code: u16,
    /// The lines as they came, each with its code, in UTF-8.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Whether it is a yes.
    pub(super) const fn is_good(&self) -> bool {
        self.code / 100 == 2
    }

    /// The code, if all lines have the same one, as they must (RFC 5321, 4.2.1).
    pub(super) fn agreed(&self) -> Option<u16> {
        let same = self.lines.iter().all(|line| numbered(line.as_bytes()).is_some_and(|(code, _)| code == self.code));
        same.then_some(self.code)
    }

    /// Whether it is a no for good.
    pub(super) const fn is_final(&self) -> bool {
        self.code / 100 == 5
    }

    /// All of it.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The words of each line, without its code.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.get(4..).unwrap_or_default().trim())
    }

    /// The server's name, where a greeting begins with one. A refusal has none there: it may begin with numbers and dots.
    pub(super) fn host(&self) -> Option<String> {
        let name = self.words().next()?.split([' ', '\t']).next()?;
        (self.is_good() && is_host(name)).then(|| name.to_owned())
    }
}

/// Why no reply came.
#[derive(Debug)]
pub(super) enum Broken {
    /// Nothing, or not all of it, within this time.
    Late(Duration),
    /// The server closed the connection.
    Closed,
    /// The system's words.
    Io(io::Error),
    /// It has no end.
    TooLong,
    /// This line is no reply.
    Garbage(String),
    /// It came before anybody asked.
    Unasked(Reply),
}

/// A connection, and what came and was not read yet.
pub(super) struct Wire {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
}

impl Wire {
    /// Over `stream`.
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, buffer: Vec::new() }
    }

    /// The connection; `None` when something came that nobody asked for.
    pub(super) fn into_stream(self) -> Option<Box<dyn Stream>> {
        self.buffer.is_empty().then_some(self.stream)
    }

    /// Writes all of `bytes`.
    pub(super) async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Broken> {
        let writing = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        timeout(limit, writing).await.map_err(|_| Broken::Late(limit))?.map_err(Broken::from)
    }

    /// Makes sure that nothing came that nobody asked for: it must not be taken for the answer to what is said next.
    pub(super) async fn quiet(&mut self) -> Result<(), Broken> {
        // So that it is known by now what has come.
        tokio::task::yield_now().await;
        let Self { stream, buffer } = self;
        let come = std::future::poll_fn(|context| {
            let mut piece = [0; PIECE];
            let mut piece = ReadBuf::new(&mut piece);
            let poll = Pin::new(&mut *stream).poll_read(context, &mut piece);
            buffer.extend_from_slice(piece.filled());
            Poll::Ready(match poll {
                Poll::Ready(Ok(())) if piece.filled().is_empty() => Err(Broken::Closed),
                Poll::Ready(Err(error)) => Err(error.into()),
                Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
            })
        });
        let come = come.await;
        if self.buffer.is_empty() {
            return come;
        }
        // What came before the end says more than the end.
        Err(match take(&self.buffer) {
            Ok(Some((reply, _))) => Broken::Unasked(reply),
            Ok(None) => Broken::Garbage(self.begun()),
            Err(why) => why,
        })
    }

    /// The next reply. Whoever stops waiting loses nothing of it.
    pub(super) async fn read(&mut self, limit: Duration) -> Result<Reply, Broken> {
        timeout(limit, self.next()).await.map_err(|_| Broken::Late(limit))?
    }

    async fn next(&mut self) -> Result<Reply, Broken> {
        loop {
            if let Some((reply, used)) = take(&self.buffer)? {
                self.buffer.drain(..used);
                return Ok(reply);
            }
            if self.buffer.len() >= LONGEST {
                return Err(Broken::TooLong);
            }
            self.buffer.reserve(PIECE);
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(Broken::Closed);
            }
        }
    }

    /// The first line of a reply that did not come to its end; empty when nothing came.
    pub(super) fn begun(&self) -> String {
        let line = self.buffer.split(|&b| b == b'\n').next().unwrap_or_default();
        readable(line)
    }

    /// Says this and waits for no answer; how that ends concerns nobody.
    pub(super) async fn farewell(&mut self, bytes: &[u8]) {
        let _ = self.write(bytes, FAREWELL).await;
        let _ = timeout(FAREWELL, self.stream.shutdown()).await;
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error),
        }
    }
}

fn readable(line: &[u8]) -> String {
    String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

/// The reply at the beginning of `bytes`, and how long it is; `None` when its end has not come.
fn take(bytes: &[u8]) -> Result<Option<(Reply, usize)>, Broken> {
    let (mut lines, mut code, mut used) = (Vec::new(), None, 0);
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let Some(line) = line.strip_suffix(b"\n") else { break };
        used += line.len() + 1;
        let text = readable(line);
        let Some((number, is_last)) = numbered(text.as_bytes()) else { return Err(Broken::Garbage(text)) };
        code.get_or_insert(number);
        lines.push(text);
        if let (true, Some(code)) = (is_last, code) {
            return Ok(Some((Reply { code, lines }, used)));
        }
    }
    Ok(None)
}

/// The code at the beginning of a line, and whether the line is a reply's last; `None` where the line is of no reply.
fn numbered(line: &[u8]) -> Option<(u16, bool)> {
    let code = line.get(..3).filter(|code| code.iter().all(u8::is_ascii_digit) && matches!(code[0], b'2'..=b'5'))?;
    let number = code.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
    match line.get(3) {
        None | Some(b' ' | b'\t') => Some((number, true)),
        Some(b'-') => Some((number, false)),
        Some(_) => None,
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
