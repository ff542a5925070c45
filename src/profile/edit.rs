//! Changes to a TOML file that keep what somebody wrote by hand: comments, order, unknown keys.

use super::document::read;
use super::replace::replace;
use crate::error::{Error, Result};
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

/// Reads, checks, changes and replaces a file; nothing is written when nothing changes. Only under the lock.
///
/// `check` must refuse a text that this program would not understand: it is asked about the old text, so that a broken file is never
/// overwritten, and about the new one.
pub(super) fn edit(path: &Path, check: impl Fn(String) -> Result<()>, change: impl FnOnce(&mut DocumentMut)) -> Result<()> {
    let old = read(path)?;
    check(old.clone())?;
    let mut document: DocumentMut = old.parse().map_err(|e| Error::unexpected(path.display(), e))?;
    change(&mut document);
    let new = document.to_string();
    if new == old {
        return Ok(());
    }
    check(new.clone())?;
    replace(path, &new)
}

/// `[profiles.NAME]`, created if missing. `None` only where a checked file cannot be: `profiles` is no table.
pub(super) fn profile<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut dyn TableLike> {
    let implicit = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    let profiles = document.entry("profiles").or_insert_with(implicit).as_table_like_mut()?;
    if !profiles.contains_key(name) {
        let dotted = profiles.is_dotted();
        let mut table = Table::new();
        table.set_dotted(dotted);
        profiles.insert(name, Item::Table(table));
    }
    profiles.get_mut(name)?.as_table_like_mut()
}

/// Removes `[profiles.NAME]`.
pub(super) fn remove_profile(document: &mut DocumentMut, name: &str) {
    if let Some(profiles) = document.get_mut("profiles").and_then(Item::as_table_like_mut) {
        profiles.remove(name);
    }
}

/// Sets a value, keeping the comment behind it; `None` removes it.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if same(old, &value) => {}
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::String(old), Value::String(new)) => old.value() == new.value(),
        (Value::Boolean(old), Value::Boolean(new)) => old.value() == new.value(),
        _ => false,
    }
}
