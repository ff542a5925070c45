//! Every limit, over a real connection, with its own reply.

use super::{channels, kept, receiver_with};
use crate::support::{Smtp, World};

#[test]
fn size_lines_and_recipients() {
    let world = World::new();
    let limits = [
        "--smtp-limit",
        "size=2K",
        "--smtp-limit",
        "recipients=1",
        "--smtp-limit",
        "line=600",
        "--smtp-limit",
        "content-line=1000",
    ];
    let server = receiver_with(&world, &limits);
    let forwarders = channels(&server, 2);
    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    assert!(client.say("EHLO client.example.com").contains("\n250-SIZE 2048\n"));
    client.check("MAIL FROM:<a@example.org> SIZE=2049", "552 5.3.4");
    client.check("MAIL FROM:<a@example.org> SIZE=2048", "250 2.1.0");
    client.check(&format!("RCPT TO:<{}>", forwarders[0]), "250 2.1.5");
    client.check(&format!("RCPT TO:<{}>", forwarders[1]), "452 4.5.3");
    client.check("DATA", "354 ");
    client.check(&format!("{}.", "0123456789\r\n".repeat(200)), "552 5.3.4");
    client.check(&format!("NOOP {}", "x".repeat(600)), "500 5.5.2");
    client.send(format!("MAIL FROM:<>\r\nRCPT TO:<{}>\r\nDATA\r\n{}\r\n.\r\n", forwarders[0], "x".repeat(1001)));
    assert_eq!(client.codes(4), ["250 2.1.0", "250 2.1.5", "354", "554 5.6.0"]);
    client.check("NOOP", "250 2.0.0");
    assert_eq!(kept(&world).len(), 0);
}

#[test]
fn connections_in_all_and_from_one_address() {
    let world = World::new();
    for (limit, code) in [("connections=2", "421 4.3.2"), ("per-address=2", "421 4.7.0")] {
        let server = receiver_with(&world, &["--smtp-limit", limit]);
        let first = Smtp::hello(server.smtp());
        let mut second = Smtp::hello(server.smtp());
        let mut third = Smtp::connect(server.smtp());
        assert_eq!(third.code(), code);
        third.ends();
        second.check("QUIT", "221 2.0.0");
        second.ends();
        // The place is free again, at the latest when the server has seen that the connection is gone.
        drop(second);
        crate::support::wait::until("a free place", || {
            let mut again = Smtp::connect(server.smtp());
            (again.code() == "220").then_some(())
        });
        drop(first);
    }
}

#[test]
fn time() {
    let world = World::new();
    let server = receiver_with(&world, &["--smtp-limit", "idle=200ms"]);
    // Nothing is said: on a busy machine even that may take too long.
    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    assert_eq!(client.reply(), "421 4.4.2 Nothing came for too long");
    client.ends();
    drop(server);

    let server = receiver_with(&world, &["--smtp-limit", "session=300ms"]);
    let mut client = Smtp::connect(server.smtp());
    assert_eq!(client.code(), "220");
    assert_eq!(client.reply(), "421 4.4.2 The session has lasted too long");
    client.ends();
    drop(server);

    let server = receiver_with(&world, &["--smtp-limit", "rate=1M", "--smtp-limit", "rate-window=200ms"]);
    let forwarder = &channels(&server, 1)[0];
    let mut client = Smtp::hello(server.smtp());
    client.send(format!("MAIL FROM:<>\r\nRCPT TO:<{forwarder}>\r\nDATA\r\nSubject: slow\r\n"));
    assert_eq!(client.codes(3), ["250 2.1.0", "250 2.1.5", "354"]);
    assert_eq!(client.reply(), "421 4.4.2 The message comes too slowly");
    client.ends();
    assert_eq!(kept(&world).len(), 0);
}

#[test]
fn errors_and_commands_that_lead_nowhere() {
    let world = World::new();
    let server = receiver_with(&world, &["--smtp-limit", "errors=3", "--smtp-limit", "commands=5"]);
    let mut client = Smtp::hello(server.smtp());
    client.send("FOO\r\nFOO\r\nFOO\r\nNOOP\r\n");
    assert_eq!(client.codes(4), ["500 5.5.1", "500 5.5.1", "500 5.5.1", "421 4.7.0"]);
    client.ends();
    let mut client = Smtp::hello(server.smtp());
    client.send("NOOP\r\n".repeat(100));
    assert_eq!(client.codes(5), ["250 2.0.0", "250 2.0.0", "250 2.0.0", "250 2.0.0", "421 4.7.0"]);
    client.ends();
}

#[test]
fn a_limit_that_cannot_be_is_refused_before_anything_starts() {
    let world = World::new();
    for limit in ["size=1G", "size", "speed=1", "=1", "errors=0", "idle=soon"] {
        let words =
            ["server", "run", "--smtp", "127.0.0.1:0", "--forwarder-domain", "inbound.example.test", "--smtp-limit", limit];
        world.qontak(words).run().exits(2).stderr_has(limit);
    }
}
