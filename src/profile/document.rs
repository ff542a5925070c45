//! One TOML file of ours: read with the place of every value, so that what is wrong with it can be told by file and line.

use crate::error::{Error, Result};
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml_edit::{Document, TableLike};

/// Far more than any honest file of ours; a wrong link to something endless is refused instead of read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A TOML file as it was read.
pub(super) struct Parsed {
    path: PathBuf,
    document: Document<String>,
}

/// One `[profiles.NAME]`.
pub(super) struct ProfileTable<'a> {
    pub(super) name: &'a str,
    pub(super) table: &'a dyn TableLike,
    /// Where it stands.
    pub(super) place: Option<Range<usize>>,
}

/// Reads a file; an absent one is empty.
///
/// # Errors
/// When it cannot be read, is not text, or is absurdly large.
pub(super) fn read(path: &Path) -> Result<String> {
    let failed = |e: std::io::Error| Error::unexpected(format_args!("reading {}", path.display()), e);
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(e) => return Err(failed(e)),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Error::usage(format!("{}: larger than 4 MiB, so not a file of ours", path.display())));
    }
    String::from_utf8(bytes).map_err(|e| {
        let line = line_of(e.as_bytes(), e.utf8_error().valid_up_to());
        Error::usage(format!("{}:{line}: not UTF-8 text", path.display()))
    })
}

fn line_of(text: &[u8], offset: usize) -> usize {
    text.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

impl Parsed {
    /// Parses what was read from `path`.
    ///
    /// # Errors
    /// Names file and line. Never shows the line itself: it can hold a secret.
    pub(super) fn new(path: &Path, text: String) -> Result<Self> {
        match Document::parse(text.clone()) {
            Ok(document) => Ok(Self { path: path.to_owned(), document }),
            Err(e) => {
                let line = line_of(text.as_bytes(), e.span().map_or(0, |span| span.start));
                Err(broken(path, line, e.message()))
            }
        }
    }

    /// The file's top level.
    pub(super) fn root(&self) -> &dyn TableLike {
        self.document.as_table()
    }

    /// The error for something wrong at `span`.
    pub(super) fn wrong(&self, span: Option<Range<usize>>, why: &str) -> Error {
        broken(&self.path, self.line(span), why)
    }

    /// The line of `span`, counted from 1.
    pub(super) fn line(&self, span: Option<Range<usize>>) -> usize {
        line_of(self.document.raw().as_bytes(), span.map_or(0, |span| span.start))
    }

    /// The entries of `[profiles]`, each with its name.
    pub(super) fn profiles(&self) -> Result<Vec<ProfileTable<'_>>> {
        let Some(profiles) = self.root().get("profiles") else { return Ok(Vec::new()) };
        let table = profiles.as_table_like().ok_or_else(|| self.wrong(profiles.span(), "profiles must be a table"))?;
        let mut entries = Vec::new();
        for (name, item) in table.iter() {
            let place = item.span().or_else(|| table.key(name).and_then(toml_edit::Key::span));
            let inner = item.as_table_like().ok_or_else(|| self.wrong(place.clone(), "a profile must be a table"))?;
            entries.push(ProfileTable { name, table: inner, place });
        }
        Ok(entries)
    }

    /// A text value.
    pub(super) fn text(&self, table: &dyn TableLike, key: &str) -> Result<Option<String>> {
        let Some(item) = table.get(key) else { return Ok(None) };
        match item.as_str() {
            Some("") => Err(self.wrong(item.span(), &format!("{key} is empty"))),
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(self.wrong(item.span(), &format!("{key} must be a text in quotes"))),
        }
    }

    /// A flag.
    pub(super) fn flag(&self, table: &dyn TableLike, key: &str) -> Result<bool> {
        let Some(item) = table.get(key) else { return Ok(false) };
        item.as_bool().ok_or_else(|| self.wrong(item.span(), &format!("{key} must be true or false")))
    }
}

fn broken(path: &Path, line: usize, why: &str) -> Error {
    Error::usage(format!("{}:{line}: {}", path.display(), why.trim()))
        .with_hint("correct the file by hand; it is left as it is until then")
}
