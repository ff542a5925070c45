//! Reading mail: the fixtures, and what no fixture holds.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bounds;
mod fixtures;
mod headers;
mod html;
mod text;

use super::*;
use std::path::Path;

/// A message whose lines end with LF here.
fn parse(raw: &str) -> Incoming {
    read(raw.replace('\n', "\r\n").as_bytes()).unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail");
    std::fs::read(folder.join(name).with_extension("eml")).unwrap()
}

fn read_fixture(name: &str) -> Incoming {
    read(fixture(name).as_slice()).unwrap()
}

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox { name: (!name.is_empty()).then(|| name.to_owned()), address: address.into() }
}

/// The content of an attachment.
fn content(raw: &[u8], number: usize) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    let ends = unpack(raw, &mut all).unwrap();
    let start = if number == 1 { 0 } else { *ends.get(number.checked_sub(2)?)? };
    let end = *ends.get(number - 1)?;
    Some(all[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()].to_vec())
}
