//! The only code that prints or asks. Standard output is data; standard error is everything else.

mod record;

pub use record::{Cell, Column, Record};

use crate::cli::Global;
use crate::error::{Error, Result};
use crate::profile::Environment;
use secrecy::SecretString;

/// The proof that somebody confirmed a destructive act, at a prompt or with `--yes`. Cannot be made elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed(());

/// Prints and asks.
pub struct Ui {
    json: bool,
}

impl Ui {
    /// Decides, once, how to print and whether to ask.
    #[must_use]
    pub fn new(global: &Global, _environment: &Environment) -> Self {
        Self { json: global.json }
    }

    /// Whether a question can be answered: standard input and standard error are terminals, and nobody forbade it.
    #[must_use]
    pub const fn can_prompt(&self) -> bool {
        false
    }

    /// A line of progress on standard error.
    pub fn status(&self, _line: &str) {}

    /// A warning on standard error.
    pub fn warn(&self, _line: &str) {}

    /// A line of the `-v` log on standard error.
    pub fn log(&self, _line: &str) {}

    /// The error that ended the command, on standard error: lines, or one JSON object with `-o json`.
    pub fn error(&self, _error: &Error) {}

    /// Bytes that are the answer as they are (a script) on standard output.
    ///
    /// # Errors
    /// When they cannot be written; a closed pipe is no error.
    pub fn raw(&self, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }

    /// One bare answer on standard output, sanitised, with a line end.
    ///
    /// # Errors
    /// When it cannot be written; a closed pipe is no error.
    pub fn line(&self, _answer: &str) -> Result<()> {
        Ok(())
    }

    /// One record on standard output: label and value lines in a terminal, one row in a pipe, an object in JSON.
    ///
    /// # Errors
    /// An unknown name in `--columns`, or standard output cannot be written.
    pub fn record<R: Record>(&self, _record: &R) -> Result<()> {
        Err(Error::unexpected("ui", format!("not built yet {}", self.json)))
    }

    /// Many records on standard output, written as they come where the format allows.
    ///
    /// # Errors
    /// An unknown name in `--columns`; said before anything is asked of a server.
    pub fn records<R: Record>(&self) -> Result<Records<'_, R>> {
        Err(Error::unexpected("ui", "not built yet"))
    }

    /// Asks for a line of text; Enter takes `default`. `check` says what is wrong with an answer, and the question comes again.
    ///
    /// # Errors
    /// [`Declined`](crate::error::Kind::Declined) at end of input, [`Interrupted`](crate::error::Kind::Interrupted) on Ctrl-C.
    pub async fn ask<T: Send + 'static>(
        &self,
        _label: &str,
        _default: Option<&str>,
        _check: impl Fn(&str) -> Result<T, String> + Send + 'static,
    ) -> Result<T> {
        Err(Error::unexpected("ui", "not built yet"))
    }

    /// Asks for a secret without showing it. `None` when Enter alone was pressed and `optional` is true.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub async fn ask_hidden(&self, _label: &str, _optional: bool) -> Result<Option<SecretString>> {
        Err(Error::unexpected("ui", "not built yet"))
    }

    /// Lets somebody choose from a list; returns the index.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub async fn choose(&self, _label: &str, _items: &[String], _default: usize) -> Result<usize> {
        Err(Error::unexpected("ui", "not built yet"))
    }

    /// Asks a yes-or-no question whose safe answer is no: Enter and end of input are no.
    ///
    /// # Errors
    /// [`Declined`](crate::error::Kind::Declined) for no, [`Interrupted`](crate::error::Kind::Interrupted) on Ctrl-C.
    pub async fn confirm(&self, _question: &str, _yes: &str, _no: &str) -> Result<Confirmed> {
        Err(Error::unexpected("ui", "not built yet"))
    }

    /// What `--yes` stands for.
    #[must_use]
    pub const fn confirmed_by_flag(&self) -> Confirmed {
        Confirmed(())
    }
}

/// Writes many records.
pub struct Records<'a, R: Record> {
    _ui: &'a Ui,
    _rows: Vec<R>,
}

impl<R: Record> Records<'_, R> {
    /// Writes one record, now or at the end.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn push(&mut self, _record: R) -> Result<()> {
        Ok(())
    }

    /// Whether whoever reads standard output has gone away, so that asking for more is in vain.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        false
    }

    /// Writes what is still held back, and the end of the document.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn finish(self) -> Result<()> {
        Ok(())
    }
}
