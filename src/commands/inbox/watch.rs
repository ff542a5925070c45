//! `inbox watch`

use super::channel::{self, Channel};
use super::row::name;
use crate::cli::WatchArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::ui::{Column, Events, Record};
use crate::wire::assumed::inbox::Fed;
use crate::wire::room::CUSTOMER;
use std::time::Duration;

/// A message that has come. Fields are only ever added, at the end; a test pins them.
struct Arrived(Fed);

impl Record for Arrived {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "created_at", shown: true, cell: |a| (&a.0.message.created_at).into() },
        Column { name: "room_id", shown: true, cell: |a| (&a.0.message.room_id).into() },
        Column { name: "channel", shown: true, cell: |a| (&a.0.room.channel_account).into() },
        Column { name: "customer", shown: true, cell: |a| (&a.0.room.account_uniq_id).into() },
        Column {
            name: "subject",
            shown: true,
            cell: |a| a.0.message.email.as_ref().map(|e| e.subject.as_str()).filter(|s| !s.is_empty()).into(),
        },
        Column { name: "text", shown: true, cell: |a| (&a.0.message.text).into() },
        Column { name: "id", shown: false, cell: |a| a.0.message.id.as_str().into() },
        Column { name: "channel_id", shown: false, cell: |a| (&a.0.room.channel_integration_id).into() },
        Column { name: "customer_name", shown: false, cell: |a| name(&a.0.room.name, &a.0.room.account_uniq_id) },
        Column {
            name: "attachments",
            shown: false,
            cell: |a| a.0.message.email.as_ref().map(|e| e.attachments.len() as u64).into(),
        },
    ];
}

/// Prints customers' messages as they come, each once. The server numbers messages in the order of their arrival, and is asked for
/// those after the last one that was printed; a look that failed is made again from the same place.
///
/// # Errors
/// [`NotSignedIn`](Kind::NotSignedIn) once the server does not take the credential any more; whatever the first look ends with.
pub async fn run(args: WatchArgs, ctx: &Context) -> Result<()> {
    let out = ctx.ui.events::<Arrived>()?;
    let channel = channel::parse(args.channel.as_deref())?;
    let client = ctx.sign_in()?;
    if let Some(channel) = &channel {
        channel.check(&client).await?;
    }
    let (_, place) = client.feed(None, None).await?;
    ctx.ui.status("Watching for new messages; Ctrl-C ends.");
    let mut watch = Watch { ctx, client, channel, out, place, left: args.limit.unwrap_or(u64::MAX), away: false };
    watch.run(args.interval).await
}

struct Watch<'a> {
    ctx: &'a Context,
    client: SignedIn,
    channel: Option<Channel>,
    out: Events<'a, Arrived>,
    /// Where to go on.
    place: String,
    /// How many messages are still wanted.
    left: u64,
    /// Whether the server could not be reached the last time.
    away: bool,
}

impl Watch<'_> {
    async fn run(&mut self, interval: Duration) -> Result<()> {
        while self.left > 0 && !self.ctx.ui.is_reader_gone() {
            match self.look().await {
                Ok(more) if more => continue,
                Ok(_) => {}
                Err(error) => self.survive(error)?,
            }
            if self.left > 0 {
                tokio::time::sleep(interval).await;
            }
        }
        Ok(())
    }

    /// Prints what is new; whether there may be more at once.
    async fn look(&mut self) -> Result<bool> {
        let id = self.channel.as_ref().and_then(Channel::id);
        let (messages, next) = self.client.feed(Some(&self.place), id).await?;
        if std::mem::take(&mut self.away) {
            self.ctx.ui.status("The server answers again; nothing was missed.");
        }
        let more = !messages.is_empty();
        for fed in messages {
            if self.left > 0 && self.wants(&fed) {
                self.out.push(&Arrived(fed))?;
                self.left -= 1;
            }
        }
        self.place = next;
        Ok(more)
    }

    fn wants(&self, fed: &Fed) -> bool {
        let room = &fed.room;
        let is_of = |c: &Channel| c.is(room.channel_integration_id.as_deref(), room.channel_account.as_deref());
        fed.message.participant_type.as_deref() == Some(CUSTOMER) && self.channel.as_ref().is_none_or(is_of)
    }

    /// An outage is waited out, and told once.
    fn survive(&mut self, error: Error) -> Result<()> {
        match error.kind() {
            Kind::Unreachable | Kind::RateLimited => {
                if !std::mem::replace(&mut self.away, true) {
                    self.ctx.ui.warn(&format!("{}; going on", error.message()));
                }
                Ok(())
            }
            _ => Err(error),
        }
    }
}
