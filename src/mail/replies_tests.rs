//! Replies in logs of many programs.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

fn codes(text: &str) -> Vec<u16> {
    find(text).into_iter().map(|reply| reply.code).collect()
}

#[test]
fn replies_are_found_in_what_programs_print() {
    for (text, code) in [
        ("535 5.7.8 no", 535),
        ("535-5.7.8 no", 535),
        ("535", 535),
        ("  <** 535 5.7.8 no", 535),
        ("S: 535 no", 535),
        ("SERVER -> CLIENT: 535 no", 535),
        ("SMTP ERROR: Password command failed: 535-5.7.8 no", 535),
        ("(535, b'5.7.8 no')", 535),
        ("smtplib.SMTPAuthenticationError: (535, b'5.7.8 no')", 535),
        ("reply: retcode (535); Msg: b'5.7.8 no'", 535),
        ("Error: Invalid login: 535-5.7.8 no", 535),
        ("  response: '535-5.7.8 no',", 535),
        ("  responseCode: 535,", 535),
        ("host smtp.example.com[192.0.2.1] said: 550 5.1.1 no (in reply to RCPT TO command)", 550),
        ("dsn=5.7.8, status=deferred (SASL authentication failed; server smtp.example.com[192.0.2.1] said: 535 5.7.8 no)", 535),
        ("The mail server responded:  5.7.8 no 535 5.7.8", 535),
        ("The server answered 454 4.7.0 later", 454),
        ("error code 535 no", 535),
        (
            "** user@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<user@example.com>: 550 no",
            550,
        ),
    ] {
        assert_eq!(codes(text), [code], "{text}");
    }
}

#[test]
fn other_numbers_are_no_replies() {
    for text in [
        "it took 250 ms",
        "port 535",
        "sent 512 bytes",
        "2026-11-23 03:00:01.535 started",
        "192.0.2.254 - 10.250.1.1",
        "smtp.gmail.com:465",
        "line 333",
        "error 1535 x",
        "99535 no",
        "a535 no",
        "835 no",
        "Content: 512 bytes",
        "Nov 23 08:20:01 mail postfix/smtpd[412]: connect from unknown[192.0.2.7]",
        "4DCBA9E21A3: from=<a@example.org>, size=417, nrcpt=1 (queue active)",
        "",
        "53",
    ] {
        assert_eq!(codes(text), [0_u16; 0], "{text}");
    }
}

#[test]
fn lines_of_one_reply_are_one() {
    let said = "535-5.7.8 Username and Password not accepted. For more information, go to\n535 5.7.8  https://support.google.com";
    let found = find(&format!("{said}\nQUIT"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, said);
    let python = find(
        "(535, b'5.7.8 Username and Password not accepted. For more information, go to\\n5.7.8  https://support.google.com')",
    );
    assert_eq!(python.len(), 1);
    assert!(python[0].text.contains("support.google.com"), "{python:?}");
    let wrapped = find(
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is\ndisabled for the Tenant. Visit https://aka.ms/x",
    );
    assert!(wrapped[0].text.contains("disabled for the Tenant"), "{wrapped:?}");
    assert_eq!(codes("250-a\n250-b\n250 c\n535 no\n550 no"), [250, 535, 550]);
}

#[test]
fn hosts_and_greetings_are_remembered() {
    for line in [
        "=== Trying smtp.gmail.com:587...",
        "*   Trying smtp.gmail.com...",
        "* Connected to smtp.gmail.com (192.0.2.1) port 587",
        "connect: ('smtp.gmail.com', 587)",
        "DEBUG SMTP: trying to connect to host \"smtp.gmail.com\", port 587, isSSL false",
        "Connection: opening to ssl://smtp.gmail.com:465, timeout=300",
        "openssl s_client -connect smtp.gmail.com:465",
        "Connected to SMTP.gmail.com.",
        "relay=smtp.gmail.com[192.0.2.1]:587, delay=1",
        "Resolved smtp.gmail.com as 192.0.2.1",
    ] {
        let found = find(&format!("{line}\n220 web12.hosting.example ESMTP Exim\n535 Incorrect authentication data"));
        let last = found.last().unwrap();
        assert_eq!(last.asked.as_deref(), Some("smtp.gmail.com"), "{line}");
        assert_eq!(last.greeting.as_deref(), Some("web12.hosting.example"), "{line}");
    }
    let found = find("Trying 192.0.2.1...\n220 not-a-host ESMTP\n535 no");
    assert_eq!((found[1].asked.as_deref(), found[1].greeting.as_deref()), (None, None));
}

#[test]
fn escaped_line_ends_end_lines() {
    let text = "a\\r\\nb\\\\nc\nd\\t";
    let parts: Vec<&str> = lines(text).map(|range| &text[range]).filter(|line| !line.is_empty()).collect();
    assert_eq!(parts, ["a", "b", "c", "d\\t"]);
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "(\\PC|[\\r\\n]|\\\\|535|-|5\\.7\\.8| |:|'){0,200}") {
        for reply in find(&text) {
            prop_assert!(reply.text.len() <= LONGEST + 1 && text.is_char_boundary(reply.at));
        }
    }
}
