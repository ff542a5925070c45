//! Whatever a sender makes up, reading ends, holds little, and does not panic.

use super::super::headers::Part;
use super::super::walk::{Sink, walk};
use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::io::Cursor;

/// `head`, then `piece` as often as it takes to come to `length` bytes, made while it is read.
fn repeated(head: &str, piece: &str, length: usize) -> impl Read {
    let (head, piece) = (head.replace('\n', "\r\n"), piece.replace('\n', "\r\n").into_bytes());
    Cursor::new(head.into_bytes()).chain(Cycle { piece, at: 0 }.take(length as u64))
}

struct Cycle {
    piece: Vec<u8>,
    at: usize,
}

impl Read for Cycle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for byte in buffer.iter_mut() {
            *byte = self.piece[self.at];
            self.at = (self.at + 1) % self.piece.len();
        }
        Ok(buffer.len())
    }
}

/// Everything that reading keeps of a message.
fn kept(read: &Incoming) -> usize {
    serde_json::to_string(&read.face).unwrap().len() + read.text.len()
}

const LARGE: usize = 4 << 20;
const MIXED: &str = "From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n";

#[test]
fn what_is_kept_is_bounded() {
    let quotes = "\\\"".repeat(255);
    let long_files = &format!("--b\nContent-Type: a/{}; name=\"{quotes}\"\n\nx\n", "t".repeat(300));
    let mailbox = format!(",\n \"{quotes}\" <{}@b.test>", "a".repeat(310));
    let fields: String = ["To", "Cc", "Reply-To"].iter().map(|name| format!("\n{name}: x@y.test{mailbox}{mailbox}")).collect();
    let long_addresses = &fields;
    let long_ids = &format!("\n <{}@b>", "\\".repeat(980));
    let long_head = &format!(
        "Subject: {quotes}{quotes}{quotes}{quotes}\nFrom: x@y.test\nList-ID: x\nX-Original-From: \"{quotes}\" <{}@b.test>\nMessage-ID: <{}>\n\
         In-Reply-To:{}\nReferences:{}\nTo: x@y.test{}\nCc: x@y.test{}\nReply-To: x@y.test{}\n\
         Content-Type: multipart/mixed; boundary=b\n\n",
        "a".repeat(310),
        "\\".repeat(998),
        long_ids.repeat(9),
        long_ids.repeat(40),
        mailbox.repeat(40),
        mailbox.repeat(40),
        mailbox.repeat(20),
    );
    let cases = [
        ("nesting", MIXED, "--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
        ("rfc822 in rfc822", "From: a@b.test\n", "Content-Type: message/rfc822\n\n"),
        ("parts", MIXED, "--b\n\nx\n"),
        ("files", MIXED, "--b\nContent-Type: a/b; name=x\n\nx\n"),
        ("headers", "", "To: a@b.test\n"),
        ("unknown headers", "", "X-Y: z\n"),
        ("addresses", "To: x@y.test", ",\n a@b.test"),
        ("references", "References: <x@y>", "\n <a@b>"),
        ("one header", "Subject: ", "a long subject "),
        ("one encoded header", "Subject: ", "=?utf-8?q?=C3=84?=\n "),
        ("openings of encoded words", "Subject: ", "=? "),
        ("comments", "From: ", "("),
        ("quotes", "From: ", "\"\\"),
        ("groups", "To: ", "a:b@c.test;"),
        ("parameters", "Content-Type: a/b", "; a*0=b"),
        ("one line", "From: a@b.test\n\n", "xxxxxxx"),
        ("one line of quoted-printable", "Content-Transfer-Encoding: quoted-printable\n\n", "= \t"),
        ("lines", "From: a@b.test\n\n", "\n"),
        ("html", "Content-Type: text/html\n\n", "<blockquote><li><a href=https://x.test>x"),
        ("base64", "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n", "AGEA\n"),
        ("lone CR", "From: a@b.test\n\n", "\r"),
        ("preamble", MIXED, "x\n"),
        ("delimiters", MIXED, "--b\n"),
        ("long file names", MIXED, long_files),
        ("long addresses", "From: a@b.test", long_addresses),
        ("long references", "In-Reply-To: <x@y>\nReferences: <x@y>", long_ids),
        ("long everything", long_head, long_files),
    ];
    for (name, head, piece) in cases {
        let read = read(repeated(head, piece, LARGE)).unwrap();
        let face = serde_json::to_string(&read.face).unwrap().len();
        assert!(face <= FACE_LIMIT, "{name}: {face}");
        assert!(read.text.len() <= TEXT_LIMIT, "{name}");
        assert!(read.face.attachments.len() <= ATTACHMENT_LIMIT as usize, "{name}");
    }
}

/// The most that a walk hands over at once.
#[derive(Default)]
struct Largest {
    block: usize,
    piece: usize,
    open: usize,
    deepest: usize,
    content: u64,
}

impl Sink for Largest {
    fn message(&mut self, block: &[u8]) {
        self.block = block.len();
    }
    fn open(&mut self, _: &Part) {
        self.open += 1;
        self.deepest = self.deepest.max(self.open);
    }
    fn close(&mut self) {
        self.open -= 1;
    }
    fn leaf(&mut self, _: Part) {}
    fn data(&mut self, bytes: &[u8]) {
        self.piece = self.piece.max(bytes.len());
        self.content += bytes.len() as u64;
    }
    fn end(&mut self) {}
}

#[test]
fn attachments_that_are_not_listed_are_counted_and_found() {
    let file = |n: usize| format!("--b\r\nContent-Type: a/b; name=\"{}\"\r\n\r\n{n}\r\n", "x".repeat(250));
    let files: String = (1..=1200).map(file).collect();
    let raw = format!("{}{files}--b--\r\n", MIXED.replace('\n', "\r\n"));
    let face = read(raw.as_bytes()).unwrap().face;
    assert!(face.attachments.len() > 50, "{}", face.attachments.len());
    assert_eq!(face.attachments.len() + face.attachments_cut as usize, 1200);
    let mut contents = Vec::new();
    let ends = unpack(raw.as_bytes(), &mut contents).unwrap();
    assert_eq!((ends.len(), &contents[ends[1198] as usize..]), (1200, &b"1200"[..]));
}

#[test]
fn a_walk_holds_little_at_a_time() {
    let mut long_line = Largest::default();
    walk(repeated("From: a@b.test\n\n", "xxxxxxx", LARGE), &mut long_line).unwrap();
    assert_eq!(long_line.content, LARGE as u64, "nothing of a long line is lost");
    assert!(long_line.piece <= 64 * 1024, "{}", long_line.piece);

    let mut headers = Largest::default();
    walk(repeated("", "Subject: x\n", LARGE), &mut headers).unwrap();
    assert!(headers.block <= 320 * 1024, "{}", headers.block);

    let mut deep = Largest::default();
    walk(repeated(MIXED, "--b\nContent-Type: multipart/mixed; boundary=b\n\n", LARGE), &mut deep).unwrap();
    assert!(deep.deepest <= 20 && deep.open == 0, "{} {}", deep.deepest, deep.open);
}

#[test]
fn sizes_stay_exact_however_large_the_file() {
    let content = 3_000_000;
    let encoded = repeated(
        "From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhalo\n--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n",
        "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n",
        content / 51 * 70,
    );
    let read = read(encoded.chain(Cursor::new("--b--\r\n"))).unwrap();
    assert_eq!((read.text.as_str(), read.face.attachments[0].size), ("halo", (content / 51 * 51) as u64));
}

#[test]
fn reading_does_not_depend_on_the_pieces_that_arrive() {
    struct Drops<'a>(&'a [u8]);
    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let give = self.0.len().min(1);
            buffer[..give].copy_from_slice(&self.0[..give]);
            self.0 = &self.0[give..];
            Ok(give)
        }
    }
    for name in names() {
        let raw = fixture(&name);
        assert_eq!(read(Drops(&raw)).unwrap(), read(raw.as_slice()).unwrap(), "{name}");
    }
}

