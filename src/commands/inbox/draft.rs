//! An answer written in the editor, with what is answered below.

use super::reply::harmless;
use crate::channel::Address;
use crate::client::{NewReply, SignedIn};
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::wire::assumed::inbox::{Email, Mailbox};
use crate::wire::room::{CUSTOMER, Message};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// From here on nothing is sent.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";
/// The most lines of the customer's message that are shown.
const LINES: usize = 200;

/// What was written, in a file that only its author can read, until it was taken. It stays when the program is ended.
pub(super) struct Kept(PathBuf);

impl Kept {
    fn new(text: &[u8]) -> Result<Self> {
        let failed = |e: &dyn std::fmt::Display| Error::unexpected("a file for what was written", e);
        let mut file = tempfile::Builder::new().prefix("qontak-reply-").suffix(".txt").tempfile().map_err(|e| failed(&e))?;
        file.write_all(text).and_then(|()| file.flush()).map_err(|e| failed(&e))?;
        Ok(Self(file.into_temp_path().keep().map_err(|e| failed(&e))?))
    }

    /// It was taken.
    pub(super) fn taken(self) {
        // What is left of it harms nobody: only its author can read it.
        let _ = std::fs::remove_file(self.0);
    }

    /// Says with an error where the text is.
    pub(super) fn told(&self, error: Error) -> Error {
        let kept = format!("what you wrote is kept: --body-file {}", self.0.display());
        let hint = error.hint().map_or_else(|| kept.clone(), |hint| format!("{hint}; {kept}"));
        error.with_hint(hint)
    }
}

