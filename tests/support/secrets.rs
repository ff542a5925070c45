//! Secrets that can be recognised wherever they turn up.
//!
//! Every secret a test uses is made here. When a `World` ends, everything the program printed and every file it left is searched
//! for them, as they are and encoded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use uuid::Uuid;

/// Stands at the start of every secret.
pub const MARKER: &str = "S3CRET-";

/// A mailbox's app password: may be in no stream and no file.
pub fn mailbox() -> String {
    make("mailbox")
}

/// A login password: may be in no stream and no file.
pub fn login() -> String {
    make("login")
}

/// An access token that is made up: may be in `credentials.toml` only.
pub fn token() -> String {
    make("token")
}

/// An HMAC client secret: may be in `credentials.toml` only.
pub fn client_secret() -> String {
    make("client")
}

fn make(kind: &str) -> String {
    format!("{MARKER}{kind}-{}", Uuid::new_v4().simple())
}

/// Whether a text that holds this may never be written anywhere, not even to `credentials.toml`.
pub fn passwords() -> Vec<String> {
    ["mailbox", "login"].iter().flat_map(|kind| encodings(&format!("{MARKER}{kind}-"))).collect()
}

/// `text` as it is, in hexadecimal, and in base64 at each of its three alignments.
pub fn encodings(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned(), text.bytes().map(|b| format!("{b:02x}")).collect()];
    for skipped in 0..3_usize {
        let padded = [&vec![0; skipped], text.as_bytes()].concat();
        let encoded = STANDARD_NO_PAD.encode(&padded);
        // Only the characters that no neighbouring byte has a bit in.
        let (first, last) = ((skipped * 8).div_ceil(6), padded.len() * 8 / 6);
        forms.push(encoded[first..last].to_owned());
    }
    forms
}

/// The first of `needles` that is in `hay`.
pub fn find<'n>(hay: &[u8], needles: &'n [String]) -> Option<&'n str> {
    needles.iter().map(String::as_str).find(|n| hay.windows(n.len()).any(|w| w == n.as_bytes()))
}

#[test]
fn a_secret_is_found_in_every_disguise() {
    let secret = mailbox();
    let needles = encodings(MARKER);
    for before in ["", "a", "ab", "abc"] {
        let text = format!("{before}{secret}!");
        let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
        for disguise in [text.clone(), STANDARD_NO_PAD.encode(&text), hex] {
            assert!(find(disguise.as_bytes(), &needles).is_some(), "{disguise}");
        }
    }
    assert_eq!(find(b"nothing to see", &needles), None);
}
