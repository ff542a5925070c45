#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Confirmation, Refusal, SENDER, named, read};
use proptest::prelude::*;

const MAILBOX: &str = "support@example.com";
const FORWARDER: &str = "forwarder@inbound.example.test";
const LINK: &str = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8exampleToken-abcDEF123%5D-Zz_9";

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../tests/fixtures/confirmation/", $name, ".eml")))
    };
}

const WITH_CODE: [(&str, &str); 3] = [fixture!("en-code"), fixture!("id-code"), fixture!("ja-code")];
const WITH_LINK: [(&str, &str); 3] = [fixture!("de-link"), fixture!("ar-link"), fixture!("pt-link")];
const CANCELS: &str = include_str!("../../../tests/fixtures/confirmation/es-cancels.eml");

/// A message with this body, in everything else a confirmation.
fn message(body: &str) -> String {
    format!("From: Gmail <{SENDER}>\nTo: {FORWARDER}\nSubject: x\nX-Google-Address-Confirmation: y\n\n{body}\n")
}

fn link_in(body: &str) -> Option<String> {
    read(message(body).as_bytes()).unwrap().link.map(|link| link.expose().to_owned())
}

fn check(raw: &str, mailbox: &str, forwarder: &str) -> Result<String, Refusal> {
    read(raw.as_bytes()).unwrap().check(mailbox, forwarder).map(str::to_owned)
}

#[test]
fn both_forms_are_known_in_every_language() {
    for (name, raw) in WITH_CODE.into_iter().chain(WITH_LINK) {
        for raw in [raw.to_owned(), raw.replace('\n', "\r\n")] {
            let found = read(raw.as_bytes()).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(found.check(MAILBOX, FORWARDER), Ok(MAILBOX), "{name}: {found:?}");
            assert_eq!(found.link.as_ref().map(super::Link::expose), Some(LINK), "{name}");
            let has_code = WITH_CODE.iter().any(|(with, _)| *with == name);
            assert_eq!(found.code.as_deref(), has_code.then_some("73519024"), "{name}");
            assert!(found.has_signature() && found.is_signed_by_nobody_else(), "{name}");
            assert!(!format!("{found:?}").contains("mail/"), "a link is not shown by accident: {found:?}");
        }
    }
}

#[test]
fn one_that_can_only_be_cancelled_gives_nothing() {
    let found = read(CANCELS.as_bytes()).unwrap();
    assert_eq!(found.check(MAILBOX, FORWARDER), Err(Refusal::CancelsOnly));
    assert!(found.link.is_none() && found.code.is_none());
    let without_header = CANCELS.replace("X-Google-Address-Confirmation", "X-Other");
    assert_eq!(check(&without_header, MAILBOX, FORWARDER), Err(Refusal::CancelsOnly));
}

#[test]
fn only_the_exact_sender_counts() {
    let raw = WITH_CODE[0].1;
    let from = |field: &str| read(raw.replace(&format!("From: Gmail Team <{SENDER}>"), field).as_bytes());
    for field in [
        format!("From: {SENDER}"),
        format!("From: <{}>", SENDER.to_uppercase()),
        format!("From: \"Somebody <a@example.com>\" <{SENDER}>"),
        format!("from:\n =?utf-8?q?Gmail?= <{SENDER}>"),
        format!("From: \"Gmail, \\\"Team\\\" (x)\"\n <{SENDER}>"),
        format!("From: \u{30c1}\u{30fc}\u{30e0} <{SENDER}>"),
    ] {
        assert!(from(&field).is_some(), "{field}");
    }
    for field in [
        "From: Gmail Team <forwarding-noreply@google.com.evil.example>".to_owned(),
        "From: Gmail Team <forwarding-noreply@googIe.com>".to_owned(),
        "From: Gmail Team <forwarding-n\u{43e}reply@google.com>".to_owned(),
        "From: Gmail Team <noreply@google.com>".to_owned(),
        format!("From: \"{SENDER}\" <a@evil.example>"),
        format!("From: {SENDER} <a@evil.example>"),
        format!("From: <a@evil.example> <{SENDER}>"),
        format!("From: {SENDER}, a@evil.example"),
        format!("From: a@evil.example, {SENDER}"),
        format!("From: {SENDER}\nFrom: a@evil.example"),
        format!("From: a@evil.example\nFrom: {SENDER}"),
        format!("Sender: {SENDER}"),
        format!("Reply-To: {SENDER}\nFrom: a@evil.example"),
        format!("From: {SENDER} (x).evil.example"),
        format!("From: {SENDER}\n .evil.example"),
        format!("From: {SENDER} (x)"),
        format!("From: \"x\" <{SENDER}>\"<a@evil.example>\""),
        format!("From: \"x\" <{SENDER}>\"<a@evil.example>"),
        format!("From: \"x\\\" <{SENDER}>"),
        format!("From: x: {SENDER};"),
        format!("From: <@evil.example:{SENDER}>"),
        format!("From: <{SENDER}"),
        "From:".to_owned(),
    ] {
        assert!(from(&field).is_none(), "{field}");
    }
}

