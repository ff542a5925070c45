//! Words that are secret by themselves: encoded credentials and tokens.

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use std::ops::Range;

/// Shorter words are not decoded.
const SHORTEST: usize = 8;
/// A mixture of small and capital letters and digits of this length is a token.
const TOKEN: usize = 24;
/// Hexadecimal of this length is a digest.
const DIGEST: usize = 32;
/// As much of a word as is decoded.
const DECODED: usize = 4096;
/// How well-known tokens begin.
const PREFIXES: [&str; 9] = ["ya29.", "1//0", "eyJ", "SG.", "xkeysib-", "xsmtpsib-", "AKIA", "ghp_", "xoxb-"];

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const ENGINES: [GeneralPurpose; 2] = [GeneralPurpose::new(&STANDARD, LENIENT), GeneralPurpose::new(&URL_SAFE, LENIENT)];

/// Finds words that are secret by themselves.
pub fn find(text: &str, spans: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_letter(bytes[at]) {
            at += 1;
            continue;
        }
        let end = bytes[at..].iter().position(|b| !is_letter(*b)).map_or(bytes.len(), |n| at + n);
        let word = &text[at..end];
        let next = match PREFIXES.iter().any(|prefix| text[at..].starts_with(prefix)) {
            // Tokens have dots in them.
            true => bytes[at..].iter().position(|b| !is_letter(*b) && !b"./~".contains(b)).map_or(bytes.len(), |n| at + n),
            false => end,
        };
        if next - at >= TOKEN - 4 && next > end || is_secret(word) {
            spans.push(at..next);
        }
        at = next;
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte)
}

/// Whether a word has only the letters of base64.
pub fn is_base64(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(is_letter)
}

/// Whether a word is not one of a language: it has what base64 has and words have not.
pub fn looks_encoded(word: &str) -> bool {
    is_base64(word)
        && word.len() >= SHORTEST
        && (word.ends_with('=')
            || mixed(word)
            || word.bytes().skip(1).zip(word.bytes()).filter(|(b, a)| b.is_ascii_uppercase() && a.is_ascii_lowercase()).count()
                > 1)
}

fn mixed(word: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| word.as_bytes().iter().any(kind);
    has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit)
}

fn is_secret(word: &str) -> bool {
    if word.len() < SHORTEST {
        return false;
    }
    let hex = word.len() >= DIGEST && word.bytes().all(|b| b.is_ascii_hexdigit());
    let token = || word.split('/').any(|part| part.len() >= TOKEN && mixed(part));
    hex || token() || holds_credentials(word)
}

/// Whether a word is the encoded form of what a mechanism sends.
fn holds_credentials(word: &str) -> bool {
    let word = word.trim_end_matches('=');
    // `key=VALUE`
    let word = word.rsplit('=').next().unwrap_or(word);
    let word = &word[..word.len().min(DECODED)];
    ENGINES.iter().any(|engine| engine.decode(word).is_ok_and(|bytes| is_credentials(&bytes)))
}

fn is_credentials(bytes: &[u8]) -> bool {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let has = |what: &[u8]| memchr::memmem::find(bytes, what).is_some();
    let text = std::str::from_utf8(bytes);
    let plain =
        || bytes.iter().filter(|b| **b == 0).count() == 2 && text.is_ok_and(|t| !t.chars().any(|c| c.is_control() && c != '\0'));
    let digest = || {
        text.is_ok_and(|t| {
            t.rsplit_once(' ').is_some_and(|(_, hex)| hex.len() == DIGEST && hex.bytes().all(|b| b.is_ascii_hexdigit()))
        })
    };
    starts(b"NTLMSSP\0")
        || starts(b"n,,")
        || starts(b"n,a=")
        || has(b"auth=Bearer")
        || has(b",r=")
        || has(b",p=")
        || plain()
        || digest()
}

/// Whether a word is `user:password`, encoded.
pub fn is_basic(word: &str) -> bool {
    let word = word.trim_end_matches('=');
    let word = &word[..word.len().min(DECODED)];
    is_base64(word) && ENGINES.iter().any(|engine| engine.decode(word).is_ok_and(|bytes| bytes.contains(&b':')))
}
