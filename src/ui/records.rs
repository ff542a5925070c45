//! Many records on standard output, as they come where the format allows.

use super::out::{Out, failed};
use super::record::{Cell, Column, Record};
use super::sanitize::sanitize;
use super::{OutputFormat, Ui, json, table};
use crate::error::{Error, Result};
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Standard output as a writer that csv can own; locked for one write at a time.
struct Shared<'a>(&'a Mutex<Out>);

impl Shared<'_> {
    fn lock(&self) -> MutexGuard<'_, Out> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lock().flush()
    }
}

/// What is held of the document.
enum Document<'a> {
    /// All rows: a column is as wide as its widest value.
    Table(Vec<Vec<String>>),
    /// Nothing.
    Tsv,
    /// csv's own buffer. The header comes with the first row, or at the end: before it, a failure would leave what looks like
    /// an empty list.
    Csv { writer: Box<csv::Writer<Shared<'a>>>, has_header: bool },
    /// How many objects were written.
    Json(u64),
}

/// Writes many records. Rows are written as they come, except in a table, which needs them all first.
pub struct Records<'a, R: Record> {
    ui: &'a Ui,
    columns: Vec<&'static Column<R>>,
    document: Document<'a>,
}

impl<'a, R: Record> Records<'a, R> {
    pub(super) fn new(ui: &'a Ui, columns: Vec<&'static Column<R>>) -> Self {
        let document = match ui.settings.format {
            OutputFormat::Table => Document::Table(Vec::new()),
            OutputFormat::Tsv => Document::Tsv,
            OutputFormat::Json => Document::Json(0),
            OutputFormat::Csv => Document::Csv { writer: Box::new(csv::Writer::from_writer(Shared(&ui.out))), has_header: false },
        };
        Self { ui, columns, document }
    }

    /// Writes one record, now or at the end.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn push(&mut self, record: R) -> Result<()> {
        self.push_ref(&record)
    }

    pub(super) fn push_ref(&mut self, record: &R) -> Result<()> {
        let columns = &self.columns;
        match &mut self.document {
            Document::Table(rows) => {
                let short = self.ui.is_stdout_terminal();
                let shown = |c: &&Column<R>| {
                    let text = table::shown((c.cell)(record));
                    if short && c.name.ends_with("_at") { table::minute(&text).into_owned() } else { text.into_owned() }
                };
                rows.push(columns.iter().map(shown).collect());
                Ok(())
            }
            Document::Tsv => failed(tsv(&mut *self.ui.out(), columns, record)),
            Document::Json(written) => {
                let mut out = self.ui.out();
                let start: &[u8] = if *written == 0 { b"[\n" } else { b",\n" };
                *written += 1;
                failed(out.write_all(start).and_then(|()| json::object(&mut *out, columns, record)))
            }
            Document::Csv { writer, has_header } => {
                if !std::mem::replace(has_header, true) {
                    header(writer, columns)?;
                }
                failed(csv(writer, columns, record).map_err(io::Error::from))
            }
        }
    }

    /// Whether whoever reads standard output has gone away, so that asking for more is in vain.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.ui.out().is_closed()
    }

    /// Writes what is still held back, and the end of the document. An empty table is nothing at all: saying that there is
    /// nothing is the command's business.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn finish(self) -> Result<()> {
        let Self { ui, columns, document } = self;
        match document {
            Document::Table(rows) if rows.is_empty() => {}
            Document::Table(rows) => {
                let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
                let text = table::render(&names, rows, ui.width(), ui.settings.stdout_color);
                failed(ui.out().write_all(text.as_bytes()))?;
            }
            Document::Json(0) => failed(ui.out().write_all(b"[]\n"))?,
            Document::Json(_) => failed(ui.out().write_all(b"\n]\n"))?,
            Document::Csv { mut writer, has_header } => {
                if !has_header {
                    header(&mut writer, &columns)?;
                }
                failed(writer.flush())?;
            }
            Document::Tsv => {}
        }
        failed(ui.out().flush())
    }
}

/// The columns to print: those named after `--columns`, else all for the formats that carry names, else the shown ones.
pub(super) fn columns<R: Record>(chosen: Option<&[String]>, all: bool) -> Result<Vec<&'static Column<R>>> {
    let Some(chosen) = chosen else {
        return Ok(R::COLUMNS.iter().filter(|c| all || c.shown).collect());
    };
    let mut columns: Vec<&'static Column<R>> = Vec::with_capacity(chosen.len());
    for name in chosen.iter().map(|name| name.trim()) {
        let Some(column) = R::COLUMNS.iter().find(|c| c.name == name) else {
            let names: Vec<&str> = R::COLUMNS.iter().map(|c| c.name).collect();
            return Err(Error::usage(format!("--columns: there is no field {name:?}"))
                .with_hint(format!("the fields are {}", names.join(", "))));
        };
        if columns.iter().any(|c| c.name == name) {
            return Err(Error::usage(format!("--columns: {name} is named twice")));
        }
        columns.push(column);
    }
    Ok(columns)
}

/// Writes one tab-separated row.
pub(super) fn tsv<R>(out: &mut impl Write, columns: &[&'static Column<R>], record: &R) -> io::Result<()> {
    for (n, column) in columns.iter().enumerate() {
        if n > 0 {
            out.write_all(b"\t")?;
        }
        match (column.cell)(record) {
            Cell::Null => {}
            Cell::Text(text) => out.write_all(sanitize(&text).as_bytes())?,
            Cell::Number(number) => write!(out, "{number}")?,
            Cell::Flag(flag) => write!(out, "{flag}")?,
            Cell::Json(value) => out.write_all(sanitize(&value.to_string()).as_bytes())?,
        }
    }
    out.write_all(b"\n")
}

/// Writes one record as CSV, with or without a header before it.
pub(super) fn csv_lines<R>(
    out: &mut impl Write,
    columns: &[&'static Column<R>],
    record: &R,
    with_header: bool,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if with_header {
        writer.write_record(columns.iter().map(|c| c.name))?;
    }
    csv(&mut writer, columns, record)?;
    writer.flush()
}

fn header<R>(writer: &mut csv::Writer<Shared<'_>>, columns: &[&'static Column<R>]) -> Result<()> {
    failed(writer.write_record(columns.iter().map(|c| c.name)).map_err(io::Error::from))
}

fn csv<R>(writer: &mut csv::Writer<impl Write>, columns: &[&'static Column<R>], record: &R) -> csv::Result<()> {
    for column in columns {
        match (column.cell)(record) {
            Cell::Null => writer.write_field("")?,
            cell => writer.write_field(&*table::shown(cell))?,
        }
    }
    writer.write_record(None::<&[u8]>)
}
