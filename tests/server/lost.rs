//! A write whose answer is lost is looked up, not repeated blindly.

use crate::support::rows::{failure, part};
use crate::support::{Canned, Lose, Relay, Reply, Server, World, secrets};

const ADD: [&str; 8] =
    ["email", "add", "support@example.com", "--smtp-host", "mail.example.com", "--smtp-port", "465", "--password-stdin"];

/// Loses the first create through a server that is killed at that moment and started again.
fn lose_a_create(what: Lose) -> usize {
    let world = World::new();
    let mut server = Server::start(&world);
    let password = server.add_user("admin@example.com", "admin");
    world.login(server.url(), "direct", "admin@example.com", &password);
    let relay = Relay::new(server.authority(), what);
    let text = world.read_config("credentials.toml");
    let token = text.lines().find(|l| l.starts_with("access-token")).and_then(|l| l.split('"').nth(1)).unwrap().to_owned();
    let run = world.qontak(ADD).env("QONTAK_SERVER", relay.url()).env("QONTAK_TOKEN", token).stdin(secrets::mailbox());
    let running = run.spawn();
    relay.lose(|| server.kill());
    server.restart();
    let output = running.wait().success();
    let rows = world.qontak(["email", "list", "--json"]).run().success().json();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{}", output.story());
    assert_eq!(rows[0]["forwarder"], output.one_line());
    relay.posts().len()
}

#[test]
fn an_answer_lost_after_the_commit_makes_one_channel() {
    assert_eq!(lose_a_create(Lose::Answer), 1, "what was found is not sent again");
}

#[test]
fn a_request_lost_before_the_commit_is_sent_again() {
    assert_eq!(lose_a_create(Lose::Request), 2);
}

#[test]
fn nothing_is_sent_again_before_it_was_looked_for() {
    let world = World::new();
    let canned =
        Canned::new(|request, _| if request.method == "POST" { failure(502, &["bad gateway"]) } else { part(request, 0) });
    world.at(&canned.url(), ADD).stdin(secrets::mailbox()).run().exits(11).stdout_is("");
    let requests = canned.requests();
    let methods: Vec<&str> = requests.iter().map(|r| r.method.as_str()).collect();
    assert!(methods.windows(2).all(|pair| pair != ["POST", "POST"]), "{methods:?}");
    let keys: Vec<_> =
        requests.iter().filter(|r| r.method == "POST").map(|r| r.header("idempotency-key").map(str::to_owned)).collect();
    assert!(!keys.is_empty() && keys.len() <= 4 && keys[0].is_some(), "{keys:?}");
    assert!(keys.iter().all(|key| *key == keys[0]), "one key for one wish: {keys:?}");
}

#[test]
fn when_nobody_can_tell_the_error_says_so_and_that_running_again_is_safe() {
    let world = World::new();
    let canned = Canned::new(|request, before| match (request.method.as_str(), before) {
        ("GET", 0) => part(request, 0),
        _ => Reply::Hangup,
    });
    let output = world.at(&canned.url(), ADD).args(["--timeout", "2s"]).stdin(secrets::mailbox()).run().exits(11).stdout_is("");
    output.stderr_has("nobody can tell").stderr_has("run the same command again");
    assert_eq!(canned.requests().iter().filter(|r| r.method == "POST").count(), 1);
}

#[test]
fn a_write_that_is_not_answered_with_the_resource_is_read_back() {
    for data in ["true", "\"ok\"", "{\"status\":\"success\"}", "null"] {
        let world = World::new();
        let canned = Canned::new(move |request, before| match request.method.as_str() {
            "POST" => Reply::json(200, &format!("{{\"status\":\"success\",\"data\":{data}}}")),
            _ => part(request, if before == 0 { 0 } else { 3 }),
        });
        let words =
            ["email", "add", "box2@example.com", "--smtp-host", "mail.example.com", "--smtp-port", "465", "--password-stdin"];
        let output = world.at(&canned.url(), words).stdin(secrets::mailbox()).run().success();
        assert_eq!(output.one_line(), format!("{}@chat.qontak.com", crate::support::rows::id(2)), "{data}");
    }
}

