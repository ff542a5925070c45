//! Where secrets come from: standard input, a file, a variable, a command. Never from a flag's value.

use super::Context;
use crate::cli::PasswordArgs;
use crate::error::{Error, Result};
use secrecy::{ExposeSecret as _, SecretString, zeroize::Zeroizing};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// No honest secret is larger.
const LARGEST: u64 = 64 * 1024;

/// Reads the password from where the flags say; `None` when no flag was given.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when it cannot be read, is empty, or is no text.
pub(super) async fn resolve(args: &PasswordArgs, ctx: &Context) -> Result<Option<SecretString>> {
    let secret = if args.password_stdin {
        from_stdin("Password", ctx).await?
    } else if let Some(path) = &args.password_file {
        from_file(path).await?
    } else if let Some(name) = &args.password_env {
        from_env(name, ctx)?
    } else if let Some(command) = &args.password_command {
        from_command(command).await?
    } else {
        return Ok(None);
    };
    Ok(Some(secret))
}

/// Whether any source of a password was named.
#[must_use]
pub(super) const fn is_given(args: &PasswordArgs) -> bool {
    args.password_stdin || args.password_file.is_some() || args.password_env.is_some() || args.password_command.is_some()
}

/// Reads a secret from standard input; without showing it when that is a terminal.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when it is empty, too large or no text, or a terminal may not be asked.
pub(super) async fn from_stdin(label: &str, ctx: &Context) -> Result<SecretString> {
    if ctx.ui.is_stdin_terminal() {
        if !ctx.ui.can_prompt() {
            let error = Error::usage(format!("{}: standard input is a terminal", label.to_lowercase()));
            return Err(error.with_hint("pipe it in, or redirect a file"));
        }
        let typed = ctx.ui.ask_hidden(label, false).await?;
        return typed.ok_or_else(|| empty("standard input"));
    }
    let piped = ctx.ui.read_stdin(LARGEST + 1).await.map_err(|e| Error::usage(format!("standard input: {e}")))?;
    read(piped.as_slice(), "standard input")
}

/// Reads a secret from a file, which can be a pipe (`<(command)`).
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when it cannot be read, is empty, too large or no text.
async fn from_file(path: &Path) -> Result<SecretString> {
    let path = path.to_owned();
    // Opening a pipe waits for its writer.
    blocking(move || {
        let file = std::fs::File::open(&path).map_err(|e| Error::usage(format!("{}: {e}", path.display())))?;
        read(file, &path.display().to_string())
    })
    .await
}

/// Reads a secret from an environment variable.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when it is not set or empty.
fn from_env(name: &str, ctx: &Context) -> Result<SecretString> {
    // What does not look like the name of a variable may be the secret itself, by mistake: it is not repeated.
    let looks_like_a_name = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let variable = if looks_like_a_name { format!("the variable {name}") } else { "the named variable".to_owned() };
    let Some(value) = ctx.environment.text(name)? else {
        return Err(Error::usage(format!("{variable} is not set or empty"))
            .with_hint("it is the name of an environment variable that is wanted, not the secret"));
    };
    read(value.as_bytes(), &variable)
}

/// Runs a command through the shell and takes what it prints.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) when it fails or prints nothing; what it printed is not shown.
async fn from_command(command: &str) -> Result<SecretString> {
    let command = command.to_owned();
    blocking(move || run(&command)).await
}

fn run(command: &str) -> Result<SecretString> {
    let failed = |why: &dyn std::fmt::Display| Error::usage(format!("the password command {why}"));
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .arg(flag)
        .arg(command)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| failed(&format_args!("could not be started: {e}")))?;
    // Closed at the end of the statement, so that a command that prints without end gets a broken pipe.
    let secret = child.stdout.take().map(|stdout| read(stdout, "the password command"));
    let status = child.wait().map_err(|e| failed(&format_args!("could not be waited for: {e}")))?;
    match secret {
        Some(Err(error)) if status.success() || error.message().contains("64 KiB") => Err(error),
        _ if !status.success() => Err(failed(&format_args!("failed: {status}"))),
        Some(secret) => secret,
        None => Err(empty("the password command")),
    }
}

/// Reading can wait for somebody; Ctrl-C must work meanwhile.
async fn blocking(work: impl FnOnce() -> Result<SecretString> + Send + 'static) -> Result<SecretString> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::unexpected("reading a secret", e))?
}

fn empty(place: &str) -> Error {
    Error::usage(format!("{place}: field is required (it is empty)"))
}

/// Reads to the end and strips exactly one line end.
fn read(source: impl Read, place: &str) -> Result<SecretString> {
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|e| Error::usage(format!("{place}: {e}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::usage(format!("{place}: more than 64 KiB, which is no secret")));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::usage(format!("{place}: not UTF-8 text")))?;
    if text.contains('\0') {
        return Err(Error::usage(format!("{place}: holds a NUL character, so it is no secret")));
    }
    let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
    let secret = SecretString::from(line);
    if secret.expose_secret().is_empty() { Err(empty(place)) } else { Ok(secret) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Option<String> {
        read(bytes, "x").ok().map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn exactly_one_line_end_is_stripped() {
        for (bytes, kept) in [
            ("a", "a"),
            ("a\n", "a"),
            ("a\r\n", "a"),
            ("a\n\n", "a\n"),
            ("a\r\n\r\n", "a\r\n"),
            (" a b \n", " a b "),
            ("a\r", "a\r"),
            ("\n\n", "\n"),
        ] {
            assert_eq!(text(bytes.as_bytes()).as_deref(), Some(kept), "{bytes:?}");
        }
    }

    #[test]
    fn empty_large_and_binary_are_refused() {
        for bytes in [&b""[..], b"\n", b"\r\n", b"\xff", b"a\0b"] {
            assert_eq!(text(bytes), None);
        }
        assert_eq!(text(&vec![b'x'; 64 * 1024]).map(|t| t.len()), Some(64 * 1024));
        assert_eq!(text(&vec![b'x'; 64 * 1024 + 1]), None);
        assert!(read(std::io::repeat(b'x'), "x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn commands() {
        assert_eq!(run("printf 'a b\\n'").unwrap().expose_secret(), "a b");
        let error = run("echo tell-nobody; exit 3").unwrap_err();
        assert!(error.message().contains('3') && !error.message().contains("tell-nobody"), "{error}");
        assert!(run("true").unwrap_err().message().contains("empty"));
        assert!(run("yes").unwrap_err().message().contains("64 KiB"));
        assert!(run("exit 1").unwrap_err().message().contains("failed"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_whole(secret in "\\PC{1,40}") {
            prop_assert_eq!(text(format!("{secret}\n").as_bytes()), Some(secret.clone()));
        }
    }
}
