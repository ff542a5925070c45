//! Headers that no fixture holds.

use super::*;

fn face(headers: &str) -> Face {
    parse(&format!("{headers}\n\ntext\n")).face
}

#[test]
fn subjects_of_one_thread_have_one_key() {
    for subject in [
        "Pesanan 7",
        "Re: Pesanan 7",
        "RE: FW: pesanan  7",
        "Fwd:Re[2]: Pesanan 7",
        "AW: WG: Pesanan 7",
        "Antw: Pesanan 7",
        "Balas: Bls: Pesanan 7",
        "Trs: Pesanan 7",
        "答复: 回复：转发: Pesanan 7",
        "SV: VS: RES: TR: Pesanan 7",
        "re : Pesanan\t7",
        "Re(3): PESANAN 7 ",
        "  Re:  Re:Pesanan 7",
    ] {
        assert_eq!(subject_key(subject), "pesanan 7", "{subject}");
    }
    for (subject, key) in [
        ("", ""),
        ("Re:", ""),
        ("[Toko] Re: 7", "[toko] re: 7"),
        ("Re: [Toko] 7", "[toko] 7"),
        ("Report: 7", "report: 7"),
        ("Re[x]: 7", "re[x]: 7"),
        (": 7", ": 7"),
        ("re", "re"),
        ("ÄRGER: Öl", "ärger: öl"),
        ("]: a", "]: a"),
    ] {
        assert_eq!(subject_key(subject), key, "{subject}");
    }
}

#[test]
fn mailboxes_in_every_shape() {
    for (from, expected) in [
        ("a@example.org", mailbox("", "a@example.org")),
        ("<a@example.org>", mailbox("", "a@example.org")),
        ("\"A, B\" <a@example.org>", mailbox("A, B", "a@example.org")),
        ("a@example.org (Budi)", mailbox("Budi", "a@example.org")),
        ("=?utf-8?q?=C3=84?= <a@example.org>", mailbox("Ä", "a@example.org")),
        ("\"a@example.org\" <a@example.org>", mailbox("", "a@example.org")),
        ("Team: x@example.org, y@example.org;", mailbox("", "x@example.org")),
        ("\"a@example.org\"", mailbox("", "a@example.org")),
        ("MAILER-DAEMON", mailbox("MAILER-DAEMON", "")),
        ("Budi", mailbox("Budi", "")),
        ("Budi <budi@例え.test>", mailbox("Budi", "budi@例え.test")),
        ("=?utf-8?b?%%%?= <a@example.org>", mailbox("=?utf-8?b?%%%?=", "a@example.org")),
    ] {
        assert_eq!(face(&format!("From: {from}")).from, Some(expected), "{from}");
    }
    for from in ["", "<>", ";", ",,", "\"\" <>"] {
        assert_eq!(face(&format!("From: {from}\nSubject: s")).from, None, "{from}");
    }
    assert_eq!(face("Subject: nobody").from, None);
}

#[test]
fn a_name_with_control_characters_is_cleaned() {
    let from = face("From: \"=?utf-8?q?Bu=1B[31mdi=00=0A?=\" <a@example.org>").from.unwrap();
    assert_eq!(from.name.as_deref(), Some("Bu [31mdi"));
    assert_eq!(face("Subject: =?utf-8?q?a=0D=0ABcc:_x?=").subject, "a Bcc: x");
}

#[test]
fn only_a_list_speaks_for_somebody_else() {
    let from = "From: list@example.com\nX-Original-From: a@example.org";
    assert_eq!(face(from).original_from, None);
    assert_eq!(face(&format!("{from}\nList-ID: <list.example.com>")).customer(), Some(&mailbox("", "a@example.org")));
}

#[test]
fn message_ids_lose_their_brackets_and_blanks() {
    for (written, id) in [
        ("<a@b>", Some("a@b")),
        ("a@b", Some("a@b")),
        (" < a@ b > ", Some("a@b")),
        ("<<a@b>>", Some("a@b")),
        ("\n <a@b>", Some("a@b")),
        ("<a@b> (comment)", Some("a@b")),
        ("", None),
        ("<>", None),
    ] {
        assert_eq!(face(&format!("Message-ID: {written}\nSubject: s")).message_id.as_deref(), id, "{written:?}");
    }
    assert_eq!(face(&format!("Message-ID: <{}@b>", "a".repeat(2000))).message_id, None, "longer than a line may be");
}

#[test]
fn of_many_references_the_last_are_kept() {
    let many: String = (0..5000).map(|n| format!("\n <{n}@example.org>")).collect();
    let references = face(&format!("References:{many}")).references;
    assert_eq!(references.len(), 100);
    // More than a field may hold is cut off at its end.
    assert!(references[0] != "0@example.org", "{}", references[0]);
    let few: String = (0..300).map(|n| format!("\n <{n}@example.org>")).collect();
    let references = face(&format!("References:{few}")).references;
    assert_eq!((references.len(), references[99].as_str()), (100, "299@example.org"));
}

