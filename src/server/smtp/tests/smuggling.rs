//! One message stays one message, however it is cut and whatever stands in it.

use super::*;
use proptest::prelude::*;

/// A second message in the content of a first, behind something that is not the end of a message.
fn smuggled(end: &str) -> String {
    format!(
        "Subject: outer\r\n\r\nbody{end}MAIL FROM:<admin@example.com>\r\nRCPT TO:<{OTHER}@{DOMAIN}>\r\nDATA\r\nSubject: inner\r\n"
    )
}

#[test]
fn what_is_not_the_end_is_never_taken_for_one() {
    for end in
        ["\n.\n", "\r.\r", "\r\n.\n", "\n.\r\n", "\r\n.\r", "\r.\r\n", "\n\n.\r\n", "\r\n\n.\r\n", "\r\r\n.\n", "\r\n.\r\r\n"]
    {
        let said = format!("{}DATA\r\n{}\r\n.\r\nNOOP\r\n", envelope(), smuggled(end));
        let outcome = Behind::default().hear(said.as_bytes(), 1000);
        assert_eq!(outcome.codes(), "220 250 250/2.1.0 250/2.1.5 354 550/5.6.11", "{end:?}");
        assert_eq!((outcome.messages.len(), outcome.closed), (0, true), "{end:?}");
        let content = smuggled(end);
        let said = format!("{}BDAT {} LAST\r\n{content}NOOP\r\n", envelope(), content.len());
        let outcome = Behind::default().hear(said.as_bytes(), 1000);
        assert_eq!(outcome.codes(), "220 250 250/2.1.0 250/2.1.5 550/5.6.11", "{end:?}");
        assert_eq!((outcome.messages.len(), outcome.closed), (0, true), "{end:?}");
    }
}

#[test]
fn behind_the_end_commands_go_on() {
    let inner = format!("MAIL FROM:<b@example.com>\r\nRCPT TO:<{OTHER}@{DOMAIN}>\r\nDATA\r\n");
    let said = format!("{}DATA\r\none\r\n.\r\n{inner}two\r\n.\r\nQUIT\r\n", envelope());
    let outcome = Behind::default().hear(said.as_bytes(), 1000);
    assert_eq!(outcome.messages, [message("one\r\n"), ("b@example.com".into(), vec![OTHER.into()], "two\r\n".into())]);
}

#[test]
fn a_header_cannot_be_put_into_ours() {
    for line in ["EHLO a\rX: y", "EHLO a\nX: y", "EHLO a\r\n\tby b", "MAIL FROM:<\"a\rX: y\"@b>", "MAIL FROM:<\"a\\\n\"@b>"] {
        let said = format!("EHLO h\r\n{line}\r\n");
        let codes = Behind::default().codes(&said);
        assert!(codes.split(' ').skip(1).any(|code| code.starts_with("500")), "{line:?}: {codes}");
    }
}

/// Something a client may say: right, nearly right, or noise.
fn utterance() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        "EHLO h\r\n",
        "MAIL FROM:<a@example.com>\r\n",
        "MAIL FROM:<> SIZE=10\r\n",
        "RCPT TO:<0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d@inbound.example.test>\r\n",
        "RCPT TO:<nobody@inbound.example.test>\r\n",
        "DATA\r\n",
        "Subject: s\r\n\r\nbody\r\n",
        ".\r\n",
        "..a\r\n",
        "\r\n.\r\n",
        "BDAT 7\r\n",
        "BDAT 3 LAST\r\n",
        "BDAT 0 LAST\r\n",
        "abcdefg",
        "RSET\r\n",
        "NOOP\r\n",
        "\r",
        "\n",
        ".",
        "\0",
        "QUIT\r\n",
    ];
    prop_oneof![
        12 => prop::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => (500..600_usize).prop_map(|n| vec![b'x'; n]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_it_is_cut_makes_no_difference(said in prop::collection::vec(utterance(), 0..40), piece in 2..50_usize, hold in 400..3000_usize) {
        let said = said.concat();
        let limits = Limits { line: 512, content_line: 998, ..Limits::default() };
        let behind = Behind { limits, hold, ..Behind::default() };
        let whole = behind.hear(&said, said.len());
        prop_assert_eq!(&behind.hear(&said, 1), &whole);
        prop_assert_eq!(&behind.hear(&said, piece), &whole);
    }

    #[test]
    fn what_is_stuffed_comes_out_as_it_was(lines in prop::collection::vec("[.a\\x00ä ]{0,6}", 0..30), piece in 1..40_usize) {
        let content: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let stuffed: String = lines.iter().map(|line| format!("{}{line}\r\n", if line.starts_with('.') { "." } else { "" })).collect();
        let data = Behind::default().hear(format!("{}DATA\r\n{stuffed}.\r\n", envelope()).as_bytes(), piece);
        prop_assert_eq!(data.messages, [message(&content)]);
        let chunk = Behind::default().hear(format!("{}BDAT {} LAST\r\n{content}", envelope(), content.len()).as_bytes(), piece);
        prop_assert_eq!(chunk.messages, [message(&content)]);
    }
}
