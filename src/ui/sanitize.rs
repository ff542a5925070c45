//! Text that came from elsewhere, made harmless: a terminal obeys control characters, and a reader trusts the order of letters.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What stands for a character that may not be shown.
const REPLACEMENT: char = '\u{fffd}';

/// Whether a character may not reach a terminal: C0, DEL, C1 (they move the cursor and worse), the bidirectional controls
/// (they show one address and mean another, Unicode TR36), and the line and paragraph separators.
pub(super) const fn is_unsafe(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
    )
}

/// One line of text without anything a terminal would obey. Tabs and line ends become blanks, the rest U+FFFD.
pub(super) fn sanitize(text: &str) -> Cow<'_, str> {
    // The usual case, decided byte by byte: printable ASCII.
    if text.bytes().all(|b| matches!(b, 0x20..=0x7e)) || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if is_unsafe(c) => REPLACEMENT,
        c => c,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(shown).collect())
}

/// Several lines, each sanitised; every line after the first is indented by `indent` blanks, so that text from elsewhere
/// cannot pass for a line of ours.
pub(super) fn block(text: &str, indent: usize) -> String {
    let mut shown = String::with_capacity(text.len() + 1);
    for (n, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        let indent = if n == 0 || line.is_empty() { 0 } else { indent };
        let _ = writeln!(shown, "{:indent$}{}", "", sanitize(line.trim_end_matches('\r')));
    }
    shown
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts rich in what must not get through; proptest's own `String` has no control character in it.
    pub fn texts() -> impl Strategy<Value = String> {
        let wild = prop_oneof![
            any::<char>(),
            proptest::char::range('\0', '\u{a0}'),
            proptest::char::range('\u{2000}', '\u{2070}'),
            Just('\u{61c}'),
        ];
        proptest::collection::vec(wild, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    #[test]
    fn what_a_terminal_would_obey_is_replaced() {
        assert_eq!(sanitize("a\x1b[31mb\x07"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(sanitize("a\u{9b}31m\x7f"), "a\u{fffd}31m\u{fffd}");
        assert_eq!(sanitize("moc.live\u{202e}@x"), "moc.live\u{fffd}@x");
        assert_eq!(sanitize("a\tb\r\nc\nd"), "a b c d");
        assert_eq!(sanitize("a\u{2028}b\u{2029}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "support@example.com", "b\u{fc}cher", "\u{65e5}\u{672c}", "\u{1f600}"] {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn a_line_from_elsewhere_cannot_pass_for_ours() {
        assert_eq!(block("no\nerror: forged\n", 2), "no\n  error: forged\n");
        assert_eq!(block("", 2), "\n");
    }

    proptest! {
        #[test]
        fn no_control_character_survives(text in texts()) {
            prop_assert!(!sanitize(&text).chars().any(|c| c.is_control() || is_unsafe(c)));
            prop_assert!(!block(&text, 2).chars().any(|c| c != '\n' && (c.is_control() || is_unsafe(c))));
        }
    }
}
