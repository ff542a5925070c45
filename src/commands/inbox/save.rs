//! Attachments become files: under names that do no harm, overwriting nothing, for their owner alone.

use super::file_name;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::ui::{Column, Record, Records};
use crate::wire::assumed::inbox::Attachment;
use crate::wire::room::Message;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// How many names are tried for one file.
const NAMES: u32 = 10_000;

/// An attachment that was saved. Fields are only ever added, at the end.
pub(super) struct Saved {
    message: String,
    attachment: Attachment,
    size: u64,
    file: String,
}

impl Record for Saved {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "message", shown: false, cell: |s| s.message.as_str().into() },
        Column { name: "number", shown: true, cell: |s| s.attachment.number.into() },
        Column { name: "name", shown: false, cell: |s| (&s.attachment.name).into() },
        Column { name: "content_type", shown: true, cell: |s| (&s.attachment.content_type).into() },
        Column { name: "size", shown: true, cell: |s| s.size.into() },
        Column { name: "file", shown: true, cell: |s| s.file.as_str().into() },
    ];
}

/// Fails for what is there and is no folder, before anything is asked of a server.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage).
pub(super) fn check(folder: &Path) -> Result<()> {
    let wrong = |what: &str| Err(Error::usage(format!("--save-attachments: {} is {what}", folder.display())));
    match (folder.metadata(), folder.symlink_metadata()) {
        (Ok(found), _) if !found.is_dir() => wrong("no folder"),
        (Err(_), Ok(_)) => wrong("a link that leads nowhere"),
        _ => Ok(()),
    }
}

/// Saves what is attached to these messages into `folder`, and prints what was saved.
///
/// # Errors
/// When the folder or a file cannot be written; whatever reading an attachment ends with. What was saved before stays, and is
/// printed.
pub(super) async fn attachments(ctx: &Context, client: &SignedIn, messages: &[Message], folder: &Path) -> Result<()> {
    if messages.iter().all(|m| m.email.as_ref().is_none_or(|e| e.attachments.is_empty())) {
        ctx.ui.status("Nothing is attached to these messages.");
    } else {
        files::private_folder(folder).map_err(|e| failed(folder, &e))?;
    }
    let mut out = ctx.ui.records::<Saved>()?;
    let mut ended = Ok(());
    for message in messages {
        ended = all_of(ctx, client, message, folder, &mut out).await;
        if ended.is_err() {
            break;
        }
    }
    out.finish().and(ended)
}

/// Saves what is attached to one message: what is listed, and what else there is behind a list that was cut.
async fn all_of(ctx: &Context, client: &SignedIn, message: &Message, folder: &Path, out: &mut Records<'_, Saved>) -> Result<()> {
    let listed = message.email.as_ref().map_or(&[][..], |email| &email.attachments);
    for attachment in listed {
        out.push(one(client, message, attachment, folder).await?)?;
    }
    let cut = message.email.as_ref().and_then(|email| email.attachments_cut).unwrap_or(0);
    if cut == 0 {
        return Ok(());
    }
    ctx.ui.warn(&format!("{cut} more attachments of this message are not listed; they are saved without their names"));
    let first = listed.len() as u64 + 1;
    for number in first..first.saturating_add(cut) {
        let attachment = Attachment { number: Some(number), ..Attachment::default() };
        match one(client, message, &attachment, folder).await {
            Ok(saved) => out.push(saved)?,
            Err(error) if error.kind() == Kind::NotFound => {
                let left = first.saturating_add(cut) - number;
                return Err(Error::new(Kind::Partial, format!("{left} attachments of this message could not be saved"))
                    .with_hint("--raw has all of the message"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn one(client: &SignedIn, message: &Message, attachment: &Attachment, folder: &Path) -> Result<Saved> {
    let number = attachment.number.and_then(|n| u32::try_from(n).ok());
    let number = number.ok_or_else(|| Error::unexpected("an attachment", "the server gives it no number"))?;
    let room_id = message.room_id.as_deref().unwrap_or_default();
    let content = client.attachment(room_id, &message.id, number).await?;
    let name = file_name::safe(attachment.name.as_deref().unwrap_or_default(), number);
    let file = write(folder, &name, &content)?;
    Ok(Saved {
        message: message.id.clone(),
        attachment: attachment.clone(),
        size: content.len() as u64,
        file: file.to_string_lossy().into_owned(),
    })
}

/// Writes a new file; where the name is taken, under the next that is free.
fn write(folder: &Path, name: &str, content: &[u8]) -> Result<PathBuf> {
    for n in 1..=NAMES {
        let path = folder.join(file_name::numbered(name, n));
        let mut file = match files::new_private(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::AlreadyExists => continue,
            Err(e) => return Err(failed(&path, &e)),
        };
        if let Err(error) = file.write_all(content) {
            // A part of a file is worse than none; that it cannot be removed either changes nothing about the error.
            let _ = std::fs::remove_file(&path);
            return Err(failed(&path, &error));
        }
        return Ok(path);
    }
    Err(Error::unexpected(format_args!("saving {name}"), "every name like it is taken"))
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::unexpected(format_args!("saving to {}", path.display()), error)
}
