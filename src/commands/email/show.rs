//! `email show CHANNEL`

use super::row::ChannelRow;
use super::{VIEW_ROLE, report};
use crate::commands::Context;
use crate::error::Result;

/// Shows one channel.
///
/// # Errors
/// [`NotFound`](crate::error::Kind::NotFound), or no answer.
pub async fn run(reference: String, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<ChannelRow>()?;
    let client = ctx.sign_in()?;
    let channel = match client.channel(&reference).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    report::about_forwarder(ctx, &channel);
    ctx.ui.record(&ChannelRow(channel))
}
