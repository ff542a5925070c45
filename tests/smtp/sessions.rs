//! Sessions side by side: encrypted ones, stalled ones, and those that are open when the server stops.

use super::{channels, kept, receiver, receiver_with};
use crate::support::{Smtp, World};
use rustix::process::Signal;
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

fn with_tls(world: &World) -> crate::support::Server<'_> {
    let (certificate, key) = (fixture("server.pem"), fixture("server.key"));
    receiver_with(world, &["--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()])
}

#[test]
fn after_starttls_mail_comes_encrypted() {
    let world = World::new();
    let forwarder = channels(&receiver(&world), 1).remove(0);
    let server = with_tls(&world);
    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    assert!(client.say("EHLO client.example.com").contains("\n250-STARTTLS\n"));
    client.check("MAIL FROM:<before@example.org>", "250 2.1.0");
    client.check("STARTTLS", "220 2.0.0");
    client.start_tls(&fixture("ca.pem"), "127.0.0.1");
    client.check("MAIL FROM:<after@example.org>", "503 5.5.1");
    assert!(!client.say("EHLO client.example.com").contains("STARTTLS"));
    client.check("STARTTLS", "503 5.5.1");
    client.send(format!("MAIL FROM:<after@example.org>\r\nRCPT TO:<{forwarder}>\r\nDATA\r\n"));
    assert_eq!(client.codes(3), ["250 2.1.0", "250 2.1.5", "354"]);
    client.check("Subject: secret\r\n\r\n.", "250 2.0.0");
    client.check("QUIT", "221 2.0.0");
    client.ends();
    let [(envelope, raw)] = kept(&world).try_into().unwrap();
    assert!(envelope.tls && envelope.mail_from == "after@example.org" && raw.contains(" with ESMTPS id "), "{raw}");
}

#[test]
fn nothing_that_was_said_in_clear_is_done_encrypted() {
    let world = World::new();
    let server = with_tls(&world);
    let mut client = Smtp::hello(server.smtp());
    client.send("STARTTLS\r\nEHLO injected.example.com\r\nMAIL FROM:<injected@example.org>\r\n");
    assert_eq!(client.code(), "554 5.5.1");
    client.ends();
    // Noise instead of a handshake ends the session and nothing else.
    let mut client = Smtp::hello(server.smtp());
    client.check("STARTTLS", "220 2.0.0");
    client.send("EHLO injected.example.com\r\n");
    drop(client.into_stream());
    Smtp::hello(server.smtp()).check("NOOP", "250 2.0.0");
}

#[test]
fn without_a_certificate_there_is_no_tls() {
    let world = World::new();
    let server = receiver(&world);
    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    assert!(!client.say("EHLO client.example.com").contains("STARTTLS"));
    client.check("STARTTLS", "502 5.5.1");
}

#[test]
fn whoever_stalls_holds_up_nobody_else() {
    let world = World::new();
    let server = receiver(&world);
    let forwarder = &channels(&server, 1)[0];
    let head = format!("MAIL FROM:<>\r\nRCPT TO:<{forwarder}>\r\n");
    let mut stalled: Vec<Smtp> = (0..12).map(|_| Smtp::hello(server.smtp())).collect();
    for (n, client) in stalled.iter_mut().enumerate() {
        client.send(&head);
        client.send(["EHL", "DATA\r\nSubject: half\r\n.\r", "BDAT 1000 LAST\r\nhalf", "DATA\r\n"][n % 4]);
    }
    let mut silent = Smtp::connect(server.smtp());
    let mut client = Smtp::hello(server.smtp());
    client.send(format!("{head}DATA\r\n"));
    assert_eq!(client.codes(3), ["250 2.1.0", "250 2.1.5", "354"]);
    client.check("\r\n.", "250 2.0.0");
    drop(stalled);
    assert_eq!(silent.code(), "220");
    // Half a message is none.
    assert_eq!(kept(&world).len(), 1);
}

#[test]
fn when_the_server_stops_sessions_are_told_and_messages_may_end() {
    let world = World::new();
    let mut server = receiver(&world);
    let forwarder = &channels(&server, 1)[0];
    let mut idle = Smtp::hello(server.smtp());
    let mut sending = Smtp::hello(server.smtp());
    sending.send(format!("MAIL FROM:<>\r\nRCPT TO:<{forwarder}>\r\nDATA\r\nSubject: last\r\n"));
    assert_eq!(sending.codes(3), ["250 2.1.0", "250 2.1.5", "354"]);
    server.signal(Signal::TERM);
    assert_eq!(idle.code(), "421 4.3.2");
    idle.ends();
    drop(idle);
    sending.send("\r\nbody\r\n.\r\nNOOP\r\n");
    assert_eq!(sending.code(), "250 2.0.0");
    // What was sent along with it may be answered; then it ends.
    while sending.code() != "421 4.3.2" {}
    sending.ends();
    drop(sending);
    assert!(server.ended().success(), "{}", server.log());
    let [(_, raw)] = kept(&world).try_into().unwrap();
    assert!(raw.ends_with("Subject: last\r\n\r\nbody\r\n"), "{raw}");
}
