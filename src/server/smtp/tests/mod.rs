//! The session without a socket: what is said, what is taken, and nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

mod dialogue;
mod fuzz;
mod limits;
mod smuggling;

use super::*;
use std::sync::Arc;

const DOMAIN: &str = "inbound.example.test";
const MARK: &str = "0123456789abcdef";
/// A connected channel.
const ID: &str = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
/// Another one.
const OTHER: &str = "11111111-2222-4333-8444-555555555555";
/// One that nobody can look up for the moment.
const LOCKED: &str = "99999999-2222-4333-8444-555555555555";
/// Sunday, 6 November 1994, 08:49:37.
const NOW: i64 = 784_111_777_000;

/// What stands behind a session in these tests.
#[derive(Clone)]
struct Behind {
    open: bool,
    taken: Result<(), NotTaken>,
    aside: Result<(), NotTaken>,
    hold: usize,
    limits: Limits,
    tls: bool,
}

impl Default for Behind {
    fn default() -> Self {
        Self { open: true, taken: Ok(()), aside: Ok(()), hold: 1 << 20, limits: Limits::default(), tls: false }
    }
}

/// What came of a session.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    replies: String,
    /// The sender, the channels and the content without our headers of every message that was offered.
    messages: Vec<(String, Vec<String>, String)>,
    closed: bool,
}

impl Outcome {
    /// The replies without their texts: code and enhanced code, one word each; lines before the last of a reply are left out.
    fn codes(&self) -> String {
        let lines = self.replies.split_terminator("\r\n").filter(|line| line.as_bytes().get(3) != Some(&b'-'));
        let code = |line: &str| {
            let mut words = line.split(' ');
            let (code, second) = (words.next().unwrap().to_owned(), words.next().unwrap_or_default());
            let enhanced = second.split('.').count() == 3 && second.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            if enhanced { format!("{code}/{second}") } else { code }
        };
        lines.map(code).collect::<Vec<_>>().join(" ")
    }
}

impl Behind {
    /// Says `bytes` to a new session in pieces of `piece` bytes.
    fn hear(&self, bytes: &[u8], piece: usize) -> Outcome {
        let setup = Setup { domain: DOMAIN.into(), loop_mark: MARK.into(), limits: self.limits.clone(), tls: self.tls };
        let mut session = Session::new(Arc::new(setup), "192.0.2.1".parse().unwrap(), 7);
        session.hold_up_to(self.hold);
        let mut outcome = Outcome::default();
        let mut aside = Vec::new();
        let mut replies = Vec::new();
        for mut input in bytes.chunks(piece.max(1)) {
            loop {
                let event = session.feed(&mut input, NOW);
                replies.append(session.replies());
                match event {
                    Event::More => break,
                    Event::Close => {
                        outcome.closed = true;
                        break;
                    }
                    question => self.answer(&mut session, question, &mut aside, &mut outcome),
                }
            }
            assert!(input.is_empty(), "everything is read");
        }
        replies.append(session.replies());
        outcome.replies = String::from_utf8(replies).unwrap();
        outcome
    }

    fn answer(&self, session: &mut Session, question: Event, aside: &mut Vec<u8>, outcome: &mut Outcome) {
        match question {
            Event::MayBegin => {
                aside.clear();
                session.may_begin(self.open);
            }
            Event::Recipient(id) => session.recipient(if id == LOCKED { None } else { Some(id == ID || id == OTHER) }),
            Event::Piece(bytes) => {
                aside.extend_from_slice(&bytes);
                session.put_aside(self.aside.clone().map(|()| bytes));
            }
            Event::Message(message) => {
                assert_eq!(message.aside, !aside.is_empty());
                aside.extend_from_slice(&message.bytes);
                let content = String::from_utf8_lossy(&std::mem::take(aside)).into_owned();
                let content = content.split_once("+0000\r\n").unwrap().1.to_owned();
                let channels = message.envelope.recipients.into_iter().map(|r| r.channel_id).collect();
                outcome.messages.push((message.envelope.mail_from, channels, content));
                session.taken(self.taken.clone());
            }
            Event::StartTls => session.secured(),
            Event::More | Event::Close => {}
        }
    }

    /// The codes after the greeting.
    #[track_caller]
    fn codes(&self, said: &str) -> String {
        let outcome = self.hear(said.as_bytes(), said.len());
        let codes = outcome.codes();
        codes.strip_prefix("220 ").or_else(|| codes.strip_prefix("220")).unwrap().to_owned()
    }
}

/// Everything before the content of a message to one channel.
fn envelope() -> String {
    format!("EHLO client.example.com\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<{ID}@{DOMAIN}>\r\n")
}

/// A message that was offered, to one channel.
fn message(content: &str) -> (String, Vec<String>, String) {
    ("a@example.com".into(), vec![ID.into()], content.into())
}
