//! `email verify` towards servers that are not ours, and at a terminal.

use super::{MAILBOX, answer, channel, feed, path};
use crate::support::rows::{failure, id};
use crate::support::{Canned, Reply, Request, Run, World, secrets, wait};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A server whose feed gives what was posted to it; `odd` may answer in its place.
struct Posted {
    server: Canned,
    rows: Arc<Mutex<Vec<Value>>>,
}

fn posted(odd: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Posted {
    let rows: Arc<Mutex<Vec<Value>>> = Arc::default();
    let (given, channel) = (Arc::clone(&rows), channel("smtp.gmail.com"));
    let server = Canned::new(move |request, _| {
        if let Some(reply) = odd(request) {
            return reply;
        }
        match (path(request), request.query("after")) {
            ("/messages", None) => feed(&[], "0"),
            ("/messages", Some(after)) => {
                let rows = given.lock().unwrap();
                feed(&rows[after.parse::<usize>().unwrap()..], &rows.len().to_string())
            }
            _ => answer(request, &channel, &[]),
        }
    });
    Posted { server, rows }
}

fn row(subject: &str, room: &Value) -> Value {
    json!({
        "id": id(500), "room_id": id(700), "participant_type": "customer", "created_at": "2026-11-23T05:00:00.000Z", "text": "x",
        "email": {"subject": subject, "from": {"address": "ana@example.org"}}, "room": room
    })
}

/// `email verify` with its standard error in a file.
fn verify<'w>(world: &'w World, server: &Canned, words: &str) -> (Run<'w>, PathBuf) {
    let log = world.home().join("log");
    let line = format!("exec qontak email verify {MAILBOX} --interval 10ms {words} 2> {}", log.display());
    let run = world.sh(&line).env("QONTAK_SERVER", server.url()).env("QONTAK_TOKEN", secrets::token());
    (run, log)
}

#[track_caller]
fn subject(log: &Path) -> String {
    wait::until("the subject", || {
        let text = fs::read_to_string(log).unwrap_or_default();
        text.contains("Waiting until").then_some(())?;
        text.lines().find_map(|line| line.strip_prefix("  ").map(str::to_owned))
    })
}

#[test]
fn a_server_without_a_feed_says_so_before_anything_is_sent() {
    let world = World::new();
    for status in [404, 405] {
        let posted = posted(move |request| (path(request) == "/messages").then(|| failure(status, &["Resource not found."])));
        let output = world.at(&posted.server.url(), ["email", "verify", MAILBOX]).run().exits(1).stdout_is("");
        let output =
            output.stderr_has("does not offer watching for new messages").lacks("Send a mail to support@example.com now");
        output.stderr_has(&format!("qontak inbox list --channel {MAILBOX}"));
    }
}

#[test]
fn a_server_that_gives_no_raw_messages_is_believed() {
    let world = World::new();
    for (room, code, word) in [
        (json!({"channel_integration_id": id(1), "channel_account": MAILBOX}), 0, "arrived"),
        (json!({"channel_account": "Support@example.com"}), 0, "arrived"),
        (json!({"channel_integration_id": id(2), "channel_account": "sales@example.com"}), 9, "wrong_target"),
        (json!({"channel_integration_id": id(2)}), 9, "wrong_target"),
    ] {
        let posted = posted(|_| None);
        let (run, log) = verify(&world, &posted.server, "--json");
        let running = run.spawn();
        posted.rows.lock().unwrap().push(row("another mail", &room));
        let subject = subject(&log);
        posted.rows.lock().unwrap().push(row(&subject, &room));
        let json = running.wait().exits(code).json();
        assert_eq!((&json["verdict"], &json["forwarded_at"], &json["seconds"]), (&word.into(), &Value::Null, &Value::Null));
        fs::remove_file(log).unwrap();
    }
}

