//! The workspace inside the process.

use super::*;
use crate::server::{DATABASE, Local};

async fn call(local: &Local, method: &str, path: &str, body: &str) -> (u16, Value) {
    let request = Request::builder().method(method).uri(format!("{OPEN_API}{path}")).body(body.as_bytes().to_vec()).unwrap();
    let response = local.call(request).await.unwrap();
    assert!(response.headers().contains_key("x-request-id") && response.headers().contains_key("date"));
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

#[tokio::test]
async fn whoever_opens_the_file_is_its_admin() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("a/b");
    let local = Local::open(&folder).unwrap();
    let (status, me) = call(&local, "GET", "/users/me", "").await;
    assert_eq!((status, &me["data"]["role"]), (200, &json!("admin")));
    let (status, added) = call(&local, "POST", "/integrations/email", &mailbox("a@example.com")).await;
    assert_eq!(status, 201, "{added}");
    assert_eq!(call(&local, "POST", "/integrations/email", &mailbox("a@example.com")).await.0, 422);
    drop(local);
    let (status, listed) = call(&Local::open(&folder).unwrap(), "GET", "/integrations", "").await;
    assert_eq!((status, &listed["data"][0]), (200, &added["data"]));
    assert!(folder.join(DATABASE).is_file());
}

/// No timers and no threads: it works without a runtime that has them.
#[test]
fn needs_nothing_but_a_plain_runtime() {
    let dir = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (status, _) = runtime.block_on(async {
        let local = Local::open(dir.path()).unwrap();
        call(&local, "POST", "/integrations/email", &mailbox("a@example.com")).await
    });
    assert_eq!(status, 201);
}

#[tokio::test]
async fn a_broken_workspace_is_an_error_that_says_so() {
    let dir = TempDir::new().unwrap();
    let local = Local::open(dir.path()).unwrap();
    rusqlite::Connection::open(dir.path().join(DATABASE)).unwrap().execute_batch("DROP TABLE channels").unwrap();
    let request = Request::get(format!("{OPEN_API}/integrations")).body(Vec::new()).unwrap();
    let error = local.call(request).await.unwrap_err();
    assert!(error.message().contains("no such table"), "{error}");
}
