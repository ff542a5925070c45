//! One SMTP session, without a socket: bytes go in, questions and replies come out.

mod commands;
mod receiving;

use super::command::{self, Command, Sender, Wrong};
use super::content::Reader;
use super::limits::Limits;
use super::path::Path;
use super::reply::{self, Reply};
use super::trace::Trace;
use super::transaction::{Body, Message, Transaction, channel_id};
use crate::server::intake::NotTaken;
use crate::server::journal::{Envelope, Recipient};
use memchr::memchr;
use std::mem;
use std::net::IpAddr;
use std::sync::Arc;

/// Bytes of a message that are read before anything else is looked at.
const STEP: usize = 64 << 10;
/// Bytes of a message that are held before a further piece is put aside.
const PIECE: usize = 256 << 10;
/// Bytes of refused messages that are read in any case before the client is let go; a larger limit of size allows as many.
const WASTE: u64 = 1 << 20;
/// What a client may send without a line end before it is let go.
const ENDLESS: usize = 1 << 20;

/// What is the same for all sessions.
#[derive(Debug)]
pub struct Setup {
    /// The domain of the forwarders, which is also the receiver's name.
    pub domain: String,
    /// What an automatic answer to a reply of ours carries in `X-Loop`: such a message is a loop.
    pub loop_mark: String,
    /// The limits.
    pub limits: Limits,
    /// Whether STARTTLS is offered.
    pub tls: bool,
}

/// What a session wants. All but [`Event::More`] and [`Event::Close`] are questions: until each has its answer, the session reads
/// nothing.
pub enum Event {
    /// Everything was read. The replies are due now.
    More,
    /// Whether messages are taken for the moment: [`Session::may_begin`].
    MayBegin,
    /// Whether mail for this channel is taken: [`Session::recipient`].
    Recipient(String),
    /// A piece of a large message, to be put aside behind those before it: [`Session::put_aside`].
    Piece(Vec<u8>),
    /// A whole message: [`Session::taken`].
    Message(Message),
    /// The replies are due, then the handshake: [`Session::secured`].
    StartTls,
    /// The replies are due, then the end.
    Close,
}

/// What the next bytes are.
enum Phase {
    Commands,
    Data,
    Chunk(Chunk),
}

/// A BDAT command's octets.
struct Chunk {
    left: u64,
    last: bool,
    /// The octets belong to no message: they are read, and this is the reply.
    stray: Option<Reply>,
}

/// A question that has no answer yet.
enum Question {
    MayBegin(Transaction),
    Recipient(Recipient),
    PutAside,
    Taken(String),
    StartTls,
}

/// How a client introduced itself.
struct Helo {
    name: String,
    extended: bool,
}

/// One SMTP session.
pub struct Session {
    setup: Arc<Setup>,
    client: IpAddr,
    number: u64,
    tls: bool,
    helo: Option<Helo>,
    /// The beginning of a command.
    line: Vec<u8>,
    /// Bytes of a command that is too long.
    skipped: usize,
    phase: Phase,
    question: Option<Question>,
    transaction: Option<Transaction>,
    /// Whether chunks may still come of a message that was refused.
    refused: bool,
    replies: Vec<u8>,
    closed: bool,
    /// Commands that were refused since the last message.
    errors: u32,
    /// Bytes that were read since the last message only because they had to be.
    wasted: u64,
    /// Commands since the last message that carried none.
    idle_commands: u32,
    messages: u64,
    hold: usize,
}

impl Session {
    /// A session with whoever connects from `client`; `number` tells it from others. The greeting is the first reply.
    #[must_use]
    pub fn new(setup: Arc<Setup>, client: IpAddr, number: u64) -> Self {
        let replies = format!("220 {} ESMTP qontak\r\n", setup.domain).into_bytes();
        Self {
            setup,
            client,
            number,
            tls: false,
            helo: None,
            line: Vec::new(),
            skipped: 0,
            phase: Phase::Commands,
            question: None,
            transaction: None,
            refused: false,
            replies,
            closed: false,
            errors: 0,
            wasted: 0,
            idle_commands: 0,
            messages: 0,
            hold: 1 << 20,
        }
    }

    /// From how many bytes a message is put aside instead of held (a MiB unless said).
    pub const fn hold_up_to(&mut self, bytes: usize) {
        self.hold = bytes;
    }

    /// Bytes of memory that the message under way takes.
    #[must_use]
    pub fn held(&self) -> usize {
        self.transaction.as_ref().and_then(|t| t.body.as_ref()).map_or(0, |body| body.bytes.capacity())
    }

    /// The replies that are to be sent; whoever sends them clears them.
    pub const fn replies(&mut self) -> &mut Vec<u8> {
        &mut self.replies
    }

    /// Whether the client is in the middle of a message.
    #[must_use]
    pub const fn is_in_content(&self) -> bool {
        matches!(self.phase, Phase::Data | Phase::Chunk(_))
    }

