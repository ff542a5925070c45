//! One connection: reads, asks the session, answers its questions, writes.

use super::connections::Slot;
use super::listener::GRACE;
use super::reply::{self, Reply};
use super::session::{Event, Session, Setup};
use super::transaction::Message;
use crate::server::clock;
use crate::server::intake::{Intake, NotTaken};
use crate::server::journal::{Content, Spool};
use std::io::{self, ErrorKind, Write as _};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;

/// Bytes read at a time.
const BUFFER: usize = 16 << 10;
/// What all messages that are held may take together before each is put aside soon, and what one may in any case.
const HELD: usize = 8 << 20;
const HELD_LEAST: usize = 64 << 10;
const HELD_MOST: usize = 1 << 20;
/// How long, and how much, to go on reading from a client that was told goodbye: hanging up on what it still sends would take
/// the goodbye from it as well.
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 1 << 20;

/// What every connection needs.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) intake: Arc<Intake>,
    pub(super) setup: Arc<Setup>,
    pub(super) tls: Option<TlsAcceptor>,
    /// Ends when the receiver is told to stop.
    pub(super) stopping: watch::Receiver<()>,
}

/// How serving a stream came to an end.
enum End {
    Closed,
    StartTls,
}

/// Serves one connection to its end. How it ends concerns nobody but the client.
pub(super) async fn run(shared: Shared, mut stream: TcpStream, client: IpAddr, number: u64, slot: Slot) {
    let _ = stream.set_nodelay(true);
    let limits = &shared.setup.limits;
    let deadline = Instant::now() + limits.session;
    let session = Session::new(Arc::clone(&shared.setup), client, number);
    let mut connection =
        Connection { shared: &shared, session, slot, spool: None, deadline, stopping: false, window: Window::new() };
    let mut buffer = vec![0; BUFFER];
    let Ok(End::StartTls) = connection.serve(&mut stream, &mut buffer).await else { return };
    let Some(tls) = &shared.tls else { return };
    let patience = deadline.min(Instant::now() + limits.idle);
    let mut stopping = shared.stopping.clone();
    let handshake = tokio::select! {
        _ = stopping.changed() => return,
        done = timeout_at(patience, tls.accept(stream)) => done,
    };
    if let Ok(Ok(mut stream)) = handshake {
        connection.session.secured();
        let _ = connection.serve(&mut stream, &mut buffer).await;
    }
}

struct Connection<'a> {
    shared: &'a Shared,
    session: Session,
    slot: Slot,
    spool: Option<Spool>,
    /// When the session has lasted too long.
    deadline: Instant,
    /// Whether the receiver was told to stop.
    stopping: bool,
    window: Window,
}

/// How much of a message has come lately.
struct Window {
    since: Option<Instant>,
    bytes: u64,
}

impl Window {
    const fn new() -> Self {
        Self { since: None, bytes: 0 }
    }
}

