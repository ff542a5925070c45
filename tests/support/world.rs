//! A hermetic environment: its own home, its own folders, nothing inherited; searched for secrets when it ends.

use super::secrets::{self, MARKER};
use super::{Output, Run};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use tempfile::TempDir;

/// The program under test.
pub const QONTAK: &str = env!("CARGO_BIN_EXE_qontak");

/// A machine of its own for one test.
pub struct World {
    root: TempDir,
    captured: Mutex<Vec<(String, String)>>,
    inputs: Mutex<Vec<PathBuf>>,
    secrets: Mutex<Vec<String>>,
    variables: Mutex<Vec<(String, String)>>,
}

impl World {
    /// A fresh machine, on which the program never ran.
    pub fn new() -> Self {
        let root = tempfile::Builder::new().prefix("qontak-test-").tempdir().unwrap();
        for folder in ["home", "tmp", "bin", "work"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        symlink(QONTAK, root.path().join("bin/qontak")).unwrap();
        Self {
            root,
            captured: Mutex::default(),
            inputs: Mutex::default(),
            secrets: Mutex::default(),
            variables: Mutex::default(),
        }
    }

    /// The program with these words.
    pub fn qontak<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Run<'_> {
        Run::new(self, self.command(QONTAK)).args(words)
    }

    /// The same in the local workspace.
    pub fn local<S: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = S>) -> Run<'_> {
        self.qontak(["--local"]).args(words)
    }

    /// A line for `sh`, with `qontak` on its path.
    pub fn sh(&self, line: &str) -> Run<'_> {
        Run::new(self, self.command("/bin/sh")).args(["-c", line])
    }

    /// A command with this world's environment and working folder, and nothing else.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_else(|_| "/usr/bin:/bin".into());
        command.env_clear().env("PATH", format!("{}:{path}", self.path("bin").display()));
        command.env("HOME", self.home()).env("TMPDIR", self.path("tmp")).env("LANG", "C.UTF-8");
        // Hosts like mail.example.com exist nowhere; tests of the check say so with `without_env`.
        command.env("QONTAK_NO_CHECK", "1");
        command.env("XDG_CONFIG_HOME", self.home().join(".config")).env("XDG_DATA_HOME", self.home().join(".local/share"));
        command.envs(self.variables.lock().unwrap().iter().map(|(name, value)| (name, value)));
        command.current_dir(self.path("work"));
        command
    }

    /// From now on every process of this world has this variable.
    pub fn set(&self, name: &str, value: &str) {
        self.variables.lock().unwrap().push((name.to_owned(), value.to_owned()));
    }

    /// A path in this world.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(relative)
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.path("home")
    }

    /// Where `config.toml` and `credentials.toml` go.
    pub fn config(&self) -> PathBuf {
        self.home().join(".config/qontak")
    }

    /// Where the local workspace goes.
    pub fn data(&self) -> PathBuf {
        self.home().join(".local/share/qontak")
    }

    /// Writes a file into the working folder as a person would have; it may hold secrets.
    pub fn input(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("work").join(name);
        fs::write(&path, content).unwrap();
        self.expect_input(&path);
        path
    }

    /// This file, which the program is told to write a secret to, may hold it.
    pub fn expect_input(&self, path: &Path) {
        self.inputs.lock().unwrap().push(path.to_owned());
    }

    /// Writes a file among the program's own: `config.toml` or `credentials.toml`.
    pub fn write_config(&self, name: &str, content: &str) -> PathBuf {
        fs::create_dir_all(self.config()).unwrap();
        let path = self.config().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Reads one of the program's own files.
    #[track_caller]
    pub fn read_config(&self, name: &str) -> String {
        let path = self.config().join(name);
        fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// A secret that carries no marker (the program made it): searched for like the others.
    pub fn keep_secret(&self, secret: &str) {
        self.secrets.lock().unwrap().push(secret.to_owned());
    }

    /// Remembers what a process printed.
    pub fn keep(&self, label: &str, text: &str) {
        self.captured.lock().unwrap().push((label.to_owned(), text.to_owned()));
    }

    /// Signs in with user name and password and remembers it as `profile`.
    #[track_caller]
    pub fn login(&self, server: &str, profile: &str, username: &str, password: &str) -> Output {
        let words = ["login", "--server", server, "--profile", profile, "--username", username, "--password-stdin"];
        self.qontak(words).stdin(password).run().success()
    }

    fn check_secrets(&self) {
        let mut needles = secrets::encodings(MARKER);
        needles.extend(self.secrets.lock().unwrap().iter().cloned());
        needles.extend(stored_tokens(&self.config().join("credentials.toml")));
        for (label, text) in self.captured.lock().unwrap().iter() {
            if let Some(found) = secrets::find(text.as_bytes(), &needles) {
                panic!("a secret ({found:.8}…) was printed by: {label}\n{text}");
            }
        }
        let inputs = self.inputs.lock().unwrap();
        for path in files(self.root.path()) {
            let content = fs::read(&path).unwrap();
            if path.file_name() == Some(OsStr::new("credentials.toml")) {
                let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
                assert!(mode == 0o600, "{} has mode {mode:o}", path.display());
                assert_eq!(secrets::find(&content, &secrets::passwords()), None, "a password is in {}", path.display());
            } else if !inputs.contains(&path)
                && let Some(found) = secrets::find(&content, &needles)
            {
                panic!("a secret ({found:.8}…) is in {}", path.display());
            }
        }
    }
}

/// The tokens and secrets in a credentials file, which may be nowhere else. A broken file holds none.
fn stored_tokens(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let Ok(document) = text.parse::<toml_edit::DocumentMut>() else { return Vec::new() };
    let mut found = Vec::new();
    let mut tables: Vec<&dyn toml_edit::TableLike> = vec![document.as_table()];
    while let Some(table) = tables.pop() {
        for (key, item) in table.iter() {
            tables.extend(item.as_table_like());
            let secret = ["token", "secret", "access", "refresh"].iter().any(|word| key.contains(word));
            // Short words are a test's own placeholders and would be found in any text.
            found.extend(item.as_str().filter(|value| secret && value.len() >= 20).map(str::to_owned));
        }
    }
    found
}

/// All files below `folder`; links are not followed.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check_secrets();
        }
    }
}