#[test]
fn header_or_link_must_be_there() {
    let raw = WITH_CODE[0].1.replace("X-Google-Address-Confirmation", "X-Other");
    assert!(read(raw.as_bytes()).is_some(), "by its link");
    let neither = raw.replace("/mail/vf-", "/mail/x-").replace("/mail/uf-", "/mail/x-");
    assert!(read(neither.as_bytes()).is_none());
    assert!(read(b"").is_none());
}

#[test]
fn links_are_read_as_a_browser_reads_them() {
    for good in [
        LINK,
        "HTTPS://MAIL-SETTINGS.GOOGLE.COM/mail/vf-abc",
        "https://isolated.mail.google.com/mail/vf-a_b~c%3D",
        "https://mail.google.com/mail/vf-[abc]-d?hl=id",
    ] {
        assert!(link_in(&format!("x ({good}).")).is_some_and(|link| link.starts_with("https://")), "{good}");
    }
    for evil in [
        "https://mail-settings.google.com.evil.example/mail/vf-abc",
        "https://mail-settings.google.com@evil.example/mail/vf-abc",
        "https://evil.example\\@mail-settings.google.com/mail/vf-abc",
        "https://user@mail-settings.google.com/mail/vf-abc",
        "https://:pw@mail-settings.google.com/mail/vf-abc",
        "https://mail-settings.google.com:8443/mail/vf-abc",
        "https://mail-settings.google.com./mail/vf-abc",
        "https://evilgoogle.com/mail/vf-abc",
        "https://mail-settings.g\u{43e}ogle.com/mail/vf-abc",
        "https://evil.example/?https://mail-settings.google.com/mail/vf-abc/x",
        "http://mail-settings.google.com/mail/vf-abc",
        "ftp://mail-settings.google.com/mail/vf-abc",
        "https://mail-settings.google.com/mail/vf-abc/more",
        "https://mail-settings.google.com/mail/vf-abc/../uf-abc",
        "https://mail-settings.google.com/mail/VF-abc",
        "https://mail-settings.google.com/mail/vf-",
        "https://mail-settings.google.com/mail/uf-abc",
        "https://mail-settings.google.com/mail/uf-vf-abc",
        "https://mail-settings.google.com/mail/%76f-abc",
        "https://mail-settings.google.com/other/mail/vf-abc",
        "mail-settings.google.com/mail/vf-abc",
        "https://google.com/mail/vf-abc",
        "https://sites.google.com/mail/vf-abc",
        "https://www.google.com/url/../mail/vf-abc?continue=https://evil.example",
        "https://mail.google.com:443/mail/vf-abc",
        "https://mail.google.com/x/../mail/vf-abc",
        "https://mail.google.com/./mail/vf-abc",
        "https://mail.google.com/mail/vf-abc?u=https://mail.google.com/mail/uf-abc",
        "https://mail.google.com/mail/vf-abc?u=%2Fmail%2Fuf-abc",
        "https://mail.google.com/mail/vf-abc#https://mail.google.com/mail/uf-abc",
        "https://mail.google.com/mail/vf-abc#x",
        "https://mail.google.com/mail/vf-abc%2f..%2fuf-abc",
        "https://mail.google.com/mail/vf-%2e%2e%5cuf-abc",
        "https://mail.google.com/mail/vf-abc%0d%0a",
        "https://mail.google.com/mail/vf-abc%",
        "https://mail.google.com/mail/vf-abc%4",
        "https://mail.google.com/mail/vf-abc%+1",
        "https://mail.google.com/mail/uf-abc?u=https://mail.google.com/mail/vf-abc",
        "https://mail.google.com/mail/uf-abc#https://mail.google.com/mail/vf-abc",
        "https://evil.example/?https://mail.google.com/mail/vf-abc",
        "x://evil.example/https://mail.google.com/mail/vf-abc",
        "hhttps://mail.google.com/mail/vf-abc",
        "https://",
        "://",
    ] {
        assert_eq!(link_in(evil), None, "{evil}");
    }
}

#[test]
fn several_links_are_none() {
    let body = format!("{MAILBOX} {LINK} https://mail.google.com/mail/vf-other");
    assert_eq!(check(&message(&body), MAILBOX, FORWARDER), Err(Refusal::SeveralLinks));
    assert!(link_in(&body).is_none());
    assert!(link_in(&format!("{LINK} {LINK}")).is_some(), "twice the same is one");
}

