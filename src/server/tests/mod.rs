//! The server's own tests: requests go straight into the router.
#![allow(clippy::unwrap_used, clippy::panic)]

mod channels;
mod inbox;
mod listing;
mod local;
mod manners;
mod network;
mod repeated;
mod reply;
mod roles;
mod signature;
mod token;

use super::router::router;
use super::store::sqlite::{Access, Sqlite};
use super::store::{NewPerson, PersonRow};
use super::workspace::{Settings, Workspace};
use crate::wire::hmac;
use crate::wire::role::Role;
use crate::wire::{GATEWAY, OPEN_API};
use axum::Router;
use axum::body::Body;
use http::request::Builder;
use http::{HeaderMap, Request, StatusCode, Version};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

const SECRET: &str = "a client secret";

/// A workspace in a folder of its own, and its router.
struct World {
    dir: TempDir,
    workspace: Arc<Workspace>,
    router: Router,
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {:?}", String::from_utf8_lossy(&self.bytes)))
    }

    /// The messages of a house envelope with this status; anything else is a failed test.
    #[track_caller]
    fn refused(&self, status: u16) -> Vec<String> {
        let body = self.json();
        assert_eq!(self.status, status, "{body}");
        assert_eq!((&body["status"], &body["error"]["code"]), (&json!("error"), &json!(status)), "{body}");
        serde_json::from_value(body["error"]["messages"].clone()).unwrap()
    }

    /// The data of a success envelope with this status.
    #[track_caller]
    fn data(&self, status: u16) -> Value {
        let body = self.json();
        assert_eq!(self.status, status, "{body}");
        assert_eq!(body["status"], "success", "{body}");
        body["data"].clone()
    }
}

/// How a test request is signed.
#[derive(Clone)]
enum Key {
    Nobody,
    Bearer(String),
    Hmac(String),
}

impl Key {
    const fn prefix(&self) -> &'static str {
        if let Self::Hmac(_) = self { GATEWAY } else { OPEN_API }
    }
}

impl World {
    fn new() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        let dir = TempDir::new().unwrap();
        let store = Sqlite::open(&dir.path().join("workspace.db"), Access::Pooled).unwrap();
        let workspace = Arc::new(Workspace::over(Box::new(store), settings));
        Self { router: router(Arc::clone(&workspace)), workspace, dir }
    }

    /// Adds a person without the cost of a password, signed in.
    async fn bearer(&self, role: Role) -> Key {
        let id = uuid::Uuid::new_v4().to_string();
        let username = format!("{role}-{id}@example.com");
        let row = PersonRow { id: id.clone(), full_name: format!("A {role}"), username: username.clone(), role, created_at: 0 };
        let person = NewPerson { row, username_key: username.to_lowercase(), password_hash: "none".into() };
        self.workspace.store().add_person(person).await.unwrap();
        let (tokens, reply) = self.workspace.new_tokens().unwrap();
        assert!(self.workspace.store().issue_tokens(id, "none".into(), tokens).await.unwrap());
        Key::Bearer(reply.access_token.expose_secret().to_owned())
    }

    /// Adds an HMAC credential.
    async fn hmac(&self, role: Role) -> Key {
        let name = uuid::Uuid::new_v4().to_string();
        Key::Hmac(self.workspace.add_credential(&name, role, SECRET.into()).await.unwrap().client_id)
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Sends a request to the face that `key` belongs to.
    async fn ask(&self, key: &Key, method: &str, path: &str, body: &str) -> Answer {
        self.send(request(key, method, path, body).body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get(&self, key: &Key, path: &str) -> Answer {
        self.ask(key, "GET", path, "").await
    }

    /// Connects a mailbox; returns the integration.
    async fn add(&self, key: &Key, address: &str) -> Value {
        self.ask(key, "POST", "/integrations/email", &mailbox(address)).await.data(201)
    }
}

/// A request with its credential, to the face that the credential belongs to.
fn request(key: &Key, method: &str, path: &str, body: &str) -> Builder {
    let target = format!("{}{path}", key.prefix());
    let builder = Request::builder().method(method).uri(&target).version(Version::HTTP_11);
    match key {
        Key::Nobody => builder,
        Key::Bearer(token) => builder.header("authorization", format!("Bearer {token}")),
        Key::Hmac(id) => {
            let date = super::clock::http_date();
            let signature = hmac::signature(SECRET, &date, method, &target);
            let builder = builder.header("authorization", hmac::authorization(id, &signature)).header("date", date);
            if body.is_empty() { builder } else { builder.header("digest", hmac::digest(body.as_bytes())) }
        }
    }
}

/// The body of a create that is right.
fn mailbox(address: &str) -> String {
    json!({"username": address, "password": "app password", "protocol": "ssl", "smtp_host": "smtp.example.com", "smtp_port": "465"})
        .to_string()
}
