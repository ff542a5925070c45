//! `email …`

mod add;
mod check;
mod confirm;
mod detect;
mod disconnect;
mod doctor;
mod edit;
mod existing;
mod explain;
mod follow;
mod form;
mod forwarder;
mod list;
mod outcomes;
mod patch;
mod proven;
mod providers;
mod report;
mod row;
mod show;
mod trace;
mod tried;
mod verify;

use super::Context;
use crate::cli::EmailCommand;
use crate::error::Result;

/// Who may integrate channels.
const ADMIN_ROLE: &str = "Admin";
/// Who may look at channels.
const VIEW_ROLE: &str = "Admin or Supervisor";

/// What to do when the SMTP settings of a mailbox are not known.
const ASK_WHO_RUNS_IT: &str = "ask whoever runs the mailbox for its SMTP settings and pass --smtp-host, --smtp-port and --security; \
                               for Google Workspace pass --provider gmail, for Microsoft 365 --provider microsoft365";

/// Runs an `email` verb.
///
/// # Errors
/// Whatever the verb ended with.
pub async fn run(command: EmailCommand, ctx: &Context) -> Result<()> {
    match command {
        EmailCommand::Add(args) => add::run(args.0, ctx).await,
        EmailCommand::List(args) => list::run(args.0, ctx).await,
        EmailCommand::Show { channel } => show::run(channel, ctx).await,
        EmailCommand::Edit(args) => edit::run(args.0, ctx).await,
        EmailCommand::Disconnect(args) => disconnect::run(args.0, ctx).await,
        EmailCommand::Forwarder(args) => forwarder::run(args.0, ctx).await,
        EmailCommand::Check(args) => check::run(args.0, ctx).await,
        EmailCommand::Confirm(args) => confirm::run(args.0, ctx).await,
        EmailCommand::Verify(args) => verify::run(args.0, ctx).await,
        EmailCommand::Doctor(args) => doctor::run(args.0, ctx).await,
        EmailCommand::Explain(args) => explain::run(args.0, ctx).await,
        EmailCommand::Trace(args) => trace::run(&args.0, ctx).await,
        EmailCommand::Providers(command) => providers::run(command, ctx).await,
    }
}
