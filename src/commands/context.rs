//! What every command gets: how to print and ask, where to go, how long it may take.

use crate::cli::Global;
use crate::client::{self, SignedIn};
use crate::environment::Environment;
use crate::error::{Error, Kind, Result};
use crate::log::Log;
use crate::profile::{Locked, Paths, Selection, Server, Store, Target, quoted};
use crate::ui::Ui;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// How long one call to the server may take unless `--timeout` says otherwise.
const CALL: Duration = Duration::from_secs(30);

/// What every command gets instead of the process's globals.
pub struct Context {
    /// Prints and asks.
    pub ui: Arc<Ui>,
    /// The environment as it was at the start.
    pub environment: Environment,
    /// What the global flags say about the profile.
    pub selection: Selection,
    /// Deadline, log.
    pub options: client::Options,
    /// What `--timeout` says, where it was given: how long a command that waits for mail may wait in all.
    pub patience: Option<Duration>,
    /// Whether somebody has been warned of an open credentials file.
    warned: AtomicBool,
}

impl Context {
    /// Gathers it from the command line and the environment.
    #[must_use]
    pub fn new(global: &Global, environment: Environment) -> Self {
        let ui = Arc::new(Ui::new(&global.ui(), &environment));
        let log = global.verbose.then(|| {
            let ui = Arc::clone(&ui);
            Arc::new(move |line: &str| ui.log(line)) as Log
        });
        let notices = Arc::clone(&ui);
        let notice: Log = Arc::new(move |line: &str| notices.status(line));
        let selection = Selection { profile: global.profile.clone(), local: global.local };
        Self {
            ui,
            environment,
            selection,
            warned: AtomicBool::new(false),
            patience: global.timeout,
            options: client::Options { timeout: global.timeout.unwrap_or(CALL), log, notice, shield: client::Shield::default() },
        }
    }

    /// Where our files are.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn paths(&self) -> Result<Paths> {
        Paths::new(&self.environment)
    }

    /// The profiles' files.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn store(&self) -> Result<Store> {
        Ok(Store::new(self.paths()?))
    }

    /// Takes the right to change the profiles' files; says so on standard error when it waits for another process.
    ///
    /// # Errors
    /// When the folder cannot be written, or another process holds the lock for longer than `--timeout`.
    pub async fn lock(&self, store: &Store) -> Result<Locked> {
        let deadline = Instant::now() + self.options.timeout;
        store.lock(deadline, |file| (self.options.notice)(&client::waiting_for(file))).await
    }

    /// Warns, once, when others can read the credentials file that has just been read.
    pub fn warn_exposed(&self, store: &Store) {
        if let Some(path) = store.exposed()
            && !self.warned.swap(true, Ordering::Relaxed)
        {
            let path = path.to_string_lossy();
            let command = format!("chmod 600 {}", quoted(&path));
            self.ui.warn(&format!("others on this machine may read {path}, which holds your credentials; close it: {command}"));
        }
    }

    /// Where the command goes, and as whom.
    ///
    /// # Errors
    /// When a file is broken, or a named profile does not exist.
    pub fn target(&self) -> Result<Target> {
        let store = self.store()?;
        let target = store.resolve(&self.environment, &self.selection)?;
        if matches!(target.server.value, Server::Url(_)) {
            self.warn_exposed(&store);
        }
        Ok(target)
    }

    /// A client that can sign its requests. Reads files only; nothing is sent yet.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::error::Kind::NotSignedIn) without a credential.
    pub fn sign_in(&self) -> Result<SignedIn> {
        self.sign_in_with(self.options.clone())
    }

    /// The same for a command that waits in all for as long as `--timeout` says: a single call does not.
    ///
    /// # Errors
    /// As [`Context::sign_in`].
    pub fn sign_in_to_wait(&self) -> Result<SignedIn> {
        self.sign_in_with(client::Options { timeout: self.options.timeout.min(CALL), ..self.options.clone() })
    }

    fn sign_in_with(&self, options: client::Options) -> Result<SignedIn> {
        let target = self.target()?;
        SignedIn::new(target, self.store()?, options).map_err(|error| self.remind_of_local(error))
    }

    /// Whoever is not signed in anywhere may have meant the workspace on this machine.
    pub fn remind_of_local(&self, error: Error) -> Error {
        let has_one = || self.paths().is_ok_and(|paths| paths.data.read_dir().is_ok_and(|mut files| files.next().is_some()));
        match (error.kind(), error.hint()) {
            (Kind::NotSignedIn, Some(hint)) if has_one() => {
                let hint = format!("{hint}; for the workspace on this machine, pass --local, or always: qontak login --local");
                error.with_hint(hint)
            }
            _ => error,
        }
    }
}
