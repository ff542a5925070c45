//! A person's own editor, on a file that nobody else can read and that is gone afterwards.

use super::Ui;
use crate::environment::Environment;
use crate::error::{Error, Kind, Result};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

/// Editors to look for where nobody has named one.
const USUAL: [&str; 4] = ["editor", "nano", "vim", "vi"];

/// Whether an editor has the terminal: then Ctrl-C is a key of the editor's.
#[derive(Debug, Default)]
pub(super) struct Lent(AtomicBool);

struct Back<'a>(&'a Lent);

impl Drop for Back<'_> {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::SeqCst);
    }
}

impl Ui {
    /// Whether an editor has the terminal, so that Ctrl-C is meant for it.
    #[must_use]
    pub fn is_terminal_lent(&self) -> bool {
        self.lent.0.load(Ordering::SeqCst)
    }

    /// Opens `text` in the editor of the person at the terminal (`VISUAL`, `EDITOR`, or what there is) and returns what it is
    /// then, in whatever charset.
    ///
    /// # Errors
    /// [`Usage`](Kind::Usage) when no editor can be started; [`Declined`](Kind::Declined) when it ends with an error, which is the way
    /// to give up in many; [`Interrupted`](Kind::Interrupted) when Ctrl-C ended it.
    pub async fn edit(&self, environment: &Environment, text: &str) -> Result<Vec<u8>> {
        let editor = editor(environment)?;
        let failed = |e: &dyn std::fmt::Display| Error::unexpected("a file for the editor", e);
        // Removed when it is dropped, also when nobody waits any more. Made for its owner alone.
        let mut file = tempfile::Builder::new().prefix("qontak-reply-").suffix(".txt").tempfile().map_err(|e| failed(&e))?;
        file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(|e| failed(&e))?;
        self.lent.0.store(true, Ordering::SeqCst);
        let back = Back(&self.lent);
        let child = self.start(&editor, file.path())?;
        let status = Waiting::new(child).ended().await.map_err(|e| failed(&e))?;
        drop(back);
        check(status, &editor)?;
        // Many editors write a new file and put it in the place of the old one.
        std::fs::read(file.path()).map_err(|e| failed(&e))
    }

    fn start(&self, editor: &str, path: &Path) -> Result<Child> {
        // What is named can have flags: the shell takes it apart. It does not die of a Ctrl-C that the editor takes for a key.
        let mut command = if cfg!(windows) {
            let mut command = Command::new("cmd");
            command.args(["/C", editor]).arg(path);
            command
        } else {
            let mut command = Command::new("sh");
            command.arg("-c").arg(format!("trap : INT; {editor} \"$@\"")).arg("editor").arg(path);
            command
        };
        if !self.settings.terminals.stdout {
            command.stdout(Stdio::from(std::io::stderr()));
        }
        command.spawn().map_err(|e| Error::usage(format!("the editor {editor} could not be started: {e}")))
    }
}

fn editor(environment: &Environment) -> Result<String> {
    for name in ["VISUAL", "EDITOR"] {
        if let Some(editor) = environment.text(name)?.filter(|editor| !editor.trim().is_empty()) {
            return Ok(editor.to_owned());
        }
    }
    if cfg!(windows) {
        return Ok("notepad".to_owned());
    }
    let path = environment.path("PATH").unwrap_or_default();
    let found = USUAL.iter().find(|name| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    found
        .map(|name| (*name).to_owned())
        .ok_or_else(|| Error::usage("there is no editor").with_hint("set EDITOR, or pass --body-file, or pipe the text in"))
}

fn check(status: ExitStatus, editor: &str) -> Result<()> {
    #[cfg(unix)]
    if let Some(2) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Err(Error::interrupted());
    }
    match status.code() {
        Some(0) => Ok(()),
        Some(127) => Err(Error::usage(format!("the editor {editor} could not be started")).with_hint("set EDITOR")),
        Some(130) => Err(Error::interrupted()),
        _ => Err(Error::new(Kind::Declined, format!("the editor {editor} gave up: {status}"))),
    }
}

/// An editor that is running; told to end when nobody waits for it any more.
struct Waiting {
    child: Option<Child>,
    #[cfg(unix)]
    pid: Option<rustix::process::Pid>,
}

impl Waiting {
    fn new(child: Child) -> Self {
        Self {
            #[cfg(unix)]
            pid: Some(rustix::process::Pid::from_child(&child)),
            child: Some(child),
        }
    }

    async fn ended(mut self) -> std::io::Result<ExitStatus> {
        let Some(mut child) = self.child.take() else { return Err(std::io::ErrorKind::NotFound.into()) };
        let status = tokio::task::spawn_blocking(move || child.wait()).await?;
        #[cfg(unix)]
        {
            self.pid = None;
        }
        status
    }
}

#[cfg(unix)]
impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(pid) = self.pid {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
    }
}
