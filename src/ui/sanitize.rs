//! Text that came from elsewhere, made harmless: a terminal obeys control characters, and a reader trusts the order of letters.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What stands for a character that may not be shown.
const REPLACEMENT: char = '\u{fffd}';

/// Whether a character may not reach a terminal: C0, DEL, C1 (they move the cursor and worse), the bidirectional controls
/// (they show one address and mean another, Unicode TR36), the line and paragraph separators, and what nobody can see.
pub(crate) const fn is_unsafe(c: char) -> bool {
    matches!(c, '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}'..='\u{202e}') || is_invisible(c)
}

/// Whether a character shows nothing, so that two texts with and without it look alike: `Default_Ignorable_Code_Point` of
/// Unicode 16 (`DerivedCoreProperties.txt`), bidirectional marks among them, and the interlinear annotation controls.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
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
            Just('\u{ad}'),
            proptest::char::range('\u{fff0}', '\u{fffd}'),
            proptest::char::range('\u{e0000}', '\u{e007f}'),
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
    fn what_nobody_can_see_is_shown() {
        for hidden in
            "\u{ad}\u{34f}\u{180e}\u{200b}\u{200d}\u{2060}\u{feff}\u{fff9}\u{fffb}\u{e0001}\u{e007f}\u{3164}\u{fe0f}".chars()
        {
            assert_eq!(sanitize(&format!("a{hidden}@example.com")), "a\u{fffd}@example.com", "{hidden:?}");
        }
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
