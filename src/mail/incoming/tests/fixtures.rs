//! The shapes of real mail.

use super::*;

#[test]
fn each_way_of_forwarding_names_its_mailbox() {
    let cases = [
        ("gmail", "support@example.com", "X-Forwarded-For"),
        ("gmail_caf", "support@example.com", "Return-Path"),
        ("gmail_workspace_routing", "support@example.com", "X-Gm-Original-To"),
        ("microsoft_mailbox", "support@example.com", "X-MS-Exchange-ForwardingLoop"),
        ("microsoft_same_tenant", "support@example.com", "To"),
        ("microsoft_transport_rule", "support@example.com", "To"),
        ("yahoo", "support@example.com", "X-Apparently-To"),
        ("google_group", "support@example.com", "To"),
        ("postfix_alias", "support@example.com", "X-Original-To"),
    ];
    for (name, address, header) in cases {
        let via = read_fixture(name).face.via;
        assert_eq!(via, Some(Via { address: address.into(), header: header.into() }), "{name}");
    }
    assert_eq!(read_fixture("microsoft_silent").face.via, None, "our own trace field names the forwarder, not a mailbox");
}

#[test]
fn the_customer_is_who_wrote_it() {
    let siti = mailbox("Siti Aminah", "siti@example.org");
    for name in ["gmail", "gmail_caf", "microsoft_mailbox", "microsoft_silent", "yahoo", "google_group"] {
        let read = read_fixture(name);
        assert_eq!(read.face.customer(), Some(&siti), "{name}");
        assert_eq!(read.face.message_id.as_deref(), Some("order-1042@mail.example.org"), "{name}");
        assert_eq!(read.text, "Halo, pesanan saya nomor 1042 belum sampai. Terima kasih – Siti", "{name}");
        assert!(!read.face.auto_submitted, "{name}: a person wrote it, also when a list passed it on");
    }
    let group = read_fixture("google_group").face;
    assert_eq!(group.from, Some(mailbox("'Siti Aminah' via Support", "support@example.com")));
    assert_eq!(group.reply_to, [siti]);
    // Nothing is left of the writer here, and nothing is made up.
    assert_eq!(read_fixture("microsoft_same_tenant").face.customer(), Some(&mailbox("Toko Kita", "support@example.com")));
}

#[test]
fn html_becomes_text() {
    let read = read_fixture("html_only");
    assert_eq!(read.face.subject, "Penawaran – € hari ini");
    let text = "Halo Budi & Siti\n\nHarga: €10 – murah.\nLihat katalog <https://shop.example.org/a?b=1&c=2>.\n\n- Satu\n- Dua\n\n\
                Nama\tHarga\nTeh\t5\n\n> Kata lama";
    assert_eq!(read.text, text);
    assert!(read.face.attachments.is_empty() && !read.face.text_cut);
}

#[test]
fn parts_are_listed_and_saved() {
    let raw = fixture("alternative_inline");
    let read = read(raw.as_slice()).unwrap();
    assert_eq!(read.text, "Foto terlampir: café rusak.");
    assert_eq!(read.face.references, ["root@example.org", "order-1042@mail.example.org"]);
    assert_eq!(read.face.in_reply_to, ["order-1042@mail.example.org"]);
    let cc: Vec<_> = read.face.cc.iter().map(|mailbox| mailbox.address.as_str()).collect();
    assert_eq!(cc, ["a@example.org", "b@example.org", "d@example.org"]);
    assert_eq!(read.face.cc[1].name.as_deref(), Some("B, C"));
    let names: Vec<_> =
        read.face.attachments.iter().map(|a| (a.number, a.name.as_deref().unwrap(), a.content_type.as_str(), a.size)).collect();
    let expected = [
        (1, "foto.png", "image/png", 208),
        (2, "Bukti pembayaran €.pdf", "application/pdf", 9),
        (3, "catatan ✓.txt", "text/plain", 16),
    ];
    assert_eq!(names, expected);
    let saved: Vec<_> = (1..=3).map(|number| content(&raw, number).unwrap()).collect();
    assert_eq!((saved[0].len(), &saved[0][..9]), (208, &[137, 80, 78, 71, 13, 10, 26, 10, 0][..]));
    assert_eq!(saved[1], b"%PDF-1.4\n");
    assert_eq!(saved[2], b"baris 1\r\nbaris 2");
    assert_eq!((content(&raw, 0), content(&raw, 4)), (None, None));
}

