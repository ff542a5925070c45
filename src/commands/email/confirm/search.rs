//! What is in the Inbox already.

use super::Place;
use super::answer::Answer;
use super::inbox::{Candidate, Verdict, is_possible, not_as_it_came, read};
use super::judge::{Dkim, Refused, Standing, standing};
use crate::client::{RoomFilter, SignedIn};
use crate::commands::Context;
use crate::error::Result;
use crate::mail::confirmation::SENDER;
use jiff::{SignedDuration, Timestamp};
use std::ops::ControlFlow;

/// Rooms that are looked into, and messages of a room whose faces are.
const ROOMS: usize = 20;
const FACES: usize = 500;
/// Messages that are read until one may be used, and altogether. Nobody asks Gmail often, but anybody can write in its name.
const READ: usize = 100;
const ENOUGH: usize = 20;
/// Messages that are read although their signature speaks against them: to say what they look like, and for nothing else.
const REFUSED: usize = 5;
/// A confirmation older than this was most likely for an attempt before.
const OLD: SignedDuration = SignedDuration::from_hours(24);

/// What is in the Inbox, newest first.
#[derive(Default)]
pub(super) struct Seen {
    usable: Vec<Answer>,
    /// When it came; of several that look alike, each once.
    refused: Vec<(Option<String>, Refused)>,
    /// How many in Google's name were not read.
    unread: usize,
    /// Whether the server gave one as it came.
    pub(super) is_readable: bool,
}

impl Seen {
    /// Takes the answer out of it, and says what else is there. One that Google is known to have signed comes before one that was not
    /// checked; when a new one is waited for, an old one is none.
    pub(super) fn take(&mut self, is_waiting: bool, ctx: &Context) -> Option<Answer> {
        let fits = |answer: &Answer| !(is_waiting && is_old(answer));
        let is_signed = |answer: &Answer| answer.dkim == Dkim::Pass && fits(answer);
        let Some(chosen) = self.usable.iter().position(is_signed).or_else(|| self.usable.iter().position(fits)) else {
            if let Some(at) = self.usable.first().and_then(|newest| newest.received_at.as_deref()) {
                ctx.ui.status(&format!("The confirmation of {at} in the Inbox is an old one; waiting for a new one."));
            }
            return None;
        };
        let answer = self.usable.remove(chosen);
        if is_old(&answer) {
            ctx.ui.status("It is more than a day old: if you asked Gmail again since, wait for the new one with --wait.");
        }
        if let Some(newer) = self.usable.get(..chosen).and_then(<[Answer]>::first) {
            let at = newer.received_at.as_deref().unwrap_or_default();
            ctx.ui.warn(&format!(
                "the signature of a newer confirmation, of {at}, was not checked; the newest that google.com signed counts"
            ));
        }
        let older = self.usable.len() - chosen;
        if older > 0 {
            ctx.ui.status(&format!("Older confirmations in the Inbox, which do not count any more: {older}."));
        }
        // What somebody else tried matters always; that an older message could not be used does not.
        self.refused.retain(|(at, refused)| refused.is_stranger || *at > answer.received_at);
        Some(answer)
    }

    /// What is refused, newest first.
    pub(super) fn refused(&mut self, ctx: &Context) -> std::vec::IntoIter<Refused> {
        if self.unread > 0 {
            let unread = std::mem::take(&mut self.unread);
            ctx.ui.warn(&format!("{unread} more messages in the Inbox that say they are from {SENDER} were not looked at"));
        }
        std::mem::take(&mut self.refused).into_iter().map(|(_, refused)| refused).collect::<Vec<_>>().into_iter()
    }
}

fn is_old(answer: &Answer) -> bool {
    let at = answer.received_at.as_deref().unwrap_or_default();
    at.parse::<Timestamp>().is_ok_and(|at| Timestamp::now().duration_since(at) > OLD)
}

/// Looks through the rooms with Gmail's sender: what its signature speaks for comes first, so that junk hides nothing.
///
/// # Errors
/// What the server says; [`Unexpected`](crate::error::Kind::Unexpected) when it gives no message as it came.
pub(super) async fn look(client: &SignedIn, place: &Place) -> Result<Seen> {
    let mut candidates = candidates(client, place).await?;
    candidates.sort_by(|a, b| b.message.created_at.cmp(&a.message.created_at));
    // Stable: of one standing, the newest first.
    candidates.sort_by_key(|candidate| standing(candidate.known()));
    let mut seen = Seen::default();
    let (mut read_for, mut read_against) = (0, 0);
    for candidate in &candidates {
        let most = if seen.usable.is_empty() { READ } else { ENOUGH };
        let (number, most) = match standing(candidate.known()) {
            Standing::Against => (&mut read_against, REFUSED),
            Standing::For | Standing::Unknown => (&mut read_for, most),
        };
        if *number >= most {
            seen.unread += 1;
            continue;
        }
        *number += 1;
        let verdict = read(client, place, candidate).await?;
        seen.is_readable |= !matches!(verdict, Verdict::Gone);
        match verdict {
            Verdict::Usable(answer) => seen.usable.push(*answer),
            Verdict::Refused(refused) if !seen.refused.iter().any(|(_, known)| known.why() == refused.why()) => {
                seen.refused.push((candidate.message.created_at.clone(), refused));
            }
            Verdict::Refused(_) | Verdict::Other | Verdict::Gone => {}
        }
    }
    seen.usable.sort_by(|a, b| b.received_at.cmp(&a.received_at));
    seen.refused.sort_by(|a, b| b.0.cmp(&a.0));
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
        let mut left = FACES;
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