#[test]
fn a_server_without_the_call_is_told_apart_from_a_missing_channel() {
    let world = World::new();
    for status in [404, 405] {
        let canned = Canned::new(move |request, _| match request.method.as_str() {
            "GET" if request.target.contains("/integrations/") => {
                Reply::json(200, &format!("{{\"data\":{}}}", crate::support::rows::row(1)))
            }
            "GET" => part(request, 2),
            _ => failure(status, &["Not here"]),
        });
        let add = world.at(&canned.url(), ADD).stdin(secrets::mailbox()).run().exits(1).stdout_is("");
        add.stderr_has("does not offer").stderr_has("chat.qontak.com/integrations");
        let words = ["email", "edit", "box1@example.com", "--smtp-port", "587", "--security", "starttls"];
        world.at(&canned.url(), words).run().exits(1).stdout_is("").stderr_has("does not offer");
    }
}

#[test]
fn a_create_that_is_not_answered_in_time_is_looked_for_but_never_sent_again() {
    let world = World::new();
    let canned = Canned::new(|request, _| if request.method == "POST" { Reply::Silence } else { part(request, 0) });
    let run = world.at(&canned.url(), ADD).args(["--timeout", "1s"]).stdin(secrets::mailbox()).run();
    run.exits(11).stdout_is("").stderr_has("did not answer within").stderr_has("nothing was sent again");
    let requests = canned.requests();
    assert_eq!(requests.iter().filter(|r| r.method == "POST").count(), 1);
    assert_eq!(requests.last().map(|r| r.method.as_str()), Some("GET"));
}

#[test]
fn a_create_that_the_server_keeps_failing_ends_with_what_the_server_said() {
    let world = World::new();
    let canned = Canned::new(|request, _| if request.method == "POST" { failure(503, &["busy"]) } else { part(request, 0) });
    world.at(&canned.url(), ADD).stdin(secrets::mailbox()).run().exits(11).stderr_has("busy").stderr_has("request-77");
}

#[test]
fn a_rejected_create_is_told_in_the_servers_words_even_when_they_say_not_found() {
    let world = World::new();
    let words = "smtp_host not found";
    let canned = Canned::new(move |request, _| if request.method == "POST" { failure(422, &[words]) } else { part(request, 0) });
    let output = world.at(&canned.url(), ADD).stdin(secrets::mailbox()).run().exits(8);
    output.stderr_has(words).lacks("does not offer");
}

#[test]
fn a_server_without_delete_is_told_at_once_and_one_that_has_deleted_already_is_believed() {
    let world = World::new();
    for (status, still_there) in [(404, true), (405, true), (404, false)] {
        let canned = Canned::new(move |request, before| match request.method.as_str() {
            "GET" if request.target.contains("/integrations/") && still_there => {
                Reply::json(200, &format!("{{\"data\":{}}}", crate::support::rows::row(1)))
            }
            "GET" if request.target.contains("/integrations/") => failure(404, &["Resource not found."]),
            "GET" => part(request, if still_there || before == 0 { 2 } else { 0 }),
            _ => failure(status, &["Not here"]),
        });
        let output = world.at(&canned.url(), ["email", "disconnect", "box1@example.com", "--yes"]).run();
        if still_there {
            output.exits(1).stderr_has("does not offer").stderr_has("chat.qontak.com/integrations");
            assert!(canned.requests().len() < 6, "nobody waits for it");
        } else {
            output.success();
        }
    }
}

#[test]
fn a_delete_or_an_edit_whose_answer_is_lost_is_looked_up() {
    let world = World::new();
    let edited = crate::support::rows::row(1).to_string().replace("\"465\"", "\"2465\"");
    for (method, done) in [("DELETE", true), ("DELETE", false), ("PUT", true), ("PUT", false)] {
        let edited = edited.clone();
        let canned = Canned::new(move |request, before| match request.method.as_str() {
            "GET" if request.target.contains("/integrations/") => match (method, done) {
                ("DELETE", true) => failure(404, &["Resource not found."]),
                ("PUT", true) => Reply::json(200, &format!("{{\"data\":{edited}}}")),
                _ => Reply::json(200, &format!("{{\"data\":{}}}", crate::support::rows::row(1))),
            },
            "GET" => part(request, if before > 0 && done { 0 } else { 2 }),
            _ => Reply::Hangup,
        });
        let id = crate::support::rows::id(1);
        let run = match method {
            "DELETE" => world.at(&canned.url(), ["email", "disconnect", "--yes", "--timeout", "2s", "box0@example.com"]),
            _ => world.at(&canned.url(), ["email", "edit", "--smtp-port", "2465", "--timeout", "2s", &id]),
        };
        let output = run.run();
        match (method, done) {
            (_, true) => drop(output.success()),
            ("DELETE", false) => drop(output.exits(11)),
            (_, false) => drop(output.exits(1).stderr_has("smtp_port")),
        }
    }
}
