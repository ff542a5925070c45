//! Each limit has its own reply.

use super::*;

fn with(limits: Limits) -> Behind {
    Behind { limits, ..Behind::default() }
}

#[test]
fn lines_have_a_longest() {
    let behind = with(Limits { line: 512, ..Limits::default() });
    let noop = |length: usize| format!("NOOP {}\r\n", "x".repeat(length - 7));
    assert_eq!(behind.codes(&format!("{}{}NOOP\r\n", noop(512), noop(513))), "250/2.0.0 500/5.5.2 250/2.0.0");
    let endless = behind.hear("x".repeat(3 << 20).as_bytes(), 4096);
    assert_eq!((endless.codes().as_str(), endless.closed), ("220 500/5.5.2", true));
}

#[test]
fn so_many_recipients_and_no_more() {
    let behind = with(Limits { recipients: 1, errors: 2, ..Limits::default() });
    let more = format!("RCPT TO:<{OTHER}@{DOMAIN}>\r\n").repeat(5);
    let codes = behind.codes(&format!("{}{more}RCPT TO:<{ID}@{DOMAIN}>\r\nDATA\r\n", envelope()));
    assert_eq!(codes, format!("250 250/2.1.0 250/2.1.5 {}250/2.1.5 354", "452/4.5.3 ".repeat(5)));
}

#[test]
fn messages_have_a_largest() {
    let behind = with(Limits { size: 1024, ..Limits::default() });
    let line = format!("{}\r\n", "x".repeat(62));
    let data = |lines: usize| format!("{}DATA\r\n{}.\r\nNOOP\r\n", envelope(), line.repeat(lines));
    assert_eq!(behind.codes(&data(16)), "250 250/2.1.0 250/2.1.5 354 250/2.0.0 250/2.0.0");
    assert_eq!(behind.codes(&data(17)), "250 250/2.1.0 250/2.1.5 354 552/5.3.4 250/2.0.0");
    let chunk = |last: &str| format!("BDAT 640{last}\r\n{}", line.repeat(10));
    let said = format!("{}{}{}{}{}NOOP\r\n", envelope(), chunk(""), chunk(""), chunk(""), chunk(" LAST"));
    let outcome = behind.hear(said.as_bytes(), 100);
    assert_eq!(outcome.codes(), "220 250 250/2.1.0 250/2.1.5 250/2.0.0 552/5.3.4 503/5.5.1 503/5.5.1 250/2.0.0");
    assert_eq!(outcome.messages, []);
}

#[test]
fn content_lines_have_a_longest() {
    let behind = with(Limits { content_line: 998, ..Limits::default() });
    let data = |length: usize| format!("{}DATA\r\n{}\r\n.\r\n", envelope(), "x".repeat(length));
    assert_eq!(behind.codes(&data(998)), "250 250/2.1.0 250/2.1.5 354 250/2.0.0");
    assert_eq!(behind.codes(&data(999)), "250 250/2.1.0 250/2.1.5 354 554/5.6.0");
}

#[test]
fn so_many_errors_and_no_more() {
    let behind = with(Limits { errors: 3, ..Limits::default() });
    let outcome = behind.hear("FOO\r\nNOOP\r\n".repeat(9).as_bytes(), 7);
    assert_eq!(outcome.codes(), "220 500/5.5.1 250/2.0.0 500/5.5.1 250/2.0.0 500/5.5.1 421/4.7.0");
    assert!(outcome.closed);
}

#[test]
fn a_message_that_is_taken_makes_up_for_errors() {
    let behind = with(Limits { errors: 3, ..Limits::default() });
    let round = format!("MAIL FROM:<>\r\nRCPT TO:<gone@{DOMAIN}>\r\nFOO\r\nRCPT TO:<{ID}@{DOMAIN}>\r\nDATA\r\n\r\n.\r\n");
    let outcome = behind.hear(format!("EHLO h\r\n{}FOO\r\nFOO\r\nFOO\r\n", round.repeat(5)).as_bytes(), 100);
    assert_eq!((outcome.messages.len(), outcome.closed), (5, true));
}

#[test]
fn what_is_refused_is_not_read_for_ever() {
    let behind = with(Limits { size: 1024, ..Limits::default() });
    let line = format!("{}\r\n", "x".repeat(62));
    for begin in ["DATA\r\n", "BDAT 9999999999999\r\n"] {
        let said = |lines: usize| format!("{}{begin}{}", envelope(), line.repeat(lines));
        let within = behind.hear(said(16_000).as_bytes(), 1000);
        assert!(!within.closed && !within.replies.contains("552"), "{begin}");
        let beyond = behind.hear(said(17_000).as_bytes(), 1000);
        assert!(beyond.closed && beyond.replies.ends_with("552 5.3.4 Message is too large\r\n"), "{begin} {}", beyond.replies);
    }
    let stray = behind.hear(format!("BDAT 9999999999999\r\n{}", line.repeat(17_000)).as_bytes(), 1000);
    assert_eq!((stray.codes().as_str(), stray.closed), ("220 503/5.5.1", true));
}

#[test]
fn so_many_commands_without_a_message_and_no_more() {
    let behind = with(Limits { commands: 4, ..Limits::default() });
    let outcome = behind.hear(b"EHLO h\r\nNOOP\r\nRSET\r\nVRFY a\r\nNOOP\r\n", 7);
    assert_eq!(outcome.codes(), "220 250 250/2.0.0 250/2.0.0 252/2.5.0 421/4.7.0");
    let message = format!("MAIL FROM:<>\r\nRCPT TO:<{ID}@{DOMAIN}>\r\nDATA\r\n\r\n.\r\nRSET\r\n");
    let outcome = behind.hear(format!("EHLO h\r\n{}", message.repeat(20)).as_bytes(), 100);
    assert_eq!((outcome.messages.len(), outcome.closed), (20, false));
}
