//! The name of a file, from one that a stranger chose.

use crate::ui::is_unsafe;

/// The longest name, in bytes; every file system takes it, with a number added too.
const LONGEST: usize = 180;
/// The longest extension that is kept when a name is too long, in bytes.
const EXTENSION: usize = 20;
/// Names that are devices on Windows, whatever follows after a dot.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A name that is a file in the folder it is joined to, on every system: no path, nothing hidden, no device, nothing that a
/// terminal obeys. `number` stands in for a name of which nothing is left.
pub(super) fn safe(name: &str, number: u32) -> String {
    let replaced: String = name.trim().chars().map(harmless).collect();
    // Blanks and dots at the end do not count on Windows; a dot first hides, a hyphen first is a flag to many programs.
    let trimmed = replaced.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let trimmed = trimmed.trim_start_matches(|c: char| matches!(c, '.' | '-') || c.is_whitespace());
    let name = if trimmed.chars().all(|c| c == '_') { format!("attachment-{number}") } else { trimmed.to_owned() };
    let name = shortened(&name);
    if is_device(&name) { format!("_{name}") } else { name }
}

/// The same name with a number before its extension; the first has none.
pub(super) fn numbered(name: &str, n: u32) -> String {
    if n == 1 {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    format!("{stem} ({n}){extension}")
}

fn harmless(c: char) -> char {
    match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        c if is_unsafe(c) => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The name before the last dot, and the rest with the dot.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => name.split_at(dot),
        _ => (name, ""),
    }
}

fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let (stem, extension) = if extension.len() <= EXTENSION { (stem, extension) } else { (name, "") };
    let room = LONGEST - extension.len();
    let end = (0..=room.min(stem.len())).rev().find(|end| stem.is_char_boundary(*end)).unwrap_or(0);
    format!("{}{extension}", stem[..end].trim_end_matches(['.', ' ']))
}

/// Whether Windows takes the name for a device: the part before the first dot counts, and blanks after it do not.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |prefix: &str| {
        let digit = stem.strip_prefix(prefix).map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(digit.as_deref(), Some(['0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}']))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::{Component, Path};

    #[test]
    fn ordinary_names_stay_as_they_are() {
        for name in ["invoice.pdf", "Rechnung 3 (neu).pdf", "b\u{fc}cher.tar.gz", "\u{65e5}\u{672c}.txt", "README", "a-b_c.d"] {
            assert_eq!(safe(name, 1), name);
        }
    }

    #[test]
    fn no_name_leads_out_of_its_folder_or_means_something_else() {
        for (name, expected) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("..\\..\\boot.ini", "_.._boot.ini"),
            ("/etc/passwd", "_etc_passwd"),
            ("C:\\x.exe", "C__x.exe"),
            (".bashrc", "bashrc"),
            ("...", "attachment-7"),
            ("", "attachment-7"),
            (" . ", "attachment-7"),
            ("///", "attachment-7"),
            ("-rf", "rf"),
            ("- -.-x", "x"),
            ("a\0b\nc\u{1b}[31m.txt", "a_b_c_[31m.txt"),
            ("fdp.\u{202e}exe", "fdp._exe"),
            ("con", "_con"),
            ("NUL.txt", "_NUL.txt"),
            ("com1 .log", "_com1 .log"),
            ("LPT\u{b2}", "_LPT\u{b2}"),
            ("console.log", "console.log"),
            ("x.txt. . ", "x.txt"),
        ] {
            assert_eq!(safe(name, 7), expected, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let long = format!("{}.pdf", "\u{65e5}".repeat(200));
        let name = safe(&long, 1);
        assert!(name.len() <= LONGEST && name.ends_with("\u{65e5}.pdf"), "{name}");
        assert!(safe(&"x".repeat(1000), 1).len() <= LONGEST);
        assert!(safe(&format!("a.{}", "x".repeat(1000)), 1).len() <= LONGEST);
    }

    #[test]
    fn a_number_goes_before_the_extension() {
        assert_eq!(numbered("a.pdf", 1), "a.pdf");
        assert_eq!(numbered("a.tar.gz", 2), "a.tar (2).gz");
        assert_eq!(numbered("README", 3), "README (3)");
    }

    proptest! {
        #[test]
        fn any_name_is_one_visible_file(name in "\\PC{0,40}|[./\\\\ ~-]{0,12}|(?s:.){0,40}", n in 1_u32..20) {
            let name = numbered(&safe(&name, 1), n);
            let parts: Vec<Component<'_>> = Path::new(&name).components().collect();
            prop_assert!(matches!(parts.as_slice(), [Component::Normal(one)] if *one == name.as_str()), "{:?}", name);
            prop_assert!(!name.starts_with(['.', '-']) && !name.contains(['/', '\\', ':']) && name.len() < 255);
            prop_assert!(!name.chars().any(|c| c.is_control()));
        }
    }
}
