//! Secrets in every disguise.
#![allow(clippy::unwrap_used)]

use super::*;
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

#[test]
fn pieces_are_no_less_secret() {
    let plain = STANDARD.encode(format!("\0support@example.com\0{SECRET}"));
    let hidden = |said: &str| {
        let mut bytes = said.as_bytes().to_vec();
        let mut forms = Forms::of(SECRET);
        forms.extend(Forms::encoded(format!("\0support@example.com\0{SECRET}").as_bytes()));
        forms.replace_disguised(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    for said in [
        &plain[..plain.len() - 4],
        &plain[20..],
        &STANDARD.encode(SECRET)[..9],
        &STANDARD.encode(SECRET)[9..],
        &SECRET[..SECRET.len() - 1],
        &SECRET[1..],
        "S-3-c-r-3-t-A-p-P-w-0-r-d-Z-Z",
        "S3cr3t\u{200b}ApPw\u{ad}0rdZZ",
        "S3cr3t\x1b[31mApPw0rdZZ",
        "S3cr3t&#65;pPw0rd&#x5a;Z",
        "S3cr3t=41pPw0rd+5AZ",
        r"\x533cr3t\x41pPw0rdZZ",
    ] {
        assert_eq!(hidden(&format!("500 bad: {said}")), format!("500 bad: {MARK}"), "{said}");
    }
    let said = "553 5.7.1 <support@example.com>: Sender address rejected";
    assert_eq!(hidden(said), said, "the login is no secret");
}

#[test]
fn a_short_secret_counts_as_a_word() {
    let cleaned = |said: &str| {
        let mut bytes = said.as_bytes().to_vec();
        Forms::of("abc").replace_disguised(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert_eq!(cleaned("535 abc (abc), YWJj 616263"), "535 [redacted] ([redacted]), [redacted] [redacted]");
    assert_eq!(cleaned("535 abcd xabc"), "535 abcd xabc");
    let mut nothing = b"535 no".to_vec();
    assert!(!Forms::of("").replace_disguised(&mut nothing));
}

#[test]
fn other_charsets_are_read() {
    let secret = "p\u{e4}ssw\u{f6}rt\u{df}lang";
    let misread: String = secret.bytes().map(char::from).collect();
    let latin: Vec<u8> = secret.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let escaped: String =
        secret.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) }).collect();
    for said in [misread, escaped, STANDARD.encode(&latin)] {
        let mut bytes = format!("no {said}").into_bytes();
        assert!(Forms::of(secret).replace_disguised(&mut bytes));
        assert_eq!(String::from_utf8_lossy(&bytes), "no [redacted]", "{said}");
    }
}

proptest! {
    #[test]
    fn nothing_in_a_text_makes_it_panic(text in ".{0,80}", tail in "[%\\\\u0-9a-f.\\-\n]{0,12}") {
        cleaned(&format!("{text}\n{tail}"));
    }
}
