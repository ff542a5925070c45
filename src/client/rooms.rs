//! The Inbox: rooms and their messages. What a server of the vendor does not offer of it is said, and not taken for nothing there.

use super::paging::{PAGE, Page};
use super::send::{Call, Patience};
use super::{SignedIn, decode, failure};
use crate::error::{Error, Kind, Result};
use crate::wire::PANEL_PAGE;
use crate::wire::assumed::inbox::{self, Fed};
use crate::wire::envelope::Success;
use crate::wire::room::{self, Message, Room};
use http::Method;
use std::ops::ControlFlow;

/// Messages a page: the text of each may be long.
const MESSAGES: u64 = 20;
/// The largest page of messages, and the largest message with what is attached to it, in bytes.
const LARGEST: usize = 256 * 1024 * 1024;

/// Which rooms a server is asked for. It may give others as well: whoever asks looks again.
#[derive(Debug, Clone, Default)]
pub struct RoomFilter {
    /// This in customer, subject or mailbox.
    pub search: Option<String>,
    /// The wire's word for the status.
    pub status: Option<&'static str>,
    /// A channel's id.
    pub channel_id: Option<String>,
    /// A mailbox.
    pub channel_account: Option<String>,
    /// Only rooms with unread messages.
    pub unread: bool,
}

impl RoomFilter {
    fn path(&self, limit: u64, page: u64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let text = |name, value: &Option<String>| value.clone().map(|value| (name, value));
        let pairs = [
            text("query", &self.search),
            self.status.map(|status| ("status", status.to_owned())),
            text("channels[]", &self.channel_id),
            text(inbox::CHANNEL_ACCOUNT, &self.channel_account),
            self.unread.then(|| (inbox::UNREAD, "true".to_owned())),
            Some(("limit", limit.to_string())),
            Some(("offset", page.to_string())),
        ];
        query.extend_pairs(pairs.into_iter().flatten());
        format!("{}?{}", room::LIST, query.finish())
    }
}

impl SignedIn {
    /// Reads the email rooms, the one with the latest message first, and hands each to `each` until it breaks off.
    ///
    /// # Errors
    /// Whatever a page ends with, or `each`.
    pub async fn rooms(&self, filter: &RoomFilter, mut each: impl FnMut(Room) -> Result<ControlFlow<()>>) -> Result<()> {
        let page = async |number| {
            let (reply, url) = self.call(Call::get(filter.path(PAGE, number))).await?;
            let page: Success<Vec<Room>> = decode::data(&url, &reply)?;
            if page.data.iter().any(|room| room.id.is_empty()) {
                return Err(failure::not_the_contract(&url, &reply));
            }
            Ok(Page::new(page, PAGE))
        };
        let each = |room: Room| match room.channel.as_deref() {
            None | Some(room::EMAIL) => each(room),
            Some(_) => Ok(ControlFlow::Continue(())),
        };
        self.pages(page, |room| &room.id, each).await
    }

    /// How many rooms a channel has; `None` from a server whose number is not to be trusted: it must have a room of the channel in
    /// the place of the last one, and none behind it. Waits for nothing that fails.
    ///
    /// # Errors
    /// Whatever a call ends with.
    pub async fn count_rooms(&self, channel_id: &str) -> Result<Option<u64>> {
        let filter = RoomFilter { channel_id: Some(channel_id.to_owned()), ..RoomFilter::default() };
        let is_there = async |place| {
            let (total, room) = self.nth_room(&filter, place).await?;
            Ok::<_, Error>((total, room.map(|room| room.channel_integration_id.as_deref() == Some(channel_id))))
        };
        let (total, first) = is_there(1).await?;
        Ok(match total {
            Some(0) if first.is_none() => Some(0),
            Some(total) if total > 0 && first == Some(true) => {
                let last = if total == 1 { first } else { is_there(total).await?.1 };
                let more = is_there(total.saturating_add(1)).await?.1;
                (last == Some(true) && more.is_none()).then_some(total)
            }
            _ => None,
        })
    }

    async fn nth_room(&self, filter: &RoomFilter, place: u64) -> Result<(Option<u64>, Option<Room>)> {
        let (reply, url) = self.call(Call::get(filter.path(1, place)).with_patience(Patience::None)).await?;
        let page: Success<Vec<Room>> = decode::data(&url, &reply)?;
        Ok((page.meta.and_then(|m| m.pagination).and_then(|p| p.total), page.data.into_iter().next()))
    }

    /// One room.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound), or no answer.
    pub async fn room(&self, id: &str) -> Result<Room> {
        let path = inbox::room(id).ok_or_else(|| no_such_room(id))?;
        let (reply, url) = self.call(Call::get(path)).await.map_err(|e| missing(e, || no_such_room(id)))?;
        let room = decode::data::<Room>(&url, &reply)?.data;
        if room.id.is_empty() { Err(failure::not_the_contract(&url, &reply)) } else { Ok(room) }
    }

