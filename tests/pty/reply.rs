//! `inbox reply` in a terminal: the answer is written in an editor.

use crate::support::{Canned, Pty, Reply, World};
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

const ROOM: &str = "0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001";

/// A server with one room, which takes every reply.
fn server() -> Canned {
    Canned::new(|request, _| {
        let customer = json!({"id": "m0", "participant_type": "customer", "text": "Where is it?\n\u{1b}[2JSince Monday.", "email": {"subject": "Order 7"}});
        let agent =
            json!({"id": "m1", "participant_type": "agent", "status": "sent", "email": {"to": [{"address": "c@example.org"}]}});
        match (request.method.as_str(), request.target.contains("/messages")) {
            ("POST", _) => Reply::json(201, &json!({"status": "success", "data": agent}).to_string()),
            (_, true) => Reply::json(200, &json!({"status": "success", "data": [agent, customer]}).to_string()),
            _ => Reply::json(
                200,
                &json!({"status": "success", "data": {"id": ROOM, "account_uniq_id": "c@example.org"}}).to_string(),
            ),
        }
    })
}

/// An editor of the test's own.
fn editor(world: &World, script: &str) -> String {
    let path = world.path("bin/test-editor");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    format!("{} --flag", path.display())
}

/// Runs `inbox reply` with an editor; what it typed is in `$2`.
fn edited<'w>(world: &'w World, canned: &Canned, script: &str) -> Pty<'w> {
    let line = format!(
        "exec env EDITOR='{}' QONTAK_SERVER={} QONTAK_TOKEN=a-token-that-is-made-up qontak inbox reply {ROOM}",
        editor(world, script),
        canned.url()
    );
    world.terminal_sh(&line)
}

fn left_over(world: &World) -> usize {
    fs::read_dir(world.path("tmp")).unwrap().count()
}

#[test]
fn the_answer_is_written_above_what_is_answered() {
    let world = World::new();
    let canned = server();
    let copy = world.path("work/seen.txt");
    let script = format!(
        "cp \"$2\" {0}; ls -l \"$2\" | cut -c1-10 > {0}.mode; {{ printf 'It is on its way.\\n# 1\\n'; cat \"$2\"; }} > \"$2.new\"; mv \"$2.new\" \"$2\"",
        copy.display()
    );
    edited(&world, &canned, &script).end().exits(0).has("Sent to c@example.org");
    let seen = fs::read_to_string(&copy).unwrap();
    assert!(
        seen.contains("# > Where is it?\n#")
            && seen.contains("\n# To: c@example.org\n")
            && seen.contains("Order 7")
            && !seen.contains('\u{1b}'),
        "{seen}"
    );
    assert_eq!(fs::read_to_string(format!("{}.mode", copy.display())).unwrap().trim(), "-rw-------");
    let posts: Vec<_> = canned.requests().into_iter().filter(|r| r.method == "POST").collect();
    assert_eq!(posts.len(), 1);
    let body = &posts[0].body;
    assert!(body.contains("\r\n\r\nIt is on its way.\n# 1\n\r\n") && !body.contains("Monday"), "{body}");
    assert_eq!(left_over(&world), 0);
}

#[test]
fn what_was_written_is_kept_when_it_is_not_taken() {
    for (script, code, text) in [
        ("printf 'An hour of work\\n' > \"$2\"", 5, b"An hour of work\n".as_slice()),
        ("printf 'caf\\351\\n' > \"$2\"", 2, b"caf\xe9\n"),
    ] {
        let world = World::new();
        let canned = Canned::new(|request, _| match (request.method.as_str(), request.target.contains("/messages")) {
            ("POST", _) => Reply::json(403, "{\"status\":\"error\",\"error\":{\"code\":403,\"messages\":[\"No\"]}}"),
            (_, true) => Reply::json(200, "{\"status\":\"success\",\"data\":[]}"),
            _ => Reply::json(200, &json!({"status": "success", "data": {"id": ROOM}}).to_string()),
        });
        edited(&world, &canned, script).end().exits(code).has("what you wrote is kept").has("--body-file");
        let left: Vec<_> = fs::read_dir(world.path("tmp")).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(fs::read(&left[0]).unwrap(), text);
        assert_eq!(fs::metadata(&left[0]).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn nothing_written_is_nothing_sent() {
    let world = World::new();
    for (script, code) in [("true", 3), (": > \"$2\"", 3), ("exit 1", 3), ("kill -INT $$", 130), ("exit 130", 130)] {
        let canned = server();
        edited(&world, &canned, script).end().exits(code);
        assert!(canned.requests().iter().all(|r| r.method == "GET"), "{script}");
        assert_eq!(left_over(&world), 0, "{script}");
    }
}

#[test]
fn ctrl_c_is_a_key_of_the_editors() {
    let world = World::new();
    let canned = server();
    // Some shells' read ends with the signal, where it has begun.
    let script = "trap 'echo heard' INT; echo ready; until read line; do :; done; echo \"$line\" > \"$2\"";
    let mut terminal = edited(&world, &canned, script);
    terminal.expect("ready");
    terminal.ctrl_c();
    terminal.line("still here");
    terminal.end().exits(0).has("Sent to");
    assert_eq!(left_over(&world), 0);
}

#[test]
fn an_editor_that_is_not_there_is_told() {
    let world = World::new();
    let canned = server();
    let line = format!(
        "EDITOR=no-such-editor QONTAK_SERVER={} QONTAK_TOKEN=a-token-that-is-made-up qontak inbox reply {ROOM}",
        canned.url()
    );
    world.terminal_sh(&line).end().exits(2).has("no-such-editor").has("EDITOR");
    let line =
        format!("QONTAK_SERVER={} QONTAK_TOKEN=a-token-that-is-made-up qontak --no-input inbox reply {ROOM}", canned.url());
    world.terminal_sh(&line).end().exits(2).has("--body-file");
    assert_eq!(left_over(&world), 0);
}
