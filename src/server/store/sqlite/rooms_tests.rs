//! How rooms and messages are found: pages walk an index, and long texts are not read for a list.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::rooms::Filter;
use super::{Access, Connection, PATIENCE, Sqlite, messages, open};
use crate::server::store::{RoomQuery, RoomStore as _};
use std::path::PathBuf;
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("workspace.db");
    drop(Sqlite::open(&path, Access::Inline).unwrap());
    (dir, path)
}

fn plan(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let steps: Vec<String> = statement.raw_query().mapped(|row| row.get(3)).map(Result::unwrap).collect();
    steps.join("\n")
}

#[test]
fn pages_of_rooms_walk_an_index_that_has_their_order() {
    let (_dir, path) = place();
    let connection = open::connect(&path, PATIENCE).unwrap();
    let all = RoomQuery::default;
    let status = Some("resolved".to_owned());
    for (query, step) in [
        (all(), "SCAN rooms USING COVERING INDEX rooms_by_activity"),
        (RoomQuery { status: status.clone(), ..all() }, "SEARCH rooms USING COVERING INDEX rooms_by_status (status=?)"),
        (RoomQuery { unread: true, ..all() }, "SCAN rooms USING INDEX rooms_unread"),
        (RoomQuery { channels: vec!["c".into()], ..all() }, "SEARCH rooms USING COVERING INDEX rooms_by_channel (channel_id=?)"),
        (
            RoomQuery { channels: vec!["c".into()], unread: true, status, text: Some("x".into()), ..all() },
            "SEARCH rooms USING INDEX rooms_by_channel (channel_id=?)",
        ),
        (RoomQuery { text: Some("x".into()), ..all() }, "SCAN rooms USING INDEX rooms_by_activity"),
        (RoomQuery { account: Some("a@example.com".into()), ..all() }, "SCAN rooms USING INDEX rooms_by_activity"),
    ] {
        let filter = Filter::new(&query);
        let page = plan(&connection, &filter.page_sql());
        assert!(page.contains(step), "{query:?}\n{page}");
        assert!(page.contains("SEARCH r USING INTEGER PRIMARY KEY"), "{page}");
        // The page itself is put in order once more; the list is not.
        let (found, _) = page.split_once("SEARCH r ").unwrap();
        assert!(!found.contains("TEMP B-TREE"), "{page}");
        assert!(plan(&connection, &filter.count_sql()).contains(step), "{query:?}");
    }
}

#[test]
fn messages_are_found_without_looking_at_others() {
    let (_dir, path) = place();
    let connection = open::connect(&path, PATIENCE).unwrap();
    let page = plan(&connection, &messages::page_sql());
    assert!(page.contains("SEARCH messages USING COVERING INDEX messages_by_room (room=?)"), "{page}");
    for channels in [0, 1, 3] {
        let feed = plan(&connection, &messages::feed_sql(channels));
        assert!(feed.starts_with("SEARCH m USING INTEGER PRIMARY KEY (rowid>?)") && !feed.contains("TEMP B-TREE"), "{feed}");
    }
}

/// The list of rooms takes what it needs of a last message, though its text be long.
#[tokio::test]
async fn a_snippet_is_cut_between_characters() {
    let (_dir, path) = place();
    let connection = Connection::open(&path).unwrap();
    let insert = |n: i64, text: &str| {
        let room = "INSERT INTO rooms (row, id, channel_id, channel_address, customer, customer_key, customer_name, subject, subject_key, \
             status, unread, created_at, last_message_at, updated_at) \
             VALUES (?1, 'r' || ?1, 'c', 'a@example.com', '', '', '', '', '', 'unassigned', 1, ?1, ?1, ?1)";
        connection.execute(room, [n]).unwrap();
        let message = "INSERT INTO messages (row, id, room, channel_id, author, status, sender_key, text, face, created_at) \
             VALUES (?1, 'm' || ?1, ?1, 'c', 'customer', 'created', '', ?2, '{}', ?1)";
        connection.execute(message, (n, text)).unwrap();
        connection.execute("UPDATE rooms SET last_message = ?1 WHERE row = ?1", [n]).unwrap();
    };
    insert(1, "");
    insert(2, "short \u{65e5}");
    insert(3, &format!("x{}", "\u{65e5}".repeat(100_000)));
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    let (rooms, total) = store.rooms(RoomQuery { limit: 10, ..RoomQuery::default() }).await.unwrap();
    let texts: Vec<String> = rooms.into_iter().map(|room| room.last_message.unwrap().text).collect();
    assert_eq!((total, texts[1].as_str(), texts[2].as_str()), (3, "short \u{65e5}", ""));
    assert_eq!(texts[0], format!("x{}", "\u{65e5}".repeat(341)));
    let (all, _) = store.messages("r3".into(), 1, 0).await.unwrap().unwrap();
    assert_eq!(all[0].text.chars().count(), 100_001, "the message itself has all of it");
}

/// Rooms whose last message came in the same millisecond have an order all the same.
#[tokio::test]
async fn rooms_of_one_moment_are_each_on_one_page() {
    let (_dir, path) = place();
    let connection = Connection::open(&path).unwrap();
    let rooms = "WITH RECURSIVE n(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 1000) \
         INSERT INTO rooms (id, channel_id, channel_address, customer, customer_key, customer_name, subject, subject_key, status, unread, \
         created_at, last_message_at, updated_at) \
         SELECT 'r' || n, 'c' || (n % 3), 'a@example.com', '', '', '', '', '', iif(n % 2, 'resolved', 'unassigned'), n % 5, 0, n / 100, 0 FROM n";
    connection.execute(rooms, []).unwrap();
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    let channels = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for query in [
        RoomQuery::default(),
        RoomQuery { channels: channels(&["c1"]), ..RoomQuery::default() },
        RoomQuery { channels: channels(&["c0", "c2"]), unread: true, ..RoomQuery::default() },
        RoomQuery { status: Some("resolved".into()), ..RoomQuery::default() },
        RoomQuery { unread: true, ..RoomQuery::default() },
    ] {
        let (all, total) = store.rooms(RoomQuery { limit: 10_000, ..query.clone() }).await.unwrap();
        assert!(all.windows(2).all(|w| w[0].last_message_at >= w[1].last_message_at), "{query:?}");
        let mut paged = Vec::new();
        for skip in (0..1100).step_by(37) {
            let (page, same) = store.rooms(RoomQuery { limit: 37, skip, ..query.clone() }).await.unwrap();
            assert_eq!(same, total);
            paged.extend(page);
        }
        assert_eq!((paged.len() as u64, paged == all), (total, true), "{query:?}");
    }
}
