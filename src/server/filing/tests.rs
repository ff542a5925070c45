//! From the journal into rooms: what belongs together, what came before, and what happens when filing cannot go on.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::mail::incoming::{Face, Incoming, Mailbox};
use crate::server::intake::Intake;
use crate::server::journal::{Content, Envelope, Place, Recipient};
use crate::server::store::sqlite::{Access, Sqlite};
use crate::server::store::{ChannelRow, Filing, NewChannelRow};
use crate::server::workspace::{Settings, Workspace};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::time::timeout;

const CHANNEL: &str = "0d5f7a2e-0000-4000-8000-000000000001";
const LIMIT: Duration = Duration::from_secs(30);

struct World {
    dir: TempDir,
    workspace: Arc<Workspace>,
    log: Arc<Mutex<Vec<String>>>,
}

impl World {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let told = Arc::clone(&log);
        let settings =
            Settings { log: Some(Arc::new(move |line: &str| told.lock().unwrap().push(line.to_owned()))), ..Settings::default() };
        let store = Sqlite::open(&dir.path().join("w.db"), Access::Pooled).unwrap();
        let workspace = Arc::new(Workspace::over(Box::new(store), settings));
        let world = Self { dir, workspace, log };
        world.connect(CHANNEL, "support@example.test").await;
        world
    }

    async fn connect(&self, id: &str, address: &str) {
        let row = ChannelRow {
            id: id.into(),
            address: address.into(),
            smtp_username: address.into(),
            protocol: "ssl".into(),
            smtp_host: "smtp.example.test".into(),
            smtp_port: 465,
            route_id: "0".repeat(24),
            forwarder: format!("{id}@inbound.example.test"),
            created_at: 1,
        };
        let new = NewChannelRow { address_key: row.address.clone(), row, password: "S3CRET-password".into() };
        self.workspace.store().add_channel(new, None).await.unwrap();
    }

    fn database(&self) -> PathBuf {
        self.dir.path().join("w.db")
    }

    fn sql(&self) -> Connection {
        Connection::open(self.database()).unwrap()
    }

    /// One column of a query, as text.
    fn column(&self, sql: &str) -> Vec<String> {
        let connection = self.sql();
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
        rows.map(|value| match value.unwrap() {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(n) => n.to_string(),
            other => format!("{other:?}"),
        })
        .collect()
    }

    async fn file(&self, messages: Vec<Filing>) {
        let up_to = messages.last().unwrap().place;
        self.workspace.store().file(messages, up_to).await.unwrap();
    }
}

/// A message: its number is its place and its time.
fn message(n: u64, from: &str, subject: &str, more: impl FnOnce(&mut Face)) -> Filing {
    let mut face = Face {
        message_id: Some(format!("{n}@mail.example.org")),
        from: Some(Mailbox { name: Some("A Customer".into()), address: from.into() }),
        subject: subject.into(),
        ..Face::default()
    };
    more(&mut face);
    Filing {
        channel_id: CHANNEL.into(),
        forwarder: format!("{CHANNEL}@inbound.example.test"),
        incoming: Arc::new(Incoming { face, text: format!("text {n}") }),
        place: Place { segment: 1, offset: n * 100 },
        received_at: i64::try_from(n).unwrap(),
        at: i64::try_from(n).unwrap(),
    }
}

#[tokio::test]
async fn what_belongs_together_is_in_one_room() {
    let world = World::new().await;
    world
        .file(vec![
            message(1, "a@example.org", "Order 7", |_| {}),
            message(2, "A@Example.ORG", "Re: Order 7", |_| {}),
            message(3, "b@example.org", "Order 7", |_| {}),
            // An answer by another person, under another subject, to what is known.
            message(4, "c@example.org", "Something else", |f| f.in_reply_to = vec!["1@mail.example.org".into()]),
            message(5, "a@example.org", "Lost", |f| f.references = vec!["3@mail.example.org".into(), "none@x".into()]),
            // References lead nowhere: the subject does.
            message(6, "b@example.org", "Order 7", |f| f.in_reply_to = vec!["none@x".into()]),
            message(7, "a@example.org", "Order 8", |_| {}),
        ])
        .await;
    assert_eq!(world.column("SELECT room FROM messages ORDER BY row"), ["1", "1", "2", "1", "2", "2", "3"]);
    assert_eq!(world.column("SELECT unread FROM rooms ORDER BY row"), ["3", "3", "1"]);
    assert_eq!(world.column("SELECT last_message FROM rooms ORDER BY row"), ["4", "6", "7"]);
    assert_eq!(world.column("SELECT channel_address FROM rooms WHERE row = 1"), ["support@example.test"]);
    assert_eq!(world.workspace.store().filed().await.unwrap(), Place { segment: 1, offset: 700 });
}

