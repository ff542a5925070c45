//! `email disconnect`: run again after it was killed, interrupted in the middle, and a server that is slow to forget.

use crate::support::rows::{failure, id, page, row};
use crate::support::{Canned, Output, Reply, Request, World, secrets, wait};
use rustix::process::Signal;
use serde_json::{Value, json};
use std::sync::Mutex;

#[track_caller]
fn add(world: &World, address: &str) -> String {
    let words = ["email", "add", address, "--smtp-host", "mail.example.com", "--smtp-port", "465", "--password-stdin"];
    world.local(words).stdin(secrets::mailbox()).run().success().one_line().to_owned()
}

/// One channel.
fn one(i: u64) -> Reply {
    Reply::json(200, &json!({"status": "success", "data": row(i)}).to_string())
}

fn gone() -> Reply {
    Reply::json(200, r#"{"status":"success","data":{"status":"success"}}"#)
}

fn is_list(request: &Request) -> bool {
    request.target.contains('?')
}

#[test]
fn a_bulk_that_was_killed_can_be_run_again() {
    let world = World::new();
    add(&world, "b@example.com");
    let (first, never) = ("a@example.com", id(7));
    let bulk = |more: &[&str]| {
        let words = ["email", "disconnect", first, "b@example.com", &never, first, "--yes"];
        world.local(words).args(more).run()
    };
    for words in [&[][..], &["--if-missing", "fail"]] {
        bulk(words).exits(6).stdout_is("").stderr_has(first).stderr_has(&never).stderr_has("--if-missing skip");
    }
    let planned = bulk(&["--if-missing", "skip", "--dry-run"]).success();
    let statuses = |output: &Output| output.rows().iter().map(|r| r[2].to_owned()).collect::<Vec<_>>();
    assert_eq!(statuses(&planned), ["not found", "not found", "would disconnect"], "{}", planned.story());

    let output = bulk(&["--if-missing", "skip"]).success();
    assert_eq!(output.rows()[0], ["", first, "not found", ""], "{}", output.story());
    assert_eq!(output.rows()[1], [&*never, "", "not found", ""]);
    assert_eq!(statuses(&output), ["not found", "not found", "disconnected"]);
    let again = bulk(&["--if-missing", "skip", "--json"]).success().json();
    assert_eq!(again.as_array().unwrap().len(), 3);
    assert!(again.as_array().unwrap().iter().all(|r| r["status"] == "not found" && r["error"].is_null()), "{again}");
}

#[test]
fn a_server_that_forgets_slowly_is_waited_for() {
    let world = World::new();
    let left = Mutex::new(3);
    let canned = Canned::new(move |request, _| {
        let mut left = left.lock().unwrap();
        match request.method.as_str() {
            "DELETE" => gone(),
            _ if !is_list(request) => one(1),
            _ if *left > 0 => {
                *left -= 1;
                page(&[row(1)], 1)
            }
            _ => page(&[], 0),
        }
    });
    let output = world.at(&canned.url(), ["email", "disconnect", &id(1), "--yes"]).run().success();
    assert_eq!(output.rows()[0][2], "disconnected");
    let lists = canned.requests().iter().filter(|r| is_list(r)).count();
    assert_eq!(lists, 4, "three times listed, once not: {:?}", canned.requests());
}

#[test]
fn a_server_that_never_forgets_has_not_disconnected() {
    let world = World::new();
    let canned = Canned::new(|request, _| match request.method.as_str() {
        "DELETE" => gone(),
        _ if is_list(request) => page(&[row(2)], 1),
        _ => one(if request.target.contains(&id(2)) { 2 } else { 1 }),
    });
    let bulk = ["email", "disconnect", &id(1), &id(2), "--yes", "--timeout", "500ms"];
    let output = world.at(&canned.url(), bulk).run().exits(12);
    let rows = output.rows();
    assert_eq!((rows[0][2], rows[1][2]), ("disconnected", "failed"), "{}", output.story());
    assert!(rows[1][3].contains("still lists"), "{}", output.story());
    let single = ["email", "disconnect", &id(2), "--yes", "--timeout", "500ms"];
    world.at(&canned.url(), single).run().exits(1).stdout_is("").stderr_has("still lists the channel");
}

/// Interrupts a bulk of four whose third is never answered.
fn interrupted(more: &[&str]) -> Output {
    let world = World::new();
    let canned = Canned::new(|request, _| {
        let i = (1..=4).find(|i| request.target.contains(&id(*i))).unwrap_or_default();
        match (request.method.as_str(), i) {
            ("DELETE", 1) => gone(),
            ("DELETE", 2) => failure(422, &["in use"]),
            ("DELETE", _) => Reply::Silence,
            _ => one(i),
        }
    });
    let words = ["email", "disconnect", &id(1), &id(2), &id(3), &id(4), "--yes"];
    let running = world.at(&canned.url(), words).args(more).spawn();
    let third = |r: &Request| r.method == "DELETE" && r.target.contains(&id(3));
    wait::until("the third to be under way", || canned.requests().iter().any(third).then_some(()));
    running.signal(Signal::INT);
    running.wait().exits(130)
}

#[test]
fn an_interrupted_bulk_says_what_it_did() {
    let output = interrupted(&[]);
    let rows = output.rows();
    let told: Vec<_> = rows.iter().map(|r| (r[0].to_owned(), r[2])).collect();
    assert_eq!(told, [(id(1), "disconnected"), (id(2), "failed"), (id(3), "unknown")], "{}", output.story());
    assert!(rows[1][3].contains("in use"), "{}", output.story());
}

#[test]
fn an_interrupted_bulk_ends_its_document() {
    let rows = interrupted(&["--json"]).json();
    let statuses: Vec<&Value> = rows.as_array().unwrap().iter().map(|r| &r["status"]).collect();
    assert_eq!(statuses, ["disconnected", "failed", "unknown"]);
    interrupted(&["-o", "table"]).stdout_has("disconnected").stdout_has("unknown");
    assert_eq!(interrupted(&["-o", "csv"]).stdout.lines().count(), 4);
}