#[test]
fn a_failing_disk_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    assert_eq!(read(Cursor::new("From: a@b.test\r\n").chain(Broken)).unwrap_err().kind(), io::ErrorKind::BrokenPipe);
}

fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/mail");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// What holds for every message.
fn check(raw: &[u8]) {
    let read = read(raw).unwrap();
    assert!(read.text.len() <= TEXT_LIMIT && kept(&read) <= raw.len() * 8 + 4096);
    assert!(read.text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'), "{:?}", read.text);
    let face = serde_json::to_string(&read.face).unwrap();
    assert_eq!(serde_json::from_str::<Face>(&face).unwrap(), read.face);
    assert_no_control(&serde_json::from_str(&face).unwrap());
    for listed in read.face.attachments.iter().take(5) {
        assert_eq!(content(raw, listed.number as usize).unwrap().len() as u64, listed.size);
    }
}

fn assert_no_control(value: &serde_json::Value) {
    use serde_json::Value::{Array, Object, String};
    match value {
        String(text) => assert!(!text.chars().any(char::is_control), "{text:?}"),
        Array(values) => values.iter().for_each(assert_no_control),
        Object(values) => values.values().for_each(assert_no_control),
        _ => {}
    }
}

#[test]
fn every_fixture_holds_to_it() {
    assert!(names().len() >= 19);
    names().iter().for_each(|name| check(&fixture(name)));
}

#[derive(Debug, Clone)]
enum Change {
    Cut(usize, usize),
    Insert(usize, Vec<u8>),
    Repeat(usize, usize, usize),
    Flip(usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let tokens = proptest::sample::select(vec![
        &b"\r\n"[..],
        b"\n",
        b"\r",
        b"--",
        b"--b\r\n",
        b"\r\n\r\n",
        b"=?utf-8?b?",
        b"?=",
        b"<",
        b">",
        b"(",
        b"\"",
        b"\\",
        b"\0",
        b"\xff",
        b";",
        b":",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
        b"Content-Type: message/rfc822\r\n\r\n",
        b"&#x110000;",
        b"<!--",
        b"=",
        b"\x1b$B",
    ]);
    prop_oneof![
        (any::<usize>(), 0usize..400).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<usize>(), tokens).prop_map(|(at, token)| Change::Insert(at, token.to_vec())),
        (any::<usize>(), 1usize..200, 1usize..20).prop_map(|(at, length, times)| Change::Repeat(at, length, times)),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Flip(at, byte)),
    ]
}

fn changed(mut raw: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: usize| at % (raw.len() + 1);
        match change {
            Change::Cut(at, length) => {
                let at = place(*at);
                let end = (at + length).min(raw.len());
                raw.drain(at..end);
            }
            Change::Insert(at, bytes) => {
                let at = place(*at);
                raw.splice(at..at, bytes.iter().copied());
            }
            Change::Repeat(at, length, times) => {
                let at = place(*at);
                let piece = raw[at..(at + length).min(raw.len())].repeat(*times);
                raw.splice(at..at, piece);
            }
            Change::Flip(at, byte) => {
                let at = place(*at);
                if let Some(old) = raw.get_mut(at) {
                    *old = *byte;
                }
            }
        }
    }
    raw
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, rng_seed: RngSeed::Fixed(3), ..ProptestConfig::default() })]

    #[test]
    fn changed_fixtures_hold_to_it(name in proptest::sample::select(names()), changes in proptest::collection::vec(change(), 1..12)) {
        check(&changed(fixture(&name), &changes));
    }

    #[test]
    fn any_bytes_hold_to_it(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        check(&raw);
    }
}
