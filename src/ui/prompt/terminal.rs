//! Answers from the person at the terminal.

use super::{Prompt, Reply, list};
use secrecy::SecretString;
use std::io::{self, BufRead as _, ErrorKind, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

/// The longest line that is read, in bytes; more than a terminal hands over at once.
const LONGEST: u64 = 64 * 1024;

/// The terminal on standard input and standard error.
pub struct Terminal {
    dumb: bool,
    cursor_hidden: AtomicBool,
    mode: mode::Mode,
}

impl Terminal {
    /// `dumb`: the terminal cannot move its cursor.
    pub fn new(dumb: bool) -> Self {
        Self { dumb, cursor_hidden: AtomicBool::new(false), mode: mode::Mode::default() }
    }

    /// Remembers the terminal's mode, asks, and puts it back, however the question ended.
    fn guarded<T>(&self, ask: impl FnOnce() -> io::Result<Reply<T>>) -> io::Result<Reply<T>> {
        self.mode.save();
        let reply = ask();
        self.restore();
        match reply {
            Err(e) if e.kind() == ErrorKind::Interrupted => Ok(Reply::Interrupt),
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(Reply::End),
            reply => reply,
        }
    }
}

impl Prompt for Terminal {
    fn say(&self, text: &str) {
        let mut err = io::stderr().lock();
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// In the terminal's cooked mode: its own line editing, Ctrl-C a signal, Ctrl-D end of input.
    fn line(&self, question: &str) -> io::Result<Reply<String>> {
        self.say(question);
        let reply = self.guarded(|| read_line(io::stdin().lock()))?;
        if !matches!(reply, Reply::Answer(_)) {
            // Ctrl-D moves the cursor nowhere.
            self.say("\n");
        }
        Ok(reply)
    }

    fn hidden(&self, question: &str) -> io::Result<Reply<SecretString>> {
        self.say(question);
        let reply = self.guarded(|| {
            let config = rpassword::ConfigBuilder::new().output_discard().build();
            Ok(Reply::Answer(SecretString::from(rpassword::read_password_with_config(config)?)))
        });
        // The Enter that ended it was not shown either.
        self.say("\n");
        reply
    }

    fn can_pick(&self) -> bool {
        !self.dumb
    }

    fn pick(&self, question: &str, items: &[String], default: usize) -> io::Result<Reply<usize>> {
        self.guarded(|| {
            self.mode.quiet();
            self.cursor_hidden.store(true, Ordering::SeqCst);
            list::pick(question, items, default)
        })
    }

    fn restore(&self) {
        self.mode.restore();
        if self.cursor_hidden.swap(false, Ordering::SeqCst) {
            self.say("\x1b[?25h");
        }
    }
}

/// Reads up to a line end. End of input in the middle of a line is no answer.
fn read_line(from: impl io::BufRead) -> io::Result<Reply<String>> {
    let mut bytes = Vec::new();
    from.take(LONGEST).read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Ok(Reply::End);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    // Whatever is not UTF-8 fails the check of the field, which says why and asks again.
    Ok(Reply::Answer(String::from_utf8_lossy(&bytes).into_owned()))
}

#[cfg(unix)]
mod mode {
    //! The terminal's mode: saved before a question, put back after it.

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::sync::{Mutex, PoisonError};

    /// The mode before the question that is being asked.
    #[derive(Default)]
    pub struct Mode(Mutex<Option<Termios>>);

    impl Mode {
        pub fn save(&self) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tcgetattr(std::io::stdin()).ok();
        }

        /// No echo and no line editing between two keys; Ctrl-C stays a signal.
        pub fn quiet(&self) {
            if let Ok(mut mode) = tcgetattr(std::io::stdin()) {
                mode.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON);
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &mode);
            }
        }

        pub fn restore(&self) {
            if let Some(mode) = self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &mode);
            }
        }
    }
}

#[cfg(not(unix))]
mod mode {
    //! Nothing to save: the console's mode is put back by whoever changed it.

    /// The console's mode.
    #[derive(Default)]
    pub struct Mode;

    impl Mode {
        pub fn save(&self) {}
        pub fn quiet(&self) {}
        pub fn restore(&self) {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        match read_line(bytes).unwrap() {
            Reply::Answer(line) => Some(line),
            Reply::End | Reply::Interrupt => None,
        }
    }

    #[test]
    fn a_line_ends_with_a_line_end() {
        assert_eq!(read(b"yes\nno\n").as_deref(), Some("yes"));
        assert_eq!(read(b"yes\r\n").as_deref(), Some("yes"));
        assert_eq!(read(b"\n").as_deref(), Some(""));
        assert_eq!(read(b"\xff\n").as_deref(), Some("\u{fffd}"));
        assert_eq!(read(b""), None);
        assert_eq!(read(b"y"), None, "end of input in the middle of a line is no yes");
        assert_eq!(read(&vec![b'y'; 100_000]), None);
    }
}