impl Connection<'_> {
    async fn serve<S>(&mut self, stream: &mut S, buffer: &mut [u8]) -> io::Result<End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            self.write(stream).await?;
            let read = match self.read(stream, buffer).await? {
                Ok(0) => return Ok(End::Closed),
                Ok(read) => read,
                Err(reply) => {
                    self.session.end(reply);
                    0
                }
            };
            let others = self.slot.holds(self.session.held());
            self.session.hold_up_to(HELD.saturating_sub(others).clamp(HELD_LEAST, HELD_MOST));
            let mut input = &buffer[..read];
            loop {
                match self.session.feed(&mut input, clock::now()) {
                    Event::More => break,
                    Event::Close => {
                        self.write(stream).await?;
                        self.linger(stream, buffer).await;
                        return Ok(End::Closed);
                    }
                    Event::StartTls => {
                        self.write(stream).await?;
                        return Ok(End::StartTls);
                    }
                    question => self.answer(question).await,
                }
            }
        }
    }

    async fn answer(&mut self, question: Event) {
        let intake = Arc::clone(&self.shared.intake);
        match question {
            Event::MayBegin => {
                self.spool = None;
                self.session.may_begin(intake.is_open());
            }
            Event::Recipient(channel_id) => {
                let known = intake.takes(&channel_id).await.map_err(|e| self.log(&format!("cannot look up a channel: {e}"))).ok();
                self.session.recipient(known);
            }
            Event::Piece(bytes) => {
                let done = self.put_aside(bytes).await;
                // The time that took is not the client's.
                self.window.since = None;
                self.session.put_aside(done);
            }
            Event::Message(message) => {
                let taken = self.take(message).await;
                self.session.taken(taken);
            }
            Event::More | Event::StartTls | Event::Close => {}
        }
    }

    fn log(&self, line: &str) {
        if let Some(log) = &self.shared.intake.workspace().settings().log {
            log(&format!("SMTP: {line}"));
        }
    }

    /// Until this returns, the message is nobody's: it is never given up half way.
    async fn take(&mut self, message: Message) -> Result<(), NotTaken> {
        let content = if message.aside {
            self.put_aside(message.bytes).await?;
            let spool = self.spool.take().ok_or_else(|| NotTaken::Failed("what was put aside is gone".into()))?;
            Content::Spooled(spool)
        } else {
            Content::Memory(message.bytes)
        };
        self.shared.intake.take(message.envelope, content).await
    }

    /// Writes a piece of a large message, where it holds up nobody else.
    async fn put_aside(&mut self, bytes: Vec<u8>) -> Result<Vec<u8>, NotTaken> {
        let (intake, spool) = (Arc::clone(&self.shared.intake), self.spool.take());
        let written = tokio::task::spawn_blocking(move || {
            let mut spool = spool.map_or_else(|| intake.spool(), Ok)?;
            spool.write_all(&bytes)?;
            io::Result::Ok((spool, bytes))
        });
        match written.await {
            Ok(Ok((spool, bytes))) => {
                self.spool = Some(spool);
                Ok(bytes)
            }
            Ok(Err(e)) => Err(not_written(&e)).inspect_err(|_| self.log(&format!("cannot put a message aside: {e}"))),
            Err(e) => Err(NotTaken::Failed(e.to_string())),
        }
    }

    /// Sends the replies that are due, all at once.
    async fn write<S: AsyncWrite + Unpin>(&mut self, stream: &mut S) -> io::Result<()> {
        let idle = self.shared.setup.limits.idle;
        let replies = self.session.replies();
        if !replies.is_empty() {
            timeout(idle, async {
                stream.write_all(replies).await?;
                stream.flush().await
            })
            .await??;
            replies.clear();
        }
        Ok(())
    }

    /// Reads what comes, or says why no more is waited for.
    async fn read<S: AsyncRead + Unpin>(&mut self, stream: &mut S, buffer: &mut [u8]) -> io::Result<Result<usize, Reply>> {
        let mut stopping = self.shared.stopping.clone();
        loop {
            // A client that never stops sending leaves no moment of waiting in which the stop would be heard.
            if !self.stopping && stopping.has_changed().is_err() {
                self.stop();
            }
            let (until, why) = match self.patience(Instant::now()) {
                Ok(patience) => patience,
                Err(reply) => return Ok(Err(reply)),
            };
            tokio::select! {
                biased;
                read = timeout_at(until, stream.read(buffer)) => match read {
                    Ok(read) => {
                        let read = read?;
                        self.window.bytes += read as u64;
                        return Ok(Ok(read));
                    }
                    // Whether it really came too slowly is seen when the next wait begins.
                    Err(_) if why == reply::SLOW => {}
                    Err(_) => return Ok(Err(why)),
                },
                _ = stopping.changed(), if !self.stopping => self.stop(),
            }
        }
    }

    fn stop(&mut self) {
        self.stopping = true;
        self.deadline = self.deadline.min(Instant::now() + GRACE);
    }

    /// Until when to wait for the next bytes, and what to say then.
    fn patience(&mut self, now: Instant) -> Result<(Instant, Reply), Reply> {
        let limits = &self.shared.setup.limits;
        let content = self.session.is_in_content();
        if self.stopping && !content {
            return Err(reply::SHUTTING_DOWN);
        }
        let too_long = if self.stopping { reply::SHUTTING_DOWN } else { reply::TOO_LONG };
        if self.deadline <= now {
            return Err(too_long);
        }
        let mut patience = (now + limits.idle, reply::IDLE);
        if content {
            let over = self.window.since.is_none_or(|since| now >= since + limits.rate_window);
            if over && self.window.since.is_some() && self.window.bytes < limits.rate {
                return Err(reply::SLOW);
            }
            if over {
                self.window = Window { since: Some(now), bytes: 0 };
            }
            let ends = self.window.since.unwrap_or(now) + limits.rate_window;
            if ends < patience.0 {
                patience = (ends, reply::SLOW);
            }
        } else {
            self.window.since = None;
        }
        if self.deadline <= patience.0 {
            patience = (self.deadline, too_long);
        }
        Ok(patience)
    }

    async fn linger<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S, buffer: &mut [u8]) {
        let patience = if self.stopping { LINGER / 10 } else { LINGER };
        let _ = timeout(patience, async {
            if stream.shutdown().await.is_err() {
                return;
            }
            let mut left = LINGER_BYTES;
            while let Ok(read @ 1..) = stream.read(buffer).await
                && left > 0
            {
                left = left.saturating_sub(read);
            }
        })
        .await;
    }
}

fn not_written(e: &io::Error) -> NotTaken {
    match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => NotTaken::Full,
        _ => NotTaken::Failed(e.to_string()),
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
