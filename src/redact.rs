//! Takes a secret out of what somebody else says: whoever was told it may repeat it, in many disguises.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;
use secrecy::zeroize::Zeroizing;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;
use std::sync::LazyLock;

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
    /// Those of secrets that are so short that they count as a whole word only.
    words: Vec<Form>,
    pieces: Pieces,
}

impl Forms {
    /// The forms of one secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        if secret.len() < SHORTEST {
            return Self { words: short(secret), ..Self::default() };
        }
        let json = serde_json::to_string(secret).unwrap_or_default();
        let url: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let plain = vec![secret.to_owned(), json.trim_matches('"').to_owned(), url.replace('+', "%20"), url];
        let mut forms = Self::encoded(secret.as_bytes());
        forms.plain = sorted(plain);
        let mut plain: Vec<Form> = forms.plain.clone();
        for other in charsets(secret) {
            forms.extend(Self::encoded(&other));
            plain.push(other);
        }
        plain.iter().for_each(|form| forms.pieces.learn_plain(form));
        forms
    }

    /// The encoded forms alone, of something that is no secret as it stands.
    #[must_use]
    pub fn encoded(secret: &[u8]) -> Self {
        let mut encoded: Vec<String> =
            vec![secret.iter().map(|b| format!("{b:02x}")).collect(), secret.iter().map(|b| format!("{b:02X}")).collect()];
        for skipped in 0..3_usize {
            let padded = Zeroizing::new([&vec![0; skipped], secret].concat());
            // Only the characters that no neighbouring byte has a bit in.
            let (first, last) = ((skipped * 8).div_ceil(6), padded.len() * 8 / 6);
            for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
                let text = Zeroizing::new(engine.encode(&*padded));
                encoded.extend(text.get(first..last).map(str::to_owned));
            }
        }
        let mut forms = Self { encoded: sorted(encoded), ..Self::default() };
        forms.encoded.iter().for_each(|form| forms.pieces.learn_encoded(form));
        forms
    }

    /// Those of another secret too.
    pub fn extend(&mut self, other: Self) {
        self.plain.extend(other.plain);
        self.encoded.extend(other.encoded);
        self.words.extend(other.words);
        self.pieces.extend(other.pieces);
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

    /// The same for a text that tells of an error: also pieces, what is broken by blanks, line ends and the codes at their beginning or
    /// by signs between the letters, what is escaped, and what is in another case; of an encoded form the whole word.
    pub fn replace_disguised(&self, hay: &mut Vec<u8>) -> bool {
        let mut secret = vec![false; hay.len()];
        let mut words = vec![false; hay.len()];
        for letters in [false, true] {
            for (decoded, coded) in [(false, false), (false, true), (true, false), (true, true)] {
                let view = View::of(hay, Way { decoded, coded, letters });
                self.pieces.plain[usize::from(letters)].mark(&view, &mut secret);
                self.pieces.encoded[usize::from(letters)].mark(&view, &mut words);
            }
        }
        let mut at = 0;
        for word in hay.split(|byte| !is_of_word(*byte)) {
            let range = at..at + word.len();
            let hidden = words[range.clone()].contains(&true) || self.words.iter().any(|form| form.as_slice() == word);
            if hidden {
                secret[range].fill(true);
            }
            at += word.len() + 1;
        }
        let mut spans: Vec<Range<usize>> = Vec::new();
        for at in (0..hay.len()).filter(|at| secret[*at] || words[*at]) {
            match spans.last_mut() {
                Some(span) if span.end == at => span.end += 1,
                _ => spans.push(at..at + 1),
            }
        }
        cut(hay, spans)
    }
}

/// A byte of a word in base64, hexadecimal or a URL.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_' | b'%')
}

/// A short secret, and in base64 and hexadecimal.
fn short(secret: &str) -> Vec<Form> {
    let mut forms = vec![secret.to_owned(), STANDARD.encode(secret), STANDARD_NO_PAD.encode(secret)];
    forms.push(secret.bytes().map(|b| format!("{b:02x}")).collect());
    forms.retain(|form| !form.is_empty());
    sorted(forms)
}

/// What a text beyond ASCII is in Latin-1, and what becomes of it when its UTF-8 is read as Latin-1.
fn charsets(secret: &str) -> Vec<Form> {
    if secret.is_ascii() {
        return Vec::new();
    }
    let latin: Option<Vec<u8>> = secret.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let misread: String = secret.bytes().map(char::from).collect();
    latin.into_iter().chain([misread.into_bytes()]).map(Zeroizing::new).collect()
}

/// So that no set holds a piece of a secret.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Pieces of one length each.
#[derive(Default)]
struct Grams(HashMap<usize, HashSet<u64>>);

impl Grams {
    fn learn(&mut self, form: &[u8], length: usize) {
        let set = self.0.entry(length).or_default();
        set.extend(form.windows(length).map(|piece| KEY.hash_one(piece)));
    }

