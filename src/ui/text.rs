//! Text for people on standard output: lines with a label, and paragraphs that came from elsewhere.

use super::out::failed;
use super::sanitize::sanitize;
use super::wrap::wrapped;
use super::{Ui, table};
use crate::error::Result;
use std::borrow::Cow;
use std::io::Write as _;

/// The columns of a terminal that does not tell.
const USUAL: usize = 80;

impl Ui {
    /// A label of ours, padded to `width`, and a value: one line, in a terminal as many as it takes, with nothing below the label.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn labelled(&self, label: &str, width: usize, value: &str) -> Result<()> {
        let padding = width.saturating_sub(label.len());
        let value = self.fitted(value, label.len() + padding, width);
        let label = table::bold(label, self.settings.stdout_color);
        failed(writeln!(self.out(), "{label}{:padding$}{value}", ""))
    }

    /// Lines that came from elsewhere, each behind `indent` blanks: with more than none, they can pass for no line of ours.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn paragraph(&self, text: &str, indent: usize) -> Result<()> {
        let width = self.text_width();
        let mut out = self.out();
        for line in text.lines() {
            let indent = if line.is_empty() { 0 } else { indent };
            failed(writeln!(out, "{:indent$}{}", "", fitted(line, width, indent, indent)))?;
        }
        Ok(())
    }

    fn fitted<'t>(&self, text: &'t str, first: usize, indent: usize) -> Cow<'t, str> {
        fitted(text, self.text_width(), first, indent)
    }

    /// The columns that text has; `None` where nobody wraps it.
    fn text_width(&self) -> Option<usize> {
        let known = self.width().map(usize::from);
        known.or_else(|| self.is_stdout_terminal().then_some(USUAL))
    }

    /// Writes what is held back of it.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn end_text(&self) -> Result<()> {
        failed(self.out().flush())
    }
}

/// One line of text, sanitised and, for a terminal, wrapped.
fn fitted(text: &str, width: Option<usize>, first: usize, indent: usize) -> Cow<'_, str> {
    let text = sanitize(text);
    match width {
        // No character takes more columns than bytes.
        Some(width) if first + text.len() > width => Cow::Owned(wrapped(&text, width, first, indent)),
        _ => text,
    }
}
