//! Following the test mail: whatever comes into the Inbox is looked at until it, or a report about it, is there.

use super::super::follow::Follower;
use super::aside::Aside;
use super::outbox::Sent;
use super::verdict::{Setting, Verdict};
use crate::channel::Address;
use crate::client::{RoomFilter, SignedIn};
use crate::error::{Kind, Result};
use crate::mail::test_mail::{self, Letter, Seen, Token};
use crate::wire::assumed::inbox::{Fed, FedRoom};
use crate::wire::room::{CUSTOMER, Message, Room};
use jiff::Timestamp;
use std::ops::ControlFlow;

/// Rooms and messages of each that are looked at for a test mail that was sent before.
const ROOMS: usize = 10;
const MESSAGES: usize = 50;

/// Where the test mail, or what tells of it, was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Whether it is the test mail itself.
    pub(super) is_test_mail: bool,
    pub(super) accepted_at: Option<Timestamp>,
    pub(super) forwarded_at: Option<Timestamp>,
    pub(super) arrived_at: Option<String>,
    pub(super) from: Option<String>,
    pub(super) target: Option<String>,
    pub(super) room_id: Option<String>,
    pub(super) message_id: Option<String>,
}

/// What has come already of a test mail that was sent before: messages of the rooms that a search for its token finds.
///
/// # Errors
/// What the server says.
pub(super) async fn earlier(client: &SignedIn, token: &Token) -> Result<Vec<Fed>> {
    let filter = RoomFilter { search: Some(token.to_string()), ..RoomFilter::default() };
    let mut rooms = Vec::new();
    let each = |room: Room| {
        rooms.push(room);
        Ok(if rooms.len() < ROOMS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    };
    client.rooms(&filter, each).await?;
    let mut found = Vec::new();
    for room in rooms {
        let mut left = MESSAGES;
        let each = |mut message: Message| {
            left -= 1;
            message.room_id.get_or_insert_with(|| room.id.clone());
            let room = FedRoom {
                name: room.name.clone(),
                account_uniq_id: room.account_uniq_id.clone(),
                channel_account: room.channel_account.clone(),
                channel_integration_id: room.channel_integration_id.clone(),
            };
            found.push(Fed { message, room });
            Ok(if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        };
        client.messages(&room.id, each).await?;
    }
    Ok(found)
}

/// Follows it until there is a verdict; what has come already is looked at first.
///
/// # Errors
/// What the server says, unless that can pass.
pub(super) async fn follow(
    follower: &mut Follower<'_>,
    client: &SignedIn,
    token: &Token,
    setting: &Setting,
    (sent, mut messages): (&Sent, Vec<Fed>),
) -> Result<(Verdict, Found)> {
    let mut aside = Aside::default();
    loop {
        for fed in messages.into_iter().filter(|fed| is_suspect(fed, token)) {
            match seen(follower, client, &fed, token).await? {
                Seen::Other => {}
                Seen::Report(report) => aside.report(report, &fed, follower, setting),
                Seen::TestMail(letter) if setting.is_of(&fed.room) => {
                    aside.warn(follower);
                    return Ok((judge(&letter, setting), found(&fed, Some(letter))));
                }
                Seen::TestMail(letter) => aside.elsewhere(letter, &fed, follower),
            }
        }
        messages = match follower.next().await {
            Ok(Some(messages)) => messages,
            Ok(None) => break,
            // What was seen is a verdict, whatever the server says in the end.
            Err(error) if aside.is_empty() => return Err(error),
            Err(error) => {
                follower.warn(error.message());
                break;
            }
        };
    }
    Ok(aside.verdict(setting.sent_by.as_ref().map(|_| sent.accepted_at.is_some())))
}

/// Whether it is worth a closer look: it holds the token, or a program wrote it, so that it may be a report about it.
fn is_suspect(fed: &Fed, token: &Token) -> bool {
    let message = &fed.message;
    let holds = |text: Option<&String>| text.is_some_and(|text| token.is_in(text));
    let by_mail = message.email.as_ref().is_some_and(|email| {
        let by_program = email.auto_submitted == Some(true) || email.from.is_none();
        by_program || holds(Some(&email.subject)) || holds(email.message_id.as_ref())
    });
    message.participant_type.as_deref() == Some(CUSTOMER) && (by_mail || holds(message.text.as_ref()))
}

/// Reads it as it came; from a server that does not give that, what it tells must do.
async fn seen(follower: &mut Follower<'_>, client: &SignedIn, fed: &Fed, token: &Token) -> Result<Seen> {
    let (room, id) = (fed.message.room_id.as_deref().unwrap_or_default(), fed.message.id.as_str());
    let reading = async || match client.raw(room, id).await {
        Ok(raw) => Ok(Some(raw)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    match follower.persist(reading).await? {
        Some(Some(raw)) => return Ok(test_mail::read(&raw, token)),
        Some(None) => {}
        // There was no time to read it.
        None => return Ok(Seen::Other),
    }
    let email = fed.message.email.clone().unwrap_or_default();
    let is_it = email.message_id.is_some_and(|id| token.is_in(&id))
        || (email.auto_submitted != Some(true) && email.in_reply_to.is_empty() && token.is_in(&email.subject));
    let from = email.from.map(|from| from.address);
    Ok(if is_it { Seen::TestMail(Letter { from, ..Letter::default() }) } else { Seen::Other })
}

/// Whether From is still who sent it.
fn judge(letter: &Letter, setting: &Setting) -> Verdict {
    let from = letter.from.clone().unwrap_or_default();
    let is_mailbox = |address: &str| Address::parse(address).is_ok_and(|address| address.is_same_mailbox(&setting.mailbox));
    let differs = |address: &&String| !address.eq_ignore_ascii_case(&from);
    let writer = letter.original_from.as_ref().filter(differs);
    if setting.sent_by.is_some() {
        // Ours is from the mailbox itself.
        return if is_mailbox(&from) && writer.is_none() {
            Verdict::Arrived { proves_from: false }
        } else {
            Verdict::FromRewritten { from, writer: Some(setting.mailbox.clone()) }
        };
    }
    let writer = writer.or_else(|| letter.reply_to.as_ref().filter(|reply_to| is_mailbox(&from) && !is_mailbox(reply_to)));
    // What it still says of its writer can be what From says too.
    let is_confirmed = [&letter.original_from, &letter.reply_to].into_iter().flatten().any(|address| !differs(&address));
    match writer {
        Some(writer) => Verdict::FromRewritten { from, writer: Some(writer.clone()) },
        None if letter.is_rewritten && !is_confirmed => Verdict::FromRewritten { from, writer: None },
        None => Verdict::Arrived { proves_from: !is_mailbox(&from) },
    }
}

pub(super) fn found(fed: &Fed, letter: Option<Letter>) -> Found {
    let is_test_mail = letter.is_some();
    let letter = letter.unwrap_or_default();
    let time = |at: Option<i64>| at.and_then(|at| Timestamp::from_millisecond(at).ok());
    Found {
        is_test_mail,
        accepted_at: time(letter.accepted_at),
        forwarded_at: time(letter.forwarded_at),
        arrived_at: fed.message.created_at.clone().filter(|_| is_test_mail),
        from: letter.from,
        target: fed.room.channel_account.clone(),
        room_id: fed.message.room_id.clone(),
        message_id: Some(fed.message.id.clone()),
    }
}
