//! What is answered to what.

use super::*;

#[track_caller]
fn check(said: &str, codes: &str) {
    let said = said.replace("CHANNEL", &format!("{ID}@{DOMAIN}")).replace('|', "\r\n");
    assert_eq!(Behind::default().codes(&said), codes, "{said}");
}

#[test]
fn a_message_from_greeting_to_goodbye() {
    let said = format!("{}DATA\r\nSubject: s\r\n\r\n..dot\r\n.\r\nQUIT\r\n", envelope());
    let outcome = Behind::default().hear(said.as_bytes(), 1000);
    assert_eq!(
        outcome.replies,
        format!(
            "220 {DOMAIN} ESMTP qontak\r\n250-{DOMAIN}\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n\
             250-CHUNKING\r\n250 ENHANCEDSTATUSCODES\r\n250 2.1.0 Sender OK\r\n250 2.1.5 Recipient OK\r\n354 End the message with \
             a dot on a line of its own\r\n250 2.0.0 Accepted as {NOW:x}.7.0\r\n221 2.0.0 Goodbye\r\n"
        )
    );
    assert_eq!(outcome.messages, [message("Subject: s\r\n\r\n.dot\r\n")]);
    assert!(outcome.closed);
}

#[test]
fn commands_in_order_and_out_of_it() {
    check("HELO h|NOOP|HELP|VRFY x|RSET|QUIT|", "250 250/2.0.0 214/2.0.0 252/2.5.0 250/2.0.0 221/2.0.0");
    check("MAIL FROM:<a@b>|", "503/5.5.1");
    check("EHLO h|RCPT TO:<CHANNEL>|DATA|", "250 503/5.5.1 503/5.5.1");
    check("EHLO h|MAIL FROM:<>|MAIL FROM:<>|DATA|", "250 250/2.1.0 503/5.5.1 554/5.5.1");
    check("EHLO h|MAIL FROM:<>|RSET|DATA|", "250 250/2.1.0 250/2.0.0 503/5.5.1");
    check("EHLO h|MAIL FROM:<>|RCPT TO:<CHANNEL>|EHLO h|DATA|", "250 250/2.1.0 250/2.1.5 250 503/5.5.1");
    check("EHLO|EXPN l|AUTH PLAIN|STARTTLS|FOO||", "501/5.5.4 502/5.5.1 502/5.5.1 502/5.5.1 500/5.5.1 500/5.5.1");
    check("EHLO h|MAIL FROM:<a@b> SIZE=52428800|RSET|MAIL FROM:<a@b> SIZE=52428801|", "250 250/2.1.0 250/2.0.0 552/5.3.4");
    check("QUIT|NOOP|EHLO h|", "221/2.0.0");
    check("NOOP\nNOOP|", "500/5.5.2 250/2.0.0");
}

#[test]
fn recipients() {
    let head = "EHLO h|MAIL FROM:<a@example.com>|";
    let codes = "250 250/2.1.0";
    let table = [
        ("<CHANNEL>".to_owned(), "250/2.1.5"),
        (format!("<{}@INBOUND.Example.Test>", ID.to_uppercase()), "250/2.1.5"),
        (format!("<\"{ID}\"@{DOMAIN}>"), "250/2.1.5"),
        (format!("<@relay.test:{ID}@{DOMAIN}>"), "250/2.1.5"),
        (format!("<{ID}@{DOMAIN}> "), "250/2.1.5"),
        (format!("<22222222-2222-4333-8444-555555555555@{DOMAIN}>"), "550/5.1.1"),
        (format!("<{LOCKED}@{DOMAIN}>"), "451/4.3.0"),
        (format!("<somebody@{DOMAIN}>"), "550/5.1.1"),
        ("<postmaster>".into(), "550/5.1.1"),
        (format!("<{ID}@example.com>"), "550/5.7.1"),
        (format!("<{ID}@sub.{DOMAIN}>"), "550/5.7.1"),
        (format!("<{ID}%example.com@{DOMAIN}>"), "550/5.1.1"),
        (format!("<ä{ID}@{DOMAIN}>"), "553/5.6.7"),
        ("<>".into(), "501/5.1.3"),
        (format!("<{ID}@{DOMAIN}> NOTIFY=NEVER"), "555/5.5.4"),
    ];
    for (recipient, code) in table {
        check(&format!("{head}RCPT TO:{recipient}|"), &format!("{codes} {code}"));
    }
}

