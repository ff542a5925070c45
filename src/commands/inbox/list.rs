//! `inbox list`

use super::channel::{self, Channel};
use super::row::RoomRow;
use crate::cli::InboxListArgs;
use crate::client::{RoomFilter, SignedIn};
use crate::commands::Context;
use crate::error::Result;
use crate::ui::OutputFormat;
use crate::wire::room::Room;
use std::ops::ControlFlow;

/// What a table shows: an id takes nearly half of a terminal of 80 columns.
const SHOWN: &[(u16, &[&str])] = &[
    (150, &["id", "last_message_at", "channel", "customer", "subject", "status", "unread"]),
    (110, &["id", "last_message_at", "customer", "subject", "status", "unread"]),
    (0, &["id", "last_message_at", "customer", "subject"]),
];

/// Lists the rooms, the one with the latest message first; rows are printed as their pages come.
///
/// # Errors
/// [`NotFound`](crate::error::Kind::NotFound) when there is no such channel; whatever reading the list ends with.
pub async fn run(args: InboxListArgs, ctx: &Context) -> Result<()> {
    let mut out = ctx.ui.records_by_width::<RoomRow>(SHOWN)?;
    let filter = Filter::new(&args)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let client = ctx.sign_in()?;

    let (mut count, mut disconnected): (usize, usize) = (0, 0);
    if limit > 0 {
        let each = |room: Room| {
            if !filter.passes(&room) {
                return Ok(ControlFlow::Continue(()));
            }
            count += 1;
            disconnected += usize::from(room.channel_disconnected_at.is_some());
            out.push(RoomRow(room))?;
            Ok(if out.is_closed() || count == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        };
        client.rooms(&filter.asked(), each).await?;
        if count == 0 {
            explain_nothing(&filter, &client, ctx).await?;
        }
    }
    out.finish()?;
    if disconnected > 0 && ctx.ui.is_stdout_terminal() && ctx.ui.format() == OutputFormat::Table {
        let of = if disconnected == 1 { "1 room is".to_owned() } else { format!("{disconnected} rooms are") };
        ctx.ui.status(&format!("{of} of a channel that has been disconnected: readable, but nothing arrives there any more."));
    }
    Ok(())
}

async fn explain_nothing(filter: &Filter, client: &SignedIn, ctx: &Context) -> Result<()> {
    if let Some(channel) = &filter.channel {
        channel.check(client).await?;
    }
    if ctx.ui.is_stdout_terminal() {
        ctx.ui.status(if filter.is_empty() { "No rooms yet: nobody has written." } else { "No room matches." });
    }
    Ok(())
}

/// Which rooms are wanted. The server is asked for them, and what it gives is looked at again: what its own search matches is not
/// documented.
struct Filter {
    search: Option<String>,
    status: Option<&'static str>,
    channel: Option<Channel>,
    unread: bool,
}

impl Filter {
    fn new(args: &InboxListArgs) -> Result<Self> {
        Ok(Self {
            search: args.search.as_ref().map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty()),
            status: args.status.map(crate::cli::RoomStatus::as_str),
            channel: channel::parse(args.channel.as_deref())?,
            unread: args.unread,
        })
    }

    const fn is_empty(&self) -> bool {
        self.search.is_none() && self.status.is_none() && self.channel.is_none() && !self.unread
    }

    fn asked(&self) -> RoomFilter {
        let filter =
            RoomFilter { search: self.search.clone(), status: self.status, unread: self.unread, ..RoomFilter::default() };
        match &self.channel {
            Some(channel) => channel.narrow(filter),
            None => filter,
        }
    }

    fn passes(&self, room: &Room) -> bool {
        let is_of = |c: &Channel| c.is(room.channel_integration_id.as_deref(), room.channel_account.as_deref());
        self.status.is_none_or(|status| room.status.as_deref() == Some(status))
            && self.channel.as_ref().is_none_or(is_of)
            && (!self.unread || room.unread_count.unwrap_or(0) > 0)
            && self.search.as_deref().is_none_or(|text| matches(room, text))
    }
}

/// Whether a text, in lower case, is in what `--search` looks in. Of a room without a subject the server alone knows.
fn matches(room: &Room, text: &str) -> bool {
    let fields = [&room.subject, &room.account_uniq_id, &room.name, &room.channel_account];
    room.subject.is_none() || fields.into_iter().flatten().any(|field| field.to_lowercase().contains(text))
}
