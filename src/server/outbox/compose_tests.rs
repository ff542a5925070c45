//! Replies as mails: what they say is read back by another crate than the one that wrote it.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use mail_parser::MessageParser;
use proptest::prelude::*;

const ID: &str = "6e0f5f2a-0000-4000-8000-000000000001";

fn channel() -> ChannelRow {
    ChannelRow {
        id: "c".into(),
        address: "support@example.com".into(),
        smtp_username: "support@example.com".into(),
        protocol: "ssl".into(),
        smtp_host: "smtp.example.com".into(),
        smtp_port: 465,
        route_id: String::new(),
        forwarder: "c@inbound.example.test".into(),
        created_at: 0,
    }
}

fn mailbox(address: &str) -> Mailbox {
    Mailbox { name: None, address: address.into() }
}

fn thread(face: Face) -> Thread {
    Thread {
        channel: Some(channel()),
        channel_address: "support@example.com".into(),
        customer: "customer@example.org".into(),
        subject: "Order 7".into(),
        last_from_customer: Some(face),
    }
}

fn written(text: &str) -> Written {
    Written { text: text.into(), to: Vec::new(), cc: Vec::new(), bcc: Vec::new(), subject: None }
}

fn written_to(thread: &Thread, written: &Written) -> Composed {
    let to = answered(thread, &written.to);
    compose(thread, &channel(), to, written, ID, "the-mark", 1_790_000_000_000).unwrap()
}

/// The names of the headers, in order.
fn names(raw: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(raw).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    head.split("\r\n").filter(|line| !line.starts_with(' ')).map(|line| line.split(':').next().unwrap().to_owned()).collect()
}

#[test]
fn a_reply_continues_what_it_answers() {
    let face = Face {
        message_id: Some("last@example.org".into()),
        references: vec!["first@example.org".into(), "second@example.com".into()],
        from: Some(mailbox("customer@example.org")),
        subject: "RE: re[2]: Aw: Bls: Pesanan ke-7 \u{1f4e6}".into(),
        ..Face::default()
    };
    let mut reply = written("Halo,\nsudah dikirim.\n");
    reply.cc = vec![Address::parse("boss@example.com").unwrap()];
    reply.bcc = vec![Address::parse("secret@example.com").unwrap(), Address::parse("Customer@example.org").unwrap()];
    let mail = written_to(&thread(face), &reply);
    assert_eq!(mail.recipients, ["customer@example.org", "boss@example.com", "secret@example.com"], "each once");
    assert!(!String::from_utf8_lossy(&mail.raw).contains("secret"), "Bcc is in no header");
    let read = MessageParser::default().parse(&mail.raw).unwrap();
    assert_eq!(read.subject(), Some("Re: Pesanan ke-7 \u{1f4e6}"));
    assert_eq!(read.from().unwrap().first().unwrap().address(), Some("support@example.com"));
    assert_eq!(read.to().unwrap().first().unwrap().address(), Some("customer@example.org"));
    assert_eq!(read.message_id(), Some(&*format!("{ID}@example.com")));
    assert_eq!(read.in_reply_to().as_text(), Some("last@example.org"));
    let references = read.references().as_text_list().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(references, ["first@example.org", "second@example.com", "last@example.org"]);
    assert_eq!(read.date().unwrap().to_timestamp(), 1_790_000_000);
    assert_eq!(read.header_raw("X-Loop").unwrap().trim(), "the-mark");
    assert!(!String::from_utf8_lossy(&mail.raw).contains("inbound.example.test"), "the forwarder is nobody's business");
    assert_eq!(read.body_text(0).unwrap().replace("\r\n", "\n"), reply.text);
    assert!(!names(&mail.raw).iter().any(|n| n.eq_ignore_ascii_case("bcc")));
}

#[test]
fn the_customer_is_answered_unless_somebody_was_named() {
    let elsewhere = |face: Face| Face { reply_to: vec![mailbox("evil@example.net")], ..face };
    let spoofed = elsewhere(Face { from: Some(mailbox("other@example.net")), ..Face::default() });
    let addresses = |thread: &Thread, named: &[&str]| {
        let named: Vec<_> = named.iter().map(|a| Address::parse(a).unwrap()).collect();
        answered(thread, &named).iter().map(Address::to_string).collect::<Vec<_>>()
    };
    let mut room = thread(spoofed);
    assert_eq!(addresses(&room, &[]), ["customer@example.org"], "whatever the last mail wants");
    assert_eq!(addresses(&room, &["a@example.net", "A@example.net", "b@example.net"]), ["a@example.net", "b@example.net"]);
    for nobody in ["", "nobody", "x@example.org\r\nBcc: y@example.org"] {
        room.customer = nobody.into();
        assert!(answered(&room, &[]).is_empty());
        assert_eq!(addresses(&room, &["a@example.net"]), ["a@example.net"]);
    }
}

