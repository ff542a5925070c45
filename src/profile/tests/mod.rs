//! The files and the precedence, on a configuration folder of its own for each test.
#![allow(clippy::unwrap_used, clippy::panic)]

mod files;
mod precedence;

use super::{BaseUrl, Bearer, Credential, Environment, Locked, Login, Paths, Selection, Server, Store, Target};
use crate::error::Result;
use secrecy::ExposeSecret as _;
use std::fs;
use tempfile::TempDir;

/// A configuration folder that does not exist yet.
struct Fixture {
    dir: TempDir,
    store: Store,
}

impl Fixture {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let paths = Paths { config: dir.path().join("config"), data: dir.path().join("data") };
        Self { dir, store: Store::new(paths) }
    }

    /// With these files.
    fn with(config: &str, credentials: &str) -> Self {
        let fixture = Self::new();
        fs::create_dir(&fixture.store.paths.config).unwrap();
        for (path, text) in [(fixture.store.paths.config_file(), config), (fixture.store.paths.credentials_file(), credentials)] {
            if !text.is_empty() {
                fs::write(path, text).unwrap();
            }
        }
        fixture
    }

    fn resolve(&self, profile: Option<&str>, vars: &[(&str, &str)]) -> Result<Target> {
        let selection = Selection { profile: profile.map(str::to_owned), local: false };
        self.store.resolve(&environment(vars), &selection)
    }

    fn config(&self) -> String {
        fs::read_to_string(self.store.paths.config_file()).unwrap_or_default()
    }

    fn credentials(&self) -> String {
        fs::read_to_string(self.store.paths.credentials_file()).unwrap_or_default()
    }

    fn lock(&self) -> Locked {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(60);
        runtime.block_on(self.store.lock(deadline, |_| ())).unwrap()
    }

    fn login(&self, profile: &str, server: &str, credential: &Credential) -> Result<()> {
        let server = Server::Url(BaseUrl::parse(server).unwrap());
        self.lock().save_login(&Login { profile, server: &server, username: None, credential })
    }
}

fn environment(vars: &[(&str, &str)]) -> Environment {
    Environment::new(vars.iter().map(|(k, v)| (k.into(), v.into())))
}

fn bearer(access: &str) -> Bearer {
    Bearer { access: access.into(), refresh: None, expires_at: None }
}

/// The secret that would sign a request.
fn secret(target: &Target) -> Option<String> {
    target.credential.as_ref().map(|credential| match &credential.value {
        Credential::Bearer(bearer) => bearer.access.expose_secret().to_owned(),
        Credential::Hmac { secret, .. } => secret.expose_secret().to_owned(),
        Credential::Local => "local".to_owned(),
    })
}
