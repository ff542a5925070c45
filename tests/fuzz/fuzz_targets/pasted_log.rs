#![no_main]
//! What anybody may paste: masking and explaining must neither panic nor take for ever, masking twice must be masking once, and what is
//! shown must be short.

use libfuzzer_sys::fuzz_target;
use qontak::mail::diagnosis::diagnose;
use qontak::mail::mask::mask;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let masked = mask(&text);
    let again = mask(&masked.text);
    assert_eq!(again.text, masked.text);
    assert!(!again.found, "what is masked holds nothing");
    let found = diagnose(&text, None);
    assert!(!found.is_empty() && found.len() <= 50);
    for one in found {
        assert!(one.said.len() <= 320, "{}", one.said);
    }
});
