//! A mail server that hands a message over: the least of SMTP that does it.

use super::LIMIT;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

/// Hands `raw` (lines end as they like) over to the receiver at `server`; when this returns, it was taken.
#[track_caller]
pub fn send(server: &str, to: &str, raw: &str) {
    let stream = TcpStream::connect(server).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let mut reader = BufReader::new(stream);
    let mut answered = |expected: &str| {
        let mut line = String::new();
        loop {
            line.clear();
            reader.read_line(&mut line).unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
        assert!(line.starts_with(expected), "expected {expected}: {line}");
    };
    answered("220");
    let lines: String = raw.lines().map(|line| format!("{}{line}\r\n", if line.starts_with('.') { "." } else { "" })).collect();
    for (command, expected) in [
        ("EHLO mail.example.com\r\n".to_owned(), "250"),
        ("MAIL FROM:<sender@example.com>\r\n".to_owned(), "250"),
        (format!("RCPT TO:<{to}>\r\n"), "250"),
        ("DATA\r\n".to_owned(), "354"),
        (format!("{lines}.\r\n"), "250"),
        ("QUIT\r\n".to_owned(), "221"),
    ] {
        writer.write_all(command.as_bytes()).unwrap();
        answered(expected);
    }
}
