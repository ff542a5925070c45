//! The link opened in the browser of whoever says so. This program itself never follows it.

use crate::commands::Context;
use crate::environment::Environment;
use crate::error::{Error, Kind, Result};
use crate::mail::confirmation::Link;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

/// How long an opener may take to say that it failed. One that is the browser itself does not end.
const MOMENT: Duration = Duration::from_secs(3);

/// Asks, and opens it.
///
/// # Errors
/// [`Declined`](Kind::Declined); [`Unexpected`](Kind::Unexpected) when there is nothing to open it with.
pub(super) async fn ask(link: &Link, requester: &str, ctx: &Context) -> Result<()> {
    let question =
        format!("Open Gmail's confirmation page for {requester}? The page asks once more: only Confirm there confirms.");
    let _confirmed = ctx.ui.confirm(&question, "Open", "Cancel").await?;
    let command = opener(link, &ctx.environment);
    let running = tokio::task::spawn_blocking(move || start(command));
    let failed = |why: String| {
        Error::new(Kind::Unexpected, format!("the browser could not be opened: {why}"))
            .with_hint("print the link instead: --link; or name a browser in the variable BROWSER")
    };
    match running.await.map_err(|e| Error::unexpected("opening the browser", e))? {
        Ok(Some(status)) if !status.success() => Err(failed(status.to_string())),
        Ok(_) => {
            ctx.ui.status("The page opens in your browser. Click Confirm there, then turn forwarding on at Gmail.");
            Ok(())
        }
        Err(e) => Err(failed(e.to_string())),
    }
}

/// The first browser of `$BROWSER`, else the system's opener. No shell reads the link.
fn opener(link: &Link, environment: &Environment) -> Command {
    let between = if cfg!(windows) { ';' } else { ':' };
    let named = environment.get("BROWSER").and_then(|list| list.split(between).find(|one| !one.trim().is_empty()));
    let mut words: Vec<String> = match named {
        Some(browser) => browser.split_whitespace().map(str::to_owned).collect(),
        None if cfg!(windows) => ["rundll32", "url.dll,FileProtocolHandler"].map(str::to_owned).into(),
        None if cfg!(target_os = "macos") => vec!["open".to_owned()],
        None => vec!["xdg-open".to_owned()],
    };
    if words.iter().any(|word| word.contains("%s")) {
        words.iter_mut().for_each(|word| *word = word.replace("%s", link.expose()));
    } else {
        words.push(link.expose().to_owned());
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Starts it, and waits a moment; the status when it has ended by then.
fn start(mut command: Command) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let (send, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || drop(child.wait().map(|status| send.send(status))));
    Ok(ended.recv_timeout(MOMENT).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::confirmation;

    fn words(browser: &str) -> Vec<String> {
        let raw = format!("From: {}\n\nhttps://mail.google.com/mail/vf-a", confirmation::SENDER);
        let link = confirmation::read(raw.as_bytes()).and_then(|found| found.link);
        let link = link.unwrap_or_else(|| unreachable!());
        let command = opener(&link, &Environment::new([("BROWSER".into(), browser.into())]));
        std::iter::once(command.get_program()).chain(command.get_args()).map(|w| w.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn the_browser_that_was_named_comes_first() {
        let link = "https://mail.google.com/mail/vf-a";
        assert_eq!(words("firefox:chromium"), ["firefox", link]);
        assert_eq!(words(":w3m -o x"), ["w3m", "-o", "x", link]);
        assert_eq!(words("b --url=%s --new"), ["b", &format!("--url={link}"), "--new"]);
        assert_eq!(words(" : ").last().map(String::as_str), Some(link));
        assert_eq!(words(" : ").len(), words("").len());
    }
}
