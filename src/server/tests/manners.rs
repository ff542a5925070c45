//! What every answer has, and the answers to requests that fit nothing.

use super::*;
use crate::server::store::sqlite::{Access, Missing, Sqlite};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

#[tokio::test]
async fn every_answer_has_an_id_and_a_date() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    let mut ids = BTreeSet::new();
    let answers = [
        world.get(&key, "/integrations").await,
        world.get(&key, "/nothing").await,
        world.ask(&key, "PATCH", "/integrations", "").await,
        world.get(&Key::Nobody, "/users/me").await,
        world.ask(&key, "POST", "/integrations/email", "{").await,
        world.send(Request::get("/health").header("x-request-id", "mine").body(Body::empty()).unwrap()).await,
        world.send(Request::post("/oauth/token").body(Body::empty()).unwrap()).await,
    ];
    for answer in &answers {
        let id = answer.headers["x-request-id"].to_str().unwrap();
        assert!(uuid::Uuid::parse_str(id).is_ok(), "{id}");
        ids.insert(id.to_owned());
        let date = answer.headers["date"].to_str().unwrap();
        assert!(crate::server::clock::parse_http_date(date).is_some(), "{date}");
        assert_eq!(answer.headers["content-type"], "application/json");
    }
    assert_eq!(ids.len(), answers.len());
}

#[tokio::test]
async fn routes_that_are_not_there() {
    let world = World::new();
    let key = world.bearer(Role::Admin).await;
    for path in [
        "/",
        "/api/open/v1",
        "/api/open/v1/",
        "/api/open/v1/integrations/",
        "/integrations",
        "/api/open/v2/users",
        "/oauth",
        "//",
    ] {
        for key in [&Key::Nobody, &key] {
            let answer = world.send(request(key, "GET", "", "").uri(path).body(Body::empty()).unwrap()).await;
            assert_eq!(answer.refused(404), ["Resource not found."], "{path}");
        }
    }
    for (method, path) in [
        ("POST", "/integrations"),
        ("PATCH", "/integrations/x"),
        ("GET", "/integrations/email"),
        ("DELETE", "/users"),
        ("POST", "/users/me"),
    ] {
        for key in [Key::Nobody, key.clone(), Key::Hmac("nobody".into())] {
            let answer = world.ask(&key, method, path, "").await;
            answer.refused(405);
            assert!(answer.headers.contains_key("allow"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn health_needs_no_credential() {
    let world = World::new();
    for path in ["/health", "/api/open/v1/health", "/qontak/chat/v1/health"] {
        let answer = world.send(Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.data(200), json!({"status": "ok"}), "{path}");
    }
}

#[tokio::test]
async fn bodies_are_bounded() {
    let world = World::new();
    const LIMIT: usize = 1024 * 1024;
    for key in [world.bearer(Role::Admin).await, world.hmac(Role::Admin).await] {
        let fitting = format!("{{{}}}", " ".repeat(LIMIT - 2));
        assert_eq!(world.ask(&key, "POST", "/integrations/email", &fitting).await.status, 422);
        world.ask(&key, "POST", "/integrations/email", &format!("{fitting} ")).await.refused(413);
        world.ask(&key, "POST", "/integrations/email", &" ".repeat(20 * LIMIT)).await.refused(413);
    }
    let endless = || futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536]));
    let token = Request::post("/oauth/token").body(Body::from_stream(endless())).unwrap();
    world.send(token).await.refused(413);
    // A stranger's body is not even read.
    let strange = Request::post(format!("{GATEWAY}/integrations/email")).body(Body::from_stream(endless())).unwrap();
    assert_eq!(world.send(strange).await.status, 401);
    let broken = futures_util::stream::iter([Ok("{"), Err(std::io::Error::other("gone"))]);
    world.send(Request::post("/oauth/token").body(Body::from_stream(broken)).unwrap()).await.refused(400);
}

/// A workspace whose calls give up at once when another process holds the database, and the database's path.
fn impatient(settings: Settings) -> (World, std::path::PathBuf) {
    let world = World::new();
    let path = world.dir.path().join("workspace.db");
    let store = Sqlite::open_with_patience(&path, Access::Pooled, Duration::ZERO, Missing::Refuse).unwrap();
    let workspace = Arc::new(Workspace::over(Box::new(store), settings));
    (World { router: router(Arc::clone(&workspace)), workspace, ..world }, path)
}

#[tokio::test]
async fn a_database_that_somebody_holds_is_busy_and_no_more() {
    let (world, path) = impatient(Settings::default());
    let key = world.bearer(Role::Admin).await;
    let holder = rusqlite::Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = world.ask(&key, "POST", "/integrations/email", &mailbox("a@example.com")).await;
    answer.refused(503);
    assert_eq!(answer.headers["retry-after"], "1");
    world.get(&key, "/integrations").await.data(200);
    holder.execute_batch("ROLLBACK").unwrap();
    world.add(&key, "a@example.com").await;
}

#[tokio::test]
async fn a_failure_of_ours_is_told_to_the_operator_only() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    let log: crate::log::Log = Arc::new(move |line: &str| kept.lock().unwrap().push(line.to_owned()));
    let (world, path) = impatient(Settings { log: Some(log), ..Settings::default() });
    let key = world.bearer(Role::Admin).await;
    rusqlite::Connection::open(&path).unwrap().execute_batch("DROP TABLE channels").unwrap();
    let answer = world.get(&key, "/integrations").await;
    assert_eq!(answer.refused(500), ["Internal server error"]);
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains(answer.headers["x-request-id"].to_str().unwrap()) && lines[0].contains("channels"), "{lines:?}");
}
