//! Messages as mail looks. What the customer wrote is indented, so that it can pass for no line of ours.

use super::file_name;
use crate::commands::Context;
use crate::error::Result;
use crate::wire::assumed::inbox::{Attachment, Authentication, Email, Mailbox, Sending};
use crate::wire::room::{Message, Room};

/// The width of the labels.
const LABELS: usize = 13;
/// Blanks before what somebody wrote.
const INDENT: usize = 4;

/// Prints the room's own lines.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn room(ctx: &Context, room: &Room) -> Result<()> {
    let status = room.status.as_deref().unwrap_or("-");
    let unread = room.unread_count.filter(|n| *n > 0).map(|n| format!(", {n} unread")).unwrap_or_default();
    let customer = mailbox(&Mailbox {
        name: room.name.clone().filter(|name| Some(name) != room.account_uniq_id.as_ref()),
        address: room.account_uniq_id.clone().unwrap_or_default(),
    });
    let disconnected = room.channel_disconnected_at.as_deref().map(|at| format!(" (disconnected {at})")).unwrap_or_default();
    let channel = format!("{}{disconnected}", room.channel_account.as_deref().unwrap_or("-"));
    for (label, value) in [
        ("Room:", room.id.as_str()),
        ("Customer:", if customer.is_empty() { "-" } else { &customer }),
        ("Channel:", &channel),
        ("Status:", &format!("{status}{unread}")),
    ] {
        ctx.ui.labelled(label, LABELS, value)?;
    }
    Ok(())
}

/// Prints one message.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn message(ctx: &Context, message: &Message) -> Result<()> {
    let nothing = Email::default();
    let email = message.email.as_ref().unwrap_or(&nothing);
    let label = |label: &str, value: &str| {
        if value.is_empty() { Ok(()) } else { ctx.ui.labelled(label, LABELS, value) }
    };
    ctx.ui.paragraph(&format!("\n{}", "-".repeat(72)), 0)?;
    label("Subject:", if email.subject.is_empty() { "(none)" } else { &email.subject })?;
    let from = email.from.as_ref().map(mailbox).unwrap_or_default();
    label("From:", if from.is_empty() { message.participant_type.as_deref().unwrap_or("-") } else { &from })?;
    label("Written by:", &email.original_from.as_ref().map(mailbox).unwrap_or_default())?;
    label("Date:", email.date.as_deref().or(message.created_at.as_deref()).unwrap_or("-"))?;
    label("To:", &mailboxes(&email.to))?;
    label("Cc:", &mailboxes(&email.cc))?;
    label("Bcc:", &mailboxes(&email.bcc))?;
    label("Reply-To:", &mailboxes(&email.reply_to))?;
    label("Via:", &email.via.as_ref().map(|v| format!("{} ({})", v.address, v.header)).unwrap_or_default())?;
    label("Sender:", &email.authentication.as_ref().map(sender).unwrap_or_default())?;
    if email.auto_submitted == Some(true) {
        label("Automatic:", "a program wrote this: an automatic answer or a notice")?;
    }
    if email.sending.is_some() || message.participant_type.as_deref() == Some(crate::wire::room::AGENT) {
        label("Sending:", &sending(message.status.as_deref().unwrap_or("-"), email.sending.as_ref()))?;
    }
    label("Message:", &message.id)?;
    ctx.ui.paragraph(&format!("\n{}", message.text.as_deref().unwrap_or_default().trim_end()), INDENT)?;
    if email.text_cut == Some(true) {
        ctx.ui.paragraph("\n[The text is longer; --raw shows all of it.]", 0)?;
    }
    for (n, attachment) in email.attachments.iter().enumerate() {
        ctx.ui.paragraph(if n == 0 { "\nAttachments:" } else { "" }, 0)?;
        ctx.ui.paragraph(&attached(attachment).replace(['\n', '\r'], " "), INDENT)?;
    }
    if let Some(more @ 1..) = email.attachments_cut {
        ctx.ui.paragraph(&format!("\n[There are {more} more attachments; --save-attachments saves them too.]"), 0)?;
    }
    Ok(())
}

fn mailbox(mailbox: &Mailbox) -> String {
    match mailbox.name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) if mailbox.address.is_empty() => name.to_owned(),
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.clone(),
    }
}

fn mailboxes(all: &[Mailbox]) -> String {
    all.iter().map(mailbox).collect::<Vec<_>>().join(", ")
}

/// What was found out about the sender.
fn sender(found: &Authentication) -> String {
    let with = |result: &Option<String>, domains: &str| {
        let result = result.as_deref().filter(|r| !r.is_empty()).unwrap_or("none");
        if domains.is_empty() { result.to_owned() } else { format!("{result} ({domains})") }
    };
    format!(
        "SPF {}, DKIM {}, ARC {}",
        with(&found.spf, found.spf_domain.as_deref().unwrap_or_default()),
        with(&found.dkim, &found.dkim_domains.join(", ")),
        with(&found.arc, "")
    )
}

/// How the sending of a reply goes, or went.
fn sending(status: &str, sending: Option<&Sending>) -> String {
    let mut words = status.to_owned();
    let Some(sending) = sending else { return words };
    let error = sending.class.as_deref().map(|class| match sending.reply.as_deref() {
        Some(reply) if !reply.is_empty() => format!("{class} ({reply})"),
        _ => class.to_owned(),
    });
    let attempts = sending.attempts.filter(|n| *n > 1).map(|n| format!("after {n} attempts"));
    let next = sending.next_at.as_deref().map(|at| format!("next attempt {at}"));
    let lost = sending.answers_lost.filter(|n| *n > 0);
    let times = |n| if n == 1 { "once".to_owned() } else { format!("{n} times") };
    let lost = lost.map(|n| format!("the answer was lost {}: the customer may have it more than once", times(n)));
    for part in [attempts, error, next, lost].into_iter().flatten() {
        words.push_str(", ");
        words.push_str(&part);
    }
    words
}

fn attached(attachment: &Attachment) -> String {
    let number = attachment.number.map_or_else(|| "-".into(), |n| n.to_string());
    // The name that it would be saved under: what the sender calls it may be a path, or mean to look like one.
    let safe = |name| file_name::safe(name, attachment.number.and_then(|n| u32::try_from(n).ok()).unwrap_or_default());
    let name = attachment.name.as_deref().filter(|name| !name.is_empty()).map_or_else(|| "(no name)".into(), safe);
    let kind = attachment.content_type.as_deref().unwrap_or("unknown type");
    let size = attachment.size.map_or_else(|| "unknown size".into(), |n| format!("{n} bytes"));
    format!("{number}  {name}  {kind}  {size}")
}