    /// The messages of a room that is there, newest first, handed over until `each` breaks off.
    ///
    /// # Errors
    /// [`Unexpected`](Kind::Unexpected) from a server that does not offer them; whatever a page ends with, or `each`.
    pub async fn messages(&self, room_id: &str, each: impl FnMut(Message) -> Result<ControlFlow<()>>) -> Result<()> {
        let path = inbox::messages(room_id).ok_or_else(|| no_such_room(room_id))?;
        let page = async |number| {
            let call = Call::get(format!("{path}?limit={MESSAGES}&offset={number}")).reading_up_to(LARGEST);
            let (reply, url) = self.call(call).await?;
            Ok(Page::new(decode::data::<Vec<Message>>(&url, &reply)?, MESSAGES))
        };
        let read = self.pages(page, |message: &Message| &message.id, each).await;
        read.map_err(|e| missing(e, || not_offered("reading messages")))
    }

    /// A message as it came, byte for byte.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound) when there is no such message in the room, or it did not come as mail.
    pub async fn raw(&self, room_id: &str, id: &str) -> Result<Vec<u8>> {
        let path = inbox::raw(room_id, id).ok_or_else(|| no_such_message(id))?;
        let called = self.call(Call::get(path).reading_up_to(LARGEST)).await;
        let (reply, url) = called.map_err(|e| missing(e, || no_such_message(id)))?;
        match reply.header("content-type") {
            Some(kind) if kind.starts_with(inbox::RAW_TYPE) => Ok(reply.body),
            _ => Err(failure::not_the_contract(&url, &reply)),
        }
    }

    /// The content of an attachment.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound) when there is no such attachment.
    pub async fn attachment(&self, room_id: &str, id: &str, number: u32) -> Result<Vec<u8>> {
        let none = || Error::new(Kind::NotFound, format!("no such attachment: {number} of message {id}"));
        let path = inbox::attachment(room_id, id, number).ok_or_else(none)?;
        let called = self.call(Call::get(path).reading_up_to(LARGEST)).await;
        Ok(called.map_err(|e| missing(e, none))?.0.body)
    }

    /// Resolves a room; one that is resolved stays as it is.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound), or no answer.
    pub async fn resolve_room(&self, id: &str) -> Result<()> {
        self.put(inbox::resolve(id), id).await
    }

    /// Marks the messages of a room as read: up to the message `last`, or all. A server that knows no such bound marks all.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound), or no answer.
    pub async fn mark_room_read(&self, id: &str, last: Option<&str>) -> Result<()> {
        self.put(inbox::mark_as_read(id, last), id).await
    }

    async fn put(&self, path: Option<String>, id: &str) -> Result<()> {
        let path = path.ok_or_else(|| no_such_room(id))?;
        self.call(Call::new(Method::PUT, path)).await.map(drop).map_err(|e| missing(e, || no_such_room(id)))
    }

    /// New messages of all rooms in the order of their arrival, and where to go on. Without a place to go on from, only that.
    ///
    /// # Errors
    /// [`Unexpected`](Kind::Unexpected) from a server that does not offer them.
    pub async fn feed(&self, after: Option<&str>, channel_id: Option<&str>) -> Result<(Vec<Fed>, String)> {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let pairs = [after.map(|after| ("after", after)), channel_id.map(|id| ("channels[]", id))];
        query.extend_pairs(pairs.into_iter().flatten());
        let called = self.call(Call::get(format!("{}?{}", inbox::FEED, query.finish())).reading_up_to(LARGEST)).await;
        let (reply, url) = called.map_err(|e| missing(e, || not_offered("watching for new messages")))?;
        let page: Success<Vec<Fed>> = decode::data(&url, &reply)?;
        let next = page.meta.and_then(|m| m.pagination).map(|p| p.cursor.next);
        match next {
            Some(serde_json::Value::String(next)) => Ok((page.data, next)),
            _ => Err(failure::not_the_contract(&url, &reply)),
        }
    }
}

/// The error for an id that is no room's.
#[must_use]
pub fn no_such_room(id: &str) -> Error {
    Error::new(Kind::NotFound, format!("no such room: {id}")).with_hint("qontak inbox list")
}

fn no_such_message(id: &str) -> Error {
    Error::new(Kind::NotFound, format!("no such message in this room, or not one that came as mail: {id}"))
        .with_hint("qontak inbox show ROOM --columns id")
}

/// What a 404 means here.
pub(super) fn missing(error: Error, meaning: impl FnOnce() -> Error) -> Error {
    if error.kind() != Kind::NotFound {
        return error;
    }
    let (id, error) = (error.request_id().map(str::to_owned), meaning());
    // That something is not there needs no support ticket.
    if error.kind() == Kind::NotFound { error } else { error.with_request_id(id) }
}

/// Parts of the Inbox are assumed: a vendor's server may not have them, and then only the panel helps.
pub(super) fn not_offered(doing: &str) -> Error {
    Error::new(Kind::Unexpected, format!("this server does not offer {doing} through its API"))
        .with_hint(format!("the panel does: {}", PANEL_PAGE.trim_end_matches("/integrations")))
}
