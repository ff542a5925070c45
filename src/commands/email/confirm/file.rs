//! A confirmation that was saved.

use super::Place;
use super::answer::Answer;
use super::judge::{Dkim, judge as weigh};
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::confirmation::{self, LARGEST, SENDER};
use crate::profile::quoted;
use std::io::Read as _;
use std::path::Path;

/// Reads the file, or standard input for `-`, as far as a confirmation can go.
///
/// # Errors
/// [`Usage`](Kind::Usage) when it cannot be read.
pub(super) async fn read(path: &Path, ctx: &Context) -> Result<Vec<u8>> {
    let limit = LARGEST as u64;
    if path == Path::new("-") {
        if ctx.ui.is_stdin_terminal() {
            return Err(Error::usage("--from-file -: standard input is a terminal").with_hint("pipe the message in"));
        }
        let read = ctx.ui.read_stdin(limit).await.map_err(|e| Error::usage(format!("standard input: {e}")))?;
        return Ok(read.to_vec());
    }
    let path = path.to_owned();
    // Opening a pipe waits for its writer.
    let reading = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        let read = std::fs::File::open(&path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map_err(|e| Error::usage(format!("--from-file {}: {e}", path.display()))).map(|_| bytes)
    });
    reading.await.map_err(|e| Error::unexpected("reading the message", e))?
}

/// What the saved message gives.
///
/// # Errors
/// [`NotProven`](Kind::NotProven) when it is no confirmation, or none that may be used.
pub(super) fn judge(raw: &[u8], path: &Path, place: &Place) -> Result<Answer> {
    let Some(found) = confirmation::read(raw) else {
        return Err(Error::new(Kind::NotProven, "this message is not Gmail's forwarding confirmation")
            .with_hint(format!("it comes from {SENDER}; save that message with all its headers (Show original > Download)")));
    };
    let signature = if found.has_signature() { Dkim::Unverified } else { Dkim::None };
    let look = match path == Path::new("-") {
        true => "look at the message itself".into(),
        false => format!("look at it: qontak email trace {}", quoted(&path.display().to_string())),
    };
    let (requester, dkim) = weigh(&found, Ok(signature), place, &look).map_err(|refused| refused.error())?;
    Ok(Answer::new(place, found, requester, dkim))
}
