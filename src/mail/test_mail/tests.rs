#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn composed(token: &Token) -> String {
    String::from_utf8(compose(&address("support@example.com"), token, Timestamp::from_second(1_795_420_800).unwrap())).unwrap()
}

#[test]
fn a_test_mail_is_plain_and_carries_its_token_three_times() {
    let token = Token::random();
    let raw = composed(&token);
    assert_eq!(raw.matches(&token.to_string()).count(), 3);
    assert!(raw.starts_with("From: <support@example.com>\r\nTo: <support@example.com>\r\n"), "{raw}");
    assert!(raw.contains("\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n"), "{raw}");
    assert!(raw.is_ascii() && raw.lines().all(|line| line.len() <= 78), "{raw}");
    let Seen::TestMail(letter) = read(raw.as_bytes(), &token) else { panic!("not known again") };
    assert_eq!(letter.from.as_deref(), Some("support@example.com"));
    assert_eq!(read(raw.as_bytes(), &Token::random()), Seen::Other, "another run's");
    let foreign = compose(&address("s\u{fc}pport@example.com"), &token, Timestamp::UNIX_EPOCH);
    assert!(matches!(read(&foreign, &token), Seen::TestMail(_)));
}

#[test]
fn it_is_known_when_one_of_the_three_is_left() {
    let token = Token::random();
    for raw in [
        format!("From: a@example.org\nMessage-ID: <{token}@x>\n\nx"),
        format!("From: a@example.org\nSubject: Fwd: [ext] {}\n\nx", token.subject().to_uppercase()),
        format!("From: a@example.org\nSubject: =?utf-8?q?Qontak_test_mail_{token}?=\n\nx"),
        format!("From: a@example.org\nContent-Type: text/html\n\n<p>Token: <b>{token}</b>"),
    ] {
        assert!(matches!(read(raw.as_bytes(), &token), Seen::TestMail(_)), "{raw}");
    }
    for raw in [
        format!("From: a@example.org\nSubject: Re: {token}\nIn-Reply-To: <{token}@x>\n\nx"),
        format!("From: a@example.org\nSubject: Away: {token}\nAuto-Submitted: auto-replied\n\nx"),
        "From: mailer-daemon@example.org\n\nsomething else".to_owned(),
        String::new(),
    ] {
        assert_eq!(read(raw.as_bytes(), &token), Seen::Other, "{raw}");
    }
}

#[test]
fn the_stations_tell_their_times() {
    let token = Token::random();
    let received = |at: &str| format!("Received: from a by b; Mon, 23 Nov 2026 {at} +0000\r\n");
    let way = format!("{}{}{}", received("05:00:09"), received("05:00:07"), received("05:00:01"));
    let Seen::TestMail(letter) = read(format!("{way}{}", composed(&token)).as_bytes(), &token) else { panic!() };
    let at = |second: i64| Some((1_795_410_000 + second) * 1000);
    assert_eq!((letter.accepted_at, letter.forwarded_at), (at(1), at(7)));
    let Seen::TestMail(letter) = read(format!("{}{}", received("05:00:09"), composed(&token)).as_bytes(), &token) else {
        panic!()
    };
    assert_eq!(
        (letter.accepted_at, letter.forwarded_at),
        (Some(1_795_420_800_000), None),
        "the Date field, and no other station"
    );
}

#[test]
fn the_station_that_forwarded_tells_its_time() {
    let token = Token::random();
    let received = |by: &str, at: &str| format!("Received: from a by {by}; Mon, 23 Nov 2026 05:00:{at} +0000\r\n");
    // Behind the mailbox, another station took it before ours did.
    let way = [
        received("inbound.example.test", "09"),
        received("relay.example.net", "08"),
        "X-Forwarded-For: support@example.com 0198f0aa-7c1e-7d55-9a3e-6b0f6b1d2c3e@inbound.example.test\r\n".to_owned(),
        received("mx.google.com", "04"),
        received("out.example.com", "01"),
    ];
    let Seen::TestMail(letter) = read(format!("{}{}", way.concat(), composed(&token)).as_bytes(), &token) else { panic!() };
    assert_eq!((letter.accepted_at, letter.forwarded_at), (Some(1_795_410_001_000), Some(1_795_410_004_000)));
}

