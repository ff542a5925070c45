//! What an outbox server said, fit to be kept and shown: bounded, and without the credential it was told.

use crate::mail::smtp_errors::is_enhanced;
use crate::redact::Forms;
use secrecy::{ExposeSecret as _, SecretString};

/// As much of a reply as is kept, in characters.
const LONGEST: usize = 500;
/// As many lines of a reply as a transcript shows.
const LINES: usize = 60;

/// What a server was told in confidence, in every form in which it could repeat it.
#[derive(Default)]
pub(super) struct Secrets(Forms);

impl Secrets {
    /// Of a sign-in; of none where there is no password.
    pub(super) fn of(username: &str, password: Option<&SecretString>) -> Self {
        let Some(password) = password.map(|password| password.expose_secret()) else { return Self::default() };
        // The login is no secret; what AUTH PLAIN makes of both is.
        let plain = SecretString::from(format!("\0{username}\0{password}"));
        let mut forms = Forms::of(password);
        forms.extend(Forms::encoded(plain.expose_secret().as_bytes()));
        if !password.is_ascii() {
            // In another charset, what is not ASCII comes as this.
            let foreign = |c: char| if c.is_ascii() { c } else { char::REPLACEMENT_CHARACTER };
            let foreign = SecretString::from(password.chars().map(foreign).collect::<String>());
            forms.extend(Forms::of(foreign.expose_secret()));
        }
        Self(forms)
    }

    /// `text` on one line, without them. Of a reply of several lines, the codes stand once.
    pub(super) fn clean(&self, text: &str) -> String {
        let text = self.without(text);
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let (code, words) = first.split_at_checked(4).filter(|(code, _)| is_code(code)).unwrap_or(("", first));
        let enhanced = words.split(' ').next().filter(|word| is_enhanced(word));
        let mut line = format!("{}{words}", code.replace('-', " "));
        for more in lines {
            let words = more.split_at_checked(4).filter(|(code, _)| is_code(code)).map_or(more, |(_, words)| words);
            let words = enhanced.and_then(|enhanced| words.strip_prefix(enhanced)).unwrap_or(words);
            line.push(' ');
            line.push_str(words);
        }
        one_line(&line)
    }

    /// The lines of `text`, without them: what was broken over several is found too.
    pub(super) fn clean_lines(&self, text: &str) -> Vec<String> {
        self.without(text).lines().take(LINES).map(one_line).collect()
    }

    fn without(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.0.replace_disguised(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Whether this is what a line of a reply begins with: `250-`, `250 `.
fn is_code(start: &str) -> bool {
    start.bytes().zip(0..).all(|(b, at)| if at < 3 { b.is_ascii_digit() } else { b == b'-' || b == b' ' })
}

fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || c == '\u{2028}' { ' ' } else { c }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    const PASSWORD: &str = "S3cr3tApPw0rdZZ";

    fn secrets() -> Secrets {
        Secrets::of("support@example.com", Some(&PASSWORD.into()))
    }

    #[test]
    fn what_is_repeated_over_lines_is_found() {
        let plain = STANDARD.encode(format!("\0support@example.com\0{PASSWORD}"));
        for said in [
            format!("535-5.7.8 no {}\n535 5.7.8 {}", &PASSWORD[..7], &PASSWORD[7..]),
            format!("535 {plain}"),
            format!("535-{}\n535 {}", &plain[..9], &plain[9..]),
        ] {
            let lines = secrets().clean_lines(&said).join("\n");
            assert!(lines.contains("[redacted]") && !lines.contains("Pw0rdZZ") && !lines.contains(&plain[12..20]), "{lines}");
        }
        assert_eq!(secrets().clean("550 \x1b[2Jno\r\n such\u{2028}user"), "550 [2Jno such user");
        for (reply, line) in [
            ("535-5.7.8 no.\n535 5.7.8  see x", "535 5.7.8 no. see x"),
            ("250-a\n250-b\n250 c", "250 a b c"),
            ("220-\n220", "220 220"),
            ("550 5.1.1 a\nb\n\u{e4}\u{e4}", "550 5.1.1 a b \u{e4}\u{e4}"),
            ("\u{e4}\u{e4}\u{e4}\n550 x", "\u{e4}\u{e4}\u{e4} x"),
            ("", ""),
        ] {
            assert_eq!(secrets().clean(reply), line);
        }
        assert_eq!(secrets().clean(&"x".repeat(5000)).chars().count(), LONGEST + 1);
        assert_eq!(secrets().clean_lines(&"250-x\n".repeat(5000)).len(), LINES);
    }

    proptest! {
        #[test]
        fn nothing_of_it_is_left_in_any_surroundings(before in ".{0,40}", after in ".{0,40}", skipped in 0_usize..3) {
            let encoded = STANDARD.encode(format!("{}{PASSWORD}{after}", &"abc"[..skipped]));
            for said in [format!("{before}{PASSWORD}{after}"), format!("{before} {encoded}")] {
                let line = secrets().clean(&said).to_lowercase();
                prop_assert!(!line.contains("pw0rd") && !line.contains(&encoded[4..12].to_lowercase()), "{}", line);
            }
        }
    }
}
