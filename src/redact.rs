//! Takes a secret out of what somebody else says: whoever was told it may repeat it, in many disguises.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;
use secrecy::zeroize::Zeroizing;
use std::ops::Range;

/// What stands in the place of a secret.
pub const MARK: &str = "[redacted]";
/// Shorter ones are not looked for: they are parts of ordinary words.
const SHORTEST: usize = 6;

/// One form of a secret.
pub type Form = Zeroizing<Vec<u8>>;

/// The forms of secrets, also of those that are looked for in a text that somebody reads.
#[derive(Default)]
pub struct Forms {
    /// As they are, and as JSON or a URL would write them.
    plain: Vec<Form>,
    /// In base64 (at each alignment) or hexadecimal: parts of a longer word that is no less secret.
    encoded: Vec<Form>,
}

impl Forms {
    /// The forms of one secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        if secret.len() < SHORTEST {
            return Self::default();
        }
        let json = serde_json::to_string(secret).unwrap_or_default();
        let url: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let plain = vec![secret.to_owned(), json.trim_matches('"').to_owned(), url.replace('+', "%20"), url];
        let mut encoded: Vec<String> =
            vec![secret.bytes().map(|b| format!("{b:02x}")).collect(), secret.bytes().map(|b| format!("{b:02X}")).collect()];
        for skipped in 0..3_usize {
            let padded = Zeroizing::new([&vec![0; skipped], secret.as_bytes()].concat());
            // Only the characters that no neighbouring byte has a bit in.
            let (first, last) = ((skipped * 8).div_ceil(6), padded.len() * 8 / 6);
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let text = Zeroizing::new(engine.encode(&*padded));
                encoded.extend(text.get(first..last).map(str::to_owned));
            }
        }
        Self { plain: sorted(plain), encoded: sorted(encoded) }
    }

    /// Those of another secret too.
    pub fn extend(&mut self, other: Self) {
        self.plain.extend(other.plain);
        self.encoded.extend(other.encoded);
    }

    /// Replaces every occurrence that stands there as it is; whether there was one. Fast: for answers that are data.
    pub fn replace(&self, hay: &mut Vec<u8>) -> bool {
        // The longest first, so that no rest of it stays.
        let mut all: Vec<&Form> = self.plain.iter().chain(&self.encoded).collect();
        all.sort_by_key(|form| std::cmp::Reverse(form.len()));
        let mut found = false;
        for form in all {
            let finder = memmem::Finder::new(form.as_slice());
            let spans: Vec<Range<usize>> = finder.find_iter(hay).map(|at| at..at + form.len()).collect();
            found |= cut(hay, spans);
        }
        found
    }

    /// The same for a text that tells of an error: also what is broken by blanks, line ends and the codes at their beginning, what is
    /// percent-encoded or escaped, and what is in another case; of an encoded form the whole word.
    pub fn replace_disguised(&self, hay: &mut Vec<u8>) -> bool {
        let mut spans = Vec::new();
        for disguise in [[false, false], [false, true], [true, false], [true, true]] {
            let view = View::of(hay, disguise);
            for (forms, whole_word) in [(&self.plain, false), (&self.encoded, true)] {
                forms.iter().for_each(|form| view.find(form, hay, whole_word, &mut spans));
            }
        }
        cut(hay, spans)
    }
}

fn sorted(mut texts: Vec<String>) -> Vec<Form> {
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter().map(|text| Zeroizing::new(text.into_bytes())).collect()
}

/// Puts the mark in the place of the spans, which may overlap; whether there are any.
fn cut(hay: &mut Vec<u8>, mut spans: Vec<Range<usize>>) -> bool {
    spans.sort_unstable_by_key(|span| span.start);
    let (mut clean, mut done) = (Vec::with_capacity(hay.len()), 0);
    for span in &spans {
        if span.start >= done {
            clean.extend_from_slice(&hay[done..span.start]);
            clean.extend_from_slice(MARK.as_bytes());
        }
        done = done.max(span.end);
    }
    clean.extend_from_slice(&hay[done..]);
    *hay = clean;
    !spans.is_empty()
}

/// A text without blanks and in lower case, and where each byte of it comes from.
struct View {
    bytes: Form,
    from: Vec<Range<usize>>,
}

