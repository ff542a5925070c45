//! Replies in the store: each is queued once, taken once, and after a crash nothing is lost and nobody pretends.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Access, Sqlite};
use crate::mail::incoming::{Face, Mailbox};
use crate::server::store::{
    Attempt, ChannelRow, CutOff, NewChannelRow, NewReply, Once, OutboxStore as _, Outcome, Store as _, StoreError,
};
use rusqlite::params;
use secrecy::ExposeSecret as _;
use tempfile::TempDir;

const PASSWORD: &str = "S3CRET-app-password";

fn open() -> (TempDir, Sqlite) {
    let dir = TempDir::new().unwrap();
    let store = Sqlite::open(&dir.path().join("workspace.db"), Access::Inline).unwrap();
    (dir, store)
}

impl Sqlite {
    /// Files a customer's message into a new room, as filing does.
    pub(in crate::server) async fn room_for_tests(&self, channel_id: &str, room_id: &str, face: Face) {
        let (channel_id, room_id) = (channel_id.to_owned(), room_id.to_owned());
        let customer = face.customer().map_or_else(String::new, |c| c.address.clone());
        self.write(move |t| {
            t.execute(
                "INSERT INTO rooms (id, channel_id, channel_address, customer, customer_key, customer_name, subject, subject_key, status, \
                 unread, created_at, last_message_at, updated_at) VALUES (?1, ?2, 'support@example.com', ?3, ?3, '', ?4, ?4, \
                 'unassigned', 1, 0, 0, 0)",
                params![room_id, channel_id, customer, face.subject],
            )?;
            let room = t.last_insert_rowid();
            t.execute(
                "INSERT INTO messages (id, room, channel_id, author, status, sender_key, text, face, created_at) \
                 VALUES (?1, ?2, ?3, 'customer', 'delivered', ?4, 'Where is it?', ?5, 0)",
                params![uuid::Uuid::new_v4().to_string(), room, channel_id, customer, serde_json::to_string(&face).unwrap()],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    }

    /// One value out of the database.
    pub(in crate::server) async fn value_for_tests(&self, sql: &'static str) -> String {
        self.read(move |c| Ok(c.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
    }
}

fn channel(id: &str) -> NewChannelRow {
    let row = ChannelRow {
        id: id.into(),
        address: format!("{id}@example.com"),
        smtp_username: format!("{id}@example.com"),
        protocol: "ssl".into(),
        smtp_host: "smtp.example.com".into(),
        smtp_port: 465,
        route_id: "0".repeat(24),
        forwarder: format!("{id}@forward.example.com"),
        created_at: 0,
    };
    NewChannelRow { address_key: row.address.clone(), row, password: PASSWORD.into() }
}

fn face() -> Face {
    let from = Mailbox { name: None, address: "Customer@Example.org".into() };
    Face { message_id: Some("first@example.org".into()), from: Some(from), subject: "Order 7".into(), ..Face::default() }
}

fn reply(id: &str, room: &str, at: i64) -> NewReply {
    NewReply {
        id: id.into(),
        room_id: room.into(),
        text: "It is on its way".into(),
        face: Face { message_id: Some(format!("{id}@example.com")), ..Face::default() },
        raw: b"Subject: Re: Order 7\r\n\r\nIt is on its way".to_vec(),
        recipients: vec!["customer@example.org".into()],
        at,
    }
}

fn once(key: &str, request: u8) -> Option<Once> {
    Some(Once { caller: "person:1".into(), key: key.into(), fingerprint: [request; 32], answer: b"the answer".to_vec(), at: 1 })
}

/// A store with the channels and a room of each: `room-a` on `a` and so on.
async fn prepared(channels: &[&str]) -> (TempDir, Sqlite) {
    let (dir, store) = open();
    for id in channels {
        store.add_channel(channel(id), None).await.unwrap();
        store.room_for_tests(id, &format!("room-{id}"), face()).await;
    }
    (dir, store)
}

#[tokio::test]
async fn a_reply_is_kept_once_and_its_room_is_open_again() {
    let (_dir, store) = prepared(&["a"]).await;
    store.write(|t| Ok(t.execute("UPDATE rooms SET status = 'resolved', resolved_at = 3", [])?)).await.unwrap();
    assert_eq!(store.add_reply(reply("r1", "room-a", 10), once("k", 1)).await, Ok(Some(Outcome::Done)));
    let repeated = store.add_reply(reply("r2", "room-a", 11), once("k", 1)).await;
    assert_eq!(repeated, Ok(Some(Outcome::Repeated(b"the answer".to_vec()))));
    assert_eq!(store.add_reply(reply("r2", "room-a", 11), once("k", 2)).await, Err(StoreError::KeyReused));
    assert_eq!(store.add_reply(reply("r2", "room-b", 11), None).await, Ok(None), "no such room");
    let sql = "SELECT group_concat(id || ' ' || author || ' ' || status) FROM messages WHERE author = 'agent'";
    assert_eq!(store.value_for_tests(sql).await, "r1 agent pending");
    let sql = "SELECT r.status || ' ' || m.id || ' ' || r.last_message_at || ' ' || r.updated_at || ' ' || r.unread || ' ' || \
               coalesce(r.resolved_at, '-') FROM rooms r JOIN messages m ON m.row = r.last_message";
    assert_eq!(store.value_for_tests(sql).await, "unassigned r1 10 10 0 -");
}

#[tokio::test]
async fn a_thread_is_what_a_reply_continues() {
    let (_dir, store) = prepared(&["a"]).await;
    let thread = store.thread("room-a".into()).await.unwrap().unwrap();
    assert_eq!(thread.channel.map(|c| c.id).as_deref(), Some("a"));
    assert_eq!(thread.last_from_customer, Some(face()));
    assert_eq!((thread.customer.as_str(), thread.subject.as_str()), ("Customer@Example.org", "Order 7"));
    store.remove_channel("a".into()).await.unwrap();
    let thread = store.thread("room-a".into()).await.unwrap().unwrap();
    assert!(thread.channel.is_none() && thread.channel_address == "support@example.com");
    assert!(store.thread("nothing".into()).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_due_is_taken_once_oldest_first_and_without_busy_channels() {
    let (_dir, store) = prepared(&["a", "b"]).await;
    assert_eq!(store.next_due(Vec::new()).await, Ok(None));
    for (id, room, at) in [("r1", "room-a", 10), ("r2", "room-a", 11), ("r3", "room-b", 12)] {
        store.add_reply(reply(id, room, at), None).await.unwrap();
    }
    assert!(store.take_due(9, Vec::new()).await.unwrap().is_none(), "none is due yet");
    assert_eq!(store.next_due(Vec::new()).await, Ok(Some(10)));
    let first = store.take_due(100, Vec::new()).await.unwrap().unwrap();
    assert_eq!((first.channel_id.as_str(), first.attempts, first.created_at), ("a", 1, 10));
    assert_eq!(first.recipients, ["customer@example.org"]);
    let (channel, password) = first.channel.unwrap().unwrap();
    assert_eq!((channel.smtp_host.as_str(), password.expose_secret()), ("smtp.example.com", PASSWORD));
    assert_eq!(store.next_due(vec!["a".into()]).await, Ok(Some(12)));
    let third = store.take_due(100, vec!["a".into()]).await.unwrap().unwrap();
    assert_eq!(third.channel_id, "b");
    assert!(store.take_due(100, vec!["a".into(), "b".into()]).await.unwrap().is_none());
    assert!(store.take_due(100, vec!["b".into()]).await.unwrap().is_some(), "the second of a");
    assert!(store.take_due(100, Vec::new()).await.unwrap().is_none(), "each once");
}

#[tokio::test]
async fn attempts_end_as_they_ended() {
    let (_dir, store) = prepared(&["a"]).await;
    store.add_reply(reply("r1", "room-a", 10), None).await.unwrap();
    let row = store.take_due(10, Vec::new()).await.unwrap().unwrap().row;
    assert_eq!(store.hand_over(row).await, Ok(true));
    assert_eq!(store.hand_over(row).await, Ok(false), "it is on its way already");
    let later = Attempt::Later { at: 500, class: "greylisted".into(), reply: "451 wait".into(), answer_lost: true };
    store.end_attempt(row, later, 20).await.unwrap();
    const STATE: &str = "SELECT phase || ' ' || attempts || ' ' || next_at || ' ' || coalesce(class, '-') || ' ' || answers_lost || ' ' \
                         || status || ' ' || (SELECT updated_at FROM rooms) FROM outbox JOIN messages ON row = message";
    assert_eq!(store.value_for_tests(STATE).await, "queued 1 500 greylisted 1 pending 20");
    assert_eq!(store.hand_over(row).await, Ok(false), "it waits");
    assert!(store.take_due(499, Vec::new()).await.unwrap().is_none());
    assert_eq!(store.take_due(500, Vec::new()).await.unwrap().unwrap().attempts, 2);
    store.end_attempt(row, Attempt::Sent { reply: "250 ok".into() }, 600).await.unwrap();
    assert_eq!(store.value_for_tests(STATE).await, "sent 2 600 - 1 sent 600");
    assert_eq!(store.value_for_tests("SELECT length(raw) || '' FROM outbox").await, "0", "nobody sends it any more");
    assert_eq!(store.end_attempt(row, Attempt::Sent { reply: String::new() }, 601).await, Ok(false), "it has come to its end");
    assert_eq!(store.next_due(Vec::new()).await, Ok(None));
    store.add_reply(reply("r2", "room-a", 700), None).await.unwrap();
    let row = store.take_due(700, Vec::new()).await.unwrap().unwrap().row;
    let failed = Attempt::Failed { class: "bad_credentials".into(), reply: "535 no".into(), answer_lost: false };
    store.end_attempt(row, failed, 800).await.unwrap();
    assert_eq!(store.value_for_tests("SELECT status FROM messages WHERE id = 'r2'").await, "failed");
}

#[tokio::test]
async fn after_a_crash_all_is_due_and_lost_answers_are_counted() {
    let (_dir, store) = prepared(&["a", "b", "c"]).await;
    for room in ["a", "b", "c"] {
        store.add_reply(reply(room, &format!("room-{room}"), 10), None).await.unwrap();
    }
    let [sending, handed] =
        [store.take_due(10, Vec::new()).await.unwrap().unwrap(), store.take_due(10, Vec::new()).await.unwrap().unwrap()];
    assert_eq!(store.hand_over(handed.row).await, Ok(true));
    assert_eq!(store.recover_outbox(50).await, Ok(CutOff { again: 1, given_up: 0 }));
    const STATES: &str = "SELECT group_concat(id || ' ' || phase || ' ' || next_at || ' ' || coalesce(class, '-') || ' ' || answers_lost, ', ') \
                          FROM (SELECT * FROM outbox JOIN messages ON row = message ORDER BY message)";
    assert_eq!(store.value_for_tests(STATES).await, "a queued 50 - 0, b queued 50 answer_lost 1, c queued 10 - 0");
    assert_eq!(store.hand_over(sending.row).await, Ok(false), "the attempt from before the crash counts for nothing");
    assert_eq!(store.recover_outbox(60).await, Ok(CutOff::default()), "again changes nothing");
    let handed = store.take_due(60, vec!["a".into(), "c".into()]).await.unwrap().unwrap();
    assert_eq!((handed.attempts, handed.answers_lost), (2, 1));
    assert_eq!(store.hand_over(handed.row).await, Ok(true));
    assert_eq!(store.recover_outbox(70).await, Ok(CutOff { again: 0, given_up: 1 }), "once more and no more");
    assert_eq!(store.value_for_tests(STATES).await, "a queued 50 - 0, b failed 70 answer_lost 2, c queued 10 - 0");
    assert_eq!(store.value_for_tests("SELECT group_concat(status) FROM messages WHERE id = 'b'").await, "failed");
}

#[tokio::test]
async fn an_attempt_that_ended_without_a_word_is_due_again_and_no_other() {
    let (_dir, store) = prepared(&["a", "b", "c"]).await;
    for room in ["a", "b", "c"] {
        store.add_reply(reply(room, &format!("room-{room}"), 10), None).await.unwrap();
    }
    let mut rows = Vec::new();
    for _ in 0..3 {
        rows.push(store.take_due(10, Vec::new()).await.unwrap().unwrap().row);
    }
    assert_eq!(store.hand_over(rows[1]).await, Ok(true));
    assert_eq!(store.cut_off(rows[0], 90).await, Ok(CutOff::default()));
    assert_eq!(store.cut_off(rows[1], 91).await, Ok(CutOff { again: 1, given_up: 0 }));
    const STATES: &str = "SELECT group_concat(id || ' ' || phase || ' ' || next_at || ' ' || answers_lost, ', ') \
                          FROM (SELECT * FROM outbox JOIN messages ON row = message ORDER BY message)";
    assert_eq!(store.value_for_tests(STATES).await, "a queued 90 0, b queued 91 1, c sending 10 0");
    assert_eq!(store.end_attempt(rows[0], Attempt::Sent { reply: String::new() }, 99).await, Ok(false), "it is not being sent");
}

const ENDS: &str = "SELECT group_concat(m.id || ' ' || m.status || ' ' || coalesce(o.class, '-'), ', ') \
                    FROM outbox AS o JOIN messages AS m ON m.row = o.message";

#[tokio::test]
async fn the_replies_of_a_channel_fail_with_it_and_one_that_is_being_sent_when_it_ends() {
    let (_dir, store) = prepared(&["a", "b"]).await;
    for (id, room) in [("r1", "room-a"), ("r2", "room-a"), ("r3", "room-b")] {
        store.add_reply(reply(id, room, 10), None).await.unwrap();
    }
    let sending = store.take_due(10, Vec::new()).await.unwrap().unwrap();
    store.remove_channel("a".into()).await.unwrap();
    assert_eq!(store.value_for_tests(ENDS).await, "r1 pending -, r2 failed channel_disconnected, r3 pending -");
    let later = Attempt::Later { at: 99, class: "greylisted".into(), reply: "451 later".into(), answer_lost: false };
    store.end_attempt(sending.row, later, 20).await.unwrap();
    assert_eq!(store.value_for_tests(ENDS).await, "r1 failed channel_disconnected, r2 failed channel_disconnected, r3 pending -");
}

#[tokio::test]
async fn who_answers_has_read_what_is_answered_and_not_what_came_after_it() {
    let (_dir, store) = prepared(&["a"]).await;
    let later = "INSERT INTO messages (id, room, channel_id, author, status, message_id, sender_key, text, face, created_at) \
                 SELECT 'later', room, channel_id, author, status, 'later@example.org', sender_key, text, face, 11 FROM messages";
    let known = "UPDATE messages SET message_id = 'first@example.org'";
    store
        .write(move |t| Ok(t.execute(known, [])? + t.execute(later, [])? + t.execute("UPDATE rooms SET unread = 2", [])?))
        .await
        .unwrap();
    let mut first = reply("r1", "room-a", 12);
    first.face.in_reply_to = face().message_id.into_iter().collect();
    store.add_reply(first, None).await.unwrap();
    assert_eq!(store.value_for_tests("SELECT unread || '' FROM rooms").await, "1");
    let mut second = reply("r2", "room-a", 13);
    second.face.in_reply_to = vec!["later@example.org".into()];
    store.add_reply(second, None).await.unwrap();
    assert_eq!(store.value_for_tests("SELECT unread || '' FROM rooms").await, "0");
}

#[tokio::test]
async fn a_password_that_cannot_be_read_holds_up_nobody_else() {
    let (_dir, store) = prepared(&["a", "b"]).await;
    for room in ["a", "b"] {
        store.add_reply(reply(room, &format!("room-{room}"), 10), None).await.unwrap();
    }
    let spoil = "UPDATE channels SET sealed_password = zeroblob(40) WHERE id = 'a'";
    store.write(move |t| Ok(t.execute(spoil, [])?)).await.unwrap();
    assert!(store.take_due(10, Vec::new()).await.unwrap().unwrap().channel.is_err());
    assert!(store.take_due(10, Vec::new()).await.unwrap().unwrap().channel.unwrap().is_some());
}
