//! Channels as a server tells them, made by the row number.

use super::{Canned, Reply, Request, World, run::Run, secrets};
use serde_json::{Value, json};
use std::ffi::OsStr;

/// The id of row `i`.
pub fn id(i: u64) -> String {
    format!("00000000-0000-4000-8000-{i:012}")
}

/// Row `i` of an SMTP channel list.
pub fn row(i: u64) -> Value {
    let (id, address) = (id(i), format!("box{i}@example.com"));
    json!({
        "id": id, "target_channel": "email", "webhook": address,
        "settings": {
            "username": address, "password": "opaque", "protocol": "ssl", "smtp_host": "smtp.example.com", "smtp_port": "465",
            "route_id": "0123456789abcdef01234567", "forwaded_email": format!("{id}@chat.qontak.com"), "auto_resolve_period": 10
        },
        "organization_id": "00000000-0000-4000-8000-00000000beef", "created_at": "2026-03-01T10:00:00.000Z", "is_active": true
    })
}

/// A page of a list, with a `total` of one's own.
pub fn page(rows: &[Value], total: u64) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": rows, "meta": {"pagination": {"total": total}}}).to_string())
}

/// The part of a list of `count` rows that a request asks for.
pub fn part(request: &Request, count: u64) -> Reply {
    let number = |name: &str, usual| request.query(name).and_then(|v| v.parse().ok()).unwrap_or(usual);
    let (offset, limit): (u64, u64) = (number("offset", 1), number("limit", 100));
    let first = (offset - 1) * limit;
    // Put together as text: a list of 100,000 rows would spend its time in this test's JSON.
    let template = row(0).to_string();
    let one = |i: u64| template.replace(&id(0), &id(i)).replace("box0@", &format!("box{i}@"));
    let rows: Vec<String> = (first..count.min(first + limit)).map(one).collect();
    Reply::json(200, &format!(r#"{{"status":"success","data":[{}],"meta":{{"pagination":{{"total":0}}}}}}"#, rows.join(",")))
}

/// An error in the house envelope.
pub fn failure(status: u16, messages: &[&str]) -> Reply {
    let body = json!({"status": "error", "error": {"code": status, "messages": messages}}).to_string();
    Reply::new(status, &[("content-type", "application/json"), ("x-request-id", "request-77")], &body)
}

impl World {
    /// The program with these words and a token of its own, towards `server`.
    pub fn at<S: AsRef<OsStr>>(&self, server: &str, words: impl IntoIterator<Item = S>) -> Run<'_> {
        self.qontak(words).env("QONTAK_SERVER", server).env("QONTAK_TOKEN", secrets::token())
    }
}

impl Canned {
    /// Serves a list of `count` rows.
    pub fn list(count: u64) -> Self {
        Self::new(move |request, _| part(request, count))
    }
}
