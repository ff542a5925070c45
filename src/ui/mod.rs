//! The only code that prints or asks. Standard output is data; standard error is everything else.
//!
//! What is printed and whether anybody is asked is decided once, in [`Ui::new`]. All text is made harmless before a terminal
//! can see it; JSON keeps data exact.

mod ask;
mod editor;
mod events;
mod json;
mod out;
mod progress;
mod prompt;
mod record;
mod records;
mod sanitize;
mod settings;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod wrap;

pub use events::Events;
pub use record::{Cell, Column, Record};
pub use records::Records;
pub use settings::{ColorChoice, Options, OutputFormat};

use crate::environment::Environment;
use crate::error::{Error, Kind, Result};
use anstyle::{AnsiColor, Style};
use base64::Engine as _;
use out::{Out, failed};
use prompt::Prompt;
pub(crate) use sanitize::is_unsafe;
use sanitize::{block, sanitize};
use secrecy::zeroize::Zeroizing;
use settings::{Settings, Terminals};
use std::io::{BufRead as _, Read as _, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most of standard input that is read where only its end matters, in bytes.
const MOST_READ: usize = 1 << 30;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Prints and asks.
pub struct Ui {
    settings: Settings,
    out: Mutex<Out>,
    err: Mutex<Box<dyn Write + Send>>,
    prompt: Arc<dyn Prompt>,
    lent: editor::Lent,
}

impl Ui {
    /// Decides, once, how to print and whether to ask.
    #[must_use]
    pub fn new(options: &Options, environment: &Environment) -> Self {
        let settings = Settings::new(options, environment, Terminals::detect());
        Self {
            prompt: Arc::new(prompt::Terminal::new(settings.dumb)),
            settings,
            out: Mutex::new(Out::new(Box::new(std::io::stdout()))),
            err: Mutex::new(Box::new(std::io::stderr())),
            lent: editor::Lent::default(),
        }
    }

    /// Whether a question can be answered: standard input and standard error are terminals, and nobody forbade it.
    #[must_use]
    pub const fn can_prompt(&self) -> bool {
        self.settings.can_prompt
    }

    /// How data is printed.
    #[must_use]
    pub const fn format(&self) -> OutputFormat {
        self.settings.format
    }

    /// Whether somebody asked for a format or for columns: `-o`, `--json` or `--columns`.
    #[must_use]
    pub const fn explicit_format(&self) -> bool {
        self.settings.explicit_format
    }

    /// Whether a person reads standard output.
    #[must_use]
    pub const fn is_stdout_terminal(&self) -> bool {
        self.settings.terminals.stdout
    }

    /// Whether standard input is a terminal, so that what is typed there would be shown.
    #[must_use]
    pub const fn is_stdin_terminal(&self) -> bool {
        self.settings.terminals.stdin
    }

    /// Everything on standard input, up to `limit` bytes, into memory that is wiped afterwards. Reads on a thread of its own: Ctrl-C
    /// works meanwhile.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn read_stdin(&self, limit: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
        let reading = tokio::task::spawn_blocking(move || {
            let mut bytes = Zeroizing::new(Vec::new());
            std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        reading.await?
    }

    /// The last `limit` bytes of standard input, and whether there were more; of what never ends, of its first GiB.
    ///
    /// # Errors
    /// What reading says.
    pub async fn read_stdin_end(&self, limit: usize) -> std::io::Result<(Zeroizing<Vec<u8>>, bool)> {
        let reading = tokio::task::spawn_blocking(move || {
            let mut input = std::io::stdin().lock();
            let (mut bytes, mut cut, mut came) = (Zeroizing::new(Vec::new()), false, 0_usize);
            while came < MOST_READ {
                let piece = input.fill_buf()?;
                // A terminal says only once that this is the end.
                if piece.is_empty() {
                    break;
                }
                let read = piece.len();
                bytes.extend_from_slice(piece);
                input.consume(read);
                came += read;
                // Seldom, so that nothing is moved often.
                if bytes.len() > 2 * limit {
                    cut = true;
                    let before = bytes.len() - limit;
                    bytes.drain(..before);
                }
            }
            let before = bytes.len().saturating_sub(limit);
            cut |= before > 0;
            bytes.drain(..before);
            Ok((bytes, cut))
        });
        reading.await?
    }

    /// A line of progress on standard error.
    pub fn status(&self, line: &str) {
        self.write_err(&block(line, 2));
    }

    /// A warning on standard error.
    pub fn warn(&self, line: &str) {
        self.write_err(&format!("{} {}", self.paint(YELLOW, "warning:"), block(line, 9)));
    }

    /// A line of the `-v` log on standard error.
    pub fn log(&self, line: &str) {
        self.write_err(&format!("{}\n", self.paint(DIM, &sanitize(line))));
    }

    /// The error that ended the command, on standard error: lines, or one JSON object with `-o json`.
    pub fn error(&self, error: &Error) {
        // Rows that came before the error belong before it.
        let _ = self.out().flush();
        match error.kind() {
            Kind::Interrupted | Kind::Terminated => {
                self.restore_terminal();
                if self.settings.terminals.stderr {
                    self.write_err("\n");
                }
            }
            _ if self.settings.json_errors => self.write_err(&String::from_utf8_lossy(&json::error(error))),
            Kind::Declined => self.status("Cancelled."),
            _ => self.write_err(&self.error_lines(error)),
        }
    }

    fn error_lines(&self, error: &Error) -> String {
        let mut lines = String::new();
        // Only fields have lines of their own. Whatever else is in a message may come from a server, whose line ends are blanks:
        // it can start no line of ours.
        let mut line = |start: &str, text: &str| lines.push_str(&format!("{start} {}\n", sanitize(text)));
        let red = self.paint(RED, "error:");
        for field in error.field_errors() {
            line(&red, &format!("{}: {}", field.field, field.message));
        }
        if error.field_errors().is_empty() {
            line(&red, error.message());
        }
        if let Some(hint) = error.hint() {
            line(&self.paint(CYAN, "hint:"), hint);
        }
        if let Some(id) = error.request_id() {
            line("request id:", id);
        }
        lines
    }

    /// Undoes what an unfinished prompt did to the terminal: echo comes back, the cursor is shown.
    pub fn restore_terminal(&self) {
        self.prompt.restore();
    }

    /// Does to the terminal again what an unfinished prompt had done, and shows its question again: the shell took the
    /// terminal back while the program was stopped (Ctrl-Z).
    pub fn resume_terminal(&self) {
        self.prompt.resume();
    }

    /// Bytes that are the answer as they are (a script) on standard output.
    ///
    /// # Errors
    /// When they cannot be written; a closed pipe is no error.
    pub fn raw(&self, bytes: &[u8]) -> Result<()> {
        let mut out = self.out();
        failed(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// One bare answer on standard output, sanitised, with a line end.
    ///
    /// # Errors
    /// When it cannot be written; a closed pipe is no error.
    pub fn line(&self, answer: &str) -> Result<()> {
        self.raw(format!("{}\n", sanitize(answer)).as_bytes())
    }

    /// Checks `--columns` against the fields of `R`, for a command that must not start with a wrong one.
    ///
    /// # Errors
    /// [`Kind::Usage`] for an unknown name; the hint lists the fields.
    pub fn check_columns<R: Record>(&self) -> Result<()> {
        self.columns::<R>(true).map(drop)
    }

    fn columns<R: Record>(&self, all: bool) -> Result<Vec<&'static Column<R>>> {
        records::columns(self.settings.columns.as_deref(), all)
    }

    /// One record on standard output: label and value lines in a terminal, one row in a pipe, an object in JSON.
    ///
    /// # Errors
    /// An unknown name in `--columns`, or standard output cannot be written.
    pub fn record<R: Record>(&self, record: &R) -> Result<()> {
        let color = self.settings.stdout_color;
        let bytes = match self.settings.format {
            OutputFormat::Csv => {
                let mut records = self.records::<R>()?;
                records.push_ref(record)?;
                return records.finish();
            }
            OutputFormat::Table => table::labels(&self.columns(true)?, record, self.is_stdout_terminal(), color).into_bytes(),
            OutputFormat::Tsv => {
                let mut bytes = Vec::new();
                failed(records::tsv(&mut bytes, &self.columns(false)?, record))?;
                bytes
            }
            OutputFormat::Json => {
                let mut bytes = Vec::new();
                failed(json::object(&mut bytes, &self.columns(true)?, record))?;
                bytes.push(b'\n');
                bytes
            }
        };
        self.raw(&bytes)
    }

    /// The same, where a terminal leaves out these fields, which it is told otherwise, and those that are absent.
    ///
    /// # Errors
    /// As [`Ui::record`].
    pub fn record_in_brief<R: Record>(&self, record: &R, leave: &[&str]) -> Result<()> {
        let is_brief =
            self.settings.format == OutputFormat::Table && self.is_stdout_terminal() && self.settings.columns.is_none();
        if !is_brief {
            return self.record(record);
        }
        let mut columns = self.columns(true)?;
        columns.retain(|column| !leave.contains(&column.name) && !matches!((column.cell)(record), Cell::Null));
        self.raw(table::labels(&columns, record, true, self.settings.stdout_color).as_bytes())
    }

    /// Many records on standard output, written as they come where the format allows.
    ///
    /// # Errors
    /// An unknown name in `--columns`; said before anything is asked of a server.
    pub fn records<R: Record>(&self) -> Result<Records<'_, R>> {
        let all = matches!(self.settings.format, OutputFormat::Csv | OutputFormat::Json);
        Ok(Records::new(self, self.columns(all)?))
    }

    /// The same, where a table shows the first of these lists of fields whose width, in columns, the terminal has; without a
    /// terminal the first of all.
    ///
    /// # Errors
    /// An unknown name in `--columns`.
    pub fn records_by_width<R: Record>(&self, lists: &[(u16, &[&str])]) -> Result<Records<'_, R>> {
        if self.settings.columns.is_some() || self.settings.format != OutputFormat::Table {
            return self.records();
        }
        let width = self.width().unwrap_or(u16::MAX);
        let names = lists.iter().find(|(least, _)| *least <= width).map_or(&[][..], |(_, names)| names);
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Records::new(self, records::columns(Some(&names), false)?))
    }

    /// Copies text to the clipboard through the terminal (OSC 52). The terminal may be set to ignore it, and does not say.
    ///
    /// # Errors
    /// [`Kind::Usage`] when neither standard error nor standard output is a terminal.
    pub fn osc52(&self, text: &str) -> Result<()> {
        let sequence = format!("\x1b]52;c;{}\x07", base64::engine::general_purpose::STANDARD.encode(text));
        if self.settings.terminals.stderr {
            self.write_err(&sequence);
            Ok(())
        } else if self.settings.terminals.stdout {
            self.raw(sequence.as_bytes())
        } else {
            Err(Error::usage("--copy needs a terminal: the clipboard is reached through it"))
        }
    }

    /// The columns of the terminal that shows standard output, if it is one and knows.
    fn width(&self) -> Option<u16> {
        let size = if self.settings.terminals.stdout { terminal_size::terminal_size_of(std::io::stdout()) } else { None };
        size.map(|(terminal_size::Width(columns), _)| columns).filter(|columns| *columns > 0)
    }

    fn paint(&self, style: Style, words: &str) -> String {
        if self.settings.stderr_color { format!("{style}{words}{style:#}") } else { words.to_owned() }
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody can be told that standard error is gone.
    fn write_err(&self, text: &str) {
        let mut err = self.err.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }
}
