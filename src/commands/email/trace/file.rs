//! A message that somebody saved, and what people save instead of one.

use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use std::io::Read as _;
use std::path::Path;

/// Bytes of a message at most; providers take half of it.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Bytes at the beginning that tell what a file is.
const HEAD: usize = 64 * 1024;
/// How to save a message.
const SAVE: &str = "save the message with all its headers as .eml: Show original > Download (Gmail), View > Message source (Outlook on the web), \
                    Save as (Thunderbird)";

/// Reads the file, or standard input for `-`.
///
/// # Errors
/// [`Usage`](Kind::Usage) when it cannot be read, [`Rejected`](Kind::Rejected) when it is too large.
pub(super) async fn read(path: &Path, ctx: &Context) -> Result<Vec<u8>> {
    let raw = if path == Path::new("-") {
        if ctx.ui.is_stdin_terminal() {
            return Err(Error::usage("standard input is a terminal").with_hint("pipe the message in, or pass FILE"));
        }
        ctx.ui.read_stdin(LARGEST + 1).await.map_err(|e| Error::usage(format!("standard input: {e}")))?.to_vec()
    } else {
        let path = path.to_owned();
        // Opening a pipe waits for its writer.
        let reading = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            let read = std::fs::File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
            read.map_err(|e| Error::usage(format!("{}: {e}", path.display()))).map(|_| bytes)
        });
        reading.await.map_err(|e| Error::unexpected("reading the message", e))??
    };
    if raw.len() as u64 > LARGEST {
        return Err(Error::new(Kind::Rejected, format!("{}: larger than a message can be (64 MiB)", path.display())));
    }
    Ok(raw)
}

/// The message in a file.
///
/// # Errors
/// [`Rejected`](Kind::Rejected), with what it is instead.
pub(super) fn message<'r>(raw: &'r [u8], path: &Path) -> Result<&'r [u8]> {
    let text = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw);
    let head = &text[..text.len().min(HEAD)];
    let start = head.trim_ascii_start();
    let (what, hint) = if start.is_empty() {
        ("is empty", SAVE)
    } else if raw.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        (
            "is Outlook's own format (.msg)",
            "open it in Outlook on the web, or drag it out of the new Outlook, and save it as .eml",
        )
    } else if head.starts_with(b"From ") || head.starts_with(b">From ") {
        ("is a whole mail folder (mbox)", "open it in a mail program and save the one message as .eml")
    } else if start.starts_with(b"<") {
        ("is a web page", SAVE)
    } else if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || memchr::memchr(0, head).is_some() {
        ("is no text", SAVE)
    } else if !has_headers(text) {
        ("does not begin with a message's headers", SAVE)
    } else {
        return Ok(text);
    };
    let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    Err(Error::new(Kind::Rejected, format!("{name} {what}")).with_hint(hint))
}

/// Whether it begins with a header field, and has one that messages have.
fn has_headers(text: &[u8]) -> bool {
    const KNOWN: [&[u8]; 8] = [b"received", b"from", b"date", b"message-id", b"to", b"subject", b"return-path", b"delivered-to"];
    let mut fields = text.split(|b| *b == b'\n').take(1000).take_while(|line| !line.trim_ascii().is_empty()).map(|line| {
        let name = &line[..memchr::memchr(b':', line).unwrap_or(0)];
        let name = name.trim_ascii_end();
        if name.iter().all(|b| (b'!'..=b'~').contains(b)) { name.to_ascii_lowercase() } else { Vec::new() }
    });
    let first = fields.next().unwrap_or_default();
    !first.is_empty() && (KNOWN.contains(&first.as_slice()) || fields.any(|name| KNOWN.contains(&name.as_slice())))
}
