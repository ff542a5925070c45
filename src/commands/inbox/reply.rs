//! `inbox reply ROOM`

use super::draft::{self, Kept};
use super::reply_row::ReplyRow;
use crate::channel::Address;
use crate::cli::ReplyArgs;
use crate::client::{NewReply, SignedIn};
use crate::commands::{Context, remedy};
use crate::error::{Error, FieldError, Kind, Result};
use crate::mail::smtp_errors::{self, About};
use crate::ui::is_unsafe;
use std::path::Path;

/// The longest text, in bytes.
const MAX_TEXT: u64 = 512 * 1024;
/// The longest subject, in characters.
const MAX_SUBJECT: usize = 500;

/// Answers the customer of a room through the channel's outbox server.
///
/// # Errors
/// [`Usage`](Kind::Usage) names every field that is missing or wrong, before any request; [`Declined`](Kind::Declined) for an empty
/// answer in the editor; [`NotProven`](Kind::NotProven) when it could not be sent; whatever the server says.
pub async fn run(args: ReplyArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<ReplyRow>()?;
    let mut problems = Vec::new();
    let to = addresses("--to", &args.to, &mut problems);
    let (cc, bcc) = (addresses("--cc", &args.cc, &mut problems), addresses("--bcc", &args.bcc, &mut problems));
    if args.subject.as_ref().is_some_and(|s| s.chars().count() > MAX_SUBJECT || s.chars().any(char::is_control)) {
        let message = format!("does not have a valid value: one line of at most {MAX_SUBJECT} characters");
        problems.push(FieldError { field: "--subject".into(), message });
    }
    let from_editor = args.body_file.is_none() && ctx.ui.is_stdin_terminal();
    let piped = match &args.body_file {
        _ if from_editor && !ctx.ui.can_prompt() => {
            problems.push(missing_text());
            None
        }
        _ if from_editor => None,
        Some(path) if path != Path::new("-") => check_text(from_file(path).await?, &path.display().to_string(), &mut problems),
        _ => {
            let bytes = ctx.ui.read_stdin(MAX_TEXT + 1).await.map_err(|e| Error::usage(format!("standard input: {e}")))?;
            check_text(bytes.to_vec(), "standard input", &mut problems)
        }
    };
    if !problems.is_empty() {
        return Err(Error::fields(problems));
    }
    let client = ctx.sign_in()?;
    let subject = args.subject.filter(|subject| !subject.trim().is_empty());
    let mut new = NewReply { room_id: args.room, text: String::new(), to, cc, bcc, subject };
    let mut kept = None;
    match piped {
        Some(text) => new.text = text,
        None => kept = Some(draft::write(&client, &mut new, ctx).await?),
    }
    send(&client, new, kept, !args.no_wait, ctx).await
}

/// Writes it, follows it, and tells how it went.
async fn send(client: &SignedIn, new: NewReply, kept: Option<Kept>, wait: bool, ctx: &Context) -> Result<()> {
    let told = |error| match &kept {
        Some(kept) => kept.told(error),
        None => error,
    };
    let mut message = client.reply(&new).await.map_err(told)?;
    // A server that did not send the message along cannot be asked how it goes.
    if wait && !message.id.is_empty() {
        let mut waiting = Waiting { id: &message.id.clone(), ctx, told: false };
        message = match client.follow(message, &new.room_id).await {
            Ok(followed) => {
                waiting.told = true;
                followed
            }
            Err(error) => {
                // It was taken: who is offered the text again would send it twice.
                if let Some(kept) = kept {
                    kept.taken();
                }
                return Err(error);
            }
        };
    }
    let to = message.email.as_ref().map(|e| e.to.iter().map(|m| m.address.clone()).collect::<Vec<_>>().join(", "));
    let row = ReplyRow { room_id: new.room_id, to: to.unwrap_or_default(), message };
    if row.message.status.as_deref() == Some("failed") {
        ctx.ui.record(&row)?;
        return tell(&row, ctx).map_err(told);
    }
    // The room has it from here on.
    if let Some(kept) = kept {
        kept.taken();
    }
    if let Some(email) = row.email().filter(|email| !email.to.is_empty() && !new.to.is_empty()) {
        let key = |address: &str| Address::parse(address).map_or_else(|_| address.to_owned(), |a| a.key());
        if new.to.iter().any(|to| !email.to.iter().any(|m| key(&m.address) == to.key())) {
            ctx.ui.warn(&format!("the server does not follow --to: it addressed the reply to {}", row.to));
        }
    }
    ctx.ui.record(&row)?;
    tell(&row, ctx)
}

/// Who goes on sending what is not sent yet.
const fn who_goes_on(ctx: &Context) -> &'static str {
    if ctx.selection.local {
        "The next `qontak --local inbox reply` or `qontak server run` sends it."
    } else {
        "The server goes on trying."
    }
}

