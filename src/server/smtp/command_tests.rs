#![allow(clippy::unwrap_used)]

use super::*;

fn refused(line: &str) -> Reply {
    match read(format!("{line}\r\n").as_bytes()) {
        Err(Wrong::Refused(reply)) => reply,
        other => unreachable!("{line:?}: {other:?}"),
    }
}

fn path(text: &str) -> Path<'_> {
    let (local, domain) = text.split_once('@').unwrap_or((text, ""));
    Path { text, local, domain }
}

#[test]
fn commands_in_any_case_with_blanks_at_the_end() {
    let table = [
        ("EHLO client.example.com", Command::Ehlo("client.example.com")),
        ("ehlo [192.0.2.1]", Command::Ehlo("[192.0.2.1]")),
        ("EHLO [IPv6:2001:db8::1]", Command::Ehlo("[IPv6:2001:db8::1]")),
        ("HeLo my_host", Command::Helo("my_host")),
        ("DATA", Command::Data),
        ("data \t ", Command::Data),
        ("BDAT 0 LAST", Command::Bdat(0, true)),
        ("bdat 12345 last", Command::Bdat(12345, true)),
        ("BDAT 7", Command::Bdat(7, false)),
        ("RSET", Command::Rset),
        ("NOOP", Command::Noop),
        ("NOOP anything \"at all", Command::Noop),
        ("QUIT", Command::Quit),
        ("VRFY somebody", Command::Vrfy),
        ("HELP", Command::Help),
        ("HELP me", Command::Help),
        ("STARTTLS", Command::StartTls),
        ("RCPT TO:<a@b>", Command::Rcpt(path("a@b"))),
        ("rcpt to: <a@b>  ", Command::Rcpt(path("a@b"))),
        ("RCPT TO:<postmaster>", Command::Rcpt(path("postmaster"))),
    ];
    for (line, command) in table {
        assert_eq!(read(format!("{line}\r\n").as_bytes()), Ok(command), "{line}");
    }
}

#[test]
fn what_mail_says() {
    let table = [
        ("MAIL FROM:<>", "", 0, false),
        ("mail from: <a@b>", "a@b", 0, false),
        ("MAIL FROM:<a@b> SIZE=1000", "a@b", 1000, false),
        ("MAIL FROM:<a@b>  size=1  BODY=7BIT ", "a@b", 1, false),
        ("MAIL FROM:<a@b> BODY=8BITMIME SMTPUTF8", "a@b", 0, true),
        ("MAIL FROM:<ä@b> SMTPUTF8", "ä@b", 0, true),
    ];
    for (line, text, size, utf8) in table {
        let expected = Command::Mail(Sender { path: path(text), size, utf8 });
        assert_eq!(read(format!("{line}\r\n").as_bytes()), Ok(expected), "{line}");
    }
}

