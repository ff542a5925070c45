//! A confirmation in the Inbox: the one that is there, or the one that comes.

use super::answer::Answer;
use super::judge::{Refused, dkim, judge};
use super::{Place, missing, search};
use crate::cli::ConfirmArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::commands::email::follow::{Follower, INTERVAL, PATIENCE, brief};
use crate::commands::email::report;
use crate::error::{Error, Kind, Result};
use crate::mail::confirmation::{self, SENDER};
use crate::profile::quoted;
use crate::wire::assumed::inbox::Authentication;
use crate::wire::room::{CUSTOMER, Message};
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::time::Instant;

/// How long a message that has just come waits for what is known of its signature, and how often that is asked.
const MOMENT: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(250);

/// A message that could be the one.
pub(super) struct Candidate {
    pub(super) room_id: String,
    pub(super) message: Message,
}

impl Candidate {
    /// What the server found out about who sent it.
    pub(super) fn known(&self) -> Option<&Authentication> {
        self.message.email.as_ref().and_then(|email| email.authentication.as_ref())
    }
}

/// What one turned out to be.
pub(super) enum Verdict {
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
    let mut seen = search::look(client, place).await?;
    let answer = seen.take(follower.is_some(), ctx);
    let mut refused = seen.refused(ctx);
    if let Some(answer) = answer {
        refused.for_each(|refused| ctx.ui.warn(&refused.warning()));
        return Ok(answer);
    }
    if let Some(follower) = follower.as_mut()
        && missing::is_awaited(&place.channel)
    {
        refused.for_each(|refused| ctx.ui.warn(&refused.warning()));
        report::can_arrive(client)?;
        return wait(follower, ctx, client, place, seen.is_readable).await;
    }
    let newest = refused.next();
    refused.for_each(|refused| ctx.ui.warn(&refused.warning()));
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

/// Whether Gmail may have sent it, as far as its face tells.
pub(super) fn is_possible(message: &Message) -> bool {
    let from = message.email.as_ref().and_then(|email| email.from.as_ref());
    message.participant_type.as_deref() == Some(CUSTOMER) && from.is_none_or(|from| from.address.eq_ignore_ascii_case(SENDER))
}

/// Reads one as it came, and judges it.
///
/// # Errors
/// What the server says, unless that it is not there.
pub(super) async fn read(client: &SignedIn, place: &Place, candidate: &Candidate) -> Result<Verdict> {
    let Candidate { room_id, message } = candidate;
    let raw = match client.raw(room_id, &message.id).await {
        Ok(raw) => raw,
        Err(error) if error.kind() == Kind::NotFound => return Ok(Verdict::Gone),
        Err(error) => return Err(error),
    };
    let Some(found) = confirmation::read(&raw) else { return Ok(Verdict::Other) };
    let look = format!("look at it: qontak inbox show {}", quoted(room_id));
    Ok(match judge(&found, dkim(candidate.known(), &found), place, &look) {
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

/// The error for a server that gives no message as it came.
pub(super) fn not_as_it_came(room_id: &str, place: &Place) -> Error {
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
            settle(client, &mut candidate, follower.within(MOMENT)).await;
            let reading = async || read(client, place, &candidate).await;
            match follower.persist(reading).await? {
                Some(Verdict::Usable(answer)) => {
                    follower.end();
                    return Ok(*answer);
                }
                Some(Verdict::Refused(refused)) => follower.warn(&format!("{}; still waiting", refused.warning())),
                Some(Verdict::Gone) if !is_readable => return Err(not_as_it_came(&candidate.room_id, place)),
                Some(Verdict::Other | Verdict::Gone) | None => {}
            }
        }
    }
    follower.end();
    Err(missing::error(client, place, true).await)
}

/// Gives the server a moment to find out who signed it. What it does not find out stays unknown.
async fn settle(client: &SignedIn, candidate: &mut Candidate, until: Instant) {
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
    let known = tokio::time::timeout_at(until, looking).await.ok().flatten();
    if let (Some(email), Some(known)) = (candidate.message.email.as_mut(), known) {
        email.authentication = Some(known);
    }
}
