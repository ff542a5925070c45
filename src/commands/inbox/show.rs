//! `inbox show ROOM`

use super::message_row::MessageRow;
use super::{letter, save};
use crate::cli::InboxShowArgs;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::wire::room::{CUSTOMER, Message};
use std::ops::ControlFlow;

/// How many messages are shown unless somebody says.
const SHOWN: usize = 100;

/// Shows the messages of a room, oldest first; or one as it came; or saves what is attached.
///
/// # Errors
/// [`NotFound`](Kind::NotFound) when there is no such room or message; whatever reading them ends with.
pub async fn run(args: InboxShowArgs, ctx: &Context) -> Result<()> {
    if args.save_attachments.is_some() {
        ctx.ui.check_columns::<save::Saved>()?;
    } else {
        ctx.ui.check_columns::<MessageRow>()?;
    }
    if args.raw && ctx.ui.explicit_format() {
        return Err(Error::usage("--raw prints the message as it came: no format and no columns go with it"));
    }
    if args.raw && ctx.ui.is_stdout_terminal() {
        return Err(Error::usage("--raw prints what a stranger sent, which a terminal would obey")
            .with_hint("send it to a file (--raw > message.eml) or through a program that makes it harmless (--raw | less)"));
    }
    if let Some(folder) = &args.save_attachments {
        save::check(folder)?;
    }
    let client = ctx.sign_in()?;
    let room = client.room(&args.room).await?;
    let last;
    if args.raw {
        let id = match &args.message {
            Some(id) => id.clone(),
            None => last_of_customer(&client, &room.id).await?,
        };
        ctx.ui.raw(&client.raw(&room.id, &id).await?)?;
        last = Some(id);
    } else {
        let messages = read(&client, &room.id, &args, ctx).await?;
        last = messages.last().map(|message| message.id.clone());
        match &args.save_attachments {
            Some(folder) => save::attachments(ctx, &client, &messages, folder).await?,
            None if ctx.ui.explicit_format() => {
                let mut out = ctx.ui.records::<MessageRow>()?;
                messages.into_iter().try_for_each(|message| out.push(MessageRow(message)))?;
                out.finish()?;
            }
            None => {
                letter::room(ctx, &room)?;
                messages.iter().try_for_each(|message| letter::message(ctx, message))?;
                ctx.ui.end_text()?;
            }
        }
    }
    // What has come meanwhile was not seen.
    match last {
        Some(last) if args.mark_read => client.mark_room_read(&room.id, Some(&last)).await,
        _ => Ok(()),
    }
}

/// The messages that are wanted, oldest first.
async fn read(client: &SignedIn, room_id: &str, args: &InboxShowArgs, ctx: &Context) -> Result<Vec<Message>> {
    let limit = args.limit.unwrap_or(SHOWN);
    let (mut messages, mut more) = (Vec::new(), false);
    client
        .messages(room_id, |message| {
            match &args.message {
                Some(id) if *id != message.id => return Ok(ControlFlow::Continue(())),
                Some(_) => messages.push(message),
                None if messages.len() < limit => {
                    messages.push(message);
                    return Ok(ControlFlow::Continue(()));
                }
                None => more = true,
            }
            Ok(ControlFlow::Break(()))
        })
        .await?;
    if let (Some(id), true) = (&args.message, messages.is_empty()) {
        return Err(Error::new(Kind::NotFound, format!("no such message in this room: {id}")));
    }
    if more && args.limit.is_none() {
        ctx.ui.status(&format!("Only the last {SHOWN} messages are shown; --limit N shows more."));
    }
    messages.reverse();
    Ok(messages)
}

async fn last_of_customer(client: &SignedIn, room_id: &str) -> Result<String> {
    let mut found = None;
    client
        .messages(room_id, |message| {
            Ok(if message.participant_type.as_deref() == Some(CUSTOMER) {
                found = Some(message.id);
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })
        .await?;
    found.ok_or_else(|| Error::new(Kind::NotFound, "no message of this room came as mail"))
}
