//! Takes a secret out of what somebody else says: whoever was told it may repeat it, in many disguises.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;
use secrecy::zeroize::Zeroizing;

/// What stands in the place of a secret.
pub const MARK: &str = "[redacted]";
/// Shorter ones are not looked for: they are parts of ordinary words.
const SHORTEST: usize = 6;

/// One form of a secret.
pub type Form = Zeroizing<Vec<u8>>;

/// A secret as it is, and as JSON, a URL, base64 (at each alignment) or hexadecimal would write it.
#[must_use]
pub fn forms(secret: &str) -> Vec<Form> {
    if secret.len() < SHORTEST {
        return Vec::new();
    }
    let json = serde_json::to_string(secret).unwrap_or_default();
    let url: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut texts = vec![
        secret.to_owned(),
        json.trim_matches('"').to_owned(),
        url.replace('+', "%20"),
        url,
        secret.bytes().map(|b| format!("{b:02x}")).collect(),
        secret.bytes().map(|b| format!("{b:02X}")).collect(),
    ];
    for skipped in 0..3_usize {
        let padded = Zeroizing::new([&vec![0; skipped], secret.as_bytes()].concat());
        // Only the characters that no neighbouring byte has a bit in.
        let (first, last) = ((skipped * 8).div_ceil(6), padded.len() * 8 / 6);
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let encoded = Zeroizing::new(engine.encode(&*padded));
            texts.extend(encoded.get(first..last).map(str::to_owned));
        }
    }
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter().map(|text| Zeroizing::new(text.into_bytes())).collect()
}

/// Replaces every occurrence; whether there was one.
pub fn replace(hay: &mut Vec<u8>, needles: &[&Form]) -> bool {
    let mut found = false;
    for needle in needles {
        let finder = memmem::Finder::new(needle.as_slice());
        if finder.find(hay).is_none() {
            continue;
        }
        found = true;
        let mut clean = Vec::with_capacity(hay.len());
        let mut rest = hay.as_slice();
        while let Some(at) = finder.find(rest) {
            clean.extend_from_slice(&rest[..at]);
            clean.extend_from_slice(MARK.as_bytes());
            rest = &rest[at + needle.len()..];
        }
        clean.extend_from_slice(rest);
        *hay = clean;
    }
    found
}
