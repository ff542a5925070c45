//! A real terminal with a person in front of it.

use super::{LIMIT, World};
use rexpect::process::{PtyProcess, Signal, WaitStatus};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

/// What a finished program left in the terminal.
#[derive(Debug)]
pub struct End {
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Everything that was shown.
    pub shown: String,
    /// Whether the cursor can be seen.
    pub cursor: bool,
    /// Whether what is typed is shown again.
    pub echo: bool,
}

impl End {
    /// This exit code, and a terminal in order.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert!(self.code == Some(code), "expected exit {code}, got {:?}; shown:\n{}", self.code, self.shown);
        assert!(self.cursor, "the cursor was left hidden; shown:\n{}", self.shown);
        assert!(self.echo, "the terminal was left without echo; shown:\n{}", self.shown);
        self
    }

    /// This was shown.
    #[track_caller]
    pub fn has(self, part: &str) -> Self {
        assert!(self.shown.contains(part), "missing: {part:?}; shown:\n{}", self.shown);
        self
    }

    /// This was not shown.
    #[track_caller]
    pub fn lacks(self, part: &str) -> Self {
        assert!(!self.shown.contains(part), "should not be there: {part:?}; shown:\n{}", self.shown);
        self
    }
}

/// A program in a terminal of 120 columns.
pub struct Pty<'w> {
    world: &'w World,
    label: String,
    process: PtyProcess,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    unread: Vec<u8>,
    shown: Vec<u8>,
}

impl World {
    /// `qontak` with these words in a terminal.
    pub fn terminal(&self, words: &[&str]) -> Pty<'_> {
        Pty::start(self, "exec qontak \"$@\"", words, &[])
    }

    /// The same with variables beside the world's.
    pub fn terminal_with(&self, words: &[&str], env: &[(&str, &str)]) -> Pty<'_> {
        Pty::start(self, "exec qontak \"$@\"", words, env)
    }

    /// A line for `sh` in a terminal.
    pub fn terminal_sh(&self, line: &str) -> Pty<'_> {
        Pty::start(self, line, &[], &[])
    }
}

impl<'w> Pty<'w> {
    fn start(world: &'w World, line: &str, words: &[&str], env: &[(&str, &str)]) -> Self {
        let mut command: Command = world.command("/bin/sh");
        // The terminal comes without echo; a person's has it, and only so can a test see that a password is not shown.
        command.args(["-c", &format!("stty sane cols 120 rows 40; {line}"), "sh"]).args(words);
        command.env("TERM", "xterm-256color").envs(env.iter().copied());
        let process = PtyProcess::new(command).unwrap();
        let keyboard = process.get_file_handle().unwrap();
        let mut reader = keyboard.try_clone().unwrap();
        let (send, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut piece = [0; 4096];
            // Linux reports the end of the last program as an error.
            while let Ok(length @ 1..) = reader.read(&mut piece) {
                if send.send(piece[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        let label = format!("{line} {}", words.join(" "));
        Self { world, label, process, keyboard, screen, unread: Vec::new(), shown: Vec::new() }
    }

    /// Waits until `needle` is shown after what was waited for before; returns what came before it.
    #[track_caller]
    pub fn expect(&mut self, needle: &str) -> String {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(at) = self.unread.windows(needle.len()).position(|w| w == needle.as_bytes()) {
                let rest = self.unread.split_off(at + needle.len());
                let mut before = std::mem::replace(&mut self.unread, rest);
                before.truncate(at);
                return String::from_utf8_lossy(&before).into_owned();
            }
            match self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(piece) => self.take(piece),
                Err(_) => panic!("$ {}\nnever showed {needle:?}; shown:\n{}", self.label, self.so_far()),
            }
        }
    }

    fn take(&mut self, piece: Vec<u8>) {
        self.unread.extend_from_slice(&piece);
        self.shown.extend(piece);
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.shown).into_owned()
    }

    /// Types, without Enter.
    pub fn keys(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Types a line and Enter.
    pub fn line(&mut self, text: &str) {
        self.keys(&format!("{text}\r"));
    }

    /// The arrow key down.
    pub fn down(&mut self) {
        self.keys("\x1b[B");
    }

    /// Ctrl-C.
    pub fn ctrl_c(&mut self) {
        self.keys("\x03");
    }

    /// Ctrl-D: the end of input.
    pub fn ctrl_d(&mut self) {
        self.keys("\x04");
    }

    /// Sends the program a signal.
    pub fn signal(&mut self, signal: Signal) {
        self.process.signal(signal).unwrap();
    }

    /// Waits for the program's end.
    #[track_caller]
    pub fn end(mut self) -> End {
        let end = Instant::now() + LIMIT;
        let status = super::wait::until("the program in the terminal to end", || {
            while let Ok(piece) = self.screen.try_recv() {
                self.take(piece);
            }
            if Instant::now() + std::time::Duration::from_secs(1) > end {
                panic!("$ {}\nhangs; shown:\n{}", self.label, self.so_far());
            }
            self.process.status().filter(|status| *status != WaitStatus::StillAlive)
        });
        // What is still on its way from the terminal ends with the reader's channel.
        while let Ok(piece) = self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(piece);
        }
        let shown = self.so_far();
        self.world.keep(&self.label, &shown);
        let code = if let WaitStatus::Exited(_, code) = status { Some(code) } else { None };
        let echo = tcgetattr(&self.keyboard).unwrap().local_modes.contains(LocalModes::ECHO);
        End { code, cursor: shown.rfind("\x1b[?25l") <= shown.rfind("\x1b[?25h"), shown, echo }
    }
}

impl Drop for Pty<'_> {
    fn drop(&mut self) {
        if self.process.status() == Some(WaitStatus::StillAlive) {
            let _ = self.process.signal(Signal::SIGKILL);
        }
    }
}
