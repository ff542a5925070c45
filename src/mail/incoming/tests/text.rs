//! Which text is shown, and in which charset.

use super::super::decode::Decoder;
use super::*;
use proptest::prelude::*;

fn text_of(content_type: &str, encoding: &str, body: &[u8]) -> String {
    let mut raw =
        format!("From: a@b.test\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n").into_bytes();
    raw.extend_from_slice(body);
    read(raw.as_slice()).unwrap().text
}

#[test]
fn charsets() {
    for (charset, bytes, text) in [
        ("utf-8", "é€".as_bytes(), "é€"),
        ("windows-1251", b"\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"),
        ("KOI8-R", b"\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
        ("gb18030", b"\xc4\xe3\xba\xc3", "你好"),
        ("gb2312", b"\xc4\xe3\xba\xc3", "你好"),
        ("iso-8859-1", b"caf\xe9", "café"),
        ("'iso-8859-1'", b"caf\xe9", "café"),
        ("us-ascii", b"caf\xe9", "café"),
        ("utf-8", b"caf\xe9 (not utf-8)", "café (not utf-8)"),
        ("unheard-of", "é".as_bytes(), "é"),
        ("", b"\xe9", "é"),
    ] {
        assert_eq!(text_of(&format!("text/plain; charset=\"{charset}\""), "8bit", bytes), text, "{charset}");
    }
}

#[test]
fn text_is_clean() {
    assert_eq!(text_of("text/plain", "8bit", b"\xef\xbb\xbf\r\n\r\na\rb\r\nc\nd\te\0f\x1b[1m\x07\r\n \r\n"), "a\nb\nc\nd\tef[1m");
    assert_eq!(text_of("text/plain", "quoted-printable", b"a =\r\nb=20\r\nc=3D=zz =4\r\nd  \r\ne="), "a b \nc==zz =4\nd\ne");
    assert_eq!(text_of("text/plain", "base64", b"SGFs\r\nbG8=\r\nIQ==\r\n"), "Hallo!");
    assert_eq!(text_of("text/plain", " BASE64 ", b"SGFsbG8"), "Hallo");
}

fn multipart(kind: &str, parts: &[&str]) -> Incoming {
    let parts: String = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
    parse(&format!("From: a@b.test\nContent-Type: multipart/{kind}; boundary=b\n\n{parts}--b--\n"))
}

const PLAIN: &str = "Content-Type: text/plain\n\nplain";
const HTML: &str = "Content-Type: text/html\n\n<p>html</p>";
const BLANK: &str = "Content-Type: text/plain\n\n  ";
const IMAGE: &str = "Content-Type: image/png\nContent-Disposition: inline\n\nx";

#[test]
fn plain_text_comes_before_html() {
    for (kind, parts, text, files) in [
        ("alternative", vec![PLAIN, HTML], "plain", 0),
        ("alternative", vec![HTML, PLAIN], "plain", 0),
        ("alternative", vec![BLANK, HTML], "html", 0),
        ("alternative", vec![HTML], "html", 0),
        ("mixed", vec![PLAIN, IMAGE, "\nmore"], "plain\n\nmore", 1),
        ("mixed", vec![BLANK, HTML], "html", 0),
        ("related", vec![HTML, PLAIN, IMAGE], "html", 2),
        ("mixed", vec![IMAGE], "", 1),
        ("mixed", vec!["Content-Type: text/plain; name=a.txt\n\nfile", PLAIN], "plain", 1),
        ("mixed", vec!["Content-Type: text/html\nContent-Disposition: attachment\n\nfile", PLAIN], "plain", 1),
        ("alternative", vec![PLAIN, "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"], "plain", 1),
        ("digest", vec!["\nSubject: inner\n\ntext"], "", 1),
        ("x-unheard-of", vec![PLAIN], "plain", 0),
    ] {
        let read = multipart(kind, &parts);
        assert_eq!((read.text.as_str(), read.face.attachments.len()), (text, files), "{kind} {parts:?}");
    }
    assert_eq!(multipart("digest", &["\nSubject: inner\n\ntext"]).face.attachments[0].name.as_deref(), Some("inner.eml"));
}

#[test]
fn delimiters_may_be_untidy() {
    let raw = "From: a@b.test\nContent-Type: multipart/mixed; boundary=\"b b\"\n\n--b b \nContent-Type: text/plain\n\none\n--b bx\n--b b\t\n\ntwo\n--b b-- \n--b b\n\nafter the end";
    assert_eq!(parse(raw).text, "one\n--b bx\n\ntwo");
    let inner_is_prefix = "From: a@b.test\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bb\n\ntwo\n--bb--\n";
    assert_eq!(parse(inner_is_prefix).text, "one\n\ntwo");
}

#[test]
fn long_text_is_cut_at_a_character() {
    let read = parse(&format!("From: a@b.test\nContent-Type: text/plain; charset=utf-8\n\nx{}", "é".repeat(TEXT_LIMIT)));
    assert!(read.face.text_cut);
    assert_eq!(read.text.len(), TEXT_LIMIT - 1);
    let fits = parse(&format!("From: a@b.test\n\n{}\n", "x".repeat(TEXT_LIMIT)));
    assert_eq!((fits.text.len(), fits.face.text_cut), (TEXT_LIMIT, false));
}

/// `input` decoded in pieces that end at `cuts`.
fn decoded(encoding: &str, input: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut decoder = Decoder::new(Some(encoding));
    let (mut out, mut start) = (Vec::new(), 0);
    let mut ends: Vec<usize> = cuts.iter().map(|cut| cut % (input.len() + 1)).collect();
    ends.sort_unstable();
    ends.push(input.len());
    for end in ends {
        decoder.push(&input[start..end], &mut out);
        start = end;
    }
    decoder.finish(&mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn decoding_does_not_depend_on_the_pieces(input in "[ -~\r\n=]{0,200}", cuts in proptest::collection::vec(0usize..1000, 0..8)) {
        for encoding in ["base64", "quoted-printable", "8bit"] {
            prop_assert_eq!(decoded(encoding, input.as_bytes(), &cuts), decoded(encoding, input.as_bytes(), &[]));
        }
    }

    #[test]
    fn base64_is_decoded_as_by_the_crate(content in proptest::collection::vec(any::<u8>(), 0..300)) {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(&content);
        prop_assert_eq!(decoded("base64", text.as_bytes(), &[]), content);
    }

    #[test]
    fn quoted_printable_is_decoded_as_by_mail_parser(text in "([a-z]|=3D|=E2=82=AC|=\r\n| |\r\n){0,60}x") {
        let ours = decoded("quoted-printable", text.as_bytes(), &[]);
        let theirs = mail_parser::decoders::quoted_printable::quoted_printable_decode(text.as_bytes()).unwrap();
        prop_assert_eq!(String::from_utf8(ours).unwrap(), String::from_utf8(theirs).unwrap());
    }
}
