//! A message handed to an outbox server.

use super::log::Log;
use super::session::{Limits, Session};
use super::sign_in::path;
use super::trouble::{Trouble, words};
use super::wire::{Broken, Reply};
use super::{Account, Layer};
use crate::mail::network::Network;
use crate::mail::smtp_errors::{Explanation, explain_class};
use std::time::{Duration, Instant};
use tokio::time::{Instant as Moment, timeout_at};

/// The class of a content whose answer was lost.
pub const ANSWER_LOST: &str = "answer_lost";
/// What ends a content.
const END: &[u8] = b".\r\n";
/// Bytes of a content that are handed over at once.
const PIECE: usize = 64 * 1024;
/// How long to listen for a reason once a server takes no more of a content.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a server that took the message said.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// From the connection to the server's yes.
    pub elapsed: Duration,
    /// The server's words, on one line.
    pub reply: String,
}

/// Why a message was not taken.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Where it ended; a recipient or a content that was refused ends at [`Layer::Mail`].
    pub layer: Layer,
    /// What the server said, or what happened. Holds no secret.
    pub detail: String,
    /// What it means.
    pub explanation: Explanation,
    /// Whether the server said it; not, when no answer came.
    pub answered: bool,
    /// Whether the content was on its way, so that the message may have been taken all the same.
    pub uncertain: bool,
}

/// Hands `raw` over, from the account's mailbox to `recipients`; gives up at `until`.
///
/// # Errors
/// Why it was not taken. Whoever gives up once the content is on its way does not know whether it was taken.
pub async fn send(
    account: &Account,
    recipients: &[String],
    raw: &[u8],
    network: &Network,
    until: Moment,
) -> Result<Accepted, Refused> {
    let began = Instant::now();
    let mut session = Session::new(account, Limits::SENDING, None, Log::without_transcript());
    let refused = |uncertain: bool| {
        move |trouble: Trouble| Refused {
            layer: trouble.layer,
            detail: trouble.text,
            explanation: trouble.explanation,
            answered: trouble.answered,
            uncertain,
        }
    };
    let prepared = async {
        session.open(network).await?;
        session.sign_in().await?;
        session.prepare(recipients, raw).await
    };
    let late = |layer, class: &str, uncertain| Refused {
        layer,
        detail: format!("it was not done within {}", words(began.elapsed())),
        explanation: explain_class(class),
        answered: false,
        uncertain,
    };
    let Ok(prepared) = timeout_at(until, prepared).await else {
        return Err(late(session.log.reached(), "connect_timeout", false));
    };
    prepared.map_err(refused(false))?;
    let Ok(result) = timeout_at(until, session.hand_over(raw)).await else {
        return Err(late(Layer::Mail, ANSWER_LOST, true));
    };
    let elapsed = began.elapsed();
    if result.as_ref().err().is_none_or(|trouble| trouble.answered) {
        session.close().await;
    }
    match result {
        Ok(reply) => Ok(Accepted { elapsed, reply }),
        Err(trouble) => {
            let uncertain = trouble.class() == ANSWER_LOST;
            Err(refused(uncertain)(trouble))
        }
    }
}

impl Session<'static> {
    /// Connects, encrypts, signs in; calls itself `hello`.
    ///
    /// # Errors
    /// Which layer failed, and why.
    pub async fn signed_in(account: &Account, hello: String, network: &Network) -> Result<Self, Trouble> {
        let mut session = Self::new(account, Limits::SENDING, Some(hello), Log::without_transcript());
        session.open(network).await?;
        session.sign_in().await?;
        Ok(session)
    }
}

