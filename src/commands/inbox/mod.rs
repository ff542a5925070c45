//! `inbox …`

mod channel;
mod draft;
mod file_name;
mod letter;
mod list;
mod message_row;
mod reply;
mod reply_row;
mod rooms;
mod row;
mod save;
mod show;
mod watch;

use super::Context;
use crate::cli::InboxCommand;
use crate::error::Result;
use rooms::Deed;

/// Runs an `inbox` verb.
///
/// # Errors
/// Whatever the verb ended with.
pub async fn run(command: InboxCommand, ctx: &Context) -> Result<()> {
    match command {
        InboxCommand::List(args) => list::run(args.0, ctx).await,
        InboxCommand::Show(args) => show::run(args.0, ctx).await,
        InboxCommand::Reply(args) => reply::run(args.0, ctx).await,
        InboxCommand::Resolve(args) => rooms::run(Deed::Resolve, args.0.rooms, ctx).await,
        InboxCommand::Read(args) => rooms::run(Deed::MarkRead, args.0.rooms, ctx).await,
        InboxCommand::Watch(args) => watch::run(args.0, ctx).await,
    }
}
