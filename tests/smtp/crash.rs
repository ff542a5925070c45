//! Nothing accepted is lost: the server is killed in the middle of its work, again and again, and every message that got its 250 is
//! there, once.

use super::{channel, receiver};
use crate::support::{LIMIT, World};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How often the server is killed, unless `QONTAK_CRASH_ROUNDS` says otherwise.
const ROUNDS: u64 = 200;
/// Sessions that send side by side.
const SESSIONS: usize = 4;
/// The same moments in every run, as far as the machine allows.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// What the senders know: each message, and whether somebody said 250 to it.
#[derive(Default)]
struct Book {
    next: AtomicU64,
    unanswered: Mutex<Vec<u64>>,
    accepted: Mutex<Vec<u64>>,
}

#[test]
fn killed_at_any_moment_it_has_every_message_that_it_accepted_once() {
    let rounds = std::env::var("QONTAK_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let world = World::new();
    let mut server = receiver(&world);
    let forwarder = channel(&world, &server, "support@example.test");
    let book = Book::default();
    let mut random = SEED;
    for round in 0..rounds {
        let address = server.smtp().to_owned();
        thread::scope(|scope| {
            for session in 0..SESSIONS {
                let (address, forwarder, book) = (&address, &forwarder, &book);
                scope.spawn(move || send_until_it_breaks(address, forwarder, book, session));
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Nothing is waited for here: the moment is the test.
            thread::sleep(Duration::from_micros((random >> 33) % 40_000));
            server.kill();
        });
        server.restart();
        assert!(!server.log().contains("damaged;"), "round {round}:\n{}", server.log());
    }
    // Those that nobody answered are sent once more, as any sender would; then all of them were accepted.
    let address = server.smtp().to_owned();
    let left = std::mem::take(&mut *book.unanswered.lock().unwrap());
    let mut sender = Sender::connect(&address).unwrap();
    for n in left {
        assert_eq!(sender.send(&forwarder, n), Some(true), "message {n}");
        book.accepted.lock().unwrap().push(n);
    }
    drop(sender);
    assert!(server.stop().success());

    let mut accepted = book.accepted.into_inner().unwrap();
    accepted.sort_unstable();
    assert!(accepted.len() as u64 > rounds, "only {} messages in {rounds} rounds", accepted.len());
    let stored = stored(&world);
    let lost: Vec<_> = accepted.iter().filter(|n| !stored.contains_key(n)).collect();
    assert!(lost.is_empty(), "accepted and lost: {lost:?}");
    let twice: Vec<_> = stored.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "stored more than once: {twice:?}");
    assert_eq!(stored.len(), accepted.len());
}

/// Every message of the Inbox by its number, whole, and how often it is there.
fn stored(world: &World) -> BTreeMap<u64, u64> {
    let path = world.path("server-data/workspace.db");
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut statement = database.prepare("SELECT message_id, text FROM messages").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let mut found = BTreeMap::new();
    for row in rows {
        let (id, text) = row.unwrap();
        let n = id.strip_suffix("@crash.example.org").unwrap().parse().unwrap();
        assert_eq!(text.trim_end(), body(n), "message {n}");
        *found.entry(n).or_default() += 1;
    }
    found
}

fn body(n: u64) -> String {
    format!("message {n} {}.", "x".repeat(usize::try_from(n % 700).unwrap()))
}

fn send_until_it_breaks(address: &str, forwarder: &str, book: &Book, session: usize) {
    let Some(mut sender) = Sender::connect(address) else { return };
    loop {
        // Every other message is one whose answer was lost before.
        let again = if session.is_multiple_of(2) { book.unanswered.lock().unwrap().pop() } else { None };
        let n = again.unwrap_or_else(|| book.next.fetch_add(1, Ordering::Relaxed));
        match sender.send(forwarder, n) {
            Some(true) => book.accepted.lock().unwrap().push(n),
            Some(false) => book.unanswered.lock().unwrap().push(n),
            None => {
                book.unanswered.lock().unwrap().push(n);
                return;
            }
        }
    }
}

/// A session; anything that goes wrong with the connection is `None`.
struct Sender(BufReader<TcpStream>);

impl Sender {
    fn connect(address: &str) -> Option<Self> {
        let stream = TcpStream::connect(address).ok()?;
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let mut sender = Self(BufReader::new(stream));
        sender.reply()?;
        sender.say("EHLO client.example.org\r\n")?;
        Some(sender)
    }

    fn say(&mut self, command: &str) -> Option<u32> {
        self.0.get_mut().write_all(command.as_bytes()).ok()?;
        self.reply()
    }

    /// The code of a reply.
    fn reply(&mut self) -> Option<u32> {
        loop {
            let mut line = String::new();
            if !matches!(self.0.read_line(&mut line), Ok(n) if n > 0) || !line.ends_with("\r\n") {
                return None;
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.get(..3)?.parse().ok();
            }
        }
    }

    /// Whether the message was accepted.
    fn send(&mut self, forwarder: &str, n: u64) -> Option<bool> {
        if self.say("MAIL FROM:<customer@example.org>\r\n")? != 250 || self.say(&format!("RCPT TO:<{forwarder}>\r\n"))? != 250 {
            return self.say("RSET\r\n").map(|_| false);
        }
        self.say("DATA\r\n")?;
        let head = format!("From: customer@example.org\r\nSubject: crash\r\nMessage-ID: <{n}@crash.example.org>\r\n\r\n");
        Some(self.say(&format!("{head}{}\r\n.\r\n", body(n)))? == 250)
    }
}
