//! Records that come one at a time, with time between them: each is written at once.

use super::out::failed;
use super::record::{Column, Record};
use super::{OutputFormat, Ui, json, records, table};
use crate::error::Result;

/// Writes records as they come, a line each.
pub struct Events<'a, R: Record> {
    ui: &'a Ui,
    columns: Vec<&'static Column<R>>,
    has_header: bool,
}

impl Ui {
    /// Records on standard output that come one at a time: a line each, and in JSON an object a line.
    ///
    /// # Errors
    /// An unknown name in `--columns`; said before anything is asked of a server.
    pub fn events<R: Record>(&self) -> Result<Events<'_, R>> {
        let all = matches!(self.settings.format, OutputFormat::Csv | OutputFormat::Json);
        Ok(Events { ui: self, columns: self.columns(all)?, has_header: false })
    }

    /// Whether whoever reads standard output has gone away: known before anything is written to a pipe.
    #[must_use]
    pub fn is_reader_gone(&self) -> bool {
        self.out().is_closed() || pipe_is_closed()
    }
}

#[cfg(unix)]
fn pipe_is_closed() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = std::io::stdout();
    let mut asked = [PollFd::new(&stdout, PollFlags::empty())];
    // What cannot be asked is not closed. A pipe without a reader says ERR.
    let answered = poll(&mut asked, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
    answered.is_ok_and(|n| n > 0) && asked[0].revents().contains(PollFlags::ERR)
}

#[cfg(not(unix))]
const fn pipe_is_closed() -> bool {
    false
}

impl<R: Record> Events<'_, R> {
    /// Writes one record, now.
    ///
    /// # Errors
    /// When standard output cannot be written; a closed pipe is no error.
    pub fn push(&mut self, record: &R) -> Result<()> {
        let mut line = Vec::new();
        match self.ui.settings.format {
            OutputFormat::Table => {
                let cells: Vec<_> = self.columns.iter().map(|column| table::shown((column.cell)(record))).collect();
                let text = cells.join("  ");
                let width = self.ui.width().map(usize::from);
                line.extend_from_slice(width.map_or(text.as_str().into(), |width| table::cut(&text, width)).as_bytes());
                line.push(b'\n');
            }
            OutputFormat::Tsv => failed(records::tsv(&mut line, &self.columns, record))?,
            OutputFormat::Json => {
                failed(json::object(&mut line, &self.columns, record))?;
                line.push(b'\n');
            }
            OutputFormat::Csv => {
                let header = !std::mem::replace(&mut self.has_header, true);
                failed(records::csv_lines(&mut line, &self.columns, record, header))?;
            }
        }
        self.ui.raw(&line)
    }
}