impl View {
    /// `decoded`: whether escapes are read; `coded`: whether an SMTP reply's codes at the beginning of a line are left out.
    fn of(hay: &[u8], [decoded, coded]: [bool; 2]) -> Self {
        let mut view = Self { bytes: Zeroizing::new(Vec::with_capacity(hay.len())), from: Vec::with_capacity(hay.len()) };
        let mut at = 0;
        while at < hay.len() {
            let (byte, length) = if decoded { unescaped(&hay[at..]) } else { (hay[at], 1) };
            if !byte.is_ascii_whitespace() && !byte.is_ascii_control() {
                view.bytes.push(byte.to_ascii_lowercase());
                view.from.push(at..at + length);
            }
            at += length;
            if coded && byte == b'\n' {
                at += codes(&hay[at..]);
            }
        }
        view
    }

    fn find(&self, form: &[u8], hay: &[u8], whole_word: bool, spans: &mut Vec<Range<usize>>) {
        let form = View::of(form, [false, false]).bytes;
        if form.len() < SHORTEST {
            return;
        }
        let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=-_%".contains(byte);
        for at in memmem::find_iter(&self.bytes, form.as_slice()) {
            let mut span = self.from[at].start..self.from[at + form.len() - 1].end;
            if whole_word {
                span.start -= hay[..span.start].iter().rev().take_while(|b| word(b)).count();
                span.end += hay[span.end..].iter().take_while(|b| word(b)).count();
            }
            spans.push(span);
        }
    }
}

/// The first byte of what a URL or JSON escapes, and how many bytes stand for it.
fn unescaped(text: &[u8]) -> (u8, usize) {
    let hex = |digits: Option<&[u8]>| u8::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok();
    match text {
        [b'%', ..] => hex(text.get(1..3)).map_or((b'%', 1), |byte| (byte, 3)),
        [b'\\', b'u', b'0', b'0', ..] => hex(text.get(4..6)).map_or((b'\\', 1), |byte| (byte, 6)),
        [b'\\', escape, ..] => match escape {
            b'n' | b'r' => (b'\n', 2),
            b't' => (b'\t', 2),
            b'"' | b'\\' | b'/' => (*escape, 2),
            _ => (b'\\', 1),
        },
        [first, ..] => (*first, 1),
        [] => (0, 1),
    }
}

/// How many bytes at the beginning of a line are a reply's codes: `454-`, `4.7.0 `.
fn codes(line: &[u8]) -> usize {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut length = match line {
        [_, _, _, b'-' | b' ', ..] if digits(line) == 3 => 4,
        _ => 0,
    };
    let word = line[length..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    if line[length..length + word].iter().filter(|b| **b == b'.').count() == 2 {
        length += word;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    const SECRET: &str = "S3cr3tApPw0rdZZ";

    fn cleaned(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        Forms::of(SECRET).replace_disguised(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn a_secret_is_known_in_every_disguise() {
        let percent: String = SECRET.bytes().map(|b| format!("%{b:02x}")).collect();
        let unicode: String = SECRET.bytes().map(|b| format!("\\u00{b:02X}")).collect();
        let plain = STANDARD.encode(format!("\0user\0{SECRET}"));
        for said in [
            "S3cr3tAp pPw0rdZZ".replacen("Ap p", "A p", 1),
            "split S3cr3tAp\r\nPw0rdZZ".into(),
            "454-4.7.0 split S3cr3tAp\n454-4.7.0 Pw0rdZZ".into(),
            "4.7.0 split S3cr3tAp\n4.7.0 Pw0rdZZ".into(),
            "{\"messages\":[\"no S3cr3t\\nApPw0rdZZ\"]}".into(),
            "S 3 c r 3 t A p P w 0 r d Z Z".into(),
            percent.clone(),
            percent.to_uppercase(),
            percent.replace("%41", "A"),
            unicode,
            SECRET.to_lowercase(),
            SECRET.to_uppercase(),
            STANDARD.encode(SECRET),
            plain.clone(),
            plain.to_lowercase(),
            plain[..20].to_owned() + "\r\n" + &plain[20..],
            plain.replace('=', "%3D"),
        ] {
            let left = cleaned(&format!("<{said}> stays"));
            assert!(left.contains(MARK) && left.ends_with("> stays"), "{said}: {left}");
            let quiet = left.to_lowercase();
            for part in ["pw0rdzz", "s3cr3t", "==", "3d>", "%5a", "rdzz"] {
                assert!(!quiet.contains(part), "{said}: {left}");
            }
        }
        assert_eq!(cleaned("nothing of it: S3cr3t"), "nothing of it: S3cr3t");
        assert_eq!(cleaned(&format!("535 no {SECRET}, {SECRET}")), "535 no [redacted], [redacted]");
    }

    proptest! {
        #[test]
        fn nothing_in_a_text_makes_it_panic(text in ".{0,80}", tail in "[%\\\\u0-9a-f.\\-\n]{0,12}") {
            cleaned(&format!("{text}\n{tail}"));
        }
    }
}