#[test]
fn dates_that_cannot_be_are_absent() {
    for (date, expected) in [
        ("Mon, 23 Nov 2026 10:00:00 +0700", Some(1_795_402_800_000)),
        ("23 Nov 2026 03:00 GMT", Some(1_795_402_800_000)),
        ("Mon, 32 Nov 2026 10:00:00 +0700", None),
        ("30 Feb 2026 00:00 +9999", None),
        ("30 Feb 2026 00:00:00 +0000", None),
        ("29 Feb 2024 00:00:00 +0000", Some(1_709_164_800_000)),
        ("1 Mar 2026 00:00:00 +9999", None),
        ("1 Mar 2026 00:00:00 +99999", None),
        ("Mon, 1 Jan 0001 00:00:00 +0000", None),
        ("Mon, 23 Nov 26 10:00:00 +0700", Some(1_795_402_800_000)),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(face(&format!("Date: {date}\nSubject: s")).date, expected, "{date}");
    }
}

#[test]
fn what_programs_write_is_told_from_what_people_write() {
    for (header, program) in [
        ("Auto-Submitted: auto-replied", true),
        ("Auto-Submitted: auto-generated; owner=x", true),
        ("Auto-Submitted: no", false),
        ("Auto-Submitted: No (comment)", false),
        ("Auto-Submitted:", false),
        ("Precedence: auto_reply", true),
        ("Precedence: bulk", false),
        ("Precedence: list", false),
        ("X-Autoreply: yes", true),
        ("X-Autorespond: no", false),
        ("X-Auto-Response-Suppress: All", false),
    ] {
        assert_eq!(face(header).auto_submitted, program, "{header}");
    }
}

#[test]
fn the_forwarder_itself_is_never_the_mailbox() {
    let own = "0198f0aa-7c1e-7d55-9a3e-6b0f6b1d2c3e@chat.example.test";
    let via = |headers: &str| face(&headers.replace("OWN", own)).via.map(|via| (via.header, via.address));
    let is = |header: &str, address: &str| Some((header.to_owned(), address.to_owned()));
    assert_eq!(via("Return-Path: <OWN>\nReceived: from a by b for <OWN>; Mon, 23 Nov 2026 03:00:00 +0000"), None);
    assert_eq!(via("X-Forwarded-To: OWN\nTo: OWN, a@example.com"), is("To", "a@example.com"));
    assert_eq!(via("X-Forwarded-To: OWN\nX-Forwarded-To: b@example.com"), is("X-Forwarded-To", "b@example.com"));
    assert_eq!(via("X-Forwarded-For: 203.0.113.9\nDelivered-To: a@example.com"), is("Delivered-To", "a@example.com"));
    assert_eq!(
        via("X-Forwarded-For: a@example.com OWN\nX-Forwarded-To: OWN\nTo: z@example.com"),
        is("X-Forwarded-For", "a@example.com")
    );
    assert_eq!(
        via("X-Forwarded-For: last@example.com OWN\nX-Forwarded-For: first@example.com last@example.com"),
        is("X-Forwarded-For", "last@example.com")
    );
    assert_eq!(
        via("Delivered-To: OWN\nDelivered-To: b@example.com\nDelivered-To: a@example.com"),
        is("Delivered-To", "b@example.com")
    );
    assert_eq!(
        via("Received: from a by b for <a@example.com>; Mon, 23 Nov 2026 03:00:00 +0000\nTo: z@example.com"),
        is("Received", "a@example.com")
    );
    assert_eq!(via("Return-Path: <a+caf_=x=y.test@example.com>"), is("Return-Path", "a@example.com"));
    assert_eq!(via("Return-Path: <a+tag@example.com>"), None);
    assert_eq!(via("To: undisclosed-recipients:;\nCc: c@example.com"), is("Cc", "c@example.com"));
    assert_eq!(via("X-Forwarded-For: not-an-address\nX-Original-To: <a b@example.com>"), None);
}

#[test]
fn file_names_in_every_encoding() {
    for (parameters, name) in [
        ("filename=a.pdf", Some("a.pdf")),
        ("filename=\"a b.pdf\"", Some("a b.pdf")),
        ("filename*=utf-8'en'%e2%82%ac.pdf", Some("€.pdf")),
        ("filename*=iso-8859-1''%a3.pdf", Some("£.pdf")),
        ("filename*1=\"b.pdf\"; filename*0=\"a\"", Some("ab.pdf")),
        ("filename=\"=?utf-8?q?=E2=82=AC.pdf?=\"", Some("€.pdf")),
        ("filename=\"a\u{1b}b.pdf\"", Some("a b.pdf")),
        ("filename=\"\"", None),
        ("size=3", None),
    ] {
        let read =
            parse(&format!("From: a@b.test\nContent-Type: application/pdf\nContent-Disposition: attachment; {parameters}\n\nx"));
        assert_eq!(read.face.attachments[0].name.as_deref(), name, "{parameters}");
    }
}