impl Session<'_> {
    /// Names the sender and every recipient, and asks to take the content. A recipient that is refused ends it: a message goes to
    /// all of them or to nobody.
    ///
    /// # Errors
    /// Who was refused, and why.
    pub async fn prepare(&mut self, recipients: &[String], raw: &[u8]) -> Result<(), Trouble> {
        self.log.begin(Layer::Mail);
        let mail = self.mail_from(recipients, raw)?;
        recipients.iter().try_for_each(|recipient| path(recipient).map(drop))?;
        self.expect(&mail, None).await?;
        for recipient in recipients {
            self.expect(&format!("RCPT TO:<{recipient}>"), Some(recipient)).await?;
        }
        let reply = self.exchange(Layer::Mail, "DATA", "DATA").await?;
        match reply.code {
            354 => Ok(()),
            400.. => Err(self.listener.refused(Layer::Mail, &reply, None)),
            code => Err(Trouble::here(Layer::Mail, "server_trouble", format!("the answer to DATA was {code}"), false)),
        }
    }

    async fn expect(&mut self, line: &str, recipient: Option<&str>) -> Result<(), Trouble> {
        let step = recipient.unwrap_or("MAIL");
        let reply = self.exchange(Layer::Mail, line, step).await?;
        if reply.is_good() { Ok(()) } else { Err(self.listener.refused(Layer::Mail, &reply, recipient)) }
    }

    /// Hands the content over; what the server said to it, on one line. What counts is the code in the first line of the answer,
    /// whatever follows it.
    ///
    /// # Errors
    /// One of the class [`ANSWER_LOST`] leaves it open whether the server took it; after any other one it certainly did not.
    pub async fn hand_over(&mut self, raw: &[u8]) -> Result<String, Trouble> {
        self.log.said("(the message)");
        // Without its end, no server takes it.
        self.say_content(&stuffed(raw)).await.map_err(|why| self.listener.broken(Layer::Mail, why, "the content"))?;
        let limit = self.limits.content;
        let answer = match self.wire.write(END, self.limits.piece).await {
            Ok(()) => self.wire.read(limit).await,
            Err(why) => self.last_words(why).await,
        };
        let answer = answer.or_else(|why| cut_off(&self.wire.begun()).ok_or(why));
        if let Ok(reply) = &answer {
            self.log.heard(&self.listener.secrets, reply);
        }
        match answer {
            Ok(reply) if reply.is_good() => Ok(self.listener.secrets.clean(&reply.text())),
            Ok(reply) if reply.code >= 400 => Err(self.listener.refused(Layer::Mail, &reply, None)),
            Ok(reply) => Err(self.lost(Broken::Garbage(reply.text()))),
            Err(why) => Err(self.lost(why)),
        }
    }

    /// Everything but the end, each piece in its time; and whatever is said meanwhile is no answer to it.
    async fn say_content(&mut self, content: &[u8]) -> Result<(), Broken> {
        for piece in content.chunks(PIECE) {
            self.wire.quiet().await?;
            if let Err(why) = self.wire.write(piece, self.limits.piece).await {
                return Err(match self.last_words(why).await {
                    Ok(reply) => Broken::Unasked(reply),
                    Err(why) => why,
                });
            }
        }
        self.wire.quiet().await
    }

    /// A server that takes no more may have said why.
    async fn last_words(&mut self, why: Broken) -> Result<Reply, Broken> {
        match self.wire.read(LAST_WORDS).await {
            Ok(reply) if reply.code >= 400 => Ok(reply),
            _ => Err(why),
        }
    }

    fn lost(&self, why: Broken) -> Trouble {
        self.listener.broken(Layer::Mail, why, "the content").of_class(ANSWER_LOST)
    }
}

/// What an answer that did not come to its end says: its first line tells.
fn cut_off(line: &str) -> Option<Reply> {
    let code = line.get(..3).and_then(|code| code.parse().ok()).filter(|code| (200..600).contains(code))?;
    let goes_on = matches!(line.as_bytes().get(3), None | Some(b' ' | b'-'));
    goes_on.then(|| Reply { code, lines: vec![line.to_owned()] })
}

/// A message as it is sent, without [`END`]: each line with its end, and a dot before each that begins with one (RFC 5321, 4.5.2).
fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(raw.len() + raw.len() / 32 + 2);
    let mut rest = raw;
    while !rest.is_empty() {
        // A line end of one character is none in SMTP, and some servers take it for one: nothing may hide behind it.
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        if line.first() == Some(&b'.') {
            sent.push(b'.');
        }
        sent.extend_from_slice(line);
        sent.extend_from_slice(b"\r\n");
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
    }
    sent
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dots_and_line_ends() {
        for (raw, sent) in [
            (&b""[..], &b""[..]),
            (b"a\r\n", b"a\r\n"),
            (b"a", b"a\r\n"),
            (b".\r\n..\r\n.a", b"..\r\n...\r\n..a\r\n"),
            (b"a\n.\nb\r.\r\r\n", b"a\r\n..\r\nb\r\n..\r\n\r\n"),
            (b"\r\n\r\n", b"\r\n\r\n"),
        ] {
            assert_eq!(String::from_utf8_lossy(&stuffed(raw)), String::from_utf8_lossy(sent));
        }
    }

    #[test]
    fn an_answer_that_is_cut_off_tells_by_its_code() {
        for (line, code) in [("250 cut o", Some(250)), ("250-", Some(250)), ("250", Some(250)), ("552 no", Some(552))] {
            assert_eq!(cut_off(line).map(|reply| reply.code), code, "{line}");
        }
        for line in ["", "2", "25", "250x", "999 x", "+25", "abc", "\u{e4}\u{e4}", "150 x"] {
            assert_eq!(cut_off(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn nothing_in_a_message_ends_it(raw in "[.\r\na]{0,40}") {
            let sent = stuffed(raw.as_bytes());
            let body = String::from_utf8_lossy(&sent).into_owned();
            prop_assert!(body.is_empty() || body.ends_with("\r\n"));
            prop_assert!(body.split("\r\n").all(|line| line != "." && !line.contains(['\r', '\n'])), "{:?}", body);
        }
    }
}
