//! `email explain`: what an SMTP error means and what to do about it. Asks no server and needs no sign-in.

use crate::cli::ExplainArgs;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::diagnosis::{Diagnosis, diagnose};
use crate::mail::mask::mask;
use crate::ui::{Column, Record};

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
    let message = "nothing in this text is a known SMTP error: looked for replies (a code like 535 and its words) and for what programs print when a connection fails";
    let hint = "paste the whole reply of the server, with its code and all of its lines; to try the settings for real: qontak email check CHANNEL --transcript";
    Err(Error::new(Kind::Unexpected, message).with_hint(hint))
}

/// The argument, or standard input.
async fn text(args: &ExplainArgs, ctx: &Context) -> Result<String> {
    if args.text != "-" {
        if mask(&args.text).found {
            ctx.ui.warn("the text holds what looks like a credential, and others on this machine can see a command's arguments: pass - and paste it instead; change the password if it was a real one");
        }
        return Ok(cut(&args.text, ctx).to_owned());
    }
    if ctx.ui.is_stdin_terminal() {
        ctx.ui.status("Paste the error or the log, then press Enter and Ctrl-D:");
    }
    let bytes =
        ctx.ui.read_stdin(LONGEST as u64 + 1).await.map_err(|error| Error::unexpected("reading standard input", error))?;
    Ok(cut(&String::from_utf8_lossy(&bytes), ctx).to_owned())
}

fn cut<'t>(text: &'t str, ctx: &Context) -> &'t str {
    if text.len() <= LONGEST {
        return text;
    }
    ctx.ui.warn("only the first MiB of the text is read");
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
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