#[test]
fn outages_and_garbage_are_survived_and_told_once() {
    let world = World::new();
    let looks = AtomicUsize::new(0);
    let posted = posted(move |request| {
        let n = request.query("after").map(|_| looks.fetch_add(1, Ordering::SeqCst));
        match n {
            Some(0) => Some(Reply::json(200, "<html>")),
            Some(1) => Some(Reply::json(200, r#"{"status":"success","data":[{"email":7}]}"#)),
            Some(2) => Some(failure(503, &["busy"])),
            Some(3) => Some(Reply::Hangup),
            _ => None,
        }
    });
    let (run, log) = verify(&world, &posted.server, "--columns verdict");
    let running = run.spawn();
    let subject = subject(&log);
    posted.rows.lock().unwrap().push(row(&subject, &json!({"channel_integration_id": id(1)})));
    running.wait().success().stdout_is("arrived\n");
    let said = fs::read_to_string(log).unwrap();
    assert_eq!((said.matches("going on").count(), said.matches("answers again").count()), (1, 1), "{said}");
}

#[test]
fn patience_ends_with_a_feed_that_never_does() {
    let world = World::new();
    for moves in [true, false] {
        let looks = AtomicUsize::new(0);
        let posted = posted(move |request| {
            request.query("after")?;
            let n = if moves { looks.fetch_add(1, Ordering::SeqCst) } else { 0 };
            Some(feed(&[row("another mail", &json!({"channel_integration_id": id(1)}))], &n.to_string()))
        });
        let words = ["email", "verify", MAILBOX, "--timeout", "1s", "--interval", "250ms", "--json"];
        let output = world.at(&posted.server.url(), words).run().exits(9);
        assert_eq!(output.json()["verdict"], "not_received_within_timeframe");
        let asked = posted.server.requests().iter().filter(|request| request.query("after").is_some()).count();
        assert!((2..=6).contains(&asked), "{asked} looks, four a second");
    }
}

#[test]
fn a_feed_that_was_not_read_in_the_end_proves_nothing() {
    let world = World::new();
    let fails: [(fn() -> Reply, i32); 5] = [
        (|| failure(500, &["broken"]), 11),
        (|| Reply::json(200, "<html>"), 11),
        (|| Reply::Hangup, 11),
        (|| Reply::Silence, 11),
        (|| failure(429, &["rate_limit_reset: 0"]), 10),
    ];
    for (reply, code) in fails {
        let posted = posted(move |request| request.query("after").map(|_| reply()));
        let words = ["email", "verify", MAILBOX, "--timeout", "1s", "--interval", "50ms"];
        let output = world.at(&posted.server.url(), words).run().exits(code).stdout_is("");
        output.stderr_has("whether the mail has come is not known").lacks("not_received").lacks("spam folder");
    }
}

#[test]
fn a_credential_that_ends_meanwhile_ends_it() {
    let world = World::new();
    let posted = posted(|request| request.query("after").map(|_| failure(401, &["expired"])));
    world.at(&posted.server.url(), ["email", "verify", MAILBOX]).run().exits(4).stdout_is("");
}

#[test]
fn a_mailbox_at_microsoft_is_proven_by_who_sends_to_it() {
    let world = World::new();
    let oauth =
        json!({"id": id(1), "target_channel": "email", "webhook": "ms", "settings": {"type": "outlook", "username": MAILBOX}});
    let server = Canned::new(move |request, _| match path(request) {
        "/messages" => feed(&[], "0"),
        _ => answer(request, &oauth, &[]),
    });
    let words = ["email", "verify", MAILBOX, "--timeout", "100ms", "--json"];
    let output = world.at(&server.url(), words).run().exits(9).stderr_has("Send a mail to support@example.com now");
    let output = output.stderr_has("needs no forwarder").lacks("email confirm").lacks("--steps");
    assert_eq!(output.json()["verdict"], "not_received_within_timeframe");
    let with_password = world.at(&server.url(), words).arg("--password-stdin").stdin(secrets::mailbox()).run().exits(8);
    with_password.stdout_is("").stderr_has("run it without a password");
}

#[test]
fn wrong_words_are_refused_before_any_request() {
    let world = World::new();
    let posted = posted(|_| None);
    for words in [
        &["--password-env", "NOT_SET"][..],
        &["--password-file", "missing"],
        &["--columns", "password"],
        &["--interval", "0"],
        &["--timeout", "x"],
    ] {
        world.at(&posted.server.url(), ["email", "verify", MAILBOX]).args(words).run().exits(2).stdout_is("");
    }
    world.at(&posted.server.url(), ["email", "verify"]).run().exits(2);
    assert!(posted.server.requests().is_empty());
    world.at(&posted.server.url(), ["email", "verify", "other@example.com"]).run().exits(6).stderr_has("no such channel");
}

#[test]
fn in_a_terminal_a_line_says_how_long_it_has_been() {
    let world = World::new();
    let posted = posted(|_| None);
    let variables = format!("QONTAK_SERVER={} QONTAK_TOKEN={}", posted.server.url(), secrets::token());
    let mut terminal =
        world.terminal_sh(&format!("{variables} exec qontak email verify {MAILBOX} --interval 10ms --color never"));
    terminal.expect("with exactly this subject:\r\n  ");
    let subject = terminal.expect("\r\n");
    terminal.expect("\r\u{1b}[KWaiting for the test mail (");
    terminal.expect("so far, 10m at most)");
    posted.rows.lock().unwrap().push(row(&subject, &json!({"channel_integration_id": id(1), "channel_account": MAILBOX})));
    let end = terminal.end().exits(0).has("verdict     arrived").lacks("forwarded_at").lacks("remedy");
    let last = end.shown.rsplit("\u{1b}[K").next().unwrap();
    assert!(!last.contains("so far"), "the line is gone: {last:?}");
}
