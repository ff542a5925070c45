//! Text for people on standard output: lines with a label, and paragraphs that came from elsewhere.

use super::out::failed;
use super::sanitize::sanitize;
use super::{Ui, table};
use crate::error::Result;
use std::io::Write as _;

impl Ui {
    /// One line: a label of ours, padded to `width`, and a value.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn labelled(&self, label: &str, width: usize, value: &str) -> Result<()> {
        let padding = width.saturating_sub(label.len());
        let label = table::bold(label, self.settings.stdout_color);
        failed(writeln!(self.out(), "{label}{:padding$}{}", "", sanitize(value)))
    }

    /// Lines that came from elsewhere, each behind `indent` blanks: with more than none, they can pass for no line of ours.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn paragraph(&self, text: &str, indent: usize) -> Result<()> {
        let mut out = self.out();
        for line in text.lines() {
            let line = sanitize(line);
            let indent = if line.is_empty() { 0 } else { indent };
            failed(writeln!(out, "{:indent$}{line}", ""))?;
        }
        Ok(())
    }

    /// Writes what is held back of it.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn end_text(&self) -> Result<()> {
        failed(self.out().flush())
    }
}
