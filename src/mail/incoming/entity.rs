//! Character references of HTML.

use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::html::add_html_token;

/// The longest name has 31 letters.
const LONGEST: usize = 33;

/// What the reference at the beginning of `text` (an `&`) stands for, and its length; `None` when it is none.
pub fn reference(text: &str) -> Option<(String, usize)> {
    let length = text.bytes().take(LONGEST).position(|byte| byte == b';')? + 1;
    let whole = text.get(..length)?;
    let mut meant = String::new();
    match number(whole) {
        // What programs mean that know nothing but windows-1252.
        Some(code @ 0x80..=0x9f) => meant.push_str(&charset_decoder(b"windows-1252")?(&[code as u8])),
        _ => add_html_token(&mut meant, whole.as_bytes(), false),
    }
    (meant != whole).then_some((meant, length))
}

fn number(reference: &str) -> Option<u32> {
    let digits = reference.strip_prefix("&#")?.strip_suffix(';')?;
    digits.strip_prefix(['x', 'X']).map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())
}
