//! One run of a process in a [`World`]: built, started, waited for within a limit.

use super::{LIMIT, Output, World};
use rustix::process::{Pid, Signal, kill_process};
use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// A process to be started.
pub struct Run<'w> {
    world: &'w World,
    command: Command,
    stdin: Option<Vec<u8>>,
    stdout: Option<Stdio>,
}

impl<'w> Run<'w> {
    pub(super) fn new(world: &'w World, command: Command) -> Self {
        Self { world, command, stdin: None, stdout: None }
    }

    /// One more word.
    pub fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    /// More words.
    pub fn args<S: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.command.args(words);
        self
    }

    /// A variable beside the world's.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// A variable of the world's left out.
    pub fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// What comes through the pipe on standard input; `/dev/null` unless said.
    pub fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(text.into());
        self
    }

    /// Standard output goes there instead of being captured.
    pub fn stdout_to(mut self, stdout: impl Into<Stdio>) -> Self {
        self.stdout = Some(stdout.into());
        self
    }

    /// Runs it to its end.
    #[track_caller]
    pub fn run(self) -> Output {
        self.spawn().wait()
    }

    /// Starts it.
    #[track_caller]
    pub fn spawn(mut self) -> Running<'w> {
        self.command.stdin(if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        self.command.stdout(self.stdout.take().unwrap_or_else(Stdio::piped)).stderr(Stdio::piped());
        let label = label(&self.command);
        let mut child = self.command.spawn().unwrap_or_else(|e| panic!("cannot start {label}: {e}"));
        if let (Some(text), Some(mut pipe)) = (self.stdin.take(), child.stdin.take()) {
            // A program that ends without reading closes the pipe: that is its right.
            thread::spawn(move || drop(pipe.write_all(&text)));
        }
        let (stdout, stderr) = (drain(child.stdout.take()), drain(child.stderr.take()));
        let pid = Pid::from_child(&child);
        Running { world: self.world, label, pid, status: reap(child), stdout, stderr, over: false }
    }
}

/// A process that was started. Killed when dropped.
pub struct Running<'w> {
    world: &'w World,
    label: String,
    pid: Pid,
    status: Receiver<ExitStatus>,
    stdout: Receiver<Vec<u8>>,
    stderr: Receiver<Vec<u8>>,
    over: bool,
}

impl Running<'_> {
    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits for its end and both its streams.
    #[track_caller]
    pub fn wait(mut self) -> Output {
        let status = self.status.recv_timeout(LIMIT);
        if status.is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
        self.over = true;
        let read = |stream: &Receiver<Vec<u8>>| stream.recv_timeout(LIMIT).unwrap_or_default();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let (stdout, stderr) = (text(read(&self.stdout)), text(read(&self.stderr)));
        let code = status.as_ref().ok().and_then(ExitStatus::code);
        let output = Output { label: std::mem::take(&mut self.label), code, stdout, stderr };
        self.world.keep(&output.label, &output.stdout);
        self.world.keep(&output.label, &output.stderr);
        assert!(status.is_ok(), "did not end within {LIMIT:?}\n{}", output.story());
        output
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.over && self.status.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// The words of a command, the program by its bare name.
pub(super) fn label(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn drain(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        let _ = send.send(bytes);
    });
    receive
}

/// Waits for the child on a thread of its own, so that the wait can be given up.
pub(super) fn reap(mut child: Child) -> Receiver<ExitStatus> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || drop(child.wait().map(|status| send.send(status))));
    receive
}
