//! What a row of output is: a fixed list of named columns, the public schema of a command.

use std::borrow::Cow;

/// One value of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text; sanitised before it reaches a terminal.
    Text(Cow<'a, str>),
    /// A number; a JSON number.
    Number(u64),
    /// A flag; `true` or `false`.
    Flag(bool),
    /// Something with parts: in JSON as it is, elsewhere as JSON on one line.
    Json(serde_json::Value),
    /// Absent: JSON `null`, an empty field elsewhere.
    Null,
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u16> for Cell<'_> {
    fn from(number: u16) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}

/// One named column: a header cannot lack its value, nor a value its header.
pub struct Column<R: 'static> {
    /// The field's public name.
    pub name: &'static str,
    /// Whether tables and pipes show it unless `--columns` says otherwise. JSON and CSV always have all fields.
    pub shown: bool,
    /// Reads the value.
    pub cell: for<'a> fn(&'a R) -> Cell<'a>,
}

/// A row of output. Fields are only ever added, at the end.
pub trait Record: Sized + 'static {
    /// All fields, in public order.
    const COLUMNS: &'static [Column<Self>];
}