/// Lets the person at the terminal write an answer: puts it into `new`.
///
/// # Errors
/// [`Declined`](Kind::Declined) when nothing was written; what reading the room or the editor ends with.
pub(super) async fn write(client: &SignedIn, new: &mut NewReply, ctx: &Context) -> Result<Kept> {
    let room = client.room(&new.room_id).await?;
    if room.channel_disconnected_at.is_some() {
        // Nobody is to write for nothing.
        let account = room.channel_account.as_deref().unwrap_or("its mailbox");
        return Err(Error::new(Kind::Rejected, format!("the channel of this room, {account}, has been disconnected"))
            .with_hint("the room can be read; answer from a mail program, or connect the mailbox again for new mail"));
    }
    let mut last = None;
    client
        .messages(&room.id, |message| {
            if message.participant_type.as_deref() == Some(CUSTOMER) {
                last = Some(message);
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
    let customer = room.account_uniq_id.as_deref().unwrap_or_default();
    let written = ctx.ui.edit(&ctx.environment, &template(new, customer, last.as_ref())).await?;
    let text = answer(&written).ok_or_else(|| Error::new(Kind::Declined, "nothing was written, and nothing is sent"))?;
    let kept = Kept::new(&text)?;
    match String::from_utf8(text) {
        Ok(text) => new.text = text,
        Err(_) => return Err(kept.told(Error::usage("the text is not UTF-8"))),
    }
    Ok(kept)
}

/// Where the last message comes from and wants answers, when that is not the customer.
fn elsewhere(customer: &str, email: &Email) -> Vec<String> {
    let key = |address: &str| Address::parse(address).map_or_else(|_| address.to_lowercase(), |a| a.key());
    let others = |all: &[Mailbox]| {
        let others = all.iter().filter(|m| key(&m.address) != key(customer)).map(|m| m.address.clone());
        others.collect::<Vec<_>>().join(", ")
    };
    let writer = email.original_from.as_ref().or(email.from.as_ref()).map(std::slice::from_ref).unwrap_or_default();
    [("The last message is from", others(writer)), ("The last message asks for answers at", others(&email.reply_to))]
        .into_iter()
        .filter(|(_, who)| !who.is_empty())
        .map(|(words, who)| format!("{words} {who}, who does not get this (--to ADDRESS)"))
        .collect()
}

/// What the editor shows: whom the answer goes to, and what is answered.
fn template(new: &NewReply, customer: &str, answered: Option<&Message>) -> String {
    let mut text = format!(
        "\n\n{SCISSORS}\n# Write the answer above this line. The line and all below is left out; an empty answer sends nothing.\n#\n"
    );
    let email = answered.and_then(|message| message.email.as_ref());
    let list = |all: &[Address]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let to = if new.to.is_empty() { customer.to_owned() } else { list(&new.to) };
    let subject = new.subject.clone().or_else(|| email.map(|e| format!("answering {}", e.subject)));
    let mut quoted = Vec::new();
    for (label, value) in [("To", to), ("Cc", list(&new.cc)), ("Bcc", list(&new.bcc)), ("Subject", subject.unwrap_or_default())] {
        if !value.is_empty() {
            quoted.push(format!("{label}: {}", value.replace(['\n', '\r'], " ")));
        }
    }
    if new.to.is_empty() {
        quoted.extend(email.map(|email| elsewhere(customer, email)).unwrap_or_default());
    }
    if let Some(message) = answered {
        quoted.push(String::new());
        quoted.extend(message.created_at.as_ref().map(|at| format!("Date: {at}")));
        quoted.extend(message.text.as_deref().unwrap_or_default().lines().take(LINES).map(|l| format!("> {l}")));
    }
    for words in quoted {
        text.push_str(format!("# {}", harmless(&words)).trim_end());
        text.push('\n');
    }
    text
}

/// What stands above the scissors; `None` when that is nothing.
fn answer(written: &[u8]) -> Option<Vec<u8>> {
    let lines = written.split(|&b| b == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let above: Vec<&[u8]> = lines.take_while(|line| line.trim_ascii_end() != SCISSORS.as_bytes()).collect();
    let text = above.join(&b'\n');
    let text = text.trim_ascii_end();
    let begin = text.iter().position(|b| !matches!(b, b'\n' | b'\r'))?;
    Some([&text[begin..], b"\n"].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn reply() -> NewReply {
        let (room_id, text) = (String::new(), String::new());
        NewReply { room_id, text, to: Vec::new(), cc: Vec::new(), bcc: Vec::new(), subject: None }
    }

    #[test]
    fn the_draft_shows_whom_it_goes_to() {
        let mailbox = |address: &str| Mailbox { name: None, address: address.into() };
        let email =
            Email { from: Some(mailbox("Ana@Example.org")), reply_to: vec![mailbox("evil@example.net")], ..Email::default() };
        let message = Message { email: Some(email), ..Message::default() };
        let text = template(&reply(), "ana@example.org", Some(&message));
        assert!(text.contains("\n# To: ana@example.org\n") && !text.contains("is from"), "{text}");
        assert!(text.contains("asks for answers at evil@example.net, who does not get this"), "{text}");
        let address = |text: &str| vec![Address::parse(text).unwrap()];
        let (to, cc, bcc) = (address("b@example.org"), address("c@example.org"), address("d@example.org"));
        let named = NewReply { to, cc, bcc, subject: Some("About it".into()), ..reply() };
        let text = template(&named, "ana@example.org", Some(&message));
        assert!(
            text.contains("\n# To: b@example.org\n# Cc: c@example.org\n# Bcc: d@example.org\n# Subject: About it\n"),
            "{text}"
        );
    }

    #[test]
    fn only_what_stands_above_the_scissors_is_sent() {
        let message = Message { text: Some(format!("one\n{SCISSORS}\n\u{1b}[2Jtwo")), ..Message::default() };
        let template = template(&reply(), "a@example.org", Some(&message));
        let answer = |written: &str| answer(written.as_bytes()).map(|text| String::from_utf8(text).unwrap());
        assert_eq!(answer(&template), None, "unchanged");
        assert!(template.contains("\n# > one\n") && !template.contains('\u{1b}'), "{template}");
        assert_eq!(answer(&format!("Hello\n\n# 1 is a number\n{template}")).as_deref(), Some("Hello\n\n# 1 is a number\n"));
        assert_eq!(answer("no scissors at all").as_deref(), Some("no scissors at all\n"));
        assert_eq!(answer(&format!("  indented\n{SCISSORS}\r\nx")).as_deref(), Some("  indented\n"));
        for nothing in ["", "\n \n\t", SCISSORS] {
            assert_eq!(answer(nothing), None, "{nothing:?}");
        }
    }
}
