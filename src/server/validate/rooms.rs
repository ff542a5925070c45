//! Checks the queries of the Inbox. As everywhere, unknown parameters mean nothing, and one without a value was not sent.

use super::{invalid, positive, set, skip};
use crate::server::answer::Refusal;
use crate::server::store::RoomQuery;
use crate::wire::assumed::inbox::{CHANNEL_ACCOUNT, UNREAD, UNTIL};

/// Rows a page when nobody says, and the most rows a page.
const LIMIT: u64 = 100;
/// The most channels that can be asked for at once.
const CHANNELS: usize = 100;

/// A checked query for rooms.
#[derive(Debug, PartialEq, Eq)]
pub struct Rooms {
    /// For the store.
    pub query: RoomQuery,
    /// The page that was asked for, from 1.
    pub page: u64,
    /// Whether what is asked for can be here: campaigns are not.
    pub possible: bool,
}

/// A checked query for a room's messages.
#[derive(Debug, PartialEq, Eq)]
pub struct Messages {
    /// Rows to give.
    pub limit: u32,
    /// Rows to skip first.
    pub skip: i64,
    /// The page that was asked for, from 1.
    pub page: u64,
}

/// A checked query for new messages.
#[derive(Debug, PartialEq, Eq)]
pub struct Feed {
    /// The place to go on from.
    pub after: Option<i64>,
    /// Only these channels; empty for all.
    pub channels: Vec<String>,
    /// Rows to give.
    pub limit: u32,
}

/// What all three understand.
struct Paging {
    limit: u64,
    page: u64,
    channels: Vec<String>,
    problems: Vec<String>,
}

impl Paging {
    /// Reads a query; `own` reads what is not for every list: `None` for an unknown parameter, `Some(false)` for a wrong value.
    fn read(query: &str, mut own: impl FnMut(&str, &str) -> Option<bool>) -> Result<Self, Refusal> {
        let mut paging = Self { limit: LIMIT, page: 1, channels: Vec::new(), problems: Vec::new() };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let known = match &*name {
                "limit" => positive(value).map(|n| paging.limit = n.min(LIMIT)).is_some(),
                "offset" => positive(value).map(|n| paging.page = n).is_some(),
                "channels[]" | "channels" => paging.channel(value),
                _ => own(&name, value).unwrap_or(true),
            };
            if !known {
                paging.problems.push(invalid(&name));
            }
        }
        if paging.problems.is_empty() { Ok(paging) } else { Err(Refusal::invalid(paging.problems)) }
    }

    fn channel(&mut self, id: &str) -> bool {
        if !self.channels.iter().any(|known| known == id) {
            self.channels.push(id.to_owned());
        }
        self.channels.len() <= CHANNELS
    }

    fn rows(&self) -> u32 {
        u32::try_from(self.limit).unwrap_or(u32::MAX)
    }
}

/// Checks the query of `GET /rooms`.
pub fn rooms(query: &str) -> Result<Rooms, Refusal> {
    let (mut text, mut status, mut account, mut unread) = (None, None, None, false);
    let paging = Paging::read(query, |name, value| match (name, value) {
        ("query", text_) => Some(set(&mut text, Some(text_.to_owned()))),
        (CHANNEL_ACCOUNT, mailbox) => Some(set(&mut account, Some(mailbox.to_owned()))),
        ("status", "campaign" | "unassigned" | "assigned" | "resolved") => Some(set(&mut status, Some(value.to_owned()))),
        (UNREAD, "true") => Some(set(&mut unread, true)),
        (UNREAD, "false") => Some(set(&mut unread, false)),
        ("status" | UNREAD, _) => Some(false),
        _ => None,
    })?;
    let (limit, skip) = (paging.rows(), skip(paging.page, paging.limit));
    let possible = status.as_deref() != Some("campaign");
    Ok(Rooms {
        query: RoomQuery { text, status, channels: paging.channels, account, unread, limit, skip },
        page: paging.page,
        possible,
    })
}

/// Checks the query of `GET /rooms/{id}/messages`.
pub fn messages(query: &str) -> Result<Messages, Refusal> {
    let paging = Paging::read(query, |_, _| None)?;
    Ok(Messages { limit: paging.rows(), skip: skip(paging.page, paging.limit), page: paging.page })
}

/// Checks the query of `GET /messages`.
pub fn feed(query: &str) -> Result<Feed, Refusal> {
    let mut after = None;
    let paging = Paging::read(query, |name, value| match name {
        "after" => {
            let digits = value.bytes().all(|b| b.is_ascii_digit());
            let place = if digits { value.parse().ok() } else { None };
            Some(place.map(|place: i64| after = Some(place)).is_some())
        }
        _ => None,
    })?;
    Ok(Feed { after, limit: paging.rows(), channels: paging.channels })
}

/// The message up to which somebody has read a room; `None` for all of it.
pub fn seen(query: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, value)| name == UNTIL && !value.is_empty()).map(|(_, id)| id.into_owned())
}
