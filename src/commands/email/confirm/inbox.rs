//! A confirmation in the Inbox: what is there, and what comes.

use super::answer::Answer;
use super::judge::{Refused, dkim, judge};
use super::{Place, missing};
use crate::cli::ConfirmArgs;
use crate::client::{RoomFilter, SignedIn};
use crate::commands::Context;
use crate::commands::email::follow::{Follower, INTERVAL, PATIENCE, brief};
use crate::commands::email::report;
use crate::error::{Error, Kind, Result};
use crate::mail::confirmation::{self, SENDER};
use crate::profile::quoted;
use crate::wire::assumed::inbox::Authentication;
use crate::wire::room::{CUSTOMER, Message};
use jiff::{SignedDuration, Timestamp};
use std::ops::ControlFlow;
use std::time::Duration;

/// Rooms that are looked into, and messages that are read: nobody asks Gmail more often.
const ROOMS: usize = 20;
const MESSAGES: usize = 20;
/// A confirmation older than this was most likely for an attempt before.
const OLD: SignedDuration = SignedDuration::from_hours(24);
/// How long a message that has just come waits for what is known of its signature, and how often that is asked.
const MOMENT: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(250);

/// A message that could be the one.
struct Candidate {
    room_id: String,
    message: Message,
}

/// What one turned out to be.
enum Verdict {
    Usable(Box<Answer>),
    Refused(Refused),
    Other,
    /// The server does not give it as it came: it was removed meanwhile, or the server gives none.
    Gone,
}

/// The newest confirmation that may be used; with `--wait` the first one that comes, when there is none.
///
/// # Errors
/// [`NotProven`](Kind::NotProven) when there is none.
pub(super) async fn find(args: &ConfirmArgs, ctx: &Context, client: &SignedIn, place: &Place) -> Result<Answer> {
    let mut follower = match args.wait {
        // Before anything is looked at, so that nothing comes unseen in between.
        true => Some(Follower::new(ctx, client, Some(&place.channel.id), INTERVAL).await.map_err(cannot_wait)?),
        false => None,
    };
    let mut seen = look(client, place).await?;
    let (refused, answer) = (std::mem::take(&mut seen.refused), std::mem::take(&mut seen.answer));
    if let Some(answer) = seen.current(answer, follower.as_ref(), ctx) {
        refused.iter().for_each(|refused| ctx.ui.warn(refused.why()));
        return Ok(answer);
    }
    let mut refused = refused.into_iter();
    if let Some(follower) = follower.as_mut()
        && missing::is_awaited(&place.channel)
    {
        refused.for_each(|refused| ctx.ui.warn(refused.why()));
        report::can_arrive(client)?;
        return wait(follower, ctx, client, place, seen.is_readable).await;
    }
    let newest = refused.next();
    refused.for_each(|refused| ctx.ui.warn(refused.why()));
    match newest {
        Some(newest) => Err(newest.error()),
        None => Err(missing::error(client, place, false).await),
    }
}

fn cannot_wait(error: Error) -> Error {
    match error.kind() {
        Kind::Unexpected => error.with_hint("run it again without --wait once Gmail has written"),
        _ => error,
    }
}

/// What is in the Inbox.
#[derive(Default)]
struct Seen {
    answer: Option<Answer>,
    /// How many more of them would do.
    older: usize,
    /// Newest first; of several that ask, each once.
    refused: Vec<Refused>,
    /// Whether the server gave one as it came.
    is_readable: bool,
}

impl Seen {
    /// The answer, unless a new one is waited for and this one is old.
    fn current(&self, answer: Option<Answer>, follower: Option<&Follower<'_>>, ctx: &Context) -> Option<Answer> {
        let answer = answer?;
        let at = answer.received_at.clone().unwrap_or_default();
        let is_old = at.parse::<Timestamp>().is_ok_and(|at| Timestamp::now().duration_since(at) > OLD);
        if follower.is_some() && is_old {
            ctx.ui.status(&format!("The confirmation of {at} in the Inbox is an old one; waiting for a new one."));
            return None;
        }
        if is_old {
            ctx.ui.status("It is more than a day old: if you asked Gmail again since, wait for the new one with --wait.");
        }
        if self.older > 0 {
            ctx.ui.status(&format!("Older confirmations in the Inbox, which do not count any more: {}.", self.older));
        }
        Some(answer)
    }
}

async fn look(client: &SignedIn, place: &Place) -> Result<Seen> {
    let mut candidates = candidates(client, place).await?;
    candidates.sort_by(|a, b| b.message.created_at.cmp(&a.message.created_at));
    candidates.truncate(MESSAGES);
    let mut seen = Seen::default();
    for candidate in &candidates {
        let verdict = read(client, place, candidate).await?;
        seen.is_readable |= !matches!(verdict, Verdict::Gone);
        match verdict {
            Verdict::Usable(answer) if seen.answer.is_none() => seen.answer = Some(*answer),
            Verdict::Usable(_) => seen.older += 1,
            Verdict::Refused(refused) if !seen.refused.iter().any(|known| known.why() == refused.why()) => {
                // What somebody else tried matters always; that an older message could not be used does not.
                if seen.answer.is_none() || refused.is_stranger {
                    seen.refused.push(refused);
                }
            }
            Verdict::Refused(_) | Verdict::Other | Verdict::Gone => {}
        }
    }
    match candidates.first() {
        Some(newest) if !seen.is_readable => Err(not_as_it_came(&newest.room_id, place)),
        _ => Ok(seen),
    }
}