/// A reply that the server has, and that is followed. Whoever stops waiting for it, by Ctrl-C too, is told that it is on its way all the same.
struct Waiting<'a> {
    id: &'a str,
    ctx: &'a Context,
    told: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.told {
            let who = who_goes_on(self.ctx);
            self.ctx.ui.status(&format!("The reply is kept (message {}), whether sent already or not. {who}", self.id));
        }
    }
}

fn tell(row: &ReplyRow, ctx: &Context) -> Result<()> {
    let sending = row.sending().cloned().unwrap_or_default();
    if let Some(lost) = sending.answers_lost.filter(|n| *n > 0) {
        ctx.ui.warn(&format!("the outbox server's answer was lost (times: {lost}): the customer may get this more than once"));
    }
    let class = sending.class.as_deref().map(smtp_errors::explain_class);
    let said = sending.reply.as_deref().unwrap_or_default();
    match row.message.status.as_deref() {
        Some("failed") => {
            let why = class.unwrap_or_else(|| smtp_errors::explain_class("unknown"));
            let page = why.page.map(|page| format!(" See {page}")).unwrap_or_default();
            let class = sending.class.as_deref().unwrap_or("unknown");
            let what = match class {
                "answer_lost" => "nobody can tell whether the reply arrived",
                _ => "the reply was not sent",
            };
            Err(Error::new(Kind::NotProven, format!("{what} ({class}): {} The server said: {said}", why.cause))
                .with_hint(format!("{}{page}", for_mailbox(why.remedy, row))))
        }
        Some("pending" | "created") => {
            let why = class.as_ref().map(|c| format!(" ({}: {said})", c.class)).unwrap_or_default();
            // Before the first attempt there is nothing to wait for.
            let next = sending.next_at.as_deref().filter(|_| sending.class.is_some());
            let when = next.map(|at| format!(" The next attempt is due at {at}.")).unwrap_or_default();
            let who = who_goes_on(ctx);
            ctx.ui.status(&format!("Kept, not sent yet{why}.{when} {who}"));
            if class.is_some_and(|class| class.about == Some(About::Server)) {
                let change = for_mailbox("qontak email edit CHANNEL --smtp-host HOST --smtp-port PORT", row);
                ctx.ui.status(&format!("If host or port is wrong: {change}"));
            }
            Ok(())
        }
        Some(_) => {
            ctx.ui.status(&format!("Sent to {}", row.to));
            Ok(())
        }
        None => {
            ctx.ui.status("The server took the reply; it does not tell how the sending goes.");
            Ok(())
        }
    }
}

/// A remedy whose command can be pasted: with the mailbox of the reply.
fn for_mailbox(remedy: &str, row: &ReplyRow) -> String {
    let from = row.email().and_then(|email| email.from.as_ref());
    from.map_or_else(|| remedy.to_owned(), |from| remedy::for_mailbox(remedy, &from.address))
}

fn addresses(flag: &str, typed: &[String], problems: &mut Vec<FieldError>) -> Vec<Address> {
    let mut good = Vec::new();
    for typed in typed {
        match Address::parse(typed) {
            Ok(address) => good.push(address),
            Err(e) => problems.push(FieldError { field: format!("{flag} {typed}"), message: e.to_string() }),
        }
    }
    good
}

fn missing_text() -> FieldError {
    FieldError { field: "text".into(), message: "field is required (pass --body-file FILE, or pipe it in)".into() }
}

async fn from_file(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read as _;
    let path = path.to_owned();
    // Opening a pipe waits for its writer.
    let reading = tokio::task::spawn_blocking(move || {
        let read = || {
            let mut bytes = Vec::new();
            std::fs::File::open(&path)?.take(MAX_TEXT + 1).read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(bytes)
        };
        read().map_err(|e| Error::usage(format!("--body-file {}: {e}", path.display())))
    });
    reading.await.map_err(|e| Error::unexpected("reading the text", e))?
}

/// The text, or a problem noted.
fn check_text(bytes: Vec<u8>, source: &str, problems: &mut Vec<FieldError>) -> Option<String> {
    let mut wrong = |message: String| {
        problems.push(FieldError { field: "text".into(), message });
        None
    };
    if bytes.len() as u64 > MAX_TEXT {
        return wrong(format!("does not have a valid value: longer than {} KiB", MAX_TEXT / 1024));
    }
    match String::from_utf8(bytes) {
        Err(_) => wrong("does not have a valid value: not UTF-8".into()),
        Ok(text) if text.trim().is_empty() => {
            wrong(format!("field is required: {source} is empty (pass --body-file FILE, or pipe it in)"))
        }
        Ok(text) if text.contains('\0') => wrong("does not have a valid value: there is a zero byte in it".into()),
        Ok(text) => Some(text),
    }
}

/// A character that has no business in a line that is shown.
pub(super) fn harmless(line: &str) -> String {
    line.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect()
}
