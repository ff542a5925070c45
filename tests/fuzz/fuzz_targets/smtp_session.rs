#![no_main]
//! What anybody may say to the receiver. A session must neither panic nor stop reading, must say and take the same however the bytes
//! arrive, must tell the truth about what it took, and must take nothing that another server could read as two messages.
//!
//! The last four bytes of the input are no part of it: they say how the bytes arrive, how questions are answered, and whether there is
//! STARTTLS.

use libfuzzer_sys::fuzz_target;
use qontak::server::smtp::{Event, Limits, NotTaken, Session, Setup};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// A moment in 2026, unix milliseconds.
const NOW: i64 = 1_790_000_000_000;
/// More than our own headers on top of a message.
const TRACE: u64 = 16 << 10;

/// What a session said and took.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    replies: Vec<u8>,
    messages: Vec<Vec<u8>>,
    closed: bool,
    secured: bool,
}

/// Decisions that depend on nothing but what was decided before.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) % sides
    }
}

fn limits() -> Limits {
    Limits { size: 4 << 10, recipients: 3, content_line: 998, errors: 6, commands: 12, ..Limits::default() }
}

struct Talk {
    session: Session,
    answers: Dice,
    aside: Vec<u8>,
    outcome: Outcome,
}

impl Talk {
    fn new(tls: bool, hold: usize, answers: u32) -> Self {
        let setup = Setup { domain: "inbound.example.test".into(), loop_mark: "0123456789abcdef".into(), limits: limits(), tls };
        let mut session = Session::new(Arc::new(setup), IpAddr::V4(Ipv4Addr::LOCALHOST), 1);
        session.hold_up_to(hold);
        Self { session, answers: Dice(answers), aside: Vec::new(), outcome: Outcome::default() }
    }

    /// Feeds one piece, and answers all that is asked.
    fn feed(&mut self, mut input: &[u8]) {
        // Each event takes a byte, or ends a question.
        for _ in 0..=2 * input.len() + 8 {
            let event = self.session.feed(&mut input, NOW);
            match event {
                Event::More => {
                    assert!(input.is_empty(), "asks for more and has not read all");
                    return self.say();
                }
                Event::Close => {
                    self.outcome.closed = true;
                    return self.say();
                }
                Event::StartTls => {
                    self.say();
                    self.outcome.secured = true;
                    self.session.secured();
                }
                Event::MayBegin => {
                    self.aside.clear();
                    let yes = self.answers.roll(8) > 0;
                    self.session.may_begin(yes);
                }
                Event::Recipient(id) => {
                    assert_eq!(id.len(), 36, "not a UUID: {id}");
                    let known = [Some(true), Some(true), Some(false), None][self.answers.roll(4) as usize];
                    self.session.recipient(known);
                }
                Event::Piece(bytes) => {
                    self.aside.extend_from_slice(&bytes);
                    let done = if self.answers.roll(8) > 0 { Ok(bytes) } else { Err(NotTaken::Full) };
                    self.session.put_aside(done);
                }
                Event::Message(message) => {
                    let mut whole = std::mem::take(&mut self.aside);
                    if !message.aside {
                        whole.clear();
                    }
                    whole.extend_from_slice(&message.bytes);
                    check_message(&whole);
                    assert!(!message.envelope.recipients.is_empty(), "a message for nobody");
                    assert!(message.envelope.recipients.len() <= 3, "too many recipients");
                    let taken = if self.answers.roll(4) > 0 { Ok(()) } else { Err(NotTaken::Failed("no".into())) };
                    if taken.is_ok() {
                        self.outcome.messages.push(whole);
                    }
                    self.session.taken(taken);
                }
            }
        }
        panic!("no end of events");
    }

    fn say(&mut self) {
        self.outcome.replies.append(self.session.replies());
    }
}

fn check_message(message: &[u8]) {
    assert!(message.len() as u64 <= limits().size + TRACE, "too large: {}", message.len());
    for (at, byte) in message.iter().enumerate() {
        let lone = match byte {
            b'\n' => at == 0 || message[at - 1] != b'\r',
            b'\r' => message.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        assert!(!lone, "a lone line end at {at}");
    }
}

/// Each reply is one that a client understands, and as many messages are accepted as were taken.
fn check_replies(outcome: &Outcome) {
    let Ok(replies) = std::str::from_utf8(&outcome.replies) else { panic!("replies are ASCII") };
    assert!(replies.ends_with("\r\n"), "a reply without an end: {replies:?}");
    let lines: Vec<&str> = replies[..replies.len() - 2].split("\r\n").collect();
    for line in &lines {
        let code = line.get(..3).unwrap_or_default();
        assert!(code.bytes().all(|b| b.is_ascii_digit()) && ["2", "3", "4", "5"].contains(&&line[..1]), "no code: {line:?}");
        assert!(matches!(line.as_bytes().get(3), Some(b' ' | b'-')), "no text: {line:?}");
        assert!(line.len() <= 510 && line.bytes().all(|b| (b' '..=b'~').contains(&b)), "not to be read: {line:?}");
    }
    let accepted = lines.iter().filter(|line| line.starts_with("250 2.0.0 Accepted as")).count();
    assert_eq!(accepted, outcome.messages.len(), "accepted and taken");
}

fuzz_target!(|data: &[u8]| {
    let Some((said, &[steps, answers, hold, tls])) = data.split_last_chunk::<4>() else { return };
    let tls = tls & 1 == 1;
    let hold = [64, 1024, 1 << 20][usize::from(hold) % 3];
    let talk = |pieces: &mut dyn Iterator<Item = &[u8]>, hold| {
        let mut talk = Talk::new(tls, hold, u32::from(answers));
        for piece in pieces {
            talk.feed(piece);
        }
        talk.say();
        check_replies(&talk.outcome);
        talk.outcome
    };
    let mut dice = Dice(u32::from(steps));
    let mut rest = said;
    let mut in_pieces = std::iter::from_fn(|| {
        let most = [1, 3, 64][dice.roll(3) as usize];
        let (now, later) = rest.split_at((1 + dice.roll(most) as usize).min(rest.len()));
        rest = later;
        (!now.is_empty()).then_some(now)
    });
    let pieces = talk(&mut in_pieces, hold);
    let whole = talk(&mut std::iter::once(said), hold);
    // What follows STARTTLS in the same piece is another matter; and how a message is put aside depends on the pieces.
    if !tls && hold > 1024 {
        assert_eq!(pieces, whole);
    }
});