const REFUSALS: &[(&str, Reply)] = &[
    ("", reply::UNKNOWN_COMMAND),
    (" ", reply::UNKNOWN_COMMAND),
    (" NOOP", reply::UNKNOWN_COMMAND),
    ("HELLO", reply::UNKNOWN_COMMAND),
    ("LHLO host", reply::UNKNOWN_COMMAND),
    ("STARTTLSX", reply::UNKNOWN_COMMAND),
    ("GET / HTTP/1.1", reply::UNKNOWN_COMMAND),
    ("NO\rOP", reply::BARE_LINE_END),
    ("NOOP\nNOOP", reply::BARE_LINE_END),
    ("DATA\r", reply::BARE_LINE_END),
    ("DATA \r ", reply::BARE_LINE_END),
    ("NOOP \0", reply::CONTROL_CHARACTER),
    ("NOOP\ta", reply::CONTROL_CHARACTER),
    ("RCPT TO:<a\u{7f}@b>", reply::CONTROL_CHARACTER),
    ("EHLO", reply::BAD_HELO),
    ("HELO ", reply::BAD_HELO),
    ("EHLO two words", reply::BAD_HELO),
    ("EHLO a;b", reply::BAD_HELO),
    ("EHLO (a)", reply::BAD_HELO),
    ("EHLO münchen.test", reply::BAD_HELO),
    ("DATA now", reply::NO_ARGUMENT),
    ("RSET all", reply::NO_ARGUMENT),
    ("QUIT me", reply::NO_ARGUMENT),
    ("STARTTLS now", reply::NO_ARGUMENT),
    ("VRFY", reply::SYNTAX),
    ("EXPN", reply::NOT_IMPLEMENTED),
    ("EXPN list", reply::NOT_IMPLEMENTED),
    ("ETRN host", reply::NOT_IMPLEMENTED),
    ("AUTH PLAIN AGEAYg==", reply::NO_AUTHENTICATION),
    ("AUTH", reply::NO_AUTHENTICATION),
    ("MAIL", reply::BAD_SENDER),
    ("MAIL FROM", reply::BAD_SENDER),
    ("MAIL FROM:", reply::BAD_SENDER),
    ("MAIL FROM:a@b", reply::BAD_SENDER),
    ("MAIL FROM:<a>", reply::BAD_SENDER),
    ("MAIL FROM:<postmaster>", reply::BAD_SENDER),
    ("MAIL FROM:<a@b>SIZE=1", reply::BAD_SENDER),
    ("MAIL TO:<a@b>", reply::BAD_SENDER),
    ("MAIL FROM:<ä@b>", reply::NEEDS_SMTPUTF8),
    ("MAIL FROM:<a@b> SIZE", reply::SYNTAX),
    ("MAIL FROM:<a@b> SIZE=", reply::SYNTAX),
    ("MAIL FROM:<a@b> SIZE=1 SIZE=2", reply::SYNTAX),
    ("MAIL FROM:<a@b> SIZE=-1", reply::SYNTAX),
    ("MAIL FROM:<a@b> SIZE=999999999999999999999", reply::SYNTAX),
    ("MAIL FROM:<a@b> SIZE=99999999999999999999 5", reply::TOO_LARGE),
    ("MAIL FROM:<a@b> BODY=9BIT", reply::SYNTAX),
    ("MAIL FROM:<a@b> BODY", reply::SYNTAX),
    ("MAIL FROM:<a@b> SMTPUTF8=yes", reply::SYNTAX),
    ("MAIL FROM:<a@b> BODY=BINARYMIME", reply::UNKNOWN_PARAMETER),
    ("MAIL FROM:<a@b> RET=FULL", reply::UNKNOWN_PARAMETER),
    ("MAIL FROM:<a@b> AUTH=<>", reply::UNKNOWN_PARAMETER),
    ("MAIL FROM:<a@b> MT-PRIORITY=0", reply::UNKNOWN_PARAMETER),
    ("MAIL FROM:<a@b> >", reply::UNKNOWN_PARAMETER),
    ("RCPT", reply::BAD_RECIPIENT),
    ("RCPT TO:<>", reply::BAD_RECIPIENT),
    ("RCPT TO:a@b", reply::BAD_RECIPIENT),
    ("RCPT TO:<a@b>NOTIFY=NEVER", reply::BAD_RECIPIENT),
    ("RCPT TO:<a@b> NOTIFY=NEVER", reply::UNKNOWN_PARAMETER),
    ("RCPT TO:<a@b> ORCPT=rfc822;a@b", reply::UNKNOWN_PARAMETER),
];

#[test]
fn everything_else_has_its_refusal() {
    for &(line, reply) in REFUSALS {
        assert_eq!(refused(line), reply, "{line:?}");
    }
    assert_eq!(read(b"NOOP \xff\r\n"), Err(Wrong::Refused(reply::NOT_UTF8)));
    assert_eq!(read(b"NOOP\n"), Err(Wrong::Refused(reply::BARE_LINE_END)));
}

#[test]
fn after_a_broken_chunk_size_nothing_is_known_any_more() {
    for line in [
        "BDAT",
        "BDAT x",
        "BDAT -1",
        "BDAT +1",
        "BDAT 1x",
        "BDAT 1 FIRST",
        "BDAT 1 LAST LAST",
        "BDAT 9999999999999999",
        "BDAT 99999999999999999999 5",
        "BDAT LAST 5",
        "BDAT 1,2",
    ] {
        assert_eq!(read(format!("{line}\r\n").as_bytes()), Err(Wrong::Lost(reply::SYNTAX)), "{line}");
    }
}
