//! `email verify CHANNEL`

mod aside;
mod hunt;
mod outbox;
mod row;
mod verdict;

use super::follow::{Follower, PATIENCE, brief};
use super::{VIEW_ROLE, report};
use crate::channel::{Address, Channel};
use crate::cli::VerifyArgs;
use crate::client::SignedIn;
use crate::commands::{Context, secret};
use crate::error::{Error, Kind, Result};
use crate::mail::test_mail::Token;
use crate::profile::quoted;
use hunt::Found;
use outbox::Sent;
use row::Row;
use std::ops::ControlFlow;
use verdict::{Setting, Verdict};

/// Sends a test mail to the mailbox, or says what to send, and follows it until it is in the Inbox.
///
/// # Errors
/// [`NotProven`](Kind::NotProven) for every verdict but `arrived`; [`Forbidden`](Kind::Forbidden) for an Agent;
/// [`Unexpected`](Kind::Unexpected) from a server without a feed.
pub async fn run(args: VerifyArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Row>()?;
    let earlier = args.resume.as_deref().map(token_of).transpose()?;
    let password = secret::resolve(&args.password, ctx).await?;
    let client = ctx.sign_in_to_wait()?;
    let channel = match client.channel(&args.channel).await {
        Ok(channel) => channel,
        Err(error) => return Err(client.explain_forbidden(error, VIEW_ROLE).await),
    };
    let mailbox = Address::parse(&channel.address)
        .map_err(|e| Error::new(Kind::Rejected, format!("the mailbox {} of this channel {e}", channel.address)))?;
    let account = password.map(|password| outbox::account(ctx, &channel, password)).transpose()?;
    report::about_forwarder(ctx, &channel);
    report::can_arrive(&client)?;
    let mut resume = Resume { ctx, with: None };
    // Before anything is sent, and of all channels: it may arrive where it should not.
    let mut follower = Follower::new(ctx, &client, None, args.interval).await.map_err(|error| cannot_watch(error, &channel))?;
    let come = match &earlier {
        Some(token) => hunt::earlier(&client, token).await?,
        None => Vec::new(),
    };
    let is_new = earlier.is_none();
    let token = earlier.unwrap_or_else(Token::random);
    let setting = Setting::new(&channel, account.as_ref(), ctx.patience.unwrap_or(PATIENCE));
    resume.with = Some(format!("qontak email verify {} --resume {token}", quoted(&channel.address)));
    let sent = match &account {
        Some(account) => outbox::send(account, &mailbox, &token, &args.network.network(), &mut follower).await,
        None if is_new => {
            ask_for_it(&follower, &channel, &token);
            Ok(Sent::default())
        }
        None => Ok(Sent::default()),
    };
    let (verdict, found) = match sent {
        Ok(sent) => {
            wait(&mut follower, &setting, &sent);
            let (verdict, mut found) = hunt::follow(&mut follower, &client, &token, &setting, (&sent, come)).await?;
            found.accepted_at = sent.accepted_at.or(found.accepted_at);
            (verdict, found)
        }
        Err(verdict) => (verdict, Found::default()),
    };
    follower.end();
    let resume = resume.with.take().filter(|_| matches!(verdict, Verdict::NotReceived(_)));
    if args.resolve && found.is_test_mail {
        resolve(ctx, &client, &found).await;
    }
    finish(ctx, &Row::new(&setting, &token, verdict, found), &setting, resume)
}

fn token_of(text: &str) -> Result<Token> {
    Token::parse(text).ok_or_else(|| {
        Error::usage("--resume: this is no test mail's token")
            .with_hint("it is the last word of the test mail's subject: 32 digits and letters from a to f")
    })
}

/// Says how to go on, unless a verdict makes that needless; also when Ctrl-C or the server ends the wait.
struct Resume<'a> {
    ctx: &'a Context,
    with: Option<String>,
}

impl Drop for Resume<'_> {
    fn drop(&mut self) {
        if let Some(with) = &self.with {
            self.ctx.ui.status(&format!("To go on waiting for it: {with}"));
        }
    }
}

