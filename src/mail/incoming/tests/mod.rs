#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;

fn parse(raw: &str) -> Incoming {
    read(raw.replace('\n', "\r\n").as_bytes()).unwrap()
}

#[test]
fn a_plain_message() {
    let found = parse(
        "From: Budi <budi@example.org>\nTo: support@example.com\nSubject: =?utf-8?q?Pesanan_=E2=9C=93?=\nMessage-ID: <1@example.org>\nDate: Mon, 23 Nov 2026 10:00:00 +0700\n\nHalo\n",
    );
    assert_eq!(found.face.subject, "Pesanan ✓");
    assert_eq!(found.face.message_id.as_deref(), Some("1@example.org"));
    assert_eq!(found.face.from, Some(Mailbox { name: Some("Budi".into()), address: "budi@example.org".into() }));
    assert_eq!(found.text, "Halo");
    assert_eq!(found.face.date, Some(1_795_402_800_000));
    assert_eq!(found.face.via.unwrap().header, "To");
}
