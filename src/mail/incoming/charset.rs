//! Bytes turned to text.

use mail_parser::decoders::charsets::map::charset_decoder;

/// Text in a charset. Undeclared bytes, and those declared as ASCII or UTF-8, are UTF-8 where they can be, else windows-1252.
pub fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let charset = charset.map(str::trim).unwrap_or_default();
    let unicode = ["utf-8", "utf8", "us-ascii", "ascii", ""].iter().any(|name| charset.eq_ignore_ascii_case(name));
    if unicode {
        guess(bytes)
    } else {
        charset_decoder(charset.as_bytes()).map_or_else(|| guess(bytes), |decoder| decoder(bytes))
    }
}

fn guess(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Almost UTF-8, with a broken character or one cut off at the end.
        Err(error) if mostly_utf8(bytes, error.error_len().is_none()) => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => {
            charset_decoder(b"windows-1252").map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decoder| decoder(bytes))
        }
    }
}

fn mostly_utf8(bytes: &[u8], cut_off: bool) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong * 4 || (cut_off && right > 0)
}

/// Text as it is stored: lines end with LF, no control characters but that and the tab, no byte order mark.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' => {
                rest.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\t' => clean.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}

/// One line: white space folded, control characters gone, at most `limit` bytes.
pub fn line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > limit {
            cut(&mut line, limit);
            break;
        }
    }
    line
}

/// Cuts a text to at most `limit` bytes; whether it had to be.
pub fn cut(text: &mut String, limit: usize) -> bool {
    let cut = text.len() > limit;
    if cut {
        let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text.truncate(end);
    }
    cut
}
