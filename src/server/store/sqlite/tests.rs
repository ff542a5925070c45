//! The file itself: what is in it, who may read it, and what happens when something about it is wrong.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::super::{ChannelQuery, ChannelRow, NewChannelRow, NewCredential, Order, Store as _, key_file};
use super::*;
use crate::server::store::CredentialRow;
use crate::wire::role::Role;
use secrecy::ExposeSecret as _;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

const PASSWORD: &str = "S3CRET-app-password";
const CLIENT_SECRET: &str = "S3CRET-client-secret";

fn place() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("data/workspace.db");
    (dir, path)
}

fn channel(n: u32) -> NewChannelRow {
    let row = ChannelRow {
        id: uuid::Uuid::new_v4().to_string(),
        address: format!("box{n}@example.com"),
        smtp_username: format!("box{n}@example.com"),
        protocol: "ssl".into(),
        smtp_host: "smtp.example.com".into(),
        smtp_port: 465,
        route_id: "0".repeat(24),
        forwarder: "f@chat.example.com".into(),
        created_at: i64::from(n),
    };
    NewChannelRow { address_key: row.address.clone(), row, password: PASSWORD.into() }
}

fn query() -> ChannelQuery {
    ChannelQuery { text: None, limit: 100, skip: 0, order: Order::Created, descending: true }
}

#[track_caller]
fn refusal(path: &Path) -> String {
    match Sqlite::open(path, Access::Inline) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error.message().to_owned(),
    }
}

#[tokio::test]
async fn no_secret_is_in_any_file() {
    let (dir, path) = place();
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    store.add_channel(channel(1), None).await.unwrap();
    let row = CredentialRow { client_id: "c".into(), name: "n".into(), role: Role::Admin, created_at: 0 };
    store.add_credential(NewCredential { row, secret: CLIENT_SECRET.into() }).await.unwrap();
    // While it is open there is a write-ahead log too.
    let files: Vec<_> = fs::read_dir(dir.path().join("data")).unwrap().map(|f| f.unwrap().path()).collect();
    assert!(files.len() >= 4, "{files:?}");
    let mut seen = 0;
    for file in &files {
        let bytes = fs::read(file).unwrap();
        seen += usize::from(bytes.windows(16).any(|w| w == b"box1@example.com"));
        for secret in [PASSWORD, CLIENT_SECRET] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{}", file.display());
        }
    }
    assert!(seen > 0, "the rows are in these files");
    let (_, secret) = store.credential("c".into()).await.unwrap().unwrap();
    assert_eq!(secret.expose_secret(), CLIENT_SECRET);
}

