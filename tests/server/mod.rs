//! The server, over HTTP and both faces.

mod faces;
mod lost;
mod oauth;
mod operator;
mod people;
mod remote;

use crate::support::{Answer, HmacPair, http};
use base64::Engine as _;
use qontak::wire::hmac;

/// A bearer token, asked for as the vendor documents it.
#[track_caller]
pub fn token(url: &str, username: &str, password: &str) -> serde_json::Value {
    let answer = grant(url, &[("grant_type", "password"), ("username", username), ("password", password)]);
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

/// `POST /oauth/token` with the published client and these fields.
fn grant(url: &str, fields: &[(&str, &str)]) -> Answer {
    let mut body =
        serde_json::json!({"client_id": qontak::wire::oauth::CLIENT_ID, "client_secret": qontak::wire::oauth::CLIENT_SECRET});
    for (name, value) in fields {
        body[*name] = (*value).into();
    }
    http(url, "POST", "/oauth/token", &[("content-type", "application/json")], &body.to_string())
}

/// A request with a bearer token on the Open API's face.
pub fn bearer(url: &str, token: &str, method: &str, path: &str, body: &str) -> Answer {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    http(url, method, &format!("/api/open/v1{path}"), &headers, body)
}

/// Now, as the `Date` header writes it, so many seconds off.
fn date(offset: i64) -> String {
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(offset);
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at).unwrap()
}

/// A request signed for the gateway's face.
fn signed(url: &str, pair: &HmacPair, method: &str, path: &str, body: &str) -> Answer {
    signed_at(url, pair, &date(0), method, path, body, &hmac::digest(body.as_bytes()))
}

fn signed_at(url: &str, pair: &HmacPair, date: &str, method: &str, path: &str, body: &str, digest: &str) -> Answer {
    let target = format!("/qontak/chat/v1{path}");
    let authorization = hmac::authorization(&pair.id, &hmac::signature(&pair.secret, date, method, &target));
    let mut headers = vec![("authorization", authorization.as_str()), ("date", date), ("content-type", "application/json")];
    if !body.is_empty() {
        headers.push(("digest", digest));
    }
    http(url, method, &target, &headers, body)
}

/// A create request for a mailbox.
pub fn create_body(address: &str) -> String {
    let password = crate::support::secrets::mailbox();
    serde_json::json!({"username": address, "password": password, "protocol": "ssl", "smtp_host": "mail.example.com", "smtp_port": "465"})
        .to_string()
}

/// Whether a stored secret can be read out of an answer: clear or as base64.
fn shows(answer: &Answer, secret: &str) -> bool {
    let encoded = base64::engine::general_purpose::STANDARD.encode(secret);
    answer.body.contains(secret) || answer.body.contains(&encoded)
}
