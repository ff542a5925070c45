//! `email forwarder CHANNEL`

use super::row::ChannelRow;
use super::{VIEW_ROLE, report};
use crate::cli::ForwarderArgs;
use crate::commands::Context;
use crate::error::Result;

/// Prints the forwarder, and on request the steps at the provider.
///
/// # Errors
/// [`NotFound`](crate::error::Kind::NotFound); [`Rejected`](crate::error::Kind::Rejected) for a channel that has no forwarder.
pub async fn run(args: ForwarderArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<ChannelRow>()?;
    let client = ctx.sign_in()?;
    let channel = match client.channel(&args.channel).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    if args.copy {
        ctx.ui.osc52(&report::forwarder(&channel)?.address)?;
        ctx.ui.status("Copied to the clipboard, if the terminal allows it.");
    }
    if args.steps {
        report::print_steps(ctx, &client, &channel);
    }
    report::print_forwarder(ctx, &client, channel)
}
