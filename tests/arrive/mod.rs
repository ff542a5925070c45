//! Forwarding that is confirmed and proven: `email confirm` and `email verify`.

mod confirm;
#[cfg(feature = "server")]
mod confirm_server;
mod confirm_terminal;
mod confirm_wait;
#[cfg(feature = "server")]
mod provider;
#[cfg(feature = "server")]
mod verify;
mod verify_odd;

use crate::support::rows::{failure, id, page, row};
use crate::support::{Canned, Reply, Request, World};
use serde_json::{Value, json};

/// Who sends Gmail's confirmations.
const SENDER: &str = "forwarding-noreply@google.com";
/// The mailbox and the forwarder of the fixtures.
const MAILBOX: &str = "support@example.com";
const FORWARDER: &str = "forwarder@inbound.example.test";
/// The fixtures' code and links.
const CODE: &str = "73519024";
const LINK: &str = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8exampleToken-abcDEF123%5D-Zz_9";
const CANCELS: &str = "/mail/uf-";

/// A saved confirmation.
fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/fixtures/confirmation/{name}.eml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A message of the Inbox as a test has it.
#[derive(Clone)]
struct Mail {
    raw: String,
    from: String,
    at: &'static str,
    authentication: Value,
}

impl Mail {
    fn new(raw: impl Into<String>) -> Self {
        let known = json!({"spf": "pass", "dkim": "pass", "dkim_domains": ["google.com"], "arc": "none"});
        Self { raw: raw.into(), from: SENDER.into(), at: "2026-11-23T05:00:00.000Z", authentication: known }
    }

    fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    fn known(self, authentication: Value) -> Self {
        Self { authentication, ..self }
    }

    fn dkim(self, word: &str, domains: &[&str]) -> Self {
        self.known(json!({"dkim": word, "dkim_domains": domains}))
    }

    fn row(&self, n: usize) -> Value {
        json!({
            "id": id(500 + n as u64), "room_id": id(700), "participant_type": "customer", "created_at": self.at, "text": "x",
            "email": {"subject": "x", "from": {"address": self.from}, "authentication": self.authentication}
        })
    }

    fn fed(&self, n: usize) -> Value {
        let mut fed = self.row(n);
        fed["email"]["authentication"] = Value::Null;
        fed["room"] = json!({"account_uniq_id": self.from, "channel_account": MAILBOX, "channel_integration_id": id(1)});
        fed
    }
}

fn feed(rows: &[Value], next: &str) -> Reply {
    let meta = json!({"pagination": {"cursor": {"next": next}}});
    Reply::json(200, &json!({"status": "success", "data": rows, "meta": meta}).to_string())
}

fn path(request: &Request) -> &str {
    request.target.split('?').next().unwrap().strip_prefix("/api/open/v1").unwrap()
}

/// The channel of the fixtures; mail leaves through this host.
fn channel(smtp_host: &str) -> Value {
    let mut channel = row(1);
    channel["webhook"] = MAILBOX.into();
    channel["settings"]["username"] = MAILBOX.into();
    channel["settings"]["smtp_host"] = smtp_host.into();
    channel["settings"]["forwaded_email"] = FORWARDER.into();
    channel
}

/// What a server answers that has this channel and one room with these messages.
fn answer(request: &Request, channel: &Value, mails: &[Mail]) -> Reply {
    let room = json!({
        "id": id(700), "channel": "email", "channel_account": MAILBOX, "channel_integration_id": id(1),
        "account_uniq_id": mails.first().map(|mail| mail.from.clone()), "last_message_at": "2026-11-23T05:00:00.000Z"
    });
    let number = |path: &str| (0..mails.len()).find(|n| path.contains(&id(500 + *n as u64)));
    match path(request) {
        "/integrations" => page(std::slice::from_ref(channel), 1),
        "/rooms" if mails.is_empty() => page(&[], 0),
        "/rooms" => page(&[room], 1),
        "/messages" => feed(&[], "end"),
        path if path.ends_with("/raw") => match number(path) {
            Some(n) => Reply::new(200, &[("content-type", "message/rfc822")], &mails[n].raw.replace('\n', "\r\n")),
            None => failure(404, &["Resource not found."]),
        },
        path if path.ends_with("/messages") => {
            let mut rows: Vec<Value> = mails.iter().enumerate().map(|(n, mail)| mail.row(n)).collect();
            rows.reverse();
            page(&rows, 0)
        }
        _ => failure(404, &["Resource not found."]),
    }
}

/// A server with these messages in the Inbox, oldest first.
fn inbox(mails: Vec<Mail>) -> Canned {
    let channel = channel("smtp.gmail.com");
    Canned::new(move |request, _| answer(request, &channel, &mails))
}

/// `email confirm` of the channel.
fn confirm<'w>(world: &'w World, server: &Canned, words: &[&str]) -> crate::support::Run<'w> {
    world.at(&server.url(), ["email", "confirm", MAILBOX]).args(words)
}
