//! What a confirmation gives: its public schema, and what is printed and opened.

use super::judge::Dkim;
use super::{Place, open};
use crate::cli::ConfirmArgs;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::confirmation::{Confirmation, Link};
use crate::profile::quoted;
use crate::ui::{Column, Record};

/// A confirmation that may be used. Fields are only ever added, at the end; a test pins them.
pub(super) struct Answer {
    mailbox: String,
    forwarder: String,
    requester: String,
    code: Option<String>,
    /// What was asked for of it; otherwise nothing is shown of the link.
    shown: Option<Link>,
    link: Option<Link>,
    pub(super) dkim: Dkim,
    pub(super) received_at: Option<String>,
    pub(super) room_id: Option<String>,
    pub(super) message_id: Option<String>,
}

impl Record for Answer {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "mailbox", shown: true, cell: |a| a.mailbox.as_str().into() },
        Column { name: "forwarder", shown: true, cell: |a| a.forwarder.as_str().into() },
        Column { name: "requester", shown: true, cell: |a| a.requester.as_str().into() },
        Column { name: "code", shown: true, cell: |a| (&a.code).into() },
        Column { name: "link", shown: true, cell: |a| a.shown.as_ref().map(Link::expose).into() },
        Column { name: "dkim", shown: true, cell: |a| a.dkim.as_str().into() },
        Column { name: "form", shown: true, cell: |a| if a.code.is_some() { "code" } else { "link" }.into() },
        Column { name: "received_at", shown: true, cell: |a| (&a.received_at).into() },
        Column { name: "room_id", shown: true, cell: |a| (&a.room_id).into() },
        Column { name: "message_id", shown: true, cell: |a| (&a.message_id).into() },
    ];
}

impl Answer {
    pub(super) fn new(place: &Place, confirmation: Confirmation, requester: String, dkim: Dkim) -> Self {
        Self {
            mailbox: place.channel.address.clone(),
            forwarder: place.forwarder.clone(),
            requester,
            code: confirmation.code,
            shown: None,
            link: confirmation.link,
            dkim,
            received_at: None,
            room_id: None,
            message_id: None,
        }
    }

    /// Says who asks, prints what was asked for, and opens the link when somebody says so.
    ///
    /// # Errors
    /// [`NotProven`](Kind::NotProven) when it has not what was asked for; [`Declined`](Kind::Declined).
    pub(super) async fn give(mut self, args: &ConfirmArgs, ctx: &Context) -> Result<()> {
        self.tell(ctx);
        if args.link {
            self.shown = self.link.clone();
        }
        if ctx.ui.explicit_format() {
            ctx.ui.record(&self)?;
        } else if let Some(link) = &self.shown {
            ctx.ui.line(link.expose())?;
        } else if let Some(code) = self.code.as_ref().filter(|_| !args.link) {
            ctx.ui.line(code)?;
        }
        if (args.link || args.open) && self.link.is_none() {
            return Err(Error::new(Kind::NotProven, "this confirmation has no link").with_hint(match &self.code {
                Some(code) => format!("type its code {code} at Gmail, beside the forwarder under Forwarding and POP/IMAP"),
                None => "look at it in the Inbox".into(),
            }));
        }
        if let Some(link) = self.link.as_ref().filter(|_| args.open) {
            return open::ask(link, &self.requester, ctx).await;
        }
        self.next_step(args, ctx)
    }

    fn tell(&self, ctx: &Context) {
        ctx.ui.status(&format!("{} asks Gmail to forward its mail to {}.", self.requester, self.forwarder));
        let came = match (&self.received_at, &self.room_id) {
            (Some(at), Some(room)) => format!("Gmail's confirmation came at {at} (room {room}); "),
            _ => "Gmail's confirmation: ".into(),
        };
        ctx.ui.status(&format!("{came}{}.", self.dkim.said()));
        if self.dkim == Dkim::Unchecked {
            ctx.ui.warn(
                "the server has not looked up whether google.com signed it: use it only if you have just asked Gmail for it yourself",
            );
        }
        if self.dkim == Dkim::None {
            ctx.ui.warn(
                "Google signs every message; this one may have been written by somebody else, or saved without its headers",
            );
        }
    }

    fn next_step(&self, args: &ConfirmArgs, ctx: &Context) -> Result<()> {
        if self.shown.is_some() {
            ctx.ui.status(
                "Open the link and click Confirm there; whoever has the link can do that. Then turn forwarding on at Gmail.",
            );
        } else if self.code.is_some() {
            ctx.ui.status(
                "Type the code at Gmail, under Forwarding and POP/IMAP beside the forwarder, and choose Verify. Then turn forwarding on.",
            );
        } else {
            let mut again = format!("qontak email confirm {}", quoted(&args.channel));
            if let Some(path) = &args.from_file {
                again = format!("{again} --from-file {}", quoted(&path.display().to_string()));
            }
            return Err(Error::new(Kind::NotProven, "this confirmation has no code, only a link, which was not asked for")
                .with_hint(format!("{again} --link prints it; {again} --open opens it in the browser")));
        }
        Ok(())
    }
}