#[test]
fn charsets_are_decoded() {
    let read = read_fixture("iso_2022_jp");
    assert_eq!(read.face.subject, "注文について");
    assert_eq!(read.face.from, Some(mailbox("山田太郎", "jp@example.org")));
    assert_eq!(read.text, "こんにちは。注文が届きません。");
}

#[test]
fn a_message_inside_is_one_attachment() {
    let raw = fixture("nested");
    let read = read(raw.as_slice()).unwrap();
    assert_eq!(read.text, "Lihat terlampir.");
    let listed: Vec<_> = read.face.attachments.iter().map(|a| (a.name.as_deref(), a.content_type.as_str())).collect();
    assert_eq!(listed, [(Some("Tagihan €.eml"), "message/rfc822"), (None, "message/rfc822")]);
    let content = content(&raw, 1).unwrap();
    assert_eq!(read.face.attachments[0].size, content.len() as u64);
    let inner = super::read(content.as_slice()).unwrap();
    assert_eq!((inner.face.subject.as_str(), inner.text.as_str()), ("Tagihan €", "Tagihan Anda"));
}

#[test]
fn a_bounce_says_that_a_program_wrote_it() {
    let read = read_fixture("bounce");
    assert!(read.face.auto_submitted);
    assert_eq!(read.text, "This is the mail system at host mx.example.org.");
    let kinds: Vec<_> = read.face.attachments.iter().map(|a| a.content_type.as_str()).collect();
    assert_eq!(kinds, ["message/delivery-status", "text/rfc822-headers"]);
}

#[test]
fn broken_headers_count_as_absent_and_the_rest_is_read() {
    let face = read_fixture("broken_headers").face;
    assert_eq!(face.from, Some(mailbox("König", "koenig@example.org")), "raw bytes, and the first of two");
    assert_eq!(face.message_id.as_deref(), Some("no"), "without brackets it is the first word");
    assert_eq!(face.references, ["a@b", "c@d", "e@f"]);
    assert_eq!(face.date, None);
    assert!(face.to.is_empty(), "{:?}", face.to);
    assert!(face.subject.contains("rést"), "{}", face.subject);
    // A line that is no header ends them, as everywhere; nothing of it is lost.
    assert_eq!(read_fixture("broken_headers").text, "this line is no header\n\nNot lost.");
}

#[test]
fn broken_mime_is_read_as_far_as_it_goes() {
    let raw = fixture("broken_mime");
    let read = read(raw.as_slice()).unwrap();
    assert_eq!(read.text, "Halo ÿ dunia\n\nno headers at all\n\nno boundary\n\nnever closed");
    assert_eq!(read.face.attachments.len(), 1);
    assert_eq!(content(&raw, 1).unwrap(), b"Halo");
    assert_eq!(read_fixture("undelimited").text, "The delimiter never comes.");
    let bare = read_fixture("no_headers");
    assert_eq!((bare.text.as_str(), bare.face), ("Just text.\nMore text.", Face::default()));
}

#[test]
fn what_is_well_formed_is_read_as_mail_parser_reads_it() {
    for name in ["gmail", "google_group", "iso_2022_jp", "alternative_inline", "bounce", "no_headers", "yahoo"] {
        let raw = fixture(name);
        let ours = read(raw.as_slice()).unwrap();
        let Some(theirs) = mail_parser::MessageParser::default().parse(&raw) else {
            assert_eq!(name, "no_headers");
            continue;
        };
        assert_eq!(ours.face.subject, theirs.subject().unwrap(), "{name}");
        assert_eq!(ours.face.message_id.as_deref(), theirs.message_id(), "{name}");
        assert_eq!(ours.text, theirs.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), "{name}");
        let contents: Vec<_> = theirs.attachments().map(|part| part.contents().to_vec()).collect();
        let saved: Vec<_> = (1..=ours.face.attachments.len()).map(|number| content(&raw, number).unwrap()).collect();
        assert_eq!(saved, contents, "{name}");
    }
}