#[test]
fn who_wrote_it_first_may_be_left() {
    let token = Token::random();
    let raw = format!(
        "From: 'A' via Support <support@example.com>\nReply-To: a@example.org\nX-Original-From: A <a@example.org>\nSubject: {token}\n\n"
    );
    let Seen::TestMail(letter) = read(raw.as_bytes(), &token) else { panic!() };
    assert_eq!(letter.original_from.as_deref(), Some("a@example.org"));
    assert_eq!(letter.reply_to.as_deref(), Some("a@example.org"));
}

fn bounce(token: &Token, status: &str) -> String {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\nTo: support@example.com\nSubject: Undelivered\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.org\n\n{status}\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{token}@example.com>\n\n--b--\n"
    )
}

#[test]
fn reports_say_why() {
    let token = Token::random();
    let read_report = |status: &str| match read(bounce(&token, status).as_bytes(), &token) {
        Seen::Report(report) => report,
        other => panic!("{other:?}"),
    };
    let report = read_report(
        "Final-Recipient: rfc822; f@inbound.example.test\nAction: failed\nStatus: 5.7.520\n\
         Diagnostic-Code: smtp; 550 5.7.520 Access denied,\n Your organization does not allow external forwarding",
    );
    assert_eq!(report.diagnostic, "550 5.7.520 Access denied, Your organization does not allow external forwarding");
    assert_eq!((report.recipient.as_deref(), report.is_delay()), (Some("f@inbound.example.test"), false));
    let delayed = read_report("Action: delayed\nStatus: 4.4.1");
    assert_eq!((delayed.is_delay(), delayed.diagnostic.as_str()), (true, "4.4.1"));
    let program = read_report("Action: failed\nStatus: 5.7.520\nDiagnostic-Code: X-Postfix; Access denied");
    assert_eq!(program.diagnostic, "5.7.520 Access denied");
    assert_eq!(read_report("").diagnostic, "It could not be delivered.");
    let plain = format!("From: <>\nSubject: failure notice\n\nSorry.\n550 no such user\n\n> Message-ID: <{token}@x>\n");
    assert!(matches!(read(plain.as_bytes(), &token), Seen::Report(report) if report.diagnostic.contains("no such user")));
    assert_eq!(read(bounce(&token, "").as_bytes(), &Token::random()), Seen::Other, "about another mail");
}

#[test]
fn an_administrator_is_no_report() {
    let token = Token::random();
    let from = |head: &str, subject: &str, body: &str| {
        format!("From: Postmaster <postmaster@example.org>\n{head}Subject: {subject}\n\n{body}\n")
    };
    let is = |raw: String| match read(raw.as_bytes(), &token) {
        Seen::TestMail(_) => "test mail",
        Seen::Report(_) => "report",
        Seen::Other => "other",
    };
    let subject = token.subject();
    assert_eq!(is(from("", &subject, "hello")), "test mail");
    assert_eq!(is(from("Return-Path: <postmaster@example.org>\nAuto-Submitted: no\n", &subject, "hello")), "test mail");
    assert_eq!(is(from("Return-Path: <>\n", "Failure", &subject)), "report");
    assert_eq!(is(from("Auto-Submitted: auto-generated\n", "Failure", &subject)), "report");
    assert_eq!(is(from("", "Failure", &subject)), "other", "it quotes the test mail, and nothing tells what it is");
}

#[test]
fn that_somebody_has_read_it_is_no_bounce() {
    let token = Token::random();
    let raw = bounce(&token, "").replace("delivery-status", "disposition-notification");
    assert_eq!(read(raw.as_bytes(), &token), Seen::Other);
    let named = raw.replace("Subject: Undelivered", &format!("Subject: Read: {}", token.subject()));
    assert_eq!(read(named.as_bytes(), &token), Seen::Other);
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let _ = read(&bytes, &Token::random());
    }

    #[test]
    fn no_report_makes_it_fail(status in "\\PC{0,100}", at in 0..1500_usize, byte in any::<u8>()) {
        let token = Token::random();
        let mut raw = bounce(&token, &status).into_bytes();
        let at = at % raw.len();
        raw[at] = byte;
        let _ = read(&raw, &token);
        raw.truncate(at);
        let _ = read(&raw, &token);
    }
}
