#![no_main]
//! A message, as anybody may send it: reading it must neither panic nor take for ever, must not depend on how its bytes arrive, and
//! whatever it lists as an attachment must be there.
//!
//! The last byte says how the bytes arrive.

use libfuzzer_sys::fuzz_target;
use qontak::mail::incoming::{read, unpack};
use std::io::{self, Read};

/// Gives a few bytes at a time.
struct Slowly<'a> {
    rest: &'a [u8],
    step: usize,
}

impl Read for Slowly<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.step.min(out.len()).min(self.rest.len());
        let (now, rest) = self.rest.split_at(count);
        out[..count].copy_from_slice(now);
        self.rest = rest;
        Ok(count)
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((step, raw)) = data.split_last() else { return };
    let Ok(whole) = read(raw) else { panic!("memory cannot fail to be read") };
    let Ok(pieces) = read(Slowly { rest: raw, step: usize::from(*step) + 1 }) else { panic!("nor this") };
    assert_eq!(whole.text, pieces.text);
    assert_eq!(whole.face, pieces.face);
    let mut contents = Vec::new();
    let Ok(ends) = unpack(raw, &mut contents) else { panic!("memory cannot fail to be written") };
    assert_eq!(ends.last().copied().unwrap_or_default(), contents.len() as u64);
    for listed in &whole.face.attachments {
        let number = listed.number as usize;
        let begin = if number > 1 { ends[number - 2] } else { 0 };
        assert_eq!(ends[number - 1] - begin, listed.size, "attachment {number}");
    }
    // It is kept as JSON.
    let Ok(json) = serde_json::to_string(&whole.face) else { panic!("a face is JSON") };
    let Ok(again) = serde_json::from_str(&json) else { panic!("not read again: {json}") };
    assert_eq!(whole.face, again);
});
