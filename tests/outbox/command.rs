//! What `inbox reply` wants to know before it asks a server, and what it says.

use super::{Desk, world};
use crate::support::sink::{Sink, Tls};
use crate::support::{Canned, Reply, World};
use serde_json::json;

const ROOM: &str = "0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001";

#[test]
fn everything_wrong_is_said_at_once_before_any_request() {
    let world = World::new();
    let canned = Canned::new(|_, _| Reply::Hangup);
    let long = "x".repeat(600 * 1024);
    let wrong =
        ["inbox", "reply", ROOM, "--to", "somebody", "--cc", "nobody", "--bcc", "Name <a@example.com>", "--subject", "a\nb"];
    let output = world.at(&canned.url(), wrong).stdin("  \n").run().exits(2).stdout_is("");
    output
        .stderr_has("--to somebody")
        .stderr_has("--cc nobody")
        .stderr_has("--bcc Name")
        .stderr_has("--subject")
        .stderr_has("--body-file FILE");
    for text in [b"".as_slice(), b" \n\t"] {
        let output = world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin(text).run().exits(2);
        output.stderr_has("field is required: standard input is empty");
    }
    for text in [b"".as_slice(), b" \n\t", b"a\0b", b"\xff\xfe", long.as_bytes()] {
        world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin(text).run().exits(2).stdout_is("").stderr_has("text:");
    }
    world.at(&canned.url(), ["inbox", "reply", ROOM]).run().exits(2).stderr_has("field is required").stderr_has("is empty");
    let blank = world.input("blank.txt", "\n");
    let output = world.at(&canned.url(), ["inbox", "reply", ROOM, "--body-file"]).arg(&blank).run().exits(2);
    output.stderr_has("field is required").stderr_has("blank.txt is empty");
    world.at(&canned.url(), ["inbox", "reply", ROOM, "--body-file", "nowhere.txt"]).run().exits(2).stderr_has("nowhere.txt");
    world.at(&canned.url(), ["inbox", "reply", ROOM, "--columns", "nothing"]).stdin("x").run().exits(2).stderr_has("error_class");
    assert_eq!(canned.requests().len(), 0);
}

#[test]
fn a_file_is_as_good_as_a_pipe_and_the_columns_are_public() {
    let (world, sink) = (world(), Sink::new(Tls::Ssl));
    let desk = Desk::new(&world, &sink, "ssl");
    let file = world.input("answer.txt", "Out of the file\n");
    let output =
        world.qontak(["inbox", "reply", &desk.room, "--body-file"]).arg(&file).args(["--subject", "About it"]).run().success();
    let fields: Vec<&str> = output.one_line().split('\t').collect();
    assert_eq!(fields[1..], [desk.room.as_str(), "customer@example.org", "sent", ""]);
    let output =
        world.qontak(["inbox", "reply", &desk.room, "--body-file", "-", "-o", "csv"]).stdin("Out of the pipe\n").run().success();
    assert_eq!(
        output.stdout.lines().next(),
        Some("id,room_id,to,status,error_class,error,attempts,next_attempt_at,answers_lost,subject,message_id,created_at,cc,bcc")
    );
    let taken = sink.taken();
    assert_eq!(taken[0].header("Subject").as_deref(), Some("About it"));
    assert!(taken[0].content.ends_with("\r\n\r\nOut of the file\r\n") && taken[1].content.contains("Out of the pipe"));
    world.qontak(["inbox", "reply", "no-such-room"]).stdin("x").run().exits(6).stdout_is("").stderr_has("no such room");
}

/// What our server answers to a reply, and to the question for the room's messages.
fn kept() -> serde_json::Value {
    json!({"id": "m1", "room_id": ROOM, "participant_type": "agent", "status": "sent", "text": "x", "email": {"to": [{"address": "c@example.org"}]}})
}

#[test]
fn a_lost_answer_is_asked_for_again_under_the_same_key_where_the_server_knows_it() {
    let world = World::new();
    let canned = Canned::new(|request, before| match (request.method.as_str(), before) {
        ("POST", 0) => Reply::Hangup,
        ("POST", _) => Reply::json(201, &json!({"status": "success", "data": kept()}).to_string()),
        _ => Reply::json(200, &json!({"status": "success", "data": [kept()]}).to_string()),
    });
    world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin("x").run().success().stderr_has("Sent to c@example.org");
    let keys: Vec<_> =
        canned.requests().iter().filter(|r| r.method == "POST").map(|r| r.header("idempotency-key").map(str::to_owned)).collect();
    assert!(keys.len() == 2 && keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
}

#[test]
fn another_server_is_never_sent_a_reply_twice() {
    let world = World::new();
    let message = json!({"id": "m1", "participant_type": "customer", "text": "x"});
    let canned = Canned::new(move |request, _| match request.method.as_str() {
        "POST" => Reply::Hangup,
        _ => Reply::json(200, &json!({"status": "success", "data": [message]}).to_string()),
    });
    let output = world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin("x").run().exits(11).stdout_is("");
    output.stderr_has("nobody can tell").stderr_has("inbox show");
    assert_eq!(canned.requests().iter().filter(|r| r.method == "POST").count(), 1);
}

#[test]
fn an_answer_that_no_qontak_server_gives_is_no_yes() {
    let world = World::new();
    let not_ours =
        [b"\xff\xfe<html>".as_slice(), b"{\"data\":null}", b"", b"{}", b"true", b"{\"status\":\"error\",\"data\":true}"];
    for body in not_ours {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
        let bytes = [head.as_bytes(), body].concat();
        let canned = Canned::new(move |_, _| Reply::Bytes(bytes.clone()));
        let output = world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin("x").run().exits(11).stdout_is("");
        output.stderr_has("nobody can tell").stderr_has("did not answer as a Qontak server does").stderr_has("inbox show");
        assert_eq!(canned.requests().iter().filter(|r| r.method == "POST").count(), 1);
    }
}

#[test]
fn a_server_that_only_says_yes_is_believed_and_one_without_the_call_is_told() {
    let world = World::new();
    let canned = Canned::new(|_, _| Reply::json(201, "{\"status\":\"success\",\"data\":true}"));
    let output = world.at(&canned.url(), ["inbox", "reply", ROOM, "--json"]).stdin("x").run().success();
    assert_eq!(output.json()["status"], json!(null));
    output.stderr_has("does not tell how the sending goes");
    let canned = Canned::new(|request, _| match request.method.as_str() {
        "POST" => Reply::json(404, "{\"status\":\"error\",\"error\":{\"code\":404,\"messages\":[\"Resource not found.\"]}}"),
        _ => Reply::json(200, &json!({"status": "success", "data": {"id": ROOM}}).to_string()),
    });
    world.at(&canned.url(), ["inbox", "reply", ROOM]).stdin("x").run().exits(1).stderr_has("does not offer answering");
}
