//! Where our files are.

use super::Environment;
use crate::error::{Error, Kind, Result};
use std::path::{Path, PathBuf};

/// Where our files are. Working it out touches no disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Holds `config.toml` and `credentials.toml`.
    pub config: PathBuf,
    /// Holds the local workspace.
    pub data: PathBuf,
}

impl Paths {
    /// `QONTAK_CONFIG_DIR`, else the XDG base directories on Linux and macOS, `%APPDATA%` and `%LOCALAPPDATA%` on Windows.
    /// An XDG variable that holds a relative path is ignored, as the XDG specification demands.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn new(environment: &Environment) -> Result<Self> {
        let named = environment.path("QONTAK_CONFIG_DIR");
        let config = match named.clone() {
            Some(folder) => Some(folder),
            None => default_config(environment),
        };
        // Somebody who names the config folder may have no home folder at all (a container, a cron job).
        let data = default_data(environment).or_else(|| named.map(|folder| folder.join("data")));
        match (config, data) {
            (Some(config), Some(data)) => Ok(Self { config, data }),
            _ => Err(Error::new(Kind::Usage, "no home folder: cannot tell where the configuration is")
                .with_hint("set HOME or QONTAK_CONFIG_DIR")),
        }
    }

    /// The hand-editable file.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The file that holds the secrets.
    #[must_use]
    pub fn credentials_file(&self) -> PathBuf {
        self.config.join("credentials.toml")
    }
}

fn absolute(environment: &Environment, name: &str) -> Option<PathBuf> {
    environment.path(name).filter(|path| path.is_absolute())
}

fn home(environment: &Environment) -> Option<PathBuf> {
    environment.path("HOME")
}

fn below(base: Option<PathBuf>, rest: impl AsRef<Path>) -> Option<PathBuf> {
    base.map(|base| base.join(rest))
}

#[cfg(not(windows))]
fn default_config(environment: &Environment) -> Option<PathBuf> {
    below(absolute(environment, "XDG_CONFIG_HOME"), "qontak").or_else(|| below(home(environment), ".config/qontak"))
}

#[cfg(not(windows))]
fn default_data(environment: &Environment) -> Option<PathBuf> {
    below(absolute(environment, "XDG_DATA_HOME"), "qontak").or_else(|| below(home(environment), ".local/share/qontak"))
}

#[cfg(windows)]
fn default_config(environment: &Environment) -> Option<PathBuf> {
    below(absolute(environment, "APPDATA"), "qontak").or_else(|| below(home(environment), ".config/qontak"))
}

#[cfg(windows)]
fn default_data(environment: &Environment) -> Option<PathBuf> {
    below(absolute(environment, "LOCALAPPDATA"), "qontak").or_else(|| below(home(environment), ".local/share/qontak"))
}

#[cfg(all(test, not(windows)))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn paths(vars: &[(&str, &str)]) -> Result<(String, String)> {
        let environment = Environment::new(vars.iter().map(|(k, v)| (k.into(), v.into())));
        let text = |p: PathBuf| p.to_string_lossy().into_owned();
        Paths::new(&environment).map(|p| (text(p.config), text(p.data)))
    }

    fn both(config: &str, data: &str) -> Result<(String, String)> {
        Ok((config.into(), data.into()))
    }

    #[test]
    fn xdg_is_honoured_when_absolute() {
        assert_eq!(paths(&[("HOME", "/h")]), both("/h/.config/qontak", "/h/.local/share/qontak"));
        assert_eq!(paths(&[("XDG_CONFIG_HOME", "/c"), ("XDG_DATA_HOME", "/d")]), both("/c/qontak", "/d/qontak"));
        assert_eq!(
            paths(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "c"), ("XDG_DATA_HOME", "./d")]),
            both("/h/.config/qontak", "/h/.local/share/qontak")
        );
        assert_eq!(paths(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "")]), both("/h/.config/qontak", "/h/.local/share/qontak"));
    }

    #[test]
    fn our_own_variable_beats_xdg() {
        let set = [("HOME", "/h"), ("XDG_CONFIG_HOME", "/c"), ("QONTAK_CONFIG_DIR", "/mine")];
        assert_eq!(paths(&set), both("/mine", "/h/.local/share/qontak"));
        assert_eq!(paths(&[("QONTAK_CONFIG_DIR", "/mine")]), both("/mine", "/mine/data"));
    }

    #[test]
    fn no_home_is_said() {
        let error = paths(&[]).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert_eq!(error.hint(), Some("set HOME or QONTAK_CONFIG_DIR"));
    }
}
