//! The least that a receiver can be: it answers 250 when the message is durable, and knows nothing of addresses, limits, TLS or filing.
//! All that wait share one flush of one append-only file (group commit). The measure that the real receiver is held against.
//!
//!     receiver FILE PORT

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

#[derive(Default)]
struct Waiting {
    bytes: Vec<u8>,
    taken: u64,
    durable: u64,
    flushing: bool,
}

struct Log {
    file: File,
    waiting: Mutex<Waiting>,
    flushed: Condvar,
}

impl Log {
    /// Returns when the message is on the disk. One of those that wait flushes for all that came while the last flush went on.
    fn append(&self, message: &[u8]) -> io::Result<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.bytes.extend_from_slice(message);
        waiting.taken += 1;
        let mine = waiting.taken;
        while waiting.durable < mine {
            if waiting.flushing {
                waiting = self.flushed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            waiting.flushing = true;
            let (bytes, up_to) = (std::mem::take(&mut waiting.bytes), waiting.taken);
            drop(waiting);
            (&self.file).write_all(&bytes)?;
            self.file.sync_data()?;
            waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.durable = up_to;
            waiting.flushing = false;
            self.flushed.notify_all();
        }
        Ok(())
    }
}

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let [_, path, port] = words.as_slice() else { return Err(io::Error::other("receiver FILE PORT")) };
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    let log = Arc::new(Log { file, waiting: Mutex::default(), flushed: Condvar::new() });
    let port = port.parse().map_err(io::Error::other)?;
    for stream in TcpListener::bind(("127.0.0.1", port))?.incoming() {
        let (stream, log) = (stream?, Arc::clone(&log));
        thread::spawn(move || session(stream, &log));
    }
    Ok(())
}

fn session(stream: TcpStream, log: &Log) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::with_capacity(1 << 16, stream);
    out.write_all(b"220 bench ESMTP\r\n")?;
    let (mut line, mut message) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_slice() {
            b"EHLO" => b"250-bench\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
            b"HELO" | b"MAIL" | b"RCPT" | b"RSET" | b"NOOP" => b"250 ok\r\n",
            b"DATA" => {
                out.write_all(b"354 go on\r\n")?;
                message.clear();
                if !content(&mut lines, &mut message)? {
                    return Ok(());
                }
                log.append(&message)?;
                b"250 durable\r\n"
            }
            b"QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => b"502 no\r\n",
        };
        out.write_all(answer)?;
    }
}

/// Reads up to the lone dot; false when the connection ends before it.
fn content(lines: &mut impl BufRead, message: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let start = message.len();
        if lines.read_until(b'\n', message)? == 0 {
            return Ok(false);
        }
        if message[start..] == *b".\r\n" {
            message.truncate(start);
            return Ok(true);
        }
        if message[start] == b'.' {
            message.remove(start);
        }
    }
}