#[test]
fn a_channel_is_named_once_however_often_it_is_said() {
    let again = format!("RCPT TO:<\"{ID}\"@{DOMAIN}>\r\nRCPT TO:<{OTHER}@{DOMAIN}>\r\nDATA\r\n\r\n.\r\n");
    let outcome = Behind::default().hear(format!("{}{again}", envelope()).as_bytes(), 1000);
    assert_eq!(outcome.codes(), "220 250 250/2.1.0 250/2.1.5 250/2.1.5 250/2.1.5 354 250/2.0.0");
    assert_eq!(outcome.messages, [("a@example.com".into(), vec![ID.into(), OTHER.into()], "\r\n".into())]);
}

#[test]
fn chunks() {
    let said = format!("{}BDAT 5\r\n.\r\na\rBDAT 3 LAST\r\n\nb.RSET\r\n", envelope());
    let outcome = Behind::default().hear(said.as_bytes(), 1000);
    assert_eq!(outcome.codes(), "220 250 250/2.1.0 250/2.1.5 250/2.0.0 250/2.0.0 250/2.0.0");
    assert_eq!(outcome.messages, [message(".\r\na\r\nb.")]);

    check("BDAT 6|QUIT|NOOP|", "503/5.5.1 250/2.0.0");
    check("BDAT 0 LAST|NOOP|", "503/5.5.1 250/2.0.0");
    check("EHLO h|MAIL FROM:<>|BDAT 6 LAST|QUIT|NOOP|", "250 250/2.1.0 554/5.5.1 250/2.0.0");
    // A message is not taken without its beginning.
    check(
        "EHLO h|MAIL FROM:<>|BDAT 2|abRCPT TO:<CHANNEL>|DATA|BDAT 2|cdBDAT 2 LAST|efMAIL FROM:<>|RCPT TO:<CHANNEL>|BDAT 2 LAST|||",
        "250 250/2.1.0 554/5.5.1 503/5.5.1 503/5.5.1 503/5.5.1 503/5.5.1 250/2.1.0 250/2.1.5 250/2.0.0 500/5.5.1",
    );
    let head = "EHLO h|MAIL FROM:<>|RCPT TO:<CHANNEL>|";
    let codes = "250 250/2.1.0 250/2.1.5";
    check(&format!("{head}BDAT 0 LAST|"), &format!("{codes} 250/2.0.0"));
    check(
        &format!("{head}BDAT 1|aDATA|RCPT TO:<CHANNEL>|MAIL FROM:<>|"),
        &format!("{codes} 250/2.0.0 503/5.5.1 503/5.5.1 503/5.5.1"),
    );
    check(&format!("{head}BDAT 1|aRSET|BDAT 1 LAST|aNOOP|"), &format!("{codes} 250/2.0.0 250/2.0.0 503/5.5.1 250/2.0.0"));
    check(&format!("{head}BDAT x|NOOP|"), &format!("{codes} 501/5.5.4"));
}

#[test]
fn for_the_moment_nothing_is_taken() {
    let said = format!("{}DATA\r\n\r\n.\r\nNOOP\r\n", envelope());
    let codes = |behind: &Behind| behind.codes(&said);
    let full = Behind { taken: Err(NotTaken::Full), ..Behind::default() };
    assert_eq!(codes(&full), "250 250/2.1.0 250/2.1.5 354 452/4.3.1 250/2.0.0");
    let failed = Behind { taken: Err(NotTaken::Failed("a secret".into())), ..Behind::default() };
    assert_eq!(codes(&failed), "250 250/2.1.0 250/2.1.5 354 451/4.3.0 250/2.0.0");
    assert!(!failed.hear(said.as_bytes(), 9).replies.contains("secret"));
    let closed = Behind { open: false, ..Behind::default() };
    assert_eq!(closed.codes("EHLO h\r\nMAIL FROM:<>\r\nDATA\r\n"), "250 451/4.3.0 503/5.5.1");
}

