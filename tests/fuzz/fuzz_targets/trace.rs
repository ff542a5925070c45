#![no_main]
//! A saved message, as anybody may have made it: reading its way must neither panic nor take for ever, and what it tells must fit together.

use libfuzzer_sys::fuzz_target;
use qontak::mail::trace::read;

fuzz_target!(|data: &[u8]| {
    let trace = read(data);
    assert!(trace.hops.len() <= 200 && trace.claims.len() <= 50);
    let places = trace.forwarding.iter().filter_map(|f| f.hop).chain(trace.claims.iter().filter_map(|c| c.hop));
    for place in places.chain(trace.findings().into_iter().filter_map(|finding| finding.hop)) {
        assert!(place < trace.hops.len(), "no such hop: {place}");
    }
});
