//! The environment, read once in `main` and handed down, so that no command reads it behind a test's back.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// A snapshot of the process environment. Its `Debug` shows names only: values can be secrets.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, OsString>);

impl Environment {
    /// Takes all variables; one whose name is not UTF-8 means nothing to this program.
    pub fn new(vars: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self(vars.into_iter().filter_map(|(name, value)| Some((name.into_string().ok()?, value))).collect())
    }

    /// A variable that is set, not empty and UTF-8: for what may be passed over.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name)?.to_str()
    }

    /// A variable that is set and not empty: for what may not be passed over.
    ///
    /// # Errors
    /// [`Usage`](crate::error::Kind::Usage) when it is not UTF-8. The value is not shown: it can be a secret.
    pub fn text(&self, name: &str) -> Result<Option<&str>> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        let wrong =
            || Error::usage(format!("the variable {name} is not UTF-8 text")).with_hint(format!("set {name} again, or unset it"));
        value.to_str().map(Some).ok_or_else(wrong)
    }

    /// A variable that is set and not empty, as a path: UTF-8 or not.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.raw(name).map(PathBuf::from)
    }

    /// Whether a variable is set and not empty, whatever it holds.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    fn raw(&self, name: &str) -> Option<&OsString> {
        self.0.get(name).filter(|value| !value.is_empty())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}