/// Without the feed there is nothing to follow.
fn cannot_watch(error: Error, channel: &Channel) -> Error {
    match error.kind() {
        Kind::Unexpected => error.with_hint(format!(
            "send a mail to {} from elsewhere yourself, and look for it: qontak inbox list --channel {}",
            channel.address,
            quoted(&channel.address)
        )),
        _ => error,
    }
}

fn ask_for_it(follower: &Follower<'_>, channel: &Channel, token: &Token) {
    let mailbox = &channel.address;
    if let Some(forwarder) = &channel.forwarder {
        follower.status(&format!("{mailbox} must forward its mail to {}.", forwarder.address));
    }
    follower.status(&format!("Send a mail to {mailbox} now, best from another mailbox, with exactly this subject:"));
    follower.status(&format!("  {}", token.subject()));
}

fn wait(follower: &mut Follower<'_>, setting: &Setting, sent: &Sent) {
    let patience = brief(setting.patience);
    follower.status(&format!("Waiting until it is in the Inbox, at most {patience}; Ctrl-C ends."));
    follower.doing = match sent.accepted_at {
        Some(_) => "Accepted by the provider; waiting until it is forwarded and arrives",
        None => "Waiting for the test mail",
    }
    .into();
}

/// Resolves the room of the test mail when there is nothing else in it. That this does not work changes no verdict.
async fn resolve(ctx: &Context, client: &SignedIn, found: &Found) {
    let Some(room) = &found.room_id else { return };
    let mut others = 0;
    let read = client
        .messages(room, |message| {
            others += usize::from(Some(&message.id) != found.message_id.as_ref());
            Ok(if others > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
        .await;
    let resolved = match read {
        Ok(()) if others > 0 => {
            ctx.ui.status(&format!("Room {room} stays open: it holds more than the test mail."));
            return;
        }
        Ok(()) => client.resolve_room(room).await,
        Err(error) => Err(error),
    };
    match resolved {
        Ok(()) => ctx.ui.status(&format!("Room {room} is resolved.")),
        Err(error) => ctx.ui.warn(&format!("room {room} was not resolved: {}", error.message())),
    }
}

/// What the test mail shows of the sender of customers' mail, and what only a person can tell.
fn about_sender(row: &Row, setting: &Setting, proves_from: bool) -> String {
    let from = row.from().unwrap_or("nobody");
    match (&setting.sent_by, proves_from) {
        (Some(_), _) => {
            "It came from the mailbox itself, so whether forwarding leaves the sender of customers' mail alone was not seen: \
                         run it once without a password, and send from another mailbox."
                .into()
        }
        (None, false) => format!(
            "It says that {from}, the mailbox itself, sent it. If that is so, run it once more and send from another mailbox, to see \
             whether forwarding leaves the sender of customers' mail alone; if it is not, the sender was replaced, and answers would go wrong."
        ),
        (None, true) => format!(
            "It says that {from} sent it. If somebody else did, the sender was replaced on the way, and answers to customers would go wrong."
        ),
    }
}

/// Prints the row; what is not proven ends with an error that says what to look at.
fn finish(ctx: &Context, row: &Row, setting: &Setting, resume: Option<String>) -> Result<()> {
    // What the hint says is not said twice.
    ctx.ui.record_in_brief(row, &["cause", "remedy"])?;
    if let Verdict::Arrived { proves_from } = &row.verdict {
        ctx.ui.status(&row.story());
        ctx.ui.status(&about_sender(row, setting, *proves_from));
        return Ok(());
    }
    setting.warnings().for_each(|warning| ctx.ui.warn(&warning));
    let steps = row.steps();
    let is_list = steps.len() > 1;
    if is_list {
        ctx.ui.status("What to look at:");
        for (number, step) in steps.iter().enumerate() {
            ctx.ui.status(&format!("  {}. {step}", number + 1));
        }
    }
    let mut hint = row.verdict.hint(setting, if is_list { &[] } else { steps });
    if let Some(resume) = resume {
        hint.push_str(&format!(" To go on waiting for it: {resume}"));
    }
    Err(Error::new(Kind::NotProven, row.verdict.message(setting)).with_hint(hint))
}