#[tokio::test]
async fn a_room_of_another_channel_is_another_room() {
    let world = World::new().await;
    let other = "0d5f7a2e-0000-4000-8000-000000000002";
    world.connect(other, "sales@example.test").await;
    let mut copy = message(2, "a@example.org", "Order 7", |f| f.message_id = Some("1@mail.example.org".into()));
    copy.channel_id = other.into();
    world.file(vec![message(1, "a@example.org", "Order 7", |_| {}), copy]).await;
    assert_eq!(world.column("SELECT channel_address FROM rooms ORDER BY row"), ["support@example.test", "sales@example.test"]);
}

#[tokio::test]
async fn a_message_seen_before_is_stored_once_and_another_one_with_its_id_is_not_lost() {
    let world = World::new().await;
    let says = |n, text: &str| {
        let mut copy = message(n, "a@example.org", "Order 7", |f| f.message_id = Some("1@mail.example.org".into()));
        Arc::get_mut(&mut copy.incoming).unwrap().text = text.into();
        copy
    };
    let again = |n| says(n, "text 1");
    world.file(vec![message(1, "a@example.org", "Order 7", |_| {}), again(2)]).await;
    world.file(vec![again(3)]).await;
    let footer = |n| {
        let mut copy = again(n);
        Arc::get_mut(&mut copy.incoming).unwrap().text.push_str("\n-- \nsent through a list");
        copy
    };
    world.file(vec![footer(3)]).await;
    let forged = message(4, "mallory@example.com", "Order 7", |f| f.message_id = Some("1@mail.example.org".into()));
    let without = |n| message(n, "a@example.org", "Order 7", |f| f.message_id = None);
    world.file(vec![forged, without(5), without(6), says(7, "a scanner that numbers badly"), says(8, "")]).await;
    assert_eq!(world.column("SELECT repeated FROM messages ORDER BY row"), ["3", "0", "0", "0", "0", "0"]);
    assert_eq!(world.column("SELECT unread FROM rooms ORDER BY row"), ["5", "1"]);
}

#[tokio::test]
async fn a_resolved_room_opens_again_for_an_answer_and_not_for_a_like_subject() {
    let world = World::new().await;
    world.file(vec![message(1, "a@example.org", "Invoice", |_| {})]).await;
    world.sql().execute_batch("UPDATE rooms SET status = 'resolved', resolved_at = 5, unread = 0").unwrap();
    world.file(vec![message(2, "a@example.org", "Invoice", |_| {})]).await;
    assert_eq!(world.column("SELECT status FROM rooms ORDER BY row"), ["resolved", "unassigned"]);
    world.file(vec![message(3, "a@example.org", "Re: Invoice", |f| f.in_reply_to = vec!["1@mail.example.org".into()])]).await;
    assert_eq!(world.column("SELECT status FROM rooms ORDER BY row"), ["unassigned", "unassigned"]);
    assert_eq!(world.column("SELECT unread FROM rooms ORDER BY row"), ["1", "1"]);
    assert_eq!(world.column("SELECT count(*) FROM rooms WHERE resolved_at IS NOT NULL"), ["0"]);
}

#[tokio::test]
async fn mail_without_anything_is_kept_too() {
    let world = World::new().await;
    let bare = |n| Filing { incoming: Arc::default(), ..message(n, "", "", |_| {}) };
    world.file(vec![bare(1), bare(2)]).await;
    assert_eq!(world.column("SELECT count(*) FROM messages"), ["2"]);
    assert_eq!(world.column("SELECT customer FROM rooms"), ["", ""]);
}

