//! When mail last came through a channel, and whether replies got out: what its rooms tell.

use super::row::Finding;
use super::{Case, Tools};
use crate::client::RoomFilter;
use crate::error::Result;
use crate::mail::confirmation::SENDER;
use crate::mail::incoming::is_forwarder;
use crate::wire::room::{AGENT, CUSTOMER, Message, Room};
use jiff::Timestamp;
use std::ops::ControlFlow;

const ARRIVAL: &str = "arrival";
const REPLIES: &str = "replies";
/// How many rooms are looked at: those with the latest messages.
const ROOMS: usize = 100;
/// In how many of them messages are read, where somebody has answered since.
const READ: usize = 5;
/// How many messages of one.
const MESSAGES: usize = 40;
/// After how many days without mail it is worth a word.
const QUIET: i64 = 7;
const DAY: i64 = 24 * 60 * 60;

/// Both findings; the rooms are read once.
pub(super) async fn findings(case: &Case<'_>, tools: &Tools<'_>) -> Vec<Finding> {
    let rooms = match rooms(case, tools).await {
        Ok(rooms) => rooms,
        Err(error) => {
            let text = format!("The Inbox could not be read: {}.", error.message().trim_end_matches('.'));
            return vec![Finding::warning(ARRIVAL, "inbox_failed", text)];
        }
    };
    let seen = match last_arrival(tools, &rooms).await {
        Ok(seen) => seen,
        Err(error) => {
            let text = format!("Messages could not be read: {}.", error.message().trim_end_matches('.'));
            return vec![Finding::warning(ARRIVAL, "inbox_failed", text)];
        }
    };
    let mut findings = vec![arrival(case, tools.now, &seen, rooms.is_empty())];
    findings.extend(replies(&rooms));
    findings
}

