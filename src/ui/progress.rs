//! A line on standard error that the next one replaces.

use super::Ui;
use super::sanitize::sanitize;

/// Back to the first column, and nothing behind it.
const ERASE: &str = "\r\x1b[K";
/// Where nobody says how wide the terminal is.
const WIDTH: usize = 80;

impl Ui {
    /// Shows in a terminal what is being done, on a line that the next call replaces and [`Ui::end_progress`] takes away. Elsewhere
    /// nothing is shown. Nothing else may be printed in between.
    pub fn progress(&self, line: &str) {
        if self.shows_progress() {
            let width = terminal_size::terminal_size_of(std::io::stderr()).map_or(WIDTH, |(columns, _)| columns.0.into());
            let shown: String = sanitize(line).chars().take(width.saturating_sub(1)).collect();
            self.write_err(&format!("{ERASE}{shown}"));
        }
    }

    /// Takes the line of [`Ui::progress`] away.
    pub fn end_progress(&self) {
        if self.shows_progress() {
            self.write_err(ERASE);
        }
    }

    const fn shows_progress(&self) -> bool {
        self.settings.terminals.stderr && !self.settings.dumb
    }
}
