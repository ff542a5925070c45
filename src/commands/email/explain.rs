//! `email explain`: what an SMTP error means and what to do about it. Asks no server and needs no sign-in.

use crate::cli::ExplainArgs;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::diagnosis::{Diagnosis, diagnose};
use crate::mail::mask::mask;
use crate::mail::replies;
use crate::mail::smtp_errors;
use crate::ui::{Column, Record};
use std::path::Path;

/// Bytes of a text that are looked at.
const LONGEST: usize = 1024 * 1024;
/// The width of the labels.
const LABELS: usize = 10;

/// Explains each error in a text.
///
/// # Errors
/// [`Kind::Usage`] without a text; [`Kind::Unexpected`] (exit 1) when nothing in it is known.
pub async fn run(args: ExplainArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Row>()?;
    let text = text(&args, ctx).await?;
    if text.trim().is_empty() {
        return Err(Error::usage("there is no text to explain")
            .with_hint("qontak email explain '535-5.7.8 …', or a log: qontak email explain - < mail.log"));
    }
    let found = diagnose(&text, args.host.as_deref());
    let known = found.iter().any(Diagnosis::is_known);
    show(found, ctx)?;
    if known {
        return Ok(());
    }
    if let Some(error) = not_known(&text) {
        return Err(error);
    }
    let message = "nothing in this text is a known SMTP error: looked for replies (a code like 535 and its words) and for what programs print when a connection fails";
    let hint = "paste the whole reply of the server, with its code and all of its lines; to try the settings for real: qontak email check CHANNEL --transcript";
    Err(Error::new(Kind::Unexpected, message).with_hint(hint))
}

/// What can be said of a reply that nobody knows: what its codes tell (RFC 5321, 4.2.1; RFC 3463).
fn not_known(text: &str) -> Option<Error> {
    let reply = replies::find(text).into_iter().find(|reply| reply.code >= 400)?;
    let lasts = match reply.code {
        400..500 => "it passes by itself: try again later",
        _ => "it stays until somebody changes something",
    };
    let enhanced = reply.text.split([' ', '-', '\n']).find(|word| smtp_errors::is_enhanced(word));
    let about = match enhanced.and_then(|code| code.split('.').nth(1)) {
        Some("1") => "; it is about an address",
        Some("2") => "; it is about a mailbox",
        Some("3") => "; it is about the mail server itself",
        Some("4") => "; it is about the network or the way to a server",
        Some("5") => "; it is about what the two sides say",
        Some("6") => "; it is about the content of the message",
        Some("7") => "; it is about security or a policy",
        _ => "",
    };
    let code = enhanced.map_or_else(|| reply.code.to_string(), |enhanced| format!("{} {enhanced}", reply.code));
    let hint = format!("{code} says that {lasts}{about}. Ask the provider what it means by its words");
    Some(Error::new(Kind::Unexpected, "the server's reply is not one that is known").with_hint(hint))
}

/// The argument, or standard input.
async fn text(args: &ExplainArgs, ctx: &Context) -> Result<String> {
    if args.text != ["-"] {
        let text = args.text.join(" ");
        if args.text.len() == 1 && !text.contains(char::is_whitespace) && Path::new(&text).is_file() {
            let hint = format!("to explain what is in it: qontak email explain - < {text}");
            return Err(Error::usage(format!("{text} is a file")).with_hint(hint));
        }
        if mask(&text).found {
            ctx.ui.warn("the text holds what looks like a credential, and others on this machine can see a command's arguments: pass - and paste it instead; change the password if it was a real one");
        }
        return Ok(text);
    }
    if ctx.ui.is_stdin_terminal() {
        ctx.ui.status("Paste the error or the log, then press Enter and Ctrl-D:");
    }
    let read = ctx.ui.read_stdin_end(LONGEST).await;
    let (mut bytes, cut) = read.map_err(|error| Error::unexpected("reading standard input", error))?;
    if cut {
        ctx.ui.warn("only the last MiB of the text is read");
        // A part of a line may be a part of a secret.
        let line = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        bytes.drain(..line);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn show(found: Vec<Diagnosis>, ctx: &Context) -> Result<()> {
    if ctx.ui.explicit_format() || !ctx.ui.is_stdout_terminal() {
        let mut records = ctx.ui.records::<Row>()?;
        found.into_iter().try_for_each(|one| records.push(Row(one)))?;
        return records.finish();
    }
    for (n, one) in found.iter().enumerate() {
        if n > 0 {
            ctx.ui.paragraph("\n", 0)?;
        }
        let explanation = &one.explanation;
        ctx.ui.labelled("Class:", LABELS, explanation.class)?;
        ctx.ui.labelled("Reply:", LABELS, if one.said.is_empty() { "-" } else { &one.said })?;
        ctx.ui.labelled("Cause:", LABELS, explanation.cause)?;
        ctx.ui.labelled("Remedy:", LABELS, explanation.remedy)?;
        if let Some(page) = explanation.page {
            ctx.ui.labelled("Page:", LABELS, page)?;
        }
        if let Some(provider) = one.provider {
            ctx.ui.labelled("Provider:", LABELS, provider)?;
        }
    }
    ctx.ui.end_text()
}

/// An error as it is printed. Fields are only ever added, at the end; a test pins them.
struct Row(Diagnosis);

const fn column(name: &'static str, shown: bool, cell: for<'a> fn(&'a Row) -> crate::ui::Cell<'a>) -> Column<Row> {
    Column { name, shown, cell }
}

impl Record for Row {
    const COLUMNS: &'static [Column<Self>] = &[
        column("class", true, |r| r.0.explanation.class.into()),
        column("cause", true, |r| r.0.explanation.cause.into()),
        column("remedy", true, |r| r.0.explanation.remedy.into()),
        column("page", false, |r| r.0.explanation.page.into()),
        column("reply", false, |r| r.0.said.as_str().into()),
        column("provider", false, |r| r.0.provider.into()),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_public() {
        let names: Vec<&str> = Row::COLUMNS.iter().map(|c| c.name).collect();
        assert_eq!(names, ["class", "cause", "remedy", "page", "reply", "provider"]);
    }
}
