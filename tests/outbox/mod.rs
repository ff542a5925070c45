//! `inbox reply`, from the words typed to the outbox server that takes the mail, and what becomes of it when anything on the way
//! breaks. Mail comes in through the real receiver.

mod broken;
mod command;
mod killed;
mod local;
mod sent;

use crate::support::sink::{Sink, certificate};
use crate::support::{Output, Run, Server, World, secrets, wait};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

/// How a server is started that receives mail and does not wait long before it tries again.
const WORDS: [&str; 6] = ["--smtp", "127.0.0.1:0", "--forwarder-domain", "inbound.example.test", "--retry-after", "20ms"];
/// What a customer wrote.
const MAIL: &str = "From: A Customer <customer@example.org>\r\nTo: support@example.com\r\nSubject: Where is order 7?\r\n\
                    Message-ID: <question@example.org>\r\nReferences: <older@example.org>\r\n\r\nI wait since Monday.\r\n";

/// A world whose processes trust the tests' certificate.
fn world() -> World {
    let world = World::new();
    world.set("SSL_CERT_FILE", certificate("ca.pem").to_str().unwrap());
    world
}

/// A server, a channel that leaves through `sink`, and a room of it.
struct Desk<'w> {
    world: &'w World,
    server: Server<'w>,
    room: String,
    password: String,
}

impl<'w> Desk<'w> {
    #[track_caller]
    fn new(world: &'w World, sink: &Sink, security: &str) -> Self {
        Self::with(world, sink, security, MAIL, &WORDS)
    }

    #[track_caller]
    fn with(world: &'w World, sink: &Sink, security: &str, mail: &str, words: &[&str]) -> Self {
        let server = Server::with(world, words);
        server.sign_in("admin");
        let password = secrets::mailbox();
        let add = [
            "email",
            "add",
            "support@example.com",
            "--smtp-host",
            "127.0.0.1",
            "--smtp-port",
            &sink.port(),
            "--security",
            security,
        ];
        let output =
            world.qontak(add).args(["--password-stdin", "--columns", "forwarder"]).stdin(password.clone()).run().success();
        deliver(server.smtp(), output.one_line(), mail);
        let room = wait::until("the room", || {
            let rooms = world.qontak(["inbox", "list", "--json"]).run().success().json();
            rooms[0]["id"].as_str().map(str::to_owned)
        });
        Self { world, server, room, password }
    }

    /// `inbox reply` in this room.
    fn reply(&self, text: &str) -> Run<'w> {
        self.world.qontak(["inbox", "reply", &self.room, "--json"]).stdin(text)
    }

    /// The only reply of the room.
    fn message(&self) -> Value {
        let messages = self.world.qontak(["inbox", "show", &self.room, "--json"]).run().success().json();
        messages.as_array().unwrap().iter().find(|m| m["author"] == "agent").cloned().unwrap_or_default()
    }

    /// Waits until the only reply has this status.
    #[track_caller]
    fn ends_as(&self, status: &str) -> Value {
        wait::until(status, || Some(self.message()).filter(|m| m["status"] == status))
    }
}

/// Brings a mail to the receiver.
#[track_caller]
fn deliver(smtp: &str, forwarder: &str, mail: &str) {
    deliver_answered(smtp, forwarder, mail, "250");
}

/// The same; the message is answered with this code.
#[track_caller]
fn deliver_answered(smtp: &str, forwarder: &str, mail: &str, code: &str) {
    let mut stream = BufReader::new(TcpStream::connect(smtp).unwrap());
    let mut expect = |line: String, code: &str| {
        stream.get_mut().write_all(line.as_bytes()).unwrap();
        loop {
            let mut answer = String::new();
            stream.read_line(&mut answer).unwrap();
            assert!(answer.starts_with(code), "{line:.60}: {answer}");
            if answer.as_bytes().get(3) == Some(&b' ') {
                break;
            }
        }
    };
    expect(String::new(), "220");
    expect("EHLO mail.example.org\r\n".into(), "250");
    expect("MAIL FROM:<customer@example.org>\r\n".into(), "250");
    expect(format!("RCPT TO:<{forwarder}>\r\n"), "250");
    expect("DATA\r\n".into(), "354");
    expect(format!("{mail}.\r\n"), code);
    expect("QUIT\r\n".into(), "221");
}

/// The row that a reply printed.
#[track_caller]
fn row(output: &Output) -> Value {
    output.json()
}