    /// Whether nothing is under way: no message, and no question without an answer.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        !self.is_in_content() && self.question.is_none()
    }

    /// Reads from `input` until there is something to say, and takes what was read off it. `now` is in unix milliseconds.
    pub fn feed(&mut self, input: &mut &[u8], now: i64) -> Event {
        loop {
            if self.closed {
                *input = &[];
                return Event::Close;
            }
            if self.question.is_some() {
                return Event::More;
            }
            let event = match &self.phase {
                Phase::Commands => self.command_line(input, now),
                Phase::Data => self.data(input, now),
                Phase::Chunk(_) => self.chunk(input, now),
            };
            if let Some(event) = event {
                return event;
            }
            if input.is_empty() && !self.closed {
                return Event::More;
            }
        }
    }

    /// Answers [`Event::MayBegin`].
    pub fn may_begin(&mut self, yes: bool) {
        if let Some(Question::MayBegin(transaction)) = self.question.take() {
            self.transaction = yes.then_some(transaction);
            self.say(if yes { reply::SENDER_OK } else { reply::TRY_LATER });
        }
    }

    /// Answers [`Event::Recipient`]; `None` when nobody can tell for the moment.
    pub fn recipient(&mut self, known: Option<bool>) {
        let Some(Question::Recipient(recipient)) = self.question.take() else { return };
        let reply = match (known, &mut self.transaction) {
            (Some(true), Some(transaction)) => {
                transaction.recipients.push(recipient);
                reply::RECIPIENT_OK
            }
            (Some(false), _) => reply::UNKNOWN_RECIPIENT,
            _ => reply::TRY_LATER,
        };
        self.say(reply);
    }

    /// Answers [`Event::Piece`]; the buffer is used again.
    pub fn put_aside(&mut self, done: Result<Vec<u8>, NotTaken>) {
        self.question = None;
        let Some(body) = self.transaction.as_mut().and_then(|t| t.body.as_mut()) else { return };
        match done {
            Ok(mut buffer) => {
                buffer.clear();
                buffer.shrink_to(self.hold.min(PIECE));
                body.bytes = buffer;
            }
            Err(why) => body.reader.refuse(for_the_moment(&why)),
        }
    }

    /// Answers [`Event::Message`]: with `Ok` the message is durable, and the client is told so.
    pub fn taken(&mut self, taken: Result<(), NotTaken>) {
        let Some(Question::Taken(id)) = self.question.take() else { return };
        match taken {
            Ok(()) => {
                self.messages += 1;
                self.idle_commands = 0;
                // A relay brings mail for many, and some of those are gone: that is no reason to turn away the others.
                self.errors = 0;
                self.wasted = 0;
                reply::write(&mut self.replies, 250, [2, 0, 0], format_args!("Accepted as {id}"));
            }
            Err(why) => self.say(for_the_moment(&why)),
        }
    }

    /// Answers [`Event::StartTls`] once the connection is encrypted: everything that was said before is forgotten.
    pub fn secured(&mut self) {
        self.question = None;
        self.tls = true;
        self.helo = None;
        self.transaction = None;
        self.refused = false;
    }

    /// Ends the session from our side.
    pub(super) fn end(&mut self, reply: Reply) {
        if !self.closed {
            reply.write(&mut self.replies);
            self.closed = true;
        }
    }

    fn say(&mut self, reply: Reply) {
        reply.write(&mut self.replies);
        if reply.is_final_refusal() {
            self.errors += 1;
            if self.errors >= self.setup.limits.errors {
                self.end(reply::TOO_MANY_ERRORS);
            }
        }
    }

    fn command_line(&mut self, input: &mut &[u8], now: i64) -> Option<Event> {
        let Some(end) = memchr(b'\n', input) else {
            self.hold_line(mem::take(input));
            return None;
        };
        let (line, rest) = input.split_at(end + 1);
        *input = rest;
        if self.line.is_empty() && self.skipped == 0 && line.len() <= self.setup.limits.line {
            return self.execute(line, input, now);
        }
        self.hold_line(line);
        if mem::take(&mut self.skipped) > 0 {
            self.say(reply::LINE_TOO_LONG);
            return None;
        }
        let mut line = mem::take(&mut self.line);
        let event = self.execute(&line, input, now);
        line.clear();
        self.line = line;
        event
    }

    fn hold_line(&mut self, part: &[u8]) {
        if self.skipped > 0 || self.line.len() + part.len() > self.setup.limits.line {
            self.skipped += mem::take(&mut self.line).len() + part.len();
            if self.skipped > ENDLESS {
                self.end(reply::LINE_TOO_LONG);
            }
        } else {
            self.line.extend_from_slice(part);
        }
    }

    fn execute(&mut self, line: &[u8], input: &mut &[u8], now: i64) -> Option<Event> {
        match command::read(line) {
            Err(Wrong::Refused(reply)) => self.say(reply),
            Err(Wrong::Lost(reply)) => self.end(reply),
            Ok(Command::Mail(sender)) => return self.mail(&sender),
            Ok(Command::Rcpt(path)) => return self.rcpt(&path),
            Ok(Command::Data) => self.begin_data(now),
            Ok(Command::Bdat(length, last)) => return self.begin_chunk(length, last, now),
            Ok(Command::StartTls) => return self.start_tls(input),
            Ok(Command::Quit) => self.end(reply::GOODBYE),
            Ok(other) => self.without_mail(&other),
        }
        None
    }
}

/// The reply to a message that could be taken another time.
const fn for_the_moment(why: &NotTaken) -> Reply {
    match why {
        NotTaken::Full => reply::DISK_FULL,
        NotTaken::Failed(_) => reply::TRY_LATER,
    }
}
