//! The test mail sent through the channel's outbox server.

use super::super::follow::Follower;
use super::super::{form, tried};
use super::verdict::{Trouble, Verdict};
use crate::channel::{Address, Channel, ChannelKind, ChannelPatch};
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::network::Network;
use crate::mail::providers;
use crate::mail::smtp::{self, Account, Layer, Refused};
use crate::mail::test_mail::{self, Token};
use jiff::Timestamp;
use secrecy::SecretString;

/// A test mail that is on its way.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// When the outbox server said yes; `None` when its answer was lost, and when somebody else sends it.
    pub(super) accepted_at: Option<Timestamp>,
}

/// What the channel signs in with.
///
/// # Errors
/// [`Rejected`](Kind::Rejected) for a channel that has no outbox server.
pub(super) fn account(ctx: &Context, channel: &Channel, password: SecretString) -> Result<Account> {
    if channel.kind != ChannelKind::Smtp {
        let message =
            format!("{} has no outbox server here ({}), so no password sends its mail", channel.address, channel.kind.as_str());
        return Err(Error::new(Kind::Rejected, message).with_hint("run it without a password: you send the test mail then"));
    }
    let provider = channel.smtp_host.as_deref().and_then(|host| providers::by_host(host, None));
    let password = form::normalise(ctx, provider, password);
    tried::account(channel, &ChannelPatch { password: Some(password), ..ChannelPatch::default() })
}

/// Sends it from the mailbox to itself.
///
/// # Errors
/// The verdict, when it was certainly not sent.
pub(super) async fn send(
    account: &Account,
    mailbox: &Address,
    token: &Token,
    network: &Network,
    follower: &mut Follower<'_>,
) -> Result<Sent, Verdict> {
    let (host, port) = (&account.host, account.port);
    follower.status(&format!("Sending a test mail from {mailbox} to itself through {host}:{port}."));
    let raw = test_mail::compose(mailbox, token, Timestamp::now());
    let recipients = [mailbox.to_string()];
    match smtp::send(account, &recipients, &raw, network, follower.deadline()).await {
        Ok(accepted) => {
            follower.status(&format!("Accepted by {host}: {}", accepted.reply));
            Ok(Sent { accepted_at: Some(Timestamp::now()) })
        }
        Err(Refused { uncertain: true, detail, .. }) => {
            follower.warn(&format!("nobody knows whether {host} took the test mail ({detail}); looking for it all the same"));
            Ok(Sent::default())
        }
        Err(refused) => Err(verdict(refused)),
    }
}

fn verdict(refused: Refused) -> Verdict {
    let Refused { layer, detail, explanation, answered, .. } = refused;
    let is_credential = explanation.is_about_credentials();
    let trouble = Trouble { layer: Some(layer), detail, explanation };
    match layer {
        Layer::Auth if is_credential => Verdict::InvalidCredentials(trouble),
        Layer::Auth | Layer::Mail if answered => Verdict::SmtpRefused(trouble),
        _ => Verdict::SmtpHostIssue(trouble),
    }
}
