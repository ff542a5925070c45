//! Answers from the person at the terminal.

use super::{Prompt, Reply, list};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use std::io::{self, ErrorKind, Read, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The longest line that is read, in bytes; more than a terminal hands over at once.
const LONGEST: usize = 16 * 1024;

/// The terminal on standard input and standard error.
pub struct Terminal {
    dumb: bool,
    cursor_hidden: AtomicBool,
    mode: mode::Mode,
    /// What is asked and not answered yet; empty while a list is shown, which draws itself.
    asked: Mutex<String>,
}

impl Terminal {
    /// `dumb`: the terminal cannot move its cursor.
    pub fn new(dumb: bool) -> Self {
        Self { dumb, cursor_hidden: AtomicBool::new(false), mode: mode::Mode::default(), asked: Mutex::default() }
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

    /// Shows a question, and remembers it as long as it is not answered.
    fn ask(&self, question: &str) {
        *self.asked() = question.to_owned();
        self.say(question);
    }

    fn asked(&self) -> MutexGuard<'_, String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the terminal ready for a list.
    fn prepare_list(&self) {
        self.mode.quiet();
        self.forget();
        self.cursor_hidden.store(true, Ordering::SeqCst);
    }

    /// Ctrl-Z at a list: gives the terminal back and stops, until somebody brings the program to the foreground again.
    fn suspend(&self) {
        self.restore();
        mode::stop();
        self.mode.save();
        self.prepare_list();
    }

    /// Moves on to the next line where the key that ended the question did not.
    fn closed<T>(&self, reply: Reply<T>) -> Reply<T> {
        if !matches!(reply, Reply::Answer(_)) {
            self.say("\n");
        }
        reply
    }
}

impl Prompt for Terminal {
    fn forget(&self) {
        mode::forget();
    }

    fn say(&self, text: &str) {
        let mut err = io::stderr().lock();
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// In the terminal's cooked mode: its own line editing, Ctrl-C a signal, Ctrl-D end of input.
    fn line(&self, question: &str) -> io::Result<Reply<String>> {
        let reply = self.guarded(|| {
            self.ask(question);
            read_line(mode::Input)
        })?;
        Ok(self.closed(reply))
    }

    /// The same without echo, which is off before the question is shown: nothing typed early is seen.
    #[cfg(unix)]
    fn hidden(&self, question: &str) -> io::Result<Reply<SecretString>> {
        let reply = self.guarded(|| {
            self.mode.hide();
            self.forget();
            self.ask(question);
            read_line(mode::Input)
        })?;
        Ok(self.closed(reply))
    }

    #[cfg(not(unix))]
    fn hidden(&self, question: &str) -> io::Result<Reply<SecretString>> {
        self.say(question);
        let reply = self.guarded(|| {
            let config = rpassword::ConfigBuilder::new().output_discard().build();
            Ok(Reply::Answer(SecretString::from(rpassword::read_password_with_config(config)?)))
        });
        self.say("\n");
        reply
    }

    fn can_pick(&self) -> bool {
        !self.dumb
    }

    fn pick(&self, question: &str, items: &[String], default: usize) -> io::Result<Reply<usize>> {
        self.guarded(|| {
            self.prepare_list();
            list::pick(question, items, default, &|| self.suspend())
        })
    }

    fn restore(&self) {
        self.asked().clear();
        self.mode.restore();
        if self.cursor_hidden.swap(false, Ordering::SeqCst) {
            self.say("\x1b[?25h");
        }
    }

    fn resume(&self) {
        let asked = self.asked();
        if !asked.is_empty() {
            self.mode.again();
            self.say(&asked);
        }
    }
}

/// Reads up to a line end, into memory that is wiped afterwards. End of input in the middle of a line is no answer.
///
/// A terminal in cooked mode hands over one line at a time, so nothing of the next line is read and lost here.
fn read_line<T: From<String>>(mut from: impl Read) -> io::Result<Reply<T>> {
    let mut line = Zeroizing::new(vec![0; LONGEST]);
    let mut length = 0;
    loop {
        let read = match from.read(&mut line[length..]) {
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            // The end, or a line that no field takes.
            Ok(0) => return Ok(Reply::End),
            read => read?,
        };
        if let Some(end) = line[length..length + read].iter().position(|&b| b == b'\n') {
            let typed = &line[..length + end];
            let typed = typed.strip_suffix(b"\r").unwrap_or(typed);
            // Whatever is not UTF-8 fails the check of the field, which says why and asks again.
            return Ok(Reply::Answer(String::from_utf8_lossy(typed).into_owned().into()));
        }
        length += read;
    }
}

#[cfg(unix)]
mod mode {
    //! The terminal's mode: saved before a question, put back after it.

    use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};
    use std::io::{self, Read, stdin};
    use std::sync::{Mutex, MutexGuard, PoisonError};
    use std::time::Duration;

    /// Drops what the terminal holds and nobody has read.
    pub fn forget() {
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }

    /// Standard input without a buffer that would keep a secret.
    pub struct Input;

    impl Read for Input {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            Ok(rustix::io::read(stdin(), bytes)?)
        }
    }

    /// Stops the program and whoever it shares a pipeline with, as Ctrl-Z does where the terminal still sees it.
    pub fn stop() {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        // The signal may reach another thread, and this one run on for a moment: it must not touch the terminal meanwhile. Where
        // no shell could continue the program, the system ignores the signal.
        std::thread::park_timeout(Duration::from_millis(100));
    }

    /// The modes before and during the question that is being asked. The terminal is changed only while they are there, so
    /// that a question which is still starting cannot change it after Ctrl-C has put it back.
    #[derive(Default)]
    pub struct Mode(Mutex<Option<Modes>>);

    struct Modes {
        before: Termios,
        during: Termios,
    }

    impl Mode {
        fn modes(&self) -> MutexGuard<'_, Option<Modes>> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner)
        }

        pub fn save(&self) {
            *self.modes() = tcgetattr(stdin()).ok().map(|mode| Modes { before: mode.clone(), during: mode });
        }

        /// Shows nothing of what is typed but the line end.
        pub fn hide(&self) {
            self.change(LocalModes::ECHO, LocalModes::ECHONL);
        }

        /// No echo, no line editing and no signals between two keys: Ctrl-C and Ctrl-Z are keys then as well, and none is lost.
        pub fn quiet(&self) {
            self.change(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG, LocalModes::empty());
        }

        fn change(&self, off: LocalModes, on: LocalModes) {
            if let Some(modes) = self.modes().as_mut() {
                modes.during = modes.before.clone();
                modes.during.local_modes.remove(off);
                modes.during.local_modes.insert(on);
                let _ = tcsetattr(stdin(), OptionalActions::Now, &modes.during);
            }
        }

        /// Sets the mode of the question again.
        pub fn again(&self) {
            if let Some(modes) = self.modes().as_ref() {
                let _ = tcsetattr(stdin(), OptionalActions::Now, &modes.during);
            }
        }

        pub fn restore(&self) {
            if let Some(modes) = self.modes().take() {
                let _ = tcsetattr(stdin(), OptionalActions::Now, &modes.before);
            }
        }
    }
}

#[cfg(not(unix))]
mod mode {
    //! Nothing to save: the console's mode is put back by whoever changed it.

    use std::io::{self, Read};

    /// Standard input.
    pub struct Input;

    impl Read for Input {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            io::stdin().read(bytes)
        }
    }

    /// The console has no way to say so.
    pub fn forget() {}

    /// There is no Ctrl-Z.
    pub fn stop() {}

    /// The console's mode.
    #[derive(Default)]
    pub struct Mode;

    impl Mode {
        pub fn save(&self) {}
        pub fn again(&self) {}
        pub fn quiet(&self) {}
        pub fn restore(&self) {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        match read_line(bytes).unwrap() as Reply<String> {
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
        let pieces = "a b\n".as_bytes().chunks(1).map(|piece| Box::new(piece) as Box<dyn Read>);
        let slow = pieces.reduce(|all, piece| Box::new(all.chain(piece)));
        assert!(matches!(read_line::<String>(slow.unwrap()).unwrap(), Reply::Answer(line) if line == "a b"));
    }
}