    /// Marks every byte of a text that is part of a piece.
    fn mark(&self, view: &View, marked: &mut [bool]) {
        for (length, set) in &self.0 {
            let mut done = 0;
            for (at, piece) in view.bytes.windows(*length).enumerate() {
                if set.contains(&KEY.hash_one(piece)) {
                    let (start, end) = (view.from[at].start.max(done), view.from[at + length - 1].end);
                    marked[start.min(end)..end].fill(true);
                    done = end;
                }
            }
        }
    }
}

/// Pieces as they stand without blanks, and of the letters and digits alone.
#[derive(Default)]
struct Pieces {
    plain: [Grams; 2],
    encoded: [Grams; 2],
}

impl Pieces {
    /// Two thirds of a secret are too much, and so are twelve characters of it; fewer than eight are ordinary words too often.
    fn learn_plain(&mut self, form: &[u8]) {
        for (letters, form) in Self::views(form) {
            let length = if form.len() < 10 { form.len() } else { (form.len() * 2 / 3).clamp(8, 12) };
            self.plain[usize::from(letters)].learn(&form, length);
        }
    }

    fn learn_encoded(&mut self, form: &[u8]) {
        for (letters, form) in Self::views(form) {
            self.encoded[usize::from(letters)].learn(&form, form.len().min(8));
        }
    }

    fn views(form: &[u8]) -> impl Iterator<Item = (bool, Form)> {
        let view = |letters| (letters, View::of(form, Way { letters, ..Way::default() }).bytes);
        [false, true].map(view).into_iter().filter(|(_, form)| form.len() >= SHORTEST)
    }

    fn extend(&mut self, other: Self) {
        let (mine, others) = (self.plain.iter_mut().chain(&mut self.encoded), other.plain.into_iter().chain(other.encoded));
        for (mine, other) in mine.zip(others) {
            for (length, set) in other.0 {
                mine.0.entry(length).or_default().extend(set);
            }
        }
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

/// How a text is read.
#[derive(Clone, Copy, Default)]
struct Way {
    /// Whether escapes are read.
    decoded: bool,
    /// Whether an SMTP reply's codes at the beginning of a line are left out.
    coded: bool,
    /// Whether everything but letters and digits is.
    letters: bool,
}

/// A text without blanks and in lower case, and where each byte of it comes from.
struct View {
    bytes: Form,
    from: Vec<Range<usize>>,
}

impl View {
    fn of(hay: &[u8], way: Way) -> Self {
        let mut view = Self { bytes: Zeroizing::new(Vec::with_capacity(hay.len())), from: Vec::with_capacity(hay.len()) };
        let mut at = 0;
        while at < hay.len() {
            if let [b'\x1b', b'[', rest @ ..] = &hay[at..] {
                at += 3 + rest.iter().take_while(|b| !matches!(b, 0x40..=0x7e)).count();
                continue;
            }
            let (byte, length) = if way.decoded { unescaped(&hay[at..]) } else { (hay[at], 1) };
            let counts =
                if way.letters { byte.is_ascii_alphanumeric() } else { !byte.is_ascii_whitespace() && !byte.is_ascii_control() };
            if counts {
                view.bytes.push(byte.to_ascii_lowercase());
                view.from.push(at..at + length);
            }
            at += length;
            if way.coded && byte == b'\n' {
                at += codes(hay.get(at..).unwrap_or_default());
            }
        }
        view
    }
}

/// The first byte of what a URL, JSON, HTML or a mail escapes, and how many bytes stand for it.
fn unescaped(text: &[u8]) -> (u8, usize) {
    let hex = |digits: Option<&[u8]>| u8::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok();
    match text {
        [sign @ (b'%' | b'=' | b'+'), ..] => hex(text.get(1..3)).map_or((*sign, 1), |byte| (byte, 3)),
        [b'\\', b'u', b'0', b'0', ..] => hex(text.get(4..6)).map_or((b'\\', 1), |byte| (byte, 6)),
        [b'\\', b'x', ..] => hex(text.get(2..4)).map_or((b'\\', 1), |byte| (byte, 4)),
        [b'\\', escape, ..] => match escape {
            b'n' | b'r' => (b'\n', 2),
            b't' => (b'\t', 2),
            b'"' | b'\\' | b'/' => (*escape, 2),
            _ => (b'\\', 1),
        },
        [b'&', ..] => entity(text).unwrap_or((b'&', 1)),
        [first, ..] => (*first, 1),
        [] => (0, 1),
    }
}

/// An HTML entity of one byte.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().take(9).position(|b| *b == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let byte = match name {
        "quot" => b'"',
        "amp" => b'&',
        "lt" => b'<',
        "gt" => b'>',
        "apos" => b'\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']).map(|digits| u8::from_str_radix(digits, 16));
            hex.unwrap_or_else(|| number.parse()).ok()?
        }
    };
    Some((byte, end + 1))
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
#[path = "redact_tests.rs"]
mod tests;