#[tokio::test]
async fn a_sealed_value_that_was_moved_does_not_open() {
    let (_dir, path) = place();
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    for id in ["a", "b"] {
        let row = CredentialRow { client_id: id.into(), name: id.into(), role: Role::Admin, created_at: 0 };
        store.add_credential(NewCredential { row, secret: CLIENT_SECRET.into() }).await.unwrap();
    }
    let other = Connection::open(&path).unwrap();
    let sql = "UPDATE credentials SET sealed_secret = (SELECT sealed_secret FROM credentials WHERE client_id = 'a') WHERE client_id = 'b'";
    other.execute(sql, []).unwrap();
    assert!(store.credential("a".into()).await.is_ok());
    assert!(matches!(store.credential("b".into()).await, Err(StoreError::Failed(_))));
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, path) = place();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    store.add_channel(channel(1), None).await.unwrap();
    let folder = dir.path().join("data");
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|f| f.unwrap().path()).collect();
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    drop(store);
    let both = [path.clone(), key_file::path(&path)];
    for file in &both {
        fs::set_permissions(file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    Sqlite::open(&path, Access::Inline).unwrap();
    assert_eq!(both.map(|file| mode(&file)), [0o600; 2], "tightened");
}

#[tokio::test]
async fn a_workspace_without_its_own_key_is_refused_and_left_alone() {
    let (_dir, path) = place();
    Sqlite::open(&path, Access::Inline).unwrap().add_channel(channel(1), None).await.unwrap();
    let key = key_file::path(&path);
    let right = fs::read(&key).unwrap();
    let before = fs::read(&path).unwrap();

    fs::remove_file(&key).unwrap();
    let message = refusal(&path);
    assert!(message.contains("workspace.db.key") && message.contains("does not"), "{message}");
    assert!(!key.exists(), "no new key is made for an old workspace");
    for wrong in [&right[..31], &[right.as_slice(), b"\n"].concat(), b"", &[7; 32]] {
        fs::write(&key, wrong).unwrap();
        let message = refusal(&path);
        assert!(message.contains("workspace.db.key"), "{message}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::write(&key, right).unwrap();
    assert_eq!(Sqlite::open(&path, Access::Inline).unwrap().channels(query()).await.unwrap().total, 1);
}

/// Everything in a folder: names, modes and contents.
fn everything_in(folder: &Path) -> Vec<(PathBuf, u32, Vec<u8>)> {
    let mode = |metadata: fs::Metadata| {
        #[cfg(unix)]
        return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions());
        #[cfg(not(unix))]
        return u32::from(metadata.permissions().readonly());
    };
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = paths.map(|p| (p.clone(), mode(fs::metadata(&p).unwrap()), fs::read(&p).unwrap())).collect();
    all.sort();
    all
}

#[test]
fn files_that_are_no_workspace_are_refused_and_left_alone() {
    const TABLE: &str = "CREATE TABLE t (a);";
    let dir = TempDir::new().unwrap();
    let database = |name: &str, sql: &str| {
        let path = dir.path().join(name);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let text = dir.path().join("notes.txt");
    fs::write(&text, "these are the notes of somebody, which must not be lost ".repeat(100)).unwrap();
    let short = dir.path().join("short.txt");
    fs::write(&short, "x").unwrap();
    let numbered = database("numbered.db", &format!("{TABLE} PRAGMA user_version = 1"));
    let keyed = database("keyed.db", &format!("{TABLE} PRAGMA user_version = 1"));
    let unnumbered = database("unnumbered.db", TABLE);
    for path in [&keyed, &unnumbered] {
        fs::write(key_file::path(path), [7; 32]).unwrap();
    }
    let odd = database("odd ?#%.db", &format!("{TABLE} PRAGMA user_version = 99"));
    let marked = database("marked.db", "PRAGMA application_id = 5; PRAGMA user_version = 0");
    let logged = database("logged.db", &format!("PRAGMA journal_mode = WAL; {TABLE}"));
    let foreign = database("foreign.db", TABLE);
    #[cfg(unix)]
    for (path, ..) in everything_in(dir.path()) {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let before = everything_in(dir.path());
    for path in [&text, &short, &numbered, &keyed, &unnumbered, &odd, &marked, &logged, &foreign] {
        let message = refusal(path);
        assert!(message.contains(&path.display().to_string()) && !message.contains("newer"), "{message}");
        assert!(Sqlite::open_existing(path, Access::Inline).is_err());
        assert!(everything_in(dir.path()) == before, "something was touched: {message}");
    }
    assert!(!refusal(dir.path()).is_empty(), "a folder");
    assert!(!refusal(&text.join("workspace.db")).is_empty(), "under a file");
}

#[test]
fn a_key_that_is_none_stops_a_workspace_from_being_made() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("workspace.db");
    fs::write(key_file::path(&path), "the key to something else").unwrap();
    let before = everything_in(dir.path());
    assert!(refusal(&path).contains("workspace.db.key"));
    assert!(everything_in(dir.path()) == before);
}

#[test]
fn what_is_not_there_is_made_only_where_that_is_wanted() {
    let (dir, path) = place();
    let refused = |path: &Path| Sqlite::open_existing(path, Access::Inline).err().unwrap();
    let error = refused(&path);
    assert_eq!(error.kind(), crate::error::Kind::NotFound);
    assert!(error.message().contains(&path.display().to_string()), "{error}");
    assert!(everything_in(dir.path()).is_empty());
    let empty = dir.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    assert_eq!(refused(&empty).kind(), crate::error::Kind::NotFound);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    let organization = |store: Sqlite| store.organization_id().to_owned();
    for path in [path, empty] {
        let made = organization(Sqlite::open(&path, Access::Inline).unwrap());
        assert_eq!(organization(Sqlite::open_existing(&path, Access::Inline).unwrap()), made);
    }
}

/// A process that was killed leaves everything in the log and nothing in the file.
#[test]
fn a_workspace_that_is_still_in_its_log_is_ours() {
    let (dir, path) = place();
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    let killed = dir.path().join("killed");
    fs::create_dir(&killed).unwrap();
    for file in ["workspace.db", "workspace.db-wal", "workspace.db.key"] {
        fs::copy(path.with_file_name(file), killed.join(file)).unwrap();
    }
    let path = killed.join("workspace.db");
    assert_eq!(fs::read(&path).unwrap()[60..64], [0; 4], "the file itself has no format yet");
    let again = Sqlite::open_existing(&path, Access::Inline).unwrap();
    assert_eq!(again.organization_id(), store.organization_id());
}

#[test]
fn a_newer_format_is_refused() {
    let (_dir, path) = place();
    drop(Sqlite::open(&path, Access::Inline).unwrap());
    for version in ["99", "-1"] {
        Connection::open(&path).unwrap().execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
        assert!(refusal(&path).contains("newer"), "{version}");
    }
}

#[tokio::test]
async fn an_older_format_is_brought_up_to_date() {
    let (_dir, path) = place();
    let store = Sqlite::open(&path, Access::Inline).unwrap();
    store.add_channel(channel(1), None).await.unwrap();
    drop(store);
    let old = "PRAGMA foreign_keys = OFF; DROP TABLE outbox; DROP TABLE filed; DROP TABLE messages; DROP TABLE rooms; \
               DROP INDEX tokens_by_replaced; ALTER TABLE tokens DROP COLUMN replaces; PRAGMA user_version = 1";
    Connection::open(&path).unwrap().execute_batch(old).unwrap();
    let store = Sqlite::open_existing(&path, Access::Inline).unwrap();
    assert_eq!(store.channels(query()).await.unwrap().total, 1);
    let tokens = TokenRow { access_hash: [1; 32], refresh_hash: [2; 32], at: 0, access_expires_at: 1, forget_at: 1 };
    assert!(!store.rotate_tokens([3; 32], tokens).await.unwrap(), "there is such a column");
}

#[test]
fn many_may_open_a_new_workspace_at_once() {
    for _ in 0..5 {
        let (_dir, path) = place();
        let start = std::sync::Barrier::new(8);
        let organizations: Vec<String> = std::thread::scope(|scope| {
            let open = || {
                start.wait();
                let store = Sqlite::open(&path, Access::Inline).unwrap();
                store.organization_id().to_owned()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(organizations.iter().all(|o| *o == organizations[0]), "one workspace, one key: {organizations:?}");
        let leftovers = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .filter(|f| !f.as_ref().unwrap().file_name().to_string_lossy().starts_with("workspace.db"))
            .count();
        assert_eq!(leftovers, 0);
    }
}

#[tokio::test]
async fn writers_side_by_side_lose_nothing() {
    let (_dir, path) = place();
    let stores = [Access::Pooled, Access::Pooled, Access::Inline].map(|access| Sqlite::open(&path, access).unwrap());
    let adds = (0..60).map(|n| stores[n as usize % 3].add_channel(channel(n), None));
    for added in futures_util::future::join_all(adds).await {
        added.unwrap();
    }
    for store in &stores {
        let page = store.channels(query()).await.unwrap();
        assert_eq!((page.rows.len(), page.total), (60, 60));
    }
}

#[test]
fn a_commit_waits_for_the_disk() {
    let (_dir, path) = place();
    drop(Sqlite::open(&path, Access::Inline).unwrap());
    let connection = open::connect(&path, PATIENCE).unwrap();
    let read =
        |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(read("synchronous"), 2.into(), "FULL");
    assert_eq!(read("foreign_keys"), 1.into());
    assert_eq!(read("journal_mode"), "wal".to_owned().into());
}

/// A page is found on an index, and only its own rows are read.
#[test]
fn deep_pages_walk_an_index() {
    let (_dir, path) = place();
    drop(Sqlite::open(&path, Access::Inline).unwrap());
    let connection = open::connect(&path, PATIENCE).unwrap();
    let [before, after] = channels::FROM_PLACE;
    for (filter, order, descending, step) in [
        ("", Order::Created, true, "SCAN channels USING COVERING INDEX channels_by_creation"),
        ("", Order::Updated, false, "SCAN channels USING COVERING INDEX channels_by_update"),
        (before, Order::Created, true, "SEARCH channels USING COVERING INDEX channels_by_creation ((created_at,id)<(?,?))"),
        (after, Order::Created, false, "SEARCH channels USING COVERING INDEX channels_by_creation ((created_at,id)>(?,?))"),
    ] {
        let sql = channels::page_sql(filter, order, descending);
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> = statement.raw_query().mapped(|row| row.get(3)).map(Result::unwrap).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(step), "{plan}");
        assert!(plan.contains("SEARCH c USING INTEGER PRIMARY KEY"), "{plan}");
    }
}

/// What is remembered of earlier pages never shows: in whatever order pages are asked for, and whoever writes in between.
#[tokio::test]
async fn remembered_places_never_show() {
    for access in [Access::Inline, Access::Pooled] {
        let (_dir, path) = place();
        let store = Sqlite::open(&path, access).unwrap();
        let other = Sqlite::open(&path, Access::Inline).unwrap();
        for n in 0..30 {
            // Three in each millisecond.
            let mut new = channel(n);
            new.row.created_at = i64::from(n / 3);
            store.add_channel(new, None).await.unwrap();
        }
        let mut random: u32 = 7;
        for round in 30..530 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (descending, limit, skip) = (random & 1 << 30 != 0, 1 + (random >> 8) % 7, i64::from((random >> 16) % 40));
            let query = ChannelQuery { limit, skip, descending, ..query() };
            // A store that was just opened remembers nothing.
            let fresh = Sqlite::open(&path, Access::Inline).unwrap().channels(query.clone()).await.unwrap();
            let told = store.channels(query).await.unwrap();
            assert_eq!((&told.rows, told.total), (&fresh.rows, fresh.total), "round {round}");
            match (random >> 4) % 24 {
                0 => drop(store.add_channel(channel(round), None).await.unwrap()),
                1 => drop(other.add_channel(channel(round), None).await.unwrap()),
                2 if !told.rows.is_empty() => assert!(store.remove_channel(told.rows[0].id.clone()).await.unwrap()),
                3 if !told.rows.is_empty() => assert!(other.remove_channel(told.rows[0].id.clone()).await.unwrap()),
                _ => {}
            }
        }
    }
}
