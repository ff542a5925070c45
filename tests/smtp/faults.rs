//! What the machine can do to the receiver: a full disk, a locked database. Senders are told to try again, and nothing is lost.

use super::{channel, receiver};
use crate::support::Smtp;
use crate::support::wait::until;
use crate::support::{Server, World};
use rusqlite::{Connection, OpenFlags};
use rustix::process::{Resource, Rlimit, prlimit};

/// How large a file may become while the disk is full.
const FULL: u64 = 6 << 20;

fn may_grow_to(server: &Server<'_>, bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, maximum: None };
    prlimit(Some(server.pid()), Resource::Fsize, limit).unwrap();
}

fn messages(world: &World) -> u64 {
    let path = world.path("server-data/workspace.db");
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    database.query_row("SELECT count(*) FROM messages", [], |row| row.get::<_, i64>(0)).unwrap().unsigned_abs()
}

/// A message with an attachment of some 700 KB.
fn large(n: u32) -> String {
    let head = format!("From: a@example.org\r\nSubject: large\r\nMessage-ID: <{n}@example.org>\r\nMIME-Version: 1.0\r\n");
    let kind = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    format!("{head}{kind}{}", "QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD\r\n".repeat(11_000))
}

/// Sends a message; the last reply.
fn deliver(session: &mut Smtp, forwarder: &str, message: &str) -> String {
    for command in ["MAIL FROM:<a@example.org>", &format!("RCPT TO:<{forwarder}>")] {
        let reply = session.say(command);
        if !reply.starts_with("250 ") {
            session.check("RSET", "250");
            return reply;
        }
    }
    session.check("DATA", "354");
    session.send(message);
    session.say("\r\n.")
}

#[test]
fn a_full_disk_is_told_to_the_sender_and_is_no_end() {
    let world = World::new();
    let mut server = receiver(&world);
    let forwarder = channel(&world, &server, "support@example.test");
    let mut session = Smtp::hello(server.smtp());
    may_grow_to(&server, Some(FULL));
    let mut accepted = 0;
    let refused = loop {
        match deliver(&mut session, &forwarder, &large(accepted)) {
            reply if reply.starts_with("250 ") => accepted += 1,
            reply => break reply,
        }
        assert!(accepted < 100, "the disk is never full");
    };
    assert!(refused.starts_with("452 4.3.1 "), "{refused}");
    assert!(accepted > 2, "{accepted}");
    // The same session goes on, and so do others and the API.
    assert!(session.say("NOOP").starts_with("250 "));
    assert!(deliver(&mut session, &forwarder, &large(accepted)).starts_with("452 4.3.1 "));
    assert!(Smtp::hello(server.smtp()).say("NOOP").starts_with("250 "));
    world.qontak(["--profile", "admin", "inbox", "list"]).run().success();
    may_grow_to(&server, None);
    for n in accepted..accepted + 3 {
        let reply = deliver(&mut session, &forwarder, &large(n));
        assert!(reply.starts_with("250 "), "{reply}");
    }
    assert!(server.stop().success());
    assert_eq!(messages(&world), u64::from(accepted) + 3);
    let log = server.log();
    assert_eq!((log.matches("disk is full").count(), log.matches("taken again").count()), (1, 1), "{log}");
}

#[test]
fn a_locked_database_is_told_to_the_sender_and_loses_nothing() {
    let world = World::new();
    let mut server = receiver(&world);
    let forwarder = channel(&world, &server, "support@example.test");
    let database = Connection::open(world.path("server-data/workspace.db")).unwrap();
    database.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut session = Smtp::hello(server.smtp());
    // What is durable is accepted, until it turns out that it cannot be filed.
    let mut accepted = 0;
    let refused = until("a refusal", || {
        let head = format!("From: a@example.org\r\nMessage-ID: <{accepted}@example.org>\r\n\r\ntext");
        let reply = deliver(&mut session, &forwarder, &head);
        accepted += u32::from(reply.starts_with("250 "));
        (!reply.starts_with("250 ")).then_some(reply)
    });
    assert!(refused.starts_with("451 4.3.0 "), "{refused}");
    assert!(session.say("NOOP").starts_with("250 "));
    world.qontak(["--profile", "admin", "inbox", "list"]).run().success();
    database.execute_batch("ROLLBACK").unwrap();
    until("the end of it", || session.say("MAIL FROM:<a@example.org>").starts_with("250 ").then_some(()));
    assert!(server.stop().success());
    assert_eq!(messages(&world), u64::from(accepted));
    let log = server.log();
    assert_eq!(log.matches("cannot be filed").count(), 1, "{log}");
}
