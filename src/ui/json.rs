//! JSON that keeps data exact and a terminal safe.

use super::record::{Cell, Column};
use super::sanitize::is_unsafe;
use crate::error::Error;
use serde::ser::{SerializeMap as _, Serializer as _};
use serde_json::ser::Formatter;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes what a terminal would obey, and JSON allows as it is, as `\uXXXX`: the data is the same for whoever parses it.
struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        if !fragment.is_ascii() || fragment.contains('\x7f') {
            for (at, c) in fragment.char_indices().filter(|(_, c)| is_unsafe(*c)) {
                writer.write_all(&fragment.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

/// Writes one record as an object on one line, without a line end.
pub(super) fn object<R>(writer: &mut impl Write, columns: &[&'static Column<R>], record: &R) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(writer, Safe);
    let mut map = serializer.serialize_map(Some(columns.len()))?;
    for column in columns {
        match (column.cell)(record) {
            Cell::Text(text) => map.serialize_entry(column.name, &text)?,
            Cell::Number(number) => map.serialize_entry(column.name, &number)?,
            Cell::Flag(flag) => map.serialize_entry(column.name, &flag)?,
            Cell::Json(value) => map.serialize_entry(column.name, &value)?,
            Cell::Null => map.serialize_entry(column.name, &())?,
        }
    }
    map.end()?;
    Ok(())
}

#[derive(serde::Serialize)]
struct Envelope<'a> {
    error: Body<'a>,
}

#[derive(serde::Serialize)]
struct Body<'a> {
    kind: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
    fields: BTreeMap<&'a str, &'a str>,
    request_id: Option<&'a str>,
}

/// The public shape of an error with `-o json`: one object on one line.
pub(super) fn error(error: &Error) -> Vec<u8> {
    let body = Body {
        kind: error.kind().name(),
        message: error.message(),
        hint: error.hint(),
        fields: error.field_errors().iter().map(|f| (f.field.as_str(), f.message.as_str())).collect(),
        request_id: error.request_id(),
    };
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Safe);
    // Strings into memory: there is nothing that could fail, and nowhere to say so.
    let _ = serde::Serialize::serialize(&Envelope { error: body }, &mut serializer);
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::error::FieldError;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    struct Row(String);
    const COLUMN: Column<Row> = Column { name: "text", shown: true, cell: |r| r.0.as_str().into() };

    fn written(text: &str) -> String {
        let mut bytes = Vec::new();
        object(&mut bytes, &[&COLUMN], &Row(text.to_owned())).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_json_would_let_through_is_escaped() {
        assert_eq!(written("a\u{200b}\u{e0041}"), r#"{"text":"a\u200b\udb40\udc41"}"#);
        assert_eq!(written("a\x7f\u{9b}\u{202e}\"\n\u{e9}"), "{\"text\":\"a\\u007f\\u009b\\u202e\\\"\\n\u{e9}\"}");
    }

    #[test]
    fn an_error_has_all_its_parts() {
        let fields = vec![FieldError { field: "password".into(), message: "field is required".into() }];
        let full = Error::fields(fields).with_hint("try").with_request_id(Some("r-1".into()));
        let value: Value = serde_json::from_slice(&error(&full)).unwrap();
        let expected = json!({"error": {
            "kind": "usage", "message": "password: field is required", "hint": "try",
            "fields": {"password": "field is required"}, "request_id": "r-1",
        }});
        assert_eq!(value, expected);
        let value: Value = serde_json::from_slice(&error(&Error::usage("no"))).unwrap();
        let expected = json!({"error": {"kind": "usage", "message": "no", "hint": null, "fields": {}, "request_id": null}});
        assert_eq!(value, expected);
    }

    proptest! {
        #[test]
        fn exact_and_safe_for_any_text(text in crate::ui::sanitize::tests::texts()) {
            let line = written(&text);
            prop_assert!(!line.chars().any(is_unsafe));
            let back: Value = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(back["text"].as_str(), Some(text.as_str()));
        }
    }
}
