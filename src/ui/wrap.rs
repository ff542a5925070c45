//! Lines of text in a terminal, wrapped by us: what the terminal wraps itself goes on in its first column, where our own lines begin.

/// How many columns a character takes, or more: what terminals may not agree about counts as wide.
fn columns(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{1f000}'.. => 2,
        c => console::measure_text_width(c.encode_utf8(&mut [0; 4])),
    }
}

/// Wraps one line of sanitised text to `width` columns. The first line has `first` columns already; the others begin with `indent`
/// blanks, fewer where the terminal is narrow, but never none. Breaks at blanks where there are any.
pub(super) fn wrapped(line: &str, width: usize, first: usize, indent: usize) -> String {
    let indent = indent.min(width / 2).max(1);
    let fresh = format!("\n{:indent$}", "");
    let mut text = String::with_capacity(line.len());
    let mut used = first;
    // Of the line that is being written: where it begins in the text, and the last blank at which it can be broken.
    let (mut start, mut blank) = (0, None);
    for c in line.chars() {
        let wide = columns(c);
        if c == ' ' && text.len() > start {
            blank = Some(text.len());
        }
        if used + wide > width && (text.len() > start || (start == 0 && first > indent)) {
            let word = blank.take().map(|at| text[at..].trim_start_matches(' ').to_owned()).unwrap_or_default();
            let taken = indent + word.chars().map(columns).sum::<usize>();
            let word = if taken + wide <= width { word } else { String::new() };
            text.truncate(text.len() - word.len());
            text.truncate(text.trim_end_matches(' ').len().max(start));
            text.push_str(&fresh);
            start = text.len();
            used = if word.is_empty() { indent } else { taken };
            text.push_str(&word);
            if c == ' ' {
                continue;
            }
        }
        text.push(c);
        used += wide;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::sanitize::{sanitize, tests::texts};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrapped("one two three four", 12, 4, 4), "one two\n    three\n    four");
        assert_eq!(wrapped("one     two", 8, 0, 2), "one\n  two");
        assert_eq!(wrapped("abcdefghijkl", 8, 2, 2), "abcdef\n  ghijkl");
        assert_eq!(wrapped("ab abcdefghijkl", 8, 2, 2), "ab\n  abcdef\n  ghijkl");
        assert_eq!(wrapped("short", 80, 13, 13), "short");
        assert_eq!(wrapped("", 80, 13, 13), "");
        assert_eq!(wrapped("ab", 12, 13, 13), "\n      ab", "no room beside the label");
        assert_eq!(wrapped("\u{65e5}\u{672c}\u{8a9e}", 5, 0, 1), "\u{65e5}\u{672c}\n \u{8a9e}");
    }

    #[test]
    fn nothing_begins_where_our_lines_begin() {
        let forged = format!("{}Sender:      SPF pass (bank.example)", "x".repeat(67));
        assert_eq!(wrapped(&forged, 80, 13, 13), format!("{}\n{:13}Sender:      SPF pass (bank.example)", "x".repeat(67), ""));
    }

    proptest! {
        #[test]
        fn every_line_fits_and_is_indented(text in texts(), width in 6_usize..40, first in 0_usize..6, indent in 0_usize..20) {
            let text = sanitize(&text);
            let shown = wrapped(&text, width, first, indent);
            for (n, line) in shown.split('\n').enumerate() {
                let before = if n == 0 { first } else { 0 };
                prop_assert!(before + line.chars().map(columns).sum::<usize>() <= width.max(before + 2), "{:?}", shown);
                prop_assert!(n == 0 || line.starts_with(' '), "{:?}", shown);
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&shown), letters(&text));
        }
    }
}