#[test]
fn subjects_are_answered_once() {
    for (subject, expected) in [
        ("Order 7", "Re: Order 7"),
        ("re: Re:RE : order", "Re: order"),
        ("Re[12]: x", "Re: x"),
        ("Fwd: x", "Re: Fwd: x"),
        ("Price: 5", "Re: Price: 5"),
        ("Re\u{ff1a} \u{8a62}\u{554f}", "Re: \u{8a62}\u{554f}"),
        ("a\r\nBcc: x@example.org", "Re: a Bcc: x@example.org"),
        ("Re:", "Re:"),
        ("", "Re:"),
    ] {
        assert_eq!(answering(subject), expected, "{subject:?}");
    }
    assert_eq!(answering(&"x".repeat(1000)).chars().count(), LONGEST_SUBJECT + 4);
}

#[test]
fn references_are_bounded_and_keep_their_ends() {
    let references: Vec<String> = (0..500).map(|n| format!("n{n}@example.org")).collect();
    let face = Face { message_id: Some("last@example.org".into()), references, ..Face::default() };
    let mail = written_to(&thread(face), &written("x"));
    let kept = &mail.face.references;
    assert_eq!(
        (kept.len(), kept[0].as_str(), kept[1].as_str(), kept[REFERENCES - 1].as_str()),
        (20, "n0@example.org", "n482@example.org", "last@example.org")
    );
    assert!(mail.raw.split(|b| *b == b'\n').all(|line| line.len() < 100), "folded");
    let long = format!("{}@example.org", "x".repeat(500));
    let face = Face { message_id: Some(long.clone()), ..Face::default() };
    let mail = written_to(&thread(face), &written("x"));
    assert!(String::from_utf8(mail.raw).unwrap().contains(&format!("In-Reply-To: <{long}>\r\n")), "in one piece");
}

#[test]
fn every_text_arrives_as_it_was_written() {
    let long = "word ".repeat(1000);
    for text in [
        "x",
        ".",
        "..\n.\n.x",
        "From here\nFrom there",
        "tab\there",
        "\u{1f642} h\u{e9}llo\n",
        &long,
        &"x".repeat(3000),
        "a=20b =\n",
    ] {
        let mail = written_to(&thread(Face::default()), &written(text));
        assert!(mail.raw.is_ascii() && mail.raw.split(|b| *b == b'\n').all(|line| line.len() <= 999), "{text:.20}");
        assert!(!mail.raw.windows(7).any(|w| w == b"\r\nFrom "), "{text:.20}");
        let read = MessageParser::default().parse(&mail.raw).unwrap();
        let read = read.body_text(0).unwrap().replace("\r\n", "\n");
        assert_eq!(read.trim_end_matches('\n'), text.trim_end_matches('\n'));
        assert_eq!(read.lines().count(), text.lines().count());
    }
}

proptest! {
    /// Whatever a customer's mail says, the reply has the headers it should have and no other.
    #[test]
    fn nobody_adds_a_header(
        ids in proptest::collection::vec("[ -~\\r\\n\\t\u{e9}]{0,60}", 3), subject in "(\\PC|[\\r\\n\\t\u{85}\u{2028}]){0,300}",
        address in "[ -~\\r\\n]{0,40}", text in "(\\PC|[\\r\\n]){0,200}",
    ) {
        let face = Face {
            message_id: Some(ids[0].clone()),
            references: ids[1..].to_vec(),
            from: Some(mailbox("customer@example.org")),
            reply_to: vec![mailbox(&address), mailbox(&format!("{address}@example.org"))],
            subject,
            ..Face::default()
        };
        let mail = written_to(&thread(face), &written(&text));
        let allowed = ["Date", "Subject", "From", "To", "Message-ID", "In-Reply-To", "References", "X-Loop", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"];
        let names = names(&mail.raw);
        prop_assert!(names.iter().all(|n| allowed.contains(&n.as_str())), "{:?}", names);
        let mut unique = names.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), names.len());
        prop_assert!(!mail.raw.windows(2).any(|w| w == b"\n\n" ), "no bare line ends");
    }
}
