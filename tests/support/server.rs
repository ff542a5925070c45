//! The real server: `qontak server run` on a free port of this machine.

use super::run::reap;
use super::{LIMIT, Output, World, secrets};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

/// An HMAC credential of the server.
pub struct HmacPair {
    /// Its public part.
    pub id: String,
    /// What signs.
    pub secret: String,
}

struct Process {
    pid: Pid,
    status: Mutex<Receiver<ExitStatus>>,
    stdout: Arc<Mutex<String>>,
}

/// A server of one world; killed when dropped.
pub struct Server<'w> {
    world: &'w World,
    url: String,
    smtp: Option<String>,
    words: Vec<String>,
    process: Option<Process>,
    log: PathBuf,
}

impl<'w> Server<'w> {
    /// Starts one on a free port, over a new database.
    #[track_caller]
    pub fn start(world: &'w World) -> Self {
        Self::with(world, &[])
    }

    /// The same with more flags.
    #[track_caller]
    pub fn with(world: &'w World, words: &[&str]) -> Self {
        let words = words.iter().map(|w| (*w).to_owned()).collect();
        let mut server = Self { world, url: String::new(), smtp: None, words, process: None, log: world.path("server.log") };
        // The certificate of the tests is for one address.
        let address = if server.words.iter().any(|w| w == "--tls-cert") { "127.0.0.1".into() } else { own_address() };
        server.launch(&format!("{address}:0"));
        server
    }

    #[track_caller]
    fn launch(&mut self, listen: &str) {
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        // Like a service manager: writing beyond a file size limit is an error, not the end.
        let mut command = self.world.command("/bin/sh");
        command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", super::world::QONTAK]);
        command.args(["server", "run", "--listen", listen, "--database", &self.database()]).args(&self.words);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let pid = Pid::from_child(&child);
        let pipe = child.stdout.take().unwrap();
        let stdout = Arc::new(Mutex::new(String::new()));
        let (send, first) = mpsc::channel();
        let kept = Arc::clone(&stdout);
        thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&format!("{line}\n"));
                let _ = send.send(line);
            }
        });
        self.process = Some(Process { pid, status: Mutex::new(reap(child)), stdout });
        let line = first.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("the server did not start:\n{}", self.log()));
        let start = line.find("http").unwrap_or_else(|| panic!("no URL in the server's first line: {line}"));
        self.smtp = self.words.iter().any(|w| w == "--smtp").then(|| {
            let line = first.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("no receiver:\n{}", self.log()));
            line.strip_prefix("smtp://").unwrap_or_else(|| panic!("no receiver in {line:?}")).to_owned()
        });
        self.url = line[start..].split_whitespace().next().unwrap_or_default().trim_end_matches(['/', '.', ',']).to_owned();
    }

    /// Its base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `host:port`.
    pub fn authority(&self) -> &str {
        self.url.split_once("://").map_or("", |(_, authority)| authority)
    }

    /// The receiver's `host:port`; it is another one after each start.
    #[track_caller]
    pub fn smtp(&self) -> &str {
        self.smtp.as_deref().unwrap()
    }

    /// The value of `--database`.
    pub fn database(&self) -> String {
        format!("sqlite:{}", self.world.path("server-data/workspace.db").display())
    }

    /// Everything on standard error so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Adds a person; returns the password.
    #[track_caller]
    pub fn add_user(&self, username: &str, role: &str) -> String {
        let password = secrets::login();
        let words = ["server", "user", "add", username, "--role", role, "--password-stdin", "--database", &self.database()];
        self.world.qontak(words).stdin(password.clone()).run().success();
        password
    }

    /// Adds a person and signs in as profile `role`.
    #[track_caller]
    pub fn sign_in(&self, role: &str) -> Output {
        let username = format!("{role}@example.com");
        let password = self.add_user(&username, role);
        self.world.login(&self.url, role, &username, &password)
    }

    /// Adds an HMAC credential.
    #[track_caller]
    pub fn add_credential(&self, name: &str, role: &str) -> HmacPair {
        let secret = secrets::client_secret();
        let words = ["server", "credential", "add", name, "--role", role, "--secret-stdin", "--database", &self.database()];
        let output = self.world.qontak(words).stdin(secret.clone()).run().success();
        // The id is the first field of the row.
        let id = output.one_line().split('\t').next().unwrap_or_default().to_owned();
        HmacPair { id, secret }
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        self.process.as_ref().unwrap().pid
    }

    /// Sends it a signal, unless it has just ended.
    pub fn signal(&self, signal: Signal) {
        let sent = kill_process(self.process.as_ref().unwrap().pid, signal);
        assert!(matches!(sent, Ok(()) | Err(rustix::io::Errno::SRCH)), "{sent:?}");
    }

    /// Asks it to end (SIGTERM) and waits.
    #[track_caller]
    pub fn stop(&mut self) -> ExitStatus {
        self.signal(Signal::TERM);
        self.ended()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn ended(&mut self) -> ExitStatus {
        let process = self.process.take().unwrap();
        let status = process.status.lock().unwrap().recv_timeout(LIMIT);
        self.world.keep("qontak server run", &process.stdout.lock().unwrap());
        status.unwrap_or_else(|_| {
            let _ = kill_process(process.pid, Signal::KILL);
            panic!("the server did not end:\n{}", self.log())
        })
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            let _ = kill_process(process.pid, Signal::KILL);
            let _ = process.status.lock().unwrap().recv_timeout(LIMIT);
            self.world.keep("qontak server run", &process.stdout.lock().unwrap());
        }
    }

    /// Ends it and starts it again with other flags, on the same port over the same database.
    #[track_caller]
    pub fn restart_with(&mut self, words: &[&str]) {
        self.kill();
        self.words = words.iter().map(|w| (*w).to_owned()).collect();
        self.restart();
    }

    /// Starts it again on the same port over the same database.
    #[track_caller]
    pub fn restart(&mut self) {
        let listen = self.authority().to_owned();
        self.launch(&listen);
    }
}

/// A loopback address that nobody else on this machine uses: a port of it stays free while its server is restarted. Only Linux
/// has more than one.
fn own_address() -> String {
    static COUNT: AtomicU8 = AtomicU8::new(1);
    if cfg!(not(target_os = "linux")) {
        return "127.0.0.1".into();
    }
    let [_, _, high, low] = std::process::id().to_be_bytes();
    format!("127.{}.{low}.{}", 1 + high % 254, COUNT.fetch_add(1, Ordering::Relaxed))
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        self.kill();
    }
}