#[tokio::test]
async fn mail_taken_before_its_channel_went_is_kept_with_it() {
    let world = World::new().await;
    world.file(vec![message(1, "a@example.org", "One", |_| {})]).await;
    assert!(world.workspace.store().takes_mail(CHANNEL.into()).await.unwrap());
    world.workspace.store().remove_channel(CHANNEL.into()).await.unwrap();
    assert!(!world.workspace.store().takes_mail(CHANNEL.into()).await.unwrap());
    world.file(vec![message(2, "a@example.org", "Two", |_| {})]).await;
    assert_eq!(world.column("SELECT channel_address FROM rooms"), ["support@example.test", "support@example.test"]);
    assert_eq!(world.column("SELECT disconnected_at FROM rooms WHERE row = 2"), ["2"]);
}

#[tokio::test]
async fn the_same_entry_has_the_same_ids_however_often_it_is_filed() {
    let ids = async || {
        let world = World::new().await;
        world.file(vec![message(1, "a@example.org", "One", |_| {}), message(2, "b@example.org", "Two", |_| {})]).await;
        let ids = world.column("SELECT id FROM messages UNION ALL SELECT id FROM rooms");
        assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 4, "{ids:?}");
        ids
    };
    assert_eq!(ids().await, ids().await);
}

fn envelope(n: i64) -> Envelope {
    let recipient = Recipient { channel_id: CHANNEL.into(), forwarder: format!("{CHANNEL}@inbound.example.test") };
    Envelope {
        received_at: n,
        client: [127, 0, 0, 1].into(),
        helo: "client.example.org".into(),
        tls: false,
        mail_from: "a@example.org".into(),
        recipients: vec![recipient],
    }
}

fn raw(n: i64) -> Content {
    Content::Memory(format!("From: a@example.org\r\nMessage-ID: <{n}@example.org>\r\nSubject: s\r\n\r\ntext\r\n").into())
}

#[tokio::test]
async fn everything_taken_is_filed_before_the_desk_closes_and_the_rest_after_a_restart() {
    let world = World::new().await;
    for round in 0..3 {
        let intake = Intake::open(Arc::clone(&world.workspace)).await.unwrap();
        // What came in while nobody filed.
        intake.take(envelope(round * 10), raw(round * 10)).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let filing = intake.filing(async { drop(stopped.await) });
        let work = async {
            for n in 1..10 {
                intake.take(envelope(round * 10 + n), raw(round * 10 + n)).await.unwrap();
            }
            stop.send(()).unwrap();
        };
        timeout(LIMIT, async { tokio::join!(filing, work) }).await.unwrap();
    }
    assert_eq!(world.column("SELECT count(*) FROM messages"), ["30"]);
    assert_eq!(world.column("SELECT count(DISTINCT offset * 10 + segment) FROM messages"), ["30"]);
}

#[tokio::test]
async fn a_locked_database_closes_the_intake_and_loses_nothing() {
    let world = World::new().await;
    let store = Sqlite::open_with_patience(
        &world.database(),
        Access::Pooled,
        Duration::from_millis(20),
        crate::server::store::sqlite::Missing::Refuse,
    );
    let workspace = Arc::new(Workspace::over(Box::new(store.unwrap()), world.workspace.settings().clone()));
    let intake = Intake::open(workspace).await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let filing = intake.filing(async { drop(stopped.await) });
    let work = async {
        let lock = world.sql();
        lock.execute_batch("BEGIN IMMEDIATE").unwrap();
        intake.take(envelope(1), raw(1)).await.unwrap();
        until(|| !intake.is_open()).await;
        lock.execute_batch("ROLLBACK").unwrap();
        until(|| intake.is_open()).await;
        stop.send(()).unwrap();
    };
    timeout(LIMIT, async { tokio::join!(filing, work) }).await.unwrap();
    assert_eq!(world.column("SELECT count(*) FROM messages"), ["1"]);
    let log = world.log.lock().unwrap();
    assert_eq!(log.len(), 2, "{log:?}");
    assert!(log[0].contains("cannot be filed") && log[1].contains("again"), "{log:?}");
}

async fn until(condition: impl Fn() -> bool) {
    let poll = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    timeout(LIMIT, poll).await.unwrap();
}