/// The rooms of the channel with the latest messages.
async fn rooms(case: &Case<'_>, tools: &Tools<'_>) -> Result<Vec<Room>> {
    let mut rooms = Vec::new();
    let filter = RoomFilter { channel_id: Some(case.channel.id.clone()), ..RoomFilter::default() };
    let mut seen = 0;
    let each = |room: Room| {
        seen += 1;
        // A server may give others as well.
        if room.channel_integration_id.as_deref() == Some(case.channel.id.as_str()) {
            rooms.push(room);
        }
        Ok(if seen == ROOMS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    tools.client.rooms(&filter, each).await?;
    Ok(rooms)
}

/// What came through a channel, as far as its latest rooms tell.
#[derive(Debug, Default)]
struct Seen {
    /// When mail last came that proves that the mailbox forwards.
    last: Option<Timestamp>,
    /// Whether any such mail came.
    any: bool,
    /// Whether Gmail's confirmation came.
    confirmation: bool,
    /// Whether mail came that a program wrote: reports of failed deliveries among it.
    automatic: bool,
    /// Whether mail came that was written to the forwarder itself.
    direct: bool,
}

/// What a message says about forwarding.
enum Weight {
    Proves,
    Confirmation,
    Automatic,
    Direct,
}

impl Seen {
    fn note(&mut self, weight: &Weight, at: Option<Timestamp>) {
        match weight {
            Weight::Proves => {
                self.any = true;
                self.last = self.last.max(at);
            }
            Weight::Confirmation => self.confirmation = true,
            Weight::Automatic => self.automatic = true,
            Weight::Direct => self.direct = true,
        }
    }
}

/// When forwarded mail of a customer last came. The rooms come with the latest message first, so that the first one whose last word is
/// a customer's ends the search.
async fn last_arrival(tools: &Tools<'_>, rooms: &[Room]) -> Result<Seen> {
    let mut seen = Seen::default();
    let mut read = 0;
    for room in rooms {
        let moved = room.last_message_at.as_deref().and_then(time);
        if moved.is_some() && moved <= seen.last {
            break;
        }
        if let Some(weight) = room.account_uniq_id.as_deref().and_then(by_sender) {
            seen.note(&weight, None);
            continue;
        }
        let came = room.created_at.as_deref().and_then(time);
        let newest = room.last_message.as_ref().filter(|message| is_by_customer(message));
        let mut messages = Vec::new();
        if read < READ {
            read += 1;
            match customers(tools, &room.id).await {
                Ok(found) => messages = found,
                // A server that does not give messages tells the last one all the same.
                Err(error) if newest.is_none() => return Err(error),
                Err(_) => {}
            }
        }
        match newest {
            Some(newest) if !messages.iter().any(|message| message.id == newest.id) => seen.note(&Weight::Proves, moved.or(came)),
            _ if messages.is_empty() => seen.note(&Weight::Proves, came),
            _ => messages.iter().for_each(|message| {
                seen.note(&weight(message), message.created_at.as_deref().and_then(time).or(came));
            }),
        }
    }
    Ok(seen)
}

/// What customers wrote into a room lately, newest first.
async fn customers(tools: &Tools<'_>, room_id: &str) -> Result<Vec<Message>> {
    let (mut messages, mut left) = (Vec::new(), MESSAGES);
    let each = |message: Message| {
        left -= 1;
        if is_by_customer(&message) {
            messages.push(message);
        }
        Ok(if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    tools.client.messages(room_id, each).await?;
    Ok(messages)
}

fn is_by_customer(message: &Message) -> bool {
    message.participant_type.as_deref() == Some(CUSTOMER)
}

/// Who writes to a forwarder without anybody having forwarded.
fn by_sender(address: &str) -> Option<Weight> {
    let local = address.split('@').next().unwrap_or_default();
    match address.eq_ignore_ascii_case(SENDER) {
        true => Some(Weight::Confirmation),
        false => local.eq_ignore_ascii_case("mailer-daemon").then_some(Weight::Automatic),
    }
}

/// A server that tells nothing of mail is believed: what it shows came through the channel.
fn weight(message: &Message) -> Weight {
    let Some(email) = &message.email else { return Weight::Proves };
    if let Some(weight) = email.from.as_ref().and_then(|from| by_sender(&from.address)) {
        return weight;
    }
    match (email.auto_submitted, &email.via) {
        (Some(true), _) => Weight::Automatic,
        (_, None) if email.to.iter().any(|to| is_forwarder(&to.address)) => Weight::Direct,
        _ => Weight::Proves,
    }
}

fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn arrival(case: &Case<'_>, now: Timestamp, seen: &Seen, is_empty: bool) -> Finding {
    let verify = format!("Send a test mail and follow it: qontak email verify {}", case.reference());
    match seen.last {
        None if is_empty => {
            let text = "Nothing has ever arrived through this channel: that mail is forwarded is not proven.";
            Finding::warning(ARRIVAL, "never_arrived", text).remedy(verify)
        }
        None if !seen.any => {
            let kinds = [
                (seen.confirmation, "Gmail's confirmation"),
                (seen.automatic, "mail that a program wrote"),
                (seen.direct, "mail that was written to the forwarder itself"),
            ];
            let kinds: Vec<&str> = kinds.into_iter().filter_map(|(came, kind)| came.then_some(kind)).collect();
            let text = format!("Only {} has come: that mail is forwarded is not proven.", kinds.join(" and "));
            Finding::warning(ARRIVAL, "forwarding_not_proven", text).remedy(verify)
        }
        None => Finding::info(ARRIVAL, "arrival_unknown", "Mail has arrived; the server does not tell when."),
        Some(at) => {
            let days = (now.as_second() - at.as_second()).max(0) / DAY;
            let minute = at.to_string().get(..16).map_or_else(|| at.to_string(), |minute| format!("{minute}Z"));
            match days {
                0 => Finding::ok(ARRIVAL, format!("Mail last arrived at {minute}, within a day.")),
                1 => Finding::ok(ARRIVAL, format!("Mail last arrived at {minute}, a day ago.")),
                _ if days <= QUIET => Finding::ok(ARRIVAL, format!("Mail last arrived at {minute}, {days} days ago.")),
                _ => Finding::info(ARRIVAL, "quiet", format!("Mail last arrived at {minute}, {days} days ago.")).remedy(verify),
            }
        }
    }
}

/// Replies that wait or failed, as far as they are the last word of a room.
fn replies(rooms: &[Room]) -> Option<Finding> {
    let by_agent = rooms.iter().filter_map(|room| room.last_message.as_ref());
    let statuses: Vec<&str> = by_agent
        .filter(|message| message.participant_type.as_deref() == Some(AGENT))
        .filter_map(|message| message.status.as_deref())
        .collect();
    let count = |wanted: &[&str]| statuses.iter().filter(|status| wanted.contains(status)).count();
    let (failed, waiting) = (count(&["failed"]), count(&["pending", "created"]));
    let look = "See why: qontak inbox list --columns id,customer,last_message_status";
    match (failed, waiting) {
        (0, 0) if statuses.is_empty() => None,
        (0, 0) => Some(Finding::ok(REPLIES, "No reply waits, and none has failed.")),
        (0, n) => {
            let text = format!("{} on the way.", counted(n, "reply is", "replies are"));
            Some(Finding::info(REPLIES, "replies_waiting", text).remedy(look))
        }
        (n, m) => {
            let more = if m > 0 { format!(", and {} on the way", counted(m, "is", "are")) } else { String::new() };
            let text = format!("{} not sent{more}.", counted(n, "reply was", "replies were"));
            Some(Finding::warning(REPLIES, "replies_failed", text).remedy(look))
        }
    }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