#[test]
fn a_large_message_goes_aside_in_pieces() {
    let body = "0123456789 0123456789 0123456789\r\n".repeat(40_000);
    for hold in [1, 64 << 10, 1 << 20] {
        let behind = Behind { hold, ..Behind::default() };
        let data = behind.hear(format!("{}DATA\r\n{body}.\r\nNOOP\r\n", envelope()).as_bytes(), 16 << 10);
        assert_eq!(data.codes(), "220 250 250/2.1.0 250/2.1.5 354 250/2.0.0 250/2.0.0");
        assert!(data.messages == [message(&body)]);
        let chunks = behind.hear(format!("{}BDAT {} LAST\r\n{body}NOOP\r\n", envelope(), body.len()).as_bytes(), 16 << 10);
        assert_eq!(chunks.codes(), "220 250 250/2.1.0 250/2.1.5 250/2.0.0 250/2.0.0");
        assert!(chunks.messages == [message(&body)]);
    }
    let full = Behind { hold: 1000, aside: Err(NotTaken::Full), ..Behind::default() };
    let outcome = full.hear(format!("{}DATA\r\n{body}.\r\nNOOP\r\n", envelope()).as_bytes(), 5000);
    assert_eq!((outcome.codes().as_str(), outcome.messages.len()), ("220 250 250/2.1.0 250/2.1.5 354 452/4.3.1 250/2.0.0", 0));
}

#[test]
fn addresses_beyond_ascii() {
    check("EHLO h|MAIL FROM:<用户@example.com>|", "250 553/5.6.7");
    let said =
        format!("EHLO h\r\nMAIL FROM:<用户@example.com> SMTPUTF8 BODY=8BITMIME\r\nRCPT TO:<{ID}@{DOMAIN}>\r\nDATA\r\nä\r\n.\r\n");
    let outcome = Behind::default().hear(said.as_bytes(), 1000);
    assert_eq!(outcome.messages, [("用户@example.com".into(), vec![ID.into()], "ä\r\n".into())]);
    assert_eq!(Behind::default().hear(b"EHLO h\r\nMAIL FROM:<\xff@b> SMTPUTF8\r\n", 99).codes(), "220 250 500/5.5.2");
}

#[test]
fn after_starttls_nothing_is_remembered() {
    let tls = Behind { tls: true, ..Behind::default() };
    assert!(tls.hear(b"EHLO h\r\n", 99).replies.contains("250-STARTTLS\r\n"));
    let start = "EHLO h\r\nMAIL FROM:<>\r\nSTARTTLS\r\n";
    let then = "MAIL FROM:<>\r\nEHLO h\r\nSTARTTLS\r\n";
    let outcome = tls.hear(format!("{start}{then}").as_bytes(), start.len());
    assert_eq!(outcome.codes(), "220 250 250/2.1.0 220/2.0.0 503/5.5.1 250 503/5.5.1");
    assert_eq!(outcome.replies.matches("STARTTLS\r\n").count(), 1);
}

#[test]
fn what_is_said_in_clear_behind_starttls_is_never_heard() {
    let tls = Behind { tls: true, ..Behind::default() };
    for behind in ["\r", "EHLO h\r\nMAIL FROM:<>\r\n", "\u{16}\u{3}\u{1}"] {
        let outcome = tls.hear(format!("EHLO h\r\nSTARTTLS\r\n{behind}").as_bytes(), 1000);
        assert_eq!((outcome.codes().as_str(), outcome.closed), ("220 250 554/5.5.1", true), "{behind:?}");
    }
}

#[test]
fn loops_are_refused_when_the_message_has_come() {
    let hops = "Received: from a by b\r\n".repeat(51);
    let said = |headers: &str| format!("{}DATA\r\n{headers}\r\nbody\r\n.\r\nNOOP\r\n", envelope());
    let codes = "250 250/2.1.0 250/2.1.5 354 554/5.4.6 250/2.0.0";
    assert_eq!(Behind::default().codes(&said(&hops)), codes);
    assert_eq!(Behind { hold: 500, ..Behind::default() }.codes(&said(&hops)), codes);
    assert_eq!(Behind::default().codes(&said(&format!("Auto-Submitted: auto-replied\r\nX-Loop: {MARK}\r\n"))), codes);
    let taken = Behind::default().codes(&said(&format!("X-Loop: {MARK}\r\n")));
    assert_eq!(taken, "250 250/2.1.0 250/2.1.5 354 250/2.0.0 250/2.0.0");
}