#[test]
fn whoever_asks_must_be_the_mailbox() {
    let asked = |body: &str| check(&message(&format!("{body} {LINK}")), MAILBOX, FORWARDER);
    assert_eq!(asked("Support@Example.COM"), Ok("Support@Example.COM".into()));
    assert_eq!(asked(&format!("{MAILBOX} {FORWARDER} mail-noreply@google.com a@accounts.google.com")), Ok(MAILBOX.into()));
    assert_eq!(asked("nobody"), Err(Refusal::NobodyAsks));
    assert_eq!(asked("boss@example.com"), Err(Refusal::SomebodyElse("boss@example.com".into())));
    assert_eq!(asked("a@evilgoogle.com"), Err(Refusal::SomebodyElse("a@evilgoogle.com".into())));
    assert_eq!(
        asked(&format!("{MAILBOX}, thief@evil.example")),
        Err(Refusal::SeveralAsk(vec![MAILBOX.into(), "thief@evil.example".into()]))
    );
    let subject = message(&format!("{MAILBOX} {LINK}")).replace("Subject: x", "Subject: thief@evil.example");
    assert!(matches!(check(&subject, MAILBOX, FORWARDER), Err(Refusal::SeveralAsk(_))));
    let to_another = message(&format!("{MAILBOX} {LINK}")).replace(&format!("To: {FORWARDER}"), "To: support@example.com");
    assert_eq!(check(&to_another, MAILBOX, FORWARDER), Err(Refusal::NotForForwarder));
}

#[test]
fn gmail_knows_a_mailbox_by_several_names() {
    let asked = |named: &str, mailbox: &str| check(&message(&format!("{named} {LINK}")), mailbox, FORWARDER).is_ok();
    assert!(asked("Support.Team@gmail.com", "supportteam@gmail.com"));
    assert!(asked("supportteam@googlemail.com", "s.upport.team@GMAIL.com"));
    assert!(!asked("supportteam@gmail.com", "supportteams@gmail.com"));
    assert!(!asked("support.team@example.com", "supportteam@example.com"), "only at Gmail are dots nothing");
}

#[test]
fn addresses_are_found_without_blanks_and_cannot_hide() {
    for (text, found) in [
        ("support@example.comから転送", &["support@example.com"][..]),
        ("「support@example.com」", &["support@example.com"]),
        ("来自support@example.com。请", &["support@example.com"]),
        ("support@example.comがid-1@inbound.example.testへ", &["support@example.com", "id-1@inbound.example.test"]),
        ("\u{c0ac}\u{c6a9}\u{c790}support@example.com\u{c774}", &["support@example.com"]),
        ("support@example.com.", &["support@example.com"]),
        ("support@example.comhttps://x.example/", &["support@example.com"]),
        ("*support@example.com*, <support@example.com>: \"support@example.com\"", &["support@example.com"; 3]),
        ("support@example.com'dan", &["support@example.com"]),
        ("'support@example.com", &["'support@example.com"]),
        ("=support@example.com", &["=support@example.com"]),
        (".support@example.com", &[".support@example.com"]),
        ("\"x support\"@example.com", &["support\"@example.com"]),
        ("\u{43f}support@example.com", &["\u{43f}support@example.com"]),
        ("support\u{301}@example.com", &["support\u{301}@example.com"]),
        ("support@example.com\u{43f}", &["support@example.com\u{43f}"]),
        ("support@example.com_evil.example", &["support@example.com_evil.example"]),
        ("support@example.com~evil.example", &["support@example.com~evil.example"]),
        ("support@example.com\u{2066}.evil.example", &["support@example.com.evil.example"]),
        ("support@example.com\u{61c}.evil.example", &["support@example.com.evil.example"]),
        ("support@example.com\u{fe0f}.evil.example", &["support@example.com.evil.example"]),
        ("support@example.com\u{e0041}.evil.example", &["support@example.com.evil.example"]),
        ("support@example.com\u{1}.evil.example", &["support@example.com.evil.example"]),
        ("x://evil@evil.example b", &["//evil@evil.example"]),
        ("https://evil@evil.example/x", &["//evil@evil.example"]),
        ("('support@example.com')", &["support@example.com"]),
        ("mailto:support@example.com", &["support@example.com"]),
        ("support@example.com.evil.example", &["support@example.com.evil.example"]),
        ("support@example.com-evil.example", &["support@example.com-evil.example"]),
        ("support@example.comから.evil.example", &["support@example.comから.evil.example"]),
        ("support@example.com。evil.example", &["support@example.com。evil.example"]),
        ("support@example.com\u{200b}.evil.example", &["support@example.com.evil.example"]),
        ("a@b\u{fc}cher.example", &["a@b\u{fc}cher.example"]),
        ("https://x.example/?a=thief@evil.example", &[]),
        ("https://x.example/）support@example.com", &["support@example.com"]),
        ("@ a@ @b a@b @@", &[]),
    ] {
        assert_eq!(named::addresses(text), found, "{text}");
    }
}