async fn candidates(client: &SignedIn, place: &Place) -> Result<Vec<Candidate>> {
    let channel_id = Some(place.channel.id.clone());
    let filter = RoomFilter { search: Some(SENDER.to_owned()), channel_id, ..RoomFilter::default() };
    let mut rooms = Vec::new();
    client
        .rooms(&filter, |room| {
            let is_channels = room.channel_integration_id.as_ref() == Some(&place.channel.id);
            let is_senders = room.account_uniq_id.as_deref().is_none_or(|who| who.eq_ignore_ascii_case(SENDER));
            if is_channels && is_senders {
                rooms.push(room.id);
            }
            Ok(if rooms.len() < ROOMS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
        .await?;
    let mut found = Vec::new();
    for room_id in rooms {
        let mut left = MESSAGES;
        client
            .messages(&room_id, |message| {
                left -= 1;
                if is_possible(&message) {
                    found.push(Candidate { room_id: room_id.clone(), message });
                }
                Ok(if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
            })
            .await?;
    }
    Ok(found)
}

fn is_possible(message: &Message) -> bool {
    let from = message.email.as_ref().and_then(|email| email.from.as_ref());
    message.participant_type.as_deref() == Some(CUSTOMER) && from.is_none_or(|from| from.address.eq_ignore_ascii_case(SENDER))
}

async fn read(client: &SignedIn, place: &Place, candidate: &Candidate) -> Result<Verdict> {
    let Candidate { room_id, message } = candidate;
    let raw = match client.raw(room_id, &message.id).await {
        Ok(raw) => raw,
        Err(error) if error.kind() == Kind::NotFound => return Ok(Verdict::Gone),
        Err(error) => return Err(error),
    };
    let Some(found) = confirmation::read(&raw) else { return Ok(Verdict::Other) };
    let known = message.email.as_ref().and_then(|email| email.authentication.as_ref());
    let shown = format!("qontak inbox show {}", quoted(room_id));
    Ok(match judge(&found, dkim(known), place, &shown) {
        Ok((requester, dkim)) => {
            let mut answer = Answer::new(place, found, requester, dkim);
            answer.received_at.clone_from(&message.created_at);
            answer.room_id = Some(room_id.clone());
            answer.message_id = Some(message.id.clone());
            Verdict::Usable(Box::new(answer))
        }
        Err(refused) => Verdict::Refused(refused),
    })
}

fn not_as_it_came(room_id: &str, place: &Place) -> Error {
    let message =
        "this server does not give messages as they came, and without that nobody can tell whether Gmail wrote this one";
    Error::new(Kind::Unexpected, message).with_hint(format!(
        "a message from {SENDER} is in room {room_id}: open it in the panel; or save it there and run: qontak email confirm {} --from-file FILE",
        quoted(&place.channel.address)
    ))
}

/// `is_readable` tells whether the server is known to give messages as they came.
async fn wait(follower: &mut Follower<'_>, ctx: &Context, client: &SignedIn, place: &Place, is_readable: bool) -> Result<Answer> {
    let patience = brief(ctx.patience.unwrap_or(PATIENCE));
    follower.status(&format!(
        "Waiting for Gmail's confirmation of {}, at most {patience}; Ctrl-C ends. Add this forwarder at Gmail now, if you have not.",
        place.forwarder
    ));
    follower.doing = "Waiting for Gmail's confirmation".into();
    while let Some(messages) = follower.next().await? {
        for fed in messages {
            let is_channels = fed.room.channel_integration_id.as_ref() == Some(&place.channel.id);
            let Some(room_id) = fed.message.room_id.clone().filter(|_| is_channels && is_possible(&fed.message)) else {
                continue;
            };
            let mut candidate = Candidate { room_id, message: fed.message };
            settle(client, &mut candidate).await;
            let reading = async || read(client, place, &candidate).await;
            match follower.persist(reading).await? {
                Some(Verdict::Usable(answer)) => {
                    follower.end();
                    return Ok(*answer);
                }
                Some(Verdict::Refused(refused)) => follower.warn(&format!("{}; still waiting", refused.why())),
                Some(Verdict::Gone) if !is_readable => return Err(not_as_it_came(&candidate.room_id, place)),
                Some(Verdict::Other | Verdict::Gone) | None => {}
            }
        }
    }
    follower.end();
    Err(missing::error(client, place, true).await)
}

/// Gives the server a moment to find out who signed it. What it does not find out stays unknown.
async fn settle(client: &SignedIn, candidate: &mut Candidate) {
    let looking = async {
        loop {
            let mut known: Option<Authentication> = None;
            let found = |message: Message| {
                let is_it = message.id == candidate.message.id;
                if is_it {
                    known = message.email.and_then(|email| email.authentication);
                }
                Ok(if is_it { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
            };
            let asked = client.messages(&candidate.room_id, found).await;
            if asked.is_err() || known.is_some() {
                return known;
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    let known = tokio::time::timeout(MOMENT, looking).await.ok().flatten();
    if let (Some(email), Some(known)) = (candidate.message.email.as_mut(), known) {
        email.authentication = Some(known);
    }
}
