#![no_main]
//! A message, as anybody may send it: reading it must neither panic nor take for ever, must not depend on how its bytes arrive, and
//! whatever it lists as an attachment must be there.
//!
//! The last byte says how the bytes arrive.

use libfuzzer_sys::fuzz_target;
use qontak::mail::incoming::{attachment, read};
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
    for listed in &whole.face.attachments {
        let Some((found, content)) = attachment(raw, listed.number) else { panic!("attachment {} is not there", listed.number) };
        assert_eq!(&found, listed);
        assert_eq!(content.len() as u64, listed.size);
    }
    // It is kept as JSON.
    let Ok(json) = serde_json::to_string(&whole.face) else { panic!("a face is JSON") };
    let Ok(again) = serde_json::from_str(&json) else { panic!("not read again: {json}") };
    assert_eq!(whole.face, again);
});