#[test]
fn the_code_stands_between_parentheses() {
    let code = |subject: &str| {
        let raw = message(LINK).replace("Subject: x", &format!("Subject: {subject}"));
        read(raw.as_bytes()).unwrap().code
    };
    assert_eq!(code("(#12345678) x").as_deref(), Some("12345678"));
    assert_eq!(code("x （12345）").as_deref(), Some("12345"));
    assert_eq!(code("(x) ( #123456789 )").as_deref(), Some("123456789"));
    for none in [
        "(#12345678",
        "12345678",
        "(1234)",
        "(#1234567890123)",
        "(#12a45678)",
        "(#\u{0661}\u{0662}\u{0663}\u{0664}\u{0665}) x",
        "() (",
    ] {
        assert_eq!(code(none), None, "{none}");
    }
}

#[test]
fn in_html_the_text_around_an_element_is_read_as_it_is_shown() {
    let asked = |html: &str| {
        let raw = message(html).replace("\n\n", "\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n");
        check(&raw, MAILBOX, FORWARDER)
    };
    for html in [
        format!("{MAILBOX}<a href=\"{LINK}\">{LINK}</a>"),
        format!("{MAILBOX}<a href={LINK}>Confirm</a>"),
        format!("<div>{MAILBOX}</div><div>asks</div><a href='{LINK}'>x</a>"),
        format!("<table><tr><td>{MAILBOX}</td><td>asks: <A HREF='{LINK}'>x</a></td></tr></table>"),
        format!("<b>sup<wbr>port</b>@example.com<br class=x>asks <a href='{LINK}'>x</a>"),
    ] {
        assert_eq!(asked(&html), Ok(MAILBOX.into()), "{html}");
    }
    for (html, stranger) in [
        (format!("{MAILBOX}<b>.evil.example</b> {LINK}"), "support@example.com.evil.example"),
        (format!("no<i>{MAILBOX}</i> {LINK}"), "nosupport@example.com"),
    ] {
        assert_eq!(asked(&html), Err(Refusal::SomebodyElse(stranger.into())), "{html}");
    }
}

#[test]
fn a_signature_is_one_of_googles_domain() {
    let read = |header: String| read(format!("{header}{}", message(LINK)).as_bytes()).unwrap();
    let signed = |value: &str| read(format!("DKIM-Signature: {value}\n")).has_signature();
    assert!(signed("v=1; a=rsa-sha256; d=Google.com;\n s=x; b=y"));
    for other in [
        "v=1; d=google.com.evil.example",
        "v=1; i=@google.com",
        "v=1; x=d=google.com",
        "d google.com",
        "",
        "d=google.com; d=evil.example",
        "d=google.com; D=evil.example",
    ] {
        assert!(!signed(other), "{other}");
    }
    assert!(!read(String::new()).has_signature() && !read(String::new()).is_signed_by_nobody_else());
    let two = |other: &str| read(format!("DKIM-Signature: d=google.com\ndkim-signature: {other}\n"));
    assert!(two("d=GOOGLE.com; s=y").is_signed_by_nobody_else());
    for other in ["d=evil.example", "d=google.com.evil.example", "", "d=mail.google.com"] {
        assert!(two(other).has_signature() && !two(other).is_signed_by_nobody_else(), "{other}");
    }
}

#[test]
fn what_is_too_large_is_read_to_its_limit() {
    let raw = message(&format!("{LINK}\n{}", "x@example.com ".repeat(60_000)));
    assert!(raw.len() > super::LARGEST);
    let found = read(raw.as_bytes()).unwrap();
    assert_eq!(found.check("x@example.com", FORWARDER), Ok("x@example.com"));
}

fn sound(found: Option<Confirmation>) {
    if let Some(found) = found {
        let _ = found.check(MAILBOX, FORWARDER);
        let plain = |link: &str| super::links::HOSTS.iter().any(|host| link.starts_with(&format!("https://{host}/mail/vf-")));
        assert!(found.link.is_none_or(|link| plain(link.expose()) && !link.expose().contains("uf-")));
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        sound(read(&bytes));
    }

    #[test]
    fn no_body_makes_it_fail(body in "\\PC{0,200}(https://\\PC{0,30}google.com/mail/[uv]f-\\PC{0,30})?\\PC{0,50}@\\PC{0,50}") {
        sound(read(message(&body).as_bytes()));
    }

    #[test]
    fn nothing_cut_or_changed_makes_it_fail(which in 0..6_usize, at in 0..4000_usize, byte in any::<u8>(), cut in any::<bool>()) {
        let mut raw = WITH_CODE.iter().chain(&WITH_LINK).nth(which).unwrap().1.as_bytes().to_vec();
        let at = at % raw.len();
        if cut { raw.truncate(at) } else { raw[at] = byte }
        sound(read(&raw));
    }
}
